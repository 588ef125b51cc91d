//! Reading where a rule looks: positions, triggers and their windows, exemptions.

use crate::document::{Event, Role, Roles};
use crate::language::Bilingual;
use crate::rule::{Exemption, Position, Same, Selector, Sight, What, Window, Within};
use crate::say;
use crate::source::{Span, brief};

use super::fields::{Fields, items};
use super::keys::On;
use super::library::Library;
use super::measures;
use super::node::{Node, Value};
use super::patterns::is_selector;
use super::rules::{Frame, has_text};

impl Library<'_> {
    /// The position under `at`.
    pub(super) fn position(&mut self, frame: &Frame<'_>, fields: &Fields<'_>) -> Option<Position> {
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
        let shown = brief(node.text().unwrap_or_default());
        let text = say!("读不懂 `{shown}`", "`{shown}` cannot be read");
        self.faults.add("ruleset/measure", text, &frame.source, node.span).help = Some(help);
    }

    /// The window of a rule, if it has a trigger.
    pub(super) fn window(&mut self, frame: &Frame<'_>, fields: &Fields<'_>, side: Roles) -> Option<Window> {
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
                let (selector, _) = self.selector(frame, fields, node, false)?;
                match (&selector.what, within) {
                    (What::Event(_), Some(Within::Same(Same::Clause | Same::Sentence))) => {
                        self.event_in_words(frame, node.span);
                    }
                    (what, Some(Within::Same(_))) if !is_within(selector.from, side) => {
                        self.other_side(frame, node.span, matches!(what, What::Event(_)));
                    }
                    _ => (),
                }
                Some(selector)
            })
            .collect();
        Some(Window { after, within })
    }

    fn event_in_words(&mut self, frame: &Frame<'_>, span: Span) {
        let text = Bilingual::new(
            "事件不在任何句子里，`within: same clause` 和 `same sentence` 不起作用",
            "an event stands in no sentence: `within: same clause` and `same sentence` cannot apply",
        );
        let help =
            Bilingual::new("改用 `within: same turn` 或 `1 turn`", "use `within: same turn` or `1 turn`");
        self.faults.add("ruleset/never", text, &frame.source, span).help = Some(help);
    }

    fn other_side(&mut self, frame: &Frame<'_>, span: Span, is_event: bool) {
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
        self.faults.add("ruleset/other-side", text, &frame.source, span).help = Some(help);
    }

    /// A selector of a rule, and how far away it may stand, which only an exemption says. An exemption sees quotations.
    fn selector(
        &mut self,
        frame: &Frame<'_>,
        rule: &Fields<'_>,
        node: &Node,
        exempts: bool,
    ) -> Option<(Selector, Option<Within>)> {
        let mut sight = sight(rule);
        sight.in_quotes |= exempts;
        let exact = rule.flag("exact");
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
            (Some(says), None) => What::Says(self.wanted(frame.by, says, None, exact, sight)),
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
                self.faults.add("ruleset/missing-key", text, &frame.source, node.span).help = Some(help);
                return None;
            }
        };
        if let (What::Event(_), Some((key, _))) = (&what, fields.pair("at")) {
            let text =
                Bilingual::new("事件没有第几轮：`at` 不起作用", "an event has no turn: `at` cannot apply");
            self.faults.add("ruleset/selector", text, &frame.source, key.span);
        }
        let selector = Selector { from, at: self.position(frame, &fields), what };
        Some((selector, self.within(frame, &fields)))
    }

    /// What exempts the findings of a rule.
    pub(super) fn unless(&mut self, frame: &Frame<'_>, fields: &Fields<'_>) -> Vec<Exemption> {
        let Some(node) = fields.get("unless") else {
            return Vec::new();
        };
        let exempting = Sight { in_quotes: true, ..sight(fields) };
        if !is_selector(node) {
            return vec![Exemption::Says(self.wanted(frame.by, node, None, fields.flag("exact"), exempting))];
        }
        let exemptions = items(node).into_iter().filter_map(|item| match item.value {
            Value::Map(_) if is_selector(item) => self
                .selector(frame, fields, item, true)
                .map(|(selector, within)| Exemption::After(selector, within)),
            _ => Some(Exemption::Says(self.wanted(frame.by, item, None, fields.flag("exact"), exempting))),
        });
        exemptions.collect()
    }
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
