//! A phrase: how it is written, what it folds to, and which of its ends have to be ends of words.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::text::is_han;

/// A phrase, folded.
#[derive(Debug, Default)]
pub(super) struct Phrase {
    /// As the first ruleset that has it writes it.
    pub(super) written: Written,
    /// Empty for what stands for a regex.
    pub(super) folded: Cow<'static, str>,
    pub(super) bounds: Bounds,
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
