//! Mailboxes in one file (mbox, RFC 4155): mails one behind the other, each below a line `From …`; read as a stream.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read as _};
use std::sync::{Arc, LazyLock};

use regex::bytes::Regex;

use crate::diagnostic::Diagnostic;
use crate::document::Conversation;
use crate::source::{Source, without_mark};
use crate::text::constant_bytes;

use super::super::{Conversations, Options, whole};
use super::mail::{self, Origin};

/// The line in front of a mail, which ends in a year, or in a zone or address behind one.
static FROM_LINE: LazyLock<Regex> = LazyLock::new(|| {
    constant_bytes(r"(?-u)^From \S+ .*\b\d\d:\d\d(?::\d\d)?\b.*\b(?:19|20)\d\d\b[^\r\n]*\r?\n?$")
});

/// Such a line in the one form that programs write today, which stands in no text: a time as C writes it.
static STRICT: LazyLock<Regex> = LazyLock::new(|| {
    constant_bytes(
        r"(?-u)^From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]?\d \d\d:\d\d:\d\d (?:\S+ )?\d{4}\b",
    )
});

/// Whether a text begins as a mailbox does: with the line in front of a mail.
pub(in crate::reader) fn begins_mailbox(text: &str) -> bool {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    first.starts_with("From ") && FROM_LINE.is_match(first.as_bytes())
}

/// The conversations of a mailbox: one for each mail, named by its number, and for each that is attached to it.
pub(in crate::reader) struct Reader<'a> {
    name: Arc<str>,
    lines: Lines<'a>,
    options: &'a Options,
    /// How many mails have been read.
    number: usize,
    /// What the last one held.
    ready: VecDeque<Result<Conversation, Box<Diagnostic>>>,
    /// Where that begins.
    start: usize,
}

impl<'a> Reader<'a> {
    /// Reads a mailbox whose first byte is at an offset of its file.
    pub(in crate::reader) fn new(
        name: &str,
        input: Box<dyn BufRead + 'a>,
        start: usize,
        options: &'a Options,
    ) -> Self {
        let (ahead, line, is_behind_blank) = (VecDeque::new(), 1, true);
        let lines = Lines { input, ahead, at: start, line, is_behind_blank };
        Self { name: Arc::from(name), lines, options, number: 0, ready: VecDeque::new(), start }
    }

    /// Reads the next mail; false if there is none.
    fn read(&mut self) -> io::Result<bool> {
        self.start = self.lines.at;
        // The line in front of it, which the first one may lack.
        if self.number > 0 || self.lines.is_front()? {
            self.lines.take()?;
        }
        let (start, line) = (self.lines.at, self.lines.line);
        let (mut bytes, mut is_cut) = (Vec::new(), false);
        while !self.lines.is_front()?
            && let Some(next) = self.lines.take()?
        {
            is_cut |= bytes.len() + next.len() > whole::LIMIT as usize;
            if !is_cut {
                bytes.extend(next);
            }
        }
        if self.lines.at == self.start {
            return Ok(false);
        }
        self.number += 1;
        let part = Arc::new(Source::part_of_bytes(Arc::clone(&self.name), bytes, start, line));
        match is_cut {
            true => self.ready.push_back(Err(Box::new(whole::mail_too_large(&part)))),
            false => self.ready.extend(mail::read(&part, &Origin::mailbox(self.number), self.options)),
        }
        Ok(true)
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Conversation, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            match self.read() {
                Ok(true) => (),
                Ok(false) => return None,
                Err(error) => return Some(Err(Box::new(whole::read_error(&self.name, &error)))),
            }
        }
        self.ready.pop_front()
    }
}

impl Conversations for Reader<'_> {
    fn settled(&self) -> usize {
        if self.ready.is_empty() { self.lines.at } else { self.start }
    }
}

/// The lines of a mailbox, with a look at the next two.
struct Lines<'a> {
    input: Box<dyn BufRead + 'a>,
    /// The next lines, as far as somebody looked.
    ahead: VecDeque<Vec<u8>>,
    /// Where the next line begins, and which one it is, from 1.
    at: usize,
    line: usize,
    /// Whether the line before it is blank, or there is none.
    is_behind_blank: bool,
}

impl Lines<'_> {
    /// The line that comes after some others.
    fn peek(&mut self, others: usize) -> io::Result<Option<&[u8]>> {
        while self.ahead.len() <= others {
            let mut line = Vec::new();
            // A line that is longer than any mail may be comes in pieces.
            self.input.by_ref().take(whole::LIMIT).read_until(b'\n', &mut line)?;
            if line.is_empty() {
                return Ok(None);
            }
            if self.at == 0 && self.ahead.is_empty() {
                let (bare, mark) = without_mark(line);
                (line, self.at) = (bare, mark);
            }
            self.ahead.push_back(line);
        }
        Ok(self.ahead.get(others).map(Vec::as_slice))
    }

    fn take(&mut self) -> io::Result<Option<Vec<u8>>> {
        self.peek(0)?;
        let line = self.ahead.pop_front();
        if let Some(line) = &line {
            self.at += line.len();
            self.line += 1;
            self.is_behind_blank = line.trim_ascii().is_empty();
        }
        Ok(line)
    }

    /// Whether the next line stands in front of a mail: behind a blank line, or in a form that stands in no text, with a
    /// header field below.
    fn is_front(&mut self) -> io::Result<bool> {
        let is_behind_blank = self.is_behind_blank;
        let Some(line) = self.peek(0)?.filter(|line| line.starts_with(b"From ")) else { return Ok(false) };
        let is_strict = STRICT.is_match(line);
        if !(is_strict || is_behind_blank && FROM_LINE.is_match(line)) {
            return Ok(false);
        }
        Ok(self.peek(1)?.map_or(is_strict, is_header))
    }
}

/// Whether a line is a header field.
fn is_header(line: &[u8]) -> bool {
    let name = line.iter().position(|&byte| byte == b':').map(|colon| &line[..colon]);
    name.is_some_and(|name| !name.is_empty() && name.iter().all(u8::is_ascii_graphic))
}
