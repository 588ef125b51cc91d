//! Turns, positions, sentences and clauses.

use std::ops::Range;

use super::find::Area;
use super::model::{At, Chat, ROLES, Role, Side, Unit};

/// Maximal runs of consecutive messages of one side; lines of system and bot do not break them.
pub(super) fn turns(chat: &Chat, side: &Side) -> Vec<Vec<usize>> {
    if side.is_any() {
        let mut all: Vec<_> = ROLES.iter().flat_map(|role| turns(chat, &Side(vec![*role]))).collect();
        all.sort();
        return all;
    }
    let (mut turns, mut broken): (Vec<Vec<usize>>, bool) = (Vec::new(), true);
    for (index, message) in chat.messages.iter().enumerate() {
        if side.has(message.role) {
            if broken {
                turns.push(Vec::new());
            }
            turns.last_mut().unwrap().push(index);
            broken = false;
        } else if !matches!(message.role, Role::System | Role::Bot) {
            broken = true;
        }
    }
    turns
}

/// The turn of a message; a side to which it does not belong has none there, then it is that of its role.
pub(super) fn turn_of(chat: &Chat, side: &Side, message: usize) -> Vec<usize> {
    let role = chat.messages[message].role;
    let side = if side.has(role) { side.clone() } else { Side(vec![role]) };
    turns(chat, &side).into_iter().find(|turn| turn.contains(&message)).unwrap()
}

/// The messages of a side that stand where `at` says.
pub(super) fn selected(chat: &Chat, side: &Side, at: Option<At>) -> Vec<usize> {
    let messages = (0..chat.messages.len()).filter(|index| side.has(chat.messages[*index].role));
    match at {
        None => messages.collect(),
        Some(at) if at.of == Unit::Turn => ends(&turns(chat, side), at).concat(),
        Some(at) => ends(&messages.collect::<Vec<_>>(), at),
    }
}

fn ends<T: Clone>(items: &[T], at: At) -> Vec<T> {
    let count = at.count.min(items.len());
    if at.last { items[items.len() - count..].to_vec() } else { items[..count].to_vec() }
}

/// The sentences or clauses of a text, with the marks behind them.
pub(super) fn cuts(text: &str, unit: Unit) -> Vec<Range<usize>> {
    let is_end = |c: char| "。！？；\n".contains(c) || (unit == Unit::Clause && "，、：".contains(c));
    let (mut cuts, mut start) = (Vec::new(), 0);
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if end == text.len() || (is_end(c) && !text[end..].starts_with(is_end)) {
            cuts.push(start..end);
            start = end;
        }
    }
    cuts
}

/// The clause, sentence, message or turn of a side that a byte of a message stands in.
pub(super) fn unit_at(chat: &Chat, side: &Side, unit: Unit, message: usize, byte: usize) -> Area {
    match unit {
        Unit::Clause | Unit::Sentence => {
            let cuts = cuts(&chat.messages[message].text, unit);
            let said = cuts.into_iter().find(|cut| cut.contains(&byte)).unwrap();
            Area { said: [(message, said)].into(), events: Vec::new() }
        }
        Unit::Message => Area::whole(chat, &[message]),
        Unit::Turn => {
            let turn = turn_of(chat, side, message);
            Area { events: events_of(chat, &turn), ..Area::whole(chat, &turn) }
        }
        Unit::Conversation => Area { events: (0..chat.events.len()).collect(), ..chosen(chat, side, None) },
    }
}

pub(super) fn chosen(chat: &Chat, side: &Side, at: Option<At>) -> Area {
    Area::whole(chat, &selected(chat, side, at))
}

/// The events between the messages of a turn, and right behind it.
pub(super) fn events_of(chat: &Chat, turn: &[usize]) -> Vec<usize> {
    let is_inside = |event: &usize| {
        let place = chat.events[*event].place;
        turn.first().is_some_and(|first| *first < place) && turn.last().is_some_and(|last| place <= last + 1)
    };
    (0..chat.events.len()).filter(is_inside).collect()
}
