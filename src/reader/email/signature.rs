//! How the signature of a letter shows itself: a name, a house, a date, a way to reach them.

use std::sync::LazyLock;

use regex_lite::Regex;

use crate::text::constant_lite;

use super::letter::{closes, is_one_of, matches};

/// A line that a telephone or a mail program adds.
static DEVICE: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r"(?xi)^(?:sent\ from\ (?:my\ |mail\ for\ |outlook|yahoo|samsung|huawei|proton)[^.!?]{0,40}|get\ outlook\ for\ \w+
        |(?:发自|發自|来自|來自)我的\s?[^，。！？]{1,20}|从我的\s?[^，。！？]{1,16}(?:发出|发送))$",
    )
});

/// A line of a signature that tells how to reach somebody, or when it was signed.
static CONTACT: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r"(?xi)^(?:
        (?:电\s*话|電\s*話|手\s*机|手\s*機|[^\s：:]{0,6}热线|[^\s：:]{0,6}熱線|座机|邮\s*箱|郵\s*箱|邮件
            |地\s*址|邮编|网址|网站|官网|传\s*真|微信|工号|部门|职务|公司
            |qq|tel\.?|phone|mobile|cell|fax|e-?mail|web|website|address|direct|t|m|e|p)\s*[:：|]\s*[^。！？]{2,80}
        |[\u{3400}-\u{9FFF}]{2,8}[：:]\s*[^\s。！？!?，,；;：:我你您他她请請不没沒吗嗎呢吧了的是]{1,16}
        |\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2})?
        |[+(]?\d[\d\ ()+-]{6,20}
        |<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?
        |(?:https?://|www\.)\S+
        )$",
    )
});

/// Marks and characters with which a line says something, so that it is no name.
const SAYING: [char; 28] = [
    '。', '！', '？', '!', '?', '；', ';', '，', '：', ':', '…', '我', '你', '您', '他', '她', '请', '請',
    '不', '没', '沒', '吗', '嗎', '呢', '吧', '了', '的', '是',
];

/// Words with which a line says something.
const SAYING_WORDS: [&str; 45] = [
    "i", "im", "you", "your", "we", "our", "us", "my", "me", "it", "this", "that", "these", "there",
    "please", "not", "no", "don't", "don’t", "dont", "can", "cant", "do", "is", "are", "was", "were", "be",
    "have", "has", "had", "will", "would", "should", "may", "if", "let", "call", "reply", "contact", "see",
    "get", "know", "with", "to",
];

/// What stands in `don't`, and parts `you` from the rest of `you're`.
const APOSTROPHES: [char; 2] = ['\'', '’'];

/// The words that a name ends with and a full stop belongs to.
const ABBREVIATIONS: [&str; 6] = ["inc", "ltd", "co", "corp", "jr", "sr"];

/// The longest line of a signature that is a name, in characters, and in words.
const LONGEST_NAME: usize = 48;
const MOST_WORDS: usize = 8;

/// Whether a line was added by a device: `Sent from my iPhone`.
pub(super) fn is_device(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(['s', 'S', 'g', 'G', '发', '發', '来', '來', '从']) && matches(&DEVICE, line)
}

/// Whether a line below a closing signs the letter.
pub(super) fn signs(line: &str) -> bool {
    let line = line.trim();
    let is_short = line.chars().count() <= LONGEST_NAME && line.split_whitespace().count() <= MOST_WORDS;
    is_short && is_name(line) && !closes(line) || matches(&CONTACT, line)
}

/// Whether a line says nothing, as a name does: 客服部 李明, `Acme Inc.`
fn is_name(line: &str) -> bool {
    let mut words = line.split(|c: char| !c.is_alphanumeric() && !APOSTROPHES.contains(&c));
    let says = |word: &str| {
        let stem = word.split(APOSTROPHES).next().unwrap_or_default();
        is_one_of(word, &SAYING_WORDS) || is_one_of(stem, &SAYING_WORDS)
    };
    let ends_sentence = line.strip_suffix('.').is_some_and(|line| {
        let last = line.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        last.chars().nth(1).is_some() && !is_one_of(last, &ABBREVIATIONS)
    });
    !ends_sentence && !line.contains(SAYING) && !words.any(says)
}
