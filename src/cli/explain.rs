//! `liyi explain`: a rule, read aloud, with its examples and what is reported in them.

use crate::diagnostic::Clause;
use crate::language::Bilingual;
use crate::proof::{Trial, trials};
use crate::report::{self, Style, render};
use crate::rule::Rule;
use crate::ruleset::{Entry, Rulebook, path_or_name, split_name};
use crate::source::Untrusted;

use super::args::Explain;
use super::files::Disk;
use super::output::{Answer, Output};
use super::{CLEAN, reading, rules};

pub(super) fn run(command: &Explain, output: &mut Output<'_, '_>) -> Answer {
    let (ruleset, rule) = split_name(&command.rule);
    let project = command.configuration.project();
    let known = project.all_rulesets();
    let ruleset = path_or_name(ruleset, &known, &Disk);
    let rulebook = match output.rulebook(&[ruleset.to_owned()], &project) {
        Ok(rulebook) => rulebook,
        Err(answer) => return answer,
    };
    let Some(rule) = rule else {
        return rules::list(&rulebook, output);
    };
    let entry = match rulebook.rule_of(ruleset, rule) {
        Ok(entry) => entry,
        Err(fault) => return output.refuse(&[*fault]),
    };
    let page = page(&rulebook, entry, output);
    let hinted = output.faults(entry.renamed(rule).as_slice());
    Answer { code: CLEAN, written: hinted.and_then(|()| output.line(page.trim_end())) }
}

fn page(rulebook: &Rulebook, entry: &Entry, output: &Output<'_, '_>) -> String {
    let (rule, style) = (&entry.rule, output.style);
    let (lang, lexicon) = (style.lang, rulebook.matcher.lexicon());
    let trials = trials(rulebook, entry);
    let (flags, passes) = trials.split_at(entry.flags.len());
    let said = |text: &Option<Bilingual>| {
        text.as_ref().map(|text| wrapped(text.get(lang), style)).unwrap_or_default()
    };
    let sections = [
        (Bilingual::new("为什么", "Why"), said(&rule.why)),
        (Bilingual::new("条款", "Clause"), clauses(rule, style)),
        (Bilingual::new("查什么", "Looks for"), wrapped(&reading::of(rule, lexicon, lang), style)),
        (Bilingual::new("词表", "Lists"), wrapped(&reading::lists(rule, lexicon, lang), style)),
        (Bilingual::new("应当怎么写", "Instead"), said(&rule.instead)),
        (Bilingual::new("会报告", "Reports"), examples(flags, style)),
        (Bilingual::new("不报告", "Passes"), examples(passes, style)),
    ];
    let mut page = format!("{} [{}]\n{}\n", rule.code, entry.level(), Untrusted(rule.summary.get(lang)));
    for (title, text) in sections.iter().filter(|(_, text)| !text.is_empty()) {
        page.push_str(&format!("\n{}\n{}\n", title.get(lang), text.trim_end()));
    }
    page
}

fn clauses(rule: &Rule, style: Style) -> String {
    let line = |clause: &Clause| {
        let says = clause.says.as_ref().map(|says| says.get(style.lang)).unwrap_or_default();
        let parts = [clause.id.as_str(), clause.at.as_deref().unwrap_or_default(), says];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
    };
    let lines: Vec<String> = rule.clauses.iter().map(|clause| line(clause)).collect();
    wrapped(&lines.join("\n"), style)
}

/// Each example with what is really reported in it; one that does not come out as it should says so.
fn examples(trials: &[Trial<'_>], style: Style) -> String {
    let shown = trials.iter().map(|trial| {
        let found: String = trial.findings.iter().map(|finding| render(finding, style)).collect();
        let text = if found.is_empty() { indented(&trial.example.text) + "\n" } else { found };
        let fault = trial.fault().map(|fault| format!("  ✗ {}\n", Untrusted(fault.text.get(style.lang))));
        text + &fault.unwrap_or_default()
    });
    shown.collect::<Vec<_>>().join("\n")
}

/// Each line, wrapped to the width of reports.
fn wrapped(text: &str, style: Style) -> String {
    let fill = |line| report::wrapped(&Untrusted(line).to_string(), style.width, "  ", "    ");
    let lines = text.trim_end().lines().map(fill);
    lines.collect::<Vec<_>>().join("\n")
}

fn indented(text: &str) -> String {
    text.trim_end().lines().map(|line| format!("  {}", Untrusted(line))).collect::<Vec<_>>().join("\n")
}
