//! The matcher: every phrase of every rule in one pass over a folded text.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ptr;
use std::rc::Rc;

use aho_corasick::{AhoCorasick, MatchKind};
use regex_automata::{Anchored, Input, PatternID};

use crate::text::{Entity, Folded, Folding, SLOT, TextRange, Zones, crosses_words, fold, zones};

use super::Search;
use super::lexicon::{Bounds, ExpressionId, Lexicon, PhraseId, Reading};

/// Finds the phrases and regexes of a lexicon.
#[derive(Debug)]
pub struct Matcher {
    phrases: AhoCorasick,
    lexicon: Lexicon,
    /// For each phrase, the expressions of which it is a prefix.
    by_text: Vec<Vec<ExpressionId>>,
    /// The expressions that may begin with anything.
    without_text: Vec<ExpressionId>,
}

/// Too many or too long phrases to build a matcher of.
#[derive(Debug)]
pub struct TooManyPhrases;

impl Matcher {
    /// A matcher for a lexicon.
    ///
    /// # Errors
    /// When the automaton does not fit.
    pub fn new(lexicon: Lexicon) -> Result<Self, TooManyPhrases> {
        let folded = lexicon.phrases.iter().map(|phrase| phrase.folded.as_str());
        let phrases = AhoCorasick::builder().match_kind(MatchKind::Standard).build(folded);
        let phrases = phrases.map_err(|_| TooManyPhrases)?;
        let (mut by_text, mut without_text) = (vec![Vec::new(); lexicon.phrases.len()], Vec::new());
        for (index, expression) in lexicon.expressions.iter().enumerate() {
            let id = ExpressionId(index as u32);
            match &expression.needed {
                Some(texts) => texts.iter().for_each(|text| by_text[text.0 as usize].push(id)),
                None => without_text.push(id),
            }
        }
        Ok(Self { phrases, lexicon, by_text, without_text })
    }

    /// What is looked for.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Scans a text.
    pub fn scan(&self, text: &str, setting: Setting) -> Scanned {
        let zones = zones(text);
        let folded = fold(text, &zones, Folding { exact: false, wraps: setting.wraps });
        let (mut standing, mut hits) = (Vec::new(), Vec::new());
        for found in self.phrases.find_overlapping_iter(folded.text()) {
            let id = PhraseId(found.pattern().as_u32());
            standing.push(id);
            if self.lexicon.phrases[id.0 as usize].bounds.hold(folded.text(), &found.range()) {
                hits.push((id, folded.origin(found.range())));
            }
        }
        standing.sort_unstable();
        standing.dedup();
        let begun = standing.iter().flat_map(|text| &self.by_text[text.0 as usize]);
        let mut candidates: Vec<ExpressionId> = begun.chain(&self.without_text).copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let (exact, covers) = (OnceCell::new(), RefCell::default());
        let entities = RefCell::default();
        Scanned { zones, folded, standing, candidates, hits, setting, exact, covers, entities }
    }

    /// The matches of a regex in a part of a scanned text.
    pub(super) fn find_expression(
        &self,
        id: ExpressionId,
        text: &str,
        scanned: &Scanned,
        part: &TextRange,
    ) -> Vec<TextRange> {
        let expression = &self.lexicon.expressions[id.0 as usize];
        let folded = match expression.reading {
            Reading::Regex | Reading::LoosePhrase => &scanned.folded,
            Reading::ExactRegex | Reading::ExactPhrase => scanned.exact(text),
        };
        let image = folded.image(part.clone());
        let haystack = &folded.text()[..image.end];
        let mut hits = Vec::new();
        let mut start = image.start;
        // The customer reads slots as they are: no `…` runs over one. Regexes never do.
        let stops = scanned.setting.sent && expression.reading == Reading::LoosePhrase;
        let slots = haystack[start..].match_indices(SLOT).filter(|_| stops);
        let ends = slots.map(|(at, _)| at + image.start).chain([image.end]);
        for end in ends {
            let found = expression.program.regex().find_iter(&haystack[start..end]);
            let found = found.map(|found| start + found.start()..start + found.end());
            let is_word = |range: &TextRange| expression.bounds.hold(folded.text(), range);
            hits.extend(found.filter(is_word).map(|range| folded.origin(range)));
            start = (end + SLOT.len_utf8()).min(image.end);
        }
        hits
    }
}

