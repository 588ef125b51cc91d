//! `require`: the pattern occurs; a piece without it is a finding.

use crate::diagnostic::Diagnostic;

use super::Rule;
use super::finding;
use super::pieces::Piece;
use super::scene::{Scene, Stretch};

/// The findings of a rule that requires.
pub(super) fn judge(scene: &Scene<'_>, rule: &Rule, pieces: impl Iterator<Item = Piece>) -> Vec<Diagnostic> {
    let missing = pieces
        .filter(|piece| piece.stretches.iter().all(|stretch| scene.find(&rule.wanted, stretch).is_empty()));
    let findings = missing.filter_map(|piece| {
        let stretch = standing_place(scene, &piece)?;
        let is_exempt = finding::is_exempt(scene, rule, &stretch);
        (!is_exempt).then(|| finding::of_absence(scene, rule, &piece, &stretch))
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
