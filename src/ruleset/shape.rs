//! Shapes: what a key of a ruleset takes.

use crate::language::Bilingual;
use crate::rule::Measure;
use crate::say;

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
            Self::Rules => Bilingual::new("一个列表（每项前写 -）", "a list (each item behind a -)"),
            Self::Examples => Bilingual::new("例子或例子的列表", "a text or a list of texts"),
        }
    }
}
