//! Shapes: what a key of a ruleset takes, and whether a value is that.

use crate::language::Bilingual;
use crate::rule::Measure;
use crate::say;
use crate::source::Source;
use crate::yaml::fields::{Faults, Fields, empty_list, is_word, items, wrong_type};
use crate::yaml::node::{Node, Value};

use super::keys::On;

/// What a key takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A text.
    Text,
    /// A text, or one by language.
    Said,
    /// A text or a list of texts.
    Texts,
    /// One of some words.
    Word(&'static [&'static str]),
    /// One or several of some words.
    Words(&'static [&'static str]),
    /// `true` or `false`.
    Flag,
    /// `first turn`, `last 2 messages` …
    Position,
    /// `same turn`, `2 messages`, `3m` …
    Within,
    /// A number, a share or a time.
    Amount,
    /// A number or a range of numbers: `2..5`.
    Count,
    /// Two clocks: `22:00..08:00`.
    Hours,
    /// Days, or from one to another: `10-01..10-07`.
    Dates,
    /// A pattern, or a word that names a measure.
    Measured,
    /// A mapping from old wordings to new ones.
    Replacements,
    /// A mapping from names to texts.
    Facts,
    /// A phrase, a `$list`, a mapping or a list of them.
    Patterns,
    /// A selector or a list of them.
    Selectors,
    /// A pattern or selectors.
    Exemption,
    /// A mapping with the keys of another place.
    Map(On),
    /// A mapping from names to patterns.
    Lists,
    /// A mapping from names to clauses.
    Clauses,
    /// A mapping from rules to levels, or `off`.
    Levels,
    /// A mapping from names to some words.
    Named(&'static [&'static str]),
    /// A list of what files are.
    Files,
    /// A list of rules.
    Rules,
    /// A list of examples.
    Examples,
}

impl Shape {
    /// What it is called.
    pub fn title(self) -> Bilingual {
        match self {
            Self::Text => Bilingual::new("一段文字", "a text"),
            Self::Said => Bilingual::new("一段文字或 {zh: …, en: …}", "a text or {zh: …, en: …}"),
            Self::Texts => Bilingual::new("一段文字或文字的列表", "a text or a list of texts"),
            Self::Word(words) => {
                let words = words.join(" ");
                say!("其中一个词：{words}", "one word of: {words}")
            }
            Self::Words(words) => {
                let words = words.join(" ");
                say!("其中一个或几个词：{words}", "one or several words of: {words}")
            }
            Self::Flag => Bilingual::new("true 或 false", "true or false"),
            Self::Position => {
                Bilingual::new("first turn、last 2 messages 等", "first turn, last 2 messages …")
            }
            Self::Within => Bilingual::new("same turn、2 messages、3m 等", "same turn, 2 messages, 3m …"),
            Self::Amount => {
                Bilingual::new("一个数、30% 或 3m 这样的值", "a number, or a value such as 30% or 3m")
            }
            Self::Count => Bilingual::new("2、2..、2..5 这样的范围", "a range such as 2, 2.. or 2..5"),
            Self::Hours => Bilingual::new("22:00..08:00 这样的时段", "hours such as 22:00..08:00"),
            Self::Dates => Bilingual::new(
                "10-01 或 10-01..10-07，或它们的列表",
                "10-01 or 10-01..10-07, or a list of them",
            ),
            Self::Measured => {
                let words = Measure::WORDS.join(" ");
                say!("模式，或其中一个词：{words}", "a pattern, or one word of: {words}")
            }
            Self::Replacements => Bilingual::new("一个映射（旧词: 新词）", "a mapping (old: new)"),
            Self::Levels => {
                Bilingual::new("一个映射（规则集/规则: 级别）", "a mapping (ruleset/rule: level)")
            }
            Self::Facts => Bilingual::new("一个映射（名称: 值）", "a mapping (name: value)"),
            Self::Named(words) => {
                let words = words.join(" ");
                say!("一个映射（名称: {words} 之一）", "a mapping (name: one word of {words})")
            }
            Self::Patterns => Bilingual::new("词语、$词表或它们的列表", "a text, a $list or a list of them"),
            Self::Selectors => {
                Bilingual::new("{from: …, says: …} 或它们的列表", "{from: …, says: …} or a list of them")
            }
            Self::Exemption => {
                Bilingual::new("词语、$词表或 {from: …, says: …}", "a text, a $list or {from: …, says: …}")
            }
            Self::Map(_) | Self::Lists | Self::Clauses => {
                Bilingual::new("一个映射（键: 值）", "a mapping (key: value)")
            }
            Self::Rules | Self::Files => {
                Bilingual::new("一个列表（每项前写 -）", "a list (each item behind a -)")
            }
            Self::Examples => Bilingual::new("例子或例子的列表", "a text or a list of texts"),
        }
    }

