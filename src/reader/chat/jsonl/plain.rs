//! The lines that most files are full of: an object of strings, none of them escaped but perhaps the text. Reading one
//! takes a fifth of the time a parser takes; whatever else a line is, and what is wrong with it, the parser says.

use super::super::super::Field;
use super::super::super::table::keys::Keys;
use super::line::Line;

/// A string and its key.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) key: &'a str,
    /// The string, with its quotes.
    pub(super) value: &'a str,
    has_escapes: bool,
}

/// The keys of a line and their strings, if it is an object of strings.
pub(super) fn pairs(line: &str) -> Option<Vec<Pair<'_>>> {
    if has_control(line.trim_end_matches(['\n', '\r'])) {
        return None;
    }
    let mut rest = line.trim_end_matches(['\n', '\r', ' ']).strip_prefix('{')?;
    let mut pairs = Vec::with_capacity(USUAL);
    loop {
        let (key, behind) =
            string(rest).filter(|(.., has_escapes)| !has_escapes).map(|(key, behind, _)| (key, behind))?;
        let behind = behind.trim_start_matches(' ').strip_prefix(':')?.trim_start_matches(' ');
        let (value, behind, has_escapes) = string(behind)?;
        pairs.push(Pair { key: &key[1..key.len() - 1], value, has_escapes });
        rest = behind.trim_start_matches(' ');
        match rest.strip_prefix(',') {
            Some(next) => rest = next.trim_start_matches(' '),
            None => return (rest == "}").then_some(pairs),
        }
    }
}

/// For how many keys there is room from the beginning.
const USUAL: usize = 8;

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
