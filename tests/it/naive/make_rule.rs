//! Random rules about the phrases and events of random conversations.

use proptest::prelude::*;
use proptest::sample::select;

use super::make::{EVENTS, Feature, is_on, one_of, phrase};
use super::model::{
    At, Between, Fact, Measure, Pattern, Role, Rule, Selector, Side, Trigger, Unit, Unless, Verb, Way, What,
    Within,
};
use super::valid::is_valid;

fn side() -> BoxedStrategy<Side> {
    prop_oneof![
        6 => Just(Side(vec![Role::Agent])),
        3 => Just(Side(vec![Role::Customer])),
        1 => Just(Side(vec![Role::Bot])),
        1 => Just(Side(vec![Role::System])),
        1 => Just(Side(vec![Role::Agent, Role::Bot])),
        1 => Just(Side(vec![Role::Agent, Role::Customer])),
        1 => Just(Side(Vec::new())),
    ]
    .boxed()
}

fn at() -> BoxedStrategy<At> {
    (any::<bool>(), 1..=2_usize, select(vec![Unit::Turn, Unit::Message]))
        .prop_map(|(last, count, of)| At { last, count, of })
        .boxed()
}

fn within() -> BoxedStrategy<Within> {
    let same = select(vec![Unit::Turn, Unit::Message, Unit::Sentence, Unit::Clause]);
    one_of(vec![
        (3, None, same.prop_map(Within::Same).boxed()),
        (3, None, (1..=2_usize).prop_map(Within::Turns).boxed()),
        (2, None, (1..=2_usize).prop_map(Within::Messages).boxed()),
        (
            2,
            Some(Feature::Durations),
            select(vec![0_u32, 30, 60, 100, 180]).prop_map(Within::Seconds).boxed(),
        ),
    ])
}

/// A phrase, or one between others.
fn longer() -> BoxedStrategy<String> {
    prop_oneof![
        8 => phrase(),
        1 => phrase().prop_map(|phrase| format!("天{phrase}")),
        1 => (phrase(), phrase()).prop_map(|(one, other)| one + &other),
    ]
    .boxed()
}

fn simple() -> BoxedStrategy<Pattern> {
    let several = prop::collection::btree_set(longer(), 2..=3);
    prop_oneof![
        4 => longer().prop_map(Pattern::Phrase),
        2 => several.prop_map(|all| Pattern::Any(all.into_iter().map(Pattern::Phrase).collect())),
        1 => (longer(), context()).prop_map(|(phrase, context)| {
            let allowed = Pattern::Phrase(context.replace('*', &phrase));
            Pattern::But(vec![Pattern::Phrase(phrase)], vec![allowed])
        }),
    ]
    .boxed()
}

/// What stands round a phrase, `*`, where it is allowed.
fn context() -> BoxedStrategy<&'static str> {
    select(vec!["天*", "*地", "天*地", "*子丑寅", "丁戊己*"]).boxed()
}

fn pattern() -> BoxedStrategy<Pattern> {
    let parts = || prop::collection::vec(simple(), 2..=3);
    let distinct = |parts: Vec<Pattern>| {
        let mut kept: Vec<Pattern> = Vec::new();
        for part in parts {
            if kept.iter().all(|other| format!("{other:?}") != format!("{part:?}")) {
                kept.push(part);
            }
        }
        kept
    };
    let whole = prop::collection::btree_set(phrase(), 1..=2);
    one_of(vec![
        (8, None, simple()),
        (1, Some(Feature::Combined), parts().prop_map(distinct).prop_map(Pattern::All).boxed()),
        (1, Some(Feature::Combined), parts().prop_map(Pattern::Order).boxed()),
        (1, Some(Feature::Combined), parts().prop_map(distinct).prop_map(counted).boxed()),
        (1, Some(Feature::Whole), whole.prop_map(|all| Pattern::Whole(all.into_iter().collect())).boxed()),
    ])
}

fn counted(parts: Vec<Pattern>) -> Pattern {
    Pattern::Count(parts.len().min(2), parts)
}

