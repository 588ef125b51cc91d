//! Folding: texts that say the same to a reader become the same text, and each piece keeps its way back.

use std::ops::Range;

use crate::source::is_invisible;

use super::characters::{AllTraits, CHANGES, Traits, fold_char, is_dot, is_gap, is_opaque};
use super::han::is_han;
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
    /// Whether they correspond byte by byte; else the piece is one, and nothing inside it has a place of its own.
    is_aligned: bool,
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
            match at.checked_sub(piece.start as usize) {
                None | Some(0) => range.start,
                Some(into) if piece.is_aligned => range.start + into,
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

    /// Adds a character made from one of `text`.
    fn push(&mut self, c: char, text: Range<usize>) {
        let is_aligned = c.len_utf8() == text.len();
        match self.pieces.last_mut() {
            Some(last) if is_aligned && last.is_aligned && last.end as usize == text.start => {
                last.end = text.end as u32;
                self.text.push(c);
            }
            _ => self.push_piece(c, text, is_aligned),
        }
    }

    fn push_piece(&mut self, c: char, text: Range<usize>, is_aligned: bool) {
        let folded = self.text.len() as u32;
        self.pieces.push(Piece { folded, start: text.start as u32, end: text.end as u32, is_aligned });
        self.text.push(c);
    }
}

/// Where a folded offset in a piece stands in the text: as a start, and as an end.
fn back(piece: &Piece, folded: &Range<usize>, at: usize) -> (usize, usize) {
    let (start, end) = (piece.start as usize, piece.end as usize);
    if piece.is_aligned {
        let exact = start + (at - folded.start);
        (exact, exact)
    } else {
        (start, end)
    }
}

/// The zones of a text, and the text folded, in the place of an older one.
pub fn zones_and_fold(text: &str, folding: Folding, mut older: Folded) -> (Zones, Folded) {
    older.begin_anew(text);
    let traits = older.push_stretch(text, 0..text.len(), folding);
    let zones = Zones::of(text, traits);
    let folded = if zones.has_opaque() { fold(text, &zones, folding) } else { older };
    (zones, folded)
}

/// Folds a text. Masks and slots of `zones` become single characters.
pub fn fold(text: &str, zones: &Zones, folding: Folding) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), pieces: Vec::new() };
    let mut at = 0;
    for (range, mark) in zones.opaque() {
        folded.push_stretch(text, at..range.start, folding);
        at = range.end;
        folded.push_piece(mark, range, false);
    }
    folded.push_stretch(text, at..text.len(), folding);
    folded
}

impl Folded {
    fn begin_anew(&mut self, text: &str) {
        self.text.clear();
        self.text.reserve(text.len());
        self.pieces.clear();
    }

    /// Adds what a stretch of text without masks and slots folds to; the answer is what its characters are like.
    fn push_stretch(&mut self, text: &str, stretch: Range<usize>, folding: Folding) -> Traits {
        let (text, known) = (&text[..stretch.end], AllTraits::known());
        let (mut at, mut kept, mut seen) = (stretch.start, stretch.start, 0);
        loop {
            let start = at + known.kept(&text[at..], &mut seen);
            let Some(c) = text[start..].chars().next() else { break };
            let (end, traits) = (start + c.len_utf8(), known.of(c));
            seen |= traits;
            at = end;
            if traits & CHANGES == 0 || is_kept(c, &text[end..], folding) {
                continue;
            }
            let is_gap = !folding.exact && is_gap(c);
            let folded = fold_char(c);
            if folded == Some(c) && !is_gap {
                continue;
            }
            self.push_verbatim(&text[kept..start], kept);
            if is_gap {
                at = self.push_gap(text, start, folding);
            } else if let Some(c) = folded {
                self.push(c, start..end);
            }
            kept = at;
        }
        self.push_verbatim(&text[kept..], kept);
        seen
    }

    /// Adds a text as it is, which stands at `start`.
    fn push_verbatim(&mut self, text: &str, start: usize) {
        let end = (start + text.len()) as u32;
        match self.pieces.last_mut() {
            _ if text.is_empty() => return,
            Some(last) if last.is_aligned && last.end as usize == start => last.end = end,
            _ => {
                let folded = self.text.len() as u32;
                self.pieces.push(Piece { folded, start: start as u32, end, is_aligned: true });
            }
        }
        self.text.push_str(text);
    }

    /// Adds what the run of blanks and dots at a place folds to; the answer is where it ends.
    fn push_gap(&mut self, text: &str, at: usize, folding: Folding) -> usize {
        let end = text[at..].find(|c| !(is_gap(c) || is_invisible(c))).map_or(text.len(), |len| at + len);
        let run = &text[at..end];
        let is_between = self.text.ends_with(is_han) && text[end..].starts_with(is_han);
        if is_between && !breaks(run, folding) && run.chars().filter(|&c| is_dot(c)).count() <= 1 {
            return end;
        }
        let mut from = at;
        for stretch in run.split_inclusive(is_dot) {
            let blanks = stretch.trim_end_matches(is_dot);
            if blanks.contains(is_gap) {
                let blank = if breaks(blanks, folding) { '\n' } else { ' ' };
                self.push(blank, from..from + blanks.len());
            }
            let dot = from + blanks.len()..from + stretch.len();
            stretch[blanks.len()..].chars().filter_map(fold_char).for_each(|c| self.push(c, dot.clone()));
            from += stretch.len();
        }
        end
    }
}

/// Whether a character that may change does not, as far as it can be told by what follows. No gap between a letter and
/// a letter that is no Han character changes.
fn is_kept(c: char, behind: &str, folding: Folding) -> bool {
    match c {
        c if folding.exact => !is_opaque(c),
        ' ' | '.' => behind.starts_with(|c: char| c.is_ascii_alphanumeric()),
        _ => false,
    }
}

/// Whether a run of blanks holds a line end that counts.
fn breaks(run: &str, folding: Folding) -> bool {
    run.matches('\n').count() > usize::from(folding.wraps)
}
