//! Selecting: the text that a rule judges, and the places that a selector picks.

use crate::document::{Event, Roles};

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
    match at {
        None => turns.messages().to_vec(),
        Some(at @ Position { unit: Unit::Messages, .. }) => at.pick(turns.messages()).to_vec(),
        Some(at @ Position { unit: Unit::Turns, .. }) => {
            let mut messages: Vec<usize> =
                at.pick(turns.list()).iter().flat_map(|turn| turn.messages.clone()).collect();
            messages.sort_unstable();
            messages
        }
    }
}

impl Position {
    /// What of some turns or messages stands there.
    fn pick<T>(self, all: &[T]) -> &[T] {
        let count = self.count.min(all.len());
        if self.last { &all[all.len() - count..] } else { &all[..count] }
    }
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
    /// Whether it is an event.
    pub(super) is_event: bool,
    /// Whose turn it stands in.
    pub(super) side: Roles,
}

impl Occurrence {
    /// The first message that is behind it as a whole.
    pub(super) fn behind(&self) -> usize {
        self.last_message.map_or(0, |message| message + 1)
    }
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
            let by = named.filter(|event| is_by(event, selector.from));
            by.map(|event| of_event(scene, event.before, selector.from)).collect()
        }
        What::Turn => {
            let messages = messages_at(scene, selector.from, selector.at);
            let turns = scene.turns(selector.from);
            let is_there = |message: &usize| messages.binary_search(message).is_ok();
            let picked = turns.list().iter().filter(|turn| turn.messages.iter().any(is_there));
            picked.map(|turn| of_turn(scene, turn.extent(), selector.from)).collect()
        }
    });
    let mut occurrences: Vec<Occurrence> = picked.flatten().collect();
    occurrences.sort_by_key(|occurrence| (occurrence.start, occurrence.end));
    occurrences
}

/// Whether an event is known to be by one of some roles.
fn is_by(event: &Event, roles: Roles) -> bool {
    roles == Roles::ANY || event.actor.is_some_and(|actor| roles.contains(actor))
}

/// The event of which a selector would have to know who did it, and which nobody knows, if there is one.
pub(super) fn event_by_nobody(scene: &Scene<'_>, selector: &Selector) -> Option<&'static str> {
    let What::Event(name) = selector.what else { return None };
    let is_open = |event: &Event| event.name == name && event.actor.is_none();
    (selector.from != Roles::ANY && scene.conversation.events.iter().any(is_open)).then_some(name)
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
