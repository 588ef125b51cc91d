//! Zones of a text: what is quoted, what hides a value (masks), what waits for one (slots), what parts the texts of a choice.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

use regex::{Match, Regex};

use super::characters::{AllTraits, BRACKETS, MASK, MASKS, QUOTES, SLOT, SLOTS, Traits};
use super::choice::{Choice, choices};
use super::masks::masks;
use super::quotes::quotes;
use super::{TextRange, constant};

/// The zones of one text, each list in order and without overlaps.
#[derive(Debug, Default)]
pub struct Zones {
    /// Reported speech and titles, with their marks.
    pub quotes: Vec<TextRange>,
    /// Places that hide a value: `[数字x]`, `138****1234`.
    pub masks: Vec<TextRange>,
    /// Places that wait for a value: `${code}`, `×××`, the head of a choice.
    pub slots: Vec<TextRange>,
    /// Choices between texts, those inside of others behind them.
    pub choices: Vec<Choice>,
    /// What stands between the texts of choices.
    joints: Vec<TextRange>,
}

impl Zones {
    /// The zones of a text, of which the characters are known to be like this.
    pub(super) fn of(text: &str, seen: Traits) -> Self {
        let has = |zone: Traits| seen & zone != 0;
        let masks = if has(MASKS) { masks(text) } else { Vec::new() };
        let may_have_slots = may_have_slots(text, seen);
        let choices = if may_have_slots { choices(text) } else { Vec::new() };
        let mut slots = if may_have_slots { find_slots(text, &choices) } else { Vec::new() };
        slots.retain(|slot| !overlaps_one_of(&masks, slot));
        let joints = in_order(choices.iter().flat_map(Choice::joints));
        let quotes = if has(QUOTES) { quotes(text) } else { Vec::new() };
        Self { quotes, masks, slots, choices, joints }
    }

    /// Whether there are masks or slots.
    pub(super) fn has_opaque(&self) -> bool {
        [&self.masks, &self.slots, &self.joints].iter().any(|zones| !zones.is_empty())
    }

    /// Masks, slots and what parts the texts of choices, in order, each with the character it folds to.
    pub(super) fn opaque(&self) -> impl Iterator<Item = (TextRange, char)> {
        let masks = self.masks.iter().chain(&self.joints).map(|range| (range.clone(), MASK));
        let slots = self.slots.iter().map(|range| (range.clone(), SLOT));
        let mut all: Vec<_> = masks.chain(slots).collect();
        all.sort_by_key(|(range, _)| range.start);
        all.into_iter()
    }

    /// Whether a range lies inside a quotation.
    pub fn is_quoted(&self, range: &Range<usize>) -> bool {
        is_in_one_of(&self.quotes, range)
    }

    /// Whether a slot lies inside a range.
    pub fn has_slot_in(&self, range: &Range<usize>) -> bool {
        let next = self.slots.partition_point(|slot| slot.start < range.start);
        self.slots.get(next).is_some_and(|slot| slot.end <= range.end)
    }

    /// Whether a place lies inside a mask or a slot.
    pub fn is_opaque_at(&self, at: usize) -> bool {
        [&self.masks, &self.slots, &self.joints].iter().any(|zones| is_in_one_of(zones, &(at..at + 1)))
    }
}

/// Whether a range lies inside one of some ranges that are in order and apart.
fn is_in_one_of(ranges: &[TextRange], range: &Range<usize>) -> bool {
    let next = ranges.partition_point(|other| other.start <= range.start);
    next.checked_sub(1).is_some_and(|last| range.end <= ranges[last].end)
}

/// Finds the zones of a text.
pub fn zones(text: &str) -> Zones {
    Zones::of(text, seen(text))
}

/// What the characters of a text are like, taken together.
fn seen(text: &str) -> Traits {
    let known = AllTraits::known();
    text.chars().fold(0, |seen, c| seen | known.of(c))
}

fn overlaps_one_of(ranges: &[TextRange], range: &TextRange) -> bool {
    let next = ranges.partition_point(|other| other.end <= range.start);
    ranges.get(next).is_some_and(|other| other.start < range.end)
}

