//! The command line: the only room that touches files, environment and terminal.
#![allow(clippy::disallowed_methods, reason = "this room is where files are touched")]

mod args;
mod baseline;
mod bundle;
mod check;
mod chinese;
mod chosen;
mod columns;
mod configuration;
mod doctor;
mod encoding;
mod entries;
mod explain;
mod facts;
mod files;
mod format;
mod formats;
mod gate;
mod help;
mod init;
mod inputs;
mod judges;
mod level;
mod listing;
mod manual;
mod measure;
mod new;
mod outlets;
mod output;
mod reading;
mod rules;
mod schema;
mod template;
mod test;
mod texts;
mod trace;
mod typed;
mod walked;
mod whole;

use std::ffi::OsString;
use std::io::{BufRead, Write};

use clap::FromArgMatches;

use crate::language::Lang;
use args::{Cli, Command};
use output::Output;

pub use output::{Pipe, UntilClosed};

/// All checked, nothing found.
pub const CLEAN: u8 = 0;
/// Something was found.
pub const FOUND: u8 = 1;
/// Not everything could be checked.
pub const NOT_CHECKED: u8 = 2;

/// What a run needs of the world.
pub struct World<'a> {
    /// Standard input.
    pub stdin: Box<dyn BufRead + Send>,
    /// Standard output.
    pub stdout: &'a mut dyn Pipe,
    /// Standard error.
    pub stderr: &'a mut dyn Write,
    /// Whether a person types on standard input.
    pub stdin_is_terminal: bool,
    /// Whether a person looks at standard output.
    pub stdout_is_terminal: bool,
    /// Whether a person looks at standard error.
    pub stderr_is_terminal: bool,
    /// The environment variables.
    pub variables: &'a dyn Fn(&str) -> Option<String>,
}

/// Runs a command; the answer is the exit code.
pub fn run(arguments: Vec<OsString>, world: &mut World<'_>) -> u8 {
    let lang = language(&arguments, world.variables);
    let arguments = arguments.into_iter().map(trace::line_of_stdin);
    let command = help::command(lang);
    let matches = match command.try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return help::show(&error, lang, world),
    };
    let mut cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return help::show(&error, lang, world),
    };
    let mut output = Output::new(&cli, lang, world);
    let answer = match &mut cli.command {
        Command::Check(command) => check::run(command, &mut output),
        Command::Baseline(command) => baseline::run(command, &mut output),
        Command::Gate(command) => gate::run(command, &mut output),
        Command::Test(command) => test::run(command, &mut output),
        Command::Measure(command) => measure::run(command, &mut output),
        Command::Explain(command) => explain::run(command, &mut output),
        Command::Trace(command) => trace::run(command, &mut output),
        Command::Rules(command) => rules::run(command, &mut output),
        Command::Formats(command) => formats::run(command, &mut output),
        Command::Init(command) => init::run(command, &mut output),
        Command::New(command) => new::run(command, &mut output),
        Command::Doctor(command) => doctor::run(command, &mut output),
        Command::Schema(command) => schema::run(command, &mut output),
        Command::Completions(command) => manual::complete(command, &mut output),
        Command::Man(command) => manual::pages(command, &mut output),
        Command::Bundle(command) => bundle::run(command, &mut output),
    };
    output.finish(answer)
}

/// The language of what people read: `--lang`, else the locale's. It is needed before the arguments are parsed.
fn language(arguments: &[OsString], variables: &dyn Fn(&str) -> Option<String>) -> Lang {
    let words: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let given = words.iter().enumerate().find_map(|(at, word)| match word.strip_prefix("--lang") {
        Some("") => words.get(at + 1).copied(),
        Some(value) => value.strip_prefix('='),
        None => None,
    });
    let locale = || {
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| variables(name).filter(|v| !v.is_empty()))
    };
    match given {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ => Lang::of_locale(&locale().unwrap_or_default()),
    }
}
