//! Folding: texts that say the same to a reader become the same text, and each piece keeps its way back.

use std::ops::Range;

use super::characters::{MASK, SLOT, fold_char, is_ignored, is_opaque};
use super::han::{is_han, simplified};
use super::zones::Zones;

/// How far folding goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Folding {
    /// Only masks and slots are replaced.
    pub exact: bool,
    /// A single line end is a blank (e-mail wraps its lines).
    pub wraps: bool,
}

/// A folded text, with the way back to the text it was made from.
#[derive(Debug, Default)]
pub struct Folded {
    text: String,
    pieces: Vec<Piece>,
}

/// A stretch of folded text and the stretch of text it was made from, in bytes of each.
#[derive(Debug)]
struct Piece {
    folded: u32,
    start: u32,
    end: u32,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The range of the text that a range of the folded text was made from.
    pub fn origin(&self, folded: Range<usize>) -> Range<usize> {
        if folded.is_empty() {
            let at =
                self.piece_at(folded.start).map_or(0, |(piece, range)| back(piece, &range, folded.start).0);
            return at..at;
        }
        let start =
            self.piece_at(folded.start).map_or(0, |(piece, range)| back(piece, &range, folded.start).0);
        let end = self.piece_at(folded.end - 1).map_or(0, |(piece, range)| back(piece, &range, folded.end).1);
        start..end
    }

    /// The range of the folded text that was made from a range of the text.
    pub fn image(&self, text: Range<usize>) -> Range<usize> {
        let bound = |at: usize, end: bool| {
            let index = self.pieces.partition_point(|piece| (piece.end as usize) <= at);
            let Some(piece) = self.pieces.get(index) else {
                return self.text.len();
            };
            let range = self.folded_range(index);
            let (start, stop) = (piece.start as usize, piece.end as usize);
            match at.checked_sub(start) {
                None | Some(0) => range.start,
                Some(into) if stop - start == range.len() => range.start + into,
                Some(_) if end => range.end,
                Some(_) => range.start,
            }
        };
        let start = bound(text.start, false);
        start..bound(text.end, true).max(start)
    }

    fn piece_at(&self, folded: usize) -> Option<(&Piece, Range<usize>)> {
        let index = self.pieces.partition_point(|piece| (piece.folded as usize) <= folded).checked_sub(1)?;
        Some((self.pieces.get(index)?, self.folded_range(index)))
    }

    fn folded_range(&self, index: usize) -> Range<usize> {
        let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.folded as usize);
        self.pieces[index].folded as usize..end
    }

    /// Adds a character made from `text`; the answer is where that ends.
    fn push(&mut self, c: char, text: Range<usize>) -> usize {
        let (start, end) = (text.start as u32, text.end as u32);
        let folded = self.text.len() as u32;
        self.text.push(c);
        match self.pieces.last_mut() {
            Some(last)
                if c.len_utf8() == text.len()
                    && last.end == start
                    && last.end - last.start == folded - last.folded =>
            {
                last.end = end;
            }
            _ => self.pieces.push(Piece { folded, start, end }),
        }
        text.end
    }
}

/// Where a folded offset in a piece stands in the text: as a start, and as an end.
fn back(piece: &Piece, folded: &Range<usize>, at: usize) -> (usize, usize) {
    let (start, end) = (piece.start as usize, piece.end as usize);
    if end - start == folded.len() {
        let exact = start + (at - folded.start);
        (exact, exact)
    } else {
        (start, end)
    }
}

/// Folds a text. Masks and slots of `zones` become single characters.
pub fn fold(text: &str, zones: &Zones, folding: Folding) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), pieces: Vec::new() };
    let mut at = 0;
    for (range, mark) in zones.opaque() {
        folded.push_stretch(text, at..range.start, folding);
        at = folded.push(mark, range);
    }
    folded.push_stretch(text, at..text.len(), folding);
    folded
}

impl Folded {
    /// Adds what a stretch of text without masks and slots folds to.
    fn push_stretch(&mut self, text: &str, stretch: Range<usize>, folding: Folding) {
        let text = &text[..stretch.end];
        if folding.exact && !text[stretch.start..].contains(is_opaque) {
            return self.push_verbatim(&text[stretch.start..], stretch.start);
        }
        let mut at = stretch.start;
        while let Some(c) = text[at..].chars().next() {
            let next = at + c.len_utf8();
            at = match c {
                MASK | SLOT => self.push(char::REPLACEMENT_CHARACTER, at..next),
                c if folding.exact => self.push(c, at..next),
                '\u{3400}'..='\u{9FFF}' => self.push(simplified(c), at..next),
                c if is_blank(c) || c == '\n' || is_dot(c) => self.push_gap(text, at, folding),
                c => match fold_char(c) {
                    Some(kept) => self.push(kept, at..next),
                    None => next,
                },
            };
        }
    }

    /// Adds a text as it is, which stands at `start`.
    fn push_verbatim(&mut self, text: &str, start: usize) {
        if !text.is_empty() {
            let folded = self.text.len() as u32;
            self.pieces.push(Piece { folded, start: start as u32, end: (start + text.len()) as u32 });
            self.text.push_str(text);
        }
    }

    /// Adds what the blanks and dots at a place fold to; the answer is how far that reaches.
    fn push_gap(&mut self, text: &str, at: usize, folding: Folding) -> usize {
        let gap = Gap::at(&text[at..], folding.wraps);
        let follows = text[at + gap.len..].chars().next();
        let before = self.text.chars().next_back();
        if gap.dots <= 1 && gap.closes && before.is_some_and(is_han) && follows.is_some_and(is_han) {
            return at + gap.len;
        }
        if gap.blanks > 0 {
            return self.push(if gap.breaks { '\n' } else { ' ' }, at..at + gap.blanks);
        }
        let dot = text[at..].chars().next().unwrap_or('.');
        self.push(fold_char(dot).unwrap_or(dot), at..at + dot.len_utf8())
    }
}

/// A run of blanks and dots.
struct Gap {
    /// The length of the run, in bytes.
    len: usize,
    /// The length of the blanks at its head.
    blanks: usize,
    /// Whether the blanks at its head hold a line end that counts.
    breaks: bool,
    dots: usize,
    /// Whether no line end that counts stands in it.
    closes: bool,
}

impl Gap {
    fn at(text: &str, wraps: bool) -> Self {
        let mut gap = Self { len: 0, blanks: 0, breaks: false, dots: 0, closes: true };
        let mut line_ends = 0;
        for c in text.chars() {
            match c {
                '\n' => line_ends += 1,
                c if is_blank(c) || is_ignored(c) => (),
                c if is_dot(c) => gap.dots += 1,
                _ => break,
            }
            gap.len += c.len_utf8();
            gap.closes = line_ends <= usize::from(wraps);
            if gap.dots == 0 {
                gap.blanks = gap.len;
                gap.breaks = !gap.closes;
            }
        }
        gap
    }
}

/// Blanks inside a line.
fn is_blank(c: char) -> bool {
    c != '\n' && c.is_whitespace()
}

/// Dots that people put between characters: 不.知.道, 不·知·道.
fn is_dot(c: char) -> bool {
    matches!(c, '.' | '．' | '·' | '•' | '・' | '‧')
}
