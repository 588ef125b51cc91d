//! Reports: one file a format, each a function of what was found.

mod full;
mod json;
mod short;
mod snippet;
mod summary;

use std::io::{self, Write};
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Level};
use crate::language::{Bilingual, Lang};
use crate::lint::Skipped;

pub use full::{render, wrapped};
pub use json::write_value;
pub use summary::count;

/// Everything a run brought but its findings, which go out as they come.
#[derive(Debug, Default)]
pub struct Report {
    /// How many findings there are of each level, lightest first.
    pub found: [usize; Level::ALL.len()],
    /// What could not be checked, in the order it was met.
    pub errors: Vec<Diagnostic>,
    /// Rules that could not be judged.
    pub skipped: Skipped,
    /// Files with nothing in them.
    pub empty: Vec<String>,
    /// Files that a walk found and could not place, and why.
    pub not_recognised: Vec<(String, Bilingual)>,
    /// Files that do not say in which character set they are, and which one was guessed.
    pub guessed: Vec<(String, &'static str)>,
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
        self.found[level as usize]
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
    /// Nothing but what could not be checked.
    Quiet,
}

/// Writes a report, finding by finding.
pub struct Reporter {
    format: Format,
    style: Style,
    /// Findings written so far: in all, and of the last file.
    written: usize,
    of_file: usize,
    file: Option<Arc<str>>,
}

impl Reporter {
    /// A report in a format and style.
    pub fn new(format: Format, style: Style) -> Self {
        Self { format, style, written: 0, of_file: 0, file: None }
    }

    /// Writes a finding. Those of a file come together.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let file = finding.place.as_ref().map(|place| &place.path);
        if file != self.file.as_ref() {
            self.end_file(out)?;
            self.file = file.cloned();
            self.of_file = 0;
        }
        self.written += 1;
        self.of_file += 1;
        match self.format {
            Format::Full if self.of_file > full::MOST_PER_FILE => Ok(()),
            Format::Full => writeln!(out, "{}", full::render(finding, self.style)),
            Format::Short => writeln!(out, "{}", short::line(finding, self.style.lang)),
            Format::Json => json::write_finding(finding, self.written == 1, out),
            Format::Quiet => Ok(()),
        }
    }

    /// Writes the rest: to `out` what belongs to the report, to `err` what a person has to know beside it.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn end(self, report: &Report, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<()> {
        self.end_file(out)?;
        let lang = self.style.lang;
        if self.format == Format::Json {
            json::write_rest(report, self.written == 0, out)?;
        }
        out.flush()?;
        for error in &report.errors {
            match self.format {
                Format::Full | Format::Quiet => writeln!(err, "{}", full::render(error, self.style))?,
                Format::Short | Format::Json => writeln!(err, "{}", short::line(error, lang))?,
            }
        }
        match self.format {
            Format::Full => out.write_all(summary::sentences(report, lang).as_bytes()),
            Format::Short => err.write_all(summary::sentences(report, lang).as_bytes()),
            Format::Json | Format::Quiet => Ok(()),
        }
    }

    fn end_file(&self, out: &mut dyn Write) -> io::Result<()> {
        match &self.file {
            Some(file) if self.format == Format::Full => {
                full::write_more(file, self.of_file, self.style, out)
            }
            _ => Ok(()),
        }
    }
}
