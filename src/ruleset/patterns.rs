//! Reading patterns: phrases, regexes, lists and their exceptions.

use std::collections::HashMap;
use std::sync::Arc;

use crate::language::{self, Bilingual};
use crate::pattern::{BadExpression, Pattern};
use crate::rule::{Sight, Wanted};
use crate::say;
use crate::source::{Source, Span, brief};
use crate::text::{is_han, zones};

use super::fields::{Fields, empty_list, first_here, items, wrong_type};
use super::keys::On;
use super::library::{Library, RulesetId};
use super::node::{Node, Value};

impl Library<'_> {
    /// Reads a pattern; none where it has a fault, which is told.
    pub(super) fn pattern(&mut self, by: RulesetId, node: &Node, exact: bool) -> Option<Pattern> {
        match &node.value {
            Value::Text(text) => match list_name(text) {
                Some(name) => self.list(by, node, name, exact),
                None => self.phrase(by, node, text, exact),
            },
            Value::List(items) if items.is_empty() => {
                let source = Arc::clone(&self.document(by).source);
                self.faults.add("ruleset/empty-list", empty_list(), &source, node.span);
                None
            }
            Value::List(items) => {
                Some(Pattern::Any { of: self.alternatives(by, items, exact), allow: Vec::new() })
            }
            Value::Map(_) => self.mapping(by, node, exact),
            Value::Nothing => {
                let source = Arc::clone(&self.document(by).source);
                wrong_type(node, &Bilingual::new("一段文字", "a text"), &source, &mut self.faults);
                None
            }
        }
    }

    /// Reads the pattern of a verb or selector with its exceptions.
    pub(super) fn wanted(
        &mut self,
        by: RulesetId,
        of: &Node,
        allow: Option<&Node>,
        exact: bool,
        sight: Sight,
    ) -> Wanted {
        let of = self.patterns(by, of, exact);
        let allow = allow.map(|allow| self.patterns(by, allow, exact)).unwrap_or_default();
        Wanted::new(of, allow, sight)
    }

    /// Reads one pattern or a list of them.
    pub(super) fn patterns(&mut self, by: RulesetId, node: &Node, exact: bool) -> Vec<Pattern> {
        match &node.value {
            Value::List(items) => self.alternatives(by, items, exact),
            _ => self.pattern(by, node, exact).into_iter().collect(),
        }
    }

    fn alternatives(&mut self, by: RulesetId, items: &[Node], exact: bool) -> Vec<Pattern> {
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

    fn duplicate(&mut self, by: RulesetId, span: Span, first: Span) {
        let source = Arc::clone(&self.document(by).source);
        let text = Bilingual::new("这里写了两次（折叠后相同）", "this stands here twice (after folding)");
        let label = first_here(&source, first);
        self.faults.add("ruleset/duplicate-phrase", text, &source, span).labels.push(label);
    }

    fn phrase(&mut self, by: RulesetId, node: &Node, text: &str, exact: bool) -> Option<Pattern> {
        if let Some((fault, help)) = never_said(text) {
            let source = Arc::clone(&self.document(by).source);
            self.faults.add("ruleset/phrase", fault, &source, node.span).help = Some(help);
            return None;
        }
        let pattern = self.lexicon.phrase(text, exact);
        self.or_fault(by, node, pattern)
    }

    fn mapping(&mut self, by: RulesetId, node: &Node, exact: bool) -> Option<Pattern> {
        let source = Arc::clone(&self.document(by).source);
        if !knows_any_key(node) {
            wrong_type(node, &Bilingual::new("一段文字", "a text"), &source, &mut self.faults);
            return None;
        }
        let before = self.faults.0.len();
        let fields = Fields::of(node, On::Pattern, &source, &mut self.faults)?;
        match (fields.text("regex"), fields.get("any"), fields.text("entity")) {
            (Some(regex), None, None) if fields.get("allow").is_none() => {
                let pattern = self.lexicon.regex(regex, exact);
                self.or_fault(by, fields.get("regex")?, pattern)
            }
            (None, Some(any), None) => {
                let of = self.patterns(by, any, exact);
                let allow =
                    fields.get("allow").map(|allow| self.patterns(by, allow, exact)).unwrap_or_default();
                Some(Pattern::Any { of, allow })
            }
            (None, None, Some(_)) if fields.get("allow").is_none() => Some(Pattern::Slot),
            _ if self.faults.0.len() > before => None,
            _ => {
                let text = Bilingual::new(
                    "一个模式只能有 `regex`、`entity`、`any` 之一；`allow` 只与 `any` 同用",
                    "a pattern is one of `regex`, `entity` or `any`; `allow` goes with `any`",
                );
                self.faults.add("ruleset/pattern", text, &source, node.span);
                None
            }
        }
    }

    /// The pattern, or the fault told.
    fn or_fault(
        &mut self,
        by: RulesetId,
        node: &Node,
        pattern: Result<Pattern, BadExpression>,
    ) -> Option<Pattern> {
        let fault = match pattern {
            Ok(pattern) => return Some(pattern),
            Err(fault) => fault,
        };
        let source = Arc::clone(&self.document(by).source);
        let (span, help) = match &fault {
            BadExpression::Syntax(reason, Some(at)) => (inside(&source, node, *at), instead_of(reason)),
            BadExpression::Syntax(reason, None) => (node.span, instead_of(reason)),
            _ => (node.span, None),
        };
        let (code, text) = said_of(&fault);
        self.faults.add(code, text, &source, span).help = help;
        None
    }
}

