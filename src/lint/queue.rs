//! Findings in the order of their bytes, out of conversations that end in another order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::diagnostic::Diagnostic;

/// Findings of one file that wait for earlier ones.
#[derive(Default)]
pub struct Queue {
    waiting: BinaryHeap<Reverse<Waiting>>,
}

struct Waiting(Diagnostic);

impl Queue {
    /// Adds findings.
    pub fn add(&mut self, findings: Vec<Diagnostic>) {
        self.waiting.extend(findings.into_iter().map(|finding| Reverse(Waiting(finding))));
    }

    /// Takes the next finding that begins before a byte, up to which nothing more will come.
    pub fn next_before(&mut self, settled: usize) -> Option<Diagnostic> {
        let Reverse(Waiting(first)) = self.waiting.peek()?;
        let start = first.place.as_ref().map_or(0, |place| place.start.byte);
        (start < settled).then(|| self.waiting.pop()).flatten().map(|Reverse(Waiting(finding))| finding)
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.order().cmp(&other.0.order())
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Waiting {}
