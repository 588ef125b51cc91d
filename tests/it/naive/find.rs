//! Where a pattern stands in an area of a conversation: every text is compared with every phrase at every place.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

use super::model::{Chat, Pattern, Side};

/// A message and bytes of it.
pub(super) type Hit = (usize, Range<usize>);

/// A part of a conversation: of some messages some bytes, and some events.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Area {
    pub(super) said: BTreeMap<usize, Range<usize>>,
    pub(super) events: Vec<usize>,
}

impl Area {
    /// Messages as a whole.
    pub(super) fn whole(chat: &Chat, messages: &[usize]) -> Self {
        let said = messages.iter().map(|&message| (message, 0..chat.messages[message].text.len()));
        Self { said: said.collect(), events: Vec::new() }
    }

    /// What of it is said in some messages.
    pub(super) fn only(&self, keep: impl Fn(usize) -> bool) -> Self {
        let said = self.said.iter().filter(|(message, _)| keep(**message));
        Self { said: said.map(|(message, bytes)| (*message, bytes.clone())).collect(), ..self.clone() }
    }

    fn has(&self, hit: &Hit) -> bool {
        self.said.get(&hit.0).is_some_and(|bytes| bytes.start <= hit.1.start && hit.1.end <= bytes.end)
    }
}

/// Looks for patterns: in whose rule, and with what the trigger captured.
#[derive(Clone, Copy)]
pub(super) struct Finder<'a> {
    pub(super) chat: &'a Chat,
    pub(super) from: &'a Side,
    pub(super) captured: Option<&'a str>,
}

