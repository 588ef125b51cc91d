//! A regex of a lexicon, with what is asked before it is compiled.

use std::borrow::Cow;
use std::ops::Range;

use super::essence::{self, MOST_ASKED, MOST_TEXTS, Stops};
use super::lexicon::{Lexicon, PhraseId, Reading};
use super::phrase::Bounds;
use super::program::Program;
use super::sketch::Sketch;

/// A compiled regex, or a phrase that only a regex can say.
#[derive(Debug)]
pub(super) struct Expression {
    pub(super) written: Cow<'static, str>,
    pub(super) reading: Reading,
    pub(super) program: Program,
    /// What stands for it where it may match.
    pub(super) sign: PhraseId,
    /// Sets of phrases, each in order: of every set one stands in every match.
    pub(super) texts: Vec<Vec<PhraseId>>,
    /// More such sets, of more texts each, a line for each text.
    pub(super) asked: Vec<&'static str>,
    /// All that it matches, a line for each text, where these are few; of those that begin at one place the first one counts.
    pub(super) literals: Option<&'static str>,
    /// Characters that stand in none of its matches.
    pub(super) stops: Stops,
    pub(super) bounds: Bounds,
}

impl Expression {
    /// The parts of a text in which it may match: of each set that is certain to stand in its matches, a text does. To ask
    /// takes less time than to compile.
    pub(super) fn candidates(&self, lexicon: &Lexicon, text: &str) -> Vec<Range<usize>> {
        let Some(certain) = self.standing(lexicon, text) else { return Vec::new() };
        let stands = |part: &Range<usize>| {
            certain.iter().all(|set| set.iter().any(|certain| text[part.clone()].contains(certain)))
        };
        self.stops.parts(text).filter(stands).collect()
    }

    /// Of each set that is certain to stand in its matches, what stands in a text; none where of a set nothing does.
    fn standing<'l>(&'l self, lexicon: &'l Lexicon, text: &str) -> Option<Vec<Vec<&'l str>>> {
        let sketch = Sketch::of(text);
        let stands = |certain: &&'l str| sketch.may_hold(certain) && text.contains(certain);
        let is_known = |set: &Vec<&str>| !set.is_empty();
        // What is asked for is written as the regex reads a text, what stands for it is folded.
        let folded = self.texts.iter().filter(|_| self.reading.is_folded());
        let folded = folded.map(|set| set.iter().map(|id| lexicon.folded_text(*id)).filter(stands).collect());
        let asked = self.asked.iter().map(|set| set.split('\n').filter(stands).collect());
        folded.chain(asked).map(|set| Some(set).filter(is_known)).collect()
    }

    /// Where it matches in a text, if all that it matches is known: no match overlaps another.
    pub(super) fn literally(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let literals = self.literals?.split('\n');
        let found =
            literals.map(|literal| text.match_indices(literal).map(|(at, found)| at..at + found.len()));
        let mut found: Vec<Range<usize>> = found.flatten().collect();
        found.sort_by_key(|range| range.start);
        let mut end = 0;
        found.retain(|range| {
            let is_free = end <= range.start;
            end = if is_free { range.end } else { end };
            is_free
        });
        Some(found)
    }

    /// What is to be asked, beside what stands for it.
    pub(super) fn to_ask(&self) -> Vec<String> {
        let is_large = self.program.is_large() || !self.reading.is_folded();
        let essence = essence::essence(self.program.hir());
        let mut sets = essence::texts(&essence, if is_large { MOST_ASKED } else { MOST_TEXTS });
        if self.reading.is_folded() {
            let known = essence::texts(&essence, MOST_TEXTS).into_iter().next();
            sets.retain(|set| known.as_ref() != Some(set));
        }
        sets.retain(|set| !set.iter().any(|text| text.contains('\n')));
        sets.iter().map(|set| essence::heads(set).join("\n")).collect()
    }
}
