//! The mark-up of captions: tags, voices, and characters that are written in another way.

use std::ops::Range;

/// A piece of a line.
pub(super) enum Token<'a> {
    /// What is said, as it stands there.
    Text,
    /// A character that is written in another way.
    Character(&'static str),
    /// Who speaks from here on; nobody behind the end of a voice.
    Voice(Option<&'a str>),
    /// Any other tag.
    Tag,
}

/// Characters that are written in another way. Marks of direction say nothing.
const CHARACTERS: [(&str, &str); 4] = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " ")];
const MARKS: [&str; 2] = ["&lrm;", "&rlm;"];

/// The pieces of a line from a byte on, each with its range of bytes in the line.
pub(super) fn tokens(line: &str, start: usize) -> Vec<(Token<'_>, Range<usize>)> {
    let mut tokens = Vec::new();
    let (mut text_at, mut at) = (start, start);
    while let Some(next) = line[at..].find(['<', '&', '{']).map(|next| at + next) {
        match token(&line[next..]) {
            Some((token, len)) => {
                push_text(&mut tokens, text_at..next);
                tokens.push((token, next..next + len));
                (text_at, at) = (next + len, next + len);
            }
            None => at = next + 1,
        }
    }
    push_text(&mut tokens, text_at..line.len());
    tokens
}

fn push_text(tokens: &mut Vec<(Token<'_>, Range<usize>)>, range: Range<usize>) {
    if !range.is_empty() {
        tokens.push((Token::Text, range));
    }
}

/// Where the text of a line begins behind its tags; none where one of them says who speaks.
pub(super) fn before_text(line: &str) -> Option<usize> {
    let mut at = line.len() - line.trim_start().len();
    loop {
        match token(&line[at..]) {
            Some((Token::Tag, len)) => at += len,
            Some((Token::Voice(_), _)) => return None,
            _ => return Some(at),
        }
    }
}

/// The token at the head of a text, and how many bytes it has.
fn token(text: &str) -> Option<(Token<'_>, usize)> {
    if let Some(inner) = text.strip_prefix("{\\") {
        let end = inner.find(['{', '}']).filter(|&end| inner[end..].starts_with('}'))?;
        return Some((Token::Tag, end + 3));
    }
    if let Some((written, c)) = CHARACTERS.iter().find(|(written, _)| text.starts_with(written)) {
        return Some((Token::Character(c), written.len()));
    }
    if let Some(mark) = MARKS.iter().find(|mark| text.starts_with(**mark)) {
        return Some((Token::Tag, mark.len()));
    }
    let inner = text.strip_prefix('<')?;
    let inner = &inner[..inner.find(['<', '>']).filter(|&end| inner[end..].starts_with('>'))?];
    let is_time = inner.starts_with(|c: char| c.is_ascii_digit()) && inner.contains(':');
    let is_tag = inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') || is_time;
    is_tag.then(|| (voice(inner).unwrap_or(Token::Tag), inner.len() + 2))
}

/// `v Ann`, `v.loud Ann`, `/v`: who speaks.
fn voice(tag: &str) -> Option<Token<'_>> {
    if tag == "/v" {
        return Some(Token::Voice(None));
    }
    let rest = tag.strip_prefix('v').filter(|rest| rest.starts_with(['.', ' ', '\t']))?;
    let (_, name) = rest.split_once([' ', '\t'])?;
    Some(Token::Voice(Some(name.trim()).filter(|name| !name.is_empty())))
}
