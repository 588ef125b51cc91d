//! `liyi test`: tries the examples of rules.

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::proof::{Outcome, trials};
use crate::report::count;
use crate::ruleset::{self, Entry, Rulebook, builtin};
use crate::say;

use super::args::Test;
use super::files::Disk;
use super::output::{Answer, Output};
use super::{CLEAN, FOUND, NOT_CHECKED};

/// What the examples came to.
#[derive(Default)]
struct Tally {
    outcomes: Vec<Outcome>,
    rules: usize,
    /// Rules without an example on one side.
    unproven: usize,
    /// Known gaps that are still open, and those that are not any more.
    todo: usize,
    done: usize,
    faults: Vec<Diagnostic>,
}

pub(super) fn run(command: &Test, output: &mut Output<'_, '_>) -> Answer {
    let names = match &command.names[..] {
        [] => builtin::names().map(str::to_owned).collect(),
        names => names.to_vec(),
    };
    let wanted: Vec<(String, Option<String>)> = names.iter().map(|name| split(name)).collect();
    let rulesets: Vec<String> = wanted.iter().map(|(ruleset, _)| ruleset.clone()).collect();
    let rulebook = match ruleset::load(&rulesets, &Disk) {
        Ok(rulebook) => rulebook,
        Err(faults) => {
            return Answer { code: NOT_CHECKED, written: output.faults(&faults) };
        }
    };
    let missing = wanted.iter().filter_map(|(_, rule)| rulebook.rule(rule.as_deref()?).err());
    let missing: Vec<Diagnostic> = missing.map(|fault| *fault).collect();
    if !missing.is_empty() {
        return Answer { code: NOT_CHECKED, written: output.faults(&missing) };
    }
    let is_wanted = |entry: &&Entry| {
        wanted.iter().any(|(ruleset, rule)| match rule {
            Some(rule) => entry.name() == rule && is_of(entry, ruleset),
            None => is_of(entry, ruleset),
        })
    };
    let mut tally = Tally::default();
    rulebook.entries.iter().filter(is_wanted).for_each(|entry| tally.add(&rulebook, entry));
    let lang = output.style.lang;
    let said = output.faults(&tally.faults).and_then(|()| output.line(tally.sentence().get(lang)));
    Answer { code: if tally.faults.is_empty() { CLEAN } else { FOUND }, written: said }
}

/// `ruleset/rule`, a ruleset, or the path of one, which may have a rule behind it: `my.yaml/rule`.
fn split(name: &str) -> (String, Option<String>) {
    match name.rsplit_once('/') {
        Some((ruleset, rule)) if builtin::names().any(|known| known == ruleset) || is_file(ruleset) => {
            (ruleset.to_owned(), Some(rule.to_owned()))
        }
        _ => (name.to_owned(), None),
    }
}

fn is_file(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// Whether a rule is of a ruleset that was asked for by name or by path.
fn is_of(entry: &Entry, wanted: &str) -> bool {
    entry.ruleset() == wanted || entry.source.name().as_ref() == wanted
}

impl Tally {
    fn add(&mut self, rulebook: &Rulebook, entry: &Entry) {
        self.rules += 1;
        self.unproven += usize::from(entry.flags.is_empty() || entry.passes.is_empty());
        for trial in trials(rulebook, entry) {
            if trial.example.todo {
                self.todo += usize::from(!trial.outcome.is_right());
                self.done += usize::from(trial.outcome.is_right());
            } else {
                self.outcomes.push(trial.outcome);
                self.faults.extend(trial.fault());
            }
        }
    }

    fn sentence(&self) -> Bilingual {
        let of = |outcome| self.outcomes.iter().filter(|other| **other == outcome).count();
        let (reported, missing, passed) = (of(Outcome::Reported), of(Outcome::Missing), of(Outcome::Passed));
        let (noisy, wrong) = (of(Outcome::Noisy), of(Outcome::WrongPlace));
        let (rules, unproven, todo, done) = (self.rules, self.unproven, self.todo, self.done);
        let en_rules = count(rules, "rule");
        let closed = say!("，其中 {done} 处已补上", " ({done} closed by now)");
        let closed = if done > 0 { closed } else { Bilingual::default() };
        let (zh_closed, en_closed) = (closed.zh, closed.en);
        say!(
            "{rules} 条规则：应报 {reported} 报出、{missing} 漏报、{wrong} 错位；应放 {passed} 放过、{noisy} 误报；\
             未证明 {unproven} 条，已知缺口 {todo} 处{zh_closed}",
            "{en_rules}: {reported} reported, {missing} missing, {wrong} wrong place; {passed} passed, {noisy} noisy; \
             {unproven} unproven, {todo} todo{en_closed}",
        )
    }
}
