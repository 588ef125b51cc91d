//! The label of a line: who says it, and where the text begins.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::text::{constant, is_digit};

/// Who says a line.
pub(super) struct Label<'a> {
    pub(super) name: &'a str,
    pub(super) sign: Sign,
    /// The time beside it, as it is written.
    pub(super) stamp: Option<&'a str>,
    /// Where the text begins, in bytes of the line.
    pub(super) text_at: usize,
}

/// What makes a label one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// A time beside the name, which only messages have.
    Time,
    /// A colon behind the name, as words of a text and fields of forms have it too.
    Colon,
    /// A name and an hour with nothing else on the line; counts if a well-known name heads messages the same way.
    Header,
    /// Brackets, a bullet or a number; counts only with a well-known name.
    Marked,
}

/// What parts a name from what it says.
const COLONS: [char; 5] = [':', '：', '﹕', '∶', '︰'];

const DATE: &str = r"(?:[0-9０-９]{2,4}[-/.年][0-9０-９]{1,2}(?:[-/.月][0-9０-９]{1,2}日?)?|[0-9０-９]{1,2}/[0-9０-９]{1,2}/[0-9０-９]{2,4}|[0-9０-９]{1,2}月[0-9０-９]{1,2}日|今天|昨天|前天),?";
const CLOCK: &str = r"(?:上午|下午|晚上|早上|中午|凌晨)?[0-9０-９]{1,2}:[0-9０-９]{2}(?::[0-9０-９]{2})?(?:[.,][0-9０-９]+)?(?:\ ?[AaPp]\.?[Mm]\.?|Z|[+-][0-9０-９]{2}:?[0-9０-９]{2})?";

/// `[10:00] 客服小王：…`, `客服 10:20：…`, `**客服：** …`, `- 客服：…`.
static BEFORE_COLON: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?x)^\s*(?P<bullet>[-•*·●]\s+|[0-9０-９]{{1,3}}[.、)）]\s*|@)?\*{{0,2}}
        (?:[\[［(（【<]?(?P<before>(?:{DATE}[T\s]*)?{CLOCK})[\]］)）】>]?\s*(?:-\s)?\s*)?
        [【\[［<]?(?P<name>[^:：\[\]【】<>]{{1,32}}?)[】\]］>]?
        (?:\s*[(（\[]?(?P<after>(?:{DATE}[T\s]*)?{CLOCK})[)）\]]?)?
        \s*(?P<colon>[:：﹕∶︰])\*{{0,2}}[\t\ \u{{3000}}]*",
    ))
});

/// `【客服】您好`, `[客服] 您好`, `客服小美（10:00:03）您好`, `10:00<tab>客服<tab>您好`: a label without a colon.
static IN_BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?x)^\s*(?:[【\[［<](?P<marked>[^】\]］><]{{1,16}})[】\]］>]
        |(?P<name>[^:：(（\[【]{{1,24}}?)\s*[(（\[](?P<after>(?:{DATE}[T\s]*)?{CLOCK})[)）\]]
        |(?:(?P<before>(?:{DATE}[T\s]*)?{CLOCK})\t)?(?P<cell>[^:：\t]{{1,24}})\t)[\t\ \u{{3000}}]*",
    ))
});

/// `客服小美 2024-05-06 10:00:03`, `2024-05-06 10:00:03 客服小美`: a line that is nothing but who and when.
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?x)^\s*(?:(?P<name>[^:：]{{1,24}}?)\s+(?P<after>(?:(?P<date>{DATE})[T\s]*)?{CLOCK})
        |(?P<before>(?P<day>{DATE})[T\s]*{CLOCK})\s+(?P<who>[^:：\t]{{1,24}}?))\s*$",
    ))
});

/// `青禾旗舰店:小美 (2024-05-06 10:00:20)`: a shop with the account behind it.
static SUB_ACCOUNT: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?x)^\s*(?P<name>[\w-]{{1,24}}[:：][\w-]{{1,16}})\s*[(（](?P<after>{DATE}[T\s]*{CLOCK})[)）]\s*[:：]?\s*",
    ))
});

/// A time at the head of a line.
static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(r"(?x)^\s*(?P<open>[\[［(（【]?)(?P<before>(?:{DATE}[T\s]*)?{CLOCK})[\]］)）】]?\s*"))
});

/// A time at the head of a line.
pub(super) struct Stamp<'a> {
    pub(super) text: &'a str,
    pub(super) in_brackets: bool,
    /// What stands behind it.
    pub(super) rest: &'a str,
}

/// The time at the head of a line, if it has one.
pub(super) fn stamp_of(line: &str) -> Option<Stamp<'_>> {
    let found = has_clock(line).then(|| STAMP.captures(line))??;
    let in_brackets = !found.name("open")?.is_empty();
    Some(Stamp { text: found.name("before")?.as_str(), in_brackets, rest: &line[found.get(0)?.end()..] })
}

