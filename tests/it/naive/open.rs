//! Of a conversation that goes on: what may still come.

use super::find::Area;
use super::judge::{Case, Window};
use super::model::{At, Chat, Measure, Role, Side, Unit, Verb, Within};
use super::turns::turn_of;

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
    let said: Vec<usize> = window.area.said.keys().copied().collect();
    let over = said.last().is_some_and(|last| is_over(chat, from, *last));
    let count_turns = |said: &[usize]| {
        let mut turns: Vec<_> = said.iter().map(|message| turn_of(chat, from, *message)).collect();
        turns.dedup();
        turns.len()
    };
    let by_place = case.rule.at.is_some_and(|at| match at.of {
        Unit::Turn => count_turns(&said) >= at.count && over,
        _ => said.len() >= at.count,
    });
    let Some(trigger) = &window.trigger else { return by_place };
    let later: Vec<usize> = said.iter().copied().filter(|message| !trigger.turn.contains(message)).collect();
    match case.rule.within {
        None => by_place,
        Some(Within::Same(Unit::Turn)) => over,
        Some(Within::Same(_)) => true,
        Some(Within::Turns(count)) => count_turns(&later) >= count && over,
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
    later.any(|role| !side.has(role) && !matches!(role, Role::System | Role::Bot))
}
