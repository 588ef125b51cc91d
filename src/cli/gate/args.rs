//! What can be typed behind `liyi gate`. The doc comments are the English help.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, Subcommand};

use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Kind, Mode};
use crate::gate::{OnError, Policy};
use crate::project::Entry;
use crate::reader::Options;
use crate::reader::outgoing::Reading;
use crate::reader::whole::read_error;
use crate::source::Charset;

use super::super::args::Configuration;
use super::super::check::STDIN;
use super::super::chosen::Chosen;
use super::super::encoding::EncodingParser;
use super::super::entries::read_as;
use super::super::facts::FactParser;
use super::super::output::Output;

#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct Gate {
    /// The message: a file, or - for standard input, which it is by default.
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,

    #[command(flatten)]
    pub(super) judging: Judging,

    #[command(flatten)]
    pub(super) watch: Watch,

    /// Judge the requests of a stream, one object of JSON a line, and answer each with a line at once.
    #[arg(long, conflicts_with_all = ["deadline", "encoding", "format"])]
    pub(super) jsonl: bool,

    /// How the verdict is told: json (by default), full or short.
    #[arg(long, value_name = "FORMAT", value_parser = ["json", "full", "short"])]
    pub(super) format: Option<String>,

    /// The name under which standard input is recognised and reported.
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<String>,

    #[command(subcommand)]
    pub(super) channel: Option<Channel>,
}

/// Where messages pass the gate.
#[derive(Clone, Debug, Subcommand)]
pub(in crate::cli) enum Channel {
    /// Stand in for sendmail: judge the mail on standard input, and hand it unchanged to a command if it may go out.
    Sendmail(Sendmail),
    /// Serve mail servers such as Postfix as a milter: each mail is judged before it is taken.
    #[cfg(feature = "milter")]
    Milter(Milter),
}

#[cfg(feature = "milter")]
#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct Milter {
    /// Where mail servers reach it.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8891")]
    pub(super) listen: std::net::SocketAddr,
}

#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct Sendmail {
    /// The command that sends mail, with its arguments: -- msmtp "$@"
    #[arg(value_name = "COMMAND", last = true, required = true)]
    pub(super) command: Vec<OsString>,
}

/// What judges, and what follows.
#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct Judging {
    /// A ruleset to judge by instead of those of the configuration, or `common`: the name of a built-in one, or a path.
    /// Repeatable.
    #[arg(long, global = true, value_name = "NAME|PATH")]
    pub(super) ruleset: Vec<String>,

    /// A phrase that agents must not use, to look for it alone, or beside --ruleset; '/…/' is a regex. Repeatable.
    #[arg(long, global = true, value_name = "PHRASE")]
    pub(super) forbid: Vec<String>,

    #[command(flatten)]
    pub(super) chosen: Chosen,

    /// What the draft is, where it is not to be recognised: chat, email or sms.
    #[arg(long, global = true, value_name = "KIND", value_parser = Kind::NAMES)]
    pub(super) kind: Option<String>,

    /// Whether slots such as ${code} are still to be filled: template, or sent (by default: what goes out is read as it is).
    #[arg(long, global = true, value_name = "MODE", value_parser = Mode::NAMES)]
    mode: Option<String>,

    /// The character set of the message, where it does not say it: utf-8 (by default), gb18030, big5 …
    #[arg(long, global = true, value_name = "NAME", value_parser = EncodingParser)]
    encoding: Option<Charset>,

    /// A speaker who serves, as the conversation names them. Repeatable.
    #[arg(long, global = true, value_name = "NAME")]
    agent: Vec<String>,

    /// A speaker who is served, likewise. Repeatable.
    #[arg(long, global = true, value_name = "NAME")]
    customer: Vec<String>,

    /// A fact that the message does not tell itself, as `when` of rules asks for: provider=aliyun. Repeatable.
    #[arg(long, global = true, value_name = "NAME=VALUE", value_parser = FactParser)]
    fact: Vec<(String, String)>,

    /// The draft ends its chat: what is missing at the end, such as a farewell, is missing.
    #[arg(long, global = true)]
    closing: bool,

    /// The lightest level that blocks a message: error, warning, note, or never.
    #[arg(long, global = true, value_name = "LEVEL", default_value = "warning", value_parser = ["error", "warning", "note", "never"])]
    fail_on: String,

    /// A message by which some rule could not be judged counts as not judged.
    #[arg(long, global = true)]
    fail_on_skipped: bool,

    /// What happens to a message that could not be judged: closed holds it back, open lets it go, and says so.
    #[arg(long, global = true, value_name = "WAY", default_value = "closed", value_parser = OnError::NAMES)]
    on_error: String,

    #[command(flatten)]
    pub(super) configuration: Configuration,
}

