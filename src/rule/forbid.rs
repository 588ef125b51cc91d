//! `forbid` and `replace`: the pattern does not occur; each hit is a finding.

use std::collections::HashMap;
use std::rc::Rc;

use crate::pattern::Search;

use super::finding;
use super::hits::{Hit, leftmost_longest};
use super::judge::Judge;
use super::model::{Replacement, Side};
use super::piece::Piece;
use super::pieces;
use super::scene::Scene;
use super::select::{Occurrence, unknown_actor};
use super::wanted::Wanted;

/// Reports what a rule forbids in some windows.
pub(super) fn judge<'s>(judge: &mut Judge<'s, '_>, wanted: &'s Wanted, windows: Vec<Piece>) {
    let (scene, rule) = (judge.scene, judge.rule);
    for (hit, trigger) in hits(judge, wanted, windows) {
        judge.report(&hit, || finding::of_hit(scene, rule, &hit, trigger.as_deref()));
    }
}

/// Reports old wordings in some windows, each with its new one, where the text has not got it yet.
pub(super) fn judge_replaced<'s>(
    judge: &mut Judge<'s, '_>,
    wanted: &'s Wanted,
    replacements: &[Replacement],
    windows: Vec<Piece>,
) {
    let (scene, rule) = (judge.scene, judge.rule);
    for (hit, trigger) in hits(judge, wanted, windows) {
        let value = new_wording(scene, wanted, replacements, &hit)
            .filter(|value| *value != scene.written(&hit.words));
        if let Some(value) = value {
            judge.report(&hit, || finding::of_replaced(scene, rule, &hit, value, trigger.as_deref()));
        }
    }
}

/// What to write instead of an old wording; of several that fold alike, the one for what is written there.
fn new_wording<'r>(
    scene: &Scene<'_>,
    wanted: &Wanted,
    replacements: &'r [Replacement],
    hit: &Hit,
) -> Option<&'r str> {
    let is_meant = |pattern| {
        let search = Search::any([pattern], scene.matcher.lexicon());
        scene.find(&search, &hit.words).any(|found| found == hit.words)
    };
    let written = scene.written(&hit.words);
    let meant = wanted.of.iter().zip(replacements).filter(|(pattern, _)| is_meant(pattern));
    meant.min_by_key(|(_, old)| old.written != written).map(|(_, old)| old.value.as_str())
}

/// A hit, and what opened the window in which it stands.
type Opened = (Hit, Option<Rc<Occurrence>>);

/// The hits in some windows; of those that overlap, one. What may be one, if one knew who did it, is noted.
fn hits<'s>(judge: &mut Judge<'s, '_>, wanted: &'s Wanted, mut windows: Vec<Piece>) -> Vec<Opened> {
    let (scene, rule, seek) = (judge.scene, judge.rule, judge.seek(wanted));
    // With `before`, the later windows hold the earlier ones.
    if rule.window.as_ref().is_some_and(|window| window.side == Side::Before) {
        windows.reverse();
    }
    if wanted.search.combined().is_empty() {
        drop_inner(&mut windows);
    }
    let mut triggers: HashMap<Hit, Option<Rc<Occurrence>>> = HashMap::new();
    for piece in windows.into_iter().flat_map(|window| pieces::cut(scene, rule, window)) {
        judge.skip(seek.unknown_event(&piece).map(unknown_actor));
        for hit in seek.hits(&piece) {
            triggers.entry(hit).or_insert_with(|| piece.trigger.clone());
        }
    }
    let hits = leftmost_longest(scene, triggers.keys().cloned().collect());
    hits.into_iter().map(|hit| (hit.clone(), triggers.remove(&hit).flatten())).collect()
}

/// Drops the windows that lie in the one before them: what they hold is found there.
fn drop_inner(windows: &mut Vec<Piece>) {
    let mut outer = None;
    windows.retain(|window| {
        let Some((start, end)) = window.extent() else { return false };
        let is_inner = outer.is_some_and(|(first, last)| first <= start && end <= last);
        outer = if is_inner { outer } else { Some((start, end)) };
        !is_inner
    });
}
