//! Selecting: the text that a rule judges, and the places that a selector picks.

use std::ops::Range;

use crate::document::{Event, Roles, Time};
use crate::language::Bilingual;
use crate::say;

use super::facts::all;
use super::hits::{Hit, Seek};
use super::model::{Position, Selection, Selector, Unit, What};
use super::piece::Piece;
use super::scene::{Point, Scene, Stretch};
use super::wanted::Wanted;

/// The text that a rule judges, in order, and why some of it may be missing.
pub(super) struct Selected {
    pub(super) stretches: Vec<Stretch>,
    /// The numbers of the events there.
    pub(super) events: Range<usize>,
    /// Whether there is no such message, or none with such a part, whatever the time.
    pub(super) is_nothing: bool,
    pub(super) unknown: Option<Bilingual>,
}

/// Selects the text that a rule judges.
pub(super) fn selected(scene: &Scene<'_>, selection: &Selection) -> Selected {
    let mut unknown = None;
    let at_place = messages_at(scene, selection.from, selection.at);
    let mut in_time = at_place.clone();
    in_time.retain(|&message| {
        let time = scene.conversation.messages[message].time();
        let holds = all(selection.when.iter().map(|facts| facts.hold_at(time)));
        holds.map_err(|reason| unknown = Some(reason)).unwrap_or(false)
    });
    let parts = |&message: &usize| scene.parts(message, &selection.parts);
    let stretches: Vec<Stretch> = in_time.iter().flat_map(parts).collect();
    let is_nothing = at_place.is_empty() || !in_time.is_empty() && stretches.is_empty();
    let events = match (selection.at, at_place.first(), at_place.last()) {
        (Some(_), Some(&first), Some(&last)) => scene.events_in(&(first..last + 1)),
        (Some(_), ..) => 0..0,
        (None, ..) => 0..scene.conversation.events.len(),
    };
    Selected { stretches, events, is_nothing, unknown }
}

/// The messages of a side at a position, in order.
pub(super) fn messages_at(scene: &Scene<'_>, side: Roles, at: Option<Position>) -> Vec<usize> {
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

/// A name, and what a regex captured under it.
pub(super) type Captured = (String, String);

/// A place that a selector picked.
#[derive(Clone, Debug)]
pub(super) struct Occurrence {
    pub(super) start: Point,
    pub(super) end: Point,
    /// Its messages; an event lies between two and has none.
    pub(super) messages: Range<usize>,
    /// From the first message to behind the last of the turn it stands in: one of the judged side, else of whoever said
    /// it. An event is in none.
    pub(super) turn: Range<usize>,
    /// The words, if it is words.
    pub(super) words: Option<Stretch>,
    /// The number of the event, if it is one.
    pub(super) event: Option<usize>,
    /// What the named groups of its regex hold.
    pub(super) captured: Vec<Captured>,
}

impl Occurrence {
    /// Where to point at it: the event, its words, else its first message.
    pub(super) fn place(&self, scene: &Scene<'_>) -> Hit {
        match (self.event, &self.words) {
            (Some(event), _) => Hit::of_event(scene, event),
            (None, Some(words)) => Hit::of(words.clone()),
            (None, None) => Hit::of(scene.stretch_at(self.messages.start)),
        }
    }

    /// When it was, or its last message.
    pub(super) fn time(&self, scene: &Scene<'_>) -> Option<Time> {
        match self.event {
            Some(event) => scene.conversation.events[event].time,
            None => scene.conversation.messages[self.messages.end.checked_sub(1)?].time(),
        }
    }

    /// When it was, or its first message.
    pub(super) fn first_time(&self, scene: &Scene<'_>) -> Option<Time> {
        match self.event {
            Some(_) => self.time(scene),
            None => scene.conversation.messages[self.messages.start].time(),
        }
    }
}

/// All turns of a side, as places.
pub(super) fn turns_as_occurrences(scene: &Scene<'_>, judged: Roles, side: Roles) -> Vec<Occurrence> {
    scene.turns(side).list().iter().map(|turn| of_turn(scene, judged, turn.extent())).collect()
}

/// The places that some selectors pick for a rule that judges a side, in order, each once.
pub(super) fn occurrences<'s>(
    scene: &Scene<'_>,
    judged: Roles,
    selectors: impl IntoIterator<Item = &'s Selector>,
) -> Vec<Occurrence> {
    let mut occurrences: Vec<Occurrence> =
        selectors.into_iter().flat_map(|selector| picked(scene, judged, selector)).collect();
    occurrences.sort_by_key(|occurrence| (occurrence.start, occurrence.end));
    occurrences.dedup_by_key(|occurrence| (occurrence.start, occurrence.end));
    occurrences
}

