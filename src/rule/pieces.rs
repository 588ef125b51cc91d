//! Pieces: a window cut by what a rule judges one by one.

use crate::text::{clauses, sentences};

use super::scene::{Scene, Stretch};
use super::select::Occurrence;
use super::windows::Opened;
use super::{Per, Rule, Verb};

/// A piece of text that is judged by itself.
pub(super) struct Piece {
    pub(super) stretches: Vec<Stretch>,
    pub(super) trigger: Option<Occurrence>,
}

/// Cuts a window.
pub(super) fn cut(scene: &Scene<'_>, rule: &Rule, window: Opened) -> Vec<Piece> {
    let Opened { stretches, trigger } = window;
    let per = rule.per.unwrap_or(match rule.verb {
        Verb::Forbid => Per::Message,
        Verb::Require => Per::Conversation,
    });
    let groups: Vec<Vec<Stretch>> = match per {
        Per::Conversation => vec![stretches],
        Per::Part => stretches.into_iter().map(|stretch| vec![stretch]).collect(),
        Per::Clause => split(scene, stretches, |text| clauses(text, scene.line_ends())),
        Per::Sentence => split(scene, stretches, |text| sentences(text, scene.line_ends())),
        Per::Message => grouped(stretches, |stretch| scene.text(stretch.text).message),
        Per::Turn => {
            let turns = scene.turns(rule.selection.from);
            grouped(stretches, |stretch| turns.holding(scene.text(stretch.text).message))
        }
    };
    groups.into_iter().map(|stretches| Piece { stretches, trigger: trigger.clone() }).collect()
}

/// Consecutive stretches with the same key, together.
fn grouped<K: PartialEq>(stretches: Vec<Stretch>, key: impl Fn(&Stretch) -> K) -> Vec<Vec<Stretch>> {
    let mut groups: Vec<Vec<Stretch>> = Vec::new();
    for stretch in stretches {
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| key(last) == key(&stretch)) => group.push(stretch),
            _ => groups.push(vec![stretch]),
        }
    }
    groups
}

/// Each stretch cut into ranges of its text.
fn split(
    scene: &Scene<'_>,
    stretches: Vec<Stretch>,
    ranges: impl Fn(&str) -> Vec<std::ops::Range<usize>>,
) -> Vec<Vec<Stretch>> {
    let cut = |stretch: Stretch| {
        let text = scene.text(stretch.text).part.passage.text();
        let inside = ranges(text)
            .into_iter()
            .map(move |range| range.start.max(stretch.range.start)..range.end.min(stretch.range.end));
        let kept = inside.filter(|range| range.start < range.end);
        kept.map(move |range| vec![Stretch { text: stretch.text, range }]).collect::<Vec<_>>()
    };
    stretches.into_iter().flat_map(cut).collect()
}
