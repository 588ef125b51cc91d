//! A text with what was found in it. In most texts nothing is, and nothing is kept of them.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::ptr;
use std::rc::Rc;

use crate::text::{Entity, Folded, Folding, TextRange, Zones, crosses_words, fold, zones, zones_and_fold};

use super::lexicon::{PhraseId, Reading};
use super::phrase::Bounds;
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
    /// Where entities stand, once they are asked for.
    pub(super) entities: RefCell<HashMap<Entity, Rc<[TextRange]>>>,
}

thread_local! {
    /// What was done with: the next texts take its place.
    #[allow(clippy::vec_box, reason = "a place is handed on in its box")]
    static SPARE: RefCell<Vec<Box<Found>>> = RefCell::default();
}

/// How many places are kept: in a conversation something is found in some texts. How long a text may be whose place is
/// kept, in bytes.
const MOST_SPARE: usize = 16;
const LONGEST_SPARE: usize = 16 << 10;

impl Found {
    /// A text about which nothing is known but its zones and what it folds to.
    pub(super) fn anew(text: &str, setting: Setting) -> Box<Self> {
        let mut found = SPARE.with_borrow_mut(Vec::pop).unwrap_or_default();
        let (zones, folded) =
            zones_and_fold(text, setting.folding(), found.folded.take().unwrap_or_default());
        (found.zones, found.folded) = (zones, folded.into());
        found
    }

    /// Keeps its place for another text.
    fn keep_place(mut self: Box<Self>) {
        if self.folded.get().is_some_and(|folded| folded.text().len() <= LONGEST_SPARE) {
            self.standing.clear();
            self.hits.clear();
            self.exact.take();
            self.covers.get_mut().clear();
            self.entities.get_mut().clear();
            SPARE.with_borrow_mut(|spare| {
                if spare.len() < MOST_SPARE {
                    spare.push(self)
                }
            });
        }
    }
}

impl Drop for Scanned {
    fn drop(&mut self) {
        self.found.take().into_iter().for_each(Found::keep_place);
    }
}

impl Scanned {
    /// A text in which nothing was found.
    pub fn empty(setting: Setting) -> Self {
        Self { setting, found: OnceCell::new() }
    }

    /// A text of which this is known, if anything was found.
    pub(super) fn with(found: Box<Found>, setting: Setting) -> Self {
        if found.standing.is_empty() {
            found.keep_place();
            return Self::empty(setting);
        }
        Self { setting, found: OnceCell::from(found) }
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

    /// The text as regexes of a kind read it.
    pub(super) fn as_read(&self, text: &str, reading: Reading) -> &Folded {
        if reading.is_folded() { self.folding(text) } else { self.exact(text) }
    }

    fn folding(&self, text: &str) -> &Folded {
        let found = self.found(text);
        found.folded.get_or_init(|| fold(text, &found.zones, self.setting.folding()))
    }

    fn exact(&self, text: &str) -> &Folded {
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

    /// Where entities stand, in order.
    pub(super) fn entities(&self, text: &str, entity: Entity) -> Rc<[TextRange]> {
        let find = || match entity {
            _ if entity.is_slot() => {
                let slots = self.zones(text).slots.iter();
                slots.filter(|slot| entity.takes_slot(&text[(*slot).clone()])).cloned().collect()
            }
            _ => {
                let folded = self.folding(text);
                entity.find(folded.text()).into_iter().map(|range| folded.origin(range)).collect()
            }
        };
        Rc::clone(self.found(text).entities.borrow_mut().entry(entity).or_insert_with(find))
    }

    /// Whether a hit is made of pieces of other words.
    pub fn crosses_words(&self, text: &str, hit: &TextRange) -> bool {
        let folded = self.folding(text);
        crosses_words(folded.text(), &folded.image(hit.clone()))
    }

    /// Whether a hit lies inside an exception, wherever in the text that stands.
    pub fn is_allowed(&self, hit: &TextRange, allow: &Search, matcher: &Matcher, text: &str) -> bool {
        if allow.is_empty() {
            return false;
        }
        let covers = &self.found(text).covers;
        let known = covers.borrow().get(&ptr::from_ref(allow)).cloned();
        let cover = known.unwrap_or_else(|| {
            let cover = Rc::new(Cover::of(allow.find(matcher, text, self, &(0..text.len()))));
            covers.borrow_mut().insert(ptr::from_ref(allow), Rc::clone(&cover));
            cover
        });
        cover.holds(hit)
    }

    /// Where a folded text stands in a part of the text, as a word where its ends are those of words.
    pub fn find_folded(&self, text: &str, wanted: &str, part: &TextRange) -> Vec<TextRange> {
        let folded = self.folding(text);
        let (bounds, image) = (Bounds::of(wanted), folded.image(part.clone()));
        let found = folded.text()[image.clone()].match_indices(wanted);
        let found = found.map(|(at, _)| image.start + at..image.start + at + wanted.len());
        found.filter(|range| bounds.hold(folded.text(), range)).map(|range| folded.origin(range)).collect()
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