fn selector() -> BoxedStrategy<Selector> {
    let event = || select(EVENTS.to_vec()).prop_map(What::Event);
    let says = (side(), prop::option::weighted(0.2, at()), simple()).prop_map(|(from, at, pattern)| {
        Selector { from: Some(from), at, what: What::Says(pattern), within: None }
    });
    let turn = (side(), prop::option::weighted(0.2, at())).prop_map(|(from, at)| {
        // A turn that is cut by `at` is no turn any more.
        let at = at.filter(|at| at.of == Unit::Turn);
        Selector { from: Some(from), at, what: What::Turn, within: None }
    });
    let happens = (prop::option::weighted(0.4, side()), event()).prop_map(|(from, what)| Selector {
        from,
        at: None,
        what,
        within: None,
    });
    prop_oneof![5 => says, 1 => turn, 2 => happens].boxed()
}

fn trigger() -> BoxedStrategy<Trigger> {
    let way = one_of(vec![
        (2, None, Just(Way::After).boxed()),
        (1, Some(Feature::Before), Just(Way::Before).boxed()),
    ]);
    let any = prop_oneof![4 => prop::collection::vec(selector(), 1..=1), 1 => prop::collection::vec(selector(), 2..=2)];
    (way, any).prop_map(|(way, any)| Trigger { way, any }).boxed()
}

fn limit() -> BoxedStrategy<Verb> {
    let small = |of: fn() -> Measure, below: u32| (Just(()).prop_map(move |()| of()), 0..below).boxed();
    let pattern = (simple().prop_map(Measure::Of), 0..4_u32).boxed();
    let lengths = (0..60_u32, 0..90_u32).prop_map(|(least, more)| Measure::Segments(least, least + more));
    let measures = one_of(vec![
        (4, Some(Feature::LimitOf), pattern),
        (1, Some(Feature::Sizes), small(|| Measure::Chars, 20)),
        (1, Some(Feature::Sizes), small(|| Measure::Sentences, 4)),
        (1, Some(Feature::Sizes), small(|| Measure::Lines, 4)),
        (2, Some(Feature::Sizes), (lengths, 0..4_u32).boxed()),
        (1, Some(Feature::Sizes), small(|| Measure::Turns, 4)),
        (1, Some(Feature::Sizes), small(|| Measure::Messages, 5)),
        (1, Some(Feature::Share), small(|| Measure::Share, 100)),
        (2, Some(Feature::Repeats), small(|| Measure::Repeats, 2)),
        (1, Some(Feature::Duration), small(|| Measure::Duration, 900)),
        (2, Some(Feature::Replies), small(|| Measure::ReplyDelay, 100)),
        (2, Some(Feature::Replies), small(|| Measure::Unanswered, 2)),
    ]);
    (measures, any::<bool>())
        .prop_map(|((of, bound), is_max)| {
            let is_max = is_max || bound == 0 || matches!(of, Measure::ReplyDelay | Measure::Unanswered);
            Verb::Limit { of, max: is_max.then_some(bound), min: (!is_max).then_some(bound) }
        })
        .boxed()
}

fn verb() -> BoxedStrategy<Verb> {
    let keys = prop::collection::btree_set(longer(), 1..=3);
    let replace = keys.prop_map(|keys| {
        let value = |key: &String| if key.len() > 9 { String::new() } else { "天".to_owned() };
        Verb::Replace(keys.iter().map(|key| (key.clone(), value(key))).collect())
    });
    let event = select(EVENTS.to_vec()).prop_map(|name| Verb::Require(Pattern::Event(name)));
    let is_limit = [Feature::LimitOf, Feature::Sizes, Feature::Replies].into_iter().any(is_on);
    let limit = if is_limit { limit() } else { pattern().prop_map(Verb::Forbid).boxed() };
    one_of(vec![
        (4, None, pattern().prop_map(Verb::Forbid).boxed()),
        (4, None, pattern().prop_map(Verb::Require).boxed()),
        (1, Some(Feature::Replace), replace.boxed()),
        (1, Some(Feature::RequiredEvents), event.boxed()),
        (4, Some(Feature::LimitOf), limit),
    ])
}

fn unless() -> BoxedStrategy<Unless> {
    let selector = || {
        (selector(), prop::option::weighted(0.6, within()))
            .prop_map(|(selector, within)| Selector { within, ..selector })
    };
    prop_oneof![
        2 => simple().prop_map(Unless::Pattern),
        2 => prop::collection::vec(selector(), 1..=1).prop_map(Unless::Selectors),
        1 => prop::collection::vec(selector(), 2..=2).prop_map(Unless::Selectors),
    ]
    .boxed()
}

