//! The way back through a decoding: which bytes each piece of a decoded text was made from.

use std::ops::Range;

/// A map from a text to the bytes it was made from, in order. Offsets into both count from 0.
///
/// It is kept as runs of units of one length, so that base64 costs a run a line and plain text one in all; what was
/// decoded several times keeps the map of each decoding, and only the way back of a hit is walked through all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    runs: Vec<Run>,
    /// How long the text is.
    len: usize,
    /// The map of the text that this one was made from, where that was decoded too.
    outer: Option<Box<Map>>,
}

/// Units one behind the other, each of as many bytes of text, made from as many bytes, as the others. Nothing inside
/// a unit has a place of its own. All figures are bytes; what is read whole is far shorter than `u32` can count.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    /// Where the first unit stands in the text.
    text: u32,
    /// Where the bytes begin that it was made from.
    raw: u32,
    unit_text: u32,
    unit_raw: u32,
    /// How far apart the units begin in the bytes.
    step: u32,
}

impl Map {
    /// The map of a text that stands in the bytes as it is.
    pub fn verbatim(raw: Range<usize>) -> Self {
        let mut map = Self::default();
        map.push_verbatim(raw);
        map
    }

    /// How long the text is, in bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds text that stands in the bytes as it is.
    pub fn push_verbatim(&mut self, raw: Range<usize>) {
        if !raw.is_empty() {
            self.push(Run { text: 0, raw: small(raw.start), unit_text: 1, unit_raw: 1, step: 1 }, raw.len());
        }
    }

    /// Adds `len` bytes of text that were made from some bytes as a whole, such as one character from an escape.
    pub fn push_unit(&mut self, len: usize, raw: Range<usize>) {
        if len > 0 {
            let (start, width) = (small(raw.start), small(raw.len()));
            self.push(Run { text: 0, raw: start, unit_text: small(len), unit_raw: width, step: width }, 1);
        }
    }

    /// Adds `count` units one right behind the other, each of `len` bytes of text made from `width` bytes.
    pub fn push_units(&mut self, count: usize, len: usize, raw: usize, width: usize) {
        if count > 0 {
            self.push_unit(len, raw..raw + width);
        }
        if count > 1 {
            let (unit_text, unit_raw) = (small(len), small(width));
            let run = Run { text: 0, raw: small(raw + width), unit_text, unit_raw, step: unit_raw };
            self.push(run, count - 1);
        }
    }

    /// Whether another text was decoded as often.
    pub fn is_as_deep(&self, other: &Self) -> bool {
        match (&self.outer, &other.outer) {
            (Some(outer), Some(other)) => outer.is_as_deep(other),
            (outer, other) => outer.is_none() && other.is_none(),
        }
    }

    /// Adds a text that was decoded as often, behind `glue` bytes that were made from nothing.
    pub fn push_map(&mut self, glue: usize, later: Self) {
        let behind = self.outer.as_ref().map_or(0, |outer| outer.len);
        let end = if self.outer.is_some() { behind } else { self.bounds_at(self.len).end };
        self.push_unit(glue, end..end);
        let before = small(self.len);
        let moved = |run: Run| Run { text: run.text + before, raw: run.raw + small(behind), ..run };
        self.runs.extend(later.runs.into_iter().map(moved));
        self.len += later.len;
        if let (Some(outer), Some(later)) = (&mut self.outer, later.outer) {
            outer.push_map(0, *later);
        }
    }

    /// Adds `count` units.
    fn push(&mut self, run: Run, count: usize) {
        let end = small(self.len);
        self.len += run.unit_text as usize * count;
        let goes_on = self.runs.last_mut().is_some_and(|last| last.takes(&run, end));
        if !goes_on {
            self.runs.push(Run { text: end, ..run });
        }
    }

    /// The bytes that a range of the text was made from; of an empty range, where it stands.
    pub fn raw_of(&self, text: Range<usize>) -> Range<usize> {
        let start = self.bounds_at(text.start).start;
        let end = if text.is_empty() { start } else { self.bounds_at(text.end - 1).end.max(start) };
        match &self.outer {
            Some(outer) => outer.raw_of(start..end),
            None => start..end,
        }
    }