fn picked(scene: &Scene<'_>, judged: Roles, selector: &Selector) -> Vec<Occurrence> {
    let messages = || messages_at(scene, selector.from, selector.at);
    match &selector.what {
        What::Says(wanted) => {
            let may_say = |message: &usize| {
                scene.texts_of(*message..*message + 1).any(|text| scene.may_stand(wanted, text))
            };
            let of_message = |message| Piece::of(scene.parts(message, &selector.parts).collect());
            let seek = Seek { scene, wanted, side: selector.from };
            let saying = messages().into_iter().filter(may_say).map(of_message);
            let hits = saying.flat_map(|piece| seek.hits(&piece));
            hits.map(|hit| of_words(scene, judged, hit.words, wanted)).collect()
        }
        What::Event(name) => {
            let events = scene.conversation.events.iter().enumerate();
            let named = events.filter(|(_, event)| event.name == *name && is_by(event, selector.from));
            named.map(|(index, _)| of_event(scene, index)).collect()
        }
        What::Turn => {
            let (turns, messages) = (scene.turns(selector.from), messages());
            let is_there = |message: &usize| messages.binary_search(message).is_ok();
            let picked = turns.list().iter().filter(|turn| turn.messages.iter().any(is_there));
            picked.map(|turn| of_turn(scene, judged, turn.extent())).collect()
        }
    }
}

/// Whether an event is known to be by one of some roles.
pub(super) fn is_by(event: &Event, roles: Roles) -> bool {
    roles == Roles::ANY || event.actor.is_some_and(|actor| roles.contains(actor))
}

/// The event of which a selector would have to know who did it, and which nobody knows, if there is one.
pub(super) fn event_by_nobody(scene: &Scene<'_>, selector: &Selector) -> Option<&'static str> {
    let What::Event(name) = selector.what else { return None };
    let is_unknown = |event: &Event| event.name == name && event.actor.is_none();
    (selector.from != Roles::ANY && scene.conversation.events.iter().any(is_unknown)).then_some(name)
}

/// Why something about an event is not known.
pub(super) fn unknown_actor(event: &str) -> Bilingual {
    say!("不知道事件 [{event}] 是谁的", "who did the event [{event}] is not known")
}

fn of_words(scene: &Scene<'_>, judged: Roles, words: Stretch, wanted: &Wanted) -> Occurrence {
    let message = scene.text(words.text).message;
    Occurrence {
        start: words.start(),
        end: words.end(),
        messages: message..message + 1,
        turn: scene.turn_around(judged, message),
        captured: scene.captures(&wanted.search, &words),
        words: Some(words),
        event: None,
    }
}

fn of_event(scene: &Scene<'_>, event: usize) -> Occurrence {
    let (point, before) = (scene.point_of_event(event), scene.conversation.events[event].before);
    Occurrence {
        start: point,
        end: point,
        messages: before..before,
        turn: before..before,
        words: None,
        event: Some(event),
        captured: Vec::new(),
    }
}

fn of_turn(scene: &Scene<'_>, judged: Roles, messages: Range<usize>) -> Occurrence {
    let last = messages.end.saturating_sub(1);
    Occurrence {
        start: scene.start_of(messages.start).of_words(),
        end: scene.end_of(last),
        turn: scene.turn_around(judged, last),
        messages,
        words: None,
        event: None,
        captured: Vec::new(),
    }
}
