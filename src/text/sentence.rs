//! Sentences and clauses: where a text stops, by its punctuation.

use super::{TextRange, Zones};

/// What a line end means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnds {
    /// It ends a sentence (chat, SMS).
    End,
    /// Only an empty line does (e-mail wraps its lines).
    Wrap,
}

/// The sentences of a text, each with the marks that end it.
pub fn sentences(text: &str, zones: &Zones, line_ends: LineEnds) -> Vec<TextRange> {
    split(text, zones, ends_sentence, line_ends)
}

/// The clauses of a text, each with the marks that end it.
pub fn clauses(text: &str, zones: &Zones, line_ends: LineEnds) -> Vec<TextRange> {
    split(text, zones, |c| ends_sentence(c) || matches!(c, '，' | '、' | ',' | ':' | '：'), line_ends)
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '…' | '.' | '!' | '?' | ';')
}

/// Cuts behind the marks that end a piece; the marks inside masks and slots end nothing.
fn split(text: &str, zones: &Zones, is_end: impl Fn(char) -> bool, line_ends: LineEnds) -> Vec<TextRange> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut ending = false;
    for (at, c) in text.char_indices() {
        let after = &text[at + c.len_utf8()..];
        let ends = match c {
            '\n' => {
                line_ends == LineEnds::End || after.trim_start_matches([' ', '\t', '\r']).starts_with('\n')
            }
            c => is_end(c) && !is_inside_word(c, after) && !zones.is_opaque_at(at),
        };
        if ending && !ends && !is_closing(c) {
            pieces.push(start..at);
            (start, ending) = (at, false);
        }
        ending |= ends;
    }
    if start < text.len() {
        pieces.push(start..text.len());
    }
    pieces.retain(|piece| text[piece.clone()].chars().any(char::is_alphanumeric));
    pieces
}

/// `3.5`, `10:00`, `1,000`, `example.com`: an ASCII mark with a letter or digit right behind it ends nothing.
fn is_inside_word(c: char, after: &str) -> bool {
    matches!(c, '.' | ',' | ':' | '?') && after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/')
}

/// Marks that belong to what they close.
fn is_closing(c: char) -> bool {
    matches!(c, '”' | '」' | '』' | '》' | '）' | ')' | '"' | '’' | '\'' | ' ' | '\r' | '\n' | '\u{3000}')
}
