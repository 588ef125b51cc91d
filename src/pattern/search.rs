//! A pattern made ready for searching: its phrases as a set, so that cost does not grow with their number.

use crate::text::TextRange;

use super::Pattern;
use super::lexicon::{ExpressionId, Lexicon, PhraseId};
use super::matcher::{Matcher, Scanned};

/// A pattern as sets of things to find.
#[derive(Debug, Default)]
pub struct Search {
    phrases: Vec<PhraseId>,
    expressions: Vec<ExpressionId>,
    slots: bool,
    /// Alternatives that bring exceptions along.
    guarded: Vec<(Search, Search)>,
}

impl Search {
    /// A search for any of some patterns.
    pub fn any<'a>(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        let mut search = Self::default();
        patterns.into_iter().for_each(|pattern| search.add(pattern));
        search.phrases.sort_unstable();
        search.phrases.dedup();
        search.expressions.sort_unstable();
        search.expressions.dedup();
        search
    }

    fn add(&mut self, pattern: &Pattern) {
        match pattern {
            Pattern::Phrase(id) => self.phrases.push(*id),
            Pattern::Expression(id) => self.expressions.push(*id),
            Pattern::Slot => self.slots = true,
            Pattern::List { of, .. } => self.add(of),
            Pattern::Any { of, allow } if allow.is_empty() => of.iter().for_each(|pattern| self.add(pattern)),
            Pattern::Any { of, allow } => self.guarded.push((Self::any(of), Self::any(allow))),
        }
    }

    /// Whether there is nothing to find.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty() && self.expressions.is_empty() && !self.slots && self.guarded.is_empty()
    }

    /// The phrases of which one has to be found, if one has to be: where none stands in a text, the search finds nothing.
    pub fn needs(&self, lexicon: &Lexicon) -> Option<Vec<PhraseId>> {
        let mut needs = self.phrases.clone();
        if self.slots {
            return None;
        }
        for id in &self.expressions {
            needs.extend(lexicon.expressions[id.0 as usize].heads.as_ref()?);
        }
        for (search, _) in &self.guarded {
            needs.extend(search.needs(lexicon)?);
        }
        Some(needs)
    }

    /// Everything found in a part of a scanned text, in ranges of the text; not in order, maybe overlapping.
    pub fn find(&self, matcher: &Matcher, text: &str, scanned: &Scanned, part: &TextRange) -> Vec<TextRange> {
        let inside = |range: &TextRange| part.start <= range.start && range.end <= part.end;
        let is_wanted = |id| self.phrases.binary_search(id).is_ok();
        let phrases = scanned.hits.iter().filter(|(id, range)| is_wanted(id) && inside(range));
        let mut found: Vec<TextRange> = phrases.map(|(_, range)| range.clone()).collect();
        for &id in self.expressions.iter().filter(|id| scanned.is_awake(**id)) {
            found.extend(matcher.find_expression(id, text, scanned, part));
        }
        if self.slots {
            found.extend(scanned.zones.slots.iter().filter(|range| inside(range)).cloned());
        }
        for (search, allow) in &self.guarded {
            let mut hits = search.find(matcher, text, scanned, part);
            if !hits.is_empty() {
                let allowed = allow.find(matcher, text, scanned, &(0..text.len()));
                hits.retain(|hit| !is_inside(hit, &allowed));
                found.append(&mut hits);
            }
        }
        found
    }
}

/// Whether a range lies inside one of others.
pub fn is_inside(range: &TextRange, others: &[TextRange]) -> bool {
    others.iter().any(|other| other.start <= range.start && range.end <= other.end)
}
