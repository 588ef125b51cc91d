//! Finds all phrases of a set: in few texts by narrowing them down, in many by their first characters, or with an automaton
//! where too many begin alike.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::beginnings::Beginnings;
use super::lexicon::{Lexicon, PhraseId};

/// The longest phrases, in bytes in all (256 MiB); an automaton numbers its states with 31 bits.
const LONGEST: usize = 256 << 20;

/// Finds phrases.
pub(super) struct Automaton {
    /// In the order of their characters.
    sorted: Vec<PhraseId>,
    /// What finds them faster, once it is worth making.
    fast: OnceLock<Option<Fast>>,
}

enum Fast {
    /// By their first three characters.
    Beginnings(Box<Beginnings>),
    /// By an automaton (Aho and Corasick 1975), which numbers the phrases in their order.
    Built(AhoCorasick),
}

/// Too many or too long phrases to build a matcher of.
#[derive(Debug)]
pub struct TooManyPhrases;

impl Automaton {
    /// Finds the phrases of a lexicon.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self, TooManyPhrases> {
        let phrases = &lexicon.phrases;
        if phrases.size() > LONGEST {
            return Err(TooManyPhrases);
        }
        let mut sorted: Vec<PhraseId> = phrases.filled().collect();
        sorted.sort_by(|a, b| phrases.order(*a, *b));
        Ok(Self { sorted, fast: OnceLock::new() })
    }

    /// Adds where the phrases of the lexicon stand in a text, in the order of their ends, to a list without any.
    pub(super) fn find(
        &self,
        text: &str,
        lexicon: &Lexicon,
        is_one_of_many: bool,
        found: &mut Vec<(PhraseId, Range<usize>)>,
    ) {
        let fast =
            is_one_of_many.then(|| self.fast.get_or_init(|| Fast::new(&self.sorted, lexicon)).as_ref());
        match fast.flatten() {
            None => self.narrowed(text, lexicon, found),
            Some(Fast::Beginnings(beginnings)) => beginnings.find(text, lexicon, found),
            Some(Fast::Built(automaton)) => {
                let all = automaton.find_overlapping_iter(text);
                found.extend(all.map(|one| (self.sorted[one.pattern().as_usize()], one.range())));
            }
        }
    }

    /// Adds the phrases in a text, found at each of its places by longer and longer heads of what follows, in the order of
    /// their ends.
    fn narrowed(&self, text: &str, lexicon: &Lexicon, found: &mut Vec<(PhraseId, Range<usize>)>) {
        for (at, _) in text.char_indices() {
            let mut alike = &self.sorted[..];
            for end in text[at..].char_indices().map(|(len, c)| at + len + c.len_utf8()) {
                let head = &text[at..end];
                alike = beginning_with(head, alike, lexicon);
                let Some(first) = alike.first() else { break };
                if lexicon.phrases.bytes(*first) == head.as_bytes() {
                    found.push((*first, at..end));
                }
            }
        }
        found.sort_by_key(|(_, range)| (range.end, range.start));
    }
}

/// Those of some sorted phrases that begin with a text.
fn beginning_with<'a>(head: &str, sorted: &'a [PhraseId], lexicon: &Lexicon) -> &'a [PhraseId] {
    let (phrases, head) = (&lexicon.phrases, head.as_bytes());
    let behind = &sorted[sorted.partition_point(|id| phrases.bytes(*id) < head)..];
    &behind[..behind.partition_point(|id| phrases.bytes(*id).starts_with(head))]
}

impl Fast {
    /// What finds sorted phrases faster; none where nothing does.
    fn new(sorted: &[PhraseId], lexicon: &Lexicon) -> Option<Self> {
        match Beginnings::new(sorted, lexicon) {
            Some(beginnings) => Some(Self::Beginnings(Box::new(beginnings))),
            None => build(sorted, lexicon).map(Self::Built),
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

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test says so by panicking")]
mod tests {
    use super::Automaton;
    use crate::pattern::Lexicon;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_phrase_is_found_wherever_it_stands(
            phrases in prop::collection::btree_set("[ab不知😀]{1,4}", 1..12),
            text in "[ab不知道😀]{0,24}",
        ) {
            let mut lexicon = Lexicon::default();
            phrases.iter().for_each(|phrase| _ = lexicon.phrase(phrase, false));
            let mut wanted = Vec::new();
            for (phrase, id) in lexicon.written() {
                let starts = text.char_indices().map(|(at, _)| at).filter(|at| text[*at..].starts_with(phrase));
                wanted.extend(starts.map(|at| (id, at..at + phrase.len())));
            }
            wanted.sort_by_key(|(_, range)| (range.end, range.start));
            let automaton = Automaton::new(&lexicon).unwrap();
            for is_one_of_many in [false, true] {
                let mut found = Vec::new();
                automaton.find(&text, &lexicon, is_one_of_many, &mut found);
                prop_assert_eq!(&found, &wanted);
            }
        }
    }
}
