//! One message on standard input: a verdict, and an exit code.

use std::io::{self, BufRead, Read};
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::gate::{Gate, Verdict};
use crate::lint::Linter;
use crate::reader::outgoing::Outgoing;
use crate::reader::whole::read_error;
use crate::report;

use super::super::output::{Answer, Output};
use super::args::{self, Judging};
use super::{LIMIT, code, too_large, within};

pub(super) fn run(command: &args::Gate, output: &mut Output<'_, '_>) -> Answer {
    let policy = command.judging.policy();
    let (place, judging, input) = (command.place(), command.judging.clone(), command.input(output));
    let name = command.name();
    let judged = within(command.watch.deadline, move || {
        let bytes = input.and_then(|input| bytes(&name, input))?;
        Ok(judge(&judging, place.as_deref(), &name, bytes))
    });
    let verdict =
        judged.and_then(|verdict| verdict).unwrap_or_else(|fault| Verdict::not_judged(vec![*fault], policy));
    Answer { code: code(&verdict, policy.on_error), written: tell(command, &verdict, output) }
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
pub(super) fn judge(judging: &Judging, place: Option<&Path>, name: &str, bytes: Vec<u8>) -> Verdict {
    let policy = judging.policy();
    match judging.ready(place) {
        Ok((rulebook, reading)) => {
            let linter = Linter::among(&rulebook, |entry| !entry.is_off);
            Gate::new(&linter, policy).judge(Outgoing::read(name, bytes, &reading))
        }
        Err(faults) => Verdict::not_judged(faults, policy),
    }
}

/// Tells a verdict, and on standard error why something was not judged.
fn tell(command: &args::Gate, verdict: &Verdict, output: &mut Output<'_, '_>) -> io::Result<()> {
    let lang = output.style.lang;
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
