//! `liyi check`: reads, lints, reports.

pub(super) mod args;
mod paths;
mod verbose;

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::mem::ManuallyDrop;

use crate::diagnostic::{Diagnostic, Level};
use crate::language::Bilingual;
use crate::lint::{Batch, Batches, Enough, Linter, Queue, Reason, merge};
use crate::project::Project;
use crate::reader::{self, Conversations, Encoded, MOST_FAULTS};
use crate::report::{Report, Statistics};
use crate::ruleset::{Rulebook, builtin};
use crate::say;
use crate::source::brief;
use crate::threads::{self, Threads};

use super::inputs::{self, Input, Inputs, Look, Text};
use super::judges::Judges;
use super::outlets::Outlets;
use super::output::{Answer, Output};
use super::texts::Ways;
use super::{CLEAN, FOUND, NOT_CHECKED, World, listing, typed};
use args::Check;
use verbose::Verbose;

/// The name of standard input where none is given.
pub(super) const STDIN: &str = "<stdin>";

pub(super) fn run(command: &mut Check, output: &mut Output<'_, '_>) -> Answer {
    let verbose = Verbose::new(command.verbose, output.style.lang);
    if let Err(fault) = command.take_listed(&mut *output.world.stdin) {
        return output.refuse(&[*fault]);
    }
    let command = &*command;
    let project = command.configuration.project();
    let ways = match command.reading.ways(&project) {
        Ok(ways) => ways,
        Err(faults) => return output.refuse(&faults),
    };
    let inputs = command.inputs(&|path| ways.tell(path));
    if command.list_files {
        return listing::list(command, inputs, (&project, &ways), output);
    }
    let is_asked_for = !command.ruleset.is_empty() || !command.forbid.is_empty();
    let rulesets = if is_asked_for { command.ruleset.clone() } else { project.all_rulesets() };
    let rulebook = rulebook(&rulesets, &command.forbid, &project);
    let rulebook = rulebook.and_then(|rulebook| command.chosen.of(rulebook));
    // The run ends with it: giving it back piece by piece takes longer than judging a short text.
    let rulebook = ManuallyDrop::new(rulebook);
    let rules = rulebook.as_ref().map_or(&[][..], |rulebook| &rulebook.entries);
    let mut outlets = match Outlets::open(command, output.style, rules) {
        Ok(outlets) => outlets,
        Err(faults) => return output.refuse(&faults),
    };
    let statistics = command.statistics().map(Statistics::new);
    let (mut report, mut written) = (Report { statistics, ..Report::default() }, Ok(()));
    match &*rulebook {
        Ok(rulebook) => {
            let of_files = if is_asked_for { &Project::default() } else { &project };
            let judges = Judges::new(rulebook, of_files, outlets.show_conversations());
            let enough = enough(command);
            let unheard = command.reading.agent.iter().chain(&command.reading.customer).cloned().collect();
            let mut run = Run {
                command,
                ways: &ways,
                judges: &judges,
                enough: &enough,
                outlets: &mut outlets,
                report: &mut report,
                verbose: &verbose,
                unheard,
            };
            written = verbose.rules(&project, rulebook, output.world.stderr).and_then(|()| {
                threads::share(command.threads(), |threads| run.check(inputs, output.world, threads))
            });
        }
        Err(errors) => report.errors = errors.clone(),
    }
    report.not_shown = outlets.not_shown();
    let written = written.and_then(|()| verbose.end(output.world.stderr));
    match written.and_then(|()| outlets.end(&report, output)) {
        Ok(code) => Answer { code: code.unwrap_or_else(|| verdict(command, &report)), written: Ok(()) },
        Err(error) => Answer { code: NOT_CHECKED, written: Err(error) },
    }
}

