//! The one table of keys: where each may stand, what it takes, what it means. Reading, advice and docs are made of it.

use crate::diagnostic::Level;
use crate::document::{Event, Kind, Mode, Role};
use crate::language::Bilingual;
use crate::rule::Per;
use crate::say;

/// A key of a ruleset.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// Where it may stand.
    pub on: On,
    /// What it takes.
    pub takes: Shape,
    /// What it means, in Chinese and English.
    pub means: [&'static str; 2],
}

/// Where keys stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// At the top of a ruleset.
    Ruleset,
    /// In a rule.
    Rule,
    /// In a trigger or exemption.
    Selector,
    /// In a pattern.
    Pattern,
    /// Under `when`.
    When,
    /// In an example that is more than a text.
    Example,
    /// In a clause.
    Clause,
    /// Under `source` of a ruleset.
    Source,
    /// In a text by language.
    Said,
}

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
    /// `same turn`, `2 messages` …
    Within,
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
    /// A list of rules.
    Rules,
    /// A list of examples.
    Examples,
    /// The language has it, this version does not.
    NotYet,
}

const ROLES: &[&str] = &{
    let [agent, customer, bot, system, unknown] = Role::NAMES;
    [agent, customer, bot, system, unknown, "any"]
};
const KINDS: &[&str] = &Kind::NAMES;
const LEVELS: &[&str] = &Level::NAMES;
const MODES: &[&str] = &Mode::NAMES;
const PERS: &[&str] = &Per::NAMES;
const EVENTS: &[&str] = &Event::NAMES;
const ENTITIES: &[&str] = &["slot"];
const FLAG: &[&str] = &["include"];

const fn key(name: &'static str, on: On, takes: Shape, zh: &'static str, en: &'static str) -> Key {
    Key { name, on, takes, means: [zh, en] }
}

const fn later(name: &'static str, on: On) -> Key {
    key(name, on, Shape::NotYet, "此版本尚不支持", "not in this version yet")
}

