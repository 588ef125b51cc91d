//! Windows: what of the selected text lies behind each trigger.

use std::ops::Range;
use std::rc::Rc;

use crate::document::Roles;
use crate::text::TextRange;

use super::pieces::Piece;
use super::scene::{Point, Scene, Stretch};
use super::select::{Occurrence, occurrences};
use super::{Rule, Same, Unit, Verb, Within};

/// The windows of a rule on the text it selects, in the order of their triggers.
pub(super) fn open<'s>(
    scene: &'s Scene<'_>,
    rule: &'s Rule,
    selected: Vec<Stretch>,
) -> Box<dyn Iterator<Item = Piece> + 's> {
    let Some(window) = &rule.window else {
        return Box::new(std::iter::once(Piece { stretches: selected, trigger: None }));
    };
    let side = rule.selection.from;
    let triggers = merged(scene, side, window.within, occurrences(scene, &window.after));
    let mut judged_up_to = (0, 0);
    Box::new(triggers.into_iter().filter_map(move |trigger| {
        let mut bounds = bounds(scene, side, window.within, &trigger.last)?;
        if rule.verb == Verb::Forbid {
            // What an earlier window holds too has been judged there.
            bounds.start = bounds.start.min(trigger.first_end).max(judged_up_to);
            judged_up_to = judged_up_to.max(bounds.end);
        }
        Some(Piece { stretches: clipped(&selected, &bounds), trigger: Some(Rc::new(trigger.last)) })
    }))
}

/// From one point up to another.
pub(super) struct Bounds {
    pub(super) start: Point,
    pub(super) end: Point,
}

impl Bounds {
    /// The bounds of some consecutive messages.
    pub(super) fn of(scene: &Scene<'_>, messages: Range<usize>) -> Self {
        Self { start: scene.start_of(messages.start), end: scene.start_of(messages.end) }
    }
}

/// Where the window behind a trigger begins and ends; none where nothing can be judged yet.
fn bounds(scene: &Scene<'_>, side: Roles, within: Option<Within>, trigger: &Occurrence) -> Option<Bounds> {
    if let Some(Within::Same(unit)) = within {
        return unit_around(scene, unit, trigger);
    }
    let turns = scene.turns(side);
    let behind = trigger.behind();
    // Without a later message of the side there is nothing to judge.
    turns.nth_message_from(behind, 1)?;
    let end = match within {
        Some(Within::Next(count, Unit::Turns)) => turns.nth_end_beyond(turn_end(scene, trigger), count),
        Some(Within::Next(count, Unit::Messages)) => turns.nth_message_from(behind, count),
        _ => None,
    };
    let end = end.unwrap_or(scene.conversation.messages.len());
    Some(Bounds { start: trigger.end, end: scene.start_of(end) })
}

/// Where the turn of a trigger ends, as the message behind it. What a turn has beyond counts as the first turn.
fn turn_end(scene: &Scene<'_>, trigger: &Occurrence) -> usize {
    match trigger.last_message {
        Some(message) if !trigger.is_event => scene.turns(trigger.side).extent_around(message).end,
        _ => trigger.first_message,
    }
}

/// The clause, sentence, message or turn that a trigger stands in; none for an event outside all messages.
fn unit_around(scene: &Scene<'_>, unit: Same, trigger: &Occurrence) -> Option<Bounds> {
    let last = trigger.last_message.unwrap_or(trigger.first_message);
    if last >= scene.conversation.messages.len() {
        return None;
    }
    let messages = trigger.first_message.min(last)..last + 1;
    Some(around(scene, unit, trigger.side, messages, trigger.words.as_ref()))
}

/// The clause or sentence that words stand in, else the messages, or the turn of a side that holds the last of them.
pub(super) fn around(
    scene: &Scene<'_>,
    unit: Same,
    side: Roles,
    messages: Range<usize>,
    words: Option<&Stretch>,
) -> Bounds {
    let piece = words.and_then(|words| piece_around(scene, unit, words));
    piece.unwrap_or_else(|| match unit {
        Same::Turn => Bounds::of(scene, scene.turns(side).extent_around(messages.end - 1)),
        _ => Bounds::of(scene, messages),
    })
}

fn piece_around(scene: &Scene<'_>, unit: Same, words: &Stretch) -> Option<Bounds> {
    let pieces = match unit {
        Same::Clause => scene.clauses(words.text),
        Same::Sentence => scene.sentences(words.text),
        Same::Message | Same::Turn => return None,
    };
    let next = pieces.partition_point(|piece| piece.end <= words.range.start);
    let TextRange { start, end } = pieces.get(next).filter(|piece| piece.start <= words.range.start)?;
    Some(Bounds { start: (words.text, *start), end: (words.text, *end) })
}

/// What of some stretches, which are in order, lies between bounds.
fn clipped(stretches: &[Stretch], bounds: &Bounds) -> Vec<Stretch> {
    let first = stretches.partition_point(|stretch| stretch.text < bounds.start.0);
    let inside = stretches[first..].iter().take_while(|stretch| stretch.start() <= bounds.end);
    let clip = |stretch: &Stretch| {
        let (start, end) = (stretch.start().max(bounds.start), stretch.end().min(bounds.end));
        let kept = Stretch { text: stretch.text, range: start.1..end.1 };
        let is_inside = start.0 == stretch.text && end.0 == stretch.text && start <= end;
        (is_inside && (start < end || stretch.range.is_empty())).then_some(kept)
    };
    inside.filter_map(clip).collect()
}

/// Triggers that are one occurrence: the last of them, which is pointed at, and where the first of them ends.
struct Trigger {
    first_end: Point,
    last: Occurrence,
}

/// Takes triggers together that are one occurrence.
fn merged(scene: &Scene<'_>, side: Roles, within: Option<Within>, triggers: Vec<Occurrence>) -> Vec<Trigger> {
    let turns = scene.turns(side);
    let start_of_unit =
        |unit: Same, trigger: &Occurrence| unit_around(scene, unit, trigger).map(|bounds| bounds.start);
    let begins_between = |a: &Occurrence, b: &Occurrence| {
        let next = turns.list().get(turns.begun_before(a.behind()));
        next.is_some_and(|turn| turn.messages[0] < b.first_message + usize::from(!b.is_event))
    };
    let are_one = |a: &Occurrence, b: &Occurrence| match within {
        Some(Within::Same(unit)) => start_of_unit(unit, a) == start_of_unit(unit, b),
        Some(Within::Next(_, Unit::Messages)) => a.last_message == b.last_message,
        _ => !begins_between(a, b),
    };
    let mut merged: Vec<Trigger> = Vec::new();
    for trigger in triggers {
        match merged.last_mut() {
            Some(one) if are_one(&one.last, &trigger) => one.last = trigger,
            _ => merged.push(Trigger { first_end: trigger.end, last: trigger }),
        }
    }
    merged
}