/// The rules to judge by: of rulesets, or of the configuration where none are named, and of phrases alone.
pub(super) fn rulebook(
    rulesets: &[String],
    phrases: &[String],
    project: &Project,
) -> Result<Rulebook, Vec<Diagnostic>> {
    let wanted = if phrases.is_empty() { project.rulesets(rulesets) } else { rulesets.to_vec() };
    if wanted.iter().any(|name| name == builtin::BASE) {
        return Err(vec![base_alone()]);
    }
    let rulebook = typed::with_forbidden(&wanted, phrases, project)?;
    if rulebook.entries.is_empty() { Err(vec![no_rules(&wanted)]) } else { Ok(rulebook) }
}

/// The fault of running the rules that codes take from.
pub(super) fn base_alone() -> Diagnostic {
    let text = Bilingual::new(
        "`base` 是供各规范取用的规则，本身不是一部规范",
        "`base` has rules for codes of conduct to take, and is none itself",
    );
    let help = Bilingual::new(
        "在自己的规则集里写 `like: base/规则名`；`liyi rules --ruleset base` 列出它的规则",
        "write `like: base/NAME` in a ruleset of your own; `liyi rules --ruleset base` lists its rules",
    );
    Diagnostic::error("ruleset/base", text).help(help)
}

/// The fault of rulesets that hold nothing but lists.
fn no_rules(wanted: &[String]) -> Diagnostic {
    let names = brief(&wanted.join(", "));
    let text =
        say!("{names} 里没有规则，没有可检查的", "there is no rule in {names}, and so nothing to check for");
    let help = Bilingual::new(
        "只有词表的规则集供别的规则集 `use`；`liyi rules` 列出所有规则",
        "rulesets of lists are for the `use` of others; `liyi rules` lists all rules",
    );
    Diagnostic::error("ruleset/no-rules", text).help(help)
}

fn verdict(command: &Check, report: &Report) -> u8 {
    let fails = |level: &Level| command.fail_on().is_some_and(|least| *level >= least);
    if !report.errors.is_empty() || (command.fail_on_skipped && report.skips() > 0) {
        NOT_CHECKED
    } else if Level::ALL.iter().filter(|level| fails(level)).any(|level| report.count(*level) > 0) {
        FOUND
    } else {
        CLEAN
    }
}

/// What is enough to know: quietly, what the exit code depends on. What cannot be read is told in any case.
fn enough(command: &Check) -> Enough {
    let is_quiet = command.reports().is_empty() && command.statistics().is_none() && !command.fail_on_skipped;
    if is_quiet { Enough::at(command.fail_on()) } else { Enough::never() }
}

/// A run through all inputs.
struct Run<'a> {
    command: &'a Check,
    ways: &'a Ways<'a>,
    judges: &'a Judges<'a>,
    enough: &'a Enough,
    outlets: &'a mut Outlets,
    report: &'a mut Report,
    verbose: &'a Verbose,
    /// Names on the command line under which nobody has spoken yet.
    unheard: BTreeSet<String>,
}

impl<'a> Run<'a> {
    fn check(&mut self, inputs: Inputs, world: &mut World<'_>, threads: &Threads<'_, 'a>) -> io::Result<()> {
        self.report.errors = inputs.faults;
        self.report.empty.extend(inputs.empty_list);
        // A report of an earlier run is no input of this one.
        for input in inputs.files.iter().filter(|input| !self.outlets.hold(&input.path)).collect::<Vec<_>>() {
            self.check_file(input, world, threads)?;
        }
        let report = &mut self.report;
        if report.files == 0 && report.empty.is_empty() && report.errors.is_empty() {
            report.errors.push(inputs::nothing_found(&self.command.paths));
        }
        // Who speaks in what could not be read, nobody knows.
        for name in self.unheard.iter().filter(|_| report.errors.is_empty()) {
            let name = brief(name);
            let reason = say!("没有叫“{name}”的说话人", "nobody speaks under the name \"{name}\"");
            report.skipped.insert(("input/speaker".into(), Reason(reason)), 1);
        }
        Ok(())
    }

