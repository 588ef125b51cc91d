//! How a letter shows itself: the lines with which it begins, takes its leave, and quotes another.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex_lite::Regex;

use crate::text::constant_lite;

// All of these look at a line without the blanks at its ends. They are compiled by the small engine: a gate judges one
// letter and ends, and the large one takes longer to compile them than all the rest takes. It searches slower, so that
// a sign in the line is asked for before most of them.

/// A salutation that has a line of its own.
static SALUTATION: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r"(?xi)^(?:
        (?:尊敬|敬爱|亲爱|尊贵|尊敬|敬愛|親愛)[的之][^。！？!?，,]{1,30}[：:，,！!]
        |[^\s。！？!?，,：:]{0,12}(?:先生|女士|小姐|太太|老师|老師|同学|同學|客户|客戶|用户|用戶|会员|會員|顾客|顧客|家长|家長|业主|業主|各位|大家)
            (?:[，,\ ]?(?:您|你|大家)?好)?[：:，,！!]
        |(?:您|你|大家)好[：:，,！!。]?
        |(?:dear|hi|hello|greetings|good\ (?:morning|afternoon|evening))(?:[^\w\u{C0}-\u{24F}.!?,:，：][^.!?,:，：]{0,39})?[,:，：!]
        )$",
    )
});

/// More salutations, which a text that is no letter may begin with as well: `Hi Tom`, `王经理，您好！`.
static SALUTATION_OF_LETTER: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r#"(?xi)^(?:
        [^\s。！？!?，,：:]{1,12}[，,：:\ ]{0,2}(?:您|你|大家|各位)好[：:，,！!。]?
        |[^\s。！？!?，,：:]{1,8}(?:总|總|经理|經理|主任|医生|醫生|律师|律師|教授|博士|老板|主管|专员|專員|师傅|師傅|朋友|旅客|读者|讀者)
            (?:[，,\ ]?(?:您|你)?好)?[：:，,！!]
        |各位[^\s。！？!?，,：:]{1,10}[：:，,！!]
        |(?:早上|上午|中午|下午|晚上)好[：:，,！!。]?
        |(?:dear|hi|hello|hey|greetings|good\ (?:morning|afternoon|evening))
            (?:\ (?:(?:mr|ms|mrs|dr|prof|mx)\.|[^\s.,:;!?"，：；！？。、]+)){0,5}\s*[,:，：!]?
        |to\ whom\ it\ may\ concern\s*[,:]?
        |to\ (?:all|the|our)\ [^.!?,:]{2,40}[,:]
        )$"#,
    )
});

/// A salutation with the text behind it on the same line, where it is clear where it ends.
static INLINE_SALUTATION: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r#"(?xi)^(?:
        (?:尊敬|敬爱|亲爱|尊贵|敬愛|親愛)[的之][^。！？!?，,：:]{1,30}[：:！!](?:\s*(?:您|你|大家|各位)好[！!。])?
        |(?:[^\s。！？!?，,：:]{1,12}[，,：:\ ]{0,2})?(?:您|你|大家|各位)好[！!。]
        |(?:老|小|阿)[^\s。！？!?，,：:心时時板]{1,2}[，,：:！!]
        |[^\s。！？!?，,：:]{1,3}(?:总|總|哥|姐|叔|姨)[，,：:！!]
        |dear(?:\ (?:(?:mr|ms|mrs|dr|prof|mx)\.|[^\s.,:;!?"，：；！？。、]+)){1,5}\s*[,:!]
        |(?:hi|hello|hey)(?:\ (?:(?:mr|ms|mrs|dr|prof|mx)\.|[^\s.,:;!?"，：；！？。、]+)){0,3}\s*[,!]
        )"#,
    )
});

/// A line that closes a letter wherever it stands.
static CLOSING: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r"(?xi)^(?:
        此致(?:[\s，,]*敬[礼禮])?[！!。]?
        |敬[礼禮][！!。]?
        |(?:此|专此|專此|谨此|謹此)?[，,]?\s*(?:顺|順|即|并|並|谨|謹|敬)[祝颂頌候][^。！？!?]{1,16}[！!。]?
        |(?:[^。！？!?]{1,40}[，,。！!]\s*)?(?:最后|再次|也|并|並|顺|順)?祝(?:福)?[^贺賀福。！？!?]{1,24}[！!。~～]?
        |(?:with\ )?(?:my\ |our\ )?(?:best|kind|kindest|warm|warmest|very\ best)\ (?:regards|wishes)
            (?:[,，]\s*[^,.!?]{1,30}|\s*[,.!，])?
        |(?:regards|best|sincerely(?:\ yours)?|(?:yours|very)\ (?:sincerely|faithfully|truly|respectfully)(?:\ yours)?
            |respectfully(?:\ yours)?|cordially|cheers|warmly|all\ the\ best)(?:[,，]\s*[^,.!?]{1,30}|\s*[,.!，])?
        )$",
    )
});

/// A line that closes a letter where nothing but a signature follows.
static THANKS: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r"(?xi)^(?:
        (?:以上[，,]?)?(?:再次|非常|万分|十分|多|谨|衷心)?(?:感谢|谢谢|感謝|謝謝|多谢|多謝)[^。！？!?]{0,24}[！!。~～]*
        |(?:谢|謝)(?:啦|了|过|過)[！!。~～]*|拜托(?:了|啦)?[！!。]?|辛苦(?:了|啦|(?:您|大家|各位)(?:了|啦)?)[！!。]?
        |(?:再见|再見|回见|盼复|盼覆|静候佳音|靜候佳音|期待[^。！？!?]{0,12}(?:回复|回覆|来信|光临))[！!。]?
        |(?:many\ )?thanks(?:\ (?:again|so\ much|a\ lot|in\ advance|and\ (?:best|kind)\ regards))?\s*[,.!]?
        |thank\ you(?:\ (?:very\ much|so\ much|again|in\ advance))?(?:\ for\ your\ [a-z]+(?:\ and\ [a-z]+)?)?\s*[,.!]?
        )$",
    )
});

