//! JSON strings: unescaping, and the way back from a range of the value to the raw text (RFC 8259, section 7).

use std::ops::Range;

use super::Map;

/// The value of a raw string (what stands between its quotes), or none where it says the same as the raw text.
pub(super) fn unescape(raw: &str) -> Result<Option<String>, serde_json::Error> {
    if memchr::memchr(b'\\', raw.as_bytes()).is_none() {
        return Ok(None);
    }
    serde_json::from_str(&format!("\"{raw}\"")).map(Some)
}

/// Where half a character stands in a raw string: a surrogate without the other one that makes a character with it.
pub(crate) fn lone_surrogate(raw: &str) -> Option<Range<usize>> {
    let code = |at: usize| u32::from_str_radix(raw.get(at..at + 6)?.strip_prefix("\\u")?, 16).ok();
    let mut at = 0;
    while at < raw.len() {
        match code(at) {
            Some(0xD800..0xDC00) if matches!(code(at + 6), Some(0xDC00..0xE000)) => at += 12,
            Some(0xD800..0xE000) => return Some(at..at + 6),
            _ => at += unit(&raw[at..]).0,
        }
    }
    None
}

/// Adds what a JSON string says, quotes and all, that stands at a byte; none where it is no string.
pub(crate) fn json_string(quoted: &str, at: usize, text: &mut String, map: &mut Map) -> Option<()> {
    let value: String = serde_json::from_str(quoted).ok()?;
    let raw = &quoted[1..quoted.len() - 1];
    let mut done = 0;
    while done < raw.len() {
        let (raw_len, value_len) = unit(&raw[done..]);
        let place = at + 1 + done..at + 1 + done + raw_len;
        match raw.as_bytes()[done] {
            b'\\' => map.push_unit(value_len, place),
            _ => map.push_verbatim(place),
        }
        done += raw_len;
    }
    text.push_str(&value);
    Some(())
}

/// How far apart places of a value are kept, in bytes of it.
const STEP: usize = 512;

/// For each [`STEP`] of a value: where its first character behind it stands, in the value and in the raw text.
#[derive(Clone, Debug)]
pub(super) struct Steps(Vec<(usize, usize)>);

impl Steps {
    /// Walks once through a raw string.
    pub(super) fn of(raw: &str) -> Self {
        let mut steps = vec![(0, 0)];
        let (mut value_at, mut raw_at) = (0, 0);
        while raw_at < raw.len() {
            let (raw_len, value_len) = unit(&raw[raw_at..]);
            (value_at, raw_at) = (value_at + value_len, raw_at + raw_len);
            if value_at >= steps.len() * STEP {
                steps.push((value_at, raw_at));
            }
        }
        Self(steps)
    }

    /// The range of the raw text that a range of the value was made from.
    pub(super) fn raw_range(&self, raw: &str, value: Range<usize>) -> Range<usize> {
        let start = self.raw_at(raw, value.start, false);
        start..self.raw_at(raw, value.end, true).max(start)
    }

    /// Where the character stands that holds a byte of the value; as an end, where the one before it ends.
    fn raw_at(&self, raw: &str, value: usize, is_end: bool) -> usize {
        let step = self.0.partition_point(|&(at, _)| at <= value).saturating_sub(1);
        let (mut value_at, mut raw_at) = self.0[step];
        while raw_at < raw.len() && value_at < value {
            let (raw_len, value_len) = unit(&raw[raw_at..]);
            if !is_end && value_at + value_len > value {
                break;
            }
            (value_at, raw_at) = (value_at + value_len, raw_at + raw_len);
        }
        raw_at
    }
}

/// How a text is written inside a JSON string.
pub(super) fn escape(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// The length of the first character of a raw string, and of its value, in bytes.
fn unit(raw: &str) -> (usize, usize) {
    let Some(escape) = raw.strip_prefix('\\') else {
        let len = raw.chars().next().map_or(1, char::len_utf8);
        return (len, len);
    };
    if !escape.starts_with('u') {
        return (2, 1);
    }
    let code = |hex: &str| hex.get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    match code(&escape[1..]) {
        Some(0xD800..0xDC00) => (12, 4),
        Some(point) => (6, char::from_u32(point).map_or(1, char::len_utf8)),
        None => (raw.len(), 1),
    }
}
