//! A stream cut into chunks of whole lines, or of whole records.

use std::io::{self, BufRead, Read};
use std::mem;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::{Source, without_mark};
use crate::threads::STRETCH;

use super::whole;

/// Whole lines of a stream.
#[derive(Clone)]
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    /// The first byte and the number of the first line, which is counted from 1.
    pub(super) start: usize,
    pub(super) first_line: usize,
}

impl Chunk {
    /// The byte behind it.
    pub(super) fn end(&self) -> usize {
        self.start + self.bytes.len()
    }

    /// Splits off what stands from a byte of the stream on, with which a line begins.
    pub(super) fn split_off(&mut self, at: usize) -> Self {
        let bytes = self.bytes.split_off(at - self.start);
        let first_line = self.first_line + memchr::memchr_iter(b'\n', &self.bytes).count();
        Self { bytes, start: at, first_line }
    }

    /// Whether it is large enough to be worth making ready for many texts.
    pub(super) fn holds_many(&self) -> bool {
        self.bytes.len() >= STRETCH / 2
    }

    /// The sources of its lines: one, unless some of them are no UTF-8, which part it.
    pub(super) fn sources(self, name: &Arc<str>, mut tell: impl FnMut(Result<Arc<Source>, Diagnostic>)) {
        let Self { bytes, start, first_line } = self;
        match Source::part_as_read(name, bytes, start, first_line) {
            Ok(source) => tell(Ok(Arc::new(source))),
            Err(bytes) => Self { bytes, start, first_line }.runs(|bytes, start, line| {
                tell(match std::str::from_utf8(bytes) {
                    Ok(text) => Ok(Arc::new(Source::part(Arc::clone(name), text.to_owned(), start, line))),
                    Err(_) => Err(whole::line_not_utf8(name, bytes, start, line)),
                });
            }),
        }
    }

    /// Runs of lines that are UTF-8, and lines that are not, each with its place.
    fn runs(&self, mut tell: impl FnMut(&[u8], usize, usize)) {
        let (mut run, mut run_line, mut at, mut number) = (0, self.first_line, 0, self.first_line);
        for line in self.bytes.split_inclusive(|byte| *byte == b'\n') {
            let end = at + line.len();
            if std::str::from_utf8(line).is_err() {
                if run < at {
                    tell(&self.bytes[run..at], self.start + run, run_line);
                }
                tell(line, self.start + at, number);
                (run, run_line) = (end, number + 1);
            }
            (at, number) = (end, number + 1);
        }
        if run < at {
            tell(&self.bytes[run..at], self.start + run, run_line);
        }
    }
}

/// Where the last line, or the last record, ends in some bytes that begin with one; none if none of them is whole. The
/// first so many bytes have been looked at before, and none was.
pub(super) type Cut<'a> = Box<dyn FnMut(&[u8], usize) -> Option<usize> + 'a>;

/// Cuts between lines.
pub(super) fn lines(bytes: &[u8], known: usize) -> Option<usize> {
    memchr::memrchr(b'\n', &bytes[known..]).map(|at| known + at + 1)
}

/// Cuts a stream. A fault ends it.
pub(super) struct Chunks<'a> {
    name: Arc<str>,
    input: Box<dyn BufRead + 'a>,
    cut: Cut<'a>,
    /// What was begun at the end of the last chunk.
    begun: Vec<u8>,
    /// How many bytes and lines have been handed out.
    bytes: usize,
    lines: usize,
    fault: Option<Box<Diagnostic>>,
    is_over: bool,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(name: Arc<str>, input: Box<dyn BufRead + 'a>, cut: Cut<'a>) -> Self {
        let begun = Vec::new();
        Self { name, input, cut, begun, bytes: 0, lines: 0, fault: None, is_over: false }
    }

    /// Reads up to a cut, or to the end of the stream.
    fn read(&mut self) -> Vec<u8> {
        let mut bytes = mem::take(&mut self.begun);
        while !self.is_over {
            let known = bytes.len();
            match self.read_more(&mut bytes) {
                Ok(0) => self.is_over = true,
                Ok(_) if self.is_line_too_long(&mut bytes, known) => (),
                Ok(_) => {
                    if let Some(end) = (self.cut)(&bytes, known) {
                        self.begun = bytes.split_off(end);
                        return bytes;
                    }
                }
                Err(error) => {
                    // The line that it broke in is lost.
                    bytes.truncate(line_start(&bytes));
                    self.stop(whole::read_error(&self.name, &error));
                }
            }
        }
        bytes
    }

    fn read_more(&mut self, bytes: &mut Vec<u8>) -> io::Result<usize> {
        bytes.reserve(STRETCH);
        self.input.by_ref().take(STRETCH as u64).read_to_end(bytes)
    }

    /// Whether the line is too long that stood open at the end of what was known, which ends it all in front of it.
    fn is_line_too_long(&mut self, bytes: &mut Vec<u8>, known: usize) -> bool {
        let end = memchr::memchr(b'\n', &bytes[known..]).map_or(bytes.len(), |at| known + at + 1);
        if end <= whole::LONGEST_LINE {
            return false;
        }
        let start = line_start(&bytes[..known]);
        let is_too_long = end - start > whole::LONGEST_LINE;
        if is_too_long {
            bytes.truncate(start);
            let line = self.lines + memchr::memchr_iter(b'\n', bytes).count() + 1;
            self.stop(whole::line_too_long(&self.name, self.bytes + start, line));
        }
        is_too_long
    }

    fn stop(&mut self, fault: Diagnostic) {
        self.fault = Some(Box::new(fault));
        self.is_over = true;
    }

    fn hand_out(&mut self, bytes: Vec<u8>) -> Chunk {
        let (start, first_line) = (self.bytes, self.lines + 1);
        self.bytes += bytes.len();
        self.lines += memchr::memchr_iter(b'\n', &bytes).count();
        let (bytes, mark) = if start == 0 { without_mark(bytes) } else { (bytes, 0) };
        Chunk { bytes, start: start + mark, first_line }
    }
}

/// Where the last line of some bytes begins, which has no end.
fn line_start(bytes: &[u8]) -> usize {
    memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1)
}

impl Iterator for Chunks<'_> {
    type Item = Result<Chunk, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.read() {
            bytes if bytes.is_empty() => self.fault.take().map(Err),
            bytes => Some(Ok(self.hand_out(bytes))),
        }
    }
}
