//! The text of a resource of Android as an app shows it: escapes, quotes and blanks (Android, "String resources", Handle special
//! characters).

use std::sync::Arc;

use crate::source::{Passage, Source, Span};

use super::super::pieces::Pieces;

/// A text while its characters come, each as XML says it.
pub(super) struct Literal {
    pieces: Pieces,
    /// Whether blanks are kept, between quotes.
    is_quoted: bool,
    /// Blanks that wait for what stands behind them.
    blank: Option<Span>,
    escape: Escape,
}

/// How far an escape has been read.
enum Escape {
    None,
    /// The backslash, which begins here.
    Begun(usize),
    /// `\u` and so many digits with their value; it begins here.
    Code(usize, u32, u32),
}

impl Literal {
    /// Nothing yet; `at` is the byte where the text would begin.
    pub(super) fn at(at: usize) -> Self {
        Self { pieces: Pieces::at(at), is_quoted: false, blank: None, escape: Escape::None }
    }

    /// Adds a character that stands at a place.
    pub(super) fn push(&mut self, c: char, place: Span) {
        match self.escape {
            Escape::None if c == '\\' => self.escape = Escape::Begun(place.start),
            Escape::None if c == '"' => self.is_quoted = !self.is_quoted,
            Escape::None if c.is_ascii_whitespace() && !self.is_quoted => {
                self.blank = Some(self.blank.map_or(place, |blank| blank.cover(place)));
            }
            Escape::None => self.say(c, place),
            Escape::Begun(start) => self.escaped(c, Span::new(start, place.end)),
            Escape::Code(start, digits, code) => self.digit(c, Span::new(start, place.end), digits, code),
        }
    }

    /// Takes the character behind a backslash; one that has no meaning there stands for itself.
    fn escaped(&mut self, c: char, place: Span) {
        self.escape = Escape::None;
        match c {
            'n' => self.say('\n', place),
            't' => self.say('\t', place),
            'u' => self.escape = Escape::Code(place.start, 0, 0),
            _ => self.say(c, place),
        }
    }

    /// Takes a digit of a code; what is none ends the escape, which then says nothing.
    fn digit(&mut self, c: char, place: Span, digits: u32, code: u32) {
        let next = c.to_digit(16).map(|digit| code * 16 + digit);
        self.escape = Escape::None;
        match (next, digits) {
            (Some(code), 3) => self.say(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), place),
            (Some(code), _) => self.escape = Escape::Code(place.start, digits + 1, code),
            (None, _) => self.push(c, Span::new(place.end - c.len_utf8(), place.end)),
        }
    }

    fn say(&mut self, c: char, place: Span) {
        if let Some(blank) = self.blank.take().filter(|_| !self.pieces.is_empty()) {
            self.pieces.push_as(" ", blank);
        }
        self.pieces.push_as(c.encode_utf8(&mut [0; 4]), place);
    }

    /// The text with its place.
    pub(super) fn passage(self, source: &Arc<Source>) -> Passage {
        self.pieces.encoded(source)
    }
}
