//! A text with what was found in it. In most texts nothing is, and nothing is kept of them.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::ptr;
use std::rc::Rc;

use crate::text::{Folded, Folding, TextRange, Zones, fold, zones};

use super::lexicon::PhraseId;
use super::{Matcher, Search};

/// What the text is, as far as matching depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// A single line end is a blank (e-mail).
    pub wraps: bool,
    /// The customer reads it as it is: no phrase runs over a slot.
    pub sent: bool,
}

impl Setting {
    pub(super) fn folding(self) -> Folding {
        Folding { exact: false, wraps: self.wraps }
    }
}

/// A text with what was found in it.
#[derive(Debug)]
pub struct Scanned {
    pub(super) setting: Setting,
    /// What there is to know, if anything was found, or once it is asked for.
    found: OnceCell<Box<Found>>,
}

/// What was found in a text.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is quoted, masked or to be filled.
    pub(super) zones: Zones,
    /// The text folded, once it is asked for.
    pub(super) folded: OnceCell<Folded>,
    /// The phrases that stand anywhere in the folded text, inside words too, and what stands for the regexes that may
    /// match in it, in order.
    pub(super) standing: Vec<PhraseId>,
    /// The phrases found, with their ranges of the text, in the order of their ends.
    pub(super) hits: Vec<(PhraseId, TextRange)>,
    /// The text unfolded, once it is asked for.
    pub(super) exact: OnceCell<Folded>,
    /// What exceptions cover, by exception, once it is asked for.
    pub(super) covers: RefCell<BTreeMap<*const Search, Rc<Cover>>>,
}

impl Scanned {
    /// A text in which nothing was found.
    pub(super) fn empty(setting: Setting) -> Self {
        Self { setting, found: OnceCell::new() }
    }

    /// A text in which something was found.
    pub(super) fn with(found: Found, setting: Setting) -> Self {
        Self { setting, found: OnceCell::from(Box::new(found)) }
    }

    fn found(&self, text: &str) -> &Found {
        self.found.get_or_init(|| Box::new(Found { zones: zones(text), ..Found::default() }))
    }

    /// What of the text is quoted, masked or to be filled.
    pub fn zones(&self, text: &str) -> &Zones {
        &self.found(text).zones
    }

    /// The phrases that stand anywhere in it, inside words too, and what stands for regexes that may match, in order.
    pub fn phrases(&self) -> &[PhraseId] {
        self.found.get().map_or(&[], |found| &found.standing)
    }

    /// Whether a phrase stands in it, or a regex may match for which this stands.
    pub(super) fn stands(&self, phrase: PhraseId) -> bool {
        self.phrases().binary_search(&phrase).is_ok()
    }

    /// The folded text of a range of the text.
    pub fn folded(&self, text: &str, range: &TextRange) -> &str {
        let folded = self.folding(text);
        &folded.text()[folded.image(range.clone())]
    }

    pub(super) fn folding(&self, text: &str) -> &Folded {
        let found = self.found(text);
        found.folded.get_or_init(|| fold(text, &found.zones, self.setting.folding()))
    }

    pub(super) fn exact(&self, text: &str) -> &Folded {
        let found = self.found(text);
        found.exact.get_or_init(|| fold(text, &found.zones, Folding { exact: true, wraps: false }))
    }

    /// The phrases that stand in a part of the text, with their places, in the order of their ends.
    pub(super) fn hits_in(&self, part: &TextRange) -> impl Iterator<Item = &(PhraseId, TextRange)> {
        let hits = self.found.get().map_or(&[][..], |found| &found.hits);
        let first = hits.partition_point(|(_, range)| range.end <= part.start);
        let (start, end) = (part.start, part.end);
        hits[first..]
            .iter()
            .take_while(move |(_, range)| range.end <= end)
            .filter(move |(_, range)| start <= range.start)
    }

    /// Drops the hits that lie inside an exception, wherever in the text that stands.
    pub fn drop_allowed(&self, hits: &mut Vec<TextRange>, allow: &Search, matcher: &Matcher, text: &str) {
        if hits.is_empty() || allow.is_empty() {
            return;
        }
        let covers = &self.found(text).covers;
        let known = covers.borrow().get(&ptr::from_ref(allow)).cloned();
        let cover = known.unwrap_or_else(|| {
            let cover = Rc::new(Cover::of(allow.find(matcher, text, self, &(0..text.len()))));
            covers.borrow_mut().insert(ptr::from_ref(allow), Rc::clone(&cover));
            cover
        });
        hits.retain(|hit| !cover.holds(hit));
    }
}

/// Ranges, for asking whether one of them holds another range.
#[derive(Debug)]
pub(super) struct Cover {
    /// The start of each range in order, and how far it or an earlier one reaches.
    reach: Vec<(usize, usize)>,
}

impl Cover {
    fn of(mut ranges: Vec<TextRange>) -> Self {
        ranges.sort_by_key(|range| range.start);
        let reach = ranges.into_iter().scan(0, |far, range| {
            *far = range.end.max(*far);
            Some((range.start, *far))
        });
        Self { reach: reach.collect() }
    }

    fn holds(&self, range: &TextRange) -> bool {
        let begun = self.reach.partition_point(|(start, _)| *start <= range.start);
        begun.checked_sub(1).is_some_and(|last| range.end <= self.reach[last].1)
    }
}