/// Whether a form of slots may stand in a text, and the form.
type SlotForm = (fn(&str) -> bool, LazyLock<Regex>);

/// The forms of slots, each compiled where it may stand: that takes longer than a short text takes to be judged. No form
/// holds what another begins with, but for those in braces.
static SLOT_FORMS: [SlotForm; 9] = [
    (
        |text| text.contains('{'),
        LazyLock::new(|| {
            constant(
                r"(?x)
                [$%]\{[^{}\n]+\}                 # ${code}, %{code}
                |\{\{\{[^{}\n]+\}\}\}               # {{{name}}}
                |\{\{[^{}\n]+\}\}                 # {{name}}
                |\{[A-Za-z0-9_.\ \-\p{Han}]+      # {name}, {order-id}, {1}, {day, date, short}
                  (?:,\ ?(?:number|date|time|spellout|ordinal|duration)(?:,[^{}\n]+)?)?\}
                ",
            )
        }),
    ),
    // #code#; #话题# and #Brand# are topics
    (|text| text.contains('#'), LazyLock::new(|| constant("#[a-z][a-z0-9_]{0,24}#"))),
    // %%name%%, %s, %1$s, %.2f, %(name)s
    (
        has_conversion,
        LazyLock::new(|| {
            constant(
                r"%%=?[A-Za-z_][0-9A-Za-z_.\ ()@-]*=?%%|%(?:[0-9]+\$|\([A-Za-z_][0-9A-Za-z_]*\))?(?:\.[0-9])?l{0,2}[sdfiu@]",
            )
        }),
    ),
    // <%= name %>
    (|text| text.contains("<%"), LazyLock::new(|| constant(r"<%[=-][^%\n]+%>"))),
    // [[name]]
    (|text| text.contains("[["), LazyLock::new(|| constant(r"\[\[[A-Za-z_\p{Han}][\w.\ -]*\]\]"))),
    // ×××, 某某先生
    (|text| text.contains("××") || text.contains("某某"), LazyLock::new(|| constant("×{2,}|某某"))),
    // XXX, X时
    (has_unknowns, LazyLock::new(|| constant("[Xx]{2,}|[Xx](?:[时月日点分元年号])"))),
    // *|NAME|*, *月*日, **
    (
        |text| text.contains('*'),
        LazyLock::new(|| constant(r"\*\|[^|*\n]+\|\*|\*{1,3}\ ?月\ ?\*{1,3}\ ?日|\*{2,3}")),
    ),
    // 电话：。
    (has_open_field, LazyLock::new(|| constant(r"[:：][\ \t]*[。；，;,]"))),
];

/// Whether what a conversion goes on with stands behind a `%`; behind that of a number (50%的, 20%.) it does not.
fn has_conversion(text: &str) -> bool {
    let begins = |byte: &u8| byte.is_ascii_alphanumeric() || b"%(@".contains(byte);
    let mut behind = text.match_indices('%').map(|(at, _)| &text.as_bytes()[at + 1..]);
    behind.any(|rest| match rest {
        [b'.', next, ..] => next.is_ascii_digit(),
        [next, ..] => begins(next),
        [] => false,
    })
}

/// Whether an `X` stands beside another or before a unit of Chinese.
fn has_unknowns(text: &str) -> bool {
    let is_unknown = |byte: u8| matches!(byte, b'X' | b'x');
    text.as_bytes().windows(2).any(|pair| is_unknown(pair[0]) && (is_unknown(pair[1]) || !pair[1].is_ascii()))
}

/// Whether a mark follows a colon, where a value should.
fn has_open_field(text: &str) -> bool {
    let behind = text.match_indices([':', '：']).map(|(at, colon)| &text[at + colon.len()..]);
    behind
        .map(|rest| rest.trim_start_matches([' ', '\t']))
        .any(|rest| rest.starts_with(['。', '；', '，', ';', ',']))
}

/// The longest name of a slot, and the longest slot with its marks, in characters.
const LONGEST_NAME: usize = 40;
const LONGEST: usize = 66;

