//! `liyi test`: tries the examples of rules.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::project::Project;
use crate::proof::{Outcome, trials};
use crate::report::count;
use crate::ruleset::{Entry, Rulebook, is_path, path_or_name, split_name};
use crate::say;

use super::args::Test;
use super::files::Disk;
use super::output::{Answer, Output};
use super::{CLEAN, FOUND};

/// What the examples came to.
#[derive(Default)]
struct Tally {
    outcomes: Vec<Outcome>,
    rules: usize,
    /// Rules without an example on one side.
    unproven: Vec<Arc<str>>,
    /// Known gaps that are still open, and those that are not any more.
    todo: usize,
    done: usize,
    faults: Vec<Diagnostic>,
}

pub(super) fn run(command: &Test, output: &mut Output<'_, '_>) -> Answer {
    let project = command.configuration.project();
    let known = project.all_rulesets();
    let asked_for = |name| {
        let (ruleset, rule) = split_name(name);
        (path_or_name(ruleset, &known, &Disk), rule)
    };
    let wanted: Vec<(&str, Option<&str>)> = command.names.iter().map(|name| asked_for(name)).collect();
    let rulesets: Vec<String> = wanted.iter().map(|(ruleset, _)| (*ruleset).to_owned()).collect();
    // What comes along is proven as it comes along.
    let is_own = rulesets.iter().any(|ruleset| is_path(ruleset));
    let project = if is_own { project } else { Project::default() };
    let rulebook = match output.rulebook(&rulesets, &project) {
        Ok(rulebook) => rulebook,
        Err(answer) => return answer,
    };
    let missing = wanted.iter().filter_map(|(ruleset, rule)| rulebook.rule_of(ruleset, (*rule)?).err());
    let missing: Vec<Diagnostic> = missing.map(|fault| *fault).collect();
    if !missing.is_empty() {
        return output.refuse(&missing);
    }
    let is_asked_for = |(ruleset, rule): &(&str, Option<&str>), entry: &Entry| {
        entry.is_of(ruleset) && rule.is_none_or(|rule| entry.is_called(rule))
    };
    let is_wanted =
        |entry: &&Entry| wanted.is_empty() || wanted.iter().any(|wanted| is_asked_for(wanted, entry));
    let hints = wanted
        .iter()
        .filter_map(|(ruleset, rule)| rulebook.rule_of(ruleset, (*rule)?).ok()?.renamed((*rule)?));
    let hinted = output.faults(&hints.collect::<Vec<_>>());
    let mut tally = Tally::default();
    rulebook.entries.iter().filter(is_wanted).for_each(|entry| tally.add(&rulebook, entry));
    let lang = output.style.lang;
    let said = hinted
        .and_then(|()| output.faults(&tally.faults))
        .and_then(|()| output.line(tally.sentence().get(lang)));
    Answer { code: if tally.faults.is_empty() { CLEAN } else { FOUND }, written: said }
}

impl Tally {
    fn add(&mut self, rulebook: &Rulebook, entry: &Entry) {
        self.rules += 1;
        if entry.flags.is_empty() || entry.passes.is_empty() {
            self.unproven.push(Arc::clone(&entry.rule.code));
        }
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
        let (rules, unproven, todo, done) = (self.rules, self.unproven.len(), self.todo, self.done);
        let unread = match of(Outcome::Unreadable) {
            0 => Bilingual::default(),
            unread => say!("{unread} 读不出；", "{unread} unreadable; "),
        };
        let (zh_unread, en_unread) = (unread.zh, unread.en);
        let en_rules = count(rules, "rule");
        let closed = say!("，其中 {done} 处已补上", " ({done} closed by now)");
        let closed = if done > 0 { closed } else { Bilingual::default() };
        let (zh_closed, en_closed) = (closed.zh, closed.en);
        let names = match unproven {
            0 => Bilingual::default(),
            _ => {
                let names = self.unproven.join(", ");
                say!(
                    "\n未证明（没有 flags 或没有 passes）：{names}",
                    "\nunproven, without flags or without passes: {names}"
                )
            }
        };
        let (zh_names, en_names) = (names.zh, names.en);
        say!(
            "{rules} 条规则：应报 {reported} 报出、{missing} 漏报、{wrong} 错位；应放 {passed} 放过、{noisy} 误报；\
             {zh_unread}未证明 {unproven} 条，已知缺口 {todo} 处{zh_closed}{zh_names}",
            "{en_rules}: {reported} reported, {missing} missing, {wrong} wrong place; {passed} passed, {noisy} noisy; \
             {en_unread}{unproven} unproven, {todo} todo{en_closed}{en_names}",
        )
    }
}
