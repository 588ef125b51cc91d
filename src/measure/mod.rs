//! Measuring: how often rules are right on labelled texts, in the words of information retrieval.

mod labels;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place};
use crate::document::Conversation;
use crate::ruleset::{Rulebook, split_name};
use crate::say;
use crate::source::brief;

pub use labels::{HEAD, Label, Labels, Text};

/// How often a rule, or all of them, were right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// What was reported.
    pub findings: usize,
    /// Findings where a label wants them.
    pub right: usize,
    /// Labels that were found; one that is found twice counts once.
    pub found: usize,
    /// Labels that were not.
    pub missed: usize,
}

impl Figures {
    /// The share of findings that are right; none where nothing was reported.
    pub fn precision(&self) -> Option<f64> {
        share(self.right, self.findings)
    }

    /// The share of labels that were found; none where there are none.
    pub fn recall(&self) -> Option<f64> {
        share(self.found, self.found + self.missed)
    }
}

fn share(part: usize, of: usize) -> Option<f64> {
    (of > 0).then(|| part as f64 / of as f64)
}

/// What measuring brought.
#[derive(Debug, Default)]
pub struct Measured {
    /// The figures of each rule that reported something or should have.
    pub rules: BTreeMap<Arc<str>, Figures>,
    /// Those of all; a label that several rules may report counts once.
    pub sum: Figures,
    /// Conversations that were judged, and how many of them have no label.
    pub texts: usize,
    /// See `texts`.
    pub clean: usize,
    /// Findings that no label wants.
    pub wrong: Vec<Diagnostic>,
    /// Labels that nothing found, each with the path of its file.
    pub missed: Vec<(String, Label)>,
}

impl Measured {
    /// Adds what was found in a file: of the rules that judge it, all that they report in its conversations.
    pub fn add(
        &mut self,
        path: &str,
        labels: &[&Label],
        conversations: &[Conversation],
        findings: Vec<Diagnostic>,
    ) {
        let mut found: Vec<BTreeSet<Arc<str>>> = vec![BTreeSet::new(); labels.len()];
        for finding in findings {
            let wanted = |label: &Label| {
                label.rules.iter().any(|rule| **rule == *finding.code)
                    && finding.place.as_ref().is_some_and(|place| meets(&label.lines, place))
            };
            let by = labels.iter().zip(&mut found).filter(|(label, _)| wanted(label));
            let hits = by.map(|(_, rules)| _ = rules.insert(Arc::clone(&finding.code))).count();
            let of_rule = self.rules.entry(Arc::clone(&finding.code)).or_default();
            for figures in [of_rule, &mut self.sum] {
                figures.findings += 1;
                figures.right += usize::from(hits > 0);
            }
            self.wrong.extend((hits == 0).then_some(finding));
        }
        labels.iter().zip(found).for_each(|(label, rules)| self.add_label(path, label, rules));
        self.texts += conversations.len();
        let is_clean = |lines: RangeInclusive<usize>| !labels.iter().any(|label| cross(&label.lines, &lines));
        self.clean +=
            conversations.iter().filter_map(lines_of).filter(|lines| is_clean(lines.clone())).count();
    }

    /// A label that rules have found; one that none has is missed by the first that it names.
    fn add_label(&mut self, path: &str, label: &Label, rules: BTreeSet<Arc<str>>) {
        if rules.is_empty() {
            let first = label.rules.first().map(|rule| Arc::from(&**rule));
            first.into_iter().for_each(|rule| self.rules.entry(rule).or_default().missed += 1);
            self.sum.missed += 1;
            self.missed.push((path.to_owned(), label.clone()));
        } else {
            self.sum.found += 1;
            rules.into_iter().for_each(|rule| self.rules.entry(rule).or_default().found += 1);
        }
    }
}

fn meets(lines: &RangeInclusive<usize>, place: &Place) -> bool {
    lines.contains(&place.start.line)
}

fn cross(a: &RangeInclusive<usize>, b: &RangeInclusive<usize>) -> bool {
    a.start() <= b.end() && b.start() <= a.end()
}

/// The lines of a conversation, from its first message to its last.
fn lines_of(conversation: &Conversation) -> Option<RangeInclusive<usize>> {
    let parts = conversation.messages.iter().flat_map(|message| &message.parts);
    let places = parts.map(|part| Place::new(part.passage.source(), part.passage.span()));
    let lines: Vec<(usize, usize)> = places.map(|place| (place.start.line, place.end.line)).collect();
    let first = lines.iter().map(|(start, _)| *start).min()?;
    Some(first..=lines.iter().map(|(_, end)| *end).max()?)
}

/// The rules that judge a text.
///
/// # Errors
/// When it names what is no rule and no ruleset of the rulebook.
pub fn judges(text: &Text, rulebook: &Rulebook) -> Result<BTreeSet<Arc<str>>, Box<Diagnostic>> {
    let mut codes = BTreeSet::new();
    for name in &text.by {
        let (ruleset, rule) = split_name(name);
        match rule.map(|rule| rulebook.rule_of(ruleset, rule)) {
            Some(entry) => {
                _ = codes.insert(Arc::clone(&entry.map_err(|fault| placed(*fault, &text.place))?.rule.code))
            }
            None => codes.extend(
                rulebook
                    .entries
                    .iter()
                    .filter(|entry| entry.is_of(ruleset))
                    .map(|entry| Arc::clone(&entry.rule.code)),
            ),
        }
    }
    Ok(codes)
}

/// What is wrong with a label: rules that do not judge its file, lines without a message. Such a label counts for nothing.
pub fn faults(label: &Label, judges: &BTreeSet<Arc<str>>, conversations: &[Conversation]) -> Vec<Diagnostic> {
    let strange = label.rules.iter().filter(|rule| !judges.contains(&***rule));
    let mut faults: Vec<Diagnostic> = strange.map(|rule| no_judge(rule, &label.file)).collect();
    if !conversations.iter().filter_map(lines_of).any(|lines| cross(&lines, &label.lines)) {
        faults.push(no_message(label));
    }
    faults.into_iter().map(|fault| placed(fault, &label.place)).collect()
}

fn placed(fault: Diagnostic, place: &Place) -> Diagnostic {
    Diagnostic { place: Some(place.clone()), ..fault }
}

fn no_judge(rule: &str, file: &str) -> Diagnostic {
    let (rule, file) = (brief(rule), brief(file));
    let text = say!("`{rule}` 不在判 {file} 的规则里", "`{rule}` is none of the rules that judge {file}");
    let help = say!(
        "改规则的名称，或在 {file} 的 * 行里加上它的规则集；`liyi rules` 列出所有规则",
        "mend its name, or add its ruleset to the line of {file} with *; `liyi rules` lists all rules"
    );
    Diagnostic::error("labels/rule", text).help(help)
}

fn no_message(label: &Label) -> Diagnostic {
    let (file, line) = (brief(&label.file), label.lines.start());
    let text = say!("{file} 第 {line} 行没有消息", "there is no message on line {line} of {file}");
    let help = say!("用 `liyi formats {file}` 看读出了什么", "`liyi formats {file}` says what was read");
    Diagnostic::error("labels/no-message", text).help(help)
}
