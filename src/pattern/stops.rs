//! Stops: ends of sentences and clauses over which no match of a regex reaches, so that what lies between them can be
//! searched by itself.

use std::ops::Range;

use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Serialize};

/// Characters that stand in none of the matches of a regex, of those at which sentences and clauses end: a bit for each.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Stops(u8);

/// The ends of sentences and clauses, as they fold.
const STOPS: [char; 7] = ['\n', '。', '.', '!', '?', ';', ','];

impl Stops {
    /// Those of a regex; none where it asks for the beginning or the end of the text, which parts of it have as well.
    pub(super) fn of(hir: &Hir) -> Self {
        if hir.properties().look_set().contains_anchor() {
            return Self::default();
        }
        let bits = STOPS.iter().enumerate().filter(|(_, stop)| !holds(hir, **stop)).map(|(bit, _)| 1 << bit);
        Self(bits.sum())
    }

    /// The parts of a text between them.
    pub(super) fn parts(self, text: &str) -> impl Iterator<Item = Range<usize>> {
        let is_stop =
            move |c| STOPS.iter().position(|stop| *stop == c).is_some_and(|bit| self.0 >> bit & 1 != 0);
        let mut start = 0;
        let ends = text.match_indices(is_stop).map(|(at, stop)| (at, at + stop.len()));
        ends.chain([(text.len(), text.len())])
            .map(move |(end, next)| std::mem::replace(&mut start, next)..end)
    }
}

/// Whether a character may stand in a match of a regex.
fn holds(hir: &Hir, c: char) -> bool {
    match hir.kind() {
        HirKind::Literal(text) => std::str::from_utf8(&text.0).map_or(true, |text| text.contains(c)),
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().any(|range| (range.start()..=range.end()).contains(&c))
        }
        HirKind::Class(Class::Bytes(_)) => true,
        other => other.subs().iter().any(|part| holds(part, c)),
    }
}

#[cfg(test)]
mod tests {
    use regex_syntax::hir::Hir;

    use super::Stops;

    fn parts<'t>(regex: &str, text: &'t str) -> Vec<&'t str> {
        let hir = regex_syntax::parse(regex).unwrap_or(Hir::fail());
        Stops::of(&hir).parts(text).map(|part| &text[part]).collect()
    }

    #[test]
    fn a_text_is_cut_where_no_match_reaches_over() {
        assert_eq!(parts("退[^。]*款", "好。退,款\n"), ["好", "退,款\n"]);
        assert_eq!(parts("退款", "好。退款, 退\n"), ["好", "退款", " 退", ""]);
        assert_eq!(parts("退款$", "好。退款"), ["好。退款"]);
    }
}
