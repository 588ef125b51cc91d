//! Text as the matcher wants it: folded, with a way back; which stretches are quoted, masked or slots; words; sentences.

mod characters;
mod choice;
mod entity;
mod filled;
mod fold;
mod han;
mod masks;
mod measure;
mod quotes;
mod sentence;
mod words;
mod zones;

use std::ops::Range;

use regex::{Regex, bytes};

pub use characters::{MASK, SLOT, code_of_three, folded_pairs, folds_to, is_digit, is_opaque};
pub use choice::Choice;
pub use entity::Entity;
pub use filled::{End, segments_filled};
pub use fold::{Folded, Folding, fold, zones_and_fold};
pub use han::{SURNAMES, is_han, simplified_pairs, simplify};
pub use measure::{capitals, chars, lines, similarity, sms_segments};
pub use sentence::{LineEnds, clauses, sentences};
pub use words::crosses_words;
pub use zones::{Zones, slots, zones};

/// A range of a text, in its bytes.
pub type TextRange = Range<usize>;

/// Compiles a pattern of our own, which the tests have seen compile.
#[allow(
    clippy::expect_used,
    reason = "the pattern is a constant of this program; every one is run by a test"
)]
pub fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern compiles")
}

/// The same for a pattern that looks at a few short lines: compiled sixty times as fast, searched slower, and its `\w`, `\s`
/// and `(?i)` know ASCII alone.
#[allow(
    clippy::expect_used,
    reason = "the pattern is a constant of this program; every one is run by a test"
)]
pub fn constant_lite(pattern: &str) -> regex_lite::Regex {
    regex_lite::Regex::new(pattern).expect("a constant pattern compiles")
}

/// The same for a pattern that looks at bytes.
#[allow(
    clippy::expect_used,
    reason = "the pattern is a constant of this program; every one is run by a test"
)]
pub fn constant_bytes(pattern: &str) -> bytes::Regex {
    bytes::Regex::new(pattern).expect("a constant pattern compiles")
}
