//! Phrases: how each is written, what it folds to, and which of its ends have to be ends of words.

use std::cmp::Ordering;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::text::is_han;

use super::lexicon::PhraseId;

/// Phrases, folded, by number; what stands for a regex among them is empty. There are thousands, of which a run looks at
/// few: each takes sixteen bytes, and those of the bundle stay where they are.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    rows: Vec<Row>,
    /// The texts of the bundle, and those of others.
    stored: &'static str,
    own: String,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    /// Where it stands in its texts, in bytes.
    start: u32,
    end: u32,
    /// As the first ruleset that has it writes it: [`Written::code`].
    written: u32,
    bounds: Bounds,
    is_stored: bool,
}

const _: () = assert!(size_of::<Row>() == 16, "as it is said of them");

impl Phrases {
    /// No phrases yet, but the texts of a bundle.
    pub(super) fn stored(stored: &'static str) -> Self {
        Self { stored, ..Self::default() }
    }

    /// Makes room for as many phrases more.
    pub(super) fn reserve(&mut self, count: usize) {
        self.rows.reserve_exact(count);
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds a phrase.
    pub(super) fn push(&mut self, folded: &str, written: Written, bounds: Bounds) -> PhraseId {
        let start = self.own.len();
        self.own.push_str(folded);
        self.add(start..self.own.len(), written, bounds, false)
    }

    /// Adds a phrase that stands in the texts of the bundle.
    pub(super) fn push_stored(&mut self, place: Range<usize>, written: Written, bounds: Bounds) -> PhraseId {
        self.add(place, written, bounds, true)
    }

    fn add(&mut self, place: Range<usize>, written: Written, bounds: Bounds, is_stored: bool) -> PhraseId {
        let id = PhraseId(self.rows.len() as u32);
        let [start, end] = [place.start, place.end].map(|at| at as u32);
        self.rows.push(Row { start, end, written: written.code(), bounds, is_stored });
        id
    }

    /// A phrase, folded.
    pub(super) fn folded(&self, id: PhraseId) -> &str {
        let (texts, place) = self.place(id);
        &texts[place]
    }

    /// The bytes of a phrase, folded: their order is that of its characters, and they are had sooner.
    pub(super) fn bytes(&self, id: PhraseId) -> &[u8] {
        let (texts, place) = self.place(id);
        &texts.as_bytes()[place]
    }

    /// How two of them follow each other by their characters; those of a bundle stand in that order.
    pub(super) fn order(&self, a: PhraseId, b: PhraseId) -> Ordering {
        match [a, b].map(|id| self.rows[id.number()]) {
            [a, b] if a.is_stored && b.is_stored => a.start.cmp(&b.start),
            _ => self.bytes(a).cmp(self.bytes(b)),
        }
    }

    fn place(&self, id: PhraseId) -> (&str, Range<usize>) {
        let row = &self.rows[id.number()];
        let texts = if row.is_stored { self.stored } else { &self.own };
        (texts, row.start as usize..row.end as usize)
    }

    /// How long all of them are, in bytes.
    pub(super) fn size(&self) -> usize {
        self.rows.iter().map(|row| (row.end - row.start) as usize).sum()
    }

    pub(super) fn written(&self, id: PhraseId) -> Written {
        Written::of_code(self.rows[id.number()].written)
    }

    pub(super) fn set_written(&mut self, id: PhraseId, written: Written) {
        self.rows[id.number()].written = written.code();
    }

    pub(super) fn bounds(&self, id: PhraseId) -> Bounds {
        self.rows[id.number()].bounds
    }

    /// Their numbers.
    pub(super) fn ids(&self) -> impl Iterator<Item = PhraseId> + use<> {
        (0..self.rows.len() as u32).map(PhraseId)
    }

    /// The numbers of those that are not empty.
    pub(super) fn filled(&self) -> impl Iterator<Item = PhraseId> + Clone {
        let rows = self.rows.iter().zip((0..).map(PhraseId));
        rows.filter(|(row, _)| row.start < row.end).map(|(_, id)| id)
    }
}

/// How a ruleset writes a phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Written {
    /// None does: it is only a part of a regex.
    #[default]
    Nowhere,
    /// As it folds.
    AsFolded,
    /// As one of the spellings of its lexicon.
    Otherwise(u32),
}

impl Written {
    pub(super) fn code(self) -> u32 {
        match self {
            Self::Nowhere => 0,
            Self::AsFolded => 1,
            Self::Otherwise(spelling) => spelling + 2,
        }
    }

    pub(super) fn of_code(code: u32) -> Self {
        match code {
            0 => Self::Nowhere,
            1 => Self::AsFolded,
            other => Self::Otherwise(other - 2),
        }
    }
}

/// Which ends of a phrase have to be ends of words: those with a letter or digit that is no Han character.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Bounds {
    pub(super) start: bool,
    pub(super) end: bool,
}

impl Bounds {
    pub(super) fn of(phrase: &str) -> Self {
        let is_word = |c: Option<char>| c.is_some_and(is_word);
        Self { start: is_word(phrase.chars().next()), end: is_word(phrase.chars().next_back()) }
    }

    /// Whether a range of a text ends where words end.
    pub(super) fn hold(self, text: &str, range: &Range<usize>) -> bool {
        let before = || text[..range.start].chars().next_back().is_some_and(is_word);
        let after = || text[range.end..].chars().next().is_some_and(is_word);
        !(self.start && before() || self.end && after())
    }
}

/// Characters that words of letters and digits are made of; Han characters are not.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c)
}
