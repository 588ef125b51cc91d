//! One message on standard input: a verdict, and an exit code.

use std::io::{self, BufRead, Read};

use crate::diagnostic::Diagnostic;
use crate::gate::{Gate, Policy, Verdict};
use crate::lint::Linter;
use crate::reader::outgoing::Outgoing;
use crate::reader::whole::read_error;
use crate::report;

use super::super::output::{Answer, Output};
use super::args::{self, Judging};
use super::{LIMIT, code, too_large, within};

pub(super) fn run(command: &args::Gate, output: &mut Output<'_, '_>) -> Answer {
    let policy = command.judging.policy();
    let (name, judging, input) = (command.name(), command.judging.clone(), command.input(output));
    let judged = within(command.watch.deadline, move || {
        let bytes = input.and_then(|input| bytes(&name, input))?;
        Ok(judge(&judging, &name, bytes))
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

/// The verdict on a message.
pub(super) fn judge(judging: &Judging, name: &str, bytes: Vec<u8>) -> Verdict {
    let policy: Policy = judging.policy();
    match judging.rulebook() {
        Ok(rulebook) => {
            let linter = Linter::among(&rulebook, |entry| !entry.is_off);
            Gate::new(&linter, policy).judge(Outgoing::read(name, bytes, &judging.reading()))
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
