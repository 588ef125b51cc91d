//! A stream cut into chunks of whole lines.

use std::io::{self, BufRead, Read};
use std::mem;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::without_mark;
use crate::threads::STRETCH;

use super::super::super::whole;

/// Whole lines of a stream.
pub(super) struct Chunk {
    pub(super) bytes: Vec<u8>,
    /// The first byte and the number of the first line, which is counted from 1.
    pub(super) start: usize,
    pub(super) first_line: usize,
}

/// Cuts a stream. A fault ends it.
pub(super) struct Chunks<'a> {
    name: Arc<str>,
    input: Box<dyn BufRead + 'a>,
    /// The line begun at the end of the last chunk.
    begun: Vec<u8>,
    /// How many bytes and lines have been handed out.
    bytes: usize,
    lines: usize,
    fault: Option<Box<Diagnostic>>,
    is_over: bool,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(name: Arc<str>, input: Box<dyn BufRead + 'a>) -> Self {
        let begun = Vec::new();
        Self { name, input, begun, bytes: 0, lines: 0, fault: None, is_over: false }
    }

    /// Reads up to the end of a line, or of the stream.
    fn read(&mut self) -> Vec<u8> {
        let mut bytes = mem::take(&mut self.begun);
        while !self.is_over {
            let known = bytes.len();
            match self.read_more(&mut bytes) {
                Ok(0) => self.is_over = true,
                Ok(_) => {
                    let end = memchr::memrchr(b'\n', &bytes[known..]).map(|at| known + at + 1);
                    if self.is_too_long(&bytes, end) {
                        return Vec::new();
                    }
                    if let Some(end) = end {
                        self.begun = bytes.split_off(end);
                        return bytes;
                    }
                }
                Err(error) => {
                    // The line that it broke in is lost.
                    bytes.truncate(memchr::memrchr(b'\n', &bytes).map_or(0, |at| at + 1));
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

    /// Whether the first line is too long, which ends it all. `end` is the end of some line, if there is one.
    fn is_too_long(&mut self, bytes: &[u8], end: Option<usize>) -> bool {
        let first = end.and_then(|_| memchr::memchr(b'\n', bytes)).map_or(bytes.len(), |at| at + 1);
        let is_too_long = first > whole::LONGEST_LINE;
        if is_too_long {
            self.stop(whole::line_too_long(&self.name, self.bytes, self.lines + 1));
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

impl Iterator for Chunks<'_> {
    type Item = Result<Chunk, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.read() {
            bytes if bytes.is_empty() => self.fault.take().map(Err),
            bytes => Some(Ok(self.hand_out(bytes))),
        }
    }
}