impl Matcher {
    /// What the named groups of a regex hold where it matches a range of a scanned text.
    pub(super) fn captures(
        &self,
        id: ExpressionId,
        text: &str,
        scanned: &Scanned,
        hit: &TextRange,
    ) -> Vec<(String, String)> {
        let expression = &self.lexicon.expressions[id.0 as usize];
        let folded = match expression.reading {
            Reading::Regex | Reading::LoosePhrase => &scanned.folded,
            Reading::ExactRegex | Reading::ExactPhrase => scanned.exact(text),
        };
        let image = folded.image(hit.clone());
        let regex = expression.program.regex();
        let mut found = regex.create_captures();
        let input = Input::new(folded.text()).range(image.clone()).anchored(Anchored::Yes);
        regex.search_captures(&input, &mut found);
        if found.get_match().is_none_or(|found| found.range() != image) {
            return Vec::new();
        }
        let groups = found.group_info().pattern_names(PatternID::ZERO);
        let held = groups.filter_map(|name| Some((name?, found.get_group_by_name(name?)?)));
        held.map(|(name, span)| (name.to_owned(), folded.text()[span.range()].to_owned())).collect()
    }
}

/// What the text is, as far as matching depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// A single line end is a blank (e-mail).
    pub wraps: bool,
    /// The customer reads it as it is: no phrase runs over a slot.
    pub sent: bool,
}

/// A text with what was found in it.
#[derive(Debug)]
pub struct Scanned {
    /// What is quoted, masked or to be filled.
    pub zones: Zones,
    folded: Folded,
    /// The phrases that stand anywhere in the folded text, inside words too, in order.
    standing: Vec<PhraseId>,
    /// The expressions that may match in it, in order.
    candidates: Vec<ExpressionId>,
    /// The phrases found, with their ranges of the text, in the order of their ends.
    hits: Vec<(PhraseId, TextRange)>,
    setting: Setting,
    /// The text unfolded, once it is asked for.
    exact: OnceCell<Folded>,
    /// What exceptions cover, by exception, once it is asked for.
    covers: RefCell<HashMap<*const Search, Rc<Cover>>>,
    /// Where entities stand, once they are asked for.
    entities: RefCell<HashMap<Entity, Rc<[TextRange]>>>,
}

impl Scanned {
    /// The phrases that stand anywhere in it, inside words too, in order.
    pub fn phrases(&self) -> impl Iterator<Item = &PhraseId> {
        self.standing.iter()
    }

    /// Whether an expression may match in it.
    pub(super) fn is_candidate(&self, expression: ExpressionId) -> bool {
        self.candidates.binary_search(&expression).is_ok()
    }

    /// The folded text of a range.
    pub fn folded(&self, range: &TextRange) -> &str {
        &self.folded.text()[self.folded.image(range.clone())]
    }

    /// The phrases that stand in a part of the text, with their places, in the order of their ends.
    pub(super) fn hits_in(&self, part: &TextRange) -> impl Iterator<Item = &(PhraseId, TextRange)> {
        let first = self.hits.partition_point(|(_, range)| range.end <= part.start);
        let (start, end) = (part.start, part.end);
        self.hits[first..]
            .iter()
            .take_while(move |(_, range)| range.end <= end)
            .filter(move |(_, range)| start <= range.start)
    }

    /// Where entities stand, in order.
    pub(super) fn entities(&self, entity: Entity) -> Rc<[TextRange]> {
        let find = || match entity {
            Entity::Slot => self.zones.slots.clone().into(),
            _ => entity.find(self.folded.text()).into_iter().map(|range| self.folded.origin(range)).collect(),
        };
        Rc::clone(self.entities.borrow_mut().entry(entity).or_insert_with(find))
    }

    /// Whether a hit is made of pieces of other words.
    pub fn crosses_words(&self, hit: &TextRange) -> bool {
        crosses_words(self.folded.text(), &self.folded.image(hit.clone()))
    }

    /// Whether a hit lies inside an exception, wherever in the text that stands.
    pub fn is_allowed(&self, hit: &TextRange, allow: &Search, matcher: &Matcher, text: &str) -> bool {
        if allow.is_empty() {
            return false;
        }
        let known = self.covers.borrow().get(&ptr::from_ref(allow)).cloned();
        let cover = known.unwrap_or_else(|| {
            let cover = Rc::new(Cover::of(allow.find(matcher, text, self, &(0..text.len()))));
            self.covers.borrow_mut().insert(ptr::from_ref(allow), Rc::clone(&cover));
            cover
        });
        cover.holds(hit)
    }

    /// Where a folded text stands in a part of the text, as a word where its ends are those of words.
    pub fn find_folded(&self, folded: &str, part: &TextRange) -> Vec<TextRange> {
        let (bounds, image) = (Bounds::of(folded), self.folded.image(part.clone()));
        let found = self.folded.text()[image.clone()].match_indices(folded);
        let found = found.map(|(at, _)| image.start + at..image.start + at + folded.len());
        found
            .filter(|range| bounds.hold(self.folded.text(), range))
            .map(|range| self.folded.origin(range))
            .collect()
    }

    fn exact(&self, text: &str) -> &Folded {
        self.exact.get_or_init(|| fold(text, &self.zones, Folding { exact: true, wraps: false }))
    }
}

/// Ranges, for asking whether one of them holds another range.
#[derive(Debug)]
struct Cover {
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
