//! Exemptions: what makes a finding none.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use crate::language::Bilingual;
use crate::text::TextRange;

use super::facts::no_time;
use super::hits::{Hit, Seek};
use super::measure::Measure;
use super::model::{Exemption, Limit, Rule, Same, Selector, Unit, Verb, Within};
use super::piece::{Piece, View};
use super::scene::{Point, Scene, Stretch};
use super::select::{Occurrence, event_by_nobody, occurrences, unknown_actor};
use super::wanted::Wanted;

/// The exemptions of a rule in a conversation, each looked for once.
pub(super) struct Exemptions<'s, 'c> {
    scene: &'s Scene<'c>,
    rule: &'s Rule,
    /// Whether the words of an exemption stand in a turn from some message on, by exemption and message.
    said: RefCell<HashMap<(usize, usize), bool>>,
    /// What the selectors pick, by exemption.
    picked: Vec<OnceCell<Vec<Occurrence>>>,
    /// Why it is not known whether something is exempt.
    unknown: RefCell<Vec<Bilingual>>,
}

impl<'s, 'c> Exemptions<'s, 'c> {
    pub(super) fn new(scene: &'s Scene<'c>, rule: &'s Rule) -> Self {
        let picked = rule.unless.iter().map(|_| OnceCell::new()).collect();
        Self { scene, rule, said: RefCell::default(), picked, unknown: RefCell::default() }
    }

    /// Whether something exempts what would be found at a place.
    pub(super) fn hold(&self, at: &Hit) -> bool {
        let mut unknown = Vec::new();
        let is_exempt = self.rule.unless.iter().enumerate().any(|(index, exemption)| match exemption {
            Exemption::Says(wanted) => self.is_said(index, wanted, at),
            Exemption::After(selector, within) => {
                let select = || occurrences(self.scene, self.rule.selection.from, [selector]);
                let picked = self.picked[index].get_or_init(select);
                unknown.extend(event_by_nobody(self.scene, selector).map(unknown_actor));
                self.stands_before(picked, selector, *within, at, &mut unknown)
            }
        });
        if !is_exempt {
            self.unknown.borrow_mut().append(&mut unknown);
        }
        is_exempt
    }

    /// Why it was not known of some places whether something exempts them.
    pub(super) fn unknown(&self) -> Vec<Bilingual> {
        self.unknown.take()
    }

    /// The turn of a place; an event has none.
    fn turn(&self, at: &Hit) -> Option<Range<usize>> {
        let message = at.message(self.scene);
        at.event.is_none().then(|| self.scene.turn_around(self.rule.selection.from, message))
    }

    /// Whether words stand in the turn of a place; of a late reply, from that message on.
    fn is_said(&self, index: usize, wanted: &Wanted, at: &Hit) -> bool {
        let Some(turn) = self.turn(at) else { return false };
        let is_reply = matches!(self.rule.verb, Verb::Limit(Limit { of: Measure::ReplyDelay, .. }));
        let from = if is_reply { at.message(self.scene) } else { turn.start };
        let known = self.said.borrow().get(&(index, from)).copied();
        known.unwrap_or_else(|| {
            let seek = Seek { scene: self.scene, wanted, side: self.rule.selection.from };
            let is_said = !seek.hits(&self.rest_of_turn(at, from, &turn)).is_empty();
            self.said.borrow_mut().insert((index, from), is_said);
            is_said
        })
    }

    /// What is said in the turn of a place from a message on, and what happens there.
    fn rest_of_turn(&self, at: &Hit, from: usize, turn: &Range<usize>) -> Piece {
        let scene = self.scene;
        let said = scene.turn_messages(self.rule.selection.from, at.message(scene));
        let messages = said.into_iter().filter(|message| *message >= from);
        let stretches: Vec<Stretch> = messages.flat_map(|message| scene.judged(message)).collect();
        Piece::new(View::whole(stretches.into()), scene.events_in(turn))
    }

    /// Whether one of some places stands earlier than a finding or in its turn, no further away than `within`.
    fn stands_before(
        &self,
        picked: &[Occurrence],
        selector: &Selector,
        within: Option<Within>,
        at: &Hit,
        unknown: &mut Vec<Bilingual>,
    ) -> bool {
        let scene = self.scene;
        let is_earlier = |one: &Occurrence| one.start <= at.start(scene);
        let is_here = |one: &Occurrence| self.is_in_turn(one, at);
        match within {
            None => picked.iter().any(|one| is_earlier(one) || is_here(one)),
            Some(Within::Same(Same::Turn)) => picked.iter().any(is_here),
            Some(Within::Same(unit)) => picked.iter().any(|one| self.share(unit, one, at)),
            Some(Within::Next(count, unit)) => {
                let first = self.reaching_back(selector, count, unit, at);
                let is_near = |one: &Occurrence| first.is_none_or(|first| first <= one.end);
                picked.iter().any(|one| is_here(one) || is_near(one) && is_earlier(one))
            }
            Some(Within::Time(seconds)) => {
                let now = match at.event {
                    Some(event) => scene.conversation.events[event].time,
                    None => scene.conversation.messages[at.message(scene)].time(),
                };
                let there = picked.iter().filter(|one| one.end <= at.start(scene) || is_here(one));
                { there }.any(|one| match now.zip(one.time(scene)) {
                    Some((now, then)) if one.end <= at.start(scene) => now.seconds_since(then) <= seconds,
                    Some((now, then)) => {
                        then.seconds_since(now).abs().min(now.seconds_since(then).abs()) <= seconds
                    }
                    None => {
                        unknown.push(no_time());
                        false
                    }
                })
            }
        }
    }

    /// Whether it stands in the turn of a finding, or is a turn that reaches into it.
    fn is_in_turn(&self, one: &Occurrence, at: &Hit) -> bool {
        let Some(turn) = self.turn(at) else { return false };
        match one.event {
            Some(event) => self.scene.events_in(&turn).contains(&event),
            None => turn.start < one.messages.end && one.messages.start < turn.end,
        }
    }

    /// Whether words stand in a clause, sentence or message of a finding, which may stand on several.
    fn share(&self, unit: Same, one: &Occurrence, at: &Hit) -> bool {
        let Some(words) = &one.words else { return self.is_in_turn(one, at) };
        let touches = |range: &TextRange, stretch: &Stretch| {
            range.start < stretch.range.end.max(stretch.range.start + 1) && stretch.range.start < range.end
        };
        let units = match unit {
            Same::Clause => self.scene.clauses(at.words.text),
            Same::Sentence => self.scene.sentences(at.words.text),
            Same::Message | Same::Turn => return one.messages.contains(&at.message(self.scene)),
        };
        let mut units = units.iter().filter(|unit| touches(unit, &at.words));
        words.text == at.words.text && units.any(|unit| unit.contains(&words.range.start))
    }

    /// Where the first of so many turns or messages of a selector's side before that of a finding begins; none if there
    /// are fewer.
    fn reaching_back(&self, selector: &Selector, count: usize, unit: Unit, at: &Hit) -> Option<Point> {
        let turns = self.scene.turns(selector.from);
        let own =
            self.turn(at).map_or_else(|| self.scene.message_at(at.start(self.scene)), |turn| turn.start);
        let first = match unit {
            Unit::Turns => turns.list()[turns.begun_before(own).checked_sub(count)?].messages[0],
            Unit::Messages => {
                let messages = turns.messages();
                let earlier = messages.partition_point(|&message| message < own);
                messages[earlier.checked_sub(count)?]
            }
        };
        Some(self.scene.start_of(first).of_words())
    }
}
