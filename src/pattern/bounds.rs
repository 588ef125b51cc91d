//! Where words end: a phrase of letters stands in no word.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::text::is_han;

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
