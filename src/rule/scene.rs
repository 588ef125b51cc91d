//! A conversation with everything that was found in it: what rules are judged on.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use crate::document::{Conversation, Kind, Mode, Part, Role, Roles};
use crate::pattern::{Matcher, Scanned, Setting};
use crate::text::{LineEnds, TextRange, clauses, sentences};

use super::Wanted;
use super::turns::Turns;

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

/// A part of a message, scanned.
pub(super) struct Text<'a> {
    pub(super) message: usize,
    pub(super) part: &'a Part,
    scanned: Scanned,
    clauses: OnceCell<Vec<TextRange>>,
    sentences: OnceCell<Vec<TextRange>>,
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
        let mut texts = Vec::with_capacity(conversation.messages.len());
        let mut first_texts = Vec::with_capacity(conversation.messages.len() + 1);
        for (message, said) in conversation.messages.iter().enumerate() {
            first_texts.push(texts.len());
            texts.extend(said.parts.iter().map(|part| Text {
                message,
                part,
                scanned: matcher.scan(part.passage.text(), setting),
                clauses: OnceCell::new(),
                sentences: OnceCell::new(),
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
        scanned.drop_allowed(&mut hits, &wanted.allowed, self.matcher, text);
        hits.retain(|hit| wanted.in_quotes || !scanned.zones(text).is_quoted(hit));
        leftmost_longest(hits).map(|range| Stretch { text: stretch.text, range }).collect()
    }

    /// The clauses of a text.
    pub(super) fn clauses(&self, text: usize) -> &[TextRange] {
        let Text { part, scanned, clauses: known, .. } = &self.texts[text];
        let text = part.passage.text();
        known.get_or_init(|| clauses(text, scanned.zones(text), self.line_ends()))
    }

    /// The sentences of a text.
    pub(super) fn sentences(&self, text: usize) -> &[TextRange] {
        let Text { part, scanned, sentences: known, .. } = &self.texts[text];
        let text = part.passage.text();
        known.get_or_init(|| sentences(text, scanned.zones(text), self.line_ends()))
    }

    /// A stretch as it was read: folded.
    pub(super) fn folded(&self, stretch: &Stretch) -> &str {
        let Text { part, scanned, .. } = &self.texts[stretch.text];
        scanned.folded(part.passage.text(), &stretch.range)
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

    /// The number of the turn that a message stands in, from 1. System and bot lines stand in the turn they interrupt.
    pub(super) fn turn_number(&self, message: usize) -> usize {
        let sides = [Role::Agent, Role::Customer, Role::Unknown].map(Roles::only);
        let begun = |side| self.turns(side).begun_before(message + 1);
        sides.map(begun).iter().sum::<usize>().max(1)
    }

    fn line_ends(&self) -> LineEnds {
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