    /// Whether a node is what it is; else it is told.
    pub(super) fn fits(self, node: &Node, source: &Source, faults: &mut Faults) -> bool {
        let is_text = matches!(node.value, Value::Text(_));
        let is_list = matches!(node.value, Value::List(_));
        let is_map = matches!(node.value, Value::Map(_));
        let fits = match self {
            Self::Text | Self::Position | Self::Within => is_text,
            Self::Amount | Self::Count | Self::Hours => is_text,
            Self::Word(words) => return is_word(node, words, source, faults),
            Self::Flag => return is_word(node, &["true", "false"], source, faults),
            Self::Said => is_text || is_map,
            Self::Texts | Self::Dates => items(node).iter().all(|item| item.text().is_some()) && !is_map,
            Self::Words(words)
                if items(node).into_iter().all(|item| is_word(item, words, source, faults)) =>
            {
                true
            }
            Self::Words(_) => return false,
            Self::Patterns | Self::Measured => is_text || is_list || is_map,
            Self::Selectors => is_map || is_list,
            Self::Exemption => is_text || is_map || is_list,
            Self::Map(_) | Self::Lists | Self::Clauses => is_map,
            Self::Replacements | Self::Facts | Self::Levels => is_map,
            Self::Named(words) if is_map => return are_words(node, words, source, faults),
            Self::Named(_) => false,
            Self::Rules | Self::Files => is_list,
            Self::Examples => is_list || is_text || is_map,
        };
        if !fits {
            wrong_type(node, &self.title(), source, faults);
        }
        if fits && self == Self::Said && node.text().is_some_and(|text| text.trim().is_empty()) {
            faults.add(
                "ruleset/empty-text",
                Bilingual::new("这里是空的", "this is empty"),
                source,
                node.span,
            );
            return false;
        }
        let may_be_empty = matches!(self, Self::Texts | Self::Examples);
        if fits && !may_be_empty && matches!(&node.value, Value::List(items) if items.is_empty()) {
            faults.add("ruleset/empty-list", empty_list(), source, node.span);
            return false;
        }
        fits
    }
}

/// Whether all values of a mapping are one of some words; else it is told.
fn are_words(node: &Node, words: &[&str], source: &Source, faults: &mut Faults) -> bool {
    let Value::Map(pairs) = &node.value else { return false };
    pairs.iter().filter(|(_, word)| !is_word(word, words, source, faults)).count() == 0
}

impl Fields<'_> {
    /// The text of a key, by language.
    pub(super) fn said(&self, name: &str, faults: &mut Faults) -> Option<Bilingual> {
        let node = self.get(name)?;
        if let Some(text) = node.text() {
            return Some(Bilingual::same(text.trim()));
        }
        let by_language = Fields::of(node, On::Said, self.source_of(name), faults)?;
        let (zh, en) = (by_language.text("zh"), by_language.text("en"));
        let either = zh.or(en)?;
        Some(Bilingual::new(zh.unwrap_or(either).trim(), en.unwrap_or(either).trim()))
    }
}
