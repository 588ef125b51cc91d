//! Identity cards and bank cards: long numbers with a check digit.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::super::{TextRange, constant};
use super::place::find_where;

/// 18 characters, also in groups of 6, 8 and 4, or the 15 digits of cards issued before 1999.
static ID_CARD: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi-u)\b{start-half}
        (?: [1-9][0-9]{5}\ ?(?:19|20)[0-9]{6}\ ?[0-9]{3}[0-9x] | [1-9][0-9]{14} )
        \b{end-half}",
    )
});

/// 13 to 19 digits in one, or in groups of four of which the last may be three or American Express's 4, 6 and 5.
static BANK_CARD: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x-u)\b{start-half}
        (?: [2-69][0-9]{12,18}
        |   [2-69][0-9]{3}(?:\ [0-9]{4}){3}(?:\ [0-9]{3})?
        |   [2-69][0-9]{3}(?:-[0-9]{4}){3}(?:-[0-9]{3})?
        |   3[47][0-9]{2}[\ -][0-9]{6}[\ -][0-9]{5} )
        \b{end-half}",
    )
});

/// Finds the numbers of resident identity cards.
pub(super) fn id_cards(text: &str) -> Vec<TextRange> {
    find_where(text, &ID_CARD, |place| {
        let digits = place.digits();
        // Without a check character a label has to decide.
        place.stands_alone() && is_resident(&digits) && (digits.len() == 18 || !place.is_labelled())
    })
}

/// Finds the numbers of bank cards.
pub(super) fn bank_cards(text: &str) -> Vec<TextRange> {
    find_where(text, &BANK_CARD, |place| {
        let digits = place.digits();
        place.stands_alone()
            && is_issued(&digits)
            && is_luhn(&digits)
            && !is_resident(&digits)
            && !place.is_labelled()
    })
}

/// Whether digits are a citizen identification number: a division of the country, a date of birth and, of 18, a check character.
fn is_resident(digits: &[u8]) -> bool {
    is_division(digits)
        && match digits.len() {
            18 => is_day(0, &digits[6..14]) && is_mod_11_2(digits),
            15 => is_day(1900, &digits[6..12]),
            _ => false,
        }
}

/// The provinces of GB/T 2260, the residence permits of people of Hong Kong, Macao and Taiwan (81 to 83), and the cards of
/// foreign permanent residents (9 and the first digit of the province).
fn is_division(digits: &[u8]) -> bool {
    let division = value(&digits[..digits.len().min(2)]);
    matches!(division, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91..=98)
}

/// Whether digits are a year (counted from `century`), a month and a day.
fn is_day(century: i16, digits: &[u8]) -> bool {
    let (year, day) = digits.split_at(digits.len() - 4);
    let (year, day) = (value(year) as i16, value(day));
    Date::new(century + year, (day / 100) as i8, (day % 100) as i8).is_ok()
}

/// The number that digits write; at most nine of them.
fn value(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |value, &digit| value * 10 + u32::from(digit))
}

/// ISO/IEC 7064, pure system MOD 11-2: the check character is the last, `X` for ten.
fn is_mod_11_2(digits: &[u8]) -> bool {
    let sum = digits.iter().fold(0, |sum, &digit| (sum * 2 + u32::from(digit)) % 11);
    sum == 1
}

/// ISO/IEC 7812-1, annex B: every other digit from the right counts twice.
fn is_luhn(digits: &[u8]) -> bool {
    let twice = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let counted = digits.iter().rev().enumerate();
    let sum: u32 = counted.map(|(at, &it)| u32::from(if at % 2 == 1 { twice(it) } else { it })).sum();
    sum.is_multiple_of(10)
}

/// Whether the first digits are those of a known issuer, and the length one that it uses.
fn is_issued(digits: &[u8]) -> bool {
    let start = value(&digits[..digits.len().min(4)]);
    match start {
        // UnionPay, and what ICBC issued before it.
        6200..=6299 => (16..=19).contains(&digits.len()),
        9558 => digits.len() == 19,
        // Visa, Mastercard, American Express, JCB, Discover and older cards of Chinese banks.
        4000..=4999 => matches!(digits.len(), 13 | 16 | 19),
        5100..=5599 | 2221..=2720 => digits.len() == 16,
        3400..=3499 | 3700..=3799 => digits.len() == 15,
        3528..=3589 | 6000..=6099 | 6440..=6599 => (16..=19).contains(&digits.len()),
        _ => false,
    }
}
