//! `liyi check`: reads, lints, reports.

pub(super) mod args;
mod changed;
pub(super) mod counted;
pub(super) mod ledger;
mod paths;
mod progress;
pub(super) mod rules;
mod run;
mod verbose;

use std::mem::ManuallyDrop;

use crate::diagnostic::Level;
use crate::lint::Enough;
use crate::project::Project;
use crate::report::{Report, Statistics};
use crate::threads;

use super::judges::Judges;
use super::outlets::Outlets;
use super::output::{Answer, Output};
use super::{CLEAN, FOUND, NOT_CHECKED, listing};
use args::{Check, Outcome};
use counted::Counted;
use progress::Progress;
use run::Run;
use verbose::Verbose;

pub(super) use rules::rulebook;

/// The name of standard input where none is given.
pub(super) const STDIN: &str = "<stdin>";

pub(super) fn run(command: &mut Check, output: &mut Output<'_, '_>) -> Answer {
    match Counted::of(&command.outcome) {
        Ok(mut counted) => judge(command, &mut counted, output),
        Err(faults) => output.refuse(&faults),
    }
}

/// Checks; what counts is decided on the way.
pub(super) fn judge(command: &mut Check, counted: &mut Counted, output: &mut Output<'_, '_>) -> Answer {
    let verbose = Verbose::new(command.outcome.verbose, output.style.lang);
    if let Err(fault) = command.task.take_listed(&mut *output.world.stdin) {
        return output.refuse(&[*fault]);
    }
    let Check { task, outcome } = &*command;
    let project = task.configuration.project();
    let ways = match task.reading.ways(&project) {
        Ok(ways) => ways,
        Err(faults) => return output.refuse(&faults),
    };
    let inputs = task.inputs(&|path| ways.tell(path));
    if outcome.list_files {
        return listing::list(command, inputs, (&project, &ways), output);
    }
    let is_asked_for = !task.ruleset.is_empty() || !task.forbid.is_empty();
    let rulesets = if is_asked_for { task.ruleset.clone() } else { project.all_rulesets() };
    let rulebook = rulebook(&rulesets, &task.forbid, &project);
    let rulebook = rulebook.and_then(|rulebook| task.chosen.of(rulebook));
    // The run ends with it: giving it back piece by piece takes longer than judging a short text.
    let rulebook = ManuallyDrop::new(rulebook);
    let rules = rulebook.as_ref().map_or(&[][..], |rulebook| &rulebook.entries);
    let mut outlets = match Outlets::open(command, output.style, rules) {
        Ok(outlets) => outlets,
        Err(faults) => return output.refuse(&faults),
    };
    let statistics = outcome.statistics().map(Statistics::new);
    let (mut report, mut written) = (Report { statistics, ..Report::default() }, Ok(()));
    match &*rulebook {
        Ok(rulebook) => {
            let of_files = if is_asked_for { &Project::default() } else { &project };
            let judges = Judges::new(rulebook, of_files, outlets.show_conversations());
            counted.begin(rulebook);
            let enough = enough(outcome, counted);
            let is_watched = !outcome.quiet && output.is_watched();
            let mut run = Run {
                task,
                ways: &ways,
                judges: &judges,
                enough: &enough,
                counted,
                outlets: &mut outlets,
                report: &mut report,
                verbose: &verbose,
                progress: Progress::new(is_watched, output.style.lang, inputs.files.iter()),
                unheard: task.reading.agent.iter().chain(&task.reading.customer).cloned().collect(),
            };
            let hints = if outcome.quiet { &[][..] } else { &rulebook.hints };
            let hinted =
                output.faults(hints).and_then(|()| verbose.rules(&project, rulebook, output.world.stderr));
            written = hinted.and_then(|()| {
                threads::share(task.threads(), |threads| run.check(inputs, output.world, threads))
            });
            counted.end(rulebook, &mut report);
        }
        Err(errors) => report.errors = errors.clone(),
    }
    report.not_shown = outlets.not_shown();
    let written = written.and_then(|()| verbose.end(output.world.stderr));
    match written.and_then(|()| outlets.end(&report, output)) {
        Ok(code) => Answer { code: code.unwrap_or_else(|| verdict(outcome, &report)), written: Ok(()) },
        Err(error) => Answer { code: NOT_CHECKED, written: Err(error) },
    }
}

fn verdict(outcome: &Outcome, report: &Report) -> u8 {
    let fails = |level: &Level| outcome.fail_on().is_some_and(|least| *level >= least);
    if !report.errors.is_empty() || (outcome.fail_on_skipped && report.skips() > 0) {
        NOT_CHECKED
    } else if Level::ALL.iter().filter(|level| fails(level)).any(|level| report.count(*level) > 0) {
        FOUND
    } else {
        CLEAN
    }
}

/// What is enough to know: quietly, what the exit code depends on. What cannot be read is told in any case.
fn enough(outcome: &Outcome, counted: &Counted) -> Enough {
    let is_quiet = outcome.reports().is_empty() && outcome.statistics().is_none() && !outcome.fail_on_skipped;
    if is_quiet && counted.are_all() { Enough::at(outcome.fail_on()) } else { Enough::never() }
}
