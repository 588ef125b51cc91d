//! Measures of a text: characters, lines, the segments of an SMS, likeness of two texts, capitals.

use std::collections::HashMap;

/// Characters as they are counted when a text is paid for or cut: Unicode scalar values, line ends and blanks at both ends
/// aside.
pub fn chars(text: &str) -> usize {
    text.trim().chars().filter(|c| !matches!(c, '\n' | '\r')).count()
}

/// Lines that hold something.
pub fn lines(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).count()
}

/// The GSM 7-bit default alphabet (3GPP TS 23.038, 6.2.1), but for its escape.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
                   ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Its extension (6.2.1.1): each takes an escape before it.
const GSM_EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// The parts that an SMS is sent in (3GPP TS 23.038 and 23.040): 160 septets of the 7-bit alphabet or 70 units of UCS-2; of
/// several parts 153 or 67 each, no character cut in two. Nothing is no part.
pub fn sms_segments(text: &str) -> usize {
    let septets: Option<Vec<usize>> = text.chars().map(septets).collect();
    match septets {
        Some(septets) => parts(septets.into_iter(), 160, 153),
        None => parts(text.chars().map(char::len_utf16), 70, 67),
    }
}

fn septets(c: char) -> Option<usize> {
    match (GSM.contains(c), GSM_EXTENSION.contains(c)) {
        (true, _) => Some(1),
        (_, true) => Some(2),
        _ => None,
    }
}

/// How many parts some units take, none of which is cut: one if they fit into it alone, else as many as it takes.
fn parts(units: impl Iterator<Item = usize> + Clone, alone: usize, each: usize) -> usize {
    let all: usize = units.clone().sum();
    if all <= alone {
        return usize::from(all > 0);
    }
    let (parts, _) = units.fold((1, 0), |(parts, used), unit| match used + unit <= each {
        true => (parts, used + unit),
        false => (parts + 1, unit),
    });
    parts
}

/// How alike two texts are, from 0 to 1: twice the pairs of neighbouring characters that they share, by all they have
/// (Dice, "Measures of the amount of ecologic association between species", 1945). Only equal texts are 1.
pub fn similarity(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let (mut pairs, all) = (HashMap::new(), one.chars().count().max(1) + other.chars().count().max(1) - 2);
    one.chars().zip(one.chars().skip(1)).for_each(|pair| *pairs.entry(pair).or_insert(0_usize) += 1);
    let mut shared = 0_usize;
    for pair in other.chars().zip(other.chars().skip(1)) {
        if let Some(count) = pairs.get_mut(&pair).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    // Texts with the same pairs in another order are alike, not equal.
    (2.0 * shared as f64 / (all.max(1)) as f64).min(1.0 - f64::EPSILON)
}

/// The Latin capitals and all Latin letters of a text that is not folded; bytes that hide a value or wait for one aside.
pub fn capitals(text: &str, is_opaque: impl Fn(usize) -> bool) -> (usize, usize) {
    let letters = text.char_indices().filter(|(at, c)| is_latin(*c) && !is_opaque(*at));
    letters.fold((0, 0), |(capitals, all), (_, c)| (capitals + usize::from(c.is_uppercase()), all + 1))
}

/// Whether a character is a Latin letter: of English, with a mark, or as wide as a Han character.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || matches!(c, 'À'..='ɏ' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | 'Ḁ'..='ỿ') && c.is_alphabetic()
}
