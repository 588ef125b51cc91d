//! What can be typed behind `liyi check`. The doc comments are the English help.

use std::path::PathBuf;

use clap::Args;

use crate::diagnostic::Level;
use crate::report::{By, Format};

use super::super::args::Configuration;
use super::super::chosen::Chosen;
use super::super::format::FormatParser;
use super::super::texts::Reading;

#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    #[command(flatten)]
    pub(in crate::cli) task: Task,

    #[command(flatten)]
    pub(in crate::cli) outcome: Outcome,
}

/// What is checked, and by which rules.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct Task {
    /// Files and folders, or - for standard input; by default the folder you are in.
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,

    /// A list of more files and folders, one a line, or each ended by a NUL; - for standard input.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) files_from: Option<PathBuf>,

    /// The name under which standard input is recognised and reported.
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) stdin_filename: Option<String>,

    /// A ruleset to check against instead of those of the configuration, or `common`: the name of a built-in one, or a path.
    /// Repeatable.
    #[arg(long, value_name = "NAME|PATH")]
    pub(in crate::cli) ruleset: Vec<String>,

    /// A phrase that agents must not use, to look for it alone, or beside --ruleset; '/…/' is a regex. Repeatable.
    #[arg(long, value_name = "PHRASE")]
    pub(in crate::cli) forbid: Vec<String>,

    #[command(flatten)]
    pub(in crate::cli) chosen: Chosen,

    #[command(flatten)]
    pub(in crate::cli) reading: Reading,

    /// How many threads to work with; by default as many as there are processors. What is found does not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,

    #[command(flatten)]
    pub(in crate::cli) configuration: Configuration,
}

/// What counts, what fails the run, and how it is shown.
#[derive(Debug, Default, Args)]
pub(in crate::cli) struct Outcome {
    /// A baseline: findings that are in it do not count (liyi baseline).
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) baseline: Option<PathBuf>,

    /// Only findings on lines that have changed since a revision of git count; files that git does not know count whole.
    #[arg(long, value_name = "REV")]
    pub(in crate::cli) changed_since: Option<String>,

    /// How findings are shown: full, short (path:line:col: level[rule]: text), json, github, gitlab, sarif, junit, rdjson,
    /// csv, markdown or html; by default full. With =PATH the report goes to a file. Repeatable.
    #[arg(long, value_name = "FORMAT[=PATH]", value_parser = FormatParser)]
    format: Vec<(Format, Option<PathBuf>)>,

    /// Whether personal data is masked, yes or no; by default in all formats but full, short and json.
    #[arg(long, value_name = "WHETHER", value_parser = ["yes", "no"])]
    redact: Option<String>,

    /// Say at the end how often what was found: by rule, ruleset, clause or speaker.
    #[arg(long, value_name = "BY", value_parser = By::NAMES)]
    statistics: Option<String>,

    /// Show this many findings at most, and say how many more there are. The exit code is that of all.
    #[arg(long, value_name = "N")]
    pub(in crate::cli) max_diagnostics: Option<usize>,

    /// Print nothing but what could not be checked: the exit code says whether something was found, and judging ends with
    /// the first finding that settles it.
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,

    /// Say on standard error by which configuration and rulesets what was read as what, and how long it took.
    #[arg(long, conflicts_with = "quiet")]
    pub(in crate::cli) verbose: bool,

    /// Only list what would be read, as what, and what not, and why.
    #[arg(long)]
    pub(in crate::cli) list_files: bool,

    /// The lightest level that fails the run (exit 1): error, warning, note, or never.
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = ["error", "warning", "note", "never"])]
    fail_on: String,

    /// Rules that could not be judged fail the run (exit 2).
    #[arg(long)]
    pub(in crate::cli) fail_on_skipped: bool,
}

impl Task {
    /// How many threads to work with.
    pub(in crate::cli) fn threads(&self) -> usize {
        let available = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.map_or_else(available, usize::from)
    }
}

impl Outcome {
    /// Nothing is shown but what could not be checked, and nothing fails the run.
    pub(in crate::cli) fn quiet() -> Self {
        Self { quiet: true, ..Self::default() }
    }

    /// The reports that are wanted, each with its file; without one it goes to standard output.
    pub(in crate::cli) fn reports(&self) -> Vec<(Format, Option<PathBuf>)> {
        match self.format.as_slice() {
            [] if self.quiet => Vec::new(),
            [] => vec![(Format::Full, None)],
            formats => formats.iter().filter(|(_, file)| file.is_some() || !self.quiet).cloned().collect(),
        }
    }

    /// Whether personal data is masked, where somebody says so.
    pub(in crate::cli) fn redact(&self) -> Option<bool> {
        self.redact.as_ref().map(|word| word == "yes")
    }

    /// What findings are counted by, if they are.
    pub(in crate::cli) fn statistics(&self) -> Option<By> {
        self.statistics.as_deref().and_then(By::named)
    }

    /// The lightest level that fails the run; none for never.
    pub(in crate::cli) fn fail_on(&self) -> Option<Level> {
        Level::named(&self.fail_on)
    }
}
