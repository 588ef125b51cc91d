//! The way back through a decoding: which bytes each piece of a decoded text was made from.

use std::ops::Range;

/// A map from a text to the bytes it was made from, piece by piece, in order. Offsets into both count from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Map {
    pieces: Vec<Piece>,
    /// How long the text is.
    len: usize,
}

/// A stretch of the text, from `text` up to the next piece.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    text: usize,
    raw: Range<usize>,
    /// Whether text and bytes correspond one by one; else the stretch is one, and nothing inside has a place of its own.
    is_verbatim: bool,
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
        match self.pieces.last_mut() {
            _ if raw.is_empty() => (),
            Some(last) if last.is_verbatim && last.raw.end == raw.start => {
                self.len += raw.len();
                last.raw.end = raw.end;
            }
            _ => {
                let len = raw.len();
                self.push(len, raw, true);
            }
        }
    }

    /// Adds `len` bytes of text that were made from some bytes as a whole, such as one character from an escape.
    pub fn push_unit(&mut self, len: usize, raw: Range<usize>) {
        if len > 0 {
            self.push(len, raw, false);
        }
    }

    fn push(&mut self, len: usize, raw: Range<usize>, is_verbatim: bool) {
        self.pieces.push(Piece { text: self.len, raw, is_verbatim });
        self.len += len;
    }

    /// The bytes that a range of the text was made from; of an empty range, where it stands.
    pub fn raw_of(&self, text: Range<usize>) -> Range<usize> {
        let start = self.bound(text.start, false);
        if text.is_empty() {
            return start..start;
        }
        start..self.bound(text.end, true).max(start)
    }

    /// Where a place of the text stands in the bytes: as a start, or as an end, which belongs to what is before it.
    fn bound(&self, at: usize, is_end: bool) -> usize {
        let behind =
            self.pieces.partition_point(|piece| if is_end { piece.text < at } else { piece.text <= at });
        let Some(piece) = behind.checked_sub(1).map(|index| &self.pieces[index]) else {
            return self.pieces.first().map_or(0, |first| first.raw.start);
        };
        match (piece.is_verbatim, is_end) {
            (true, _) => (piece.raw.start + (at - piece.text)).min(piece.raw.end),
            (false, true) => piece.raw.end,
            (false, false) if at >= self.len => piece.raw.end,
            (false, false) => piece.raw.start,
        }
    }

    /// The map of a text that was made from another text, which was made from the bytes: first `self`, then `outer`.
    #[must_use]
    pub fn through(&self, outer: &Self) -> Self {
        let mut map = Self::default();
        let ends = self.pieces.iter().skip(1).map(|piece| piece.text).chain([self.len]);
        for (piece, end) in self.pieces.iter().zip(ends) {
            if piece.is_verbatim {
                outer.copy(piece.raw.clone(), &mut map);
            } else {
                map.push_unit(end - piece.text, outer.raw_of(piece.raw.clone()));
            }
        }
        map
    }

    /// Adds a range of this map's text to another map, piece by piece.
    fn copy(&self, text: Range<usize>, to: &mut Self) {
        let first = self.pieces.partition_point(|piece| piece.text <= text.start).saturating_sub(1);
        for (index, piece) in self.pieces.iter().enumerate().skip(first) {
            let end = self.pieces.get(index + 1).map_or(self.len, |next| next.text);
            let (from, until) = (piece.text.max(text.start), end.min(text.end));
            if from >= until {
                break;
            }
            if piece.is_verbatim {
                let start = piece.raw.start + (from - piece.text);
                to.push_verbatim(start..start + (until - from));
            } else {
                to.push_unit(until - from, piece.raw.clone());
            }
        }
    }
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
        let both = entity.through(&quoted);
        assert_eq!(both.len(), 3);
        assert_eq!([both.raw_of(0..1), both.raw_of(1..2), both.raw_of(2..3)], [0..3, 3..8, 8..9]);
        assert_eq!([both.raw_of(0..3), both.raw_of(3..3), both.raw_of(1..1)], [0..9, 9..9, 3..3]);
    }
}
