//! Reading patterns: which form one has, and what it is made of.

use std::collections::HashMap;
use std::sync::Arc;

use crate::document::Event;
use crate::language::Bilingual;
use crate::pattern::{Pattern, Search};
use crate::say;
use crate::source::Span;
use crate::text::Entity;

use super::keys::On;
use super::library::{Library, Scope};
use crate::yaml::fields::{Fields, Keys, empty_list, first_here, items, wrong_type};
use crate::yaml::node::{Node, Value};
use crate::yaml::suggestion::meant;

impl Library<'_> {
    /// Reads a pattern; none where it has a fault, which is told.
    pub(super) fn pattern(&mut self, by: &Scope, node: &Node, exact: bool) -> Option<Pattern> {
        match &node.value {
            Value::Text(text) => match list_name(text) {
                Some(name) => self.list(by, node, name, exact),
                None => self.phrase(by, node, text, exact),
            },
            Value::List(items) if items.is_empty() => {
                let source = Arc::clone(&self.document(by.home).source);
                self.faults.add("ruleset/empty-list", empty_list(), &source, node.span);
                None
            }
            Value::List(items) => {
                Some(Pattern::Any { of: self.alternatives(by, items, exact), allow: Vec::new() })
            }
            Value::Map(_) => self.mapping(by, node, exact),
            Value::Nothing => {
                let source = Arc::clone(&self.document(by.home).source);
                wrong_type(node, &Bilingual::new("一段文字", "a text"), &source, &mut self.faults);
                None
            }
        }
    }

    /// Reads one pattern or a list of them.
    pub(super) fn patterns(&mut self, by: &Scope, node: &Node, exact: bool) -> Vec<Pattern> {
        match &node.value {
            Value::List(items) => self.alternatives(by, items, exact),
            _ => self.pattern(by, node, exact).into_iter().collect(),
        }
    }

    fn alternatives(&mut self, by: &Scope, items: &[Node], exact: bool) -> Vec<Pattern> {
        let mut patterns: Vec<Pattern> = Vec::new();
        let mut seen = HashMap::new();
        for item in items {
            let Some(pattern) = self.pattern(by, item, exact) else {
                continue;
            };
            if let Some(first) = identity(&pattern).and_then(|identity| seen.insert(identity, item.span)) {
                self.duplicate(by, item.span, first);
            }
            patterns.push(pattern);
        }
        patterns
    }

    fn duplicate(&mut self, by: &Scope, span: Span, first: Span) {
        let source = Arc::clone(&self.document(by.home).source);
        let text = Bilingual::new("这里写了两次（折叠后相同）", "this stands here twice (after folding)");
        let label = first_here(&source, first);
        self.faults.add("ruleset/duplicate-phrase", text, &source, span).labels.push(label);
    }

    fn mapping(&mut self, by: &Scope, node: &Node, exact: bool) -> Option<Pattern> {
        let source = Arc::clone(&self.document(by.home).source);
        if !knows_any_key(node) {
            wrong_type(node, &Bilingual::new("一段文字", "a text"), &source, &mut self.faults);
            return None;
        }
        let before = self.faults.0.len();
        let fields = Fields::of(node, On::Pattern, &source, &mut self.faults)?;
        let forms: Vec<&str> = FORMS.into_iter().filter(|form| fields.get(form).is_some()).collect();
        let (allow, count) = (fields.get("allow"), fields.get("count"));
        match forms[..] {
            [form] if (allow.is_none() || form == "any") && (count.is_some() == (form == "of")) => {
                self.form(by, form, &fields, exact)
            }
            _ if self.faults.0.len() > before => None,
            _ => {
                let forms = FORMS.join("、");
                let en_forms = FORMS.join(", ");
                let text = say!(
                    "一个模式是 {forms} 之一；`allow` 只与 `any` 同用，`count` 只与 `of` 同用",
                    "a pattern is one of {en_forms}; `allow` goes with `any`, `count` with `of`",
                );
                self.faults.add("ruleset/pattern", text, &source, node.span);
                None
            }
        }
    }

    fn form(&mut self, by: &Scope, form: &str, fields: &Fields<'_>, exact: bool) -> Option<Pattern> {
        let node = fields.get(form)?;
        match form {
            "regex" => {
                let pattern = self.lexicon.regex(node.text()?, exact);
                self.or_fault(by, node, pattern)
            }
            "any" => {
                let of = self.patterns(by, node, exact);
                let Some(node) = fields.get("allow") else {
                    return Some(Pattern::Any { of, allow: Vec::new() });
                };
                let allow = self.allowed(by, node, exact);
                let search = Search::any(&of, &self.lexicon);
                self.check_exceptions(&search, node, &allow, &fields.source);
                Some(Pattern::Any { of, allow })
            }
            "entity" => node.text().and_then(Entity::named).map(Pattern::Entity),
            "event" => {
                Some(Pattern::Event(Event::NAMES.into_iter().find(|name| Some(*name) == node.text())?))
            }
            "whole" => Some(Pattern::Whole(self.patterns(by, node, exact))),
            "all" => Some(Pattern::All(self.parts(by, node, exact))),
            "order" => Some(Pattern::Order(self.parts(by, node, exact))),
            "of" => self.count(by, fields, exact),
            "file" => self.file(by, node, exact),
            _ => None,
        }
    }

    /// The parts of a combined pattern: those of a list, also of one that is named. The same may be wanted twice.
    fn parts(&mut self, by: &Scope, node: &Node, exact: bool) -> Vec<Pattern> {
        match &node.value {
            Value::List(parts) => parts.iter().filter_map(|part| self.pattern(by, part, exact)).collect(),
            _ => self
                .pattern(by, node, exact)
                .iter()
                .flat_map(|pattern| pattern.items(&self.lexicon))
                .collect(),
        }
    }

    fn count(&mut self, by: &Scope, fields: &Fields<'_>, exact: bool) -> Option<Pattern> {
        let node = fields.get("count")?;
        let of = self.parts(by, fields.get("of")?, exact);
        match node.text().and_then(|text| text.parse::<usize>().ok()) {
            Some(least) if 0 < least && least <= of.len() => Some(Pattern::Count(least, of)),
            // Faults among its parts have been told.
            _ if of.is_empty() => None,
            _ => {
                let all = of.len();
                let text = say!(
                    "`count` 应当是 1 到 {all} 的整数",
                    "`count` has to be a whole number from 1 to {all}"
                );
                self.faults.add("ruleset/measure", text, &fields.source, node.span);
                None
            }
        }
    }

    /// Reads exceptions, which stand in one text: no combined patterns.
    pub(super) fn allowed(&mut self, by: &Scope, node: &Node, exact: bool) -> Vec<Pattern> {
        let patterns = self.patterns(by, node, exact);
        if !Search::any(&patterns, &self.lexicon).combined().is_empty() {
            let source = Arc::clone(&self.document(by.home).source);
            let text = Bilingual::new(
                "`allow` 里只能有词语、正则、词表和实体，不能有 whole、event、all、order、count 和 {…}",
                "`allow` takes phrases, regexes, lists and entities, not whole, event, all, order, count or {…}",
            );
            self.faults.add("ruleset/never", text, &source, node.span);
        }
        patterns
    }
}

