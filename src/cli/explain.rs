//! `liyi explain`: a rule, read aloud, with its examples and what is reported in them.

use crate::diagnostic::Clause;
use crate::language::{Bilingual, Lang};
use crate::proof::{Trial, trials};
use crate::report::{Style, render};
use crate::rule::Rule;
use crate::ruleset::{self, Entry, Rulebook};
use crate::source::Untrusted;

use super::args::Explain;
use super::files::Disk;
use super::output::{Answer, Output};
use super::reading;
use super::{CLEAN, NOT_CHECKED};

pub(super) fn run(command: &Explain, output: &mut Output<'_, '_>) -> Answer {
    let (ruleset, rule) = command.rule.rsplit_once('/').unwrap_or((&command.rule, ""));
    let rulebook = match ruleset::load(&[ruleset.to_owned()], &Disk) {
        Ok(rulebook) => rulebook,
        Err(faults) => {
            return Answer { code: NOT_CHECKED, written: output.faults(&faults) };
        }
    };
    let entry = match rulebook.rule(rule) {
        Ok(entry) => entry,
        Err(fault) => return Answer { code: NOT_CHECKED, written: output.faults(&[*fault]) },
    };
    let page = page(&rulebook, entry, output);
    Answer { code: CLEAN, written: output.line(page.trim_end()) }
}

fn page(rulebook: &Rulebook, entry: &Entry, output: &Output<'_, '_>) -> String {
    let (rule, style) = (&entry.rule, output.style);
    let (lang, lexicon) = (style.lang, rulebook.matcher.lexicon());
    let trials = trials(rulebook, entry);
    let (flags, passes) = trials.split_at(entry.flags.len());
    let said =
        |text: &Option<Bilingual>| text.as_ref().map(|text| indented(text.get(lang))).unwrap_or_default();
    let sections = [
        (Bilingual::new("为什么", "Why"), said(&rule.why)),
        (Bilingual::new("条款", "Clause"), clauses(rule, lang)),
        (Bilingual::new("查什么", "Looks for"), indented(&reading::of(rule, lexicon, lang))),
        (Bilingual::new("词表", "Lists"), indented(&reading::lists(rule, lexicon))),
        (Bilingual::new("应当怎么写", "Instead"), said(&rule.instead)),
        (Bilingual::new("会报告", "Reports"), examples(flags, style)),
        (Bilingual::new("不报告", "Passes"), examples(passes, style)),
    ];
    let mut page = format!("{} [{}]\n{}\n", rule.code, rule.level.name(), rule.summary.get(lang));
    for (title, text) in sections.iter().filter(|(_, text)| !text.is_empty()) {
        page.push_str(&format!("\n{}\n{}\n", title.get(lang), text.trim_end()));
    }
    page
}

fn clauses(rule: &Rule, lang: Lang) -> String {
    let line = |clause: &Clause| {
        let says = clause.says.as_ref().map(|says| says.get(lang)).unwrap_or_default();
        let parts = [clause.id.as_str(), clause.at.as_deref().unwrap_or_default(), says];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
    };
    let lines: Vec<String> = rule.clauses.iter().map(|clause| line(clause)).collect();
    indented(&lines.join("\n"))
}

/// Each example with what is really reported in it; one that does not come out as it should says so.
fn examples(trials: &[Trial<'_>], style: Style) -> String {
    let shown = trials.iter().map(|trial| {
        let found: String = trial.findings.iter().map(|finding| render(finding, style)).collect();
        let text = if found.is_empty() { indented(&trial.example.text) + "\n" } else { found };
        let fault = trial.fault().map(|fault| format!("  ✗ {}\n", fault.text.get(style.lang)));
        text + &fault.unwrap_or_default()
    });
    shown.collect::<Vec<_>>().join("\n")
}

fn indented(text: &str) -> String {
    text.trim_end().lines().map(|line| format!("  {}", Untrusted(line))).collect::<Vec<_>>().join("\n")
}
