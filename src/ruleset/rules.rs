//! Reading rules: what they look at, where, what they ask, and their proof.

use std::sync::Arc;

use crate::diagnostic::Level;
use crate::document::{Kind, PartKind, Role, Roles};
use crate::language::Bilingual;
use crate::rule::{Facts, Parts, Per, Rule, Selection, Sight, Verb, Wanted};
use crate::say;
use crate::source::{Source, Span, brief};

use super::head::Head;
use super::keys::On;
use super::library::{Library, Scope, is_kebab_case};
use super::like::{Base, name_of};
use super::renamed::{self, Old};
use super::selectors::{roles, sight};
use super::{Entry, examples};
use crate::yaml::fields::{Fields, first_here, items};
use crate::yaml::node::Node;

/// A ruleset whose rules are read.
pub(super) struct Frame<'n> {
    pub(super) scope: Scope,
    pub(super) name: String,
    pub(super) source: Arc<Source>,
    pub(super) fields: Fields<'n>,
    pub(super) head: Head,
}

/// A rule that is being read, with what it takes from others.
pub(super) struct Reading<'n> {
    pub(super) fields: Fields<'n>,
    /// The scope of each rule it is made of, its own first.
    scopes: Vec<Scope>,
    /// What the ruleset of each says for all its rules.
    heads: Vec<Head>,
    /// Whose text is judged.
    pub(super) from: Roles,
    pub(super) exact: bool,
    pub(super) sight: Sight,
}

/// The keys that replace each other.
const GROUPS: [&[&str]; 2] = [&["forbid", "require", "replace", "limit"], &["after", "before"]];

impl<'n> Reading<'n> {
    /// Whose lists the value of a key names.
    pub(super) fn scope_of(&self, key: &str) -> &Scope {
        &self.scopes[self.fields.layer_of(key)]
    }

    /// The file and the place of a key.
    pub(super) fn place_of(&self, key: &str) -> (&Arc<Source>, Span) {
        let span = self.fields.pair(key).map_or(self.fields.span, |(name, _)| name.span);
        (self.fields.source_of(key), span)
    }

    /// What the ruleset of a key says for all its rules.
    pub(super) fn head_of(&self, key: &str) -> &Head {
        &self.heads[self.fields.layer_of(key)]
    }
}

