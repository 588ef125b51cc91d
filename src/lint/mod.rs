//! Lints one conversation after the other against a rulebook.

mod allow;
mod batch;
mod enough;
mod queue;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Role};
use crate::language::Bilingual;
use crate::reader::Glance;
use crate::rule::Scene;
use crate::ruleset::{Entry, Rulebook};
use crate::say;
use crate::source::brief;

pub use allow::UNUSED;
pub use batch::{Batch, Batches, Judged, Kept};
pub use enough::Enough;
pub use queue::Queue;

/// How many different reasons are kept; a stream may name any number of speakers.
const MOST_REASONS: usize = 1000;

/// What is noted where a speaker's role is not known.
const SPEAKER: &str = "input/speaker";

/// A rulebook with an index, so that the rules that cannot find anything are not asked.
pub struct Linter<'a> {
    rulebook: &'a Rulebook,
    /// The rules that have to be asked of every conversation.
    always: Vec<usize>,
    /// For each pattern, the rules that it gives something to judge.
    by_pattern: BTreeMap<usize, Vec<usize>>,
    /// Whether conversations with findings are kept.
    keeps: bool,
}

/// What could not be judged: the rule, the reason, and how often.
pub type Skipped = BTreeMap<(Arc<str>, Reason), usize>;

/// A reason, in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason(pub Bilingual);

impl PartialOrd for Reason {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Reason {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.0.en, &self.0.zh).cmp(&(&other.0.en, &other.0.zh))
    }
}

impl<'a> Linter<'a> {
    /// A linter for a rulebook.
    pub fn new(rulebook: &'a Rulebook) -> Self {
        Self::among(rulebook, |_| true)
    }

    /// A linter for some rules of a rulebook.
    pub fn among(rulebook: &'a Rulebook, is_wanted: impl Fn(&Entry) -> bool) -> Self {
        let mut linter = Self { rulebook, always: Vec::new(), by_pattern: BTreeMap::new(), keeps: false };
        let wanted = rulebook.entries.iter().enumerate().filter(|(_, entry)| is_wanted(entry));
        for (index, entry) in wanted {
            match entry.rule.needs(&rulebook.index) {
                None => linter.always.push(index),
                Some(patterns) => patterns
                    .into_iter()
                    .for_each(|pattern| linter.by_pattern.entry(pattern).or_default().push(index)),
            }
        }
        linter
    }

    /// The same, and whether it keeps the conversations with findings, for reports that show them.
    #[must_use]
    pub fn keeping(self, keeps: bool) -> Self {
        Self { keeps, ..self }
    }

    /// Lints a conversation: its findings in order; what could not be judged is added to `skipped`.
    pub fn lint(&self, conversation: &Conversation, skipped: &mut Skipped) -> Vec<Diagnostic> {
        let scene = Scene::new(conversation, &self.rulebook.matcher, &self.rulebook.index);
        let mut findings = Vec::new();
        for &index in &*self.rules_for(&scene) {
            let rule = &self.rulebook.entries[index].rule;
            let verdict = rule.judge(&scene);
            findings.extend(verdict.findings);
            for reason in verdict.skipped {
                *skipped.entry((Arc::clone(&rule.code), Reason(reason))).or_default() += 1;
            }
        }
        note_unknown_speakers(conversation, skipped);
        name_speakers(conversation, &mut findings);
        findings.sort_by(|a, b| a.order().cmp(&b.order()));
        findings
    }

    /// The rules that may find something, in order.
    fn rules_for(&self, scene: &Scene<'_>) -> Cow<'_, [usize]> {
        let mut asked =
            scene.patterns().filter_map(|pattern| self.by_pattern.get(&pattern)).flatten().peekable();
        if asked.peek().is_none() {
            return Cow::Borrowed(&self.always);
        }
        let mut rules: Vec<usize> = self.always.iter().chain(asked).copied().collect();
        rules.sort_unstable();
        rules.dedup();
        Cow::Owned(rules)
    }
}

impl Glance for Linter<'_> {
    fn expect_many(&self) {
        self.rulebook.matcher.expect_many();
    }

    fn holds_nothing(&self, text: &str) -> Option<bool> {
        self.rulebook.matcher.holds_nothing(text)
    }
}

/// Tells findings who speaks in their conversation.
fn name_speakers(conversation: &Conversation, findings: &mut [Diagnostic]) {
    if findings.is_empty() {
        return;
    }
    let names = conversation.messages.iter().filter_map(|message| message.speaker.clone());
    let names: Arc<[Arc<str>]> = names.collect::<BTreeSet<_>>().into_iter().collect();
    findings
        .iter_mut()
        .filter_map(|finding| finding.at.as_mut())
        .for_each(|at| at.names = Arc::clone(&names));
}

/// Adds what could not be judged in one batch of conversations to what could not be in those before.
pub fn merge(skipped: &mut Skipped, of_batch: Skipped) {
    for ((code, reason), count) in of_batch {
        let is_surplus = skipped.len() >= MOST_REASONS && *code == *SPEAKER;
        let key = (code, if is_surplus { Reason(more_speakers()) } else { reason });
        *skipped.entry(key).or_default() += count;
    }
}

fn more_speakers() -> Bilingual {
    Bilingual::new("还有别的说话人身份不明", "the roles of more speakers are not known")
}

/// Messages of nobody in particular are judged by no rule about agents or customers: that has to be said.
fn note_unknown_speakers(conversation: &Conversation, skipped: &mut Skipped) {
    for message in conversation.messages.iter().filter(|message| message.role == Role::Unknown) {
        let reason = match &message.speaker {
            Some(_) if skipped.len() >= MOST_REASONS => more_speakers(),
            Some(name) => {
                let name = brief(name);
                say!(
                    "不知道“{name}”是客服还是客户（用 --agent 或 --customer 说明）",
                    "whether \"{name}\" serves or is served is not known (say it with --agent or --customer)",
                )
            }
            None => Bilingual::new("有的文字不知是谁说的", "some text belongs to no speaker"),
        };
        *skipped.entry((Arc::from(SPEAKER), Reason(reason))).or_default() += 1;
    }
}
