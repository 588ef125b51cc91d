//! What can be typed. The doc comments are the English help; `help` has the Chinese.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::baseline::Baseline;
use super::check::args::Check;
use super::doctor::Doctor;
use super::gate::args::Gate;
use super::init::Init;
use super::manual::{Completions, Manual};
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
    /// Write or prune a baseline: the findings that do not count for `liyi check --baseline`.
    Baseline(Baseline),
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
    /// Begin a project: look at a folder, and write a liyi.yaml and a ruleset for it.
    Init(Init),
    /// Begin something of your own.
    New(New),
    /// Say whether all is sound: the configuration, the rulesets and their proofs, the maps.
    Doctor(Doctor),
    /// Print the JSON Schema of a file that you write, for your editor.
    Schema(Schema),
    /// Write what completes the command line in a shell to standard output.
    Completions(Completions),
    /// Write the manual, a page a command, for `man`.
    Man(Manual),
    /// Write the bundle of the built-in rulesets, as the program carries it.
    Bundle(Bundle),
}

/// Which configuration holds.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Configuration {
    /// The configuration file; by default the `liyi.yaml` of this folder, or else of the nearest above it that has one.
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,

    /// Read no configuration file.
    #[arg(long, global = true)]
    pub(super) no_config: bool,
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
