//! The lines that most files are full of: an object of scalars, of which no string is escaped but perhaps the text. Reading
//! one takes a fifth of the time a parser takes; whatever else a line is, and what is wrong with it, the parser says.

use serde::de::IgnoredAny;

use super::super::super::Field;
use super::super::super::table::keys::Keys;
use super::line::Line;

/// A scalar and its key.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) key: &'a str,
    /// As it is written, a string with its quotes.
    pub(super) value: &'a str,
    has_escapes: bool,
}

impl Pair<'_> {
    /// Whether its value is a string.
    pub(super) fn is_string(&self) -> bool {
        self.value.starts_with('"')
    }
}

/// Finds the keys of a line and their scalars, if it is an object of those.
pub(super) fn pairs<'a>(line: &'a str, pairs: &mut Vec<Pair<'a>>) -> Option<()> {
    pairs.clear();
    if has_control(line.trim_end_matches(['\n', '\r'])) {
        return None;
    }
    let mut rest = line.trim_end_matches(['\n', '\r', ' ']).strip_prefix('{')?;
    loop {
        let (key, behind, false) = string(rest)? else { return None };
        let behind = behind.trim_start_matches(' ').strip_prefix(':')?.trim_start_matches(' ');
        let (value, behind, has_escapes) =
            if behind.starts_with('"') { string(behind) } else { literal(behind) }?;
        pairs.push(Pair { key: &key[1..key.len() - 1], value, has_escapes });
        rest = behind.trim_start_matches(' ');
        match rest.strip_prefix(',') {
            Some(next) => rest = next.trim_start_matches(' '),
            None => return (rest == "}").then_some(()),
        }
    }
}

/// What a line says, if nothing but the text is escaped.
pub(super) fn read<'a>(pairs: &[Pair<'a>], keys: &Keys) -> Option<Line<'a>> {
    let mut line = Line::default();
    for (index, Pair { key, value, has_escapes }) in pairs.iter().enumerate() {
        let field = keys.field(index);
        if *has_escapes && field != Some(Field::Text) {
            return None;
        }
        line.set(field, key, value);
    }
    Some(line)
}

/// A number, or a word such as `null`, at the head of a text, and what stands behind it.
fn literal(text: &str) -> Option<(&str, &str, bool)> {
    let end = text.bytes().position(|byte| matches!(byte, b',' | b'}' | b' '))?;
    let (literal, behind) = text.split_at(end);
    let is_scalar = !literal.starts_with(['[', '{']) && serde_json::from_str::<IgnoredAny>(literal).is_ok();
    is_scalar.then_some((literal, behind, false))
}

/// Whether a text holds a control character. Without a way out of the loop it takes 16 bytes at once.
pub(super) fn has_control(text: &str) -> bool {
    text.bytes().fold(false, |has_control, byte| has_control | (byte < b' '))
}

/// The string at the head of a text, its quotes included, and what stands behind it; whether it has escapes, which are
/// short ones.
fn string(text: &str) -> Option<(&str, &str, bool)> {
    let (bytes, mut at) = (text.strip_prefix('"')?.as_bytes(), 0);
    let mut has_escapes = false;
    loop {
        at += memchr::memchr2(b'"', b'\\', &bytes[at..])?;
        match (bytes[at], bytes.get(at + 1)) {
            (b'"', _) => break,
            (_, Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't')) => at += 2,
            _ => return None,
        }
        has_escapes = true;
    }
    let (string, behind) = text.split_at(at + 2);
    Some((string, behind, has_escapes))
}
