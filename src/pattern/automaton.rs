//! The automaton that finds all phrases of a set in one pass, and what finds them in the few texts that it does not pay for.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use daachorse::CharwiseDoubleArrayAhoCorasick;

use super::lexicon::{Lexicon, PhraseId};

/// How much is looked through before the automaton is built, in bytes: as much as takes about as long.
const LITTLE: usize = 64 << 10;

/// The longest phrases, in bytes in all (256 MiB); the automaton numbers its states with 32 bits.
const LONGEST: usize = 256 << 20;

/// Finds phrases.
pub(super) struct Automaton {
    /// The phrases in the order of their characters.
    sorted: Vec<PhraseId>,
    /// How many bytes have been looked through.
    seen: AtomicUsize,
    built: OnceLock<Option<CharwiseDoubleArrayAhoCorasick<u32>>>,
}

/// Too many or too long phrases to build a matcher of.
#[derive(Debug)]
pub struct TooManyPhrases;

impl Automaton {
    /// Finds the phrases of a lexicon.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self, TooManyPhrases> {
        if lexicon.written().map(|(phrase, _)| phrase.len()).sum::<usize>() > LONGEST {
            return Err(TooManyPhrases);
        }
        let mut sorted: Vec<PhraseId> = lexicon.written().map(|(_, id)| id).collect();
        sorted.sort_by(|a, b| lexicon.folded_text(*a).cmp(lexicon.folded_text(*b)));
        Ok(Self { sorted, seen: AtomicUsize::new(0), built: OnceLock::new() })
    }

    /// Tells where the phrases of the lexicon stand in a text, in the order of their ends.
    pub(super) fn find(&self, text: &str, lexicon: &Lexicon, mut tell: impl FnMut(PhraseId, Range<usize>)) {
        let is_little = || self.seen.fetch_add(text.len(), Ordering::Relaxed) < LITTLE;
        let automaton = match self.built.get() {
            None if is_little() => None,
            _ => self.built.get_or_init(|| build(lexicon)).as_ref(),
        };
        match automaton {
            Some(automaton) => automaton
                .find_overlapping_iter(text)
                .for_each(|found| tell(PhraseId(found.value()), found.start()..found.end())),
            None => self.find_one_by_one(text, lexicon).into_iter().for_each(|(id, range)| tell(id, range)),
        }
    }

    fn find_one_by_one(&self, text: &str, lexicon: &Lexicon) -> Vec<(PhraseId, Range<usize>)> {
        let mut found = Vec::new();
        for (at, first) in text.char_indices() {
            let rest = &text[at..];
            let character = &rest[..first.len_utf8()];
            let from = self.sorted.partition_point(|id| lexicon.folded_text(*id) < character);
            let phrases = self.sorted[from..].iter().map(|id| (*id, lexicon.folded_text(*id)));
            let phrases = phrases.take_while(|(_, phrase)| phrase.starts_with(first) && *phrase <= rest);
            let here = phrases.filter(|(_, phrase)| rest.starts_with(phrase));
            found.extend(here.map(|(id, phrase)| (id, at..at + phrase.len())));
        }
        found.sort_by_key(|(_, range)| (range.end, range.start));
        found
    }
}

fn build(lexicon: &Lexicon) -> Option<CharwiseDoubleArrayAhoCorasick<u32>> {
    CharwiseDoubleArrayAhoCorasick::with_values(lexicon.written().map(|(phrase, id)| (phrase, id.0))).ok()
}

impl fmt::Debug for Automaton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Automaton").finish_non_exhaustive()
    }
}
