//! Tables of messages or templates: CSV and TSV, lists of JSON, and JSON lines with keys of their own.

pub(super) mod columns;
pub(super) mod csv;
pub(super) mod faults;
mod head;
mod json;
pub(super) mod keys;
mod lines;
mod look;
mod mapped;
pub(super) mod object;
mod path;
mod records;
mod row;
mod split;

use std::borrow::Cow;
use std::io::BufRead;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Kind};
use crate::source::Source;

use super::chat::gathering::Fragment;
use super::chat::said::Row;
use super::chat::sessions::Sessions;
use super::chat::voices::Voices;
use super::map::Mapping;
use super::{Conversations, NoGlance, Options, Passed};
use lines::Lines;
use row::{Element, Reading, Says, inform, said, template};

pub use columns::Field;
pub(super) use look::{kind_of_csv, kind_of_json};

/// The conversations that objects of JSON make.
pub(super) struct Reader<'a> {
    elements: Box<dyn Iterator<Item = Result<Element, Box<Diagnostic>>> + 'a>,
    kind: Kind,
    reading: Reading<'a>,
    sessions: Sessions,
    /// The byte behind the last element.
    end: usize,
    passed: Passed,
}

/// The sign between fields that the name of a file gives away.
pub(super) fn separator(name: &str) -> Option<u8> {
    name.to_lowercase().ends_with(".tsv").then_some(b'\t')
}

impl<'a> Reader<'a> {
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
        let mapped::Rows { read, passed } = mapped::rows(source, map, options);
        Self { passed, ..Self::of(read.into_iter(), Kind::Chat, options) }
    }

    fn of(
        elements: impl Iterator<Item = Result<Element, Box<Diagnostic>>> + 'a,
        kind: Kind,
        options: &'a Options,
    ) -> Self {
        let reading = Reading { options, glance: &NoGlance, voices: Voices::default() };
        Self {
            elements: Box::new(elements),
            kind,
            reading,
            sessions: Sessions::new(options),
            end: 0,
            passed: Passed::default(),
        }
    }

    /// Puts an element into its conversation; a template is one by itself.
    fn place(&mut self, element: Element) -> Result<(), Box<Diagnostic>> {
        let (source, span) = (Arc::clone(&element.source), element.span);
        let (row, mode) = (Row::of(&source, span), self.reading.options.mode(self.kind));
        self.end = span.end;
        if self.kind == Kind::Sms {
            self.sessions.push(template(row, &element, &element.place, mode)?);
            return Ok(());
        }
        let (event, has_text) = said(row, &element)?;
        let id = element.value(Field::Conversation).unwrap_or(Cow::Borrowed(&element.place));
        let mut conversation = Conversation::new(&*id, self.kind, mode);
        conversation.events.extend(event.map(|event| *event));
        let text = element.text().filter(|_| has_text);
        conversation.messages.extend(text.map(|text| self.reading.message(&element, text)));
        inform(&mut conversation, &element);
        let mut fragment = Fragment::new(conversation, &source, span, true);
        fragment.grow(span);
        self.sessions.add(fragment, || faults::how_to_sort(true));
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
            match self.elements.next() {
                Some(element) => {
                    if let Err(fault) = element.and_then(|element| self.place(element)) {
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

    fn passed(&self) -> Passed {
        self.passed
    }
}
