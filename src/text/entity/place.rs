//! A stretch of text between its neighbours, who say whether it is a whole of its own.

use regex::Regex;

use super::super::TextRange;
use super::super::characters::is_opaque;

/// A stretch of text and what stands on its two sides.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub(super) before: &'t str,
    pub(super) itself: &'t str,
    pub(super) after: &'t str,
}

/// What comes before a number that is no phone, card or day, whatever it looks like.
const LABELS: [&str; 20] = [
    "单号",
    "订单",
    "工单",
    "运单",
    "编号",
    "编码",
    "流水号",
    "序列号",
    "批号",
    "工号",
    "版本",
    "版本号",
    "验证码",
    "校验码",
    "取件码",
    "条码",
    "邮编",
    "order",
    "order no",
    "version",
];

impl<'t> Place<'t> {
    pub(super) fn of(text: &'t str, range: &TextRange) -> Self {
        Self { before: &text[..range.start], itself: &text[range.clone()], after: &text[range.end..] }
    }

    /// Whether it is a whole: no part of a longer word, decimal or serial number, nothing of it hidden.
    pub(super) fn stands_alone(&self) -> bool {
        !self.is_cut() && !['-', '.', '+'].into_iter().any(|mark| self.goes_on(mark))
    }

    /// Whether letters, digits, a mask or a slot touch it where it begins or ends with a letter or digit of its own.
    pub(super) fn is_cut(&self) -> bool {
        self.itself.starts_with(char::is_alphanumeric) && self.before.ends_with(is_word)
            || self.itself.ends_with(is_ascii_word) && self.after.starts_with(is_word)
    }

    /// Whether a word goes on beyond a mark, as in `2026-0001` before `-1`.
    pub(super) fn goes_on(&self, mark: char) -> bool {
        let before = self.before.strip_suffix(mark).filter(|_| self.itself.starts_with(is_ascii_word));
        let after = self.after.strip_prefix(mark).filter(|_| self.itself.ends_with(is_ascii_word));
        before.is_some_and(|before| before.ends_with(is_word))
            || after.is_some_and(|after| after.starts_with(is_word))
    }

    /// Whether the words before say that it is something else: an order, a version, a code.
    pub(super) fn is_labelled(&self) -> bool {
        const BETWEEN: [char; 7] = [' ', ':', '#', '(', '.', '为', '是'];
        // A label is short; looking no further keeps a text of nothing but blanks cheap.
        let near = self.before.char_indices().rev().take(14).last().map_or(0, |(at, _)| at);
        let label = self.before[near..].trim_end_matches(BETWEEN).to_ascii_lowercase();
        LABELS.iter().any(|name| label.ends_with(name))
    }

    /// Its digits, and ten for an `x`.
    pub(super) fn digits(&self) -> Vec<u8> {
        let value =
            |c: char| if matches!(c, 'x' | 'X') { Some(10) } else { c.to_digit(10).map(|it| it as u8) };
        self.itself.chars().filter_map(value).collect()
    }
}

fn is_ascii_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// What cuts a number short: Han characters do not.
fn is_word(c: char) -> bool {
    is_ascii_word(c) || is_opaque(c)
}

/// Finds a pattern where a check agrees. Where it does not, the search goes on one character later: a pattern has to bound how much
/// it matches, else a text of nothing but its characters takes quadratic time. A check may ask that neighbours are absent,
/// never that they are there: what is found stays one when it is cut out.
pub(super) fn find_where(text: &str, pattern: &Regex, is_one: impl Fn(&Place<'_>) -> bool) -> Vec<TextRange> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(found) = pattern.find_at(text, at) {
        if is_one(&Place::of(text, &found.range())) {
            ranges.push(found.range());
            at = found.end();
        } else {
            at = found.start() + found.as_str().chars().next().map_or(1, char::len_utf8);
        }
    }
    ranges
}
