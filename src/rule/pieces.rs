//! Pieces: a window cut by what a rule judges one by one.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::text::TextRange;

use super::scene::{Scene, Stretch};
use super::select::Occurrence;
use super::{Per, Rule, Verb};

/// A piece of text that is judged by itself, and what opened its window.
pub(super) struct Piece {
    pub(super) stretches: Vec<Stretch>,
    pub(super) trigger: Option<Rc<Occurrence>>,
}

/// Cuts a window.
pub(super) fn cut(scene: &Scene<'_>, rule: &Rule, window: Piece) -> Vec<Piece> {
    let Piece { stretches, trigger } = window;
    let per = rule.per.unwrap_or(match rule.verb {
        Verb::Forbid => Per::Message,
        Verb::Require => Per::Conversation,
    });
    let groups: Vec<Vec<Stretch>> = match per {
        Per::Conversation => vec![stretches],
        Per::Part => stretches.into_iter().map(|stretch| vec![stretch]).collect(),
        Per::Clause => split(stretches, |text| scene.clauses(text)),
        Per::Sentence => split(stretches, |text| scene.sentences(text)),
        Per::Message => grouped(stretches, |stretch| scene.text(stretch.text).message),
        Per::Turn => {
            let turns = scene.turns(rule.selection.from);
            grouped(stretches, |stretch| turns.holding(scene.text(stretch.text).message))
        }
    };
    groups.into_iter().map(|stretches| Piece { stretches, trigger: trigger.clone() }).collect()
}

/// Stretches with the same key together, in the order of the first ones.
fn grouped<K: Ord>(stretches: Vec<Stretch>, key: impl Fn(&Stretch) -> K) -> Vec<Vec<Stretch>> {
    let mut groups: Vec<Vec<Stretch>> = Vec::new();
    let mut numbers = BTreeMap::new();
    for stretch in stretches {
        let number = *numbers.entry(key(&stretch)).or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => group.push(stretch),
            None => groups.push(vec![stretch]),
        }
    }
    groups
}

/// Each stretch cut by ranges of its text.
fn split<'s>(stretches: Vec<Stretch>, ranges: impl Fn(usize) -> &'s [TextRange]) -> Vec<Vec<Stretch>> {
    let cut = |Stretch { text, range: whole }: Stretch| {
        let ranges = ranges(text);
        let first = ranges.partition_point(|range| range.end <= whole.start);
        let (start, end) = (whole.start, whole.end);
        let inside = ranges[first..].iter().take_while(move |range| range.start < end);
        let clipped = inside.map(move |range| range.start.max(start)..range.end.min(end));
        clipped.map(move |range| vec![Stretch { text, range }])
    };
    stretches.into_iter().flat_map(cut).collect()
}
