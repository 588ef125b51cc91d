//! What can be typed. The doc comments are the English help; `help` has the Chinese.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::diagnostic::Level;
use crate::report::{By, Format};

use super::chosen::Chosen;
use super::format::FormatParser;
use super::gate::args::Gate;
use super::schema::Schema;
use super::texts::Reading;

/// Checks the etiquette of service messages: chats, e-mail drafts, SMS templates.
#[derive(Debug, Parser)]
#[command(name = "liyi", version, disable_help_subcommand = true, arg_required_else_help = true)]
pub(super) struct Cli {
    /// Colours: auto (on a terminal, unless NO_COLOR is set), always or never.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_parser = ["auto", "always", "never"])]
    pub(super) color: String,

    /// Language of what people read, zh or en; by default that of the locale.
    #[arg(long, global = true, value_name = "LANG", value_parser = ["zh", "en"])]
    pub(super) lang: Option<String>,

    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check files, folders or standard input (-).
    Check(Check),
    /// Judge one message before it goes out, on standard input: a draft, a mail, or a draft in the context of what was said.
    Gate(Gate),
    /// Try the examples of rules: each `flags` must be reported, no `passes` may be.
    Test(Test),
    /// Measure how often rules are right on texts that a person has labelled.
    Measure(Measure),
    /// Explain a rule: what it looks for and why, with its examples.
    Explain(Explain),
    /// Trace why rules report a message, or do not.
    Trace(Trace),
    /// List the rules.
    Rules(Rules),
    /// List the formats that are read, or say what a file is and what is in it.
    Formats(Formats),
    /// Begin something of your own.
    New(New),
    /// Print the JSON Schema of a file that you write, for your editor.
    Schema(Schema),
    /// Write the bundle of the built-in rulesets, as the program carries it.
    Bundle(Bundle),
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// Files and folders, or - for standard input; by default the folder you are in.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

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

    /// A ruleset to check against instead of those of the configuration, or `common`: the name of a built-in one, or a path.
    /// Repeatable.
    #[arg(long, value_name = "NAME|PATH")]
    pub(super) ruleset: Vec<String>,

    /// A phrase that agents must not use, to look for it alone, or beside --ruleset; '/…/' is a regex. Repeatable.
    #[arg(long, value_name = "PHRASE")]
    pub(super) forbid: Vec<String>,

    #[command(flatten)]
    pub(super) chosen: Chosen,

    #[command(flatten)]
    pub(super) reading: Reading,

    /// The name under which standard input is recognised and reported.
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<String>,

    /// The lightest level that fails the run (exit 1): error, warning, note, or never.
    #[arg(long, value_name = "LEVEL", default_value = "warning", value_parser = ["error", "warning", "note", "never"])]
    fail_on: String,

    /// Rules that could not be judged fail the run (exit 2).
    #[arg(long)]
    pub(super) fail_on_skipped: bool,

    /// Print nothing but what could not be checked: the exit code says whether something was found, and judging ends with
    /// the first finding that settles it.
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// Only list what would be read, as what, and what not, and why.
    #[arg(long)]
    pub(super) list_files: bool,

    /// How many threads to work with; by default as many as there are processors. What is found does not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,

    #[command(flatten)]
    pub(super) configuration: Configuration,
}

/// Which configuration holds.
#[derive(Clone, Debug, Args)]
pub(super) struct Configuration {
    /// The configuration file; by default the `liyi.yaml` of this folder, or else of the nearest above it that has one.
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,

    /// Read no configuration file.
    #[arg(long, global = true)]
    pub(super) no_config: bool,
}

impl Check {
    /// The reports that are wanted, each with its file; without one it goes to standard output.
    pub(super) fn reports(&self) -> Vec<(Format, Option<PathBuf>)> {
        match self.format.as_slice() {
            [] if self.quiet => Vec::new(),
            [] => vec![(Format::Full, None)],
            formats => formats.iter().filter(|(_, file)| file.is_some() || !self.quiet).cloned().collect(),
        }
    }

    /// Whether personal data is masked, where somebody says so.
    pub(super) fn redact(&self) -> Option<bool> {
        self.redact.as_ref().map(|word| word == "yes")
    }

