//! Windows: what of the selected text lies behind each trigger.

use crate::document::{Roles, Turn};
use crate::text::{TextRange, clauses, sentences};

use super::scene::{Point, Scene, Stretch};
use super::select::{Occurrence, occurrences};
use super::{Rule, Same, Unit, Within};

/// A window, and what opened it.
pub(super) struct Opened {
    pub(super) stretches: Vec<Stretch>,
    pub(super) trigger: Option<Occurrence>,
}

/// The windows of a rule on the text it selects.
pub(super) fn open(scene: &Scene<'_>, rule: &Rule, selected: Vec<Stretch>) -> Vec<Opened> {
    let Some(window) = &rule.window else {
        return vec![Opened { stretches: selected, trigger: None }];
    };
    let side = rule.selection.from;
    let triggers = merged(scene, side, window.within, occurrences(scene, &window.after));
    let opened = triggers.into_iter().filter_map(|trigger| {
        let bounds = bounds(scene, side, window.within, &trigger)?;
        Some(Opened { stretches: clipped(&selected, &bounds), trigger: Some(trigger) })
    });
    opened.collect()
}

/// From one point up to another.
struct Bounds {
    start: Point,
    end: Point,
}

/// Where the window behind a trigger begins and ends; none where nothing can be judged yet.
fn bounds(scene: &Scene<'_>, side: Roles, within: Option<Within>, trigger: &Occurrence) -> Option<Bounds> {
    match within {
        Some(Within::Same(unit)) => Some(unit_around(scene, unit, trigger)),
        Some(Within::Next(count, Unit::Turns)) => {
            ahead(scene, side, trigger, &turn_ends(scene, side, trigger), count)
        }
        Some(Within::Next(count, Unit::Messages)) => {
            let ends: Vec<usize> = later(scene, side, trigger).map(|message| message + 1).collect();
            ahead(scene, side, trigger, &ends, count)
        }
        None => ahead(scene, side, trigger, &[], usize::MAX),
    }
}

/// From a trigger to the `count`th of `ends`, else to the end of the conversation.
fn ahead(
    scene: &Scene<'_>,
    side: Roles,
    trigger: &Occurrence,
    ends: &[usize],
    count: usize,
) -> Option<Bounds> {
    later(scene, side, trigger).next()?;
    let last = count.checked_sub(1).and_then(|index| ends.get(index));
    let end = last.copied().unwrap_or(scene.conversation.messages.len());
    Some(Bounds { start: trigger.end, end: scene.start_of(end) })
}

/// The messages of a side behind a trigger, its own not among them.
fn later(scene: &Scene<'_>, side: Roles, trigger: &Occurrence) -> impl Iterator<Item = usize> {
    let first = trigger.last_message.map_or(0, |message| message + 1);
    let messages = scene.conversation.messages.iter().enumerate().skip(first);
    messages.filter(move |(_, message)| side.contains(message.role)).map(|(index, _)| index)
}

/// Where the turns of a side behind the turn of a trigger end. The rest of a turn that an event cuts is the first.
fn turn_ends(scene: &Scene<'_>, side: Roles, trigger: &Occurrence) -> Vec<usize> {
    let from = match trigger.last_message {
        Some(message) if !trigger.is_event => scene.turn_of(trigger.side, message).extent().end,
        _ => trigger.first_message,
    };
    let turns = scene.turns(side);
    let extents = turns.list().iter().map(Turn::extent);
    let counts = |turn: &TextRange| turn.start >= from || (trigger.is_event && turn.end > from);
    extents.filter(counts).map(|turn| turn.end).collect()
}

/// The clause, sentence, message or turn that a trigger stands in.
fn unit_around(scene: &Scene<'_>, unit: Same, trigger: &Occurrence) -> Bounds {
    let last = trigger.last_message.unwrap_or(trigger.first_message);
    let messages = match unit {
        Same::Turn => scene.turn_of(trigger.side, last).extent(),
        _ => trigger.first_message..last + 1,
    };
    let whole = Bounds { start: scene.start_of(messages.start), end: scene.start_of(messages.end) };
    let Some(words) = &trigger.words else {
        return whole;
    };
    let text = scene.text(words.text).part.passage.text();
    let pieces = match unit {
        Same::Clause => clauses(text, scene.line_ends()),
        Same::Sentence => sentences(text, scene.line_ends()),
        Same::Message | Same::Turn => return whole,
    };
    let holds = |piece: &&TextRange| piece.start <= words.range.start && words.range.start < piece.end;
    let piece = pieces.iter().find(holds).cloned().unwrap_or(0..text.len());
    Bounds { start: (words.text, piece.start), end: (words.text, piece.end) }
}

/// What of some stretches lies between bounds.
fn clipped(stretches: &[Stretch], bounds: &Bounds) -> Vec<Stretch> {
    let clip = |stretch: &Stretch| {
        let (start, end) = (stretch.start().max(bounds.start), stretch.end().min(bounds.end));
        let kept = Stretch { text: stretch.text, range: start.1..end.1 };
        let is_inside = start.0 == stretch.text && end.0 == stretch.text && start <= end;
        (is_inside && (start < end || stretch.range.is_empty())).then_some(kept)
    };
    stretches.iter().filter_map(clip).collect()
}

/// Triggers that are one occurrence become one, the last of them.
fn merged(
    scene: &Scene<'_>,
    side: Roles,
    within: Option<Within>,
    triggers: Vec<Occurrence>,
) -> Vec<Occurrence> {
    let begins: Vec<Point> =
        scene.turns(side).list().iter().map(|turn| scene.start_of(turn.messages[0])).collect();
    let are_one = |a: &Occurrence, b: &Occurrence| match within {
        Some(Within::Same(unit)) => unit_around(scene, unit, a).start == unit_around(scene, unit, b).start,
        Some(Within::Next(_, Unit::Messages)) => a.last_message == b.last_message,
        _ => !begins.iter().any(|&begin| a.end <= begin && begin <= b.start),
    };
    let mut merged: Vec<Occurrence> = Vec::new();
    for trigger in triggers {
        match merged.last_mut() {
            Some(last) if are_one(last, &trigger) => *last = trigger,
            _ => merged.push(trigger),
        }
    }
    merged
}
