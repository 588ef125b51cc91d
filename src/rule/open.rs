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
pub(super) fn is_closed(
    scene: &Scene<'_>,
    rule: &Rule,
    window: &Piece,
    trigger: Option<&Occurrence>,
) -> bool {
    if !scene.conversation.is_open {
        return true;
    }
    match (&rule.window, trigger) {
        (Some(Window { side: Side::Before, .. }), _) => true,
        (Some(Window { within: Some(within), .. }), Some(trigger)) => {
            is_past(scene, rule, *within, window, trigger)
        }
        _ => is_full(scene, rule, window),
    }
}

/// Whether all turns or messages that `at` names are there and over.
fn is_full(scene: &Scene<'_>, rule: &Rule, window: &Piece) -> bool {
    let messages = window.messages(scene);
    rule.selection.at.is_some_and(|at| match at.unit {
        Unit::Turns => turns_of(scene, rule, &messages) >= at.count && is_over(scene, rule, messages.last()),
        Unit::Messages => messages.len() >= at.count,
    })
}

/// Whether a width has been passed.
fn is_past(scene: &Scene<'_>, rule: &Rule, within: Within, window: &Piece, trigger: &Occurrence) -> bool {
    let mut messages = window.messages(scene);
    match within {
        Within::Same(Same::Turn) => is_over(scene, rule, messages.last()),
        Within::Same(_) => true,
        Within::Next(count, Unit::Turns) => {
            messages.retain(|message| !trigger.turn.contains(message));
            turns_of(scene, rule, &messages) >= count && is_over(scene, rule, messages.last())
        }
        Within::Next(count, Unit::Messages) => {
            messages.iter().filter(|message| **message >= trigger.messages.end).count() >= count
        }
        Within::Time(seconds) => {
            let last = scene.conversation.messages.iter().rev().find_map(|message| message.time);
            let passed = last.zip(trigger.time(scene)).map(|(last, then)| last.seconds_since(then));
            passed.is_some_and(|passed| passed > seconds)
        }
    }
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

fn turns_of(scene: &Scene<'_>, rule: &Rule, messages: &[usize]) -> usize {
    let turns = scene.turns(rule.selection.from);
    let mut holding: Vec<_> = messages.iter().map(|message| turns.holding(*message)).collect();
    holding.dedup();
    holding.len()
}

/// Whether the turn that a message stands in is over, since somebody else has spoken.
fn is_over(scene: &Scene<'_>, rule: &Rule, message: Option<&usize>) -> bool {
    let Some(&message) = message else { return false };
    scene.is_turn_over(rule.selection.from, message)
}
