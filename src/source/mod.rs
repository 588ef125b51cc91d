//! Bytes and positions: what was read, where a byte stands in it, and the way back from decoded text to bytes.

mod charset;
mod counts;
mod decode;
mod guess;
mod json;
mod map;
mod passage;
mod text;
mod untrusted;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use counts::{Counts, STEP};
use text::Text;

pub use charset::{Charset, Undecodable};
pub use decode::{Decoded, Fault, SUBSTITUTE, decode, has_utf16_mark, without_mark};
pub(crate) use json::{json_string, lone_surrogate};
pub use map::Map;
pub use passage::Passage;
pub use untrusted::{Untrusted, brief, is_command, is_dangerous, is_invisible};

/// A range of bytes of a file or stream, counted from its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`, in bytes.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The empty span at a byte.
    pub fn at(byte: usize) -> Self {
        Self::new(byte, byte)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// A place as people count: lines and columns from 1, columns in characters; the byte from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// Bytes before the place.
    pub byte: usize,
    /// The line, from 1.
    pub line: usize,
    /// The character in its line, from 1.
    pub column: usize,
    /// The same in bytes of UTF-8, from 1, a byte order mark among them, for the formats that count so.
    #[serde(skip)]
    pub byte_column: usize,
}

/// Whole lines of a file or stream, and where they begin in it: all of a small file, one line of a long stream.
#[derive(Debug)]
pub struct Source {
    name: Arc<str>,
    text: Text,
    /// The bytes, where the text only stands for them.
    bytes: Option<Vec<u8>>,
    start: usize,
    first_line: usize,
    line_starts: OnceLock<Vec<usize>>,
    characters: Counts,
    line_ends: Counts,
}

impl Source {
    /// All of a file called `name`.
    pub fn new(name: impl Into<Arc<str>>, text: String) -> Self {
        Self::part(name, text, 0, 1)
    }

    /// Lines out of a file called `name`; their first byte is `start`, their first line is number `first_line`.
    pub fn part(name: impl Into<Arc<str>>, text: String, start: usize, first_line: usize) -> Self {
        Self::with_text(name.into(), Text::Own(text), start, first_line)
    }

    /// Lines out of a file, as [`Source::part`], in the bytes that were read.
    ///
    /// # Errors
    /// The bytes, where they are no UTF-8.
    pub fn part_as_read(
        name: &Arc<str>,
        bytes: Vec<u8>,
        start: usize,
        first_line: usize,
    ) -> Result<Self, Vec<u8>> {
        Ok(Self::with_text(Arc::clone(name), Text::read(bytes)?, start, first_line))
    }

    fn with_text(name: Arc<str>, text: Text, start: usize, first_line: usize) -> Self {
        Self {
            name,
            text,
            bytes: None,
            start,
            first_line,
            line_starts: OnceLock::new(),
            characters: Counts::of(counts::characters),
            line_ends: Counts::of(counts::line_ends),
        }
    }

    /// All of a file whose parts say themselves how they are encoded. In its text, what is no UTF-8 is U+001A, byte by byte.
    pub fn of_bytes(name: impl Into<Arc<str>>, bytes: Vec<u8>) -> Self {
        let (text, bytes, mark) = decode::transparent(bytes);
        Self { bytes, ..Self::part(name, text, mark, 1) }
    }

    /// Lines out of such a file, as [`Source::part`]; a byte order mark among them is none.
    pub fn part_of_bytes(name: impl Into<Arc<str>>, bytes: Vec<u8>, start: usize, first_line: usize) -> Self {
        let (text, bytes) = decode::line_by_line(bytes);
        Self { bytes, ..Self::part(name, text, start, first_line) }
    }

