//! `rdjson`: the Diagnostic Format of reviewdog, which counts columns in bytes of UTF-8.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Level, Place};
use crate::language::Lang;
use crate::source;

use super::json::Items;
use super::{Report, Writer, spoken};

/// Writes `rdjson`.
pub(super) struct Rdjson {
    lang: Lang,
    items: Items,
}

impl Rdjson {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, items: Items::default() }
    }

    fn write(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let Some(place) = &finding.place else { return Ok(()) };
        let fix = finding.fix.iter();
        let item = Item {
            message: spoken::lines(finding, self.lang).join("\n"),
            location: location(place),
            severity: match finding.level {
                Level::Error => "ERROR",
                Level::Warning => "WARNING",
                Level::Note => "INFO",
            },
            code: Code { value: &finding.code },
            suggestions: fix.map(|fix| Suggestion { range: range(&fix.place), text: &fix.insert }).collect(),
        };
        self.items.write(&item, out)
    }
}

impl Writer for Rdjson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(br#"{"source":{"name":"liyi"},"diagnostics":["#)
    }

    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        self.write(finding, out)
    }

    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        report.errors.iter().try_for_each(|error| self.write(error, out))?;
        writeln!(out, "]}}")
    }
}

#[derive(Serialize)]
struct Item<'a> {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

/// The end is the place behind the last byte.
#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

fn location(place: &Place) -> Location {
    let range = place.line.is_some().then(|| range(place));
    Location { path: spoken::forge_path(&place.path), range }
}

fn range(place: &Place) -> Range {
    Range { start: position(place.start), end: position(place.end) }
}

fn position(at: source::Position) -> Position {
    Position { line: at.line, column: at.byte_column }
}
