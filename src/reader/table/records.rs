//! Records of CSV and TSV: lines, and where their fields stand in them (RFC 4180).

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder, Terminator};

use crate::diagnostic::Diagnostic;
use crate::source::{Map, Passage, Source, Span};

use super::faults::{bad_quote, uneven};
use super::lines::{Line, Lines};

/// A byte order mark; where files were joined, it stands at the head of a record.
const MARK: char = '\u{FEFF}';

/// How far a record goes on over further lines, in bytes (4 MiB) and in lines; a quote that is open for longer is not
/// closed.
const LONGEST: usize = 4 << 20;
const MOST_LINES: usize = 10_000;

/// How many fields a record may have.
const MOST_FIELDS: usize = 10_000;

/// Signs that may part fields, the likeliest first.
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

/// A record whose fields are as many as those of the first one, and well quoted.
pub(super) struct Record {
    pub(super) source: Arc<Source>,
    fields: Vec<Span>,
}

impl Record {
    /// What each field says, without blanks round it.
    pub(super) fn values(&self) -> impl Iterator<Item = String> {
        self.fields.iter().map(|field| {
            let raw = self.source.slice(*field);
            let value = inside(raw).map_or_else(|| raw.to_owned(), |inner| inner.replace("\"\"", "\""));
            value.trim().to_owned()
        })
    }

    /// A field as a text with its way back.
    pub(super) fn passage(&self, index: usize) -> Option<Passage> {
        let field = *self.fields.get(index)?;
        let raw = self.source.slice(field);
        let Some(inner) = inside(raw) else {
            let map = Map::verbatim(0..raw.len());
            return Some(Passage::mapped(&self.source, field, raw.to_owned(), map));
        };
        let (mut map, mut at) = (Map::default(), 0);
        for (quote, _) in inner.match_indices("\"\"") {
            map.push_verbatim(at..quote);
            map.push_unit(1, quote..quote + 2);
            at = quote + 2;
        }
        map.push_verbatim(at..inner.len());
        let span = Span::new(field.start + 1, field.end - 1);
        Some(Passage::mapped(&self.source, span, inner.replace("\"\"", "\""), map))
    }
}

/// What stands between the quotes of a field, if it is quoted.
fn inside(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// Whether a field is quoted as it should be: not at all, or from end to end, with each quote in it doubled.
fn is_sound(raw: &str) -> bool {
    let is_closed = |inner: &str| !inner.replace("\"\"", "").contains('"');
    !raw.starts_with('"') || inside(raw).is_some_and(is_closed)
}

/// Reads the records of a stream. What is wrong with one is told, and reading goes on behind it.
pub(super) struct Records<'a> {
    lines: Lines<'a>,
    /// Lines that were read for a quote that nothing closes.
    ahead: VecDeque<Result<Line, Box<Diagnostic>>>,
    splitter: Option<Reader>,
    separator: Option<u8>,
    /// How many fields a record has.
    width: Option<usize>,
}

impl<'a> Records<'a> {
    /// The records of some lines; the first one shows what parts their fields where the caller does not know.
    pub(super) fn new(lines: Lines<'a>, separator: Option<u8>) -> Self {
        Self { lines, ahead: VecDeque::new(), splitter: None, separator, width: None }
    }

    fn line(&mut self) -> Option<Result<Line, Box<Diagnostic>>> {
        self.ahead.pop_front().or_else(|| self.lines.next())
    }

    /// The first line of the next record.
    fn first_line(&mut self) -> Option<Result<Line, Box<Diagnostic>>> {
        loop {
            let line = match self.line()? {
                Ok(line) => line,
                Err(fault) => return Some(Err(fault)),
            };
            let named = line.text.strip_prefix("sep=").filter(|_| self.splitter.is_none());
            let is_sign = |byte: &u8| byte.is_ascii_punctuation() || *byte == b'\t';
            match named.and_then(|named| named.bytes().next().filter(is_sign)) {
                Some(separator) => self.separator = Some(separator),
                None if line.text.trim_start_matches(MARK).trim().is_empty() => (),
                None => return Some(Ok(line)),
            }
        }
    }

