//! Random conversations of a few invented phrases. No phrase is a part of another, and none overlaps with another.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::Union;

use super::model::{Chat, Event, Message, Role};

/// Phrases that rules look for.
pub(super) const PHRASES: [&str; 4] = ["甲乙丙", "丁戊己", "庚辛壬", "子丑寅"];

/// Names of events; the last two are rare in rules.
pub(super) const EVENTS: [&str; 4] = ["transfer", "hold", "resume", "hang-up"];

/// What a rule or a conversation may have, as far as the language has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feature {
    Before,
    Durations,
    Replace,
    LimitOf,
    Sizes,
    Share,
    Repeats,
    Duration,
    Replies,
    Counts,
    Direction,
    Meta,
    Calendar,
    Combined,
    Whole,
    RequiredEvents,
    Captures,
    Open,
}

pub(super) fn is_on(feature: Feature) -> bool {
    super::FEATURES.contains(&feature)
}

/// One of several strategies by weight; those of a feature that is off are left out.
pub(super) fn one_of<T: std::fmt::Debug + 'static>(
    options: Vec<(u32, Option<Feature>, BoxedStrategy<T>)>,
) -> BoxedStrategy<T> {
    let on = options.into_iter().filter(|(_, feature, _)| feature.is_none_or(is_on));
    Union::new_weighted(on.map(|(weight, _, strategy)| (weight, strategy)).collect()).boxed()
}

pub(super) fn phrase() -> BoxedStrategy<String> {
    select(PHRASES.to_vec()).prop_map(str::to_owned).boxed()
}

/// Sentences and clauses and lines of phrases and of characters that mean nothing.
fn text() -> BoxedStrategy<String> {
    let token = prop_oneof![
        6 => phrase(),
        3 => select(vec!["天", "地"]).prop_map(str::to_owned),
        // A slot behind a word.
        1 => Just("天×××".to_owned()),
        3 => select(vec!["，", "。", "。\n", "\n"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(token, 1..7).prop_map(|tokens| joined(&tokens)).boxed()
}

/// Marks stand behind words, and one at a time.
fn joined(tokens: &[String]) -> String {
    let is_mark = |text: &str| text.ends_with(['，', '。', '\n']);
    let mut text = String::new();
    for token in tokens {
        if !is_mark(token) || !(text.is_empty() || is_mark(&text)) {
            text.push_str(token);
        }
    }
    let text = text.trim_end_matches('\n');
    if text.is_empty() { "天".to_owned() } else { text.to_owned() }
}

#[derive(Clone, Debug)]
enum Line {
    Said(Role, String),
    Happened(&'static str, Option<Role>),
}

fn line() -> BoxedStrategy<Line> {
    let role = prop_oneof![
        5 => Just(Role::Agent),
        5 => Just(Role::Customer),
        1 => Just(Role::Bot),
        1 => Just(Role::System),
    ];
    let actor = prop_oneof![
        2 => Just(None),
        3 => Just(Some(Role::Agent)),
        2 => Just(Some(Role::Customer)),
        1 => Just(Some(Role::System)),
    ];
    prop_oneof![
        7 => (role, text()).prop_map(|(role, text)| Line::Said(role, text)),
        1 => (select(EVENTS.to_vec()), actor).prop_map(|(name, actor)| Line::Happened(name, actor)),
    ]
    .boxed()
}

/// Conversations of 1 to 14 lines; some have times, on all of them.
pub(super) fn chat() -> BoxedStrategy<Chat> {
    let lines = prop::collection::vec((line(), 0..100_u32), 1..=14);
    let clock =
        prop::option::of((select(vec![0_u32, 1, 3, 4]), 0..86_400_u32, select(vec![1_u32, 1, 1, 60])));
    let direction = prop::option::of(select(vec!["inbound", "outbound"]));
    let queue = prop::option::of(select(vec!["vip", "usual"]));
    (lines, clock, direction, queue, prop::bool::weighted(0.3), any::<bool>())
        .prop_map(|(lines, clock, direction, queue, open, ends_turn)| {
            let mut chat = gathered(lines, clock);
            chat.direction = direction.filter(|_| is_on(Feature::Direction));
            chat.queue = queue.filter(|_| is_on(Feature::Meta));
            chat.open = open && is_on(Feature::Open);
            chat.ends_turn = ends_turn && chat.open;
            chat
        })
        .prop_filter("somebody has to speak whose role is known", |chat| !chat.messages.is_empty())
        .boxed()
}

fn gathered(lines: Vec<(Line, u32)>, clock: Option<(u32, u32, u32)>) -> Chat {
    let mut chat = Chat {
        messages: Vec::new(),
        events: Vec::new(),
        open: false,
        ends_turn: false,
        direction: None,
        queue: None,
    };
    let mut passed = 0;
    for (line, pause) in lines {
        passed += pause;
        let time = clock.map(|(day, start, pace)| day * 86_400 + start + passed * pace);
        match line {
            Line::Said(role, text) => chat.messages.push(Message { role, text, time }),
            Line::Happened(name, actor) => {
                let place = chat.messages.len();
                chat.events.push(Event { name, actor, place, time });
            }
        }
    }
    chat
}
