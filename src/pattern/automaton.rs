//! Finds all phrases of a set in one pass: by their first characters, or with an automaton where too many begin alike.

use std::fmt;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::beginnings::Beginnings;
use super::lexicon::{Lexicon, PhraseId};

/// The longest phrases, in bytes in all (256 MiB); an automaton numbers its states with 31 bits.
const LONGEST: usize = 256 << 20;

/// Finds phrases.
pub(super) enum Automaton {
    /// By their first three characters.
    Beginnings(Box<Beginnings>),
    /// By an automaton (Aho and Corasick 1975), which numbers the phrases in this order.
    Built(Vec<PhraseId>, AhoCorasick),
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
        match Beginnings::new(sorted, lexicon) {
            Ok(beginnings) => Ok(Self::Beginnings(Box::new(beginnings))),
            Err(sorted) => {
                let automaton = build(&sorted, lexicon).ok_or(TooManyPhrases)?;
                Ok(Self::Built(sorted, automaton))
            }
        }
    }

    /// Adds where the phrases of the lexicon stand in a text, in the order of their ends, to a list without any.
    pub(super) fn find(&self, text: &str, lexicon: &Lexicon, found: &mut Vec<(PhraseId, Range<usize>)>) {
        match self {
            Self::Beginnings(beginnings) => beginnings.find(text, lexicon, found),
            Self::Built(phrases, automaton) => {
                let all = automaton.find_overlapping_iter(text);
                found.extend(all.map(|one| (phrases[one.pattern().as_usize()], one.range())));
            }
        }
    }
}

fn build(phrases: &[PhraseId], lexicon: &Lexicon) -> Option<AhoCorasick> {
    let phrases = phrases.iter().map(|id| lexicon.folded_text(*id));
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().match_kind(MatchKind::Standard).kind(kind).build(phrases).ok()
}

impl fmt::Debug for Automaton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Automaton").finish_non_exhaustive()
    }
}
