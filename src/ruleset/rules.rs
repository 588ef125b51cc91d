//! Reading rules: what they look at, where, what they ask, and their proof.

use std::sync::Arc;

use crate::diagnostic::{Clause, Level};
use crate::document::{Kind, Mode, Role, Roles};
use crate::language::Bilingual;
use crate::rule::{Per, Rule, Selection, Verb, Wanted};
use crate::say;
use crate::source::{Source, Span, brief};

use super::fields::{Fields, first_here, items};
use super::keys::On;
use super::library::{Library, RulesetId, is_kebab_case};
use super::node::{Node, Value};
use super::selectors::{roles, sight};
use super::suggestion::did_you_mean;
use super::{Entry, examples};

/// What a ruleset says for all its rules.
pub(super) struct Frame<'n> {
    pub(super) by: RulesetId,
    pub(super) name: String,
    pub(super) source: Arc<Source>,
    pub(super) fields: Fields<'n>,
    pub(super) clauses: Vec<Arc<Clause>>,
    /// In which mode alone its rules hold.
    pub(super) mode: Option<Mode>,
}

impl Library<'_> {
    /// Reads all rules of a ruleset.
    pub(super) fn rules(&mut self, frame: &Frame<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut ids: Vec<(String, Span)> = Vec::new();
        for node in frame.fields.get("rules").map(items).unwrap_or_default() {
            let Some(fields) = Fields::of(node, On::Rule, &frame.source, &mut self.faults) else {
                continue;
            };
            let Some((id, place)) = self.id(frame, &fields) else {
                continue;
            };
            if let Some((_, first)) = ids.iter().find(|(other, _)| *other == id) {
                let label = first_here(&frame.source, *first);
                let text = say!("规则 `{id}` 写了两次", "the rule `{id}` is written twice");
                self.faults.add("ruleset/duplicate-rule", text, &frame.source, place).labels.push(label);
            }
            entries.extend(self.rule(frame, &fields, &id, place));
            ids.push((id, place));
        }
        entries
    }

    fn id(&mut self, frame: &Frame<'_>, fields: &Fields<'_>) -> Option<(String, Span)> {
        let Some(node) = fields.get("id") else {
            if !fields.lacks(&["id"]) {
                return None;
            }
            let text = Bilingual::new("规则没有名称", "the rule has no name");
            let help = Bilingual::new(
                "写上 `id: 名称`，如 id: says-dont-know",
                "add `id: name`, such as id: says-dont-know",
            );
            self.faults.add("ruleset/missing-key", text, &frame.source, Span::at(fields.span.start)).help =
                Some(help);
            return None;
        };
        let id = node.text().unwrap_or_default();
        if !is_kebab_case(id) {
            let shown = brief(id);
            let text = say!("规则的名称 `{shown}` 不是 kebab-case", "the name `{shown}` is not kebab-case");
            let help = Bilingual::new(
                "用小写字母、数字和连字符，如 says-dont-know",
                "use lower case, digits and hyphens: says-dont-know",
            );
            self.faults.add("ruleset/name", text, &frame.source, node.span).help = Some(help);
            return None;
        }
        Some((id.to_owned(), node.span))
    }

    fn rule(&mut self, frame: &Frame<'_>, fields: &Fields<'_>, id: &str, place: Span) -> Option<Entry> {
        let verb = self.verb(frame, fields, place);
        let selection = self.selection(frame, fields);
        let window = self.window(frame, fields, selection.from);
        let words = id.replace('-', " ");
        let summary = fields.said("summary", &mut self.faults).unwrap_or_else(|| Bilingual::same(&words));
        let unless = self.unless(frame, fields);
        let flags = examples::read(fields, "flags", &mut self.faults);
        let passes = examples::read(fields, "passes", &mut self.faults);
        // Only here, so that all faults of the rule are told.
        let (verb, wanted) = verb?;
        let rule = Rule {
            code: format!("{}/{id}", frame.name).into(),
            level: level(fields),
            summary: Arc::new(summary),
            why: fields.said("why", &mut self.faults),
            clauses: self.clauses_of(frame, fields),
            instead: fields.said("instead", &mut self.faults),
            selection,
            window,
            per: fields.text("per").and_then(Per::named),
            verb,
            wanted,
            exact: fields.flag("exact"),
            unless,
        };
        Some(Entry { rule, flags, passes, source: Arc::clone(&frame.source), place })
    }

    /// The verb of a rule, of which there has to be one.
    fn verb(&mut self, frame: &Frame<'_>, fields: &Fields<'_>, place: Span) -> Option<(Verb, Wanted)> {
        let verbs = [("forbid", Verb::Forbid), ("require", Verb::Require)];
        let mut written = verbs.into_iter().filter_map(|(name, verb)| Some((verb, fields.pair(name)?)));
        let (Some((verb, (_, node))), second) = (written.next(), written.next()) else {
            if fields.lacks(&["forbid", "require", "replace", "limit", "like"]) {
                let text = Bilingual::new("规则没有动词", "the rule has no verb");
                let help = Bilingual::new("写上 `forbid:` 或 `require:`", "add `forbid:` or `require:`");
                self.faults.add("ruleset/verb", text, &frame.source, place).help = Some(help);
            }
            return None;
        };
        if let Some((_, (key, _))) = second {
            let text = Bilingual::new("一条规则只能有一个动词", "a rule has exactly one verb");
            let help = Bilingual::new("分成两条规则", "make two rules of it");
            self.faults.add("ruleset/verb", text, &frame.source, key.span).help = Some(help);
        }
        let (exact, sight) = (fields.flag("exact"), sight(fields));
        Some((verb, self.wanted(frame.by, node, fields.get("allow"), exact, sight)))
    }

    fn selection(&mut self, frame: &Frame<'_>, fields: &Fields<'_>) -> Selection {
        let mode = self.mode(fields);
        let (by_rule, by_ruleset) = (fields.get("kind"), frame.fields.get("kind"));
        let (mut kinds, of_ruleset) = (kinds(by_rule), kinds(by_ruleset));
        kinds.retain(|kind| of_ruleset.contains(kind));
        if kinds.is_empty() || mode.is_some_and(|mode| frame.mode.is_some_and(|other| other != mode)) {
            let text = Bilingual::new(
                "这条规则永远不起作用：它和规则集的 `kind` 或 `when` 没有交集",
                "this rule can never apply: its `kind` or `when` has nothing in common with that of the ruleset",
            );
            let key = fields.pair("kind").or(fields.pair("when"));
            let place = key.map_or(fields.span, |(key, _)| key.span);
            self.faults.add("ruleset/never", text, &frame.source, place);
        }
        Selection {
            from: roles(fields).unwrap_or(Roles::only(Role::Agent)),
            kinds: if by_rule.or(by_ruleset).is_none() { Vec::new() } else { kinds },
            mode: mode.or(frame.mode),
            at: self.position(frame, fields),
        }
    }

    /// The mode that `when` asks for.
    pub(super) fn mode(&mut self, fields: &Fields<'_>) -> Option<Mode> {
        let when = Fields::of(fields.get("when")?, On::When, &fields.source, &mut self.faults)?;
        when.text("mode").and_then(Mode::named)
    }

    fn clauses_of(&mut self, frame: &Frame<'_>, fields: &Fields<'_>) -> Vec<Arc<Clause>> {
        let mut clauses = Vec::new();
        for node in fields.texts("source") {
            let id = node.text().unwrap_or_default();
            match frame.clauses.iter().find(|clause| clause.id == id) {
                Some(clause) => clauses.push(Arc::clone(clause)),
                None if frame.clauses.is_empty() => {
                    clauses.push(Arc::new(Clause { id: id.to_owned(), at: None, says: None }));
                }
                None => {
                    let shown = brief(id);
                    let text = say!(
                        "`clauses` 中没有条款 `{shown}`",
                        "there is no clause `{shown}` among `clauses`"
                    );
                    let help = did_you_mean(id, frame.clauses.iter().map(|clause| clause.id.as_str()));
                    self.faults.add("ruleset/undefined-clause", text, &frame.source, node.span).help =
                        Some(help);
                }
            }
        }
        clauses
    }

    /// Reads the clauses of a ruleset.
    pub(super) fn clauses(&mut self, fields: &Fields<'_>, source: &Arc<Source>) -> Vec<Arc<Clause>> {
        let Some(Value::Map(pairs)) = fields.get("clauses").map(|node| &node.value) else {
            return Vec::new();
        };
        let clauses = pairs.iter().filter_map(|(key, node)| {
            let id = key.text()?.to_owned();
            if let Some(says) = node.text() {
                return Some(Arc::new(Clause { id, at: None, says: Some(Bilingual::same(says)) }));
            }
            let clause = Fields::of(node, On::Clause, source, &mut self.faults)?;
            let at = clause.text("at").map(str::to_owned);
            Some(Arc::new(Clause { id, at, says: clause.said("says", &mut self.faults) }))
        });
        clauses.collect()
    }
}

fn level(fields: &Fields<'_>) -> Level {
    fields.text("level").and_then(Level::named).unwrap_or(Level::Warning)
}

/// The kinds that a node names; all where there is none.
fn kinds(node: Option<&Node>) -> Vec<Kind> {
    let words = node.map(items).unwrap_or_default();
    Kind::ALL.into_iter().filter(|kind| words.is_empty() || has_text(&words, kind.name())).collect()
}

/// Whether one of some nodes is a text.
pub(super) fn has_text(nodes: &[&Node], text: &str) -> bool {
    nodes.iter().any(|node| node.text() == Some(text))
}
