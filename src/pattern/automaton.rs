//! The automaton that finds all phrases of a set in one pass.

use std::fmt;
use std::ops::Range;

use daachorse::CharwiseDoubleArrayAhoCorasick;

use super::lexicon::PhraseId;

/// Finds phrases.
pub(super) struct Automaton(CharwiseDoubleArrayAhoCorasick<u32>);

/// Too many or too long phrases to build a matcher of.
#[derive(Debug)]
pub struct TooManyPhrases;

impl Automaton {
    /// An automaton for phrases that are all different.
    pub(super) fn new<'a>(
        phrases: impl Iterator<Item = (&'a str, PhraseId)>,
    ) -> Result<Self, TooManyPhrases> {
        let phrases = phrases.map(|(phrase, id)| (phrase, id.0));
        CharwiseDoubleArrayAhoCorasick::with_values(phrases).map(Self).map_err(|_| TooManyPhrases)
    }

    /// Where phrases stand in a text, in the order of their ends.
    pub(super) fn find(&self, text: &str) -> impl Iterator<Item = (PhraseId, Range<usize>)> {
        self.0.find_overlapping_iter(text).map(|found| (PhraseId(found.value()), found.start()..found.end()))
    }
}

impl fmt::Debug for Automaton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Automaton").finish_non_exhaustive()
    }
}
