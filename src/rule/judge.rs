//! Judging: where findings are gathered, each place once, and those left out that something exempts.

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;

use super::exempt::Exemptions;
use super::hits::{Hit, Seek};
use super::model::Rule;
use super::scene::Scene;
use super::wanted::Wanted;

/// What judging a rule brought.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The findings.
    pub findings: Vec<Diagnostic>,
    /// Why some of it, or all, could not be judged; each reason once.
    pub skipped: Vec<Bilingual>,
}

/// A rule that judges a conversation.
pub(super) struct Judge<'s, 'c> {
    pub(super) scene: &'s Scene<'c>,
    pub(super) rule: &'s Rule,
    exemptions: Exemptions<'s, 'c>,
    /// Where findings stand, by file and bytes.
    seen: HashSet<(Arc<str>, usize, usize)>,
    verdict: Verdict,
}

impl<'s, 'c> Judge<'s, 'c> {
    pub(super) fn new(scene: &'s Scene<'c>, rule: &'s Rule) -> Self {
        let exemptions = Exemptions::new(scene, rule);
        Self { scene, rule, exemptions, seen: HashSet::new(), verdict: Verdict::default() }
    }

    /// Looks for what the rule wants.
    pub(super) fn seek(&self, wanted: &'s Wanted) -> Seek<'s, 'c> {
        Seek { scene: self.scene, wanted, side: self.rule.selection.from }
    }

    /// Reports a finding at a place, unless something exempts it, or there is one that stands there.
    pub(super) fn report(&mut self, at: &Hit, finding: impl FnOnce() -> Diagnostic) {
        if self.exemptions.hold(at) {
            return;
        }
        let finding = finding();
        let place =
            finding.place.as_ref().map(|place| (Arc::clone(&place.path), place.start.byte, place.end.byte));
        if place.is_none_or(|place| self.seen.insert(place)) {
            self.verdict.findings.push(finding);
        }
    }

    /// Notes why something could not be judged.
    pub(super) fn skip(&mut self, reason: impl IntoIterator<Item = Bilingual>) {
        for reason in reason {
            if !self.verdict.skipped.contains(&reason) {
                self.verdict.skipped.push(reason);
            }
        }
    }

    /// What came of it.
    pub(super) fn verdict(mut self) -> Verdict {
        let unknown = self.exemptions.unknown();
        self.skip(unknown);
        self.verdict
    }
}