impl Finder<'_> {
    /// Every place of a pattern that lies in an area, overlapping ones too.
    pub(super) fn all(self, pattern: &Pattern, area: &Area) -> Vec<Hit> {
        match pattern {
            Pattern::Phrase(phrase) => self.phrase(phrase, area),
            Pattern::Captured(rest) => {
                self.captured.map_or(Vec::new(), |name| self.phrase(&format!("{name}{rest}"), area))
            }
            Pattern::Capture(phrases) => {
                phrases.iter().flat_map(|phrase| self.phrase(phrase, area)).collect()
            }
            Pattern::Any(any) => any.iter().flat_map(|one| self.all(one, area)).collect(),
            Pattern::But(any, allow) => {
                self.but(any.iter().flat_map(|one| self.all(one, area)).collect(), allow)
            }
            Pattern::Whole(phrases) => self.alone(phrases, area),
            Pattern::All(all) => self.together(all.iter().map(|one| self.all(one, area)).collect()),
            Pattern::Order(order) => self.chain(order, area).map_or(Vec::new(), |chain| hull(&chain)),
            Pattern::Count(count, of) => {
                let found = of.iter().map(|one| self.all(one, area)).filter(|hits| !hits.is_empty());
                let found: Vec<_> = found.collect();
                if found.len() >= *count { self.together(found) } else { Vec::new() }
            }
            Pattern::Event(_) => Vec::new(),
        }
    }

    /// Whether a pattern stands in an area.
    pub(super) fn is_in(self, pattern: &Pattern, area: &Area, allow: &[Pattern]) -> bool {
        let is_in = |one: &Pattern| self.is_in(one, area, allow);
        match pattern {
            Pattern::Any(any) => any.iter().any(is_in),
            Pattern::All(all) => all.iter().all(is_in),
            Pattern::Count(count, of) => of.iter().filter(|one| is_in(one)).count() >= *count,
            Pattern::Order(order) => self.chain_but(order, area, allow).is_some(),
            Pattern::Event(name) => {
                let is_ours = |event: &usize| {
                    let event = &self.chat.events[*event];
                    event.name == *name
                        && event.actor.map_or(self.from.is_any(), |actor| self.from.has(actor))
                };
                area.events.iter().any(is_ours)
            }
            simple => !self.but(self.all(simple, area), allow).is_empty(),
        }
    }

    /// Those hits that lie inside none of the allowed ones, which are looked for in the whole message.
    pub(super) fn but(self, hits: Vec<Hit>, allow: &[Pattern]) -> Vec<Hit> {
        let is_allowed = |hit: &Hit| {
            let message = Area::whole(self.chat, &[hit.0]);
            let allowed = allow.iter().flat_map(|one| self.all(one, &message));
            allowed.into_iter().any(|(_, bytes)| bytes.start <= hit.1.start && hit.1.end <= bytes.end)
        };
        hits.into_iter().filter(|hit| !is_allowed(hit)).collect()
    }

    fn phrase(self, phrase: &str, area: &Area) -> Vec<Hit> {
        let mut hits = Vec::new();
        for &message in area.said.keys() {
            let text = &self.chat.messages[message].text;
            for (start, _) in text.char_indices().filter(|(start, _)| text[*start..].starts_with(phrase)) {
                hits.push((message, start..start + phrase.len()));
            }
        }
        hits.retain(|hit| area.has(hit));
        hits
    }

    /// Phrases that are all there is, but for punctuation, as one hit.
    fn alone(self, phrases: &[String], area: &Area) -> Vec<Hit> {
        let hits: Vec<Hit> = phrases.iter().flat_map(|phrase| self.phrase(phrase, area)).collect();
        let is_hit = |message: usize, byte: usize| {
            hits.iter().any(|(other, bytes)| *other == message && bytes.contains(&byte))
        };
        let is_covered = |(&message, bytes): (&usize, &Range<usize>)| {
            let said = self.chat.messages[message].text[bytes.clone()].char_indices();
            said.filter(|(_, c)| c.is_alphanumeric()).all(|(at, _)| is_hit(message, bytes.start + at))
        };
        if area.said.iter().all(is_covered) { hull(&hits) } else { Vec::new() }
    }

    /// Several things that stand together are one hit, from the first to the last of them in the message where the
    /// first stands.
    fn together(self, parts: Vec<Vec<Hit>>) -> Vec<Hit> {
        if parts.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        hull(&parts.into_iter().map(first).collect::<Vec<_>>())
    }

    fn chain(self, order: &[Pattern], area: &Area) -> Option<Vec<Hit>> {
        self.chain_but(order, area, &[])
    }

    /// The first places of several patterns, each behind the one before.
    fn chain_but(self, order: &[Pattern], area: &Area, allow: &[Pattern]) -> Option<Vec<Hit>> {
        let mut chain: Vec<Hit> = Vec::new();
        for one in order {
            let behind = chain.last().map_or((0, 0), |last| (last.0, last.1.end));
            let mut hits = self.but(self.all(one, area), allow);
            hits.retain(|hit| (hit.0, hit.1.start) >= behind);
            hits.sort_by_key(|hit| (hit.0, hit.1.end, hit.1.start));
            chain.push(hits.first()?.clone());
        }
        Some(chain)
    }
}

fn first(mut hits: Vec<Hit>) -> Hit {
    hits.sort_by_key(|hit| (hit.0, hit.1.start, hit.1.end));
    hits.swap_remove(0)
}

fn hull(parts: &[Hit]) -> Vec<Hit> {
    let message = parts.iter().map(|part| part.0).min();
    let here: Vec<_> = parts.iter().filter(|part| Some(part.0) == message).collect();
    let start = here.iter().map(|part| part.1.start).min();
    let end = here.iter().map(|part| part.1.end).max();
    message.zip(start.zip(end)).map(|(message, (start, end))| (message, start..end)).into_iter().collect()
}

/// Of hits that overlap, the one that begins first, and of these the longest.
pub(super) fn leftmost_longest(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.0, hit.1.start, Reverse(hit.1.end)));
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        if kept.last().is_none_or(|last| (last.0, last.1.end) <= (hit.0, hit.1.start)) {
            kept.push(hit);
        }
    }
    kept
}