    /// The bytes of these lines, as the file has them; the first one is that of [`Source::span`].
    pub fn bytes(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// The name under which the file was given, as it was given.
    pub fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// The text of these lines.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The span of these lines in their file.
    pub fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    /// The source text of a span.
    pub fn slice(&self, span: Span) -> &str {
        let (text, start) = (self.text(), span.start.wrapping_sub(self.start));
        // Nearly all spans lie in these lines, and this is asked often.
        text.get(start..span.end.wrapping_sub(self.start))
            .unwrap_or_else(|| text.get(self.local(span.start)..self.local(span.end)).unwrap_or_default())
    }

    /// The position of a byte of the file.
    pub fn position(&self, byte: usize) -> Position {
        let local = self.local(byte);
        let start = self.line_range(local).start;
        let line = match self.line_starts.get() {
            Some(starts) => last_before(starts, local),
            None => self.line_ends.before(&self.text, local),
        };
        let column = self.characters_between(start, local);
        let line = self.first_line + line;
        // What stands before the text on its first line is a byte order mark.
        let mark = if line == 1 { self.start } else { 0 };
        Position { byte, line, column: column + 1, byte_column: mark + local - start + 1 }
    }

    /// Takes in where the lines begin, counted from the first byte of the text, by one who has seen them: then nobody has to
    /// look for them. Behind a line end at the end of the text one more begins.
    pub fn know_lines(&self, starts: Vec<usize>) {
        if starts.first() == Some(&0) {
            let _ = self.line_starts.set(starts);
        }
    }

    /// The line that holds a byte of the file, without its line end, as a span.
    pub fn line_around(&self, byte: usize) -> Span {
        let range = self.line_range(self.local(byte));
        Span::new(self.start + range.start, self.start + range.end)
    }

    /// The span of line `number` (from 1) without its line end, if these lines hold it.
    pub fn line(&self, number: usize) -> Option<Span> {
        let index = number.checked_sub(self.first_line)?;
        let range = self.line_range(*self.line_starts().get(index)?);
        Some(Span::new(self.start + range.start, self.start + range.end))
    }

    /// The lines without their line ends, each with its span.
    pub fn lines(&self) -> impl Iterator<Item = (Span, &str)> + Clone {
        self.line_starts().iter().map(|start| {
            let range = self.line_range(*start);
            let span = Span::new(self.start + range.start, self.start + range.end);
            (span, &self.text[range])
        })
    }

    fn local(&self, byte: usize) -> usize {
        byte.saturating_sub(self.start).min(self.text.len())
    }

    fn characters_between(&self, start: usize, end: usize) -> usize {
        match end - start {
            ..STEP => counts::characters(&self.text.as_bytes()[start..end]),
            _ => self.characters.before(&self.text, end) - self.characters.before(&self.text, start),
        }
    }

    /// The line that a byte of the text stands in, without its line end.
    fn line_range(&self, local: usize) -> Range<usize> {
        let text = self.text();
        let (start, end) = match self.line_starts.get() {
            Some(starts) => {
                let line = last_before(starts, local);
                (starts[line], starts.get(line + 1).map_or(text.len(), |next| next - 1))
            }
            None => self.look_for_line(local),
        };
        start..start + text[start..end].strip_suffix('\r').unwrap_or(&text[start..end]).len()
    }

    fn look_for_line(&self, local: usize) -> (usize, usize) {
        let (text, bytes) = (self.text(), self.text.as_bytes());
        let ended = self.line_ends.before(text, local);
        let step = |number: usize| self.line_ends.step_with(text, number);
        let before = (ended > 0).then(|| step(ended)).flatten().map(|step| step.start..step.end.min(local));
        let behind = step(ended + 1).map(|step| step.start.max(local)..step.end);
        let last = before.and_then(|range| Some(range.start + memchr::memrchr(b'\n', &bytes[range])?));
        let next = behind.and_then(|range| Some(range.start + memchr::memchr(b'\n', &bytes[range])?));
        (last.map_or(0, |last| last + 1), next.unwrap_or(text.len()))
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let after_newline = memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1);
            std::iter::once(0).chain(after_newline).collect()
        })
    }
}

/// The last of some ascending numbers, of which the first is 0, that is not above another.
fn last_before(starts: &[usize], at: usize) -> usize {
    starts.partition_point(|start| *start <= at).saturating_sub(1)
}
