//! A rule read aloud: whose words it judges, where, and what it looks for.

use std::collections::BTreeMap;

use crate::document::Roles;
use crate::language::{Bilingual, Lang};
use crate::pattern::{Lexicon, Pattern};
use crate::rule::{
    Exemption, Facts, Measure, Per, Position, Replacement, Rule, Same, Selector, Side, Unit, Verb, What,
    Window, Within, amount, time,
};
use crate::say;

/// How many characters of the phrases of a pattern are listed.
const MOST_SHOWN: usize = 240;

/// The rule as lines.
pub(super) fn of(rule: &Rule, lexicon: &Lexicon, lang: Lang) -> String {
    let mut lines = vec![scope(rule)];
    if let Some(window) = &rule.window {
        lines.push(trigger(window, lexicon));
    }
    lines.push(verb(&rule.verb, lexicon));
    if let Some(wanted) = rule.verb.wanted().filter(|wanted| !wanted.allow.is_empty()) {
        let allowed = phrases(&wanted.allow, lexicon);
        lines.push(say!("例外：{allowed}", "allows: {allowed}"));
    }
    for exemption in &rule.unless {
        let Bilingual { zh, en } = match exemption {
            Exemption::Says(wanted) => Bilingual::same(&phrases(&wanted.of, lexicon)),
            Exemption::After(selector, within) => selected(selector, *within, lexicon),
        };
        lines.push(say!("除非：{zh}", "unless: {en}"));
    }
    lines.iter().map(|line| line.get(lang)).collect::<Vec<_>>().join("\n")
}

fn trigger(window: &Window, lexicon: &Lexicon) -> Bilingual {
    let triggers: Vec<Bilingual> =
        window.triggers.iter().map(|selector| selected(selector, None, lexicon)).collect();
    let (zh, en) = joined(&triggers, " | ");
    let width = window.within.map(within);
    match (window.side, width) {
        (Side::After, None) => say!("触发：{zh}（之后）", "after: {en} (anywhere behind)"),
        (Side::Before, None) => say!("触发：{zh}（之前）", "before: {en} (anywhere in front)"),
        (Side::After, Some(width)) => {
            let (zh_width, en_width) = (width.zh, width.en);
            say!("触发：{zh}（{zh_width}）", "after: {en} ({en_width})")
        }
        (Side::Before, Some(width)) => {
            let (zh_width, en_width) = (width.zh, width.en);
            say!("触发：{zh}（之前，{zh_width}）", "before: {en} ({en_width})")
        }
    }
}

fn verb(verb: &Verb, lexicon: &Lexicon) -> Bilingual {
    match verb {
        Verb::Forbid(wanted) => {
            let wanted = phrases(&wanted.of, lexicon);
            say!("不许出现：{wanted}", "forbids: {wanted}")
        }
        Verb::Require(wanted) => {
            let wanted = phrases(&wanted.of, lexicon);
            say!("必须出现：{wanted}", "requires: {wanted}")
        }
        Verb::Replace(_, replacements) => {
            let pair = |new: &Replacement| match new.value.as_str() {
                "" => format!("{} → ∅", new.written),
                value => format!("{} → {value}", new.written),
            };
            let pairs = shortened(&replacements.iter().map(pair).collect::<Vec<_>>());
            say!("换成（∅ 是删去）：{pairs}", "replaces (∅: left out): {pairs}")
        }
        Verb::Limit(limit) => {
            let bound = |bound: Option<f64>| bound.map(|bound| amount(&limit.of, bound)).unwrap_or_default();
            let (least, most) = (bound(limit.min), bound(limit.max));
            let of = match &limit.of {
                Measure::Hits(wanted) => Bilingual::same(&phrases(&wanted.of, lexicon)),
                measure => measure.title(),
            };
            let bounds = in_brackets(vec![said(&least, "至少", "at least"), said(&most, "最多", "at most")]);
            let (zh, en, zh_bounds, en_bounds) = (of.zh, of.en, bounds.zh, bounds.en);
            say!("限量：{zh}{zh_bounds}", "limits: {en}{en_bounds}")
        }
    }
}

/// A value behind a word; nothing where there is none.
fn said(value: &Bilingual, zh_word: &str, en_word: &str) -> Bilingual {
    let Bilingual { zh, en } = value;
    if en.is_empty() { Bilingual::default() } else { say!("{zh_word} {zh}", "{en_word} {en}") }
}

/// The named lists of a rule, each with its first phrases.
pub(super) fn lists(rule: &Rule, lexicon: &Lexicon, lang: Lang) -> String {
    let triggers = rule.window.iter().flat_map(|window| &window.triggers);
    let exemptions = rule.unless.iter().flat_map(|exemption| match exemption {
        Exemption::Says(wanted) => wanted.of.iter().collect(),
        Exemption::After(selector, _) => words_of(selector),
    });
    let own = rule.verb.wanted().into_iter().flat_map(|wanted| wanted.of.iter().chain(&wanted.allow));
    let patterns = own.chain(triggers.flat_map(words_of)).chain(exemptions);
    let mut lists = BTreeMap::new();
    patterns.for_each(|pattern| collect_lists(pattern, lexicon, &mut lists));
    lists
        .iter()
        .map(|(name, phrases)| format!("${name} = {}", phrases.get(lang)))
        .collect::<Vec<_>>()
        .join("\n")
}

