//! A conversation with everything that was found in it: what rules are judged on.

use std::cell::{OnceCell, RefCell};
use std::ops::Range;
use std::rc::Rc;

use crate::document::{Conversation, Kind, Mode, Part, Role, Roles, Turn};
use crate::pattern::{Matcher, Scanned, Setting};
use crate::text::{LineEnds, TextRange, Zones, clauses, sentences};

use super::index::Index;
use super::model::Parts;
use super::standing::Standing;
use super::turns::Turns;

/// A scanned conversation.
pub struct Scene<'a> {
    /// The conversation.
    pub conversation: &'a Conversation,
    pub(super) matcher: &'a Matcher,
    texts: Vec<Text<'a>>,
    /// The first text of each message, and one more at the end.
    first_texts: Vec<usize>,
    pub(super) standing: Standing<'a>,
    /// The turns of the sides that were asked for.
    turns: RefCell<Vec<(Roles, Rc<Turns>)>>,
}

/// A part of a message, scanned.
pub(super) struct Text<'a> {
    pub(super) message: usize,
    pub(super) part: &'a Part,
    pub(super) scanned: Scanned,
    /// What was asked about it, which of most texts is nothing.
    asked: OnceCell<Box<Asked>>,
}

/// What was asked about a text, to be asked again.
#[derive(Default)]
struct Asked {
    clauses: OnceCell<Vec<TextRange>>,
    sentences: OnceCell<Vec<TextRange>>,
    counted: Counted,
}

/// What counts of the patterns that were looked for in all of a text, by their numbers, in order: rules share patterns.
pub(super) type Counted = RefCell<Vec<(usize, Rc<[TextRange]>)>>;

impl Text<'_> {
    fn asked(&self) -> &Asked {
        self.asked.get_or_init(Box::default)
    }

    /// What counts of the patterns that were looked for.
    pub(super) fn counted(&self) -> &Counted {
        &self.asked().counted
    }
}

/// A range of one of the texts of a scene.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Stretch {
    pub(super) text: usize,
    pub(super) range: TextRange,
}

/// A place in a conversation: between the characters of a text, or at one of the events in front of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Point {
    text: usize,
    /// Events stand in front of the text.
    is_said: bool,
    /// The byte of the text, or the number of the event.
    pub(super) at: usize,
}

impl Point {
    /// The beginning of the text, behind the events in front of it.
    pub(super) fn of_words(self) -> Self {
        Self { is_said: true, at: 0, ..self }
    }
}

impl Stretch {
    pub(super) fn start(&self) -> Point {
        Point { text: self.text, is_said: true, at: self.range.start }
    }

    pub(super) fn end(&self) -> Point {
        Point { text: self.text, is_said: true, at: self.range.end }
    }
}

impl<'a> Scene<'a> {
    /// Scans a conversation.
    pub fn new(conversation: &'a Conversation, matcher: &'a Matcher, index: &'a Index) -> Self {
        let setting =
            Setting { wraps: conversation.kind == Kind::Email, sent: conversation.mode == Mode::Sent };
        let mut texts = Vec::with_capacity(conversation.messages.len());
        let mut first_texts = Vec::with_capacity(conversation.messages.len() + 1);
        for (message, said) in conversation.messages.iter().enumerate() {
            first_texts.push(texts.len());
            let scanned = || Scanned::empty(setting);
            let laid_out = |part| Text { message, part, scanned: scanned(), asked: OnceCell::new() };
            texts.extend(said.parts.iter().map(laid_out));
        }
        first_texts.push(texts.len());
        let mut standing = Standing::new(index);
        for (number, Text { message, part, scanned, .. }) in texts.iter_mut().enumerate() {
            let said = &conversation.messages[*message];
            *scanned = match said.holds_nothing {
                Some(true) => continue,
                Some(false) => matcher.scan(part.passage.text(), setting),
                None => matcher.look_and_scan(part.passage.text(), setting),
            };
            standing.add(number, scanned.phrases(), said.role);
        }
        Self { conversation, matcher, texts, first_texts, standing, turns: RefCell::default() }
    }

