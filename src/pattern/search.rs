//! A pattern made ready for searching: its phrases as a set, so that cost does not grow with their number.

use std::sync::Arc;

use crate::text::TextRange;

use super::Pattern;
use super::lexicon::{ExpressionId, Lexicon, PhraseId};
use super::matcher::Matcher;
use super::scanned::Scanned;

/// A pattern as sets of things to find.
#[derive(Clone, Debug, Default)]
pub struct Search {
    phrases: Vec<PhraseId>,
    expressions: Vec<ExpressionId>,
    slots: bool,
    /// Alternatives that bring exceptions along.
    guarded: Vec<(Arc<Search>, Arc<Search>)>,
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
            Pattern::List { search, .. } => self.merge(search),
            Pattern::Any { of, allow } if allow.is_empty() => of.iter().for_each(|pattern| self.add(pattern)),
            Pattern::Any { of, allow } => {
                self.guarded.push((Arc::new(Self::any(of)), Arc::new(Self::any(allow))));
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        self.phrases.extend(&other.phrases);
        self.expressions.extend(&other.expressions);
        self.slots |= other.slots;
        self.guarded.extend(other.guarded.iter().cloned());
    }

    /// Whether there is nothing to find.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty() && self.expressions.is_empty() && !self.slots && self.guarded.is_empty()
    }

    /// How many searches it takes, those for exceptions and their exceptions among them, up to `most`.
    pub fn cost(&self, most: usize) -> usize {
        let parts = self.guarded.iter().flat_map(|(of, allow)| [of, allow]);
        parts.fold(1, |cost, part| if cost >= most { most } else { cost + part.cost(most - cost) })
    }

    /// The phrases of which one has to be found, if one has to be: where none stands in a text, the search finds nothing.
    pub fn needs(&self, lexicon: &Lexicon) -> Option<Vec<PhraseId>> {
        let mut needs = self.phrases.clone();
        if self.slots {
            return None;
        }
        for id in &self.expressions {
            needs.push(lexicon.sign(*id));
        }
        for (search, _) in &self.guarded {
            needs.extend(search.needs(lexicon)?);
        }
        Some(needs)
    }

    /// Everything found in a part of a scanned text, in ranges of the text; not in order, maybe overlapping.
    pub fn find(&self, matcher: &Matcher, text: &str, scanned: &Scanned, part: &TextRange) -> Vec<TextRange> {
        let is_wanted = |id| self.phrases.binary_search(id).is_ok();
        let phrases = scanned.hits_in(part).filter(|(id, _)| is_wanted(id));
        let mut found: Vec<TextRange> = phrases.map(|(_, range)| range.clone()).collect();
        let may_match = |id: &&ExpressionId| scanned.stands(matcher.lexicon().sign(**id));
        for &id in self.expressions.iter().filter(may_match) {
            found.extend(matcher.find_expression(id, text, scanned, part));
        }
        if self.slots {
            let inside = |range: &&TextRange| part.start <= range.start && range.end <= part.end;
            found.extend(scanned.zones(text).slots.iter().filter(inside).cloned());
        }
        for (search, allow) in &self.guarded {
            let mut hits = search.find(matcher, text, scanned, part);
            scanned.drop_allowed(&mut hits, allow, matcher, text);
            found.append(&mut hits);
        }
        found
    }
}