fn words_of(selector: &Selector) -> Vec<&Pattern> {
    match &selector.what {
        What::Says(wanted) => wanted.of.iter().collect(),
        What::Event(_) | What::Turn => Vec::new(),
    }
}

fn collect_lists(pattern: &Pattern, lexicon: &Lexicon, lists: &mut BTreeMap<String, Bilingual>) {
    match pattern {
        Pattern::List(name, id) => {
            let of = lexicon.list(*id);
            if lists.insert(name.clone(), listed(of, lexicon)).is_none() {
                collect_lists(of, lexicon, lists);
            }
        }
        Pattern::Any { of, allow } => {
            of.iter().chain(allow).for_each(|pattern| collect_lists(pattern, lexicon, lists));
        }
        Pattern::Whole(of) | Pattern::All(of) | Pattern::Order(of) | Pattern::Count(_, of) => {
            of.iter().for_each(|pattern| collect_lists(pattern, lexicon, lists));
        }
        Pattern::Phrase(_)
        | Pattern::Expression(_)
        | Pattern::Template(_)
        | Pattern::Entity(_)
        | Pattern::Event(_) => (),
    }
}

/// The phrases of a list, and its exceptions.
fn listed(list: &Pattern, lexicon: &Lexicon) -> Bilingual {
    match list {
        Pattern::Any { of, allow } if !allow.is_empty() => {
            let (held, allowed) = (phrases(of, lexicon), phrases(allow, lexicon));
            say!("{held}（{allowed} 除外）", "{held} (but not {allowed})")
        }
        _ => Bilingual::same(&phrases(std::slice::from_ref(list), lexicon)),
    }
}

/// Whose words, which of them, in which kinds, judged by what.
fn scope(rule: &Rule) -> Bilingual {
    let Bilingual { zh, en } = side(rule.selection.from);
    let kinds: Vec<&str> = rule.selection.kinds.iter().map(|kind| kind.name()).collect();
    let kinds = if kinds.is_empty() { Bilingual::default() } else { Bilingual::same(&kinds.join(", ")) };
    let names: Vec<&str> = rule.selection.parts.0.iter().flatten().map(|part| part.name()).collect();
    let sight = rule.verb.wanted().map(|wanted| wanted.sight).unwrap_or_default();
    let when = |is_so: bool, zh, en| if is_so { Bilingual::new(zh, en) } else { Bilingual::default() };
    let more = in_brackets(vec![
        kinds,
        Bilingual::same(&names.join(", ")),
        Bilingual::same(&rule.selection.when.iter().map(Facts::to_string).collect::<Vec<_>>().join(", ")),
        rule.selection.at.map(position).unwrap_or_default(),
        rule.per.map(per).unwrap_or_default(),
        when(rule.exact, "按原文逐字匹配", "as it is written"),
        when(sight.in_quotes, "引号里的话也算", "quotations too"),
        when(sight.across_words, "跨词的命中也算", "across the ends of words too"),
    ]);
    let (zh_more, en_more) = (more.zh, more.en);
    say!("谁的话：{zh}{zh_more}", "whose words: {en}{en_more}")
}

/// Remarks in brackets, those that are not empty; nothing where there are none.
fn in_brackets(remarks: Vec<Bilingual>) -> Bilingual {
    let remarks: Vec<Bilingual> = remarks.into_iter().filter(|text| !text.en.is_empty()).collect();
    let (zh, en) = (joined(&remarks, "，").0, joined(&remarks, ", ").1);
    if remarks.is_empty() { Bilingual::default() } else { say!("（{zh}）", " ({en})") }
}

fn side(roles: Roles) -> Bilingual {
    if roles == Roles::ANY {
        return Bilingual::new("任何人", "anybody");
    }
    let titles: Vec<Bilingual> = roles.list().iter().map(|role| role.title()).collect();
    Bilingual::new(joined(&titles, "、").0, joined(&titles, " or ").1)
}

fn position(at: Position) -> Bilingual {
    let (zh_end, en_end) = if at.last { ("最后", "last") } else { ("最初", "first") };
    let (count, Bilingual { zh, en }) = (at.count, unit(at.unit, at.count));
    if count == 1 {
        return say!("{zh_end}一{zh}", "the {en_end} {en}");
    }
    say!("{zh_end} {count} {zh}", "the {en_end} {count} {en}")
}

