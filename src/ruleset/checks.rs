//! Checks of a rule as a whole: captures that nothing captures, keys that can never apply.

use std::sync::Arc;

use crate::document::{Kind, PartKind};
use crate::language::Bilingual;
use crate::pattern::{Pattern, PhraseId, Search, Template};
use crate::rule::{Exemption, Limit, Measure, Rule, Verb, What};
use crate::say;
use crate::source::{Source, Span, brief};

use super::library::Library;
use super::rules::Reading;
use crate::yaml::fields::items;
use crate::yaml::node::{Node, Value};
use crate::yaml::suggestion::did_you_mean;

/// The keys whose patterns may repeat what a trigger captured.
const CAPTURING: [&str; 4] = ["forbid", "require", "limit", "unless"];

/// How many phrases are compared with exceptions.
const MOST_COMPARED: usize = 2000;

impl Library<'_> {
    /// Checks a rule that has been read.
    pub(super) fn check(&mut self, reading: &Reading<'_>, rule: &Rule) {
        self.check_captures(reading, rule);
        self.check_parts(reading, rule);
        self.check_replies(reading, rule);
        self.check_allow(reading, rule);
    }

    /// Tells names in braces that no trigger of the rule captures.
    fn check_captures(&mut self, reading: &Reading<'_>, rule: &Rule) {
        let selectors = rule.window.iter().flat_map(|window| &window.triggers);
        let searches = selectors.filter_map(|selector| match &selector.what {
            What::Says(wanted) => Some(&wanted.search),
            What::Event(_) | What::Turn => None,
        });
        let known: Vec<String> = searches.flat_map(|search| search.capture_names(&self.lexicon)).collect();
        for key in CAPTURING {
            let Some(node) = reading.fields.get(key) else { continue };
            let source = Arc::clone(reading.fields.source_of(key));
            let mut unknown = Vec::new();
            collect_unknown(node, &known, &mut unknown);
            let is_told = !unknown.is_empty();
            unknown.into_iter().for_each(|(name, span)| self.unknown_capture(&name, &known, &source, span));
            let listed = searches_of(rule, key).into_iter().flat_map(Search::templates);
            let mut names = listed.flat_map(Template::names);
            if let Some(name) = names.find(|name| !is_told && !known.iter().any(|known| known == name)) {
                let name = name.to_owned();
                self.unknown_capture(&name, &known, &source, node.span);
            }
        }
    }

    fn unknown_capture(&mut self, name: &str, known: &[String], source: &Source, span: Span) {
        let shown = brief(name);
        let text = say!("没有触发捕获 `{shown}`", "no trigger captures `{shown}`");
        let help = match known {
            [] => Bilingual::new(
                "占位符写成 `…`（任意文字）或 {entity: slot}；要重复触发里的话，在触发的正则里写命名组 (?P<名称>…)",
                "for a slot write `…`, which is any text, or {entity: slot}; to repeat words of the trigger, name a group \
                 in its regex: (?P<name>…)",
            ),
            _ => did_you_mean(name, known.iter().map(String::as_str)),
        };
        self.faults.add("ruleset/unknown-capture", text, source, span).help = Some(help);
    }

    /// Tells parts that none of the kinds has.
    fn check_parts(&mut self, reading: &Reading<'_>, rule: &Rule) {
        let Some(parts) = &rule.selection.parts.0 else { return };
        let (all, named) = (Kind::ALL.to_vec(), &rule.selection.kinds);
        let kinds = if named.is_empty() { &all } else { named };
        if !parts.iter().any(|part| kinds.iter().any(|kind| has_part(*kind, *part))) {
            let text = Bilingual::new(
                "这条规则永远不起作用：这些文本没有这样的部分",
                "this rule can never apply: these texts have no such part",
            );
            self.never(reading, "part", text);
        }
    }

    /// Tells keys that a measure of replies does not look at.
    fn check_replies(&mut self, reading: &Reading<'_>, rule: &Rule) {
        let is_about_replies =
            matches!(&rule.verb, Verb::Limit(Limit { of: Measure::ReplyDelay | Measure::Unanswered, .. }));
        for key in ["per", "at", "before"] {
            if is_about_replies && reading.fields.get(key).is_some() {
                let text = say!(
                    "`{key}` 对 reply-delay 和 unanswered 不起作用",
                    "`{key}` does not apply to reply-delay and unanswered",
                );
                self.never(reading, key, text);
            }
        }
    }

    /// Tells a key that can never apply.
    fn never(&mut self, reading: &Reading<'_>, key: &str, text: Bilingual) {
        let (source, span) = reading.place_of(key);
        let source = Arc::clone(source);
        self.faults.add("ruleset/never", text, &source, span);
    }

    /// Tells the exceptions of a rule that can never apply, and those that leave it nothing.
    fn check_allow(&mut self, reading: &Reading<'_>, rule: &Rule) {
        let (Some(wanted), Some(node)) = (rule.verb.wanted(), reading.fields.get("allow")) else { return };
        let source = Arc::clone(reading.fields.source_of("allow"));
        self.check_exceptions(&wanted.search, node, &wanted.allow, &source);
    }

    /// Tells exceptions that hold none of the phrases they are exceptions to, and those that take back all of these.
    pub(super) fn check_exceptions(&mut self, of: &Search, node: &Node, allow: &[Pattern], source: &Source) {
        let Some(phrases) = of.phrases_alone().filter(|all| all.len() <= MOST_COMPARED) else {
            return;
        };
        let is_taken_back = |phrase: &PhraseId| allow.contains(&Pattern::Phrase(*phrase));
        if !phrases.is_empty() && phrases.iter().all(is_taken_back) {
            let text = Bilingual::new(
                "这些例外把要找的词语全都放过了：什么也找不到",
                "these exceptions are all that is looked for: nothing is ever found",
            );
            self.faults.add("ruleset/never", text, source, node.span).help = Some(hold_more());
            return;
        }
        for (item, pattern) in items(node).into_iter().zip(allow) {
            let Pattern::Phrase(id) = pattern else { continue };
            let held = self.lexicon.folded_text(*id);
            if !phrases.iter().any(|phrase| held.contains(self.lexicon.folded_text(*phrase))) {
                let text = Bilingual::new(
                    "这个例外永远不起作用：里面没有任何要找的词语",
                    "this exception can never apply: nothing that is looked for stands in it",
                );
                self.faults.add("ruleset/never", text, source, item.span).help = Some(hold_more());
            }
        }
    }
}

