//! A conversation with everything that was found in it: what rules are judged on.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use crate::document::{Conversation, Kind, Mode, Part, Role, Roles, Turn, turns_of};
use crate::pattern::{Matcher, Scanned, Setting, is_inside};
use crate::text::{LineEnds, TextRange};

use super::Wanted;

/// A scanned conversation.
pub struct Scene<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    matcher: &'a Matcher,
    texts: Vec<Text<'a>>,
    /// The first text of each message, and one more at the end.
    first_texts: Vec<usize>,
    /// The turns of the sides that were asked for.
    turns: RefCell<Vec<(Roles, Rc<Turns>)>>,
}

/// The turns of a side.
pub(super) struct Turns {
    list: Vec<Turn>,
    /// For each message, the turn that holds it.
    holding: Vec<Option<usize>>,
}

impl Turns {
    fn of(conversation: &Conversation, side: Roles) -> Self {
        let list = turns_of(&conversation.messages, side);
        let mut holding = vec![None; conversation.messages.len()];
        for (index, turn) in list.iter().enumerate() {
            turn.messages.iter().for_each(|&message| holding[message] = Some(index));
        }
        Self { list, holding }
    }

    pub(super) fn list(&self) -> &[Turn] {
        &self.list
    }

    /// The number of the turn that holds a message, from 0.
    pub(super) fn holding(&self, message: usize) -> Option<usize> {
        self.holding.get(message).copied().flatten()
    }
}

/// A part of a message, scanned.
pub(super) struct Text<'a> {
    pub(super) message: usize,
    pub(super) part: &'a Part,
    scanned: Scanned,
}

/// A range of one of the texts of a scene.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Stretch {
    pub(super) text: usize,
    pub(super) range: TextRange,
}

/// A place between characters: the text, and the byte in it.
pub(super) type Point = (usize, usize);

impl Stretch {
    pub(super) fn start(&self) -> Point {
        (self.text, self.range.start)
    }

    pub(super) fn end(&self) -> Point {
        (self.text, self.range.end)
    }
}

impl<'a> Scene<'a> {
    /// Scans a conversation.
    pub fn new(conversation: &'a Conversation, matcher: &'a Matcher) -> Self {
        let setting =
            Setting { wraps: conversation.kind == Kind::Email, sent: conversation.mode == Mode::Sent };
        let (mut texts, mut first_texts) = (Vec::new(), Vec::new());
        for (message, said) in conversation.messages.iter().enumerate() {
            first_texts.push(texts.len());
            texts.extend(said.parts.iter().map(|part| Text {
                message,
                part,
                scanned: matcher.scan(part.passage.text(), setting),
            }));
        }
        first_texts.push(texts.len());
        Self { conversation, matcher, texts, first_texts, turns: RefCell::default() }
    }

    /// What was found in each text.
    pub fn scanned(&self) -> impl Iterator<Item = &Scanned> {
        self.texts.iter().map(|text| &text.scanned)
    }

    pub(super) fn text(&self, index: usize) -> &Text<'a> {
        &self.texts[index]
    }

    /// The texts of some consecutive messages.
    pub(super) fn texts_of(&self, messages: Range<usize>) -> Range<usize> {
        self.first_texts[messages.start]..self.first_texts[messages.end]
    }

    /// Where a message begins; of one past the last, the end.
    pub(super) fn start_of(&self, message: usize) -> Point {
        (self.first_texts[message], 0)
    }

    /// The judged texts of a message, each as a whole.
    pub(super) fn judged(&self, message: usize) -> impl Iterator<Item = Stretch> {
        let texts = self.texts_of(message..message + 1);
        texts
            .filter(|&text| self.texts[text].part.kind.is_judged())
            .map(|text| Stretch { text, range: 0..self.texts[text].part.passage.text().len() })
    }

    /// What of a pattern stands in a stretch, leftmost-longest, without exceptions and other people's words.
    pub(super) fn find(&self, wanted: &Wanted, stretch: &Stretch) -> Vec<Stretch> {
        let Text { part, scanned, .. } = &self.texts[stretch.text];
        let text = part.passage.text();
        let mut hits = wanted.search.find(self.matcher, text, scanned, &stretch.range);
        if !hits.is_empty() && !wanted.allowed.is_empty() {
            let allowed = wanted.allowed.find(self.matcher, text, scanned, &(0..text.len()));
            hits.retain(|hit| !is_inside(hit, &allowed));
        }
        hits.retain(|hit| wanted.in_quotes || !scanned.zones.is_quoted(hit));
        leftmost_longest(hits).map(|range| Stretch { text: stretch.text, range }).collect()
    }

    /// A stretch as it was read: folded.
    pub(super) fn folded(&self, stretch: &Stretch) -> &str {
        self.texts[stretch.text].scanned.folded(&stretch.range)
    }

    /// The turns of a side.
    pub(super) fn turns(&self, side: Roles) -> Rc<Turns> {
        let mut known = self.turns.borrow_mut();
        if let Some((_, turns)) = known.iter().find(|(roles, _)| *roles == side) {
            return Rc::clone(turns);
        }
        let turns = Rc::new(Turns::of(self.conversation, side));
        known.push((side, Rc::clone(&turns)));
        turns
    }

    /// The turn of a side that holds a message.
    pub(super) fn turn_of(&self, side: Roles, message: usize) -> Turn {
        let turns = self.turns(side);
        let turn = turns.holding(message).map(|index| turns.list()[index].clone());
        turn.unwrap_or(Turn { messages: vec![message] })
    }

    /// The number of the turn that a message stands in, from 1. System and bot lines stand in the turn they interrupt.
    pub(super) fn turn_number(&self, message: usize) -> usize {
        let sides = [Role::Agent, Role::Customer, Role::Unknown].map(Roles::only);
        let begun = |side| self.turns(side).list().partition_point(|turn| turn.messages[0] <= message);
        sides.map(begun).iter().sum::<usize>().max(1)
    }

    pub(super) fn line_ends(&self) -> LineEnds {
        match self.conversation.kind {
            Kind::Email => LineEnds::Wrap,
            Kind::Chat | Kind::Sms => LineEnds::End,
        }
    }
}

fn leftmost_longest(mut hits: Vec<TextRange>) -> impl Iterator<Item = TextRange> {
    hits.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
    let mut end = 0;
    hits.into_iter().filter(move |hit| {
        let is_free = hit.start >= end;
        end = if is_free { hit.end } else { end };
        is_free
    })
}
