//! `require`: the pattern occurs; a piece without it is a finding.

use std::cell::OnceCell;
use std::collections::HashMap;

use super::finding::{self, NearMiss};
use super::hits::{Hit, Seek};
use super::judge::Judge;
use super::model::{Per, Rule, Side, Within};
use super::open;
use super::piece::Piece;
use super::pieces;
use super::scene::{Scene, Stretch};
use super::select::unknown_actor;
use super::wanted::Wanted;

/// Reports pieces of some windows that lack what a rule requires of the selected text.
pub(super) fn judge<'s>(
    judge: &mut Judge<'s, '_>,
    wanted: &'s Wanted,
    selected: &[Stretch],
    groups: Vec<Vec<Piece>>,
) {
    let (scene, rule, seek) = (judge.scene, judge.rule, judge.seek(wanted));
    let mut known =
        Known { seek, selected, cut: HashMap::new(), before: OnceCell::new(), said: OnceCell::new() };
    for window in groups.into_iter().filter_map(|group| pointed(rule, group)) {
        if !window.is_answered {
            continue;
        }
        let is_wanted_anyway = is_wanted_without_text(rule, &window);
        let mut pieces = pieces::cut(scene, rule, window.clone());
        if pieces.is_empty() && is_wanted_anyway {
            pieces.push(window);
        }
        for piece in pieces {
            if known.is_in(&piece, rule) || open::may_come(scene, rule, &piece) {
                continue;
            }
            if let Some(event) = seek.unknown_event(&piece) {
                judge.skip([unknown_actor(event)]);
            } else if let Some(place) = standing_place(scene, rule, &piece) {
                let trigger = piece.trigger.as_deref();
                let report =
                    || finding::of_absence(scene, rule, &place, trigger, known.near_miss(&piece, rule));
                judge.report(&place, report);
            }
        }
    }
}

/// The window of the trigger that is pointed at: the last of those that are one occurrence; with `before`, the first.
fn pointed(rule: &Rule, group: Vec<Piece>) -> Option<Piece> {
    match rule.is_before() {
        true => group.into_iter().next(),
        false => group.into_iter().next_back(),
    }
}

/// Whether words are missing in a window where nothing is said: in front of a trigger; and where they came too late.
fn is_wanted_without_text(rule: &Rule, window: &Piece) -> bool {
    let within = rule.window.as_ref().and_then(|window| window.within);
    let is_timed = matches!(within, Some(Within::Time(_)));
    window.trigger.is_some() && rule.per.is_none() && (rule.is_before() || is_timed)
}

/// Where a pattern has been found. Windows overlap, so that a stretch is asked for again and again.
struct Known<'s, 'c, 'p> {
    seek: Seek<'s, 'c>,
    selected: &'p [Stretch],
    /// Whether it stands in a stretch that is cut.
    cut: HashMap<Stretch, bool>,
    /// In how many of the selected stretches before each it stands.
    before: OnceCell<Vec<usize>>,
    /// Where it stands at all.
    said: OnceCell<Vec<NearMiss>>,
}

impl Known<'_, '_, '_> {
    fn is_in(&mut self, piece: &Piece, rule: &Rule) -> bool {
        if !self.seek.wanted.search.combined().is_empty() {
            return !self.seek.hits(piece).is_empty();
        }
        if rule.unit() != Per::Conversation {
            return piece.stretches().any(|stretch| self.is_in_stretch(stretch));
        }
        let (mut cut, whole) = piece.view.parts();
        let before = self.before.get_or_init(|| self.counts());
        before[whole.end] > before[whole.start] || cut.any(|stretch| self.is_in_stretch(stretch))
    }

    /// Wanted words that do not count: in the piece, since something speaks against them; else the next behind it or the
    /// last in front of it.
    fn near_miss(&self, piece: &Piece, rule: &Rule) -> Option<NearMiss> {
        let said = self.said.get_or_init(|| self.all_said());
        let (start, end) = piece.extent()?;
        let first = said.partition_point(|miss| miss.words.start() < start);
        let behind = said.partition_point(|miss| miss.words.start() < end);
        if let Some(miss) = said[first..behind].first() {
            return Some(miss.clone());
        }
        let counts = |miss: &&NearMiss| miss.objection.is_none() && rule.per.is_none();
        let found = said[behind..].iter().find(counts).or_else(|| said[..first].iter().rev().find(counts));
        found.cloned()
    }

    /// All that the side says of what is wanted, in order, whether it counts or not.
    fn all_said(&self) -> Vec<NearMiss> {
        let Seek { scene, wanted, side } = self.seek;
        let turns = scene.turns(side);
        let stretches = turns.messages().iter().flat_map(|&message| scene.judged(message));
        let there = stretches.filter(|stretch| scene.may_stand(wanted, stretch.text));
        let words = there.flat_map(|stretch| scene.find(&wanted.search, &stretch));
        let said = words.map(|words| NearMiss { objection: scene.objection(wanted, &words), words });
        let mut said: Vec<NearMiss> = said.collect();
        said.sort_by_key(|miss| miss.words.start());
        said
    }

    fn counts(&self) -> Vec<usize> {
        let sums = self.selected.iter().scan(0, |sum, stretch| {
            *sum += usize::from(self.seek.is_in(stretch));
            Some(*sum)
        });
        std::iter::once(0).chain(sums).collect()
    }

    fn is_in_stretch(&mut self, stretch: &Stretch) -> bool {
        let seek = self.seek;
        *self.cut.entry(stretch.clone()).or_insert_with(|| seek.is_in(stretch))
    }
}

/// Where an absence stands: on the trigger it should have stood before; else on the first message that begins in the
/// piece, else on the piece itself, else on the first message behind the trigger.
fn standing_place(scene: &Scene<'_>, rule: &Rule, piece: &Piece) -> Option<Hit> {
    let trigger = piece.trigger.as_deref();
    if let (Some(trigger), Some(Side::Before), None) = (trigger, rule.side(), rule.per) {
        return Some(trigger.place(scene));
    }
    let inside = piece.place(scene);
    let behind = || {
        let turns = scene.turns(rule.selection.from);
        let end = turns.nth_message_from(trigger?.messages.end, 1)?;
        Some(scene.stretch_at(end - 1))
    };
    inside.or_else(behind).map(Hit::of)
}