/// All keys.
pub const KEYS: &[Key] = &[
    key("ruleset", On::Ruleset, Shape::Text, "规则集的名称，kebab-case", "its name, kebab-case"),
    key("title", On::Ruleset, Shape::Said, "给人看的名称", "its name for people"),
    key("source", On::Ruleset, Shape::Map(On::Source), "依据的文件", "the document it follows"),
    key("clauses", On::Ruleset, Shape::Clauses, "文件的各条款", "the clauses of the document"),
    key(
        "kind",
        On::Ruleset,
        Shape::Words(KINDS),
        "只用于这些文本，对全部规则有效",
        "only in these, for all its rules",
    ),
    key(
        "when",
        On::Ruleset,
        Shape::Map(On::When),
        "对全部规则有效的条件",
        "facts that must hold, for all its rules",
    ),
    key("use", On::Ruleset, Shape::Texts, "可以引用其词表的规则集", "rulesets whose lists may be named"),
    key("lists", On::Ruleset, Shape::Lists, "词表", "named lists of patterns"),
    key("rules", On::Ruleset, Shape::Rules, "规则", "the rules"),
    key("document", On::Source, Shape::Said, "文件名", "the name of the document"),
    key("part", On::Source, Shape::Said, "文件的哪一部分", "which part of it"),
    key("at", On::Clause, Shape::Text, "在文件中的位置", "where it stands in the document"),
    key("says", On::Clause, Shape::Said, "条款说什么", "what it says"),
    key("declined", On::Clause, Shape::Said, "为什么没有规则检查它", "why no rule checks it"),
    key(
        "id",
        On::Rule,
        Shape::Text,
        "规则的名称，kebab-case，说出毛病",
        "its name, kebab-case, naming the fault",
    ),
    key(
        "level",
        On::Rule,
        Shape::Word(LEVELS),
        "轻重，默认 warning；note 不使检查失败",
        "weight, warning by default; a note never fails a run",
    ),
    key("summary", On::Rule, Shape::Said, "一句话说明毛病", "the fault in one line"),
    key("why", On::Rule, Shape::Said, "为什么不好", "why it matters"),
    key("source", On::Rule, Shape::Texts, "执行的条款", "the clauses it enforces"),
    key(
        "from",
        On::Rule,
        Shape::Words(ROLES),
        "检查谁的话，默认 agent；多个角色算一方",
        "whose text, agent by default; several are one side",
    ),
    key("kind", On::Rule, Shape::Words(KINDS), "只用于这些文本", "only in these"),
    key("at", On::Rule, Shape::Position, "这一方的第几轮或第几条", "which turns or messages of that side"),
    key("after", On::Rule, Shape::Selectors, "触发之后才检查", "only behind one of these triggers"),
    key("within", On::Rule, Shape::Within, "触发后多远以内", "how far behind the trigger"),
    key("per", On::Rule, Shape::Word(PERS), "逐个检查的单位", "the unit that is judged by itself"),
    key("when", On::Rule, Shape::Map(On::When), "须成立的条件", "facts that must hold"),
    key("forbid", On::Rule, Shape::Patterns, "不许出现", "must not occur"),
    key("require", On::Rule, Shape::Patterns, "必须出现", "must occur"),
    key("allow", On::Rule, Shape::Patterns, "命中在这些之内不算", "a hit inside one of these is none"),
    key("unless", On::Rule, Shape::Exemption, "有这些就不报", "exempts the finding"),
    key("instead", On::Rule, Shape::Said, "应当怎么写", "what to write instead"),
    key("exact", On::Rule, Shape::Flag, "按原文逐字匹配", "match the text as it is written"),
    key("quotes", On::Rule, Shape::Word(FLAG), "引号里的话也算", "words in quotation marks count"),
    key("crossing", On::Rule, Shape::Word(FLAG), "跨词的命中也算", "hits across the ends of words count"),
    key(
        "flags",
        On::Rule,
        Shape::Examples,
        "必须报告的例子，[[ ]] 标出位置",
        "texts that must be reported, [[ ]] pins the place",
    ),
    key("passes", On::Rule, Shape::Examples, "不得报告的例子", "texts that must not be"),
    key("from", On::Selector, Shape::Words(ROLES), "谁", "whose"),
    key(
        "at",
        On::Selector,
        Shape::Position,
        "这一方的第几轮或第几条",
        "which turns or messages of that side",
    ),
    key("says", On::Selector, Shape::Patterns, "说了什么", "what is said"),
    key("event", On::Selector, Shape::Word(EVENTS), "发生了什么", "what happens"),
    key(
        "within",
        On::Selector,
        Shape::Within,
        "多远以内（只用于 unless）",
        "how far away (in `unless` only)",
    ),
    key("regex", On::Pattern, Shape::Text, "正则表达式", "a regular expression"),
    key("any", On::Pattern, Shape::Patterns, "其中之一", "one of these"),
    key("allow", On::Pattern, Shape::Patterns, "命中在这些之内不算", "a hit inside one of these is none"),
    key("entity", On::Pattern, Shape::Word(ENTITIES), "slot：未填的占位符", "slot: what is still to fill"),
    key(
        "mode",
        On::When,
        Shape::Word(MODES),
        "模板，还是已发送的文本",
        "a template, or a text that was sent",
    ),
    key("text", On::Example, Shape::Text, "例子", "the example"),
    key("kind", On::Example, Shape::Word(KINDS), "它是什么", "what it is"),
    key(
        "mode",
        On::Example,
        Shape::Word(MODES),
        "模板，还是已发送的文本",
        "a template, or a text that was sent",
    ),
    key("todo", On::Example, Shape::Flag, "已知的缺口", "a known gap"),
    key("zh", On::Said, Shape::Text, "中文", "Chinese"),
    key("en", On::Said, Shape::Text, "英文", "English"),
    later("like", On::Rule),
    later("part", On::Rule),
    later("before", On::Rule),
    later("replace", On::Rule),
    later("limit", On::Rule),
    later("part", On::Selector),
    later("whole", On::Pattern),
    later("event", On::Pattern),
    later("all", On::Pattern),
    later("order", On::Pattern),
    later("count", On::Pattern),
    later("of", On::Pattern),
    later("file", On::Pattern),
    later("turns", On::When),
    later("agent-turns", On::When),
    later("customer-turns", On::When),
    later("direction", On::When),
    later("hours", On::When),
    later("dates", On::When),
    later("weekdays", On::When),
    later("language", On::When),
    later("meta", On::When),
    later("date", On::Example),
    later("direction", On::Example),
    later("meta", On::Example),
];

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
            Self::Within => Bilingual::new("same turn、2 messages 等", "same turn, 2 messages …"),
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
            Self::NotYet => Bilingual::new("此版本尚不支持", "not in this version yet"),
        }
    }
}

impl Key {
    /// A key of a place, by its name.
    pub fn find(on: On, name: &str) -> Option<&'static Self> {
        Self::all(on).find(|key| key.name == name)
    }

    /// The keys of a place.
    pub fn all(on: On) -> impl Iterator<Item = &'static Self> {
        KEYS.iter().filter(move |key| key.on == on)
    }

    /// What it means.
    pub fn meaning(&self) -> Bilingual {
        Bilingual::new(self.means[0], self.means[1])
    }
}
