//! `liyi gate`: judges messages before they go out.

pub(super) mod args;
#[cfg(feature = "milter")]
mod milter;
mod once;
mod sendmail;
mod signals;
mod stream;

use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::gate::{Decision, OnError, Verdict};
use crate::language::Bilingual;
use crate::lint::Linter;
use crate::reader::outgoing::Reading;
use crate::ruleset::Rulebook;
use crate::say;

use super::entries::Entries;
use super::output::{Answer, Output};
use super::{CLEAN, FOUND, NOT_CHECKED, check};
use args::{Channel, Gate, Judging};

/// The largest message, in bytes (64 MiB).
const LIMIT: u64 = 64 << 20;

/// The stack of the thread that judges, in bytes.
const STACK: usize = 16 << 20;

pub(super) fn run(command: &Gate, output: &mut Output<'_, '_>) -> Answer {
    if let Some(option) = command.surplus().filter(|_| command.channel.is_some()) {
        return output.refuse(&[surplus(option)]);
    }
    match &command.channel {
        Some(Channel::Sendmail(sendmail)) => sendmail::run(command, &sendmail.command, output),
        #[cfg(feature = "milter")]
        Some(Channel::Milter(milter)) => milter::run(command, milter.listen, output),
        None if command.jsonl => stream::run(command, output),
        None => once::run(command, output),
    }
}

impl Judging {
    /// The rules to judge a message by, and how it is read: if it has a place among the files of a project, as `files` says of it.
    /// The run ends with the rules: giving them back piece by piece takes longer than judging.
    fn ready(&self, place: Option<&Path>) -> Result<(ManuallyDrop<Rulebook>, Reading), Vec<Diagnostic>> {
        let project = self.configuration.project();
        let entry = place.and_then(|place| Entries::of(&project).for_path(place));
        let is_asked_for = !self.ruleset.is_empty() || !self.forbid.is_empty();
        let of_file = entry.filter(|_| !is_asked_for).map(|entry| &entry.rulesets);
        let rulebook = check::rulebook(of_file.unwrap_or(&self.ruleset), &self.forbid, &project)?;
        Ok((ManuallyDrop::new(self.chosen.of(rulebook)?), self.reading(entry)))
    }
}

/// The fault of an option that a channel has no use for.
fn surplus(option: &str) -> Diagnostic {
    Diagnostic::error("gate/option", say!("这里用不上 {option}", "{option} means nothing here"))
}

/// What a piece of work brings before a deadline. Work that takes longer is left behind, and ends with the program.
fn within<T: Send + 'static>(
    deadline: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Box<Diagnostic>> {
    let (sender, receiver) = mpsc::sync_channel(1);
    let work = move || _ = sender.send(work());
    thread::Builder::new()
        .stack_size(STACK)
        .spawn(work)
        .map_err(|error| Box::new(stopped(&error.to_string())))?;
    receiver.recv_timeout(deadline).map_err(|error| match error {
        mpsc::RecvTimeoutError::Timeout => Box::new(too_late(deadline)),
        mpsc::RecvTimeoutError::Disconnected => Box::new(stopped("-")),
    })
}

/// The fault of a message that was not judged in time.
fn too_late(deadline: Duration) -> Diagnostic {
    let seconds = deadline.as_secs_f64();
    let text = say!("{seconds} 秒内没有判完，未检查", "not judged within {seconds} s");
    let help = Bilingual::new(
        "消息要在期限内读完；用 --deadline 给更多时间",
        "the message has to come to its end in time; --deadline gives more",
    );
    Diagnostic::error("gate/deadline", text).help(help)
}

/// The fault of judging that broke off.
fn stopped(why: &str) -> Diagnostic {
    Diagnostic::error(
        "gate/stopped",
        say!("判到一半中断了，未检查（{why}）", "judging broke off, and nothing was checked ({why})"),
    )
}

/// The fault of a message, or a line, that is too long to be judged in passing.
fn too_large(name: &str, limit: u64) -> Diagnostic {
    let mib = limit >> 20;
    let text = say!("消息超过 {mib} MiB，未检查", "the message is larger than {mib} MiB and was not checked");
    Diagnostic::error("input/too-large", text).in_file(name)
}

/// The exit code of a verdict: not judged wins, unless it is to be let go.
fn code(verdict: &Verdict, on_error: OnError) -> u8 {
    match verdict.decision {
        Decision::Block if !verdict.is_judged && on_error == OnError::Closed => NOT_CHECKED,
        Decision::Block => FOUND,
        Decision::Pass | Decision::Warn => CLEAN,
    }
}

/// A linter that is ready for many messages.
fn ready(rulebook: &Rulebook) -> Linter<'_> {
    rulebook.matcher.expect_many();
    Linter::among(rulebook, |entry| !entry.is_off)
}