/// The label of a line, if it has one.
pub(super) fn of(line: &str) -> Option<Label<'_>> {
    header(line)
        .or_else(|| sub_account(line))
        .or_else(|| before_colon(line, &has_colon(line).then(|| BEFORE_COLON.captures(line))??))
        .or_else(|| in_brackets(line))
}

// What a form needs is looked for first: its regex takes longer to compile than a message takes to be judged.

/// Whether a colon stands there, and not only those of times and addresses.
fn has_colon(line: &str) -> bool {
    line.match_indices(COLONS).any(|(at, colon)| !is_inside(&line[..at], colon, &line[at + colon.len()..]))
}

/// Whether a colon is that of a time or of an address.
fn is_inside(before: &str, colon: &str, after: &str) -> bool {
    colon == ":"
        && (after.starts_with("//") || before.ends_with(is_ascii_digit) && after.starts_with(is_ascii_digit))
}

/// Whether a colon stands between digits.
fn has_clock(line: &str) -> bool {
    line.match_indices(':')
        .any(|(at, _)| line[..at].ends_with(is_digit) && line[at + 1..].starts_with(is_digit))
}

/// Whether a date may stand behind the first bracket, and a colon before that.
fn has_account_with_date(line: &str) -> bool {
    line.split_once(['(', '（']).is_some_and(|(account, date)| {
        account.contains([':', '：']) && date.starts_with(|c| is_digit(c) || "今昨前".contains(c))
    })
}

fn before_colon<'a>(line: &'a str, found: &Captures<'a>) -> Option<Label<'a>> {
    let colon = found.name("colon")?;
    let name = found.name("name")?.as_str().trim().trim_matches('*');
    let (before, after) = (&line[..colon.start()], &line[colon.end()..]);
    let stamp = beside(found);
    let sign = match found.name("bullet") {
        Some(_) => Sign::Marked,
        None if stamp.is_some() => Sign::Time,
        None => Sign::Colon,
    };
    let is_label = !name.is_empty() && !is_inside(before, colon.as_str(), after);
    is_label.then_some(Label { name, sign, stamp, text_at: found.get(0)?.end() })
}

fn in_brackets(line: &str) -> Option<Label<'_>> {
    marked(line).or_else(|| {
        let may_have_time = line.contains('\t') || has_clock(line) && line.contains(['(', '（', '[']);
        if may_have_time { named_in_brackets(line) } else { None }
    })
}

/// The first of the forms in brackets, which most lines with brackets have, without a regex.
fn marked(line: &str) -> Option<Label<'_>> {
    let inner = line.trim_start().strip_prefix(['【', '[', '［', '<'])?;
    let end = inner.find(['】', ']', '］', '>', '<'])?;
    let text = inner[end..].strip_prefix(['】', ']', '］', '>'])?.trim_start_matches(['\t', ' ', '\u{3000}']);
    let (name, text_at) = (&inner[..end], line.len() - text.len());
    let is_name = name.chars().count() <= 16 && !name.trim().is_empty();
    is_name.then(|| Label { name: name.trim(), sign: Sign::Marked, stamp: None, text_at })
}

fn named_in_brackets(line: &str) -> Option<Label<'_>> {
    let found = IN_BRACKETS.captures(line)?;
    let name = found.name("marked").or(found.name("name")).or(found.name("cell"))?.as_str().trim();
    let text_at = found.get(0)?.end();
    (!name.is_empty()).then_some(Label { name, sign: Sign::Marked, stamp: beside(&found), text_at })
}

fn header(line: &str) -> Option<Label<'_>> {
    let is_parted = line.trim().contains(char::is_whitespace);
    let found = (is_parted && has_clock(line)).then(|| HEADER.captures(line))??;
    let name = found.name("name").or(found.name("who"))?.as_str().trim();
    let is_dated = found
        .name("date")
        .or(found.name("day"))
        .is_some_and(|date| date.as_str().starts_with(is_ascii_digit));
    let sign = if is_dated { Sign::Time } else { Sign::Header };
    Some(Label { name, sign, stamp: beside(&found), text_at: line.len() })
}

fn sub_account(line: &str) -> Option<Label<'_>> {
    let found = has_account_with_date(line).then(|| SUB_ACCOUNT.captures(line))??;
    let name = found.name("name")?.as_str();
    Some(Label { name, sign: Sign::Time, stamp: beside(&found), text_at: found.get(0)?.end() })
}

/// The time before or behind a name.
fn beside<'a>(found: &Captures<'a>) -> Option<&'a str> {
    found.name("before").or(found.name("after")).map(|stamp| stamp.as_str())
}

fn is_ascii_digit(c: char) -> bool {
    c.is_ascii_digit()
}