/// What an exception is.
fn hold_more() -> Bilingual {
    Bilingual::new(
        "例外要包含命中的词语，如 forbid: 不知道，allow: 知不知道",
        "an exception holds the phrase: forbid: don't know, allow: don't know yet",
    )
}

/// The searches under a key of a rule.
fn searches_of<'r>(rule: &'r Rule, key: &str) -> Vec<&'r Search> {
    match key {
        "unless" => { rule.unless.iter() }
            .filter_map(|exemption| match exemption {
                Exemption::Says(wanted) => Some(&wanted.search),
                Exemption::After(..) => None,
            })
            .collect(),
        _ => rule.verb.wanted().map(|wanted| &wanted.search).into_iter().collect(),
    }
}

/// The names in braces in the texts of a node that are not known, with the places of the texts.
fn collect_unknown(node: &Node, known: &[String], unknown: &mut Vec<(String, Span)>) {
    match &node.value {
        Value::Text(text) => {
            let template = Template::of(text);
            let names = template.iter().flat_map(Template::names);
            let strange = names.filter(|name| !known.iter().any(|known| known == name));
            unknown.extend(strange.map(|name| (name.to_owned(), node.span)));
        }
        Value::Nothing => (),
        Value::List(items) => items.iter().for_each(|item| collect_unknown(item, known, unknown)),
        Value::Map(pairs) => {
            let values = pairs.iter().filter(|(key, _)| key.text() != Some("regex"));
            values.for_each(|(_, value)| collect_unknown(value, known, unknown));
        }
    }
}

/// Whether texts of a kind have a part.
fn has_part(kind: Kind, part: PartKind) -> bool {
    match kind {
        Kind::Chat => part == PartKind::Body,
        Kind::Sms => matches!(part, PartKind::Sender | PartKind::Body | PartKind::OptOut),
        Kind::Email => !matches!(part, PartKind::Sender | PartKind::OptOut),
    }
}
