//! Strings as C writes them, which catalogues of gettext use: escapes, each with its place.

use std::ops::Range;

use super::super::pieces::Pieces;
use crate::source::Span;

/// What is wrong with a string.
pub(super) enum Wrong {
    /// It has no closing quote.
    Open,
    /// There is no such escape, in bytes of the line.
    Escape(Range<usize>),
}

/// Adds what a string says, whose opening quote stands at the head of a piece of a line; `start` is its byte in the source. The
/// answer is how long the string is with its quotes.
///
/// # Errors
/// When it does not end, or holds an escape that there is not.
pub(super) fn read(quoted: &str, start: usize, text: &mut Pieces) -> Result<usize, Wrong> {
    let mut at = 1;
    while at < quoted.len() {
        let rest = &quoted[at..];
        if rest.starts_with('"') {
            return Ok(at + 1);
        }
        let (len, says) = match rest.strip_prefix('\\') {
            None => character(rest),
            Some("") => return Err(Wrong::Open),
            Some(escape) => escaped(rest).ok_or_else(|| Wrong::Escape(at..at + 1 + character(escape).0))?,
        };
        text.push_as(&says, Span::new(start + at, start + at + len));
        at += len;
    }
    Err(Wrong::Open)
}

/// How long something is, and what it says.
type Unit = (usize, String);

fn character(rest: &str) -> Unit {
    let c = rest.chars().next().unwrap_or_default();
    (c.len_utf8(), c.to_string())
}

/// The escape at the head of a text, and what it says.
fn escaped(rest: &str) -> Option<Unit> {
    let says = match rest.as_bytes().get(1)? {
        b'n' => "\n",
        b't' => "\t",
        b'r' => "\r",
        b'a' => "\u{7}",
        b'b' => "\u{8}",
        b'v' => "\u{B}",
        b'f' => "\u{C}",
        b'"' => "\"",
        b'\\' => "\\",
        _ => return numbered(rest),
    };
    Some((2, says.to_owned()))
}

/// The character whose bytes are numbers, none if they are not those of one.
fn numbered(rest: &str) -> Option<Unit> {
    let (mut len, mut bytes) = (0, Vec::new());
    for _ in 0..4 {
        let (digits, byte) = number(&rest[len..])?;
        len += digits;
        bytes.push(byte);
        if let Ok(c) = str::from_utf8(&bytes) {
            return Some((len, c.to_owned()));
        }
    }
    None
}

/// An escape such as `\303` or `\xC3`: how long it is, and its byte.
fn number(rest: &str) -> Option<(usize, u8)> {
    let escape = rest.strip_prefix('\\')?;
    let (digits, base) = escape.strip_prefix('x').map_or((escape, 8), |digits| (digits, 16));
    let most = if base == 16 { 2 } else { 3 };
    let len = digits.chars().take(most).take_while(|c| c.is_digit(base)).count();
    let byte = u8::from_str_radix(&digits[..len], base).ok()?;
    Some((rest.len() - digits.len() + len, byte))
}
