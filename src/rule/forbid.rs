//! `forbid`: the pattern does not occur; each hit is a finding.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;

use super::Rule;
use super::exempt::Exemptions;
use super::finding;
use super::pieces::Piece;
use super::scene::{Scene, Stretch};

/// The findings of a rule that forbids.
pub(super) fn judge(scene: &Scene<'_>, rule: &Rule, pieces: impl Iterator<Item = Piece>) -> Vec<Diagnostic> {
    let exemptions = Exemptions::new(scene, rule);
    let mut seen: HashSet<Stretch> = HashSet::new();
    let mut findings = Vec::new();
    for piece in pieces {
        for hit in piece.stretches.iter().flat_map(|stretch| scene.find(&rule.wanted, stretch)) {
            if !seen.contains(&hit) && !exemptions.hold(&hit) {
                findings.push(finding::of_hit(scene, rule, &hit, piece.trigger.as_deref()));
                seen.insert(hit);
            }
        }
    }
    findings
}
