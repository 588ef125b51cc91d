//! One message on standard input: a verdict, and an exit code.

use std::io::{self, BufRead, Read};
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::gate::{Gate, Policy, Verdict};
use crate::lint::Linter;
use crate::reader::outgoing::Outgoing;
use crate::reader::whole::read_error;
use crate::report;

use super::super::output::{Answer, Output};
use super::args::{self, Judging};
use super::{LIMIT, code, too_large, within};

/// What became of a message.
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    /// What else to tell whoever called: rules that have another name now.
    pub(super) hints: Vec<Diagnostic>,
}

impl Judged {
    /// Nothing, because of some faults.
    pub(super) fn not(faults: Vec<Diagnostic>, policy: Policy) -> Self {
        Self { verdict: Verdict::not_judged(faults, policy), hints: Vec::new() }
    }
}

pub(super) fn run(command: &args::Gate, output: &mut Output<'_, '_>) -> Answer {
    let policy = command.judging.policy();
    let (place, judging, input) = (command.place(), command.judging.clone(), command.input(output));
    let name = command.name();
    let judged = within(command.watch.deadline, move || {
        let bytes = input.and_then(|input| bytes(&name, input))?;
        Ok(judge(&judging, place.as_deref(), &name, bytes))
    });
    let judged = judged.and_then(|judged| judged).unwrap_or_else(|fault| Judged::not(vec![*fault], policy));
    Answer { code: code(&judged.verdict, policy.on_error), written: tell(command, &judged, output) }
}

/// All of a message.
pub(super) fn bytes(name: &str, input: Box<dyn BufRead + Send>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let mut bytes = Vec::new();
    input.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| Box::new(read_error(name, &error)))?;
    match bytes.len() as u64 > LIMIT {
        true => Err(Box::new(too_large(name, LIMIT))),
        false => Ok(bytes),
    }
}

/// Judges a message, which may have a place among the files of a project.
pub(super) fn judge(judging: &Judging, place: Option<&Path>, name: &str, bytes: Vec<u8>) -> Judged {
    let policy = judging.policy();
    match judging.ready(place) {
        Ok((rulebook, reading)) => {
            let linter = Linter::among(&rulebook, |entry| !entry.is_off);
            let verdict = Gate::new(&linter, policy).judge(Outgoing::read(name, bytes, &reading));
            Judged { verdict, hints: rulebook.hints.clone() }
        }
        Err(faults) => Judged::not(faults, policy),
    }
}

/// Tells a verdict, and on standard error hints, and why something was not judged.
fn tell(command: &args::Gate, judged: &Judged, output: &mut Output<'_, '_>) -> io::Result<()> {
    let (lang, Judged { verdict, hints }) = (output.style.lang, judged);
    match command.format.as_deref() {
        Some("full") => output.faults(hints)?,
        _ => output.short_faults(hints)?,
    }
    match command.format.as_deref() {
        Some("full") => {
            let style = output.style;
            verdict.findings.iter().try_for_each(|it| output.line(&report::render(it, style)))?;
            output.faults(&verdict.faults)
        }
        Some("short") => {
            verdict.findings.iter().try_for_each(|it| output.line(&report::line(it, lang)))?;
            output.short_faults(&verdict.faults)
        }
        _ => {
            output.short_faults(&verdict.faults)?;
            report::write_verdict(verdict, output.world.stdout)
        }
    }
}