    /// The bytes of the unit that holds a byte of the text; behind the text, the end of the last.
    fn bounds_at(&self, at: usize) -> Range<usize> {
        let next = self.runs.partition_point(|run| run.text as usize <= at.min(self.len.saturating_sub(1)));
        let Some(run) = next.checked_sub(1).and_then(|index| self.runs.get(index)) else {
            return 0..0;
        };
        let unit = (at.min(self.len - 1) - run.text as usize) / run.unit_text as usize;
        let start = run.raw as usize + unit * run.step as usize;
        let end = start + run.unit_raw as usize;
        if at < self.len { start..end } else { end..end }
    }

    /// The map of a text that was made from another text, which was made from the bytes: first `self`, then `outer`.
    #[must_use]
    pub fn through(mut self, outer: Self) -> Self {
        let outer = match self.outer.take() {
            Some(between) => between.through(outer),
            None => outer,
        };
        self.outer = Some(Box::new(outer));
        self
    }
}

impl Run {
    /// Takes units up that go on as these do; `end` is where these end in the text.
    fn takes(&mut self, more: &Self, end: u32) -> bool {
        let count = (end - self.text) / self.unit_text;
        let gap = more.raw.checked_sub(self.raw);
        let is_alike = (self.unit_text, self.unit_raw) == (more.unit_text, more.unit_raw);
        let is_first_step = count == 1 && self.unit_text > 1 && gap.is_some();
        if !is_alike || !is_first_step && gap != Some(count * self.step) {
            return false;
        }
        if is_first_step {
            self.step = gap.unwrap_or(self.step);
        }
        true
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Map;

    /// `a&amp;b` → `a&b`, itself decoded from bytes where `a` was written `=61`.
    #[test]
    fn layers_lead_back_to_the_bytes() {
        let mut entity = Map::default();
        entity.push_verbatim(0..1);
        entity.push_unit(1, 1..6);
        entity.push_verbatim(6..7);
        let mut quoted = Map::default();
        quoted.push_unit(1, 0..3);
        quoted.push_verbatim(3..9);
        let both = entity.through(quoted);
        assert_eq!(both.len(), 3);
        assert_eq!([both.raw_of(0..1), both.raw_of(1..2), both.raw_of(2..3)], [0..3, 3..8, 8..9]);
        assert_eq!([both.raw_of(0..3), both.raw_of(3..3), both.raw_of(1..1)], [0..9, 9..9, 3..3]);
    }

    /// Units that are added together are as those added one by one, whatever stands in front of them.
    #[test]
    fn units_can_be_added_together() {
        for before in [0..0, 0..4, 2..6] {
            let (mut together, mut one_by_one) = (Map::default(), Map::default());
            for map in [&mut together, &mut one_by_one] {
                map.push_unit(before.len() / 4 * 3, before.clone());
                map.push_unit(before.len() / 4 * 3, before.start + 6..before.end + 6);
            }
            together.push_units(5, 3, 20, 4);
            (0..5).for_each(|unit| one_by_one.push_unit(3, 20 + unit * 4..24 + unit * 4));
            assert_eq!(together.len(), one_by_one.len());
            for at in 0..together.len() {
                assert_eq!(together.raw_of(at..at + 1), one_by_one.raw_of(at..at + 1), "{before:?} {at}");
            }
        }
    }

    /// Two lines of base64, and a character whose bytes lie in both: units that overlap, and a step that changes.
    #[test]
    fn runs_keep_the_place_of_each_unit() {
        let units = [(3, 0..4), (3, 4..8), (3, 10..14), (2, 14..18), (3, 14..20), (3, 18..24), (3, 22..28)];
        let mut map = Map::default();
        units.iter().for_each(|(len, raw)| map.push_unit(*len, raw.clone()));
        map.push_verbatim(30..33);
        map.push_unit(1, 40..41);
        let mut at = 0;
        for (len, raw) in units {
            assert_eq!(map.raw_of(at..at + len), raw);
            assert_eq!(map.raw_of(at + 1..at + len), raw, "inside a unit");
            at += len;
        }
        assert_eq!(
            [map.raw_of(at..at + 1), map.raw_of(at + 2..at + 3), map.raw_of(at + 3..at + 4)],
            [30..31, 32..33, 40..41]
        );
        assert_eq!(map.raw_of(at + 4..at + 4), 41..41);
    }
}
