//! The head of a ruleset: what it says for all its rules.

use std::sync::Arc;

use crate::diagnostic::Clause;
use crate::document::Kind;
use crate::language::Bilingual;
use crate::rule::Facts;
use crate::say;
use crate::source::{Source, brief};

use super::keys::On;
use super::library::{Library, RulesetId};
use super::rules::{Reading, kinds};
use crate::yaml::fields::{Faults, Fields};
use crate::yaml::node::Value;
use crate::yaml::suggestion::did_you_mean;

/// What a ruleset says for all its rules.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// The clauses of its code.
    pub(super) clauses: Vec<Arc<Clause>>,
    /// In which kinds alone its rules hold.
    pub(super) kinds: Vec<Kind>,
    /// Where alone its rules hold.
    pub(super) facts: Option<Facts>,
}

impl Library<'_> {
    /// Reads the head of a ruleset.
    pub(super) fn head(&mut self, id: RulesetId) -> Head {
        let (node, source) = (Arc::clone(&self.document(id).node), Arc::clone(&self.document(id).source));
        // The top of the document was read before, and its faults are known.
        let Some(fields) = Fields::of(&node, On::Ruleset, &source, &mut Faults::default()) else {
            return Head { clauses: Vec::new(), kinds: Kind::ALL.to_vec(), facts: None };
        };
        Head {
            clauses: self.clauses(&fields, &source),
            kinds: fields.get("kind").map_or(Kind::ALL.to_vec(), kinds),
            facts: self.facts(&fields),
        }
    }

    /// The clauses that a rule enforces.
    pub(super) fn clauses_of(&mut self, rule: &Reading<'_>) -> Vec<Arc<Clause>> {
        let (known, source) = (&rule.head_of("source").clauses, rule.fields.source_of("source"));
        let mut clauses = Vec::new();
        for node in rule.fields.texts("source") {
            let id = node.text().unwrap_or_default();
            match known.iter().find(|clause| clause.id == id) {
                Some(clause) => clauses.push(Arc::clone(clause)),
                None if known.is_empty() => {
                    clauses.push(Arc::new(Clause { id: id.to_owned(), ..Clause::default() }));
                }
                None => {
                    let shown = brief(id);
                    let text = say!(
                        "`clauses` 中没有条款 `{shown}`",
                        "there is no clause `{shown}` among `clauses`"
                    );
                    let help = did_you_mean(id, known.iter().map(|clause| clause.id.as_str()));
                    self.faults.add("ruleset/undefined-clause", text, source, node.span).help = Some(help);
                }
            }
        }
        clauses
    }

    fn clauses(&mut self, fields: &Fields<'_>, source: &Arc<Source>) -> Vec<Arc<Clause>> {
        let Some(Value::Map(pairs)) = fields.get("clauses").map(|node| &node.value) else {
            return Vec::new();
        };
        let clauses = pairs.iter().filter_map(|(key, node)| {
            let id = key.text()?.to_owned();
            if let Some(says) = node.text() {
                return Some(Arc::new(Clause { id, says: Some(Bilingual::same(says)), ..Clause::default() }));
            }
            let clause = Fields::of(node, On::Clause, source, &mut self.faults)?;
            let at = clause.text("at").map(str::to_owned);
            let (says, declined) =
                (clause.said("says", &mut self.faults), clause.said("declined", &mut self.faults));
            Some(Arc::new(Clause { id, at, says, declined }))
        });
        clauses.collect()
    }
}
