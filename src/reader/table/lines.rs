//! The lines of a stream, one by one, each with its place.

use std::io::{BufRead, Read};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::{Source, without_mark};

use super::super::once::Once;
use super::super::whole;

/// A line with its line end.
pub(super) struct Line {
    pub(super) text: String,
    /// Its first byte, and its number from 1.
    pub(super) start: usize,
    pub(super) number: usize,
}

/// Reads lines. Those that are no UTF-8 are passed by and told at the end; an input that breaks, or a line that is too
/// long, ends it.
pub(super) struct Lines<'a> {
    name: Arc<str>,
    input: Box<dyn BufRead + 'a>,
    /// How many lines and bytes have been read.
    number: usize,
    offset: usize,
    not_utf8: Once,
    is_over: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(name: &str, input: Box<dyn BufRead + 'a>) -> Self {
        Self { name: name.into(), input, number: 0, offset: 0, not_utf8: Once::default(), is_over: false }
    }

    /// The source of some text that begins at a line.
    pub(super) fn source(&self, text: String, start: usize, number: usize) -> Arc<Source> {
        Arc::new(Source::part(Arc::clone(&self.name), text, start, number))
    }

    fn line(&mut self, bytes: Vec<u8>) -> Result<Option<Line>, Box<Diagnostic>> {
        let length = bytes.len();
        let (bytes, mark) = if self.offset == 0 { without_mark(bytes) } else { (bytes, 0) };
        let (start, number) = (self.offset + mark, self.number + 1);
        self.offset += length;
        self.number = number;
        if length > whole::LONGEST_LINE {
            self.is_over = true;
            return Err(Box::new(whole::line_too_long(&self.name, start, number)));
        }
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(Line { text, start, number })),
            Err(error) => {
                self.not_utf8.tell(|| whole::line_not_utf8(&self.name, error.as_bytes(), start, number));
                Ok(None)
            }
        }
    }
}

impl Iterator for Lines<'_> {
    type Item = Result<Line, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            let mut bytes = Vec::new();
            let line = match self
                .input
                .by_ref()
                .take(whole::LONGEST_LINE as u64 + 1)
                .read_until(b'\n', &mut bytes)
            {
                Ok(0) => break,
                Ok(_) => self.line(bytes),
                Err(error) => {
                    self.is_over = true;
                    Err(Box::new(whole::read_error(&self.name, &error)))
                }
            };
            if let Some(line) = line.transpose() {
                return Some(line);
            }
        }
        self.not_utf8.take().map(Err)
    }
}
