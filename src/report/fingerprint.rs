//! Fingerprints: what a finding is known by from one run to the next, also when its line has moved.

use std::collections::HashMap;
use std::hash::Hasher;
use std::sync::Arc;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::diagnostic::Diagnostic;

use super::spoken::path;

/// Gives fingerprints, and tells those apart that would be the same.
#[derive(Default)]
pub(super) struct Fingerprints {
    file: Option<Arc<str>>,
    /// How often what was seen in the file.
    seen: HashMap<u128, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: of its rule, file and text, and the how-manieth of these it is in its file.
    pub(super) fn next(&mut self, finding: &Diagnostic) -> String {
        let file = finding.place.as_ref().map(|place| &place.path);
        if file != self.file.as_ref() {
            self.file = file.cloned();
            self.seen.clear();
        }
        let hash = hash(finding);
        let count = self.seen.entry(hash).or_default();
        *count += 1;
        format!("{hash:032x}:{count}")
    }
}

fn hash(finding: &Diagnostic) -> u128 {
    let mut hasher = SipHasher13::new();
    let words = finding.excerpt.split_whitespace();
    for text in [&*finding.code, &path(finding)].into_iter().chain(words) {
        hasher.write(text.as_bytes());
        // No text holds this byte.
        hasher.write_u8(0xFF);
    }
    hasher.finish128().as_u128()
}
