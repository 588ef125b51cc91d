//! CSV and TSV: rows under a head line that names the columns.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::document::Kind;

use super::super::Options;
use super::columns::{Columns, Field, Naming, is_head};
use super::faults::no_column;
use super::records::{Record, Records};
use super::row::Row;

/// The rows of a table, read as a stream.
pub(super) struct Rows<'a> {
    records: Records<'a>,
    kind: Kind,
    options: &'a Options,
    head: Option<Head>,
    /// How many rows have been read.
    count: usize,
    is_over: bool,
}

/// What the columns are.
struct Head {
    columns: Columns,
    names: Vec<String>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(records: Records<'a>, kind: Kind, options: &'a Options) -> Self {
        Self { records, kind, options, head: None, count: 0, is_over: false }
    }

    fn take(&mut self, record: Record) -> Result<Option<Row>, Box<Diagnostic>> {
        if self.head.is_none() {
            let (head, is_head) = self.head(&record).inspect_err(|_| self.is_over = true)?;
            self.head = Some(head);
            if is_head {
                return Ok(None);
            }
        }
        self.count += 1;
        Ok(self.row(record))
    }

    /// What the first record says about the columns, and whether it is nothing but their names. In a table without a head
    /// line they are called by their numbers.
    fn head(&self, first: &Record) -> Result<(Head, bool), Box<Diagnostic>> {
        let (cells, given) = (first.values().collect::<Vec<_>>(), &self.options.columns);
        let is_head = is_head(&cells, given);
        let names =
            if is_head { cells } else { (1..=cells.len()).map(|number| number.to_string()).collect() };
        let columns = Columns::of(&names, given, Naming::of(self.kind)).or_numbered(given);
        self.check(first, &columns, &names)?;
        Ok((Head { columns, names }, is_head))
    }

    /// Whether the columns are there that the caller named, and those that nothing can be checked without.
    fn check(&self, first: &Record, columns: &Columns, names: &[String]) -> Result<(), Box<Diagnostic>> {
        let is_there = |field| columns.index(field).is_some_and(|index| index < names.len());
        let fault = |field, given| Err(Box::new(no_column(&first.source, names, field, given, self.kind)));
        if let Some((field, name)) = self.options.columns.iter().find(|(field, _)| !is_there(*field)) {
            return fault(*field, Some(name));
        }
        if !is_there(Field::Text) {
            return fault(Field::Text, None);
        }
        let says_who = [Field::Role, Field::Speaker].into_iter().any(is_there);
        if self.kind == Kind::Chat && !says_who { fault(Field::Role, None) } else { Ok(()) }
    }

    /// A row, unless it is empty.
    fn row(&self, record: Record) -> Option<Row> {
        let head = self.head.as_ref()?;
        let cells: Vec<String> = record.values().collect();
        if cells.iter().all(String::is_empty) {
            return None;
        }
        let text = head.columns.index(Field::Text).and_then(|index| record.passage(index));
        let (mut values, mut meta) = (BTreeMap::new(), Vec::new());
        for (index, cell) in cells.into_iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            match head.columns.field(index) {
                Some(Field::Text) => (),
                Some(field) => {
                    let value = match self.options.map {
                        Some(map) => map.meant(field, cell),
                        None => Some(cell),
                    };
                    values.extend(value.map(|value| (field, value)));
                }
                None => meta.extend(head.names.get(index).map(|name| (name.clone(), cell))),
            }
        }
        let place = if self.kind == Kind::Sms { self.count } else { 1 }.to_string();
        let span = record.source.span();
        Some(Row { source: record.source, span, text, values, meta, place })
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Row, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            let row = self.records.next()?.and_then(|record| self.take(record));
            if let Some(row) = row.transpose() {
                return Some(row);
            }
        }
        None
    }
}
