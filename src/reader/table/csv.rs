//! CSV and TSV: rows under a head line that names the columns, read in stretches.

use std::borrow::Cow;
use std::io::BufRead;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Allowance, Kind, When};
use crate::source::{Passage, Source, Span};
use crate::threads::Threads;

use super::super::chat::said::Said;
use super::super::chat::stream::Stream;
use super::super::chat::voices::Voices;
use super::super::chunks::{Chunks, lines};
use super::super::stamp::time_of;
use super::super::{Glance, NoGlance, Options, allow};
use super::columns::Field;
use super::faults;
use super::head::{Head, Stretch, Stretches};
use super::records::{Record, Records, Separator};
use super::row::{self, Reading, Says, inform, template};
use super::split::last_end;

/// Reads a table as a stream, by several threads.
pub(in crate::reader) fn read<'a, 'env: 'a>(
    name: &str,
    input: Box<dyn BufRead + 'a>,
    kind: Kind,
    options: &'a Options,
    threads: &'a Threads<'_, 'env>,
    glance: &'env dyn Glance,
) -> Stream<'a> {
    let (name, own): (Arc<str>, _) = (name.into(), options.clone());
    let stretches = stretches(&name, input, kind, options);
    let number = |stretch: &Stretch| stretch.number();
    let read = move |stretch| said(stretch, &name, kind, &own, glance);
    Stream::new(Box::new(threads.in_order(stretches, number, read)), faults::how_to_sort, options)
}

/// Reads a table by itself.
pub(in crate::reader) fn read_alone<'a>(
    name: &Arc<str>,
    input: Box<dyn BufRead + 'a>,
    kind: Kind,
    options: &'a Options,
) -> Stream<'a> {
    let (stretches, name) = (stretches(name, input, kind, options), Arc::clone(name));
    let read = move |stretch| said(stretch, &name, kind, options, &NoGlance);
    Stream::new(Box::new(stretches.map(read)), faults::how_to_sort, options)
}

/// Cuts a table into stretches of whole records.
fn stretches<'a>(
    name: &Arc<str>,
    input: Box<dyn BufRead + 'a>,
    kind: Kind,
    options: &'a Options,
) -> Stretches<'a> {
    let separator = Separator::new(super::separator(name));
    let mut shown = separator;
    let cut = move |bytes: &[u8], _| match shown.shown_by(bytes) {
        Some(separator) => last_end(bytes, separator),
        None => lines(bytes, 0),
    };
    let chunks = Chunks::new(Arc::clone(name), input, Box::new(cut));
    Stretches::new(chunks, Arc::clone(name), separator, kind, options)
}

/// Reads the rows of a stretch.
fn said(stretch: Stretch, name: &Arc<str>, kind: Kind, options: &Options, glance: &dyn Glance) -> Said {
    let (chunk, head) = match stretch {
        Stretch::Rows(chunk, head) => (chunk, head),
        Stretch::Read(said) => return *said,
    };
    if chunk.holds_many() {
        glance.expect_many();
    }
    let said = Said::of(&chunk);
    let reading = Reading { options, glance, voices: Voices::default() };
    let mut rows = Rows { head: &head, kind, reading, said };
    chunk.sources(name, |source| match source {
        Ok(source) => rows.read(&source),
        Err(fault) => rows.said.once.tell(|| fault),
    });
    rows.said
}

/// Rows as they are read.
struct Rows<'a> {
    head: &'a Head,
    kind: Kind,
    reading: Reading<'a>,
    said: Said,
}

