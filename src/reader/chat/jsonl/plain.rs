//! The lines that most files are full of: an object of strings, none of them escaped but perhaps the text. Reading one
//! takes a fifth of the time a parser takes; whatever else a line is, and what is wrong with it, the parser says.

use std::borrow::Cow;

use super::line::{Line, Word};

/// Reads a line, if it is such a one.
pub(super) fn read(line: &str) -> Option<Line<'_>> {
    let line = line.trim_end_matches(['\n', '\r', ' ']);
    // Without a way out of the loop it takes 16 bytes at once.
    if line.bytes().fold(false, |has_control, byte| has_control | (byte < b' ')) {
        return None;
    }
    let mut read = Line::default();
    let mut rest = line.strip_prefix('{')?;
    loop {
        let (key, behind) = string(rest)?;
        let behind = behind.trim_start_matches(' ').strip_prefix(':')?.trim_start_matches(' ');
        rest = match key {
            "text" => {
                let (text, behind) = behind.split_at(length(behind.strip_prefix('"')?)? + 2);
                read.text = Some(text);
                behind
            }
            key => {
                let (value, behind) = string(behind)?;
                set(&mut read, key, value);
                behind
            }
        };
        rest = rest.trim_start_matches(' ');
        match rest.strip_prefix(',') {
            Some(next) => rest = next.trim_start_matches(' '),
            None => return (rest == "}").then_some(read),
        }
    }
}

fn set<'a>(line: &mut Line<'a>, key: &str, value: &'a str) {
    let word = Some(Word(Cow::Borrowed(value)));
    match key {
        "conversation_id" => line.conversation_id = word,
        "role" => line.role = word,
        "speaker" => line.speaker = word,
        "event" => line.event = word,
        "actor" => line.actor = word,
        "direction" => line.direction = word,
        "time" => line.time = Some(value),
        other => line.meta.push((other.to_owned(), value.to_owned())),
    }
}

/// A string without escapes, and what stands behind it.
fn string(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('"')?;
    let end = memchr::memchr2(b'"', b'\\', inner.as_bytes())?;
    Some((&inner[..end], inner[end..].strip_prefix('"')?))
}

/// How long a string is that may have short escapes, up to the quote that ends it.
fn length(inner: &str) -> Option<usize> {
    let (bytes, mut at) = (inner.as_bytes(), 0);
    loop {
        at += memchr::memchr2(b'"', b'\\', &bytes[at..])?;
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', _) => return Some(at),
            (_, Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => at += 2,
            _ => return None,
        }
    }
}
