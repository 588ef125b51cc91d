//! Hits: what of a pattern stands in a piece of text, with what speaks against it left out.

use crate::document::Roles;
use crate::pattern::{Combined, Search};

use super::piece::Piece;
use super::scene::{Point, Scene, Stretch};
use super::select::is_by;
use super::wanted::Wanted;

/// Something a pattern was found in: words, or an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Hit {
    /// The words; of an event, the empty stretch behind the message before it.
    pub(super) words: Stretch,
    /// The event, by its number.
    pub(super) event: Option<usize>,
}

impl Hit {
    pub(super) fn of(words: Stretch) -> Self {
        Self { words, event: None }
    }

    pub(super) fn of_event(scene: &Scene<'_>, event: usize) -> Self {
        Self { words: scene.place_of_event(event), event: Some(event) }
    }

    pub(super) fn start(&self, scene: &Scene<'_>) -> Point {
        self.event.map_or(self.words.start(), |event| scene.point_of_event(event))
    }

    pub(super) fn end(&self, scene: &Scene<'_>) -> Point {
        self.event.map_or(self.words.end(), |event| scene.point_of_event(event))
    }

    /// Its message; of an event, the one in front of it.
    pub(super) fn message(&self, scene: &Scene<'_>) -> usize {
        scene.text(self.words.text).message
    }
}

/// Of hits that overlap, the one that begins first, and of these the longest.
pub(super) fn leftmost_longest(scene: &Scene<'_>, mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.start(scene), std::cmp::Reverse(hit.end(scene))));
    let mut last: Option<Point> = None;
    hits.retain(|hit| {
        let is_free = last.is_none_or(|last| hit.start(scene) >= last && hit.end(scene) > last);
        last = if is_free { Some(hit.end(scene)) } else { last };
        is_free
    });
    hits
}

/// Looks for what a rule wants of a side.
#[derive(Clone, Copy)]
pub(super) struct Seek<'s, 'c> {
    pub(super) scene: &'s Scene<'c>,
    pub(super) wanted: &'s Wanted,
    /// Whose events count.
    pub(super) side: Roles,
}