impl Rows<'_> {
    fn read(&mut self, source: &Arc<Source>) {
        let Head { mut separator, mut width, .. } = *self.head;
        let mut records = Records::new(source, &mut separator, &mut width);
        let has_nul = memchr::memchr(0, source.text().as_bytes()).is_some();
        loop {
            // A record is looked at where it was put: to move it would be to wait until it is there.
            let taken = match records.next() {
                Some(Ok(ref record)) if has_nul => without_nul(record).and_then(|()| self.take(record)),
                Some(Ok(ref record)) => self.take(record),
                Some(Err(fault)) => Err(fault),
                None => break,
            };
            if let Err(fault) = taken {
                self.said.fault(fault);
            }
        }
    }

    fn take(&mut self, record: &Record<'_>) -> Result<(), Box<Diagnostic>> {
        self.said.rows += 1;
        if self.head.is_again(record) || record.is_empty() {
            return Ok(());
        }
        let (row, mode) = (record.row, self.reading.options.mode(self.kind));
        let cells = Cells { record, head: self.head, options: self.reading.options };
        let name = cells.value(Field::Conversation);
        let allowances = self.allowances(record);
        if self.kind == Kind::Sms {
            let number = name.is_none().then_some(self.said.rows);
            let mut template = template(row, &cells, "", mode)?;
            template.allowances.extend(allowances);
            self.said.templates.push((template, number));
        } else {
            let (event, has_text) = row::said(row, &cells)?;
            let fragment = self.said.fragment(row, name.as_ref(), mode);
            fragment.add(row.span(), event, |messages| {
                has_text.then_some(())?;
                let message = self.reading.message(&cells, cells.text()?);
                let role = message.role;
                messages.push(message);
                Some(role)
            });
            inform(&mut fragment.conversation, &cells);
            if !allowances.is_empty() {
                fragment.conversation.allowances.extend(allowances);
            }
        }
        Ok(())
    }

    /// What a record allows, one rule a line of its column.
    fn allowances(&mut self, record: &Record<'_>) -> Vec<Allowance> {
        let Some(cell) = self.head.allows.and_then(|index| record.passage(index)) else { return Vec::new() };
        let (source, row) = (record.row.source, record.row.span());
        let written = cell.text().lines().map(str::trim).filter(|line| !line.is_empty());
        let read = written.map(|line| allow::read(source, cell.span(), line, row));
        let (allowed, faults) = allow::sorted(read);
        faults.into_iter().for_each(|fault| self.said.fault(Box::new(fault)));
        allowed
    }
}

/// What is wrong with a record in which there is a NUL, which no text has.
fn without_nul(record: &Record<'_>) -> Result<(), Box<Diagnostic>> {
    match memchr::memchr(0, record.row.text.as_bytes()) {
        Some(at) => Err(Box::new(faults::nul(record.row, at))),
        None => Ok(()),
    }
}

/// What a record says under a head.
struct Cells<'a> {
    record: &'a Record<'a>,
    head: &'a Head,
    options: &'a Options,
}

impl<'a> Cells<'a> {
    /// What the record says in a column.
    fn said(&self, field: Field, index: usize) -> Option<Cow<'a, str>> {
        let value = self.record.value(index).filter(|value| !value.is_empty())?;
        match self.options.map {
            Some(map) => map.meant(field, value.into_owned(), self.options).map(Cow::Owned),
            None => Some(value),
        }
    }
}

impl Says for Cells<'_> {
    #[inline]
    fn has_text(&self) -> bool {
        self.head.index(Field::Text).is_some_and(|index| self.record.has(index))
    }

    #[inline]
    fn text(&self) -> Option<Passage> {
        self.record.passage(self.head.index(Field::Text)?)
    }

    #[inline]
    fn value(&self, field: Field) -> Option<Cow<'_, str>> {
        // Most tables have few of the columns.
        self.said(field, self.head.index(field)?)
    }

    fn when(&self, text: Span) -> When {
        match self.value(Field::Time) {
            Some(Cow::Borrowed(time)) => When::written(self.record.row.span_of(time), text, time_of),
            time => time.and_then(|time| time_of(&time)).into(),
        }
    }

    fn facts(&self, mut tell: impl FnMut(&str, &str)) {
        for (index, name) in &self.head.facts {
            let value = self.record.value(*index).filter(|value| !value.is_empty());
            value.iter().for_each(|value| tell(name, value));
        }
    }
}
