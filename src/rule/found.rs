//! What stands in a scene: hits of searches, and what speaks against one.

use std::rc::Rc;

use crate::language::Bilingual;
use crate::pattern::Search;
use crate::text::TextRange;

use super::scene::{Scene, Stretch, Text};
use super::wanted::Wanted;

/// Why a hit does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Objection {
    /// It lies in a quotation.
    Quoted,
    /// It lies inside an exception.
    Allowed,
    /// It runs through the end of a word.
    Crossing,
}

impl Objection {
    /// It in a sentence.
    pub(super) fn reason(self) -> Bilingual {
        match self {
            Self::Quoted => Bilingual::new("在引号里，不算", "in quotation marks, which does not count"),
            Self::Allowed => Bilingual::new("在例外（allow）之内，不算", "inside an exception (allow)"),
            Self::Crossing => Bilingual::new("由两个词的半截拼成，不算", "made of pieces of other words"),
        }
    }
}

impl Scene<'_> {
    /// Everything of a search's phrases, regexes and entities in a stretch; not in order, maybe overlapping.
    pub(super) fn find(&self, search: &Search, stretch: &Stretch) -> impl Iterator<Item = Stretch> + use<> {
        let (Text { part, scanned, .. }, text) = (self.text(stretch.text), stretch.text);
        let found = search.find(self.matcher, part.passage.text(), scanned, &stretch.range);
        found.into_iter().map(move |range| Stretch { text, range })
    }

    /// What counts of a pattern in a stretch, combined ones aside; of a whole text it is looked for once.
    pub(super) fn counted(&self, wanted: &Wanted, stretch: &Stretch) -> Rc<[TextRange]> {
        let look = || -> Rc<[TextRange]> {
            let found = self.find(&wanted.search, stretch);
            let counts = found.filter(|hit| self.objection(wanted, hit).is_none());
            counts.map(|hit| hit.range).collect()
        };
        let Some(number) = wanted.number.filter(|_| self.is_whole(stretch)) else { return look() };
        let mut known = self.text(stretch.text).counted().borrow_mut();
        let at = known.binary_search_by_key(&number, |(number, _)| *number);
        let at = at.unwrap_or_else(|at| {
            known.insert(at, (number, look()));
            at
        });
        Rc::clone(&known[at].1)
    }

    /// What the named groups of a search's regexes hold at one of its hits.
    pub(super) fn captures(&self, search: &Search, hit: &Stretch) -> Vec<(String, String)> {
        let Text { part, scanned, .. } = self.text(hit.text);
        search.captures(self.matcher, part.passage.text(), scanned, &hit.range)
    }

    /// Where a folded text stands in a stretch.
    pub(super) fn find_folded(&self, folded: &str, stretch: &Stretch) -> Vec<Stretch> {
        let Text { part, scanned, .. } = self.text(stretch.text);
        let found = scanned.find_folded(part.passage.text(), folded, &stretch.range);
        found.into_iter().map(|range| Stretch { text: stretch.text, range }).collect()
    }

    /// Why a hit does not count; none if it does.
    pub(super) fn objection(&self, wanted: &Wanted, hit: &Stretch) -> Option<Objection> {
        let Text { part, scanned, .. } = self.text(hit.text);
        let text = part.passage.text();
        if !wanted.sight.in_quotes && scanned.zones(text).is_quoted(&hit.range) {
            Some(Objection::Quoted)
        } else if scanned.is_allowed(&hit.range, &wanted.allowed, self.matcher, text) {
            Some(Objection::Allowed)
        } else if !wanted.sight.across_words && scanned.crosses_words(text, &hit.range) {
            Some(Objection::Crossing)
        } else {
            None
        }
    }

    /// Whether a hit lies inside one of some exceptions.
    pub(super) fn is_allowed(&self, allowed: &Search, hit: &Stretch) -> bool {
        let Text { part, scanned, .. } = self.text(hit.text);
        scanned.is_allowed(&hit.range, allowed, self.matcher, part.passage.text())
    }

    /// Whether all letters, digits, masks and slots of a stretch lie in one of some ranges of its text.
    pub(super) fn is_covered(&self, stretch: &Stretch, by: &[TextRange]) -> bool {
        let zones = self.zones(stretch.text);
        let letters = self.written(stretch).char_indices().map(|(at, c)| (at + stretch.range.start, c));
        let content = letters.filter(|(at, c)| c.is_alphanumeric() || zones.is_opaque_at(*at));
        { content }.all(|(at, _)| by.iter().any(|range| range.contains(&at)))
    }
}