    /// What findings are counted by, if they are.
    pub(super) fn statistics(&self) -> Option<By> {
        self.statistics.as_deref().and_then(By::named)
    }

    /// How many threads to work with.
    pub(super) fn threads(&self) -> usize {
        let available = || std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.map_or_else(available, usize::from)
    }

    /// The lightest level that fails the run; none for never.
    pub(super) fn fail_on(&self) -> Option<Level> {
        Level::named(&self.fail_on)
    }
}

#[derive(Debug, Args)]
pub(super) struct Test {
    /// Rulesets or rules (RULESET/RULE); a ruleset by name or path. By default all that are built in.
    #[arg(value_name = "RULESET[/RULE]")]
    pub(super) names: Vec<String>,

    #[command(flatten)]
    pub(super) configuration: Configuration,
}

#[derive(Debug, Args)]
pub(super) struct Measure {
    /// Folders of texts with a table of labels, labels.tsv.
    #[arg(value_name = "FOLDER", required = true)]
    pub(super) folders: Vec<PathBuf>,

    /// Also list every finding that no label wants, and every label that nothing found.
    #[arg(long)]
    pub(super) show: bool,

    /// How the figures are shown: text or json.
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    pub(super) format: String,

    #[command(flatten)]
    pub(super) configuration: Configuration,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The rule, as reports name it: RULESET/RULE. A ruleset alone lists its rules.
    #[arg(value_name = "RULESET[/RULE]")]
    pub(super) rule: String,

    #[command(flatten)]
    pub(super) configuration: Configuration,
}

#[derive(Debug, Args)]
pub(super) struct Trace {
    /// The message: a file, or - for standard input, and a line of it.
    #[arg(value_name = "FILE:LINE")]
    pub(super) place: String,

    /// The rule, as reports name it: RULESET/RULE; by default those that look at something in the message.
    #[arg(value_name = "RULESET/RULE")]
    pub(super) rule: Option<String>,

    /// A ruleset to trace instead of those of the configuration, or `common`: the name of a built-in one, or a path. Repeatable.
    #[arg(long, value_name = "NAME|PATH")]
    pub(super) ruleset: Vec<String>,

    #[command(flatten)]
    pub(super) reading: Reading,

    #[command(flatten)]
    pub(super) configuration: Configuration,
}

#[derive(Debug, Args)]
pub(super) struct Rules {
    /// Only the rules of this ruleset: the name of a built-in one, or a path. Repeatable.
    #[arg(long, value_name = "NAME|PATH")]
    pub(super) ruleset: Vec<String>,

    /// How rules are shown: text or json.
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    pub(super) format: String,

    #[command(flatten)]
    pub(super) configuration: Configuration,
}

#[derive(Debug, Args)]
pub(super) struct Formats {
    /// A file, or - for standard input.
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,

    /// How the list is shown: text or json.
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    pub(super) format: String,

    #[command(flatten)]
    pub(super) reading: Reading,

    #[command(flatten)]
    pub(super) configuration: Configuration,
}

#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    pub(super) what: What,
}

#[derive(Debug, Args)]
pub(super) struct Bundle {
    /// The file.
    #[arg(value_name = "PATH")]
    pub(super) path: PathBuf,
}

/// What can be begun.
#[derive(Debug, Subcommand)]
pub(super) enum What {
    /// Begin a ruleset with a rule that is proven.
    Rule(NewRule),
}

#[derive(Debug, Args)]
pub(super) struct NewRule {
    /// The file, which must not be there yet, or - for standard output.
    #[arg(value_name = "PATH", default_value = "my-rules.yaml")]
    pub(super) path: PathBuf,

    /// The name of the rule: what is wrong, in lower case with hyphens.
    #[arg(long, value_name = "NAME")]
    pub(super) id: Option<String>,

    /// The phrase that agents must not use.
    #[arg(long, value_name = "PHRASE", conflicts_with = "require")]
    pub(super) forbid: Option<String>,

    /// The phrase that agents must use.
    #[arg(long, value_name = "PHRASE")]
    pub(super) require: Option<String>,
}