fn within(within: Within) -> Bilingual {
    match within {
        Within::Next(count, counted) => {
            let Bilingual { zh, en } = unit(counted, count);
            say!("{count} {zh}之内", "within {count} {en}")
        }
        Within::Time(seconds) => {
            let Bilingual { zh, en } = time(seconds);
            say!("{zh}之内", "within {en}")
        }
        Within::Same(Same::Clause) => Bilingual::new("同一分句", "in the same clause"),
        Within::Same(Same::Sentence) => Bilingual::new("同一句", "in the same sentence"),
        Within::Same(Same::Message) => Bilingual::new("同一条消息", "in the same message"),
        Within::Same(Same::Turn) => Bilingual::new("同一轮", "in the same turn"),
    }
}

fn per(per: Per) -> Bilingual {
    match per {
        Per::Clause => Bilingual::new("逐个分句", "each clause"),
        Per::Sentence => Bilingual::new("逐句", "each sentence"),
        Per::Part => Bilingual::new("逐个部分", "each part"),
        Per::Message => Bilingual::new("逐条消息", "each message"),
        Per::Turn => Bilingual::new("逐轮", "each turn"),
        Per::Conversation => Bilingual::new("整段会话", "the whole conversation"),
    }
}

fn unit(unit: Unit, count: usize) -> Bilingual {
    match (unit, count) {
        (Unit::Turns, 1) => Bilingual::new("轮", "turn"),
        (Unit::Turns, _) => Bilingual::new("轮", "turns"),
        (Unit::Messages, 1) => Bilingual::new("条消息", "message"),
        (Unit::Messages, _) => Bilingual::new("条消息", "messages"),
    }
}

fn selected(selector: &Selector, far: Option<Within>, lexicon: &Lexicon) -> Bilingual {
    let Bilingual { zh, en } = side(selector.from);
    let what = match &selector.what {
        What::Says(wanted) => {
            let words = phrases(&wanted.of, lexicon);
            say!("{zh}说 {words}", "{en} says {words}")
        }
        What::Event(name) if selector.from == Roles::ANY => say!("事件 [{name}]", "the event [{name}]"),
        What::Event(name) => say!("{zh}的事件 [{name}]", "the event [{name}] by {en}"),
        What::Turn => say!("{zh}的一轮", "a turn of {en}"),
    };
    let at = selector.at.map(position).unwrap_or_default();
    let names: Vec<&str> = selector.parts.0.iter().flatten().map(|part| part.name()).collect();
    let more = in_brackets(vec![Bilingual::same(&names.join(", ")), at, far.map(within).unwrap_or_default()]);
    Bilingual::new(what.zh + &more.zh, what.en + &more.en)
}

fn joined(texts: &[Bilingual], between: &str) -> (String, String) {
    let (zh, en): (Vec<&str>, Vec<&str>) =
        texts.iter().map(|text| (text.zh.as_str(), text.en.as_str())).unzip();
    (zh.join(between), en.join(between))
}

/// The phrases of some patterns, the first ones of many.
fn phrases(patterns: &[Pattern], lexicon: &Lexicon) -> String {
    let mut all = Vec::new();
    patterns.iter().for_each(|pattern| collect(pattern, lexicon, &mut all));
    shortened(&all)
}

/// Some texts in a row, the first ones of many.
fn shortened(all: &[String]) -> String {
    let ends = all.iter().scan(0, |end, phrase| {
        *end += phrase.chars().count();
        Some(*end)
    });
    let shown = ends.take_while(|end| *end <= MOST_SHOWN).count().max(1).min(all.len());
    let more = all.len() - shown;
    let rest = if more > 0 { format!(" … (+{more})") } else { String::new() };
    all[..shown].join(" · ") + &rest
}

fn collect(pattern: &Pattern, lexicon: &Lexicon, all: &mut Vec<String>) {
    let combined = |form: &str, of: &[Pattern]| format!("{{{form}: {}}}", phrases(of, lexicon));
    match pattern {
        Pattern::Phrase(id) => all.push(lexicon.phrase_text(*id).to_owned()),
        Pattern::Expression(id) => all.push(lexicon.expression_text(*id)),
        Pattern::Template(template) => all.push(template.written.clone()),
        Pattern::Entity(entity) => all.push(format!("{{entity: {}}}", entity.name())),
        Pattern::Event(name) => all.push(format!("[{name}]")),
        Pattern::Whole(of) => all.push(combined("whole", of)),
        Pattern::All(of) => all.push(combined("all", of)),
        Pattern::Order(of) => all.push(combined("order", of)),
        Pattern::Count(least, of) => all.push(combined(&format!("count: {least}, of"), of)),
        Pattern::List(name, _) => all.push(format!("${name}")),
        Pattern::Any { of, allow } => {
            of.iter().for_each(|pattern| collect(pattern, lexicon, all));
            if let (Some(last), false) = (all.last_mut(), allow.is_empty() || of.is_empty()) {
                last.push_str(&format!(" − ({})", phrases(allow, lexicon)));
            }
        }
    }
}
