//! A run through all inputs: reads, lints, and hands on what counts.

use std::collections::BTreeSet;
use std::io;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::lint::{Batch, Batches, Enough, Kept, Linter, Queue, Reason, merge};
use crate::reader::{self, Conversations, Encoded, MOST_FAULTS};
use crate::report::Report;
use crate::say;
use crate::source::brief;
use crate::threads::Threads;

use super::super::inputs::{self, Input, Inputs, Look, Text};
use super::super::judges::Judges;
use super::super::outlets::Outlets;
use super::super::texts::Ways;
use super::super::{World, listing};
use super::args::Task;
use super::counted::Counted;
use super::progress::{Progress, Streams};
use super::verbose::Verbose;

/// A run through all inputs.
pub(super) struct Run<'a> {
    pub(super) task: &'a Task,
    pub(super) ways: &'a Ways<'a>,
    pub(super) judges: &'a Judges<'a>,
    pub(super) enough: &'a Enough,
    /// What counts of the findings.
    pub(super) counted: &'a mut Counted,
    pub(super) outlets: &'a mut Outlets,
    pub(super) report: &'a mut Report,
    pub(super) verbose: &'a Verbose,
    pub(super) progress: Progress,
    /// Names on the command line under which nobody has spoken yet.
    pub(super) unheard: BTreeSet<String>,
}

impl<'a> Run<'a> {
    pub(super) fn check(
        &mut self,
        inputs: Inputs,
        world: &mut World<'_>,
        threads: &Threads<'_, 'a>,
    ) -> io::Result<()> {
        self.report.errors = inputs.faults;
        self.report.empty.extend(inputs.empty_list);
        // A report of an earlier run is no input of this one.
        for input in &inputs.files {
            if !self.outlets.hold(&input.path) && !self.counted.hold(&input.path) {
                self.check_file(input, world, threads)?;
            }
        }
        self.progress.hide(world.stderr)?;
        let report = &mut self.report;
        if report.files == 0 && report.empty.is_empty() && report.errors.is_empty() {
            report.errors.push(inputs::nothing_found(&self.task.paths));
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
        let mut streams = Streams { out: world.stdout, err: world.stderr };
        self.counted.file(input);
        if self.verbose.is_on() {
            self.progress.hide(streams.err)?;
        }
        self.verbose.file(name, &listing::said(&look, entry), streams.err)?;
        self.progress.file(input, &mut streams)?;
        match look {
            Look::Text(Text { format, input, encoded, fault }) => {
                self.report.errors.extend(fault.map(|fault| *fault));
                let charset =
                    encoded.as_ref().filter(|encoded| encoded.is_guess).map(|encoded| encoded.charset);
                self.report.guessed.extend(charset.map(|charset| (name.clone(), charset.name())));
                let mut conversations = reader::read(name, format, input, &options, threads, linter);
                self.lint((name, linter), &mut *conversations, encoded.as_ref(), &mut streams, threads)?;
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
        streams: &mut Streams<'_>,
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
            self.report.uncounted.allowed += batch.allowed;
            batch.heard.iter().for_each(|name| _ = self.unheard.remove(name));
            merge(&mut self.report.skipped, batch.skipped);
            let room = MOST_FAULTS.saturating_sub(faults);
            faults += batch.faults.len();
            self.report.errors.extend(batch.faults.into_iter().take(room));
            queue.add(self.count(batch.findings, &batch.kept));
            self.write(&mut queue, batch.settled, encoded, streams)?;
            self.progress.show(batch.settled, streams)?;
        }
        self.report.errors.extend(more_faults(name, faults + conversations.untold()));
        self.report.files += 1;
        self.report.conversations += judged;
        if judged == 0 && faults == 0 {
            self.report.empty.push(name.to_owned());
        }
        self.write(&mut queue, usize::MAX, encoded, streams)
    }

    /// What counts of the findings of a batch; its conversations are shown with that.
    fn count(&mut self, findings: Vec<Diagnostic>, kept: &[Kept]) -> Vec<Diagnostic> {
        let counts: Vec<bool> =
            findings.iter().map(|finding| self.counted.counts(finding, &mut self.report.uncounted)).collect();
        for kept in kept {
            let found = kept.findings.clone().filter(|index| counts[*index]);
            let found: Vec<Diagnostic> = found.map(|index| findings[index].clone()).collect();
            self.outlets.conversation(&kept.conversation, &found);
        }
        findings.into_iter().zip(counts).filter_map(|(finding, counts)| counts.then_some(finding)).collect()
    }

    fn write(
        &mut self,
        queue: &mut Queue,
        settled: usize,
        encoded: Option<&Encoded>,
        streams: &mut Streams<'_>,
    ) -> io::Result<()> {
        while let Some(mut finding) = queue.next_before(settled) {
            restore(encoded, [&mut finding]);
            self.report.found[finding.level as usize] += 1;
            self.report.statistics.iter_mut().for_each(|statistics| statistics.add(&finding));
            self.progress.hide(streams.err)?;
            self.outlets.finding(&finding, streams.out)?;
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
