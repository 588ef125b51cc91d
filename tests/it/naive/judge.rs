//! Judges a conversation by a rule, by the letter of the contract and without any haste.

use std::ops::Range;

use super::facts;
use super::find::{Area, Finder, Hit, leftmost_longest};
use super::measure;
use super::model::{Chat, Mark, Measure, Pattern, Rule, Trigger, Unit, Verb, Verdict, Way, Within};
use super::turns::{chosen, cuts, events_of, selected, turns};
use super::windows::{Occurrence, are_one, occurrences, window};
use super::{open, replies, unless};

/// A window, and what opened it.
#[derive(Clone, Debug)]
pub(super) struct Window {
    pub(super) area: Area,
    pub(super) trigger: Option<Occurrence>,
}

/// A rule and a conversation.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) chat: &'a Chat,
    pub(super) rule: &'a Rule,
}

pub(super) fn judge(chat: &Chat, rule: &Rule) -> Verdict {
    let holds = facts::all(rule.when.iter().map(|fact| facts::of_chat(chat, fact)));
    if holds != Some(true) {
        return Verdict { marks: Vec::new(), skipped: holds.is_none() };
    }
    let case = Case { chat, rule };
    if open::waits(case) {
        return Verdict { marks: Vec::new(), skipped: false };
    }
    let (area, mut skipped) = case.selected();
    let groups = case.groups(&area, &mut skipped);
    let mut marks = match &rule.verb {
        Verb::Forbid(pattern) => case.forbid(pattern, &groups),
        Verb::Replace(pairs) => {
            let keys = pairs.iter().map(|(key, _)| Pattern::Phrase(key.clone())).collect();
            case.forbid(&Pattern::Any(keys), &groups)
        }
        Verb::Require(pattern) => {
            groups.iter().flat_map(|group| case.require(pattern, group, &mut skipped)).collect()
        }
        Verb::Limit { of: of @ (Measure::ReplyDelay | Measure::Unanswered), max, min } => {
            replies::replies(case, (of, *max, *min), &mut skipped)
        }
        Verb::Limit { of, max, min } => {
            let bounds = (of, *max, *min);
            groups.iter().flat_map(|group| measure::limit(case, bounds, group, &mut skipped)).collect()
        }
    };
    marks.retain(|mark| !unless::is_exempt(case, *mark, &mut skipped));
    marks.sort();
    marks.dedup();
    Verdict { marks, skipped }
}

impl<'a> Case<'a> {
    /// What is judged, windows aside; and whether a message may be judged and its time is not known.
    fn selected(self) -> (Area, bool) {
        let mut area = chosen(self.chat, &self.rule.from, self.rule.at);
        area.events = match self.rule.at {
            None => (0..self.chat.events.len()).collect(),
            Some(_) => events_of(self.chat, &area.said.keys().copied().collect::<Vec<_>>()),
        };
        let skipped = area.said.keys().any(|message| self.holds(*message).is_none());
        (area.only(|message| self.holds(message) == Some(true)), skipped)
    }

    /// Whether a message is said when the rule asks for; none where that is not known.
    pub(super) fn holds(self, message: usize) -> Option<bool> {
        facts::all(self.rule.when.iter().map(|fact| facts::of_message(self.chat, fact, message)))
    }

    /// The windows, those of one occurrence together.
    fn groups(self, selected: &Area, skipped: &mut bool) -> Vec<Vec<Window>> {
        let Some(trigger) = &self.rule.trigger else {
            return vec![vec![Window { area: selected.clone(), trigger: None }]];
        };
        let mut groups: Vec<Vec<Window>> = Vec::new();
        for occurrence in self.occurrences(trigger, skipped) {
            let Some(area) = window(self.chat, self.rule, trigger.way, &occurrence) else {
                *skipped = true;
                continue;
            };
            let mut area = area.only(|message| selected.said.contains_key(&message));
            area.events.retain(|event| selected.events.contains(event));
            let last = groups.last().and_then(|group| group.last()?.trigger.as_ref());
            let is_same = last.is_some_and(|last| are_one(self.chat, self.rule, last, &occurrence));
            if !is_same {
                groups.push(Vec::new());
            }
            groups.last_mut().unwrap().push(Window { area, trigger: Some(occurrence) });
        }
        groups
    }

