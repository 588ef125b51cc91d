//! Triggers, and the windows that they open.

use std::ops::Range;

use super::find::{Area, Finder, leftmost_longest};
use super::model::{Chat, Mark, Rule, Selector, Side, Unit, Way, What, Within};
use super::turns::{chosen, events_of, selected, turn_of, turns, unit_at};

/// A point of a conversation: behind so many messages at an event (0 and which), else in a message (1 and at which byte).
pub(super) type Point = (usize, usize, usize);

/// Where a selector applies.
#[derive(Clone, Debug)]
pub(super) struct Occurrence {
    pub(super) start: Point,
    pub(super) end: Point,
    /// Its messages; an event lies between two and has none.
    pub(super) messages: Range<usize>,
    /// The messages of its own turn.
    pub(super) turn: Vec<usize>,
    pub(super) captured: Option<String>,
    pub(super) mark: Mark,
    /// When it ends.
    pub(super) time: Option<u32>,
}

/// All places where a selector applies, and whether there may be more that the conversation does not tell.
pub(super) fn occurrences(chat: &Chat, side: &Side, selector: &Selector) -> (Vec<Occurrence>, bool) {
    let from = selector.from.clone().unwrap_or(Side(Vec::new()));
    match &selector.what {
        What::Says(pattern) => {
            let finder = Finder { chat, from: &from, captured: None };
            let hits = leftmost_longest(finder.all(pattern, &chosen(chat, &from, selector.at)));
            let said = hits.into_iter().map(|(message, bytes)| Occurrence {
                start: (message, 1, bytes.start),
                end: (message, 1, bytes.end),
                messages: message..message + 1,
                turn: turn_of(chat, side, message),
                captured: Some(chat.messages[message].text[bytes.clone()].to_owned()),
                mark: Mark::Text { message, start: bytes.start, end: bytes.end },
                time: chat.messages[message].time,
            });
            (said.collect(), false)
        }
        What::Turn => {
            let messages = selected(chat, &from, selector.at);
            let turns = turns(chat, &from).into_iter().filter(|turn| messages.contains(&turn[0]));
            (turns.map(|turn| of_turn(chat, side, &turn)).collect(), false)
        }
        What::Event(name) => {
            let named = (0..chat.events.len()).filter(|event| chat.events[*event].name == *name);
            let (known, unknown): (Vec<_>, Vec<_>) =
                named.partition(|event| chat.events[*event].actor.is_some() || from.is_any());
            let by = |event: &usize| chat.events[*event].actor.is_none_or(|actor| from.has(actor));
            (known.into_iter().filter(by).map(|event| of_event(chat, event)).collect(), !unknown.is_empty())
        }
    }
}

fn of_turn(chat: &Chat, side: &Side, turn: &[usize]) -> Occurrence {
    let (first, last) = (turn[0], turn[turn.len() - 1]);
    Occurrence {
        start: (first, 1, 0),
        end: (last, 1, chat.messages[last].text.len()),
        messages: first..last + 1,
        turn: turn_of(chat, side, last),
        captured: None,
        mark: Mark::Text { message: first, start: 0, end: chat.messages[first].text.len() },
        time: chat.messages[last].time,
    }
}

fn of_event(chat: &Chat, event: usize) -> Occurrence {
    let place = chat.events[event].place;
    Occurrence {
        start: (place, 0, event),
        end: (place, 0, event),
        messages: place..place,
        turn: Vec::new(),
        captured: None,
        mark: Mark::Event(event),
        time: chat.events[event].time,
    }
}

/// Whatever lies behind a trigger, or in front of it.
pub(super) fn beyond(chat: &Chat, way: Way, trigger: &Occurrence) -> Area {
    let mut area = Area::default();
    for (index, message) in chat.messages.iter().enumerate() {
        let bytes = (0..message.text.len()).filter(|byte| match way {
            Way::After => (index, 1, *byte) >= trigger.end,
            Way::Before => (index, 1, *byte) < trigger.start,
        });
        let bytes: Vec<_> = bytes.collect();
        if let (Some(first), Some(last)) = (bytes.first(), bytes.last()) {
            area.said.insert(index, *first..last + 1);
        }
    }
    let is_beyond = |event: &usize| match way {
        Way::After => (chat.events[*event].place, 0, *event) > trigger.end,
        Way::Before => (chat.events[*event].place, 0, *event) < trigger.start,
    };
    area.events = (0..chat.events.len()).filter(is_beyond).collect();
    area
}