/// How a bad expression is told: its code, and what is wrong.
fn said_of(fault: &BadExpression) -> (&'static str, Bilingual) {
    match fault {
        BadExpression::Syntax(reason, _) => {
            let Bilingual { zh, en } = language::reason(reason);
            ("ruleset/regex", say!("正则表达式有误：{zh}", "this is no regex: {en}"))
        }
        BadExpression::TooLarge => {
            let text = Bilingual::new(
                "正则表达式太大（自动机超过 5 万个状态）",
                "the regex is too large (its automaton has over 50,000 states)",
            );
            ("ruleset/regex", text)
        }
        BadExpression::Nothing => {
            ("ruleset/regex", Bilingual::new("没有任何文字能匹配这个正则", "no text matches this regex"))
        }
        BadExpression::Empty => {
            let text = Bilingual::new(
                "这个正则可以匹配空文本，会处处命中",
                "this regex matches the empty text, and so everywhere",
            );
            ("ruleset/empty-pattern", text)
        }
        BadExpression::FoldsAway => {
            let text = Bilingual::new(
                "折叠之后什么都没有剩下（空白和零宽字符会去掉），会处处命中",
                "nothing is left after folding, which drops blanks and zero-width characters: it would match everywhere",
            );
            ("ruleset/empty-pattern", text)
        }
    }
}

/// What to write instead of what regexes in linear time do not have.
fn instead_of(reason: &str) -> Option<Bilingual> {
    if reason.contains("look-around") {
        return Some(Bilingual::new(
            "把例外写进 `allow`，如 allow: 您不知道",
            "write the exceptions under `allow`, as in allow: 您不知道",
        ));
    }
    let is_backreference = reason.contains("backreference");
    is_backreference.then(|| Bilingual::new("把重复的词语逐个写出", "write each of the repeated texts out"))
}

/// Why nobody will ever say a phrase, and what was meant: it is a regex, or it holds what no phrase matches.
fn never_said(phrase: &str) -> Option<(Bilingual, Bilingual)> {
    const REGEX: [&str; 10] = [".*", ".+", ".?", ".{", r"\d", r"\s", r"\w", r"\b", "(?", "[^"];
    let is_between_han = |at: usize| {
        let (before, behind) = (phrase[..at].chars().next_back(), phrase[at + 1..].chars().next());
        before.is_some_and(is_han) && behind.is_some_and(is_han)
    };
    let is_in_slashes = phrase.len() > 2 && phrase.starts_with('/') && phrase.ends_with('/');
    if is_in_slashes
        || REGEX.iter().any(|sign| phrase.contains(sign))
        || phrase.match_indices('|').any(|(at, _)| is_between_han(at))
    {
        let text = Bilingual::new(
            "这看起来是正则表达式，却写成了词语",
            "this looks like a regex, but is written as a phrase",
        );
        let shown = brief(&phrase.trim_matches('/').replace('\'', "''"));
        return Some((text, say!("写成 {{regex: '{shown}'}}", "write {{regex: '{shown}'}}")));
    }
    let zones = zones(phrase);
    (!zones.slots.is_empty() || !zones.masks.is_empty()).then(|| {
        let text = Bilingual::new(
            "词语里有占位符或掩码，而词语从不命中它们",
            "this phrase holds a slot or a mask, which no phrase ever matches",
        );
        let help = Bilingual::new(
            "在那里写 `…`（任意文字），或用 {entity: slot} 找占位符",
            "write `…` there, for any text, or look for slots with {entity: slot}",
        );
        (text, help)
    })
}

/// What two patterns have in common that look for the same; none for those that are too large to be written twice.
fn identity(pattern: &Pattern) -> Option<String> {
    match pattern {
        Pattern::Phrase(id) => Some(format!("{id:?}")),
        Pattern::Expression(id) => Some(format!("{id:?}")),
        Pattern::List { name, .. } => Some(format!("${name}")),
        Pattern::Slot => Some("slot".to_owned()),
        Pattern::Any { .. } => None,
    }
}

/// The place of a byte of a scalar's text, where the source writes the scalar as it is; else the whole scalar.
fn inside(source: &Source, node: &Node, at: usize) -> Span {
    let raw = source.slice(node.span);
    let text = node.text().unwrap_or_default();
    match raw.find(text) {
        Some(start) if at <= text.len() => {
            let start = node.span.start + start + at;
            Span::new(start, (start + 1).min(node.span.end))
        }
        _ => node.span,
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
    super::suggestion::meant(name, super::keys::Key::all(On::Pattern).map(|key| key.name)).is_some()
}

/// Whether a node is a list of selectors, or one.
pub(super) fn is_selector(node: &Node) -> bool {
    items(node).iter().any(|item| match &item.value {
        Value::Map(pairs) => pairs
            .iter()
            .any(|(key, _)| matches!(key.text(), Some("from" | "says" | "event" | "within" | "at"))),
        _ => false,
    })
}