fn fact() -> BoxedStrategy<Fact> {
    let between = || -> BoxedStrategy<Between> {
        (0..4_u32, prop::option::of(0..4_u32))
            .prop_map(|(from, more)| (from, more.map(|more| from + more)))
            .boxed()
    };
    let hour = || (0..24_u32, select(vec![0_u32, 30])).prop_map(|(hour, minute)| hour * 60 + minute);
    let dates = (1..6_u32, 0..4_u32, any::<bool>())
        .prop_map(|(from, more, year)| Fact::Dates(from, from + more, year));
    let days = prop::collection::btree_set(0..7_u32, 1..=4);
    one_of(vec![
        (1, None, Just(Fact::Sent(true)).boxed()),
        (2, Some(Feature::Counts), between().prop_map(Fact::Turns).boxed()),
        (2, Some(Feature::Counts), between().prop_map(Fact::AgentTurns).boxed()),
        (2, Some(Feature::Counts), between().prop_map(Fact::CustomerTurns).boxed()),
        (2, Some(Feature::Direction), select(vec!["inbound", "outbound"]).prop_map(Fact::Direction).boxed()),
        (2, Some(Feature::Meta), Just(Fact::Queue("vip")).boxed()),
        (3, Some(Feature::Calendar), (hour(), hour()).prop_map(|(from, to)| Fact::Hours(from, to)).boxed()),
        (2, Some(Feature::Calendar), dates.boxed()),
        (
            2,
            Some(Feature::Calendar),
            days.prop_map(|days| Fact::Weekdays(days.into_iter().collect())).boxed(),
        ),
    ])
}

pub(super) fn rule() -> BoxedStrategy<Rule> {
    let seldom = |likely| prop::bool::weighted(likely);
    let place = (
        side(),
        prop::option::weighted(0.25, at()),
        prop::option::weighted(0.65, trigger()),
        prop::option::weighted(0.7, within()),
    );
    let units = vec![Unit::Clause, Unit::Sentence, Unit::Message, Unit::Turn, Unit::Conversation];
    let more = (
        prop::option::weighted(0.25, select(units)),
        verb(),
        prop::option::weighted(0.2, context()),
        prop::option::weighted(0.25, unless()),
        prop::option::weighted(0.15, fact()),
        seldom(0.15),
    );
    (place, more)
        .prop_map(|((from, at, trigger, within), (per, verb, allowed, unless, fact, captures))| {
            let within = within.filter(|_| trigger.is_some());
            let allow = allowed.and_then(|context| allow(&verb, context)).into_iter().collect();
            let when = fact.into_iter().collect();
            let rule = Rule { from, at, trigger, within, per, verb, allow, unless, when };
            if captures && is_on(Feature::Captures) { with_capture(rule) } else { rule }
        })
        .prop_filter("the language has such a rule", is_valid)
        .boxed()
}

/// An exception for one of the phrases that a rule looks for.
fn allow(verb: &Verb, context: &str) -> Option<Pattern> {
    let (Verb::Forbid(pattern) | Verb::Require(pattern) | Verb::Limit { of: Measure::Of(pattern), .. }) =
        verb
    else {
        return None;
    };
    let phrase = match pattern {
        Pattern::Phrase(phrase) => phrase,
        Pattern::Any(any) => match any.first()? {
            Pattern::Phrase(phrase) => phrase,
            _ => return None,
        },
        _ => return None,
    };
    Some(Pattern::Phrase(context.replace('*', phrase)))
}

fn with_capture(mut rule: Rule) -> Rule {
    let Some(trigger) = &mut rule.trigger else { return rule };
    for selector in &mut trigger.any {
        if let What::Says(says) = &mut selector.what {
            *says = Pattern::Capture(vec!["甲乙丙".to_owned(), "丁戊己".to_owned()]);
        }
    }
    let all_say = trigger.any.iter().all(|selector| matches!(selector.what, What::Says(_)));
    let captured = Pattern::Captured("子丑寅".to_owned());
    match &mut rule.verb {
        Verb::Forbid(pattern) | Verb::Require(pattern) if all_say => *pattern = captured,
        _ => return rule,
    }
    rule.allow.clear();
    rule
}
