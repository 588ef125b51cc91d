//! Records of CSV and TSV: whole lines, and where their fields stand in them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::source::{Map, Passage, Source};

use super::super::chat::said::Row;
use super::faults::{bad_quote, too_wide, uneven};
use super::split::{End, behind_line, split};

/// How many fields a record may have.
const MOST_FIELDS: usize = 10_000;

/// Signs that may part fields, the likeliest first.
const SEPARATORS: [u8; 3] = [b',', b'\t', b';'];

/// A record whose fields are as many as those of the first one, and well quoted.
pub(super) struct Record<'a> {
    pub(super) row: Row<'a>,
    fields: &'a [Range<usize>],
}

impl<'a> Record<'a> {
    /// What each field says, without blanks round it.
    pub(super) fn values(&self) -> impl Iterator<Item = Cow<'a, str>> {
        (0..self.fields.len()).filter_map(|index| self.value(index))
    }

    /// What a field says, without blanks round it.
    #[inline]
    pub(super) fn value(&self, index: usize) -> Option<Cow<'a, str>> {
        let raw = self.raw(index)?;
        Some(if is_plain(raw) { Cow::Borrowed(raw) } else { value(raw) })
    }

    /// A field as it is written.
    fn raw(&self, index: usize) -> Option<&'a str> {
        self.row.text.get(self.fields.get(index)?.clone())
    }

    /// Whether there is such a field.
    pub(super) fn has(&self, index: usize) -> bool {
        index < self.fields.len()
    }

    /// Whether no field says anything.
    pub(super) fn is_empty(&self) -> bool {
        self.values().all(|value| value.is_empty())
    }

    /// A field as a text with its way back.
    #[inline]
    pub(super) fn passage(&self, index: usize) -> Option<Passage> {
        let raw = self.raw(index)?;
        Some(match inside(raw) {
            Some(inner) if inner.contains('"') => self.unquoted(inner),
            inner => Passage::held(self.row.source, self.row.span_of(inner.unwrap_or(raw))),
        })
    }

    /// What stands between quotes, with quotes in it, as a text with its way back.
    fn unquoted(&self, inner: &str) -> Passage {
        let span = self.row.span_of(inner);
        let (mut map, mut at) = (Map::default(), 0);
        for (quote, _) in inner.match_indices("\"\"") {
            map.push_verbatim(at..quote);
            map.push_unit(1, quote..quote + 2);
            at = quote + 2;
        }
        map.push_verbatim(at..inner.len());
        Passage::mapped(self.row.source, span, inner.replace("\"\"", "\""), map)
    }
}

/// Whether a field begins and ends with signs that are neither quotes nor blanks, as most do.
#[inline]
fn is_plain(raw: &str) -> bool {
    let is_sign = |byte: u8| byte.is_ascii_graphic() && byte != b'"';
    matches!(raw.as_bytes(), [first, .., last] if is_sign(*first) && is_sign(*last))
}

/// What a field says, without blanks round it.
fn value(raw: &str) -> Cow<'_, str> {
    match inside(raw) {
        Some(inner) if inner.contains('"') => Cow::Owned(inner.replace("\"\"", "\"").trim().to_owned()),
        inner => Cow::Borrowed(inner.unwrap_or(raw).trim()),
    }
}

/// What stands between the quotes of a field, if it is quoted.
fn inside(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

/// What parts the fields of a table, once its lines have shown it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Separator {
    /// What the name of the file says, or a line `sep=…`.
    given: Option<u8>,
    known: Option<u8>,
}

impl Separator {
    pub(super) fn new(given: Option<u8>) -> Self {
        Self { given, known: None }
    }

    /// What it is, if the whole lines of a text show it.
    pub(super) fn shown_by(&mut self, text: &[u8]) -> Option<u8> {
        let lines = text.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
        let mut lines = lines.filter_map(|line| std::str::from_utf8(line).ok());
        self.known.or_else(|| lines.find_map(|line| self.sees(line)))
    }

