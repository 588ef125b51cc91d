//! The lines that most files are full of: an object of strings, none of them escaped but perhaps the text. Reading one
//! takes a fifth of the time a parser takes; whatever else a line is, and what is wrong with it, the parser says.

use super::line::{Key, Line};

/// Reads a line, if it is such a one.
pub(super) fn read(line: &str) -> Option<Line<'_>> {
    if has_control(line.trim_end_matches(['\n', '\r'])) {
        return None;
    }
    let (mut read, mut is_twice) = (Line::default(), false);
    strings(line, |name, value| {
        let key = Key::of(name);
        is_twice |= read.has(key);
        read.set(key, name, value);
    })?;
    (!is_twice).then_some(read)
}

/// Whether a text holds a control character. Without a way out of the loop it takes 16 bytes at once.
pub(super) fn has_control(text: &str) -> bool {
    text.bytes().fold(false, |has_control, byte| has_control | (byte < b' '))
}

/// Tells the keys of an object of strings, each with its value in quotes.
pub(super) fn strings<'a>(line: &'a str, mut tell: impl FnMut(&'a str, &'a str)) -> Option<()> {
    let mut rest = line.trim_end_matches(['\n', '\r', ' ']).strip_prefix('{')?;
    loop {
        let (key, behind) = rest.split_at(short(rest)?);
        let key = &key[1..key.len() - 1];
        let behind = behind.trim_start_matches(' ').strip_prefix(':')?.trim_start_matches(' ');
        let length = if key == "text" { length(behind)? } else { short(behind)? };
        let (value, behind) = behind.split_at(length);
        tell(key, value);
        rest = behind.trim_start_matches(' ');
        match rest.strip_prefix(',') {
            Some(next) => rest = next.trim_start_matches(' '),
            None => return (rest == "}").then_some(()),
        }
    }
}

/// How long a string without escapes is, its quotes included.
fn short(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('"')?.as_bytes();
    let end = memchr::memchr2(b'"', b'\\', inner)?;
    (inner[end] == b'"').then_some(end + 2)
}

/// How long a string is that may have short escapes, its quotes included.
fn length(text: &str) -> Option<usize> {
    let (bytes, mut at) = (text.strip_prefix('"')?.as_bytes(), 0);
    loop {
        at += memchr::memchr2(b'"', b'\\', &bytes[at..])?;
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', _) => return Some(at + 2),
            (_, Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => at += 2,
            _ => return None,
        }
    }
}