/// A line that says that what follows was written by another: `On … wrote:`, `在…写道：`, `-----Original Message-----`.
static REPLY_INTRO: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r"(?xi)^(?:
        on\ .{5,120}(?:wrote\s*[:：]|<[^<>]+@[^<>]+>)
        |.{0,80}\d{4}.{0,80}[写寫]道\s*[:：]
        |[-—_]{2,}\s*(?:original\ message|forwarded\ message|原始邮件|原始郵件|原邮件|转发(?:的)?邮件|轉寄郵件|回复的邮件|回覆郵件)\s*[-—_]{2,}
        |begin\ forwarded\ message:
        )$",
    )
});

/// The block of header lines that some programs put above the quoted mail: who wrote it, and when.
const QUOTED_FROM: [&str; 5] = ["from", "发件人", "發件人", "寄件人", "寄件者"];
const QUOTED_DATE: [&str; 7] = ["sent", "date", "发送时间", "發送時間", "发件时间", "日期", "寄件日期"];

/// How many lines below its first line such a block tells when.
const BLOCK_LINES: usize = 3;

/// Whether a text begins with a salutation.
pub(in crate::reader) fn begins_as_letter(text: &str) -> bool {
    text.lines().find(|line| !line.trim().is_empty()).is_some_and(is_plain_salutation)
}

/// Whether a line is a salutation and nothing else, which no text but a letter begins with.
fn is_plain_salutation(line: &str) -> bool {
    ends_as_salutation(line) && matches(&SALUTATION, line.trim())
}

fn ends_as_salutation(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with(['：', ':', '，', ',', '！', '!', '好']) || line.ends_with("好。")
}

/// Whether a line of a letter is a salutation and nothing else.
pub(super) fn is_salutation(line: &str) -> bool {
    let may_be = ends_as_salutation(line) || is_latin(line);
    is_plain_salutation(line) || may_be && matches(&SALUTATION_OF_LETTER, line.trim())
}

/// Whether a line begins as one in Latin script.
fn is_latin(line: &str) -> bool {
    line.trim_start().starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Where the salutation ends at the head of a line that says more, in bytes.
pub(super) fn inline_salutation(line: &str) -> Option<usize> {
    let signs = ['好', '敬', '爱', '愛', '尊', '老', '小', '阿', '总', '總', '哥', '姐', '叔', '姨'];
    if !(line.contains(signs) || is_latin(line)) {
        return None;
    }
    let bare = line.trim_start();
    let plain = with_plain_blanks(bare);
    let found = INLINE_SALUTATION.find(&plain)?.as_str().chars().count();
    let len = bare.chars().take(found).map(char::len_utf8).sum::<usize>();
    Some(line.len() - bare.len() + len)
}

/// Whether a line closes a letter wherever it stands: 此致, `Best regards,`.
pub(super) fn closes_for_certain(line: &str) -> bool {
    let line = line.trim();
    (is_latin(line) || line.contains(['致', '礼', '禮', '祝', '颂', '頌', '候'])) && matches(&CLOSING, line)
}

/// Whether a line may close a letter: it does so for certain, or it thanks.
pub(super) fn closes(line: &str) -> bool {
    let line = line.trim();
    let is_latin = line.starts_with(['t', 'T', 'm', 'M']);
    let may_thank = is_latin || line.contains(['谢', '謝', '见', '見', '盼', '候', '期', '拜', '辛']);
    closes_for_certain(line) || may_thank && matches(&THANKS, line)
}

/// Whether the first of these lines says that another's mail follows.
pub(super) fn is_reply_intro<'a>(mut lines: impl Iterator<Item = &'a str>) -> bool {
    lines.next().is_some_and(|line| {
        introduces(line.trim())
            || is_field(line, &QUOTED_FROM)
                && lines.take(BLOCK_LINES).any(|line| is_field(line, &QUOTED_DATE))
    })
}

/// Whether a line says by itself that another's mail follows.
fn introduces(line: &str) -> bool {
    let ends = line.ends_with('>')
        || line.strip_suffix([':', '：']).is_some_and(|line| line.trim_end().ends_with(['道', 'e', 'E']));
    (ends || line.starts_with(['-', '—', '_'])) && matches(&REPLY_INTRO, line)
}

/// Whether a line is a header line of one of these names, with a value.
fn is_field(line: &str, names: &[&str]) -> bool {
    let found = line.split_once([':', '：']);
    found.is_some_and(|(name, value)| !value.trim().is_empty() && is_one_of(name.trim(), names))
}

/// Whether a word is among known ones, in whatever case its letters are.
pub(super) fn is_one_of(word: &str, known: &[&str]) -> bool {
    known.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a line without the blanks at its ends is of a form.
pub(super) fn matches(form: &Regex, line: &str) -> bool {
    form.is_match(&with_plain_blanks(line))
}

/// A line with plain blanks in the place of wide and hard ones, of which the small engine does not know.
fn with_plain_blanks(line: &str) -> Cow<'_, str> {
    let is_other = |c: char| c.is_whitespace() && !c.is_ascii();
    if line.contains(is_other) { line.replace(is_other, " ").into() } else { line.into() }
}