    /// Looks at a line in front of which no record stands: the separator, if one begins with it.
    fn sees(&mut self, line: &str) -> Option<u8> {
        let named = line.strip_prefix("sep=");
        let is_sign = |byte: &u8| byte.is_ascii_punctuation() || *byte == b'\t';
        match named.and_then(|named| named.bytes().next().filter(is_sign)) {
            Some(separator) => self.given = Some(separator),
            None if is_blank(line) => (),
            None => self.known = Some(self.given.unwrap_or_else(|| separator_of(line))),
        }
        self.known
    }
}

/// Reads the records of some whole lines. What is wrong with one is told, and reading goes on behind it.
pub(super) struct Records<'a> {
    source: &'a Arc<Source>,
    text: &'a str,
    separator: &'a mut Separator,
    /// How many fields a record has, once one has been read.
    width: &'a mut Option<usize>,
    /// Where the next one begins.
    at: usize,
    fields: Vec<Range<usize>>,
}

impl<'a> Records<'a> {
    /// The records of a source.
    pub(super) fn new(
        source: &'a Arc<Source>,
        separator: &'a mut Separator,
        width: &'a mut Option<usize>,
    ) -> Self {
        Self { source, text: source.text(), separator, width, at: 0, fields: Vec::new() }
    }

    /// The next record, or what is wrong with it.
    pub(super) fn next(&mut self) -> Option<Result<Record<'_>, Box<Diagnostic>>> {
        let (separator, start) = self.begin()?;
        let (text, mut count) = (&self.text[start..], 0);
        self.fields.clear();
        let end = split(text.as_bytes(), separator, |field| {
            count += 1;
            if count <= MOST_FIELDS {
                self.fields.push(field);
            }
        });
        Some(match end {
            End::At(end) => {
                self.at = start + end;
                self.record(&text[..end], start, count)
            }
            End::Broken(quote) | End::Open(quote) => {
                // What a quote swallowed that nothing closes are rows of their own.
                self.at = behind_line(self.text.as_bytes(), start + quote);
                Err(Box::new(bad_quote(self.source, self.source.span().start + start + quote)))
            }
        })
    }

    /// What the next record says that can be read.
    pub(super) fn next_sound<T>(&mut self, tell: impl FnOnce(Record<'_>) -> T) -> Option<T> {
        loop {
            if let Ok(record) = self.next()? {
                return Some(tell(record));
            }
        }
    }

    fn record(&mut self, text: &'a str, start: usize, count: usize) -> Result<Record<'_>, Box<Diagnostic>> {
        let row = Row { source: self.source, start: self.source.span().start + start, text };
        if count > MOST_FIELDS {
            return Err(Box::new(too_wide(row, count, MOST_FIELDS)));
        }
        let width = *self.width.get_or_insert(count);
        match count == width {
            true => Ok(Record { row, fields: &self.fields }),
            false => Err(Box::new(uneven(row, count, width))),
        }
    }

    /// What parts the fields of the next record, and where it begins: behind blank lines, and one that names the separator.
    fn begin(&mut self) -> Option<(u8, usize)> {
        loop {
            let is_full = self.text.as_bytes().get(self.at)?.is_ascii_graphic();
            if let (Some(separator), true) = (self.separator.known, is_full) {
                return Some((separator, self.at));
            }
            let rest = &self.text[self.at..];
            let line = &rest[..behind_line(rest.as_bytes(), 0)];
            match self.separator.known {
                Some(separator) if !is_blank(line) => return Some((separator, self.at)),
                Some(_) => self.at += line.len(),
                None => match self.separator.sees(line) {
                    Some(separator) => return Some((separator, self.at)),
                    None => self.at += line.len(),
                },
            }
        }
    }
}

/// Whether nothing stands in a line but a mark and blanks.
fn is_blank(line: &str) -> bool {
    line.trim_start_matches('\u{FEFF}').trim().is_empty()
}

/// The sign that parts the fields of a head line: the commonest outside quotes.
fn separator_of(line: &str) -> u8 {
    let bare: Vec<u8> = line.split('"').step_by(2).flat_map(str::bytes).collect();
    let count = |separator: &u8| bare.iter().filter(|byte| *byte == separator).count();
    // Of several that are as common, the likeliest.
    SEPARATORS.into_iter().rev().max_by_key(count).unwrap_or(b',')
}
