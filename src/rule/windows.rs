//! Windows: what of the selected text lies on one side of each trigger.

use std::ops::Range;
use std::rc::Rc;

use crate::document::{Roles, Time};
use crate::language::Bilingual;
use crate::text::TextRange;

use super::facts::no_time;
use super::model::{Rule, Same, Side, Unit, Window, Within};
use super::open;
use super::piece::{Bounds, Piece, View, common};
use super::scene::{Scene, Stretch};
use super::select::{Occurrence, Selected, occurrences};

/// The windows of a rule, those of one occurrence together, and why some may be missing.
#[derive(Default)]
pub(super) struct Windows {
    pub(super) groups: Vec<Vec<Piece>>,
    pub(super) unknown: Option<Bilingual>,
}

/// Opens the windows of a rule on the text it selects.
pub(super) fn open(scene: &Scene<'_>, rule: &Rule, selected: Selected) -> Windows {
    let Selected { stretches, events, .. } = selected;
    let all: Rc<[Stretch]> = stretches.into();
    let Some(window) = &rule.window else {
        let mut whole = Piece::new(View::whole(all), events);
        whole.is_closed = open::is_closed(scene, rule, None);
        return Windows { groups: vec![vec![whole]], unknown: None };
    };
    let opener = Opener { scene, window, judged: rule.selection.from };
    let mut windows = Windows::default();
    for group in opener.triggers() {
        let pointed = match window.side {
            Side::After => group.last(),
            Side::Before => group.first(),
        };
        let Some(pointed) = pointed.cloned().map(Rc::new) else { continue };
        let mut pieces = Vec::new();
        for trigger in &group {
            match opener.area(trigger) {
                Ok((bounds, inside)) => {
                    let view = View::clipped(scene, &all, &bounds);
                    let events = common(&events, &inside);
                    let mut piece = Piece::new(view, events);
                    piece.is_answered = opener.is_answered(trigger);
                    piece.is_closed = open::is_closed(scene, rule, Some(trigger));
                    piece.opener = Some(Rc::new(trigger.clone()));
                    piece.trigger = Some(Rc::clone(&pointed));
                    pieces.push(piece);
                }
                Err(reason) => windows.unknown = Some(reason),
            }
        }
        windows.groups.extend((!pieces.is_empty()).then_some(pieces));
    }
    windows
}

/// The triggers of a rule, those that are one occurrence together.
pub(super) fn triggers(scene: &Scene<'_>, rule: &Rule) -> Vec<Vec<Occurrence>> {
    let Some(window) = &rule.window else { return Vec::new() };
    Opener { scene, window, judged: rule.selection.from }.triggers()
}

/// Opens windows for the text of a side.
struct Opener<'s, 'c> {
    scene: &'s Scene<'c>,
    window: &'s Window,
    judged: Roles,
}

impl Opener<'_, '_> {
    fn triggers(&self) -> Vec<Vec<Occurrence>> {
        let mut groups: Vec<Vec<Occurrence>> = Vec::new();
        for trigger in occurrences(self.scene, self.judged, &self.window.triggers) {
            match groups.last_mut() {
                Some(group) if group.last().is_some_and(|last| self.are_one(last, &trigger)) => {
                    group.push(trigger);
                }
                _ => groups.push(vec![trigger]),
            }
        }
        groups
    }

    /// Whether two triggers, one behind the other, are one occurrence.
    fn are_one(&self, a: &Occurrence, b: &Occurrence) -> bool {
        let start_of_unit = |unit, trigger| self.same(unit, trigger).map(|(bounds, _)| bounds.start);
        match self.window.within {
            Some(Within::Same(unit)) => start_of_unit(unit, a) == start_of_unit(unit, b),
            Some(Within::Next(_, Unit::Messages) | Within::Time(_)) => a.messages == b.messages,
            Some(Within::Next(_, Unit::Turns)) | None => !self.begins_between(a, b),
        }
    }

