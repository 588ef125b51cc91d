//! Proof: whether each rule reports its `flags`, where they are pinned, and none of its `passes`.

mod situation;

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place};
use crate::language::Bilingual;
use crate::reader::{self, Format, Options};
use crate::rule::Scene;
use crate::ruleset::{Entry, Example, Rulebook};
use crate::say;
use crate::source::{Source, Untrusted};

/// How an example came out, in the words of detection theory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A `flags` text was reported.
    Reported,
    /// A `flags` text was not reported.
    Missing,
    /// A `passes` text was reported.
    Noisy,
    /// A `flags` text was reported, but not where it is pinned.
    WrongPlace,
    /// A `passes` text was not reported.
    Passed,
    /// The text could not be read, and proves nothing.
    Unreadable,
}

impl Outcome {
    /// Whether the rule does as its example says.
    pub fn is_right(self) -> bool {
        matches!(self, Self::Reported | Self::Passed)
    }
}

/// An example, tried.
#[derive(Debug)]
pub struct Trial<'a> {
    /// The rule.
    pub entry: &'a Entry,
    /// The example.
    pub example: &'a Example,
    /// How it came out.
    pub outcome: Outcome,
    /// What the rule reported in it.
    pub findings: Vec<Diagnostic>,
    /// What of the example could not be read.
    pub unreadable: Option<Box<Diagnostic>>,
}

/// Tries all examples of a rule.
pub fn trials<'a>(rulebook: &'a Rulebook, entry: &'a Entry) -> Vec<Trial<'a>> {
    let flags = entry.flags.iter().map(|example| trial(rulebook, entry, example, true));
    let passes = entry.passes.iter().map(|example| trial(rulebook, entry, example, false));
    flags.chain(passes).collect()
}

fn trial<'a>(rulebook: &Rulebook, entry: &'a Entry, example: &'a Example, must_report: bool) -> Trial<'a> {
    let (findings, unreadable) = judge(rulebook, entry, example);
    let outcome = match (must_report, findings.is_empty()) {
        _ if unreadable.is_some() => Outcome::Unreadable,
        (true, true) => Outcome::Missing,
        (true, false) if !is_pinned(example, &findings) => Outcome::WrongPlace,
        (true, false) => Outcome::Reported,
        (false, true) => Outcome::Passed,
        (false, false) => Outcome::Noisy,
    };
    Trial { entry, example, outcome, findings, unreadable }
}

/// Reads an example as its kind is read, and has the one rule judge it.
fn judge(
    rulebook: &Rulebook,
    entry: &Entry,
    example: &Example,
) -> (Vec<Diagnostic>, Option<Box<Diagnostic>>) {
    let (kind, mode) = situation::kind_and_mode(&entry.rule, example);
    let options = Options { kind: Some(kind), mode, bare_lines: true, ..Options::default() };
    let source = Arc::new(Source::new(&*entry.rule.code, example.text.clone()));
    let (mut findings, mut unreadable) = (Vec::new(), None);
    for conversation in reader::read_source(&source, Format::of_kind(kind), &options) {
        match conversation {
            Ok(mut conversation) => {
                situation::put(&entry.rule, example, &mut conversation);
                findings.extend(
                    entry.rule.judge(&Scene::new(&conversation, &rulebook.matcher, &rulebook.index)).findings,
                );
            }
            Err(fault) => unreadable = Some(fault),
        }
    }
    (findings, unreadable)
}

/// Whether the findings stand exactly where the pins are; an example without pins does not say.
fn is_pinned(example: &Example, findings: &[Diagnostic]) -> bool {
    let spans = findings.iter().filter_map(|finding| finding.place.as_ref()).map(Place::span);
    let mut found: Vec<Range<usize>> = spans.map(|span| span.start..span.end).collect();
    found.sort_by_key(|range| range.start);
    example.pins.is_empty() || found == example.pins
}

impl Trial<'_> {
    /// What is wrong, at the example; none where all is right.
    pub fn fault(&self) -> Option<Diagnostic> {
        let code = &self.entry.rule.code;
        let (name, text) = match self.outcome {
            Outcome::Reported | Outcome::Passed => return None,
            Outcome::Missing => {
                ("proof/missing", say!("{code} 没有报告这个例子", "{code} does not report this text"))
            }
            Outcome::Noisy => {
                ("proof/noisy", say!("{code} 误报了这个例子", "{code} reports this text, which it must pass"))
            }
            Outcome::Unreadable => (
                "proof/unreadable",
                say!("{code} 的这个例子读不出来", "this example of {code} cannot be read"),
            ),
            Outcome::WrongPlace => (
                "proof/wrong-place",
                say!("{code} 报告的位置不对", "{code} reports this text in another place"),
            ),
        };
        let mut fault = Diagnostic::error(name, text).at(&self.example.source, self.example.span);
        fault.help = match &self.unreadable {
            Some(unreadable) => Some((*unreadable.text).clone()),
            None => self.reported_instead(),
        };
        Some(fault)
    }

    /// What was reported, in a sentence.
    fn reported_instead(&self) -> Option<Bilingual> {
        let places = self
            .findings
            .iter()
            .filter_map(|finding| Some((finding.place.as_ref()?.start, &finding.excerpt)));
        let said = places.map(|(start, excerpt)| {
            let (line, column, excerpt) =
                (start.line, start.column, Untrusted(excerpt.lines().next().unwrap_or_default()));
            say!("第 {line} 行第 {column} 列“{excerpt}”", "\"{excerpt}\" at {line}:{column}")
        });
        let (zh, en): (Vec<_>, Vec<_>) = said.map(|said| (said.zh, said.en)).unzip();
        let (all_zh, all_en) = (zh.join("，"), en.join(", "));
        (!zh.is_empty()).then(|| say!("报告了：{all_zh}", "reported: {all_en}"))
    }
}
