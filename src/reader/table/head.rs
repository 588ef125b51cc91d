//! The head of a table: what its columns are, found before its rows are read in stretches.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::Kind;
use crate::source::Source;
use crate::threads::stretch;

use super::super::chat::said::Said;
use super::super::chunks::{Chunk, Chunks};
use super::super::{Options, allow};
use super::columns::{Columns, Field, Naming, is_head};
use super::faults::{columns_twice, no_column};
use super::records::{Record, Records, Separator};

/// What the columns are, and how records are read.
pub(super) struct Head {
    /// Which column holds each field, if one does.
    columns: [Option<usize>; Field::ALL.len()],
    /// The line that names them, which stands there again where files were joined; nothing in a table without one.
    line: String,
    /// Where it stands which findings are allowed.
    pub(super) allows: Option<usize>,
    /// The other columns and their names.
    pub(super) facts: Vec<(usize, String)>,
    pub(super) separator: Separator,
    /// How many fields a record has.
    pub(super) width: Option<usize>,
}

impl Head {
    /// The column that holds a field.
    pub(super) fn index(&self, field: Field) -> Option<usize> {
        self.columns[field as usize]
    }

    /// Whether a record is the line with the names once more.
    pub(super) fn is_again(&self, record: &Record<'_>) -> bool {
        record.row.text.len() <= self.line.len() + MARK_AND_END && line_of(record) == self.line
    }

    /// What the first record says about the columns, and where the rows begin: behind it, if it is nothing but their names.
    /// In a table without a head line they are called by their numbers.
    fn of(first: &Record<'_>, kind: Kind, options: &Options) -> Result<(Self, usize), Box<Diagnostic>> {
        let (cells, given) = (first.values().map(Cow::into_owned).collect::<Vec<_>>(), &options.columns);
        let is_head = is_head(&cells, given);
        let names =
            if is_head { cells } else { (1..=cells.len()).map(|number| number.to_string()).collect() };
        let columns = Columns::of(&names, given, Naming::of(kind)).or_numbered(given);
        check(first, &columns, &names, kind, options)?;
        let rows = if is_head { first.row.span().end } else { first.row.start };
        let allows = names.iter().position(|name| name.trim().eq_ignore_ascii_case(allow::WORD));
        let is_fact = |index: &usize| columns.field(*index).is_none() && Some(*index) != allows;
        let facts = names.into_iter().enumerate().filter(|(index, _)| is_fact(index)).collect();
        let columns = Field::ALL.map(|field| columns.index(field));
        let line = if is_head { line_of(first).to_owned() } else { String::new() };
        Ok((Self { columns, line, allows, facts, separator: Separator::new(None), width: None }, rows))
    }
}

/// How much longer a line may be with a byte order mark and its line end.
const MARK_AND_END: usize = 5;

/// A record without a byte order mark and its line end.
fn line_of<'a>(record: &Record<'a>) -> &'a str {
    record.row.text.trim_start_matches('\u{FEFF}').trim_end_matches(['\r', '\n'])
}

/// Whether the columns are there that the caller named, and those that nothing can be checked without.
fn check(
    first: &Record<'_>,
    columns: &Columns,
    names: &[String],
    kind: Kind,
    options: &Options,
) -> Result<(), Box<Diagnostic>> {
    let is_there = |field| columns.index(field).is_some_and(|index| index < names.len());
    let fault = |field, given| Err(Box::new(no_column(first.row, names, field, given, kind)));
    if let Some((field, name)) = options.columns.iter().find(|(field, _)| !is_there(*field)) {
        return fault(*field, Some(name));
    }
    if !is_there(Field::Text) {
        return fault(Field::Text, None);
    }
    if let Some((field, both)) = columns.twice(names, &options.columns) {
        let numbers = both.map(|index| index + 1);
        return Err(Box::new(columns_twice(first.row, &names[both[0]], field, numbers)));
    }
    let says_who = [Field::Role, Field::Speaker].into_iter().any(is_there);
    if kind == Kind::Chat && !says_who { fault(Field::Role, None) } else { Ok(()) }
}

/// A stretch of a table.
pub(super) enum Stretch {
    /// Rows to be read.
    Rows(Chunk, Arc<Head>),
    /// What stands before the rows has been read.
    Read(Box<Said>),
}

impl Stretch {
    /// The number of the stretch of the stream that it begins in.
    pub(super) fn number(&self) -> usize {
        match self {
            Self::Rows(chunk, _) => stretch(chunk.start),
            Self::Read(_) => 0,
        }
    }
}

/// The stretches of a table.
pub(super) struct Stretches<'a> {
    chunks: Chunks<'a>,
    name: Arc<str>,
    kind: Kind,
    options: &'a Options,
    separator: Separator,
    width: Option<usize>,
    head: Option<Arc<Head>>,
    /// What of the first chunk stands behind the head.
    rest: Option<Chunk>,
    is_over: bool,
}

impl<'a> Stretches<'a> {
    pub(super) fn new(
        chunks: Chunks<'a>,
        name: Arc<str>,
        separator: Separator,
        kind: Kind,
        options: &'a Options,
    ) -> Self {
        Self { chunks, name, kind, options, separator, width: None, head: None, rest: None, is_over: false }
    }

    /// Looks for the head in a chunk; all that stands behind it is left for later.
    fn look_for_head(&mut self, mut chunk: Chunk) -> Said {
        let (mut said, mut behind) = (Said::default(), None);
        let name = Arc::clone(&self.name);
        chunk.clone().sources(&name, |source| match source {
            _ if behind.is_some() || self.is_over => (),
            Ok(source) => behind = self.head_in(&source, &mut said),
            Err(fault) => said.once.tell(|| fault),
        });
        self.rest = behind.map(|at| chunk.split_off(at));
        said
    }

    /// Looks for the head: the first record that can be read. The answer is where the rows begin.
    fn head_in(&mut self, source: &Arc<Source>, said: &mut Said) -> Option<usize> {
        let (kind, options) = (self.kind, self.options);
        let mut records = Records::new(source, &mut self.separator, &mut self.width);
        let found = loop {
            match records.next()?.map(|record| Head::of(&record, kind, options)) {
                Ok(found) => break found,
                Err(fault) => said.fault(fault),
            }
        };
        match found {
            Ok((head, rows)) => {
                self.head = Some(Arc::new(Head { separator: self.separator, width: self.width, ..head }));
                Some(rows)
            }
            Err(fault) => {
                said.fault(fault);
                self.is_over = true;
                None
            }
        }
    }
}

impl Iterator for Stretches<'_> {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        if self.is_over {
            return None;
        }
        let chunk = match self.rest.take() {
            Some(rest) => rest,
            None => match self.chunks.next()? {
                Ok(chunk) => chunk,
                Err(fault) => {
                    let mut said = Box::<Said>::default();
                    said.fault(fault);
                    return Some(Stretch::Read(said));
                }
            },
        };
        Some(match &self.head {
            Some(head) => Stretch::Rows(chunk, Arc::clone(head)),
            None => Stretch::Read(Box::new(self.look_for_head(chunk))),
        })
    }
}