/// How long judging may take.
#[derive(Clone, Debug, Args)]
pub(in crate::cli) struct Watch {
    /// After how many seconds a message that has not been judged, or not come to its end, counts as not judged.
    #[arg(long, global = true, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    pub(super) deadline: Duration,
}

impl Gate {
    /// The file that the message is in; none if it comes on standard input.
    fn path(&self) -> Option<&Path> {
        self.file.as_deref().filter(|file| file.as_os_str() != "-")
    }

    /// The name of the message in what is told of it.
    pub(super) fn name(&self) -> String {
        let path = self.path().map(|path| path.to_string_lossy().into_owned());
        path.or_else(|| self.stdin_filename.clone()).unwrap_or_else(|| STDIN.to_owned())
    }

    /// Where the message stands among the files of a project: where it is, or is said to be.
    pub(super) fn place(&self) -> Option<PathBuf> {
        self.path().map(Path::to_owned).or_else(|| self.stdin_filename.as_ref().map(PathBuf::from))
    }

    /// Where the message, or the stream, comes from.
    pub(super) fn input(
        &self,
        output: &mut Output<'_, '_>,
    ) -> Result<Box<dyn BufRead + Send>, Box<Diagnostic>> {
        let Some(path) = self.path() else { return Ok(output.take_stdin()) };
        match File::open(path) {
            Ok(file) => Ok(Box::new(BufReader::new(file))),
            Err(error) => Err(Box::new(read_error(&self.name(), &error))),
        }
    }

    /// An option of the gate itself that means nothing where messages come by a channel.
    pub(super) fn surplus(&self) -> Option<&'static str> {
        let options = [
            ("FILE", self.file.is_some()),
            ("--jsonl", self.jsonl),
            ("--format", self.format.is_some()),
            ("--stdin-filename", self.stdin_filename.is_some()),
        ];
        options.into_iter().find_map(|(name, is_there)| is_there.then_some(name))
    }
}

impl Judging {
    /// How a message is read for which an entry of the configuration counts: what goes out has its slots filled, unless somebody
    /// says otherwise. It is none of many in an export, so that no map and no columns are for it.
    pub(super) fn reading(&self, entry: Option<&Entry>) -> Reading {
        let typed = Options {
            kind: self.kind.as_deref().and_then(Kind::named),
            mode: self.mode.as_deref().and_then(Mode::named),
            agents: self.agent.clone(),
            customers: self.customer.clone(),
            charset: self.encoding,
            facts: self.fact.clone(),
            ..Options::default()
        };
        let read = read_as(typed, entry);
        let mode = read.mode.or(Some(Mode::Sent));
        let options = Options { mode, map: None, columns: Vec::new(), ..read };
        Reading { options, closing: self.closing }
    }

    /// The same for what comes by a channel of mail.
    pub(super) fn of_mail(&self) -> Self {
        let mut judging = self.clone();
        judging.kind.get_or_insert_with(|| Kind::Email.name().to_owned());
        judging
    }

    /// What follows from findings and faults.
    pub(super) fn policy(&self) -> Policy {
        Policy {
            fail_on: Level::named(&self.fail_on),
            on_error: OnError::named(&self.on_error).unwrap_or_default(),
            fail_on_skipped: self.fail_on_skipped,
        }
    }
}

/// The longest deadline, in seconds: a day.
const LONGEST: f64 = 86_400.0;

/// Reads a number of seconds, such as 2 or 0.5.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds > 0.0 && *seconds <= LONGEST);
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "a number of seconds, such as 2 or 0.5".to_owned())
}
