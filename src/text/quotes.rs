//! Quotations: reported speech and titles, between marks in pairs.

use super::TextRange;
use super::zones::outermost;

/// Marks that open a quotation, with those that close it.
const MARKS: [(char, char); 5] = [('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('"', '"')];

/// Finds quotations: the outermost pairs of marks. A mark without its partner is nothing.
pub(super) fn quotes(text: &str) -> Vec<TextRange> {
    let mut quotes = Quotes::default();
    for (at, c) in text.char_indices() {
        match c {
            '\n' => quotes.straight = None,
            '"' => quotes.straight(at, text[..at].ends_with(|c: char| c.is_ascii_digit())),
            _ if MARKS.iter().any(|(open, _)| *open == c) => quotes.open.push((c, at)),
            _ => {
                if let Some((open, _)) = MARKS.iter().find(|(_, close)| *close == c) {
                    quotes.close(*open, at + c.len_utf8());
                }
            }
        }
    }
    outermost(quotes.found)
}

/// Quotations on the way through a text.
#[derive(Default)]
struct Quotes {
    /// The marks that wait for their partners, and where they stand.
    open: Vec<(char, usize)>,
    /// Where a straight mark waits for its partner, which stands on the same line, and what else was open there.
    straight: Option<(usize, usize)>,
    found: Vec<TextRange>,
}

impl Quotes {
    /// Closes what a mark opened; what was opened inside and not closed is nothing.
    fn close(&mut self, open: char, end: usize) {
        // Few marks are open at a time, except in a text of nothing but marks.
        let recent = self.open.len().saturating_sub(DEEPEST);
        if let Some(index) = self.open[recent..].iter().rposition(|(mark, _)| *mark == open) {
            self.found.push(self.open[recent + index].1..end);
            self.open.truncate(recent + index);
            self.straight = self.straight.filter(|(_, depth)| *depth <= recent + index);
        }
    }

    /// Takes a straight mark. Behind a digit it opens nothing: 5" are inches.
    fn straight(&mut self, at: usize, is_behind_digit: bool) {
        match self.straight.take() {
            Some((start, depth)) => {
                self.found.push(start..at + 1);
                self.open.truncate(depth);
            }
            None if is_behind_digit => (),
            None => self.straight = Some((at, self.open.len())),
        }
    }
}

/// How deep quotations may stand in each other.
const DEEPEST: usize = 64;