impl<'s> Seek<'s, '_> {
    /// Everything in a piece, leftmost-longest.
    pub(super) fn hits(&self, piece: &Piece) -> Vec<Hit> {
        match self.may_stand_in(piece) {
            true => leftmost_longest(self.scene, self.every(piece)),
            false => Vec::new(),
        }
    }

    /// Whether anything stands in a stretch, combined patterns aside.
    pub(super) fn is_in(&self, stretch: &Stretch) -> bool {
        self.scene.may_stand(self.wanted, stretch.text)
            && !self.scene.counted(self.wanted, stretch).is_empty()
    }

    /// Whether anything may stand in a piece, or happen there.
    fn may_stand_in(&self, piece: &Piece) -> bool {
        let may_happen = !piece.events.is_empty() && !self.wanted.search.combined().is_empty();
        may_happen || piece.stretches().any(|stretch| self.scene.may_stand(self.wanted, stretch.text))
    }

    fn counts(&self, hit: &Stretch) -> bool {
        self.scene.objection(self.wanted, hit).is_none()
    }

    /// An event of a piece that would be wanted if it were known who did it.
    pub(super) fn unknown_event(&self, piece: &Piece) -> Option<&'static str> {
        if piece.events.is_empty() || self.side == Roles::ANY {
            return None;
        }
        let names = self.wanted.search.events();
        let events = piece.events.clone().map(|event| &self.scene.conversation.events[event]);
        let mut unknown = events.filter(|event| event.actor.is_none());
        unknown.find(|event| names.contains(&event.name)).map(|event| event.name)
    }

    /// Everything wanted in a piece, in no order, maybe overlapping.
    fn every(&self, piece: &Piece) -> Vec<Hit> {
        let there = piece.stretches().filter(|stretch| self.scene.may_stand(self.wanted, stretch.text));
        let mut hits = Vec::new();
        for stretch in there {
            let found = self.scene.counted(self.wanted, stretch);
            hits.extend(
                found.iter().map(|range| Hit::of(Stretch { text: stretch.text, range: range.clone() })),
            );
        }
        let combined = self.wanted.search.combined().iter();
        hits.extend(combined.flat_map(|combined| self.combined(combined, piece)));
        hits
    }

    /// Everything of a search in a piece, in order, maybe overlapping.
    fn all(&self, search: &Search, piece: &Piece) -> Vec<Hit> {
        let found = piece.stretches().flat_map(|stretch| self.scene.find(search, stretch));
        let mut hits: Vec<Hit> = found.filter(|hit| self.counts(hit)).map(Hit::of).collect();
        hits.extend(search.combined().iter().flat_map(|combined| self.combined(combined, piece)));
        hits.sort_by_key(|hit| hit.start(self.scene));
        hits
    }

    fn combined(&self, combined: &Combined, piece: &Piece) -> Vec<Hit> {
        match combined {
            Combined::Whole(of) => self.whole(of, piece).into_iter().collect(),
            Combined::Event(name) => self.events(name, piece),
            Combined::All(of) => self.together(of, of.len(), piece).into_iter().collect(),
            Combined::Count(least, of) => self.together(of, *least, piece).into_iter().collect(),
            Combined::Order(of) => self.in_order(of, piece).into_iter().collect(),
            Combined::Template(template) => {
                let filled = template.filled(piece.captured()).unwrap_or_default();
                self.words(&filled, piece)
            }
            Combined::Guarded(of, allow) => {
                let mut hits = self.all(of, piece);
                hits.retain(|hit| hit.event.is_some() || !self.scene.is_allowed(allow, &hit.words));
                hits
            }
        }
    }

    fn words(&self, folded: &str, piece: &Piece) -> Vec<Hit> {
        if folded.is_empty() {
            return Vec::new();
        }
        let found = piece.stretches().flat_map(|stretch| self.scene.find_folded(folded, stretch));
        found.filter(|hit| self.counts(hit)).map(Hit::of).collect()
    }

    fn events(&self, name: &str, piece: &Piece) -> Vec<Hit> {
        let is_wanted = |index: &usize| {
            let event = &self.scene.conversation.events[*index];
            event.name == name && is_by(event, self.side)
        };
        piece.events.clone().filter(is_wanted).map(|index| Hit::of_event(self.scene, index)).collect()
    }

    /// Several parts as one hit, where so many different ones are there.
    fn together(&self, parts: &[Search], least: usize, piece: &Piece) -> Option<Hit> {
        let first: Vec<Hit> =
            parts.iter().filter_map(|part| self.all(part, piece).into_iter().next()).collect();
        if first.len() < least { None } else { self.hull(first) }
    }

    /// Several parts as one hit, where each stands behind the one before it.
    fn in_order(&self, parts: &[Search], piece: &Piece) -> Option<Hit> {
        let mut chain: Vec<Hit> = Vec::new();
        for part in parts {
            let last = chain.last().map(|last| last.end(self.scene));
            let mut hits = self.all(part, piece);
            hits.retain(|hit| {
                last.is_none_or(|last| hit.start(self.scene) >= last && hit.end(self.scene) > last)
            });
            chain.push(hits.into_iter().min_by_key(|hit| hit.end(self.scene))?);
        }
        self.hull(chain)
    }

    /// From the first to the last of some hits, as far as they stand in the text of the first; of events alone, the first.
    fn hull(&self, mut hits: Vec<Hit>) -> Option<Hit> {
        hits.sort_by_key(|hit| hit.start(self.scene));
        let mut words = hits.iter().filter(|hit| hit.event.is_none()).map(|hit| &hit.words);
        let Some(first) = words.next() else { return hits.into_iter().next() };
        let end = words.filter(|other| other.text == first.text).map(|other| other.range.end).max();
        let range = first.range.start..end.map_or(first.range.end, |end| end.max(first.range.end));
        Some(Hit::of(Stretch { text: first.text, range }))
    }

    /// All hits as one, where nothing else is said in the piece.
    fn whole(&self, of: &Search, piece: &Piece) -> Option<Hit> {
        let hits = self.all(of, piece);
        let covers = |stretch: &Stretch| {
            let here = hits.iter().filter(|hit| hit.words.text == stretch.text);
            let ranges: Vec<_> = here.map(|hit| hit.words.range.clone()).collect();
            self.scene.is_covered(stretch, &ranges)
        };
        if piece.stretches().all(covers) { self.hull(hits) } else { None }
    }
}
