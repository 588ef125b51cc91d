//! `liyi explain`: a rule, read aloud, with its examples and what is reported in them.

use crate::language::{Bilingual, Lang};
use crate::pattern::{Lexicon, Pattern};
use crate::proof::trials;
use crate::report::render;
use crate::rule::{Exemption, Rule, Selector, Verb, What};
use crate::ruleset::{self, Entry, Rulebook};
use crate::source::Untrusted;

use super::args::Explain;
use super::files::Disk;
use super::output::{Answer, Output};
use super::{CLEAN, NOT_CHECKED};

/// The most phrases of a pattern that are listed.
const MOST_PHRASES: usize = 24;

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
    let lang = style.lang;
    let mut page = format!("{} [{}]\n{}\n", rule.code, rule.level.name(), rule.summary.get(lang));
    let mut section = |title: Bilingual, text: String| {
        page.push_str(&format!("\n{}\n{}\n", title.get(lang), text.trim_end()));
    };
    if let Some(why) = &rule.why {
        section(Bilingual::new("为什么", "Why"), indented(why.get(lang)));
    }
    if !rule.clauses.is_empty() {
        let clauses: Vec<String> = rule
            .clauses
            .iter()
            .map(|clause| {
                let says = clause.says.as_ref().map(|says| says.get(lang)).unwrap_or_default();
                [clause.id.as_str(), clause.at.as_deref().unwrap_or_default(), says].join("  ")
            })
            .collect();
        section(Bilingual::new("条款", "Clause"), indented(&clauses.join("\n")));
    }
    section(
        Bilingual::new("查什么", "Looks for"),
        indented(&reading(rule, rulebook.matcher.lexicon(), lang)),
    );
    if let Some(instead) = &rule.instead {
        section(Bilingual::new("应当怎么写", "Instead"), indented(instead.get(lang)));
    }
    let trials = trials(rulebook, entry);
    let (flags, passes) = trials.split_at(entry.flags.len());
    let shown: Vec<String> = flags
        .iter()
        .map(|trial| {
            let found: Vec<String> = trial.findings.iter().map(|finding| render(finding, style)).collect();
            if found.is_empty() { indented(&trial.example.text) } else { found.join("\n") }
        })
        .collect();
    section(Bilingual::new("会报告", "Reports"), shown.join("\n"));
    let passed: Vec<String> = passes.iter().map(|trial| indented(&trial.example.text)).collect();
    section(Bilingual::new("不报告", "Passes"), passed.join("\n\n"));
    page
}

fn indented(text: &str) -> String {
    text.trim_end().lines().map(|line| format!("  {}", Untrusted(line))).collect::<Vec<_>>().join("\n")
}

/// The rule as sentences.
fn reading(rule: &Rule, lexicon: &Lexicon, lang: Lang) -> String {
    let mut lines = vec![scope(rule, lang)];
    if let Some(window) = &rule.window {
        let triggers: Vec<String> =
            window.after.iter().map(|selector| selected(selector, lexicon, lang)).collect();
        lines.push(labelled(lang, "触发", "after", &triggers.join(" | ")));
    }
    let verb = match rule.verb {
        Verb::Forbid => ("不许出现", "forbids"),
        Verb::Require => ("必须出现", "requires"),
    };
    lines.push(labelled(lang, verb.0, verb.1, &phrases(&rule.wanted.of, lexicon)));
    if !rule.wanted.allow.is_empty() {
        lines.push(labelled(lang, "例外", "allows", &phrases(&rule.wanted.allow, lexicon)));
    }
    for exemption in &rule.unless {
        let text = match exemption {
            Exemption::Says(wanted) => phrases(&wanted.of, lexicon),
            Exemption::After(selector, _) => selected(selector, lexicon, lang),
        };
        lines.push(labelled(lang, "除非", "unless", &text));
    }
    lines.join("\n")
}

fn labelled(lang: Lang, zh: &str, en: &str, text: &str) -> String {
    match lang {
        Lang::Zh => format!("{zh}：{text}"),
        Lang::En => format!("{en}: {text}"),
    }
}

/// Whose text, in which kinds.
fn scope(rule: &Rule, lang: Lang) -> String {
    let roles: Vec<String> =
        rule.selection.from.list().iter().map(|role| role.title().get(lang).to_owned()).collect();
    let roles = if roles.is_empty() {
        Bilingual::new("任何人", "anybody").get(lang).to_owned()
    } else {
        roles.join(", ")
    };
    let kinds: Vec<&str> = rule.selection.kinds.iter().map(|kind| kind.name()).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    labelled(lang, "谁的话", "whose words", &format!("{roles}{kinds}"))
}

fn selected(selector: &Selector, lexicon: &Lexicon, lang: Lang) -> String {
    let roles: Vec<String> =
        selector.from.list().iter().map(|role| role.title().get(lang).to_owned()).collect();
    let roles = roles.join(", ");
    match &selector.what {
        What::Says(wanted) => format!("{roles}: {}", phrases(&wanted.of, lexicon)),
        What::Event(name) => format!("[{name}]"),
        What::Turn => roles,
    }
}

/// The phrases of some patterns, the first ones of many.
fn phrases(patterns: &[Pattern], lexicon: &Lexicon) -> String {
    let mut all = Vec::new();
    patterns.iter().for_each(|pattern| collect(pattern, lexicon, &mut all));
    let more = all.len().saturating_sub(MOST_PHRASES);
    all.truncate(MOST_PHRASES);
    let rest = if more > 0 { format!(" … (+{more})") } else { String::new() };
    all.join(" · ") + &rest
}

fn collect(pattern: &Pattern, lexicon: &Lexicon, all: &mut Vec<String>) {
    match pattern {
        Pattern::Phrase(id) => all.push(lexicon.phrase_text(*id).to_owned()),
        Pattern::Expression(id) => all.push(lexicon.expression_text(*id)),
        Pattern::Slot => all.push("{entity: slot}".to_owned()),
        Pattern::List { name, .. } => all.push(format!("${name}")),
        Pattern::Any { of, .. } => of.iter().for_each(|pattern| collect(pattern, lexicon, all)),
    }
}