    pub(super) fn occurrences(self, trigger: &Trigger, skipped: &mut bool) -> Vec<Occurrence> {
        let mut all = Vec::new();
        for selector in &trigger.any {
            let (found, unknown) = occurrences(self.chat, &self.rule.from, selector);
            *skipped |= unknown;
            all.extend(found);
        }
        all.sort_by_key(|occurrence| (occurrence.start, occurrence.end));
        all.reverse();
        all.dedup_by_key(|occurrence| (occurrence.start, occurrence.end));
        all.reverse();
        all
    }

    pub(super) fn finder<'b>(self, window: &'b Window) -> Finder<'b>
    where
        'a: 'b,
    {
        let captured = window.trigger.as_ref().and_then(|trigger| trigger.captured.as_deref());
        Finder { chat: self.chat, from: &self.rule.from, captured }
    }

    /// The hits of a pattern in the pieces of a window that are no allowed ones.
    pub(super) fn hits(self, pattern: &Pattern, window: &Window, piece: &Area) -> Vec<Hit> {
        let finder = self.finder(window);
        finder.but(finder.all(pattern, piece), &self.rule.allow)
    }

    /// Of the hits in all windows that overlap, one.
    fn forbid(self, pattern: &Pattern, groups: &[Vec<Window>]) -> Vec<Mark> {
        let mut hits = Vec::new();
        for group in groups {
            for window in group {
                for piece in self.pieces(&window.area, Unit::Message) {
                    hits.extend(self.hits(pattern, window, &piece));
                }
            }
        }
        leftmost_longest(hits).into_iter().map(mark_of).collect()
    }

    /// Of the windows of one occurrence, that of the last trigger counts (with `before`, of the first).
    fn require(self, pattern: &Pattern, group: &[Window], skipped: &mut bool) -> Vec<Mark> {
        let window = if self.is_before() { group.first() } else { group.last() }.unwrap();
        let mut pieces = self.pieces(&window.area, Unit::Conversation);
        if !self.is_judged(window) {
            return Vec::new();
        }
        if pieces.is_empty() {
            let is_satisfied = self.rule.per.is_some();
            // Messages that a false fact leaves out are there all the same.
            let is_nothing = chosen(self.chat, &self.rule.from, self.rule.at).said.is_empty();
            *skipped |= window.trigger.is_none() && !is_satisfied && is_nothing;
            // What happens may be there where nothing is said.
            let happened = Area { events: window.area.events.clone(), ..Area::default() };
            pieces.extend(self.is_wanted_all_the_same(window).then_some(happened));
        }
        let has = |piece: &Area| self.finder(window).is_in(pattern, piece, &self.rule.allow);
        let lacks = |piece: &&Area| !has(piece) && !open::may_come(self, window, piece);
        let (unknown, lacking): (Vec<_>, Vec<_>) =
            pieces.iter().filter(lacks).partition(|piece| self.may_happen(pattern, piece));
        *skipped |= !unknown.is_empty();
        lacking.into_iter().map(|piece| self.absence(window, piece)).collect()
    }

    /// Whether an event may be the one that is required, if only one knew who did it.
    fn may_happen(self, pattern: &Pattern, piece: &Area) -> bool {
        let Pattern::Event(name) = pattern else { return false };
        let is_unknown = |event: &usize| {
            let event = &self.chat.events[*event];
            event.name == *name && event.actor.is_none()
        };
        piece.events.iter().any(is_unknown)
    }

    pub(super) fn is_before(self) -> bool {
        self.rule.trigger.as_ref().is_some_and(|trigger| trigger.way == Way::Before)
    }

    /// Behind a trigger nothing is missing as long as nobody says anything any more.
    pub(super) fn is_judged(self, window: &Window) -> bool {
        let Some(trigger) = &window.trigger else { return true };
        let is_same = matches!(self.rule.within, Some(Within::Same(_)));
        is_same || self.is_before() || self.later(trigger).is_some()
    }

    /// The first message of the side behind a trigger.
    fn later(self, trigger: &Occurrence) -> Option<usize> {
        let messages = selected(self.chat, &self.rule.from, None);
        messages.into_iter().find(|message| *message >= trigger.messages.end)
    }

    /// Whether words are missing where there is no text they could stand in: in front of a trigger; and where they came
    /// too late.
    fn is_wanted_all_the_same(self, window: &Window) -> bool {
        let is_timed = matches!(self.rule.within, Some(Within::Seconds(_)));
        window.trigger.is_some() && self.rule.per.is_none() && (self.is_before() || is_timed)
    }

    /// The pieces of a window; a rest of punctuation is none.
    pub(super) fn pieces(self, area: &Area, usual: Unit) -> Vec<Area> {
        let mut area = area.clone();
        area.said.retain(|message, bytes| self.is_text(*message, bytes));
        if area.said.is_empty() {
            return Vec::new();
        }
        match self.rule.per.unwrap_or(usual) {
            Unit::Conversation => vec![area],
            Unit::Turn => {
                let turns = turns(self.chat, &self.rule.from);
                let piece = |turn: &Vec<usize>| {
                    let mut piece = area.only(|message| turn.contains(&message));
                    piece.events.retain(|event| events_of(self.chat, turn).contains(event));
                    piece
                };
                turns.iter().map(piece).filter(|piece| !piece.said.is_empty()).collect()
            }
            Unit::Message => {
                let piece = |message: &usize| {
                    let mut piece = area.only(|other| other == *message);
                    piece.events.retain(|event| events_of(self.chat, &[*message]).contains(event));
                    piece
                };
                area.said.keys().map(piece).collect()
            }
            unit => area.said.iter().flat_map(|said| self.cut(said, unit)).collect(),
        }
    }

    fn is_text(self, message: usize, bytes: &Range<usize>) -> bool {
        let text = &self.chat.messages[message].text[bytes.clone()];
        text.contains(char::is_alphanumeric)
    }

    fn cut(self, (message, bytes): (&usize, &Range<usize>), unit: Unit) -> Vec<Area> {
        let text = &self.chat.messages[*message].text;
        let cuts = cuts(text, unit).into_iter();
        let cuts = cuts.map(|cut| cut.start.max(bytes.start)..cut.end.min(bytes.end));
        let cuts = cuts.filter(|cut| cut.start < cut.end && self.is_text(*message, cut));
        cuts.map(|cut| Area { said: [(*message, cut)].into(), events: Vec::new() }).collect()
    }

    /// What a missing thing stands on: with `before`, the trigger; else its piece; else the first message that came too
    /// late.
    fn absence(self, window: &Window, piece: &Area) -> Mark {
        match &window.trigger {
            Some(trigger) if self.is_before() && self.rule.per.is_none() => trigger.mark,
            Some(trigger) if piece.said.is_empty() => self.message(self.later(trigger).unwrap()),
            _ => self.place(piece),
        }
    }

    /// What stands for a piece: a clause or sentence itself; the first message that begins in it; else the first there
    /// is.
    pub(super) fn place(self, piece: &Area) -> Mark {
        use Unit::{Clause, Sentence};
        let is_cut = matches!(self.rule.per, Some(Clause | Sentence))
            || matches!(self.rule.within, Some(Within::Same(Clause | Sentence)));
        let (first, bytes) = piece.said.iter().next().unwrap();
        if is_cut {
            return mark_of((*first, bytes.clone()));
        }
        let beginning = piece.said.iter().find(|(_, bytes)| bytes.start == 0);
        self.message(beginning.map_or(*first, |(message, _)| *message))
    }

    /// A message as a whole.
    pub(super) fn message(self, message: usize) -> Mark {
        Mark::Text { message, start: 0, end: self.chat.messages[message].text.len() }
    }
}

pub(super) fn mark_of((message, bytes): Hit) -> Mark {
    Mark::Text { message, start: bytes.start, end: bytes.end }
}
