//! Reading rules: what they look at, where, what they ask, and their proof.

use std::sync::Arc;

use crate::diagnostic::{Clause, Level};
use crate::document::{Event, Kind, Mode, Role, Roles};
use crate::language::Bilingual;
use crate::rule::{Exemption, Rule, Selection, Selector, Verb, Wanted, What, Window, Within};
use crate::say;
use crate::source::{Source, Span, Untrusted};

use super::fields::{Fields, first_here, items};
use super::keys::{On, did_you_mean};
use super::library::{Library, RulesetId, is_kebab_case};
use super::node::{Node, Value};
use super::patterns::is_selector;
use super::{Entry, examples, measures};

/// What a ruleset says for all its rules.
pub(super) struct Frame<'n> {
    pub(super) by: RulesetId,
    pub(super) name: String,
    pub(super) source: Arc<Source>,
    pub(super) fields: Fields<'n>,
    pub(super) clauses: Vec<Arc<Clause>>,
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
            let shown = Untrusted(id);
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
        let (verb, wanted) = self.verb(frame, fields, place)?;
        let selection = self.selection(frame, fields);
        let window = self.window(frame, fields, selection.from);
        let words = id.replace('-', " ");
        let summary = fields.said("summary", &mut self.faults).unwrap_or_else(|| Bilingual::same(&words));
        let rule = Rule {
            code: format!("{}/{id}", frame.name).into(),
            level: level(fields),
            summary: Arc::new(summary),
            why: fields.said("why", &mut self.faults),
            clauses: self.clauses_of(frame, fields),
            instead: fields.said("instead", &mut self.faults),
            selection,
            window,
            per: fields.text("per").and_then(measures::per),
            verb,
            wanted,
            unless: self.unless(frame, fields),
        };
        let flags = examples::read(fields.get("flags"), &frame.source, &mut self.faults);
        let passes = examples::read(fields.get("passes"), &frame.source, &mut self.faults);
        Some(Entry { rule, flags, passes, source: Arc::clone(&frame.source), place })
    }

    /// The verb of a rule, of which there has to be one.
    fn verb(&mut self, frame: &Frame<'_>, fields: &Fields<'_>, place: Span) -> Option<(Verb, Wanted)> {
        let verbs = [("forbid", Verb::Forbid), ("require", Verb::Require)];
        let mut written = verbs.into_iter().filter_map(|(name, verb)| Some((verb, fields.pair(name)?)));
        let (Some((verb, (_, node))), second) = (written.next(), written.next()) else {
            if !fields.has_later_key {
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
        let in_quotes = fields.text("quotes") == Some("include");
        Some((verb, self.wanted(frame.by, node, fields.get("allow"), fields.flag("exact"), in_quotes)))
    }

    fn selection(&mut self, frame: &Frame<'_>, fields: &Fields<'_>) -> Selection {
        let kinds = fields.get("kind").or(frame.fields.get("kind")).map(items).unwrap_or_default();
        let when = fields.get("when").or(frame.fields.get("when"));
        let when = when.and_then(|node| Fields::of(node, On::When, &frame.source, &mut self.faults));
        let mode = when.as_ref().and_then(|when| when.text("mode"));
        Selection {
            from: roles(fields).unwrap_or(Roles::only(Role::Agent)),
            kinds: Kind::ALL.into_iter().filter(|kind| has_text(&kinds, kind.name())).collect(),
            mode: Mode::ALL.into_iter().find(|known| mode == Some(known.name())),
            at: self.position(frame, fields),
        }
    }

    fn position(&mut self, frame: &Frame<'_>, fields: &Fields<'_>) -> Option<crate::rule::Position> {
        let node = fields.get("at")?;
        let position = measures::position(node.text()?);
        position.map_err(|help| self.bad_measure(frame, node, help)).ok()
    }

    fn within(&mut self, frame: &Frame<'_>, fields: &Fields<'_>) -> Option<Within> {
        let node = fields.get("within")?;
        let within = measures::within(node.text()?);
        within.map_err(|help| self.bad_measure(frame, node, help)).ok()
    }

    fn bad_measure(&mut self, frame: &Frame<'_>, node: &Node, help: Bilingual) {
        let shown = Untrusted(node.text().unwrap_or_default());
        let text = say!("读不懂 `{shown}`", "`{shown}` cannot be read");
        self.faults.add("ruleset/measure", text, &frame.source, node.span).help = Some(help);
    }

    fn window(&mut self, frame: &Frame<'_>, fields: &Fields<'_>, side: Roles) -> Option<Window> {
        let within = self.within(frame, fields);
        let Some(after) = fields.get("after") else {
            if let Some((key, _)) = fields.pair("within") {
                let text = Bilingual::new(
                    "`within` 没有触发，永远不起作用",
                    "`within` has no trigger and can never apply",
                );
                let help =
                    Bilingual::new("加上 `after: {from: …, says: …}`", "add `after: {from: …, says: …}`");
                self.faults.add("ruleset/no-trigger", text, &frame.source, key.span).help = Some(help);
            }
            return None;
        };
        let after: Vec<Selector> = items(after)
            .into_iter()
            .filter_map(|node| {
                let (selector, _) = self.selector(frame, node, false)?;
                if matches!(within, Some(Within::Same(_))) && !is_within(selector.from, side) {
                    self.other_side(frame, node.span);
                }
                Some(selector)
            })
            .collect();
        Some(Window { after, within })
    }

    fn other_side(&mut self, frame: &Frame<'_>, span: Span) {
        let text = Bilingual::new(
            "`within: same …` 的触发必须出自被检查的一方",
            "with `within: same …` the trigger has to be by the side that is judged",
        );
        let help = Bilingual::new(
            "改用 `within: 1 turn` 或 `within: 2 messages`",
            "use `within: 1 turn` or `within: 2 messages`",
        );
        self.faults.add("ruleset/other-side", text, &frame.source, span).help = Some(help);
    }

    /// A selector, and how far away it may stand, which only an exemption says.
    fn selector(
        &mut self,
        frame: &Frame<'_>,
        node: &Node,
        exempts: bool,
    ) -> Option<(Selector, Option<Within>)> {
        let fields = Fields::of(node, On::Selector, &frame.source, &mut self.faults)?;
        if let Some((key, _)) = fields.pair("within").filter(|_| !exempts) {
            let text = Bilingual::new(
                "`within` 写在规则上，不写在触发里",
                "`within` belongs to the rule, not into its trigger",
            );
            self.faults.add("ruleset/selector", text, &frame.source, key.span);
        }
        let what = match (fields.get("says"), fields.text("event")) {
            (Some(_), Some(_)) => {
                let text =
                    Bilingual::new("`says` 与 `event` 只能写一个", "`says` and `event` do not go together");
                self.faults.add("ruleset/selector", text, &frame.source, node.span);
                return None;
            }
            (Some(says), None) => What::Says(self.wanted(frame.by, says, None, false, false)),
            (None, Some(event)) => What::Event(Event::NAMES.into_iter().find(|name| *name == event)?),
            (None, None) => What::Turn,
        };
        let from = match (roles(&fields), &what) {
            (Some(roles), _) => roles,
            (None, What::Event(_)) => Roles::ANY,
            (None, _) => {
                let text = Bilingual::new("触发没有说是谁", "the selector does not say whose words it means");
                let help = Bilingual::new(
                    "写上 `from: customer` 或 `from: agent`",
                    "add `from: customer` or `from: agent`",
                );
                self.faults.add("ruleset/missing-key", text, &frame.source, node.span).help = Some(help);
                return None;
            }
        };
        let selector = Selector { from, at: self.position(frame, &fields), what };
        Some((selector, self.within(frame, &fields)))
    }

    fn unless(&mut self, frame: &Frame<'_>, fields: &Fields<'_>) -> Vec<Exemption> {
        let Some(node) = fields.get("unless") else {
            return Vec::new();
        };
        if !is_selector(node) {
            return vec![Exemption::Says(self.wanted(frame.by, node, None, fields.flag("exact"), true))];
        }
        let exemptions = items(node).into_iter().filter_map(|item| match item.value {
            Value::Map(_) if is_selector(item) => {
                self.selector(frame, item, true).map(|(selector, within)| Exemption::After(selector, within))
            }
            _ => Some(Exemption::Says(self.wanted(frame.by, item, None, fields.flag("exact"), true))),
        });
        exemptions.collect()
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
                    let shown = Untrusted(id);
                    let text = say!(
                        "`clauses` 中没有条款 `{shown}`",
                        "there is no clause `{shown}` among `clauses`"
                    );
                    let meant = did_you_mean(id, frame.clauses.iter().map(|clause| clause.id.as_str()));
                    let help = meant.map(|id| say!("是不是想写 `{id}`？", "did you mean `{id}`?"));
                    self.faults.add("ruleset/undefined-clause", text, &frame.source, node.span).help = help;
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
    Level::ALL.into_iter().find(|level| fields.text("level") == Some(level.name())).unwrap_or(Level::Warning)
}

fn roles(fields: &Fields<'_>) -> Option<Roles> {
    let nodes = items(fields.get("from")?);
    if has_text(&nodes, "any") {
        return Some(Roles::ANY);
    }
    let roles = Role::ALL.into_iter().filter(|role| has_text(&nodes, role.name()));
    roles.fold(None, |roles: Option<Roles>, role| {
        Some(roles.map_or(Roles::only(role), |roles| roles.and(role)))
    })
}

fn has_text(nodes: &[&Node], text: &str) -> bool {
    nodes.iter().any(|node| node.text() == Some(text))
}

/// Whether all roles of a selector are among those of a side.
fn is_within(selector: Roles, side: Roles) -> bool {
    side == Roles::ANY
        || (selector != Roles::ANY && selector.list().into_iter().all(|role| side.contains(role)))
}
