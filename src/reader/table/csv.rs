//! CSV and TSV: rows under a head line that names the columns, read in stretches.

use std::borrow::Cow;
use std::io::BufRead;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Allowance, Kind};
use crate::source::Source;
use crate::threads::Threads;

use super::super::chat::said::Said;
use super::super::chat::stream::Stream;
use super::super::chat::voices::Voices;
use super::super::chunks::{Chunks, lines};
use super::super::{Glance, NoGlance, Options, allow};
use super::columns::Field;
use super::faults;
use super::head::{Head, Stretch, Stretches};
use super::records::{Record, Records, Separator};
use super::row::{Cells, Reading};
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
    Stream::new(Box::new(threads.in_order(stretches, number, read)), faults::how_to_sort)
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
    Stream::new(Box::new(stretches.map(read)), faults::how_to_sort)
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
    let said = Said::up_to(chunk.end());
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
        while let Some(record) = records.next() {
            if let Err(fault) = record.and_then(|record| self.take(&record)) {
                self.said.fault(fault);
            }
        }
    }

    fn take(&mut self, record: &Record<'_>) -> Result<(), Box<Diagnostic>> {
        self.said.rows += 1;
        let (row, mode) = (record.row, self.reading.options.mode(self.kind));
        let Some(mut cells) = self.cells(record) else { return Ok(()) };
        cells.allowances = self.allowances(record);
        let name = cells.values.get(Field::Conversation);
        if self.kind == Kind::Sms {
            let number = name.is_none().then_some(self.said.rows);
            self.said.templates.push((cells.template(row, "", mode)?, number));
        } else {
            let (event, message) = cells.said(row, &mut self.reading)?;
            let conversation = self.said.add(row, name, mode, event, message);
            cells.inform(conversation);
        }
        Ok(())
    }

    /// What a record says, unless it is empty.
    fn cells<'r>(&self, record: &Record<'r>) -> Option<Cells<'r>>
    where
        Self: 'r,
    {
        let (mut cells, mut is_empty) = (Cells::default(), true);
        for (index, value) in record.values().enumerate().filter(|(_, value)| !value.is_empty()) {
            is_empty = false;
            match self.head.fields.get(index).copied().flatten() {
                Some(Field::Text) => (),
                Some(field) => cells.values.set(field, self.meant(field, value)),
                None if self.head.allows == Some(index) => (),
                None => {
                    let name = self.head.names.get(index);
                    cells.meta.extend(name.map(|name| (Cow::Owned(name.clone()), value)));
                }
            }
        }
        cells.text = self.head.text.and_then(|index| record.passage(index));
        (!is_empty).then_some(cells)
    }

    /// What a record allows, one rule a line of its column.
    fn allowances(&mut self, record: &Record<'_>) -> Vec<Allowance> {
        let Some(cell) = self.head.allows.and_then(|index| record.passage(index)) else { return Vec::new() };
        let (source, row) = (record.row.source, record.row.span);
        let written = cell.text().lines().map(str::trim).filter(|line| !line.is_empty());
        let read = written.map(|line| allow::read(source, cell.span(), line, row));
        let (allowed, faults) = allow::sorted(read);
        faults.into_iter().for_each(|fault| self.said.fault(Box::new(fault)));
        allowed
    }

    /// What a value means, where the caller has said what values mean.
    fn meant<'v>(&self, field: Field, value: Cow<'v, str>) -> Option<Cow<'v, str>> {
        match self.reading.options.map {
            Some(map) => map.meant(field, value.into_owned()).map(Cow::Owned),
            None => Some(value),
        }
    }
}