    /// Whether a turn of the judged side begins between two triggers, or with the later one.
    fn begins_between(&self, a: &Occurrence, b: &Occurrence) -> bool {
        let turns = self.scene.turns(self.judged);
        let next = turns.begun_before(self.scene.message_at(a.end));
        let mut starts =
            turns.list()[next..].iter().map(|turn| self.scene.start_of(turn.messages[0]).of_words());
        starts.find(|start| *start > a.end).is_some_and(|start| start <= b.start)
    }

    /// Where the window of a trigger lies, and the events in it; that of an event in no turn is empty.
    fn area(&self, trigger: &Occurrence) -> Result<(Bounds, Range<usize>), Bilingual> {
        let (scene, before) = (self.scene, self.window.side == Side::Before);
        let all = scene.conversation.messages.len();
        // What happens is near by its own time.
        let is_timed = matches!(self.window.within, Some(Within::Time(_)));
        let area = match self.window.within {
            Some(Within::Same(unit)) => {
                let nowhere = || (Bounds { start: trigger.start, end: trigger.start }, 0..0);
                let (bounds, events) = self.same(unit, trigger).unwrap_or_else(nowhere);
                match before {
                    true => {
                        let bounds = Bounds { end: trigger.start, ..bounds };
                        (bounds, common(&events, &(0..self.first_event(trigger))))
                    }
                    false => (bounds, events),
                }
            }
            within if before => {
                let start = self.first_before(trigger, within)?;
                let bounds = Bounds { start: scene.start_of(start.unwrap_or(0)), end: trigger.start };
                let first = start.filter(|_| !is_timed).map_or(0, |start| scene.events_before(start));
                let events = first..self.first_event(trigger).max(first);
                (bounds, self.in_time(trigger, events))
            }
            within => {
                let end = self.end_after(trigger, within)?;
                let bounds =
                    Bounds { start: trigger.end, end: scene.start_of(end.unwrap_or(all)).max(trigger.end) };
                let first = trigger
                    .event
                    .map_or_else(|| scene.events_before(trigger.messages.end), |event| event + 1);
                let last = end
                    .filter(|_| !is_timed)
                    .map_or(scene.conversation.events.len(), |end| scene.events_before(end + 1));
                (bounds, self.in_time(trigger, first..last.max(first)))
            }
        };
        Ok(area)
    }

    /// The number of the first event that does not lie before a trigger.
    fn first_event(&self, trigger: &Occurrence) -> usize {
        trigger.event.unwrap_or_else(|| self.scene.events_before(trigger.messages.start + 1))
    }

    /// Those of some events that lie near a trigger, where nearness is a time.
    fn in_time(&self, trigger: &Occurrence, events: Range<usize>) -> Range<usize> {
        let Some(Within::Time(seconds)) = self.window.within else { return events };
        let then = self.time_of(trigger);
        let is_near = |event: &usize| {
            let time = self.scene.conversation.events[*event].time;
            time.zip(then).is_some_and(|(time, then)| self.distance(time, then) <= seconds)
        };
        match (events.clone().find(is_near), events.clone().rev().find(is_near)) {
            (Some(first), Some(last)) => first..last + 1,
            _ => events.start..events.start,
        }
    }

    /// The seconds from a trigger to a time in its window.
    fn distance(&self, time: Time, trigger: Time) -> i64 {
        match self.window.side {
            Side::After => time.seconds_since(trigger),
            Side::Before => trigger.seconds_since(time),
        }
    }

    /// When a trigger was, as far as it touches its window.
    fn time_of(&self, trigger: &Occurrence) -> Option<Time> {
        match self.window.side {
            Side::After => trigger.time(self.scene),
            Side::Before => trigger.first_time(self.scene),
        }
    }

    /// Where the window behind a trigger ends, as the message behind it; none for the end of the conversation.
    fn end_after(&self, trigger: &Occurrence, within: Option<Within>) -> Result<Option<usize>, Bilingual> {
        let turns = self.scene.turns(self.judged);
        match within {
            Some(Within::Next(count, Unit::Turns)) => Ok(turns.nth_end_beyond(trigger.turn.end, count)),
            Some(Within::Next(count, Unit::Messages)) => {
                Ok(turns.nth_message_from(trigger.messages.end, count))
            }
            Some(Within::Time(seconds)) => {
                let from = turns.messages().partition_point(|&message| message < trigger.messages.start);
                self.last_in_time(trigger, seconds, turns.messages()[from..].iter().copied())
                    .map(|last| Some(last.map_or(trigger.messages.end, |last| last + 1)))
            }
            Some(Within::Same(_)) | None => Ok(None),
        }
    }

