//! `require`: the pattern occurs; a piece without it is a finding.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;

use super::Rule;
use super::exempt::Exemptions;
use super::finding;
use super::pieces::Piece;
use super::scene::{Scene, Stretch};

/// The findings of a rule that requires.
pub(super) fn judge(scene: &Scene<'_>, rule: &Rule, pieces: impl Iterator<Item = Piece>) -> Vec<Diagnostic> {
    let exemptions = Exemptions::new(scene, rule);
    // Windows overlap, so that a stretch is asked for again and again.
    let mut known: HashMap<Stretch, bool> = HashMap::new();
    let mut is_there = |stretch: &Stretch| match known.get(stretch) {
        Some(&is_there) => is_there,
        None => {
            let is_there = !scene.find(&rule.wanted, stretch).is_empty();
            known.insert(stretch.clone(), is_there);
            is_there
        }
    };
    let missing = pieces.filter(|piece| !piece.stretches.iter().any(&mut is_there));
    let findings = missing.filter_map(|piece| {
        let stretch = standing_place(scene, &piece)?;
        (!exemptions.hold(&stretch)).then(|| finding::of_absence(scene, rule, &piece, &stretch))
    });
    findings.collect()
}

/// Where an absence stands: on the first message that begins in the piece, else on the piece itself.
fn standing_place(scene: &Scene<'_>, piece: &Piece) -> Option<Stretch> {
    let begins = |stretch: &&Stretch| {
        let first =
            scene.texts_of(scene.text(stretch.text).message..scene.text(stretch.text).message + 1).start;
        stretch.range.start == 0 && (stretch.text == first || piece.trigger.is_none())
    };
    piece.stretches.iter().find(begins).or(piece.stretches.first()).cloned()
}