impl Library<'_> {
    /// Reads all rules of a ruleset.
    pub(super) fn rules(&mut self, frame: &Frame<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        let (mut ids, mut olds): (Vec<(String, Span)>, Vec<Old>) = Default::default();
        for node in frame.fields.get("rules").map(items).unwrap_or_default() {
            let Some(fields) = Fields::of(node, On::Rule, &frame.source, &mut self.faults) else {
                continue;
            };
            let (id, place) = self.id(frame, &fields, node);
            let is_nameless = id.is_empty();
            if let Some((_, first)) = ids.iter().find(|(other, _)| *other == id && !is_nameless) {
                let label = first_here(&frame.source, *first);
                let text = say!("规则 `{id}` 写了两次", "the rule `{id}` is written twice");
                self.faults.add("ruleset/duplicate-rule", text, &frame.source, place).labels.push(label);
            }
            let was = renamed::read(&fields, self);
            let bases = self.bases(&frame.scope, node, &frame.source);
            let is_known = bases.is_empty() == fields.get("like").is_none();
            let reading = self.reading(frame, fields, &bases);
            let entry = self.rule(frame, &reading, &id, place).filter(|_| is_known && !is_nameless);
            entries.extend(
                entry.map(|entry| Entry { was: was.iter().map(|old| old.name.clone()).collect(), ..entry }),
            );
            ids.push((id, place));
            olds.extend(was);
        }
        renamed::check(&olds, &ids, &frame.source, self);
        self.check_contradictions(&entries, &ids, &frame.source);
        entries
    }

    /// The name of a rule, and where it is told what is wrong with the rule as a whole. One without a name is read as well, for
    /// its other faults.
    fn id(&mut self, frame: &Frame<'_>, fields: &Fields<'_>, rule: &Node) -> (String, Span) {
        let Some(node) = fields.get("id") else {
            let nameless = (String::new(), Span::at(fields.span.start));
            if !fields.lacks(&["id"]) {
                return nameless;
            }
            if let (Some(like), Some(name)) = (fields.get("like"), name_of(rule)) {
                return (name.to_owned(), like.span);
            }
            let text = Bilingual::new("规则没有名称", "the rule has no name");
            let help = Bilingual::new(
                "写上 `id: 名称`，如 id: says-dont-know",
                "add `id: name`, such as id: says-dont-know",
            );
            self.faults.add("ruleset/missing-key", text, &frame.source, nameless.1).help = Some(help);
            return nameless;
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
        }
        (id.to_owned(), node.span)
    }

    /// Puts a rule together with those it begins from.
    fn reading<'n>(&mut self, frame: &Frame<'_>, own: Fields<'n>, bases: &'n [Base]) -> Reading<'n> {
        let (mut fields, mut scopes, mut heads) = (own, vec![frame.scope.clone()], vec![frame.head.clone()]);
        for base in bases {
            let node = base.node();
            let taken = node.and_then(|node| Fields::of(node, On::Rule, &base.source, &mut self.faults));
            if let Some(taken) = taken {
                fields.take_over(taken, scopes.len(), &GROUPS);
            }
            scopes.push(base.scope.clone());
            heads.push(self.head(base.scope.home));
        }
        let from = roles(&fields).unwrap_or(Roles::only(Role::Agent));
        let (exact, sight) = (fields.flag("exact"), sight(&fields));
        Reading { fields, scopes, heads, from, exact, sight }
    }

    fn rule(&mut self, frame: &Frame<'_>, reading: &Reading<'_>, id: &str, place: Span) -> Option<Entry> {
        let fields = &reading.fields;
        let verb = self.verb(frame, reading, place);
        let selection = self.selection(reading);
        let window = self.window(reading);
        let words = id.replace('-', " ");
        let summary = fields.said("summary", &mut self.faults).unwrap_or_else(|| Bilingual::same(&words));
        let unless = self.unless(reading);
        let flags = examples::read(fields, "flags", self);
        let passes = examples::read(fields, "passes", self);
        let rule = Rule {
            code: format!("{}/{id}", frame.name).into(),
            level: level(fields),
            summary: Arc::new(summary),
            why: fields.said("why", &mut self.faults),
            clauses: self.clauses_of(reading),
            instead: fields.said("instead", &mut self.faults),
            selection,
            window,
            per: fields.text("per").and_then(Per::named),
            // Only here, so that all faults of the rule are told.
            verb: verb?,
            exact: reading.exact,
            unless,
        };
        self.check(reading, &rule);
        let file = Arc::clone(frame.source.name());
        Some(Entry { rule, flags, passes, was: Vec::new(), file, is_off: false })
    }

    /// The verb of a rule, of which there has to be one.
    fn verb(&mut self, frame: &Frame<'_>, rule: &Reading<'_>, place: Span) -> Option<Verb> {
        let verbs: Vec<&str> =
            GROUPS[0].iter().copied().filter(|verb| rule.fields.get(verb).is_some()).collect();
        let Some(verb) = verbs.first() else {
            if rule.fields.lacks(GROUPS[0]) && rule.fields.lacks(&["like"]) {
                let text = Bilingual::new("规则没有动词", "the rule has no verb");
                let help = Bilingual::new(
                    "写上 `forbid:`、`require:`、`replace:` 或 `limit:`",
                    "add `forbid:`, `require:`, `replace:` or `limit:`",
                );
                self.faults.add("ruleset/verb", text, &frame.source, place).help = Some(help);
            }
            return None;
        };
        if let Some(second) = verbs.get(1) {
            let (source, span) = rule.place_of(second);
            let text = Bilingual::new("一条规则只能有一个动词", "a rule has exactly one verb");
            let help = Bilingual::new("分成两条规则", "make two rules of it");
            self.faults.add("ruleset/verb", text, source, span).help = Some(help);
        }
        let node = rule.fields.get(verb)?;
        match *verb {
            "forbid" => Some(Verb::Forbid(self.wanted_by(rule, rule.scope_of(verb), node))),
            "require" => Some(Verb::Require(self.wanted_by(rule, rule.scope_of(verb), node))),
            "replace" => self.replace(rule),
            _ => self.limit(rule),
        }
    }

    /// A pattern that the verb of a rule asks for, with the exceptions of the rule.
    pub(super) fn wanted_by(&mut self, rule: &Reading<'_>, scope: &Scope, of: &Node) -> Wanted {
        let of = self.patterns(scope, of, rule.exact);
        let allow = self.allow(rule);
        Wanted::new(of, allow, rule.sight, &self.lexicon)
    }

    /// The exceptions of a rule.
    pub(super) fn allow(&mut self, rule: &Reading<'_>) -> Vec<crate::pattern::Pattern> {
        let allow = rule.fields.get("allow");
        allow.map(|allow| self.allowed(rule.scope_of("allow"), allow, rule.exact)).unwrap_or_default()
    }

    fn selection(&mut self, rule: &Reading<'_>) -> Selection {
        let fields = &rule.fields;
        let named = fields.get("kind").map(kinds);
        let mut possible: Vec<Kind> = named.clone().unwrap_or(Kind::ALL.to_vec());
        possible.retain(|kind| rule.heads.iter().all(|head| head.kinds.contains(kind)));
        let facts = self.facts(fields);
        let when: Vec<Facts> = rule.heads.iter().filter_map(|head| head.facts.clone()).chain(facts).collect();
        let mut modes = when.iter().filter_map(|facts| facts.mode);
        let first = modes.next();
        if possible.is_empty() || modes.any(|mode| Some(mode) != first) {
            let key = if fields.get("kind").is_some() { "kind" } else { "when" };
            let (source, span) = rule.place_of(key);
            let text = Bilingual::new(
                "这条规则永远不起作用：它和规则集的 `kind` 或 `when` 没有交集",
                "this rule can never apply: its `kind` or `when` has nothing in common with that of the ruleset",
            );
            self.faults.add("ruleset/never", text, source, span);
        }
        let is_any = named.is_none() && rule.heads.iter().all(|head| head.kinds.len() == Kind::ALL.len());
        Selection {
            from: rule.from,
            kinds: if is_any { Vec::new() } else { possible },
            parts: parts(fields),
            at: self.position(fields),
            when,
        }
    }
}

/// The parts under `part`.
pub(super) fn parts(fields: &Fields<'_>) -> Parts {
    let nodes = fields.get("part").map(items);
    Parts(nodes.map(|nodes| PartKind::ALL.into_iter().filter(|part| has_text(&nodes, part.name())).collect()))
}

fn level(fields: &Fields<'_>) -> Level {
    fields.text("level").and_then(Level::named).unwrap_or(Level::Warning)
}

/// The kinds that a node names.
pub(super) fn kinds(node: &Node) -> Vec<Kind> {
    let words = items(node);
    Kind::ALL.into_iter().filter(|kind| has_text(&words, kind.name())).collect()
}

/// Whether one of some nodes is a text.
pub(super) fn has_text(nodes: &[&Node], text: &str) -> bool {
    nodes.iter().any(|node| node.text() == Some(text))
}
