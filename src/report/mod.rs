//! Reports: one file a format, each a function of what was found.

mod csv;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod html;
mod json;
mod junit;
mod markdown;
mod rdjson;
mod redact;
mod sarif;
mod short;
mod snippet;
mod spoken;
mod statistics;
mod summary;
mod verdict;

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Level};
use crate::document::Conversation;
use crate::language::{Bilingual, Lang};
use crate::lint::Skipped;
use crate::ruleset::Entry;
use crate::words;

pub use full::{render, wrapped};
pub use json::write_value;
pub use redact::Redactor;
pub use short::line;
pub use statistics::{By, Statistics};
pub use summary::{count, sentences};
pub use verdict::write_verdict;

/// Everything a run brought but its findings, which go out as they come.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many findings there are of each level, lightest first.
    pub found: [usize; Level::ALL.len()],
    /// How many of them are not shown.
    pub not_shown: usize,
    /// Findings that do not count, and why.
    pub uncounted: Uncounted,
    /// Findings of the baseline that no longer occur.
    pub gone: usize,
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
    /// Counts of the findings, where they are wanted.
    pub statistics: Option<Statistics>,
}

/// How many findings do not count, and why.
#[derive(Clone, Copy, Debug, Default)]
pub struct Uncounted {
    /// They are allowed where they stand.
    pub allowed: usize,
    /// They are in the baseline.
    pub baseline: usize,
    /// They are on lines that have not changed.
    pub unchanged: usize,
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
    /// Commands for the runner of GitHub Actions.
    Github,
    /// GitLab's Code Quality.
    Gitlab,
    /// SARIF 2.1.0.
    Sarif,
    /// Test cases.
    Junit,
    /// The Diagnostic Format of reviewdog.
    Rdjson,
    /// A table.
    Csv,
    /// A summary for a page.
    Markdown,
    /// A page with the conversations.
    Html,
}

words!(Format {
    Full: "full",
    Short: "short",
    Json: "json",
    Github: "github",
    Gitlab: "gitlab",
    Sarif: "sarif",
    Junit: "junit",
    Rdjson: "rdjson",
    Csv: "csv",
    Markdown: "markdown",
    Html: "html",
});

impl Format {
    /// Whether it is made to be shown to others, so that personal data is masked unless somebody says otherwise.
    pub fn is_published(self) -> bool {
        !matches!(self, Self::Full | Self::Short | Self::Json)
    }

    /// Whether it tells what could not be checked, so that nobody else need.
    pub fn has_summary(self) -> bool {
        matches!(self, Self::Full | Self::Json)
    }
}

/// Writes one format.
trait Writer {
    /// Writes what stands before all findings.
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes a finding. Those of a file come together.
    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()>;

    /// Takes note of a conversation and its findings, which may be masked.
    fn conversation(&mut self, _: &Conversation, _: &[Diagnostic], _: Option<&mut Redactor>) {}

    /// Writes the rest.
    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()>;
}

/// Writes a report, finding by finding.
pub struct Reporter {
    writer: Box<dyn Writer>,
    has_begun: bool,
}

impl Reporter {
    /// A report in a format and style, on what some rules find.
    pub fn new(format: Format, style: Style, rules: &[Entry]) -> Self {
        let lang = style.lang;
        let writer: Box<dyn Writer> = match format {
            Format::Full => Box::new(full::Full::new(style)),
            Format::Short => Box::new(short::Short(lang)),
            Format::Json => Box::<json::Json>::default(),
            Format::Github => Box::new(github::Github::new(lang)),
            Format::Gitlab => Box::new(gitlab::Gitlab::new(lang)),
            Format::Sarif => Box::new(sarif::Sarif::new(lang, rules)),
            Format::Junit => Box::new(junit::Junit::new(lang)),
            Format::Rdjson => Box::new(rdjson::Rdjson::new(lang)),
            Format::Csv => Box::new(csv::Csv::new(lang)),
            Format::Markdown => Box::new(markdown::Markdown::new(lang)),
            Format::Html => Box::new(html::Html::new(lang)),
        };
        Self { writer, has_begun: false }
    }

    /// Writes a finding. Those of a file come together.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        self.writer.finding(finding, out)
    }

    /// Takes note of a conversation and its findings, which are masked where a redactor is given.
    pub fn conversation(
        &mut self,
        said: &Conversation,
        found: &[Diagnostic],
        redactor: Option<&mut Redactor>,
    ) {
        self.writer.conversation(said, found, redactor);
    }

    /// Writes the rest.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        self.writer.end(report, out)
    }

    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.has_begun {
            Ok(())
        } else {
            self.has_begun = true;
            self.writer.begin(out)
        }
    }
}