    pub(super) fn text(&self, index: usize) -> &Text<'a> {
        &self.texts[index]
    }

    /// The texts of some consecutive messages.
    pub(super) fn texts_of(&self, messages: Range<usize>) -> Range<usize> {
        self.first_texts[messages.start]..self.first_texts[messages.end]
    }

    /// Whether a stretch is all of its text.
    pub(super) fn is_whole(&self, stretch: &Stretch) -> bool {
        stretch.range == self.whole(stretch.text)
    }

    /// Where a message begins, the events in front of it included; of one past the last, the end.
    pub(super) fn start_of(&self, message: usize) -> Point {
        Point { text: self.first_texts[message], is_said: false, at: 0 }
    }

    /// Where a message ends.
    pub(super) fn end_of(&self, message: usize) -> Point {
        let text = self.first_texts[message + 1].saturating_sub(1);
        Stretch { text, range: self.whole(text) }.end()
    }

    /// The message that a place lies in or in front of.
    pub(super) fn message_at(&self, point: Point) -> usize {
        self.texts.get(point.text).map_or(self.conversation.messages.len(), |text| text.message)
    }

    fn whole(&self, text: usize) -> TextRange {
        0..self.texts.get(text).map_or(0, |text| text.part.passage.text().len())
    }

    /// The text of a message, its first judged part; of one past the last, that of the last.
    pub(super) fn stretch_at(&self, message: usize) -> Stretch {
        let message = message.min(self.conversation.messages.len().saturating_sub(1));
        let text = self.first_texts[message];
        let judged = self.judged(message).next();
        judged.unwrap_or_else(|| Stretch { text, range: self.whole(text) })
    }

    /// Where an event stands among texts.
    pub(super) fn point_of_event(&self, event: usize) -> Point {
        Point { at: event, ..self.start_of(self.conversation.events[event].before) }
    }

    /// The empty stretch behind the message in front of an event.
    pub(super) fn place_of_event(&self, event: usize) -> Stretch {
        let message = self.conversation.events[event].before.saturating_sub(1);
        let end = self.stretch_at(message);
        Stretch { text: end.text, range: end.range.end..end.range.end }
    }

    /// How many events stand in front of the message before some message.
    pub(super) fn events_before(&self, message: usize) -> usize {
        self.conversation.events.partition_point(|event| event.before < message)
    }

    /// The numbers of the events between some messages, and right behind them.
    pub(super) fn events_in(&self, messages: &Range<usize>) -> Range<usize> {
        self.events_before(messages.start + 1)..self.events_before(messages.end + 1)
    }

    /// The turn of a side that an event lies in or ends.
    pub(super) fn turn_of_event(&self, side: Roles, event: usize) -> Option<Range<usize>> {
        let turns = self.turns(side);
        // Of one side, turns stand apart: only the last that has begun can hold it.
        let begun = turns.begun_before(self.conversation.events[event].before);
        let first = if side == Roles::ANY { 0 } else { begun.saturating_sub(1) };
        let mut begun = turns.list()[first..begun].iter().map(Turn::extent);
        begun.find(|turn| self.events_in(turn).contains(&event))
    }

    /// The turn that a message stands in: one of a side, else of whoever said it.
    pub(super) fn turn_around(&self, side: Roles, message: usize) -> Range<usize> {
        self.turns(self.side_of(side, message)).extent_around(message)
    }

    /// The messages of that turn.
    pub(super) fn turn_messages(&self, side: Roles, message: usize) -> Vec<usize> {
        let turns = self.turns(self.side_of(side, message));
        turns.holding(message).map_or(vec![message], |turn| turns.list()[turn].messages.clone())
    }

    fn side_of(&self, side: Roles, message: usize) -> Roles {
        let role = self.conversation.messages[message].role;
        if side.contains(role) { side } else { Roles::only(role) }
    }

    /// Whether somebody else has spoken since a message of a side.
    pub(super) fn is_turn_over(&self, side: Roles, message: usize) -> bool {
        let role = self.conversation.messages[message].role;
        let side = if side == Roles::ANY { Roles::only(role) } else { side };
        let mut later = self.conversation.messages[message + 1..].iter().map(|message| message.role);
        let is_broken = later.any(|role| !side.contains(role) && !matches!(role, Role::System | Role::Bot));
        is_broken || self.conversation.ends_turn
    }

    /// Whether a stretch is a text as a whole, or holds a letter, a digit, a mask or a slot.
    pub(super) fn says_something(&self, stretch: &Stretch) -> bool {
        let zones = || self.zones(stretch.text);
        let mut letters = self.written(stretch).char_indices();
        self.is_whole(stretch)
            || letters.any(|(at, c)| c.is_alphanumeric() || zones().is_opaque_at(at + stretch.range.start))
    }

    /// The parts of a message that are judged without being named, each as a whole.
    pub(super) fn judged(&self, message: usize) -> impl Iterator<Item = Stretch> {
        const JUDGED: &Parts = &Parts(None);
        self.parts(message, JUDGED)
    }

    /// Some parts of a message, each as a whole.
    pub(super) fn parts(&self, message: usize, parts: &Parts) -> impl Iterator<Item = Stretch> {
        let texts = self.texts_of(message..message + 1);
        texts
            .filter(|&text| parts.contains(self.texts[text].part.kind))
            .map(|text| Stretch { text, range: 0..self.texts[text].part.passage.text().len() })
    }

    /// The clauses of a text.
    pub(super) fn clauses(&self, text: usize) -> &[TextRange] {
        let Text { part, scanned, .. } = &self.texts[text];
        let known = &self.texts[text].asked().clauses;
        let text = part.passage.text();
        known.get_or_init(|| clauses(text, scanned.zones(text), self.line_ends()))
    }

    /// The sentences of a text.
    pub(super) fn sentences(&self, text: usize) -> &[TextRange] {
        let Text { part, scanned, .. } = &self.texts[text];
        let known = &self.texts[text].asked().sentences;
        let text = part.passage.text();
        known.get_or_init(|| sentences(text, scanned.zones(text), self.line_ends()))
    }

    /// A stretch as it is written.
    pub(super) fn written(&self, stretch: &Stretch) -> &str {
        &self.texts[stretch.text].part.passage.text()[stretch.range.clone()]
    }

    /// The zones of a text.
    pub(super) fn zones(&self, text: usize) -> &Zones {
        let Text { part, scanned, .. } = &self.texts[text];
        scanned.zones(part.passage.text())
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
    pub fn turn_number(&self, message: usize) -> usize {
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
