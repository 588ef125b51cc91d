//! Reports: one file a format, each a function of what was found.

mod full;
mod json;
mod short;
mod snippet;
mod summary;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Level};
use crate::language::{Bilingual, Lang};
use crate::lint::Skipped;

pub use full::render;
pub use json::write_value;
pub use summary::count;

/// Everything a run brought.
#[derive(Debug, Default)]
pub struct Report {
    /// The findings, in order.
    pub diagnostics: Vec<Diagnostic>,
    /// What could not be checked, in the order it was met.
    pub errors: Vec<Diagnostic>,
    /// Rules that could not be judged.
    pub skipped: Skipped,
    /// Files with nothing in them.
    pub empty: Vec<String>,
    /// Files that a walk found and could not place, and why.
    pub not_recognised: Vec<(String, Bilingual)>,
    /// Files that were read.
    pub files: usize,
    /// Conversations that were judged.
    pub conversations: usize,
    /// Their messages.
    pub messages: usize,
}

impl Report {
    /// How many findings have a level.
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count()
    }

    /// How often a rule could not be judged.
    pub fn skips(&self) -> usize {
        self.skipped.values().sum()
    }
}

/// How a report is shown.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// In which language.
    pub lang: Lang,
    /// Whether with colours.
    pub color: bool,
    /// How wide, in columns.
    pub width: usize,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Each finding with its line, marks and help.
    Full,
    /// One line a finding.
    Short,
    /// One JSON object.
    Json,
}

/// Writes a report: what was found to `out`, what a person has to know beside it to `err`.
///
/// # Errors
/// When the output cannot be written.
pub fn write(
    report: &Report,
    format: Format,
    style: Style,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Full => {
            full::write(report, style, out)?;
            report.errors.iter().try_for_each(|error| writeln!(err, "{}", full::render(error, style)))?;
            out.write_all(summary::sentences(report, style.lang).as_bytes())
        }
        Format::Short => {
            report
                .diagnostics
                .iter()
                .try_for_each(|finding| writeln!(out, "{}", short::line(finding, style.lang)))?;
            report.errors.iter().try_for_each(|error| writeln!(err, "{}", short::line(error, style.lang)))?;
            err.write_all(summary::sentences(report, style.lang).as_bytes())
        }
        Format::Json => {
            json::write(report, out)?;
            report.errors.iter().try_for_each(|error| writeln!(err, "{}", short::line(error, style.lang)))
        }
    }
}
