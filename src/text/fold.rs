//! Folding: texts that say the same to a reader become the same text, and each piece keeps its way back.

use std::ops::Range;

use super::han::{is_han, simplified, simplified_pairs};
use super::zones::Zones;

/// What a mask becomes: one character that nothing matches.
pub const MASK: char = '\u{E000}';
/// What a slot becomes.
pub const SLOT: char = '\u{E001}';

/// Whether a folded character stands for something hidden or still to come.
pub fn is_opaque(c: char) -> bool {
    matches!(c, MASK | SLOT)
}

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

    /// Adds a character made from `text`.
    fn push(&mut self, c: char, text: Range<usize>) {
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
                return;
            }
            _ => (),
        }
        self.pieces.push(Piece { folded, start, end });
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
    let mut opaque = zones.opaque().peekable();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if let Some((range, mark)) = opaque.next_if(|(range, _)| range.start <= at) {
            folded.push(mark, range.clone());
            at = range.end;
            continue;
        }
        let next = at + c.len_utf8();
        if folding.exact {
            folded.push(if is_opaque(c) { char::REPLACEMENT_CHARACTER } else { c }, at..next);
            at = next;
            continue;
        }
        let limit = opaque.peek().map_or(text.len(), |(range, _)| range.start);
        let (kept, end) = unit(&text[..limit], at, c, folded.text.chars().next_back(), folding);
        if let Some(kept) = kept {
            folded.push(kept, at..end);
        }
        at = end;
    }
    folded
}

/// The folded character that stands for the next character or run of blanks (none: dropped), and where it ends.
fn unit(text: &str, at: usize, c: char, before: Option<char>, folding: Folding) -> (Option<char>, usize) {
    let next = at + c.len_utf8();
    if is_blank(c) || c == '\n' || is_dot(c) {
        let gap = Gap::at(&text[at..], folding.wraps);
        let follows = text[at + gap.len..].chars().next();
        if gap.dots <= 1 && gap.closes && before.is_some_and(is_han) && follows.is_some_and(is_han) {
            return (None, at + gap.len);
        }
        if gap.blanks > 0 {
            return (Some(if gap.breaks { '\n' } else { ' ' }), at + gap.blanks);
        }
    }
    (fold_char(c), next)
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

/// Characters without a shape of their own (Unicode Default_Ignorable, most of it).
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

/// A character folded: case, width, script, digits. None where it is dropped.
fn fold_char(c: char) -> Option<char> {
    match c {
        '\0'..='\x7F' => Some(c.to_ascii_lowercase()),
        '\u{3400}'..='\u{9FFF}' => Some(simplified(c)),
        MASK | SLOT => Some(char::REPLACEMENT_CHARACTER),
        c if is_ignored(c) => None,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).map(|c| c.to_ascii_lowercase()),
        '’' | '‘' => Some('\''),
        '“' | '”' => Some('"'),
        '｡' => Some('。'),
        '､' => Some('、'),
        '｢' => Some('「'),
        '｣' => Some('」'),
        c => Some(digit(c).unwrap_or_else(|| lower(c))),
    }
}

fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

/// The first of each ten decimal digits outside ASCII (Unicode general category Nd).
const ZEROS: [u32; 41] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0,
    0x1C40, 0x1C50, 0x2080, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x1D7CE, 0x1D7D8,
    0x1D7E2, 0x1D7EC, 0x1D7F6,
];

/// The first of each nine digits 1 to 9 in circles, brackets or before a dot.
const ONES: [u32; 7] = [0x2460, 0x2474, 0x2488, 0x24F5, 0x2776, 0x2780, 0x278A];

/// The ASCII digit of a foreign, circled or raised one.
fn digit(c: char) -> Option<char> {
    let code = u32::from(c);
    let value = match code {
        0x24EA | 0x2070 => 0,
        0xB9 => 1,
        0xB2 | 0xB3 => code - 0xB0,
        0x2074..=0x2079 => code - 0x2070,
        _ => {
            let zero = ZEROS.iter().map(|&zero| code.wrapping_sub(zero)).find(|&value| value <= 9);
            let one = || ONES.iter().map(|&one| code.wrapping_sub(one)).find(|&value| value <= 8);
            zero.or_else(|| one().map(|value| value + 1))?
        }
    };
    char::from_digit(value, 10)
}

/// All characters that fold to another one, with that one, except for letter case.
pub fn twins() -> impl Iterator<Item = (char, char)> {
    let digits = ZEROS.iter().flat_map(|&zero| zero..zero + 10);
    let digits = digits.chain(ONES.iter().flat_map(|&one| one..one + 9));
    let others =
        (0xFF01..=0xFF65).chain(digits).chain([0x24EA, 0x2070, 0xB9, 0xB2, 0xB3]).chain(0x2074..=0x2079);
    let others = others.chain("’‘“”".chars().map(u32::from)).filter_map(char::from_u32);
    let others = others.filter_map(|c| Some((c, fold_char(c)?))).filter(|(c, folded)| c != folded);
    simplified_pairs().chain(others)
}
