//! Pieces: a window cut by what a rule judges one by one.

use std::collections::BTreeMap;

use crate::text::TextRange;

use super::measure::Measure;
use super::model::{Limit, Per, Rule, Verb};
use super::piece::{Piece, View, common};
use super::scene::{Scene, Stretch};

impl Rule {
    /// What cuts its windows.
    pub(super) fn unit(&self) -> Per {
        self.per.unwrap_or(match &self.verb {
            // What happens is in no message.
            Verb::Forbid(wanted) if !wanted.search.events().is_empty() => Per::Conversation,
            Verb::Forbid(_) | Verb::Replace(..) => Per::Message,
            Verb::Limit(Limit { of, .. }) if self.window.is_none() && of.is_of_messages() => Per::Message,
            Verb::Require(_) | Verb::Limit(_) => Per::Conversation,
        })
    }
}

impl Measure {
    /// Whether it is counted or measured in each message unless the rule says otherwise.
    fn is_of_messages(&self) -> bool {
        matches!(self, Self::Hits(_) | Self::Chars | Self::Sentences | Self::Lines | Self::Uppercase)
    }
}

/// Cuts a window. Where nothing is said there is no piece.
pub(super) fn cut(scene: &Scene<'_>, rule: &Rule, window: Piece) -> Vec<Piece> {
    let of_message = |stretch: &Stretch| scene.text(stretch.text).message;
    let groups: Vec<Vec<Stretch>> = match rule.unit() {
        Per::Conversation if window.is_empty() && !matches!(rule.verb, Verb::Forbid(_)) => return Vec::new(),
        Per::Conversation => return vec![window],
        Per::Part => {
            grouped(&window, |stretch| (of_message(stretch), scene.text(stretch.text).part.kind as u8))
        }
        Per::Clause => split(scene, &window, |text| scene.clauses(text)),
        Per::Sentence => split(scene, &window, |text| scene.sentences(text)),
        Per::Message => grouped(&window, of_message),
        Per::Turn => {
            let turns = scene.turns(rule.selection.from);
            grouped(&window, |stretch| turns.holding(of_message(stretch)))
        }
    };
    let piece = |stretches: Vec<Stretch>| {
        let first = stretches.first().map(of_message).unwrap_or_default();
        let inside = match rule.unit() {
            Per::Message => scene.events_in(&(first..first + 1)),
            Per::Turn => scene.events_in(&scene.turns(rule.selection.from).extent_around(first)),
            _ => 0..0,
        };
        let events = common(&window.events, &inside);
        Piece { view: View::whole(stretches.into()), events, ..window.clone() }
    };
    groups.into_iter().map(piece).collect()
}

/// Stretches with the same key together, in the order of the first ones.
fn grouped<K: Ord>(window: &Piece, key: impl Fn(&Stretch) -> K) -> Vec<Vec<Stretch>> {
    let mut groups: Vec<Vec<Stretch>> = Vec::new();
    let mut numbers = BTreeMap::new();
    for stretch in window.stretches() {
        let number = *numbers.entry(key(stretch)).or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => group.push(stretch.clone()),
            None => groups.push(vec![stretch.clone()]),
        }
    }
    groups
}

/// Each stretch cut by ranges of its text, but for cuts that say nothing.
fn split<'s>(
    scene: &Scene<'_>,
    window: &Piece,
    ranges: impl Fn(usize) -> &'s [TextRange],
) -> Vec<Vec<Stretch>> {
    let cut = |&Stretch { text, range: ref whole }: &Stretch| {
        let ranges = ranges(text);
        let first = ranges.partition_point(|range| range.end <= whole.start);
        let (start, end) = (whole.start, whole.end);
        let inside = ranges[first..].iter().take_while(move |range| range.start < end);
        let clipped = inside.map(move |range| range.start.max(start)..range.end.min(end));
        clipped.map(move |range| Stretch { text, range })
    };
    let cuts = window.stretches().flat_map(cut);
    cuts.filter(|cut| scene.says_something(cut)).map(|cut| vec![cut]).collect()
}
