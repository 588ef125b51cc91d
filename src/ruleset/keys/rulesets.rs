//! The keys of rulesets.

use crate::diagnostic::Level;
use crate::document::{Event, PartKind, Role};
use crate::rule::Per;
use crate::text::Entity;

use super::{KINDS, Key, MODES, On, Shape, key};

const ROLES: &[&str] = &{
    let [agent, customer, bot, system, unknown] = Role::NAMES;
    [agent, customer, bot, system, unknown, "any"]
};
const LEVELS: &[&str] = &Level::NAMES;
const PERS: &[&str] = &Per::NAMES;
const EVENTS: &[&str] = &Event::NAMES;
const PARTS: &[&str] = &PartKind::NAMES;
const DIRECTIONS: &[&str] = &["inbound", "outbound"];
const WEEKDAYS: &[&str] = &["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const LANGUAGES: &[&str] = &["zh", "en"];
const ENTITIES: &[&str] = &Entity::NAMES;
const FLAG: &[&str] = &["include"];

/// All of them.
pub(super) const KEYS: &[Key] = &[
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
    key("was", On::Rule, Shape::Texts, "以前的名称，仍指这条规则", "its old names, which still mean it"),
    key(
        "like",
        On::Rule,
        Shape::Text,
        "从哪条规则开始：ruleset/rule 或 rule",
        "the rule it begins from: ruleset/rule, or rule",
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
    key("part", On::Rule, Shape::Words(PARTS), "只看这些部分", "only in these parts"),
    key("at", On::Rule, Shape::Position, "这一方的第几轮或第几条", "which turns or messages of that side"),
    key("after", On::Rule, Shape::Selectors, "触发之后才检查", "only behind one of these triggers"),
    key("before", On::Rule, Shape::Selectors, "触发之前才检查", "only in front of one of these triggers"),
    key("within", On::Rule, Shape::Within, "离触发多远以内", "how far from the trigger"),
    key("per", On::Rule, Shape::Word(PERS), "逐个检查的单位", "the unit that is judged by itself"),
    key("when", On::Rule, Shape::Map(On::When), "须成立的条件", "facts that must hold"),
    key("forbid", On::Rule, Shape::Patterns, "不许出现", "must not occur"),
    key("require", On::Rule, Shape::Patterns, "必须出现", "must occur"),
    key(
        "replace",
        On::Rule,
        Shape::Replacements,
        "旧词换成新词，可以自动改",
        "old wordings and new ones, a safe fix",
    ),
    key(
        "limit",
        On::Rule,
        Shape::Map(On::Limit),
        "数量或度量的上下限",
        "a count or measure stays within bounds",
    ),
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
    key("part", On::Selector, Shape::Words(PARTS), "在哪些部分", "in which parts"),
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
    key(
        "entity",
        On::Pattern,
        Shape::Word(ENTITIES),
        "号码、地址、金额、日期；slot 是未填的占位符",
        "a number, address, amount or day; slot is what is still to fill",
    ),
    key("whole", On::Pattern, Shape::Patterns, "整段只有这些", "the piece is nothing but these"),
    key("event", On::Pattern, Shape::Word(EVENTS), "发生了什么", "what happens"),
    key("all", On::Pattern, Shape::Patterns, "全部都有", "every one of these"),
    key("order", On::Pattern, Shape::Patterns, "全部都有，且按此顺序", "all of these, in this order"),
    key("count", On::Pattern, Shape::Count, "至少几种（与 of 同用）", "how many different ones (with `of`)"),
    key("of", On::Pattern, Shape::Patterns, "哪些之中（与 count 同用）", "of which (with `count`)"),
    key("file", On::Pattern, Shape::Text, "词语文件，每行一个", "a file of phrases, one a line"),
    key("of", On::Limit, Shape::Measured, "数什么或量什么", "what is counted or measured"),
    key("max", On::Limit, Shape::Amount, "上限，等于不算超", "the most; equal passes"),
    key("min", On::Limit, Shape::Amount, "下限，等于不算少", "the least; equal passes"),
    key(
        "similarity",
        On::Limit,
        Shape::Amount,
        "多像才算重复，0 到 1，默认 1",
        "how alike counts as again, 0 to 1, by default 1",
    ),
    key(
        "slots",
        On::Limit,
        Shape::Count,
        "短信里一个占位符算几个字，或最短到最长几个字，默认按写出来的算",
        "how many characters a slot of an SMS counts, or the least and the most, by default as it is written",
    ),
    key("turns", On::When, Shape::Count, "双方一共几轮", "turns of both sides"),
    key("agent-turns", On::When, Shape::Count, "客服几轮", "turns of the agent"),
    key("customer-turns", On::When, Shape::Count, "客户几轮", "turns of the customer"),
    key(
        "direction",
        On::When,
        Shape::Word(DIRECTIONS),
        "谁先发起：客户（inbound）还是公司",
        "who began: the customer (inbound) or the company",
    ),
    key("hours", On::When, Shape::Hours, "消息的时刻", "the clock of the message"),
    key("dates", On::When, Shape::Dates, "消息的日期", "the day of the message"),
    key("weekdays", On::When, Shape::Words(WEEKDAYS), "消息是星期几", "the day of the week of the message"),
    key("language", On::When, Shape::Word(LANGUAGES), "文字大多是哪种", "the script of most letters"),
    key("meta", On::When, Shape::Facts, "会话附带的其他事实", "other facts that came with the conversation"),
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
    key("date", On::Example, Shape::Text, "它是哪一天的，如 2026-10-01", "its day, such as 2026-10-01"),
    key("direction", On::Example, Shape::Word(DIRECTIONS), "谁先发起", "who began"),
    key("meta", On::Example, Shape::Facts, "附带的其他事实", "other facts that come with it"),
    key("todo", On::Example, Shape::Flag, "已知的缺口", "a known gap"),
    key("zh", On::Said, Shape::Text, "中文", "Chinese"),
    key("en", On::Said, Shape::Text, "英文", "English"),
];
