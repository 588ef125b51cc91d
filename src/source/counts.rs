//! Counts along a text, so that how many of something stand before a place costs no walk from its beginning.

use std::iter;
use std::ops::Range;
use std::sync::OnceLock;

/// How far apart counts are kept, in bytes.
pub(super) const STEP: usize = 1024;

/// How many of something stand before each [`STEP`] of bytes, counted once it is asked for.
#[derive(Debug)]
pub(super) struct Counts {
    count: fn(&[u8]) -> usize,
    steps: OnceLock<Vec<usize>>,
}

impl Counts {
    /// Counts of what a function counts in bytes.
    pub(super) fn of(count: fn(&[u8]) -> usize) -> Self {
        Self { count, steps: OnceLock::new() }
    }

    /// How many stand in the first bytes of a text, which is always the same one.
    pub(super) fn before(&self, text: &str, end: usize) -> usize {
        let step = end / STEP;
        self.steps(text)[step] + (self.count)(&text.as_bytes()[step * STEP..end])
    }

    /// The step in which one of them stands, by its number from 1.
    pub(super) fn step_with(&self, text: &str, number: usize) -> Option<Range<usize>> {
        let behind = self.steps(text).partition_point(|count| *count < number) * STEP;
        (behind < text.len() + STEP).then(|| behind - STEP..behind.min(text.len()))
    }

    fn steps(&self, text: &str) -> &[usize] {
        self.steps.get_or_init(|| {
            let sums = text.as_bytes().chunks(STEP).scan(0, |sum, chunk| {
                *sum += (self.count)(chunk);
                Some(*sum)
            });
            iter::once(0).chain(sums).collect()
        })
    }
}

/// How many characters begin in some bytes of UTF-8.
pub(super) fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// How many lines end in some bytes.
pub(super) fn line_ends(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}
