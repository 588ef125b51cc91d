//! When enough is known: where only the exit code is asked for, nothing is judged any more once it is settled.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::diagnostic::{Diagnostic, Level};

/// What settles a run, and whether it has come. Threads share it.
#[derive(Debug)]
pub struct Enough {
    /// The lightest finding that does; none if no finding does.
    level: Option<Level>,
    is_reached: AtomicBool,
}

impl Enough {
    /// Everything has to be known.
    pub fn never() -> Self {
        Self { level: None, is_reached: AtomicBool::new(false) }
    }

    /// One finding of a level or above is enough; without a level, no finding matters at all.
    pub fn at(level: Option<Level>) -> Self {
        Self { level, is_reached: AtomicBool::new(level.is_none()) }
    }

    /// Whether nothing that is still to find matters.
    pub(super) fn is_reached(&self) -> bool {
        self.is_reached.load(Ordering::Relaxed)
    }

    /// Takes note of findings.
    pub(super) fn note(&self, findings: &[Diagnostic]) {
        if self.level.is_some_and(|least| findings.iter().any(|finding| finding.level >= least)) {
            self.is_reached.store(true, Ordering::Relaxed);
        }
    }
}
