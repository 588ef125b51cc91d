//! Characters one by one: what each folds to, and the two that stand for what is hidden or still to come.

use std::sync::LazyLock;

use unicode_normalization::char::decompose_compatible;

use crate::source::is_invisible;

use super::han::{fold_to_others, simplified, simplified_pairs};

/// What a mask becomes: one character that nothing matches.
pub const MASK: char = '\u{E000}';
/// What a slot becomes.
pub const SLOT: char = '\u{E001}';

/// Whether a folded character stands for something hidden or still to come.
pub fn is_opaque(c: char) -> bool {
    matches!(c, MASK | SLOT)
}

/// What a glance at a character tells: some of the bits below.
pub(super) type Traits = u8;

/// It may fold to something else, by itself or by what stands round it.
pub(super) const CHANGES: Traits = 1;
/// A quotation, a mask, a slot may begin with it.
pub(super) const QUOTES: Traits = 2;
pub(super) const MASKS: Traits = 4;
pub(super) const SLOTS: Traits = 8;
/// A slot may begin with two of it.
pub(super) const BRACKETS: Traits = 16;

/// The traits of the first 65,536 characters. The rare ones are not looked at, but taken for such as may change.
pub(super) struct AllTraits(Box<[Traits; 1 << 16]>);

impl AllTraits {
    pub(super) fn known() -> &'static Self {
        static KNOWN: LazyLock<AllTraits> = LazyLock::new(|| AllTraits(known_traits()));
        &KNOWN
    }

    /// What a glance at a character tells.
    pub(super) fn of(&self, c: char) -> Traits {
        self.0.get(c as usize).copied().unwrap_or(CHANGES)
    }

    /// How many bytes of a text stand before the first character that may change, or has to be looked at more closely; what
    /// these are like is added to what was seen.
    pub(super) fn kept(&self, text: &str, seen: &mut Traits) -> usize {
        let mut rest = text.as_bytes();
        loop {
            let (code, behind) = match rest {
                [first @ 0xE0..=0xEF, second, third, behind @ ..] => {
                    (code_of_three([*first, *second, *third]), behind)
                }
                [first @ 0..0x80, behind @ ..] => (u16::from(*first), behind),
                _ => break,
            };
            let traits = self.0[usize::from(code)];
            if traits & CHANGES != 0 {
                break;
            }
            *seen |= traits;
            rest = behind;
        }
        text.len() - rest.len()
    }
}

/// The code of a character of three bytes of UTF-8, as nearly all Han characters are.
#[inline]
pub fn code_of_three([first, second, third]: [u8; 3]) -> u16 {
    u16::from(first) << 12 | u16::from(second & 63) << 6 | u16::from(third & 63)
}

fn known_traits() -> Box<[Traits; 1 << 16]> {
    let mut traits = Box::new([CHANGES; 1 << 16]);
    let han = traits[0x3400..=0x9FFF].iter_mut().zip(fold_to_others());
    han.for_each(|(traits, folds)| *traits = if folds { CHANGES } else { 0 });
    traits[0xAC00..=0xD7A3].fill(0);
    let common = (0..0x80).chain(0x2000..0x2070).chain(0x3000..0x3100).filter_map(char::from_u32);
    for c in common.filter(|&c| !is_gap(c) && fold_char(c) == Some(c)) {
        traits[c as usize] = 0;
    }
    let heads = [(QUOTES, &QUOTE_HEADS[..]), (MASKS, &MASK_HEADS), (SLOTS, &SLOT_HEADS), (BRACKETS, &['['])];
    for (zone, heads) in heads {
        heads.iter().for_each(|&head| traits[head as usize] |= zone);
    }
    traits
}

/// With which characters zones begin.
const QUOTE_HEADS: [char; 5] = ['“', '「', '『', '《', '"'];
const MASK_HEADS: [char; 2] = ['[', '*'];
const SLOT_HEADS: [char; 12] = ['$', '{', '#', '%', '×', 'X', 'x', '某', '*', '：', ':', '<'];

/// Blanks, line ends and dots, which may fold away between two Han characters.
pub(super) fn is_gap(c: char) -> bool {
    c == '\n' || is_blank(c) || is_dot(c)
}

/// Blanks inside a line.
pub(super) fn is_blank(c: char) -> bool {
    c != '\n' && c.is_whitespace()
}

/// Dots that people put between characters: 不.知.道, 不·知·道.
pub(super) fn is_dot(c: char) -> bool {
    matches!(c, '.' | '．' | '·' | '•' | '・' | '‧')
}

/// Digits, half or full width.
pub fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// What a character folds to wherever it stands; none where it folds away, or may.
pub fn folds_to(c: char) -> Option<char> {
    if is_gap(c) { None } else { fold_char(c) }
}

/// A character folded: case, width, script, digits. None where it is dropped.
pub(super) fn fold_char(c: char) -> Option<char> {
    match c {
        '\0'..='\x7F' => Some(c.to_ascii_lowercase()),
        '\u{3400}'..='\u{9FFF}' => Some(simplified(c)),
        '\u{AC00}'..='\u{D7A3}' | '\u{1F000}'..='\u{1FBFF}' => Some(c),
        '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' => Some(simplified(unified(c))),
        MASK | SLOT => Some(char::REPLACEMENT_CHARACTER),
        c if is_invisible(c) => None,
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

/// The Han character that a radical or a compatibility ideograph stands for, as texts copied out of PDF have them
/// (Unicode Normalization Form KC).
fn unified(c: char) -> char {
    let mut unified = c;
    decompose_compatible(c, |decomposed| unified = decomposed);
    unified
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
            let since_last = |firsts: &[u32]| {
                let behind = firsts.partition_point(|&first| first <= code);
                behind.checked_sub(1).map_or(u32::MAX, |last| code - firsts[last])
            };
            let zero = Some(since_last(&ZEROS)).filter(|&value| value <= 9);
            let one = || Some(since_last(&ONES)).filter(|&value| value <= 8);
            zero.or_else(|| one().map(|value| value + 1))?
        }
    };
    char::from_digit(value, 10)
}

/// All characters that fold to another one, with that one, except for letter case.
pub fn folded_pairs() -> impl Iterator<Item = (char, char)> {
    let digits = ZEROS.iter().flat_map(|&zero| zero..zero + 10);
    let digits = digits.chain(ONES.iter().flat_map(|&one| one..one + 9));
    let others = (0xFF01..=0xFF65)
        .chain(0x2F00..=0x2FD5)
        .chain(0xF900..=0xFAFF)
        .chain(digits)
        .chain([0x24EA, 0x2070, 0xB9, 0xB2, 0xB3])
        .chain(0x2074..=0x2079);
    let others = others.chain("’‘“”".chars().map(u32::from)).filter_map(char::from_u32);
    let others = others.filter_map(|c| Some((c, fold_char(c)?))).filter(|(c, folded)| c != folded);
    simplified_pairs().chain(others)
}
