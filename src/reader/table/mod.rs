//! Tables of messages or templates: CSV and TSV, lists of JSON, and JSON lines with keys of their own.

pub(super) mod columns;
mod csv;
pub(super) mod faults;
mod json;
mod lines;
mod look;
mod mapped;
pub(super) mod object;
mod records;
mod row;

use std::io::BufRead;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Kind};
use crate::source::Source;

use super::chat::gathering::Fragment;
use super::chat::sessions::Sessions;
use super::map::Mapping;
use super::{Conversations, Options};
use lines::Lines;
use records::Records;
use row::Row;

pub use columns::Field;
pub(super) use look::{kind_of_csv, kind_of_json};

/// The conversations that rows make.
pub(super) struct Reader<'a> {
    rows: Box<dyn Iterator<Item = Result<Row, Box<Diagnostic>>> + 'a>,
    kind: Kind,
    options: &'a Options,
    sessions: Sessions,
    /// The byte behind the last row.
    end: usize,
}

/// The sign between fields that the name of a file gives away.
pub(super) fn separator(name: &str) -> Option<u8> {
    name.to_lowercase().ends_with(".tsv").then_some(b'\t')
}

impl<'a> Reader<'a> {
    /// Reads CSV or TSV as a stream.
    pub(super) fn csv(name: &str, input: Box<dyn BufRead + 'a>, kind: Kind, options: &'a Options) -> Self {
        let records = Records::new(Lines::new(name, input), separator(name));
        Self::of(csv::Rows::new(records, kind, options), kind, options)
    }

    /// Reads one JSON object a line, with keys of its own, as a stream.
    pub(super) fn json_lines(
        name: &str,
        input: Box<dyn BufRead + 'a>,
        kind: Kind,
        options: &'a Options,
    ) -> Self {
        Self::of(json::Rows::of_lines(Lines::new(name, input), kind, options), kind, options)
    }

    /// Reads a list of JSON that is in memory.
    pub(super) fn json(
        source: &Arc<Source>,
        kind: Kind,
        options: &'a Options,
    ) -> Result<Self, Box<Diagnostic>> {
        Ok(Self::of(json::Rows::of_text(source, kind, options)?, kind, options))
    }

    /// Reads an export of JSON by a map.
    pub(super) fn mapped(source: &Arc<Source>, map: &Mapping, options: &'a Options) -> Self {
        Self::of(mapped::rows(source, map).into_iter(), Kind::Chat, options)
    }

    fn of(
        rows: impl Iterator<Item = Result<Row, Box<Diagnostic>>> + 'a,
        kind: Kind,
        options: &'a Options,
    ) -> Self {
        Self { rows: Box::new(rows), kind, options, sessions: Sessions::default(), end: 0 }
    }

    /// Puts a row into its conversation; a template is one by itself.
    fn place(&mut self, row: Row) -> Result<(), Box<Diagnostic>> {
        let (source, span) = (Arc::clone(&row.source), row.span);
        self.end = span.end;
        let conversation = row.conversation(self.kind, self.options)?;
        match self.kind {
            Kind::Sms => self.sessions.push(conversation),
            _ => {
                let mut fragment = Fragment::new(conversation, &source, span, true);
                fragment.grow(span);
                self.sessions.add(fragment, faults::how_to_sort);
            }
        }
        Ok(())
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Conversation, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.sessions.take() {
                return Some(ready);
            }
            match self.rows.next() {
                Some(row) => {
                    if let Err(fault) = row.and_then(|row| self.place(row)) {
                        return Some(Err(fault));
                    }
                }
                None if self.sessions.end() => (),
                None => return None,
            }
        }
    }
}

impl Conversations for Reader<'_> {
    fn settled(&self) -> usize {
        self.sessions.settled().unwrap_or(self.end)
    }
}
