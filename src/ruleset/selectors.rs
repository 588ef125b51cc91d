//! Reading where a rule looks: positions, triggers and their windows, exemptions.

use std::sync::Arc;

use crate::document::{Event, Role, Roles};
use crate::language::Bilingual;
use crate::rule::{Exemption, Position, Same, Selector, Side, Sight, Wanted, What, Window, Within};
use crate::say;
use crate::source::{Source, Span, brief};

use super::keys::On;
use super::library::{Library, Scope};
use super::measures;
use super::patterns::is_selector;
use super::rules::{Reading, has_text, parts};
use crate::yaml::fields::{Fields, items};
use crate::yaml::node::{Node, Value};

impl Library<'_> {
    /// The position under `at`.
    pub(super) fn position(&mut self, fields: &Fields<'_>) -> Option<Position> {
        let node = fields.get("at")?;
        let position = measures::position(node.text()?);
        position.map_err(|help| self.bad_measure(fields.source_of("at"), node, help)).ok()
    }

    fn within(&mut self, fields: &Fields<'_>) -> Option<Within> {
        let node = fields.get("within")?;
        let within = measures::within(node.text()?);
        within.map_err(|help| self.bad_measure(fields.source_of("within"), node, help)).ok()
    }

    /// Says that a small grammar cannot read a text.
    pub(super) fn bad_measure(&mut self, source: &Source, node: &Node, help: Bilingual) {
        let shown = brief(node.text().unwrap_or_default());
        let text = say!("读不懂 `{shown}`", "`{shown}` cannot be read");
        self.faults.add("ruleset/measure", text, source, node.span).help = Some(help);
    }

    /// The window of a rule, if it has a trigger.
    pub(super) fn window(&mut self, rule: &Reading<'_>) -> Option<Window> {
        let fields = &rule.fields;
        let within = self.within(fields);
        let sides = [("after", Side::After), ("before", Side::Before)];
        let mut written = sides.into_iter().filter_map(|(key, side)| Some((key, side, fields.get(key)?)));
        let Some((key, side, triggers)) = written.next() else {
            if fields.get("within").is_some() {
                let (source, span) = rule.place_of("within");
                let text = Bilingual::new(
                    "`within` 没有触发，永远不起作用",
                    "`within` has no trigger and can never apply",
                );
                let help =
                    Bilingual::new("加上 `after: {from: …, says: …}`", "add `after: {from: …, says: …}`");
                self.faults.add("ruleset/no-trigger", text, source, span).help = Some(help);
            }
            return None;
        };
        if written.next().is_some() {
            let (source, span) = rule.place_of("before");
            let text =
                Bilingual::new("`after` 与 `before` 只能写一个", "`after` and `before` do not go together");
            self.faults.add("ruleset/selector", text, source, span);
        }
        let place = Placed { source: Arc::clone(fields.source_of(key)), scope: rule.scope_of(key).clone() };
        let triggers: Vec<Selector> = items(triggers)
            .into_iter()
            .filter_map(|node| {
                let (selector, _) = self.selector(rule, &place, node, false)?;
                self.check_same(rule, &place, &selector, within, node.span);
                Some(selector)
            })
            .collect();
        Some(Window { side, triggers, within })
    }

    /// Checks that a trigger stands in what `same …` means.
    fn check_same(
        &mut self,
        rule: &Reading<'_>,
        place: &Placed,
        selector: &Selector,
        within: Option<Within>,
        span: Span,
    ) {
        let Some(Within::Same(unit)) = within else { return };
        match (&selector.what, unit) {
            (What::Event(_), Same::Clause | Same::Sentence | Same::Message) => {
                self.event_in_words(place, span)
            }
            (What::Turn, Same::Clause | Same::Sentence | Same::Message) => {
                let text = Bilingual::new(
                    "整整一轮不在一个分句、一句或一条消息里",
                    "a whole turn stands in no clause, sentence or message",
                );
                let help = Bilingual::new(
                    "写上 `says:`，或改用 `within: same turn`",
                    "add `says:`, or use `within: same turn`",
                );
                self.faults.add("ruleset/never", text, &place.source, span).help = Some(help);
            }
            (what, _) if !is_within(selector.from, rule.from) => {
                self.other_side(place, span, matches!(what, What::Event(_)));
            }
            _ => (),
        }
    }

    fn event_in_words(&mut self, place: &Placed, span: Span) {
        let text = Bilingual::new(
            "事件不在任何消息里：`within: same clause`、`same sentence` 和 `same message` 不起作用",
            "an event stands in no message: `within: same clause`, `same sentence` and `same message` cannot apply",
        );
        let help =
            Bilingual::new("改用 `within: same turn` 或 `1 turn`", "use `within: same turn` or `1 turn`");
        self.faults.add("ruleset/never", text, &place.source, span).help = Some(help);
    }

    fn other_side(&mut self, place: &Placed, span: Span, is_event: bool) {
        let text = Bilingual::new(
            "`within: same …` 的触发必须出自被检查的一方",
            "with `within: same …` the trigger has to be by the side that is judged",
        );
        let help = Bilingual::new(
            "改用 `within: 1 turn` 或 `within: 2 messages`",
            "use `within: 1 turn` or `within: 2 messages`",
        );
        let help = match is_event {
            true => Bilingual::new(
                "给事件写上是谁的，如 `from: agent`，或改用 `within: 1 turn`",
                "say whose event it is, as in `from: agent`, or use `within: 1 turn`",
            ),
            false => help,
        };
        self.faults.add("ruleset/other-side", text, &place.source, span).help = Some(help);
    }

    /// A selector of a rule, and how far away it may stand, which only an exemption says. An exemption sees quotations.
    fn selector(
        &mut self,
        rule: &Reading<'_>,
        place: &Placed,
        node: &Node,
        exempts: bool,
    ) -> Option<(Selector, Option<Within>)> {
        let mut sight = rule.sight;
        sight.in_quotes |= exempts;
        let fields = Fields::of(node, On::Selector, &place.source, &mut self.faults)?;
        if let Some((key, _)) = fields.pair("within").filter(|_| !exempts) {
            let text = Bilingual::new(
                "`within` 写在规则上，不写在触发里",
                "`within` belongs to the rule, not into its trigger",
            );
            self.faults.add("ruleset/selector", text, &place.source, key.span);
        }
        let what = match (fields.get("says"), fields.text("event")) {
            (Some(_), Some(_)) => {
                let text =
                    Bilingual::new("`says` 与 `event` 只能写一个", "`says` and `event` do not go together");
                self.faults.add("ruleset/selector", text, &place.source, node.span);
                return None;
            }
            (Some(says), None) => What::Says(Box::new(self.said(rule, place, says, sight))),
            (None, Some(event)) => What::Event(Event::NAMES.into_iter().find(|name| *name == event)?),
            (None, None) => What::Turn,
        };
        let from = match (roles(&fields), &what) {
            (Some(roles), _) => roles,
            (None, What::Event(_)) => Roles::ANY,
            (None, _) if !fields.lacks(&["from", "event"]) => return None,
            (None, _) => {
                let text = Bilingual::new("触发没有说是谁", "the selector does not say whose words it means");
                let help = Bilingual::new(
                    "写上 `from: customer` 或 `from: agent`",
                    "add `from: customer` or `from: agent`",
                );
                self.faults.add("ruleset/missing-key", text, &place.source, node.span).help = Some(help);
                return None;
            }
        };
        if let (What::Event(_), Some((key, _))) = (&what, fields.pair("at")) {
            let text =
                Bilingual::new("事件没有第几轮：`at` 不起作用", "an event has no turn: `at` cannot apply");
            self.faults.add("ruleset/selector", text, &place.source, key.span);
        }
        let selector = Selector { from, parts: parts(&fields), at: self.position(&fields), what };
        Some((selector, self.within(&fields)))
    }

    /// What a selector looks for: words, among which nothing happens.
    fn said(&mut self, rule: &Reading<'_>, place: &Placed, node: &Node, sight: Sight) -> Wanted {
        let of = self.patterns(&place.scope, node, rule.exact);
        let wanted = Wanted::new(of, Vec::new(), sight, &self.lexicon);
        if !wanted.search.events().is_empty() {
            let text = Bilingual::new("`says` 里没有事件", "there are no events among what is said");
            let help = Bilingual::new("另写一个触发：`{event: …}`", "write another selector: `{event: …}`");
            self.faults.add("ruleset/never", text, &place.source, node.span).help = Some(help);
        }
        wanted
    }

    /// What exempts the findings of a rule.
    pub(super) fn unless(&mut self, rule: &Reading<'_>) -> Vec<Exemption> {
        let Some(node) = rule.fields.get("unless") else {
            return Vec::new();
        };
        let place = Placed {
            source: Arc::clone(rule.fields.source_of("unless")),
            scope: rule.scope_of("unless").clone(),
        };
        let sight = Sight { in_quotes: true, ..rule.sight };
        let says = |library: &mut Self, node: &Node| {
            let of = library.patterns(&place.scope, node, rule.exact);
            Exemption::Says(Box::new(Wanted::new(of, Vec::new(), sight, &library.lexicon)))
        };
        if !is_selector(node) {
            return vec![says(self, node)];
        }
        let exemptions = items(node).into_iter().filter_map(|item| match item.value {
            Value::Map(_) if is_selector(item) => self
                .selector(rule, &place, item, true)
                .map(|(selector, within)| Exemption::After(selector, within)),
            _ => Some(says(self, item)),
        });
        exemptions.collect()
    }
}

/// Where selectors stand, and whose lists they name.
struct Placed {
    source: Arc<Source>,
    scope: Scope,
}

/// Which hits of a rule count that another reading of the text speaks against.
pub(super) fn sight(rule: &Fields<'_>) -> Sight {
    let includes = |key| rule.text(key) == Some("include");
    Sight { in_quotes: includes("quotes"), across_words: includes("crossing") }
}

/// The roles under `from`.
pub(super) fn roles(fields: &Fields<'_>) -> Option<Roles> {
    let nodes = items(fields.get("from")?);
    if has_text(&nodes, "any") {
        return Some(Roles::ANY);
    }
    let roles = Role::ALL.into_iter().filter(|role| has_text(&nodes, role.name()));
    roles.fold(None, |roles: Option<Roles>, role| {
        Some(roles.map_or(Roles::only(role), |roles| roles.and(role)))
    })
}

/// Whether all roles of a selector are among those of a side.
fn is_within(selector: Roles, side: Roles) -> bool {
    side == Roles::ANY
        || (selector != Roles::ANY && selector.list().into_iter().all(|role| side.contains(role)))
}