    /// The record that begins with a line.
    fn record(&mut self, first: Line) -> Result<Record, Box<Diagnostic>> {
        let mut splitter = match self.splitter.take() {
            Some(splitter) => splitter,
            None => splitter(self.separator.unwrap_or_else(|| separator_of(&first.text))),
        };
        splitter.reset();
        let start = first.start;
        let (mut lines, mut fields) = (vec![first], Fields::default());
        while !lines.last().is_some_and(|line| fields.split(&mut splitter, &line.text)) {
            let may_go_on = fields.end < LONGEST && lines.len() < MOST_LINES;
            match self.line() {
                Some(Ok(line)) if may_go_on && line.start == start + fields.end => lines.push(line),
                Some(other) => {
                    self.ahead.push_front(other);
                    break;
                }
                None => break,
            }
        }
        self.splitter = Some(splitter);
        self.checked(lines, fields)
    }

    fn checked(&mut self, mut lines: Vec<Line>, fields: Fields) -> Result<Record, Box<Diagnostic>> {
        let text: String = lines.iter().map(|line| line.text.as_str()).collect();
        let (start, number) = lines.first().map_or((0, 1), |line| (line.start, line.number));
        let is_broken = |field: &Range<usize>| !is_sound(&text[field.clone()]);
        let broken = fields.all(&text).find(is_broken).map(|field| start + field.start);
        let count = fields.count;
        let fields: Vec<Span> =
            fields.all(&text).map(|field| Span::new(start + field.start, start + field.end)).collect();
        let source = self.lines.source(text, start, number);
        if let Some(quote) = broken {
            // What a quote swallowed that nothing closes are rows of their own.
            let behind = lines.iter().take_while(|line| line.start <= quote).count();
            lines.drain(behind..).rev().for_each(|line| self.ahead.push_front(Ok(line)));
            return Err(Box::new(bad_quote(&source, quote)));
        }
        let width = *self.width.get_or_insert(count.min(MOST_FIELDS));
        if count == width {
            Ok(Record { source, fields })
        } else {
            Err(Box::new(uneven(&source, count, width)))
        }
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.first_line()?.and_then(|line| self.record(line)))
    }
}

/// Where the fields of a record stand.
#[derive(Default)]
struct Fields {
    /// Where those that are complete end, with their separators; of very many, the first.
    ends: Vec<usize>,
    /// How many are complete.
    count: usize,
    /// How much has been read.
    end: usize,
}

impl Fields {
    /// Reads a line; whether the record ends with it.
    fn split(&mut self, splitter: &mut Reader, line: &str) -> bool {
        let is_cut = !line.ends_with('\n');
        self.read(splitter, line.as_bytes()) || is_cut && self.read(splitter, b"\n")
    }

    fn read(&mut self, splitter: &mut Reader, mut input: &[u8]) -> bool {
        // The text of a field is made of where it stands.
        let mut unused = [0; 512];
        loop {
            let (result, read, _) = splitter.read_field(input, &mut unused);
            self.end += read;
            input = &input[read..];
            match result {
                ReadFieldResult::InputEmpty => return false,
                ReadFieldResult::OutputFull => (),
                ReadFieldResult::Field { record_end } => {
                    self.count += 1;
                    self.ends.extend((self.ends.len() < MOST_FIELDS).then_some(self.end));
                    if record_end {
                        return true;
                    }
                }
                ReadFieldResult::End => return true,
            }
        }
    }

    /// The fields without what parts them; a last one that has no end reaches to the end of the text.
    fn all(&self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let (last, len) = (self.ends.last().copied().unwrap_or(0), text.trim_end_matches(['\r', '\n']).len());
        let open = (last < self.end).then_some(self.end + 1);
        let ends = self.ends.iter().copied().chain(open);
        let first = if text.starts_with(MARK) { MARK.len_utf8() } else { 0 };
        let starts = std::iter::once(first).chain(self.ends.iter().copied());
        starts.zip(ends).map(move |(start, end)| start.min(len)..(end - 1).min(len).max(start.min(len)))
    }
}

fn splitter(separator: u8) -> Reader {
    ReaderBuilder::new().delimiter(separator).terminator(Terminator::Any(b'\n')).build()
}

/// The sign that parts the fields of a head line: the commonest outside quotes.
fn separator_of(line: &str) -> u8 {
    let bare: Vec<u8> = line.split('"').step_by(2).flat_map(str::bytes).collect();
    let count = |separator: &u8| bare.iter().filter(|byte| *byte == separator).count();
    // Of several that are as common, the likeliest.
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}
