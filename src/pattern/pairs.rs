//! Phrases by their first two characters: few places of a text have two that begin a phrase, and only there phrases are
//! compared. Where many begin alike, an automaton has to do it.

use std::ops::Range;

use super::lexicon::{Lexicon, PhraseId};

/// The most phrases that may begin with the same two characters.
const MOST_ALIKE: usize = 64;

/// Phrases in the order of their characters, and where those begin that begin alike. Open addressing: those of a pair
/// stand in the first free place from its hash on.
#[derive(Debug)]
pub(super) struct Pairs {
    sorted: Vec<Entry>,
    table: Vec<Alike>,
    /// How far a hash has to be shifted to be a place in the table.
    shift: u32,
    /// Whether a phrase begins with a character, for the first 65,536.
    begins: Vec<bool>,
    /// Whether a phrase is one character long.
    has_single: bool,
}

/// A phrase, and its first eight bytes, by which most are told from a text.
#[derive(Clone, Copy, Debug)]
struct Entry {
    id: PhraseId,
    head: u64,
    mask: u64,
}

/// The phrases that begin with a pair of characters, or are its first one alone.
#[derive(Clone, Copy, Debug)]
struct Alike {
    pair: u64,
    start: u32,
    end: u32,
}

/// The pair of a free place, and the second one of a character alone.
const NOBODY: u64 = u64::MAX;
const ALONE: u32 = u32::MAX;

impl Pairs {
    /// The phrases of a lexicon in this order; none where too many of them begin alike.
    pub(super) fn new(sorted: Vec<PhraseId>, lexicon: &Lexicon) -> Result<Self, Vec<PhraseId>> {
        let pair_of = |id: &PhraseId| pair_at(lexicon.folded_text(*id));
        let groups = || sorted.chunk_by(|a, b| pair_of(a) == pair_of(b));
        if groups().any(|group| group.len() > MOST_ALIKE) {
            return Err(sorted);
        }
        let size = (groups().count() * 2).next_power_of_two().max(2);
        let free = Alike { pair: NOBODY, start: 0, end: 0 };
        let (shift, table) = (u64::BITS - size.trailing_zeros(), vec![free; size]);
        let has_single = groups().any(|group| pair_of(&group[0]) as u32 == ALONE);
        let mut pairs = Self { sorted: Vec::new(), table, shift, begins: vec![false; 1 << 16], has_single };
        let mut start = 0;
        for group in groups() {
            let (pair, end) = (pair_of(&group[0]), start + group.len() as u32);
            let place = pairs.place(pair);
            pairs.table[place] = Alike { pair, start, end };
            if let Some(begins) = pairs.begins.get_mut((pair >> 32) as usize) {
                *begins = true;
            }
            start = end;
        }
        let entry = |id: PhraseId| {
            let phrase = lexicon.folded_text(id);
            Entry { id, head: head(phrase), mask: head_of(|_| u8::MAX, phrase.len()) }
        };
        Ok(Self { sorted: sorted.into_iter().map(entry).collect(), ..pairs })
    }

    /// The place of a pair, or the free one where it would stand.
    fn place(&self, pair: u64) -> usize {
        let mut place = (pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize;
        while self.table[place].pair != pair && self.table[place].pair != NOBODY {
            place = (place + 1) % self.table.len();
        }
        place
    }

    /// Where the phrases stand in a text, in the order of their ends.
    pub(super) fn find(&self, text: &str, lexicon: &Lexicon) -> Vec<(PhraseId, Range<usize>)> {
        let mut found = Vec::new();
        for (at, first) in text.char_indices() {
            if self.begins.get(first as usize) == Some(&false) {
                continue;
            }
            let rest = &text[at..];
            if let Some(second) = rest[first.len_utf8()..].chars().next() {
                self.find_at(rest, pair(first, u32::from(second)), at, lexicon, &mut found);
            }
            if self.has_single {
                self.find_at(rest, pair(first, ALONE), at, lexicon, &mut found);
            }
        }
        found.sort_by_key(|(_, range)| (range.end, range.start));
        found
    }

    fn find_at(
        &self,
        rest: &str,
        pair: u64,
        at: usize,
        lexicon: &Lexicon,
        found: &mut Vec<(PhraseId, Range<usize>)>,
    ) {
        let Alike { start, end, .. } = self.table[self.place(pair)];
        let head = head(rest);
        let alike = self.sorted[start as usize..end as usize].iter();
        for entry in alike.filter(|entry| head & entry.mask == entry.head) {
            let phrase = lexicon.folded_text(entry.id);
            if rest.starts_with(phrase) {
                found.push((entry.id, at..at + phrase.len()));
            }
        }
    }
}

/// The first eight bytes of a text as a number; zeros behind its end.
fn head(text: &str) -> u64 {
    match text.as_bytes().first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => head_of(|at| text.as_bytes()[at], text.len()),
    }
}

/// Up to eight bytes as a number.
fn head_of(byte: impl Fn(usize) -> u8, len: usize) -> u64 {
    (0..len.min(8)).fold(0, |head, at| head | u64::from(byte(at)) << (8 * at))
}

fn pair(first: char, second: u32) -> u64 {
    u64::from(first) << 32 | u64::from(second)
}

/// The first two characters of a text, which is not empty.
fn pair_at(text: &str) -> u64 {
    let mut characters = text.chars();
    let first = characters.next().unwrap_or_default();
    pair(first, characters.next().map_or(ALONE, u32::from))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test says so by panicking")]
mod tests {
    use super::Pairs;
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
            let mut sorted: Vec<_> = lexicon.written().map(|(_, id)| id).collect();
            sorted.sort_by(|a, b| lexicon.folded_text(*a).cmp(lexicon.folded_text(*b)));
            let found = Pairs::new(sorted.clone(), &lexicon).unwrap().find(&text, &lexicon);
            let mut wanted = Vec::new();
            for id in sorted {
                let phrase = lexicon.folded_text(id);
                let starts = text.char_indices().map(|(at, _)| at).filter(|at| text[*at..].starts_with(phrase));
                wanted.extend(starts.map(|at| (id, at..at + phrase.len())));
            }
            wanted.sort_by_key(|(id, range)| (range.end, range.start, *id));
            let mut found_in_order = found.clone();
            found_in_order.sort_by_key(|(id, range)| (range.end, range.start, *id));
            prop_assert_eq!(found_in_order, wanted);
            prop_assert!(found.is_sorted_by_key(|(_, range)| range.end));
        }
    }
}
