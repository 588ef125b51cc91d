//! Layouts: most lines of a file have the same keys in the same order, with strings behind them. Once that is known, what
//! stands between the values need only be compared.

use std::iter;

use super::super::super::Field;
use super::super::super::table::keys::Keys;
use super::line::Line;
use super::plain::Pair;
use crate::text::TextRange;

/// How many layouts of a chunk are remembered.
const MOST: usize = 4;

/// The layouts of the lines of a chunk, learnt from those that were read without one.
#[derive(Default)]
pub(super) struct Layouts(Vec<Layout>);

/// How the lines of a kind are laid out.
struct Layout {
    marks: Vec<Mark>,
    /// What stands behind the last value from its quote on, the line end included.
    end: String,
}

/// What stands in front of a value, up to its quote.
struct Mark {
    text: String,
    field: Option<Field>,
    /// Where the key stands in it.
    written: TextRange,
}

impl Layouts {
    /// Reads the first line of a text, if its layout is known; the answer is its length. Controls have to be looked for.
    pub(super) fn read<'a>(&self, text: &'a str, line: &mut Line<'a>) -> Option<usize> {
        self.0.iter().find_map(|layout| {
            *line = Line::default();
            layout.read(text, line)
        })
    }

    /// Learns the layout of a line, if it is an object of strings.
    pub(super) fn learn(&mut self, line: &str, pairs: &[Pair<'_>], keys: &Keys) {
        if self.0.len() < MOST && line.ends_with('\n') && pairs.iter().all(Pair::is_string) {
            self.0.push(Layout::of(line, pairs, keys));
        }
    }
}

impl Layout {
    fn of(line: &str, pairs: &[Pair<'_>], keys: &Keys) -> Self {
        let place = |part: &str| part.as_ptr() as usize - line.as_ptr() as usize;
        let (mut marks, mut start) = (Vec::new(), 0);
        for (index, Pair { key, value, .. }) in pairs.iter().enumerate() {
            let text = line[start..=place(value)].to_owned();
            let at = place(key) - start;
            marks.push(Mark { text, field: keys.field(index), written: at..at + key.len() });
            start = place(value) + value.len() - 1;
        }
        Self { marks, end: line[start..].to_owned() }
    }

    /// Reads the first line of a text. Behind what is no string without escapes, no mark can stand.
    fn read<'a>(&self, text: &'a str, line: &mut Line<'a>) -> Option<usize> {
        let mut at = 0;
        for Mark { text: mark, field, written } in &self.marks {
            let rest = begins_with(&text[at..], mark).then(|| &text[at + mark.len()..])?;
            let end = match field {
                Some(Field::Text) => end_of_string(rest.as_bytes()),
                _ => end_of_short(rest.as_bytes()),
            }?;
            line.set_plain(*field, &text[at + written.start..at + written.end], &rest[..end]);
            at += mark.len() + end;
        }
        begins_with(&text[at..], &self.end).then_some(at + self.end.len())
    }
}

/// Where a string without escapes ends: at its quote, unless an escape or the end of the line stands before it.
fn end_of_string(bytes: &[u8]) -> Option<usize> {
    memchr::memchr3(b'"', b'\\', b'\n', bytes)
}

/// The same of a string that is short as a rule, eight bytes at once: calling a function that is made for long ones takes
/// longer.
fn end_of_short(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    let (words, _) = bytes.as_chunks();
    for (index, word) in words.iter().take(SHORT).enumerate() {
        let word = u64::from_le_bytes(*word);
        // The lowest high bit that is set is that of the first byte that is one of these.
        let ends = [b'"', b'\\', b'\n'].map(|end| {
            let differs = word ^ (ONES * u64::from(end));
            differs.wrapping_sub(ONES) & !differs & (ONES << 7)
        });
        let ends = ends[0] | ends[1] | ends[2];
        if ends != 0 {
            return Some(index * 8 + ends.trailing_zeros() as usize / 8);
        }
    }
    let seen = 8 * words.len().min(SHORT);
    Some(seen + end_of_string(&bytes[seen..])?)
}

/// How many eights of bytes of a short string are looked at.
const SHORT: usize = 4;

/// Whether a text begins with a mark, eight bytes at once: marks are short, and calling a function for each takes longer.
fn begins_with(text: &str, mark: &str) -> bool {
    let Some(text) = text.as_bytes().get(..mark.len()) else { return false };
    let ((words, rest), (wanted, wanted_rest)) = (text.as_chunks(), mark.as_bytes().as_chunks());
    let is_same =
        |(word, wanted): (&[u8; 8], &[u8; 8])| u64::from_ne_bytes(*word) == u64::from_ne_bytes(*wanted);
    iter::zip(words, wanted).all(is_same) && iter::zip(rest, wanted_rest).all(|(byte, wanted)| byte == wanted)
}

#[cfg(test)]
mod tests {
    use super::super::plain;
    use super::{Keys, Layouts, Line, end_of_short, end_of_string};
    use crate::reader::table::columns::Naming;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn short_strings_end_where_long_ones_do(text in "([a#!x]{0,9}[\"\\\\\n不\u{80}\u{81}]?){0,12}") {
            prop_assert_eq!(end_of_short(text.as_bytes()), end_of_string(text.as_bytes()));
        }
    }

    fn learn(layouts: &mut Layouts, line: &str) {
        let mut pairs = Vec::new();
        assert!(plain::pairs(line, &mut pairs).is_some());
        let keys = Keys::of(pairs.iter().map(|pair| pair.key), &[], Naming::Message);
        layouts.learn(line, &pairs, &keys);
    }

    #[test]
    fn only_lines_of_a_known_layout_are_read() {
        let mut layouts = Layouts::default();
        learn(&mut layouts, "{\"role\": \"agent\", \"text\": \"您好\\n\"}\n");
        let is_read = |text: &str| layouts.read(text, &mut Line::default());
        let line = "{\"role\": \"customer\", \"text\": \"在吗\"}\n";
        assert_eq!(is_read(&[line, "{"].concat()), Some(line.len()));
        let others = [
            "{\"role\":\"customer\", \"text\": \"在吗\"}\n",
            "{\"role\": \"customer\", \"text\": \"在\\n吗\"}\n",
            "{\"role\": \"customer\", \"text\": \"在\n吗\"}\n",
            "{\"role\": \"customer\", \"text\": \"在吗\", \"text\": \"在\"}\n",
            "{\"text\": \"在吗\", \"role\": \"customer\"}\n",
            "{\"role\": \"customer\", \"text\": null}\n",
            "{\"role\": \"customer\", \"text\": \"在吗\"} x\n",
            "{\"role\": \"customer\", \"text\": \"在吗\"}",
            "{\"role\": \"customer\"",
        ];
        others.iter().for_each(|other| assert_eq!(is_read(other), None, "{other}"));
    }

    #[test]
    fn nothing_is_learnt_of_a_line_without_an_end() {
        let mut layouts = Layouts::default();
        learn(&mut layouts, "{\"text\": \"您好\"}");
        assert_eq!(layouts.read("{\"text\": \"您好\"}\n", &mut Line::default()), None);
    }
}
