//! Of a conversation that goes on: what may still come.

use super::find::Area;
use super::judge::{Case, Window};
use super::model::{At, Chat, Mark, Measure, Role, Side, Unit, Verb, Within};
use super::turns::{events_of, selected, turns};

/// Whether nothing can be said about a rule before the end.
pub(super) fn waits(case: Case<'_>) -> bool {
    let ends = |at: Option<At>| at.is_some_and(|at| at.last);
    let triggers = case.rule.trigger.iter().flat_map(|trigger| &trigger.any);
    let measures = matches!(&case.rule.verb, Verb::Limit { of: Measure::Unanswered, .. });
    case.chat.open && (ends(case.rule.at) || measures || triggers.into_iter().any(|one| ends(one.at)))
}

/// Whether what is missing in a piece may still come.
pub(super) fn may_come(case: Case<'_>, window: &Window, piece: &Area) -> bool {
    if !case.chat.open {
        return false;
    }
    let last = piece.said.keys().last().copied();
    match case.rule.per {
        Some(Unit::Clause | Unit::Sentence | Unit::Message) => false,
        Some(Unit::Turn) => last.is_some_and(|last| !is_over(case.chat, &case.rule.from, last)),
        _ => !is_closed(case, window),
    }
}

/// Whether nothing more can come into a window.
pub(super) fn is_closed(case: Case<'_>, window: &Window) -> bool {
    let (chat, from) = (case.chat, &case.rule.from);
    if !chat.open || case.is_before() {
        return true;
    }
    // Whatever is judged of them: all turns and messages of the side count.
    let said = selected(chat, from, None);
    let are_there = |turns: Vec<Vec<usize>>, count: usize| {
        let last = turns.iter().take(count).flatten().max();
        turns.len() >= count && last.is_some_and(|last| is_over(chat, from, *last))
    };
    let by_place = case.rule.at.is_some_and(|at| match at.of {
        Unit::Turn => are_there(turns(chat, from), at.count),
        _ => said.len() >= at.count,
    });
    let Some(trigger) = &window.trigger else { return by_place };
    let end = trigger.turn.last().map_or(trigger.messages.end, |last| last + 1);
    by_place
        || match case.rule.within {
            None => false,
            Some(Within::Same(Unit::Turn)) => {
                let around = |turn: &Vec<usize>| match trigger.mark {
                    Mark::Event(event) => events_of(chat, turn).contains(&event),
                    Mark::Text { .. } => turn.last() == trigger.turn.last(),
                };
                let own = turns(chat, from).into_iter().find(around);
                own.is_none_or(|own| is_over(chat, from, own[own.len() - 1]))
            }
            Some(Within::Same(_)) => true,
            Some(Within::Turns(count)) => {
                let mut turns = turns(chat, from);
                turns.retain(|turn| turn[turn.len() - 1] >= end);
                are_there(turns, count)
            }
            Some(Within::Messages(count)) => {
                said.iter().filter(|message| **message >= trigger.messages.end).count() >= count
            }
            Some(Within::Seconds(seconds)) => {
                let times = chat.messages.iter().filter_map(|message| message.time);
                times.max().zip(trigger.time).is_some_and(|(last, time)| last > time + seconds)
            }
        }
}

/// Whether the turn that a message stands in is over, since somebody else has spoken.
fn is_over(chat: &Chat, side: &Side, message: usize) -> bool {
    let role = chat.messages[message].role;
    let side = if side.is_any() { &Side(vec![role]) } else { side };
    let mut later = chat.messages[message + 1..].iter().map(|message| message.role);
    chat.ends_turn || later.any(|role| !side.has(role) && !matches!(role, Role::System | Role::Bot))
}
