//! Faults that come many times and are told once.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::say;

/// The first fault of a kind, and how many more there were.
#[derive(Default)]
pub(super) struct Once(Option<(Box<Diagnostic>, usize)>);

impl Once {
    /// Keeps the first and counts the others.
    pub(super) fn tell(&mut self, fault: impl FnOnce() -> Diagnostic) {
        match &mut self.0 {
            Some((_, more)) => *more += 1,
            None => self.0 = Some((Box::new(fault()), 0)),
        }
    }

    /// Adds those of later on.
    pub(super) fn join(&mut self, later: Self) {
        match (&mut self.0, later.0) {
            (Some((_, more)), Some((_, later))) => *more += later + 1,
            (first, later) => *first = first.take().or(later),
        }
    }

    /// What there is to tell.
    pub(super) fn take(&mut self) -> Option<Box<Diagnostic>> {
        let (mut first, more) = self.0.take()?;
        if more > 0 {
            let Bilingual { zh, en } = &*first.text;
            first.text = Arc::new(say!("{zh}（另有 {more} 处）", "{en} (and {more} more)"));
        }
        Some(first)
    }
}
