//! An index: for each phrase, the patterns that it may be part of. Where none of the phrases of a pattern stands, nobody
//! need look for it.

use std::collections::HashMap;
use std::iter;

use crate::pattern::{Lexicon, PhraseId};

use super::model::Rule;
use super::wanted::Wanted;

/// The patterns of some rules by their phrases. A set of patterns is a row of bits.
#[derive(Debug, Default)]
pub struct Index {
    /// For each phrase, the start of its row in `rows`, if it is part of any pattern.
    row_of: Vec<Option<u32>>,
    /// The patterns of phrases: rows, each once.
    rows: Vec<u64>,
    /// The patterns that may stand where no phrase does.
    anywhere: Vec<u64>,
}

impl Index {
    /// Numbers the patterns of some rules, equal ones alike, and notes their phrases.
    pub fn of<'r>(rules: impl Iterator<Item = &'r mut Rule>, lexicon: &Lexicon) -> Self {
        let mut needs: Vec<Option<Vec<PhraseId>>> = Vec::new();
        let mut numbers = HashMap::new();
        for wanted in rules.flat_map(Rule::wanted_mut) {
            let key = (wanted.of.clone(), wanted.allow.clone(), wanted.sight);
            wanted.number = Some(*numbers.entry(key).or_insert_with(|| {
                needs.push(wanted.search.needs(lexicon));
                needs.len() - 1
            }));
        }
        let width = needs.len().div_ceil(BITS);
        let mut index = Self { anywhere: vec![0; width], ..Self::default() };
        let mut pairs: Vec<(PhraseId, usize)> = Vec::new();
        for (number, needs) in needs.iter().enumerate() {
            match needs {
                None => set(&mut index.anywhere, number),
                Some(phrases) => pairs.extend(phrases.iter().map(|phrase| (*phrase, number))),
            }
        }
        pairs.sort_unstable();
        index.add_rows(&pairs);
        index
    }

    /// Adds the rows of phrases, of which each stands in order with the numbers of its patterns. Most phrases stand in one
    /// list with others, and share its row.
    fn add_rows(&mut self, pairs: &[(PhraseId, usize)]) {
        let mut starts: HashMap<Vec<usize>, u32> = HashMap::new();
        self.row_of = vec![None; pairs.last().map_or(0, |(last, _)| last.number() + 1)];
        for of_phrase in pairs.chunk_by(|(one, _), (other, _)| one == other) {
            let numbers: Vec<usize> = of_phrase.iter().map(|(_, number)| *number).collect();
            let start = *starts.entry(numbers).or_insert_with_key(|numbers| {
                let start = self.rows.len();
                self.rows.resize(start + self.anywhere.len(), 0);
                numbers.iter().for_each(|number| set(&mut self.rows[start..], *number));
                start as u32
            });
            self.row_of[of_phrase[0].0.number()] = Some(start);
        }
    }

    /// The number of a pattern that cannot stand where none of its phrases does.
    pub(super) fn needed(&self, wanted: &Wanted) -> Option<usize> {
        wanted.number.filter(|_| !holds(&self.anywhere, wanted))
    }

    /// The row of the patterns that may stand where no phrase does.
    pub(super) fn anywhere(&self) -> &[u64] {
        &self.anywhere
    }

    /// How long a row is, in words of bits.
    pub(super) fn width(&self) -> usize {
        self.anywhere.len()
    }

    /// Adds a row with the patterns that may stand in a text, by the phrases that do.
    pub(super) fn add_row(&self, phrases: &[PhraseId], rows: &mut Vec<u64>) {
        let start = rows.len();
        rows.extend(&self.anywhere);
        let mut last = None;
        for phrase in phrases {
            let row = self.row_of.get(phrase.number()).copied().flatten();
            if let Some(first) = row.filter(|_| row != last) {
                add(&mut rows[start..], &self.rows[first as usize..]);
                last = row;
            }
        }
    }
}

/// The bits in a word of them.
const BITS: usize = u64::BITS as usize;

fn set(row: &mut [u64], number: usize) {
    row[number / BITS] |= 1 << (number % BITS);
}

/// Adds what is in one row to another.
pub(super) fn add(row: &mut [u64], other: &[u64]) {
    iter::zip(row, other).for_each(|(word, other)| *word |= other);
}

/// Whether a pattern is in a row; one that was never numbered may be.
pub(super) fn holds(row: &[u64], wanted: &Wanted) -> bool {
    wanted.number.is_none_or(|number| row[number / BITS] >> (number % BITS) & 1 == 1)
}

/// The numbers of the patterns in a row, in order.
pub(super) fn numbers(row: Vec<u64>) -> impl Iterator<Item = usize> {
    row.into_iter().enumerate().flat_map(|(word, bits)| {
        let next = |bits: &u64| Some(bits & (bits - 1)).filter(|rest| *rest != 0);
        let bits = iter::successors(Some(bits).filter(|bits| *bits != 0), next);
        bits.map(move |bits| word * BITS + bits.trailing_zeros() as usize)
    })
}