    fn check_file(
        &mut self,
        input: &Input,
        world: &mut World<'_>,
        threads: &Threads<'_, 'a>,
    ) -> io::Result<()> {
        let name = &input.name;
        let (options, entry) = (self.ways.options(input), self.ways.entry(input));
        let linter = self.judges.of(entry.map_or(&[][..], |entry| &entry.rulesets));
        let look = inputs::look(input, &options, &mut *world.stdin);
        self.verbose.file(name, &listing::said(&look, entry), world.stderr)?;
        match look {
            Look::Text(Text { format, input, encoded, fault }) => {
                self.report.errors.extend(fault.map(|fault| *fault));
                let charset =
                    encoded.as_ref().filter(|encoded| encoded.is_guess).map(|encoded| encoded.charset);
                self.report.guessed.extend(charset.map(|charset| (name.clone(), charset.name())));
                let mut conversations = reader::read(name, format, input, &options, threads, linter);
                self.lint((name, linter), &mut *conversations, encoded.as_ref(), world.stdout, threads)?;
            }
            Look::Empty => self.report.empty.push(name.clone()),
            Look::Passed(reason) => self.report.not_recognised.push((name.clone(), reason)),
            Look::Fault(fault) => self.report.errors.push(*fault),
        }
        Ok(())
    }

    /// Lints the conversations of a file as they are read, and writes findings as soon as none can come before them.
    fn lint(
        &mut self,
        (name, linter): (&str, &'a Linter<'a>),
        conversations: &mut dyn Conversations,
        encoded: Option<&Encoded>,
        out: &mut dyn Write,
        threads: &Threads<'_, 'a>,
    ) -> io::Result<()> {
        let (mut queue, mut judged, mut faults) = (Queue::default(), 0, 0);
        let (names, enough) = (self.unheard.clone(), self.enough);
        let batches = threads.in_order(Batches(conversations), Batch::stretch, move |batch| {
            linter.judge(batch, &names, enough)
        });
        for mut batch in batches {
            restore(encoded, &mut batch.faults);
            judged += batch.conversations;
            self.report.messages += batch.messages;
            batch.heard.iter().for_each(|name| _ = self.unheard.remove(name));
            merge(&mut self.report.skipped, batch.skipped);
            let room = MOST_FAULTS.saturating_sub(faults);
            faults += batch.faults.len();
            self.report.errors.extend(batch.faults.into_iter().take(room));
            batch.kept.iter().for_each(|kept| self.outlets.conversation(&kept.conversation, &kept.findings));
            queue.add(batch.findings);
            self.write(&mut queue, batch.settled, encoded, out)?;
        }
        self.report.errors.extend(more_faults(name, faults + conversations.untold()));
        self.report.files += 1;
        self.report.conversations += judged;
        if judged == 0 && faults == 0 {
            self.report.empty.push(name.to_owned());
        }
        self.write(&mut queue, usize::MAX, encoded, out)
    }

    fn write(
        &mut self,
        queue: &mut Queue,
        settled: usize,
        encoded: Option<&Encoded>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        while let Some(mut finding) = queue.next_before(settled) {
            restore(encoded, [&mut finding]);
            self.report.found[finding.level as usize] += 1;
            self.report.statistics.iter_mut().for_each(|statistics| statistics.add(&finding));
            self.outlets.finding(&finding, out)?;
        }
        Ok(())
    }
}

/// Lets what is told of an input name its bytes, where it was decoded.
fn restore<'d>(encoded: Option<&Encoded>, told: impl IntoIterator<Item = &'d mut Diagnostic>) {
    if let Some(encoded) = encoded {
        told.into_iter().for_each(|told| encoded.restore(told));
    }
}

/// How many faults of a file were not told one by one, if any.
fn more_faults(name: &str, faults: usize) -> Option<Diagnostic> {
    let more = faults.checked_sub(MOST_FAULTS).filter(|more| *more > 0)?;
    let text = say!("还有 {more} 处未能检查，不再逐一列出", "{more} more faults, not told one by one");
    let help = Bilingual::new("先改正列出的，再查一遍", "mend those above, then check again");
    Some(Diagnostic::error("input/more", text).in_file(name).help(help))
}