    /// The first message of the window in front of a trigger; none for the beginning of the conversation.
    fn first_before(&self, trigger: &Occurrence, within: Option<Within>) -> Result<Option<usize>, Bilingual> {
        let turns = self.scene.turns(self.judged);
        match within {
            Some(Within::Next(count, Unit::Turns)) => {
                let earlier = turns.begun_before(trigger.turn.start);
                Ok(earlier.checked_sub(count).map(|index| turns.list()[index].messages[0]))
            }
            Some(Within::Next(count, Unit::Messages)) => {
                let earlier = turns.messages().partition_point(|&other| other < trigger.messages.start);
                Ok(earlier.checked_sub(count).map(|index| turns.messages()[index]))
            }
            Some(Within::Time(seconds)) => {
                let until = turns.messages().partition_point(|&message| message < trigger.messages.end);
                let first =
                    self.last_in_time(trigger, seconds, turns.messages()[..until].iter().rev().copied())?;
                Ok(Some(first.unwrap_or(trigger.messages.start)))
            }
            Some(Within::Same(_)) | None => Ok(None),
        }
    }

    /// The last of some messages, which lead away from a trigger, that is near it in time.
    fn last_in_time(
        &self,
        trigger: &Occurrence,
        seconds: i64,
        messages: impl Iterator<Item = usize>,
    ) -> Result<Option<usize>, Bilingual> {
        let then = self.time_of(trigger).ok_or_else(no_time)?;
        let mut last = None;
        for message in messages {
            let time = self.scene.conversation.messages[message].time().ok_or_else(no_time)?;
            if self.distance(time, then) > seconds {
                break;
            }
            last = Some(message);
        }
        Ok(last)
    }

    /// Whether anybody has said anything since, so that something can be missing behind a trigger.
    fn is_answered(&self, trigger: &Occurrence) -> bool {
        let is_behind =
            self.window.side == Side::After && !matches!(self.window.within, Some(Within::Same(_)));
        let turns = self.scene.turns(self.judged);
        !is_behind || turns.nth_message_from(trigger.messages.end, 1).is_some()
    }

    /// The clause, sentence, message or turn that a trigger stands in, and the events in it; none for an event in none.
    fn same(&self, unit: Same, trigger: &Occurrence) -> Option<(Bounds, Range<usize>)> {
        let scene = self.scene;
        let turn = match (trigger.event, unit) {
            (Some(event), Same::Turn) => scene.turn_of_event(self.judged, event)?,
            (Some(_), _) => return None,
            (None, _) => trigger.turn.clone(),
        };
        if unit == Same::Turn {
            return Some((Bounds::of(scene, turn.clone()), scene.events_in(&turn)));
        }
        Some((around(scene, unit, &trigger.messages, trigger.words.as_ref()), 0..0))
    }
}

/// The clause or sentence that words stand in, else the messages.
fn around(scene: &Scene<'_>, unit: Same, messages: &Range<usize>, words: Option<&Stretch>) -> Bounds {
    let piece = words.and_then(|words| piece_around(scene, unit, words));
    piece.unwrap_or_else(|| Bounds::of(scene, messages.clone()))
}

fn piece_around(scene: &Scene<'_>, unit: Same, words: &Stretch) -> Option<Bounds> {
    let pieces = match unit {
        Same::Clause => scene.clauses(words.text),
        Same::Sentence => scene.sentences(words.text),
        Same::Message | Same::Turn => return None,
    };
    let next = pieces.partition_point(|piece| piece.end <= words.range.start);
    let TextRange { start, end } = pieces.get(next).filter(|piece| piece.start <= words.range.start)?.clone();
    let piece = Stretch { text: words.text, range: start..end };
    Some(Bounds { start: piece.start(), end: piece.end() })
}
