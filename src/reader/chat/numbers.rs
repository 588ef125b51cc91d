//! Which conversation of a stretch a row goes on with: mostly one that went on lately.

use super::name::{HashedMap, hash};

/// How many conversations are looked at before one is looked up.
const RECENT: usize = 8;

/// The numbers of conversations, by their names.
#[derive(Default)]
pub(super) struct Numbers {
    /// The ends of the names of those that began last, with their numbers.
    recent: [(u64, usize); RECENT],
    next: usize,
    /// By the hash of the name; of several with one hash, the last.
    by_hash: HashedMap<u64, usize>,
}

impl Numbers {
    /// The number of a conversation, if it is there; `is_it` says whether a number is that of the name.
    pub(super) fn find(&self, name: &str, mut is_it: impl FnMut(usize) -> bool) -> Option<usize> {
        let end = end(name);
        let mut recent = self.recent.iter().filter(|(other, _)| *other == end).map(|(_, number)| *number);
        recent.find(|&number| is_it(number)).or_else(|| {
            let last = *self.by_hash.get(&hash(name))?;
            // Where two names have one hash, the others are gone through.
            (0..=last).rev().find(|&number| is_it(number))
        })
    }

    /// Adds a conversation with its number: the numbers follow each other from 0.
    pub(super) fn add(&mut self, name: &str, hash: u64, number: usize) {
        self.by_hash.insert(hash, number);
        self.recent[self.next % RECENT] = (end(name), number);
        self.next += 1;
    }
}

/// The last eight bytes of a name, in which names differ.
fn end(name: &str) -> u64 {
    match name.as_bytes().last_chunk() {
        Some(end) => u64::from_le_bytes(*end),
        None => name.bytes().fold(0, |end, byte| end << 8 | u64::from(byte)),
    }
}