/// What a trigger has judged, of everything that is said by the side; none where times are not known.
pub(super) fn window(chat: &Chat, rule: &Rule, way: Way, trigger: &Occurrence) -> Option<Area> {
    let ours = |message: usize| rule.from.has(chat.messages[message].role);
    let beyond = beyond(chat, way, trigger).only(ours);
    Some(match rule.within {
        None => beyond,
        Some(Within::Same(unit)) => {
            let whole = same(chat, rule, unit, trigger);
            if way == Way::After { whole } else { both(&whole, &beyond) }
        }
        Some(Within::Turns(count)) => {
            let own =
                trigger.turn.first().map_or(0..0, |first| *first..trigger.turn[trigger.turn.len() - 1] + 1);
            let rests = turns(chat, &rule.from).into_iter().map(|turn| -> Vec<usize> {
                turn.into_iter()
                    .filter(|index| beyond.said.contains_key(index) && !own.contains(index))
                    .collect()
            });
            let near = nearest(rests.filter(|rest| !rest.is_empty()).collect(), way, count);
            let last = near.iter().map(|turn| turn[turn.len() - 1]).max();
            let first = near.iter().map(|turn| turn[0]).min();
            let is_near = |index| match way {
                Way::After => last.is_some_and(|last| index <= last),
                Way::Before => first.is_some_and(|first| first <= index),
            };
            let area = beyond.only(|index| own.contains(&index) || is_near(index));
            // Where there are fewer, everything that happens is near.
            if near.len() < count { area } else { up_to(chat, &area, way) }
        }
        Some(Within::Messages(count)) => {
            let others = beyond.said.keys().copied().filter(|index| !trigger.messages.contains(index));
            let near = nearest(others.collect(), way, count);
            let area = beyond.only(|index| trigger.messages.contains(&index) || near.contains(&index));
            if near.len() < count { area } else { up_to(chat, &area, way) }
        }
        Some(Within::Seconds(seconds)) => {
            let times = beyond.said.keys().map(|index| chat.messages[*index].time);
            let then = match way {
                Way::Before if !trigger.messages.is_empty() => chat.messages[trigger.messages.start].time,
                _ => trigger.time,
            };
            if then.is_none() || times.into_iter().any(|time| time.is_none()) {
                return None;
            }
            let is_near =
                |time: Option<u32>| time.zip(then).is_some_and(|(one, other)| one.abs_diff(other) <= seconds);
            let mut near = beyond.only(|index| is_near(chat.messages[index].time));
            near.events.retain(|event| is_near(chat.events[*event].time));
            near
        }
    })
}

fn nearest<T: Clone>(items: Vec<T>, way: Way, count: usize) -> Vec<T> {
    let count = count.min(items.len());
    if way == Way::After { items[..count].to_vec() } else { items[items.len() - count..].to_vec() }
}

/// The same without the events that do not lie between its messages or right behind them.
fn up_to(chat: &Chat, area: &Area, way: Way) -> Area {
    let mut area = area.clone();
    let (first, last) = (area.said.keys().next().copied(), area.said.keys().last().copied());
    area.events.retain(|event| match way {
        Way::After => last.is_some_and(|last| chat.events[*event].place <= last + 1),
        Way::Before => first.is_some_and(|first| chat.events[*event].place >= first),
    });
    area
}

fn both(one: &Area, other: &Area) -> Area {
    let mut area = Area::default();
    for (message, bytes) in &one.said {
        let Some(others) = other.said.get(message) else { continue };
        let shared = bytes.start.max(others.start)..bytes.end.min(others.end);
        if !shared.is_empty() {
            area.said.insert(*message, shared);
        }
    }
    area.events = one.events.iter().copied().filter(|event| other.events.contains(event)).collect();
    area
}

/// What a side says from the first to the last message of a turn, and what happens there.
fn stretch(chat: &Chat, side: &Side, turn: &[usize]) -> Area {
    let is_inside = |message: usize| turn[0] <= message && message <= turn[turn.len() - 1];
    Area { events: events_of(chat, turn), ..chosen(chat, side, None).only(is_inside) }
}

/// The clause, sentence, message or turn of a trigger.
fn same(chat: &Chat, rule: &Rule, unit: Unit, trigger: &Occurrence) -> Area {
    match trigger.mark {
        Mark::Text { .. } if unit == Unit::Turn => stretch(chat, &rule.from, &trigger.turn),
        Mark::Text { message, start, .. } => unit_at(chat, &rule.from, unit, message, start),
        Mark::Event(event) => {
            let mut turns = turns(chat, &rule.from).into_iter();
            let turn = turns.find(|turn| events_of(chat, turn).contains(&event));
            turn.map_or(Area::default(), |turn| stretch(chat, &rule.from, &turn))
        }
    }
}

/// Whether two triggers, one behind the other, are one occurrence.
pub(super) fn are_one(chat: &Chat, rule: &Rule, one: &Occurrence, next: &Occurrence) -> bool {
    let is_same = one.messages == next.messages;
    match rule.within {
        None | Some(Within::Turns(_)) => {
            let begins = |turn: &Vec<usize>| one.end < (turn[0], 1, 0) && (turn[0], 1, 0) <= next.start;
            !turns(chat, &rule.from).iter().any(begins)
        }
        Some(Within::Messages(_) | Within::Seconds(_)) => is_same,
        Some(Within::Same(unit)) => same(chat, rule, unit, one) == same(chat, rule, unit, next),
    }
}
