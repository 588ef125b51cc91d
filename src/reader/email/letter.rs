//! How a letter shows itself: the salutation it begins with, and the line behind which it quotes another.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::constant;

/// A salutation that has a line of its own.
static SALUTATION: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^\s*(?:
        (?:尊敬|敬爱|亲爱|尊贵|尊敬|敬愛|親愛)[的之][^。！？!?，,]{1,30}[：:，,！!]
        |[^\s。！？!?，,：:]{0,12}(?:先生|女士|小姐|太太|老师|老師|同学|同學|客户|客戶|用户|用戶|会员|會員|顾客|顧客|家长|家長|业主|業主|各位|大家)
            (?:[，,\ ]?(?:您|你|大家)?好)?[：:，,！!]
        |(?:您|你|大家)好[：:，,！!。]?
        |(?:dear|hi|hello|greetings|good\ (?:morning|afternoon|evening))\b[^.!?,:，：]{0,40}[,:，：!]
        )\s*$",
    )
});

/// A line that says that what follows was written by another: `On … wrote:`, `在…写道：`, `-----Original Message-----`.
static REPLY_INTRO: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^\s*(?:
        on\ .{5,120}(?:wrote\s*[:：]|<[^<>]+@[^<>]+>)
        |.{0,80}\d{4}.{0,80}[写寫]道\s*[:：]
        |[-—_]{2,}\s*(?:original\ message|forwarded\ message|原始邮件|原始郵件|原邮件|转发(?:的)?邮件|轉寄郵件|回复的邮件|回覆郵件)\s*[-—_]{2,}
        |begin\ forwarded\ message:
        )\s*$",
    )
});

/// The block of header lines that some programs put above the quoted mail.
static QUOTED_FROM: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)^\s*(?:from|发件人|發件人|寄件人|寄件者)\s*[:：]\s*\S"));
static QUOTED_DATE: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"(?i)^\s*(?:sent|date|发送时间|發送時間|发件时间|日期|寄件日期)\s*[:：]\s*\S")
});

/// How many lines below its first line such a block tells when.
const BLOCK_LINES: usize = 3;

/// Whether a text begins with a salutation.
pub(in crate::reader) fn begins_as_letter(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(|line| SALUTATION.is_match(line))
}

/// Whether the first of these lines says that another's mail follows.
pub(super) fn is_reply_intro<'a>(mut lines: impl Iterator<Item = &'a str>) -> bool {
    lines.next().is_some_and(|line| {
        REPLY_INTRO.is_match(line)
            || QUOTED_FROM.is_match(line) && lines.take(BLOCK_LINES).any(|line| QUOTED_DATE.is_match(line))
    })
}
