//! A piece: some of the selected text that is judged by itself, with what happens there and what opened its window.

use std::ops::Range;
use std::rc::Rc;

use super::scene::{Point, Scene, Stretch};
use super::select::{Captured, Occurrence};

/// From one point up to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) start: Point,
    pub(super) end: Point,
}

impl Bounds {
    /// The bounds of some consecutive messages.
    pub(super) fn of(scene: &Scene<'_>, messages: Range<usize>) -> Self {
        Self { start: scene.start_of(messages.start), end: scene.start_of(messages.end) }
    }
}

/// Selected text in order, of which windows are parts: consecutive stretches, the outer ones maybe cut.
#[derive(Clone, Debug)]
pub(super) struct View {
    all: Rc<[Stretch]>,
    head: Option<Stretch>,
    inner: Range<usize>,
    tail: Option<Stretch>,
}

impl View {
    pub(super) fn whole(all: Rc<[Stretch]>) -> Self {
        let inner = 0..all.len();
        Self { all, head: None, inner, tail: None }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Stretch> {
        self.head.iter().chain(&self.all[self.inner.clone()]).chain(&self.tail)
    }

    /// The stretches that are cut, and the range of those that are whole.
    pub(super) fn parts(&self) -> (impl Iterator<Item = &Stretch>, Range<usize>) {
        (self.head.iter().chain(&self.tail), self.inner.clone())
    }

    /// What of some stretches, which are in order, lies between bounds. A rest that says nothing is none.
    pub(super) fn clipped(scene: &Scene<'_>, all: &Rc<[Stretch]>, bounds: &Bounds) -> Self {
        let first = all.partition_point(|stretch| stretch.end() < bounds.start);
        let end = first + all[first..].partition_point(|stretch| stretch.start() <= bounds.end);
        let clip = |index: usize| clip(&all[index], bounds);
        let said = |index: usize| clip(index).filter(|rest| scene.says_something(rest));
        let is_whole = |index: usize| clip(index).as_ref() == Some(&all[index]);
        let mut view = Self { all: Rc::clone(all), head: None, inner: first..end, tail: None };
        if first < end && !is_whole(first) {
            view.head = said(first);
            view.inner.start += 1;
        }
        if view.inner.start < view.inner.end && !is_whole(end - 1) {
            view.tail = said(end - 1);
            view.inner.end -= 1;
        }
        view
    }
}

fn clip(stretch: &Stretch, bounds: &Bounds) -> Option<Stretch> {
    if stretch.end() < bounds.start || bounds.end < stretch.start() {
        return None;
    }
    let start = if bounds.start > stretch.start() { bounds.start.at } else { stretch.range.start };
    let end = if bounds.end < stretch.end() { bounds.end.at } else { stretch.range.end };
    let kept = Stretch { text: stretch.text, range: start..end };
    (start < end || stretch.range.is_empty()).then_some(kept)
}

/// A piece of a conversation that is judged by itself.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// What is said in it.
    pub(super) view: View,
    /// What happens in it: the numbers of its events.
    pub(super) events: Range<usize>,
    /// What opened its window; of several triggers that are one occurrence, the one that is pointed at.
    pub(super) trigger: Option<Rc<Occurrence>>,
    /// The trigger that opened this very window.
    pub(super) opener: Option<Rc<Occurrence>>,
    /// Whether somebody has spoken since its trigger, so that something can be missing.
    pub(super) is_answered: bool,
    /// Whether nothing more can come into its window.
    pub(super) is_closed: bool,
}

impl Piece {
    /// Some stretches by themselves, without events.
    pub(super) fn of(stretches: Vec<Stretch>) -> Self {
        let view = View::whole(stretches.into());
        Self::new(view, 0..0)
    }

    /// What is said and what happens, without a trigger.
    pub(super) fn new(view: View, events: Range<usize>) -> Self {
        Self { view, events, trigger: None, opener: None, is_answered: true, is_closed: true }
    }

    pub(super) fn stretches(&self) -> impl Iterator<Item = &Stretch> {
        self.view.iter()
    }

    /// What the trigger captured that opened its window.
    pub(super) fn captured(&self) -> &[Captured] {
        self.opener.as_ref().map_or(&[], |opener| &opener.captured)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.stretches().next().is_none()
    }

    /// Where its first words begin and its last ones end.
    pub(super) fn extent(&self) -> Option<(Point, Point)> {
        Some((self.stretches().next()?.start(), self.stretches().last()?.end()))
    }

    /// Where it is pointed at as a whole: the first message that begins in it, else where it begins.
    pub(super) fn place(&self, scene: &Scene<'_>) -> Option<Stretch> {
        let begins = |stretch: &&Stretch| {
            let message = scene.text(stretch.text).message;
            let is_first = || stretch.text == scene.texts_of(message..message + 1).start;
            stretch.range.start == 0 && (self.trigger.is_none() || is_first())
        };
        self.stretches().find(begins).or(self.stretches().next()).cloned()
    }

    /// Its messages, in order.
    pub(super) fn messages(&self, scene: &Scene<'_>) -> Vec<usize> {
        let mut messages: Vec<usize> =
            self.stretches().map(|stretch| scene.text(stretch.text).message).collect();
        messages.dedup();
        messages
    }
}

/// What two ranges of events have in common.
pub(super) fn common(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    let start = one.start.max(other.start);
    start..one.end.min(other.end).max(start)
}
