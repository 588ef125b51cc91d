//! Selecting: the text that a rule judges, and the places that a selector picks.

use crate::document::Roles;

use super::scene::{Point, Scene, Stretch};
use super::{Position, Selection, Selector, Unit, What};

/// The text that a rule judges, in order.
pub(super) fn selected(scene: &Scene<'_>, selection: &Selection) -> Vec<Stretch> {
    let messages = messages_at(scene, selection.from, selection.at);
    messages.into_iter().flat_map(|message| scene.judged(message)).collect()
}

/// The messages of a side at a position, in order.
fn messages_at(scene: &Scene<'_>, side: Roles, at: Option<Position>) -> Vec<usize> {
    let turns = scene.turns(side);
    let turns = turns.list().iter().map(|turn| turn.messages.clone());
    let units: Vec<Vec<usize>> = match at.map(|at| at.unit) {
        Some(Unit::Messages) => {
            let mut messages: Vec<usize> = turns.flatten().collect();
            messages.sort_unstable();
            messages.into_iter().map(|message| vec![message]).collect()
        }
        Some(Unit::Turns) | None => turns.collect(),
    };
    let kept = match at {
        None => &units[..],
        Some(Position { last: false, count, .. }) => &units[..count.min(units.len())],
        Some(Position { last: true, count, .. }) => &units[units.len().saturating_sub(count)..],
    };
    let mut messages = kept.concat();
    messages.sort_unstable();
    messages
}

/// A place that a selector picked.
#[derive(Clone, Debug)]
pub(super) struct Occurrence {
    pub(super) start: Point,
    pub(super) end: Point,
    /// The first and the last of its messages; of an event, the one behind it and the one before it.
    pub(super) first_message: usize,
    pub(super) last_message: Option<usize>,
    /// The words, if it is words.
    pub(super) words: Option<Stretch>,
    /// The index of the event, if it is one.
    pub(super) is_event: bool,
    /// Whose turn it stands in.
    pub(super) side: Roles,
}

/// The places that some selectors pick, in order.
pub(super) fn occurrences<'s>(
    scene: &Scene<'_>,
    selectors: impl IntoIterator<Item = &'s Selector>,
) -> Vec<Occurrence> {
    let picked = selectors.into_iter().map(|selector| match &selector.what {
        What::Says(wanted) => {
            let messages = messages_at(scene, selector.from, selector.at).into_iter();
            let stretches = messages.flat_map(|message| scene.judged(message));
            let words = stretches.flat_map(|stretch| scene.find(wanted, &stretch));
            words.map(|words| of_words(scene, words, selector.from)).collect::<Vec<_>>()
        }
        What::Event(name) => {
            let events = scene.conversation.events.iter();
            let named = events.filter(|event| event.name == *name);
            let by = named.filter(|event| event.actor.is_none_or(|actor| selector.from.contains(actor)));
            by.map(|event| of_event(scene, event.before, selector.from)).collect()
        }
        What::Turn => {
            let messages = messages_at(scene, selector.from, selector.at);
            let turns = scene.turns(selector.from);
            let picked = turns.list().iter().filter(|turn| messages.binary_search(&turn.messages[0]).is_ok());
            picked.map(|turn| of_turn(scene, turn.extent(), selector.from)).collect()
        }
    });
    let mut occurrences: Vec<Occurrence> = picked.flatten().collect();
    occurrences.sort_by_key(|occurrence| (occurrence.start, occurrence.end));
    occurrences
}

fn of_words(scene: &Scene<'_>, words: Stretch, side: Roles) -> Occurrence {
    let message = scene.text(words.text).message;
    Occurrence {
        start: words.start(),
        end: words.end(),
        first_message: message,
        last_message: Some(message),
        words: Some(words),
        is_event: false,
        side,
    }
}

fn of_event(scene: &Scene<'_>, before: usize, side: Roles) -> Occurrence {
    let point = scene.start_of(before);
    let last_message = before.checked_sub(1);
    Occurrence {
        start: point,
        end: point,
        first_message: before,
        last_message,
        words: None,
        is_event: true,
        side,
    }
}

fn of_turn(scene: &Scene<'_>, extent: std::ops::Range<usize>, side: Roles) -> Occurrence {
    Occurrence {
        start: scene.start_of(extent.start),
        end: scene.start_of(extent.end),
        first_message: extent.start,
        last_message: extent.end.checked_sub(1),
        words: None,
        is_event: false,
        side,
    }
}