/// The keys of which a pattern has one.
const FORMS: [&str; 9] = ["regex", "any", "entity", "whole", "event", "all", "order", "of", "file"];

/// What two patterns have in common that look for the same; none for those that are too large to be written twice.
pub(super) fn identity(pattern: &Pattern) -> Option<String> {
    match pattern {
        Pattern::Phrase(id) => Some(format!("{id:?}")),
        Pattern::Expression(id) => Some(format!("{id:?}")),
        Pattern::List(name, _) => Some(format!("${name}")),
        Pattern::Template(template) => Some(template.written.clone()),
        Pattern::Entity(entity) => Some(format!("entity {}", entity.name())),
        Pattern::Event(name) => Some(format!("[{name}]")),
        Pattern::Any { .. }
        | Pattern::Whole(_)
        | Pattern::All(_)
        | Pattern::Order(_)
        | Pattern::Count(..) => None,
    }
}

/// The name behind the `$` of a text that names a list.
fn list_name(text: &str) -> Option<&str> {
    let name = text.trim().strip_prefix('$')?;
    name.starts_with(char::is_alphabetic).then_some(name)
}

/// Whether a mapping was meant as a pattern at all, and is not a text with a colon in it.
fn knows_any_key(node: &Node) -> bool {
    let Value::Map(pairs) = &node.value else {
        return false;
    };
    pairs.is_empty()
        || pairs.iter().any(|(key, _)| {
            key.text()
                .is_some_and(|name| super::keys::Key::find(On::Pattern, name).is_some() || is_close(name))
        })
}

fn is_close(name: &str) -> bool {
    crate::yaml::suggestion::meant(name, super::keys::Key::all(On::Pattern).map(|key| key.name)).is_some()
}

/// Whether a node is a list of selectors, or one: an event that says no more is a selector too.
pub(super) fn is_selector(node: &Node) -> bool {
    const KEYS: [&str; 6] = ["from", "says", "event", "within", "at", "part"];
    // A key that is misspelt is that of a pattern, if it may be one of both.
    let key = |written| meant(written, On::Pattern.names().chain(KEYS)).unwrap_or(written);
    items(node).iter().any(|item| match &item.value {
        Value::Map(pairs) => {
            pairs.iter().filter_map(|(name, _)| name.text()).any(|name| KEYS.contains(&key(name)))
        }
        _ => false,
    })
}
