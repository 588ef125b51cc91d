//! Conversations that are still open: what may be missing now and come yet.

use super::measure::Measure;
use super::model::{Limit, Per, Position, Rule, Same, Selector, Side, Unit, Verb, Window, Within};
use super::piece::Piece;
use super::scene::Scene;
use super::select::Occurrence;

/// Whether nothing can be said about a rule before the end.
pub(super) fn waits(scene: &Scene<'_>, rule: &Rule) -> bool {
    let is_last = |at: Option<Position>| at.is_some_and(|at| at.last);
    let selectors = rule.window.iter().flat_map(|window| &window.triggers);
    let at_end = is_last(rule.selection.at) || { selectors }.any(|selector: &Selector| is_last(selector.at));
    let is_unanswered = matches!(&rule.verb, Verb::Limit(Limit { of: Measure::Unanswered, .. }));
    scene.conversation.is_open && (at_end || is_unanswered)
}

/// Whether nothing more can come into a window, as far as it is judged as one piece.
pub(super) fn is_closed(scene: &Scene<'_>, rule: &Rule, trigger: Option<&Occurrence>) -> bool {
    if !scene.conversation.is_open {
        return true;
    }
    match (&rule.window, trigger) {
        (Some(Window { side: Side::Before, .. }), _) => true,
        (Some(Window { within: Some(within), .. }), Some(trigger)) => {
            is_full(scene, rule) || is_past(scene, rule, *within, trigger)
        }
        _ => is_full(scene, rule),
    }
}

/// Whether all turns or messages that `at` names are there and over.
fn is_full(scene: &Scene<'_>, rule: &Rule) -> bool {
    let turns = scene.turns(rule.selection.from);
    rule.selection.at.is_some_and(|at| match at.unit {
        Unit::Turns => are_over(scene, rule, 0, at.count),
        Unit::Messages => turns.messages().len() >= at.count,
    })
}

/// Whether a width behind a trigger has been passed.
fn is_past(scene: &Scene<'_>, rule: &Rule, within: Within, trigger: &Occurrence) -> bool {
    let side = rule.selection.from;
    match within {
        Within::Same(Same::Turn) => {
            let turn =
                trigger.event.map_or(Some(trigger.turn.clone()), |event| scene.turn_of_event(side, event));
            turn.is_none_or(|turn| scene.is_turn_over(side, turn.end.saturating_sub(1)))
        }
        Within::Same(_) => true,
        Within::Next(count, Unit::Turns) => are_over(scene, rule, trigger.turn.end, count),
        Within::Next(count, Unit::Messages) => {
            scene.turns(side).nth_message_from(trigger.messages.end, count).is_some()
        }
        Within::Time(seconds) => {
            let last = scene.conversation.messages.iter().rev().find_map(|message| message.time());
            let passed = last.zip(trigger.time(scene)).map(|(last, then)| last.seconds_since(then));
            passed.is_some_and(|passed| passed > seconds)
        }
    }
}

/// Whether so many turns that reach beyond a message are there, and the last of them is over.
fn are_over(scene: &Scene<'_>, rule: &Rule, message: usize, count: usize) -> bool {
    let side = rule.selection.from;
    let end = scene.turns(side).nth_end_beyond(message, count);
    end.is_some_and(|end| scene.is_turn_over(side, end - 1))
}

/// Whether what is missing in a piece of a window may still come: not into a part of a message, nor into a turn that is
/// over.
pub(super) fn may_come(scene: &Scene<'_>, rule: &Rule, piece: &Piece) -> bool {
    let is_closed = match rule.per {
        Some(Per::Clause | Per::Sentence | Per::Part | Per::Message) => true,
        Some(Per::Turn) => is_over(scene, rule, piece.messages(scene).last()),
        Some(Per::Conversation) | None => piece.is_closed,
    };
    scene.conversation.is_open && !is_closed
}

/// Whether the turn that a message stands in is over, since somebody else has spoken.
fn is_over(scene: &Scene<'_>, rule: &Rule, message: Option<&usize>) -> bool {
    let Some(&message) = message else { return false };
    scene.is_turn_over(rule.selection.from, message)
}
