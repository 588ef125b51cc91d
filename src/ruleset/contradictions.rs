//! Rules of one code that nobody can follow at once: whatever one requires, another forbids.

use std::sync::Arc;

use crate::diagnostic::{Label, Place};
use crate::language::Bilingual;
use crate::pattern::PhraseId;
use crate::rule::{Rule, Verb};
use crate::say;
use crate::source::{Source, Span, brief};

use super::Entry;
use super::library::Library;

impl Library<'_> {
    /// Tells the rules whose every required phrase holds one that another rule forbids everywhere. The places are those of
    /// the rules, by name.
    pub(super) fn check_contradictions(
        &mut self,
        entries: &[Entry],
        places: &[(String, Span)],
        source: &Arc<Source>,
    ) {
        let place = |name: &str| places.iter().find(|(known, _)| known == name).map(|(_, span)| *span);
        for entry in entries {
            let Some(required) = required(&entry.rule) else { continue };
            let against = entries.iter().find(|other| self.forbids_all(&other.rule, &entry.rule, required));
            let Some((other, here)) = against.zip(place(entry.name())) else { continue };
            let shown = brief(other.name());
            let text = say!(
                "这条规则要求的，规则 `{shown}` 全都禁止",
                "all that this rule requires is forbidden by the rule `{shown}`"
            );
            let help = Bilingual::new(
                "从其中一条里去掉这个词语，或写上 `unless`、`after`、`when`，说明各在何时",
                "take the phrase out of one of them, or say when each holds: `unless`, `after`, `when`",
            );
            let label = place(other.name()).map(|span| Label {
                text: Bilingual::new("禁止的在这里", "forbidden here"),
                place: Place::new(source, span),
            });
            let fault = self.faults.add("ruleset/contradiction", text, source, here);
            fault.help = Some(help);
            fault.labels.extend(label);
        }
    }

    /// Whether one rule forbids every phrase that another requires, wherever that looks.
    fn forbids_all(&self, forbids: &Rule, requires: &Rule, required: &[PhraseId]) -> bool {
        let Verb::Forbid(wanted) = &forbids.verb else { return false };
        let (own, other) = (&forbids.selection, &requires.selection);
        let is_everywhere = forbids.window.is_none()
            && forbids.unless.is_empty()
            && forbids.per.is_none()
            && wanted.allow.is_empty()
            && own.when.is_empty()
            && own.at.is_none()
            && own.from == other.from
            && own.parts == other.parts
            && (own.kinds.is_empty() || own.kinds == other.kinds);
        let text = |id: &PhraseId| self.lexicon.folded_text(*id);
        let is_forbidden = |required: &PhraseId| {
            wanted.search.phrases().iter().any(|phrase| text(required).contains(text(phrase)))
        };
        is_everywhere && required.iter().all(is_forbidden)
    }
}

/// The phrases of which a rule requires one, if it requires nothing else.
fn required(rule: &Rule) -> Option<&[PhraseId]> {
    let Verb::Require(wanted) = &rule.verb else { return None };
    wanted.search.phrases_alone().filter(|phrases| !phrases.is_empty())
}
