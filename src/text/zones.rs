//! Zones of a text: what is quoted, what hides a value (masks), what waits for one (slots).

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Match, Regex};

use super::characters::{MASK, SLOT};
use super::han::SURNAMES;
use super::{TextRange, constant};

/// The zones of one text, each list in order and without overlaps.
#[derive(Debug, Default)]
pub struct Zones {
    /// Reported speech and titles, with their marks.
    pub quotes: Vec<TextRange>,
    /// Places that hide a value: `[数字x]`, `138****1234`.
    pub masks: Vec<TextRange>,
    /// Places that wait for a value: `${code}`, `×××`.
    pub slots: Vec<TextRange>,
}

impl Zones {
    /// Masks and slots in order, each with the character it folds to.
    pub(super) fn opaque(&self) -> impl Iterator<Item = (TextRange, char)> {
        let masks = self.masks.iter().map(|range| (range.clone(), MASK));
        let slots = self.slots.iter().map(|range| (range.clone(), SLOT));
        let mut all: Vec<_> = masks.chain(slots).collect();
        all.sort_by_key(|(range, _)| range.start);
        all.into_iter()
    }

    /// Whether a range lies inside a quotation.
    pub fn is_quoted(&self, range: &Range<usize>) -> bool {
        self.quotes.iter().any(|quote| quote.start <= range.start && range.end <= quote.end)
    }
}

/// Finds the zones of a text.
pub fn zones(text: &str) -> Zones {
    let masks = masks(text);
    let slots =
        slots(text).into_iter().filter(|slot| !masks.iter().any(|mask| overlap(mask, slot))).collect();
    Zones { quotes: quotes(text), masks, slots }
}

fn overlap(a: &TextRange, b: &TextRange) -> bool {
    a.start < b.end && b.start < a.end
}

static MASKS: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?x)
        \[[\p{{Han}}A-Za-z]{{1,12}}[xX]\]          # [数字x], as data sets and exports write them
        |\d+\*{{2,}}\d*|\*{{3,}}\d{{2,}}             # 138****1234, 6222****, ****1234
        |[{SURNAMES}]\*{{1,2}}                     # 王**
        ",
    ))
});

/// Finds what hides a value.
fn masks(text: &str) -> Vec<TextRange> {
    if !text.contains(['[', '*']) {
        return Vec::new();
    }
    MASKS.find_iter(text).map(|found| found.range()).collect()
}

static SLOTS: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x)
        \$\{[^{}\n]{1,60}\}                    # ${code}
        |\{\{[^{}\n]{1,60}\}\}                 # {{name}}
        |\{[\w.\ \p{Han}]{1,40}\}              # {name}, {1}
        |%(?:\d+\$)?[sd@]                      # %s, %1$s
        |×{2,}                                 # ×××
        |[Xx]{2,}                              # XXX
        |[Xx](?:[时月日点分元年号])            # X时
        |某某                                  # 某某先生
        |\*{1,3}\ ?月\ ?\*{1,3}\ ?日           # *月*日
        |\*{2,3}                               # **
        |[:：][\ \t]*[。；，;,]                # 电话：。
        ",
    )
});

/// Finds what waits for a value.
pub fn slots(text: &str) -> Vec<TextRange> {
    const HEADS: [char; 9] = ['$', '{', '%', '×', 'X', 'x', '某', '*', '：'];
    if !text.contains(HEADS) && !text.contains(':') {
        return Vec::new();
    }
    let markup = markup(text);
    let is_slot = |found: &Match<'_>| stands_alone(text, found) && !markup.contains(&found.start());
    SLOTS.find_iter(text).filter(is_slot).map(|found| found.range()).collect()
}

/// `XXX` in `XXXL` and `%s` in `50%sale` are no slots.
fn stands_alone(text: &str, found: &Match<'_>) -> bool {
    let before = text[..found.start()].chars().next_back();
    let after = text[found.end()..].chars().next();
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    match found.as_str().chars().next() {
        Some('X' | 'x') => {
            let is_model =
                found.as_str().chars().count() == 2 && found.as_str().ends_with(|c: char| !c.is_ascii());
            !(is_word(before) || is_word(after) || is_model && before == Some(' '))
        }
        Some('%') => !before.is_some_and(|c| c.is_ascii_digit()) && !is_word(after),
        _ => true,
    }
}

/// The starts of `**` that come in pairs round words: mark-up for bold type. `**业务请您拨**台` has slots: a noun or
/// a unit leans on them from behind.
fn markup(text: &str) -> Vec<usize> {
    static BOLD: LazyLock<Regex> =
        LazyLock::new(|| constant(r"\*{2,3}(?P<words>[^\s*][^*\n]*[^\s*])\*{2,3}"));
    static LEANING: LazyLock<Regex> = LazyLock::new(|| {
        constant("^(?:先生|女士|小姐|公司|业务|电话|柜台|窗口|[台号元项月日年点时位个家次分秒])")
    });
    let leans = |at: usize| LEANING.is_match(&text[at..]);
    let pairs = BOLD
        .captures_iter(text)
        .filter_map(|found| Some((found.get(0)?.range(), found.name("words")?.range())));
    pairs
        .filter(|(pair, words)| !leans(words.start) && !leans(pair.end))
        .flat_map(|(pair, words)| [pair.start, words.end])
        .collect()
}

/// Marks that open a quotation, with those that close it.
const MARKS: [(char, char); 5] = [('“', '”'), ('「', '」'), ('『', '』'), ('《', '》'), ('"', '"')];

/// Finds quotations: the outermost pairs of marks. A mark without its partner is nothing.
fn quotes(text: &str) -> Vec<TextRange> {
    if !text.contains(MARKS.map(|(open, _)| open)) {
        return Vec::new();
    }
    let mut quotes = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(MARKS.map(|(open, _)| open)) {
        let start = at + found;
        let after = start + text[start..].chars().next().map_or(1, char::len_utf8);
        match closing(text, start) {
            Some(end) => {
                quotes.push(start..end);
                at = end;
            }
            None => at = after,
        }
    }
    quotes
}

/// Where the quotation that opens at `start` ends, in bytes.
fn closing(text: &str, start: usize) -> Option<usize> {
    let open = text[start..].chars().next()?;
    let (_, close) = MARKS.into_iter().find(|(mark, _)| *mark == open)?;
    let mut depth = 0;
    for (at, c) in text[start..].char_indices() {
        depth += i32::from(c == open && (open != close || depth == 0));
        if c == close && at > 0 {
            depth -= 1;
            if depth == 0 {
                return Some(start + at + c.len_utf8());
            }
        }
    }
    None
}