/// Whether a slot is no longer than slots are. Plain text may stand in braces as well; names are shorter. (The forms leave their
/// length open: a regex with bounds takes sixty times as long to compile.)
fn is_short(slot: &str) -> bool {
    let has_name = slot.starts_with('[') || slot.starts_with('{') && !slot.starts_with("{{");
    match has_name {
        _ if slot.len() <= LONGEST_NAME => true,
        // Of {day, date, short} each part.
        true => {
            let mut parts = slot.trim_matches(['{', '}', '[', ']']).splitn(3, ',');
            parts.all(|part| part.chars().count() <= LONGEST_NAME)
        }
        false => slot.chars().count() <= LONGEST,
    }
}

/// Finds what waits for a value.
pub fn slots(text: &str) -> Vec<TextRange> {
    if may_have_slots(text, seen(text)) { find_slots(text, &choices(text)) } else { Vec::new() }
}

/// Whether something begins as slots do in a text whose characters are known to be like this. Most brackets stand alone.
fn may_have_slots(text: &str, seen: Traits) -> bool {
    seen & SLOTS != 0 || seen & BRACKETS != 0 && text.contains("[[")
}

fn find_slots(text: &str, choices: &[Choice]) -> Vec<TextRange> {
    let markup = markup(text);
    let is_slot = |found: &Match<'_>| {
        is_short(found.as_str()) && stands_alone(text, found) && markup.binary_search(&found.start()).is_err()
    };
    let find = |(may_stand, form): &SlotForm| {
        let found = may_stand(text).then(|| form.find_iter(text).filter(is_slot));
        found.into_iter().flatten().map(|found| found.range()).collect::<Vec<_>>()
    };
    let [in_braces, others @ ..] = &SLOT_FORMS;
    let in_braces = find(in_braces);
    let others = others.iter().flat_map(find).filter(|slot| !overlaps_one_of(&in_braces, slot));
    let mut slots: Vec<TextRange> = others.collect();
    slots.extend(in_braces);
    // The arms of a choice are text, whatever braces they stand in.
    let heads = || choices.iter().map(Choice::head);
    let syntax = in_order(heads().chain(choices.iter().flat_map(Choice::joints)));
    slots.retain(|slot| !overlaps_one_of(&syntax, slot));
    slots.extend(heads().chain(choices.iter().flat_map(|choice| choice.numbers(text))));
    // [[XX]] is one slot.
    slots.sort_by_key(|slot| (slot.start, Reverse(slot.end)));
    outermost(slots)
}

fn in_order(ranges: impl Iterator<Item = TextRange>) -> Vec<TextRange> {
    let mut ranges: Vec<TextRange> = ranges.collect();
    ranges.sort_by_key(|range| range.start);
    ranges
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

/// The starts, in order, of `**` that come in pairs round words: mark-up for bold type. `**业务请您拨**台` has slots: a noun or
/// a unit leans on them from behind.
fn markup(text: &str) -> Vec<usize> {
    if !text.contains("**") {
        return Vec::new();
    }
    static BOLD: LazyLock<Regex> =
        LazyLock::new(|| constant(r"\*{2,3}(?P<words>[^\s*](?:[^*\n]*[^\s*])?)\*{2,3}"));
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

/// The ranges that lie in no other, in order. Ranges lie in each other or apart.
pub(super) fn outermost(mut ranges: Vec<TextRange>) -> Vec<TextRange> {
    ranges.sort_by_key(|range| range.start);
    let mut end = 0;
    ranges.retain(|range| {
        let is_outside = range.start >= end;
        end = end.max(range.end);
        is_outside
    });
    ranges
}

#[cfg(test)]
mod tests {
    use super::slots;

    #[test]
    fn what_stands_in_braces_is_a_slot_while_it_is_short() {
        let is_slot = |text: String| slots(&text).first().is_some_and(|slot| *slot == (0..text.len()));
        for (length, is_one) in [(40, true), (41, false)] {
            assert_eq!(is_slot(format!("{{{}}}", "好".repeat(length))), is_one, "{length}");
            assert_eq!(is_slot(format!("{{day, date,{}}}", "x".repeat(length))), is_one, "{length}");
        }
        assert!(is_slot(format!("${{{}}}", "好".repeat(60))));
        assert!(!is_slot(format!("${{{}}}", "好".repeat(70))));
    }
}
