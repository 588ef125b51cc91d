//! Names of conversations, which are looked up again and again: hashed once, and kept without a copy.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use crate::document::Id;

/// The name of a conversation, with its hash.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) hash: u64,
    text: Id,
}

impl Name {
    pub(super) fn new(text: &Id) -> Self {
        Self { hash: hash(text), text: text.clone() }
    }
}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

/// The hash of a name: the same in every run, as what is told of a stream depends on it. Names are short, and are hashed eight
/// bytes at once (both halves of a product, as wyhash does).
pub(super) fn hash(name: &str) -> u64 {
    let (words, rest) = name.as_bytes().as_chunks();
    let last = rest.iter().fold(name.len() as u64, |last, byte| last << 8 | u64::from(*byte));
    let words = words.iter().map(|word| u64::from_le_bytes(*word)).chain([last]);
    words.fold(SPREAD, |hash, word| {
        let product = u128::from(hash ^ word) * u128::from(SPREAD);
        (product >> 64) as u64 ^ product as u64
    })
}

/// Spreads numbers over all there are (Knuth, The Art of Computer Programming 6.4).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// What is looked up by something that has its hash with it.
pub(super) type ByHash = BuildHasherDefault<Known>;

/// A map of that kind.
pub(super) type HashedMap<K, V> = HashMap<K, V, ByHash>;

/// Hands on a hash that is known.
#[derive(Default)]
pub(super) struct Known(u64);

impl Hasher for Known {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
