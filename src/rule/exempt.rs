//! Exemptions: what makes a finding none.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use super::scene::{Point, Scene, Stretch};
use super::select::{Occurrence, occurrences};
use super::windows::{Bounds, around};
use super::{Exemption, Rule, Selector, Unit, Wanted, Within};

/// The exemptions of a rule in a conversation, each looked for once.
pub(super) struct Exemptions<'s, 'c> {
    scene: &'s Scene<'c>,
    rule: &'s Rule,
    /// Whether the words of an exemption stand in the turn that begins with a message, by exemption and message.
    said: RefCell<HashMap<(usize, usize), bool>>,
    /// What the selectors pick, by exemption.
    picked: Vec<OnceCell<Vec<Occurrence>>>,
}

impl<'s, 'c> Exemptions<'s, 'c> {
    pub(super) fn new(scene: &'s Scene<'c>, rule: &'s Rule) -> Self {
        let picked = rule.unless.iter().map(|_| OnceCell::new()).collect();
        Self { scene, rule, said: RefCell::default(), picked }
    }

    /// Whether something exempts what would be found at a stretch.
    pub(super) fn hold(&self, at: &Stretch) -> bool {
        self.rule.unless.iter().enumerate().any(|(index, exemption)| match exemption {
            Exemption::Says(wanted) => self.is_said(index, wanted, at),
            Exemption::After(selector, within) => {
                let picked = self.picked[index].get_or_init(|| occurrences(self.scene, [selector]));
                self.stands_before(picked, selector, *within, at)
            }
        })
    }

    /// Whether words stand in the turn of a stretch.
    fn is_said(&self, index: usize, wanted: &Wanted, at: &Stretch) -> bool {
        let turns = self.scene.turns(self.rule.selection.from);
        let message = self.scene.text(at.text).message;
        let first = turns.extent_around(message).start;
        let known = self.said.borrow().get(&(index, first)).copied();
        known.unwrap_or_else(|| {
            let turn = turns.holding(message).map(|turn| &turns.list()[turn].messages[..]);
            let alone = [message];
            let mut stretches = turn.unwrap_or(&alone).iter().flat_map(|&message| self.scene.judged(message));
            let is_said = stretches.any(|stretch| !self.scene.find(wanted, &stretch).is_empty());
            self.said.borrow_mut().insert((index, first), is_said);
            is_said
        })
    }

    /// Whether one of some places, which are in order, stands earlier than a stretch or in its turn, no further away
    /// than `within`. An event before the turn is earlier; one right behind its last message ends it, and so belongs
    /// to it.
    fn stands_before(
        &self,
        picked: &[Occurrence],
        selector: &Selector,
        within: Option<Within>,
        at: &Stretch,
    ) -> bool {
        let message = self.scene.text(at.text).message;
        let (scene, side) = (self.scene, self.rule.selection.from);
        let turn = || scene.turns(side).extent_around(message);
        let Bounds { start, end } = match within {
            None => Bounds::of(scene, 0..turn().end),
            Some(Within::Same(unit)) => around(scene, unit, side, message..message + 1, Some(at)),
            Some(Within::Next(count, unit)) => {
                let turn = turn();
                Bounds::of(scene, self.reaching_back(selector, count, unit, turn.start)..turn.end)
            }
        };
        let is_in = |place: &&Occurrence| {
            let is_after_start =
                place.start > start || place.start == start && (!place.is_event || within.is_none());
            is_after_start && (place.start < end || place.is_event)
        };
        let from = |point: Point| picked.partition_point(|place| place.start < point);
        picked[from(start)..].iter().take_while(|place| place.start <= end).any(|place| is_in(&place))
    }

    /// The first message of the `count`th turn or message of a selector's side before a turn; else of all.
    fn reaching_back(&self, selector: &Selector, count: usize, unit: Unit, turn: usize) -> usize {
        let turns = self.scene.turns(selector.from);
        let earlier = turns.begun_before(turn);
        match unit {
            Unit::Turns => earlier.checked_sub(count).map_or(0, |index| turns.list()[index].messages[0]),
            Unit::Messages => {
                let messages = turns.messages();
                let earlier = messages.partition_point(|&message| message < turn);
                earlier.checked_sub(count).map_or(0, |index| messages[index])
            }
        }
    }
}
