//! A regex of a lexicon, with what is asked before it is compiled.

use std::borrow::Cow;

use super::essence::{self, MOST_ASKED, MOST_TEXTS};
use super::lexicon::{PhraseId, Reading};
use super::phrase::Bounds;
use super::program::Program;

/// A compiled regex, or a phrase that only a regex can say.
#[derive(Debug)]
pub(super) struct Expression {
    pub(super) written: Cow<'static, str>,
    pub(super) reading: Reading,
    pub(super) program: Program,
    /// What stands for it where it may match.
    pub(super) sign: PhraseId,
    /// Sets of phrases, each in order: of every set one stands in every match.
    pub(super) texts: Vec<Vec<PhraseId>>,
    /// More such sets, of more texts each, as they are stored: [`Expression::may_match`] asks for them.
    pub(super) asked: Cow<'static, [u8]>,
    pub(super) bounds: Bounds,
}

impl Expression {
    /// Whether it is worth compiling to be tried on a text: what is certain to stand in its matches does. Few texts are asked;
    /// compiling takes longer than that.
    pub(super) fn may_match(&self, text: &str) -> bool {
        let asked = || postcard::from_bytes::<Vec<Vec<&str>>>(&self.asked).unwrap_or_default();
        let stands = |set: &Vec<&str>| set.iter().any(|certain| text.contains(certain));
        self.program.is_compiled() || self.asked.is_empty() || asked().iter().all(stands)
    }

    /// What is to be asked, as it is stored; nothing where what stands for it tells as much, or where it is soon compiled.
    pub(super) fn to_ask(&self) -> Vec<u8> {
        if self.reading.is_folded() && !self.program.is_large() {
            return Vec::new();
        }
        let essence = essence::essence(self.program.hir());
        let mut sets = essence::texts(&essence, MOST_ASKED);
        if self.reading.is_folded() {
            let known = essence::texts(&essence, MOST_TEXTS);
            sets.retain(|set| !known.contains(set));
        }
        if sets.is_empty() { Vec::new() } else { postcard::to_stdvec(&sets).unwrap_or_default() }
    }
}
