//! The sieve: whether any phrase can stand in a text at all, told from which characters follow each other. Most texts
//! need not be folded and searched then.

use std::fmt;

use crate::text::{code_of_three, folds_to};

/// Which characters follow each other in phrases, blanks and dots aside. (The shift-and method on pairs of characters:
/// Baeza-Yates and Gonnet 1992; Salmela, Tarhio and Kytöjoki 2006.)
pub(super) struct Sieve {
    /// For each of the first 65,536 characters, the class of what it folds to.
    classes: Table,
    /// For each pair of classes, at which places of phrases it stands.
    places: Table,
}

/// A byte for each number of 16 bits.
type Table = Box<[u8; 1 << 16]>;

/// The class of what stands in no phrase, and of what may fold away.
const OTHER: u8 = 0;
const SKIPPED: u8 = u8::MAX;

/// The places are bits: one for the pair of a phrase of two characters, two for the pairs of one of three, three for the
/// first pairs of a longer one.
const FIRST: [u8; 3] = [0, 1, 3];
const BEGIN: u8 = 0b_001011;
const END: u8 = 0b_100101;

impl Sieve {
    /// A sieve for folded phrases; none where one of them is too short to have pairs.
    pub(super) fn new<'a>(phrases: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let mut written = vec![OTHER; 1 << 16];
        let mut classes = (1..SKIPPED).cycle();
        for c in phrases.clone().flat_map(str::chars) {
            let class = written.get_mut(c as usize)?;
            *class = if *class == OTHER { classes.next()? } else { *class };
        }
        let class = |c| match folds_to(c) {
            Some(folded) => written.get(folded as usize).copied().unwrap_or(OTHER),
            None => SKIPPED,
        };
        let classes: Vec<u8> = (0..1 << 16).map(|code| char::from_u32(code).map_or(OTHER, class)).collect();
        let mut sieve = Self { classes: classes.try_into().ok()?, places: Box::new([0; 1 << 16]) };
        phrases.map(|phrase| sieve.add(phrase)).collect::<Option<()>>()?;
        Some(sieve)
    }

    /// Adds a phrase.
    fn add(&mut self, phrase: &str) -> Option<()> {
        let classes = phrase.chars().map(|c| self.class(c)).filter(|class| *class != SKIPPED);
        let classes: Vec<u8> = classes.take(FIRST.len() + 1).collect();
        let pairs = classes.windows(2);
        let first = FIRST[pairs.len().checked_sub(1)?];
        for (place, pair) in (first..).zip(pairs) {
            self.places[index(pair[0], pair[1])] |= 1 << place;
        }
        Some(())
    }

    /// The class of a character.
    fn class(&self, c: char) -> u8 {
        let class = |c: char| self.classes.get(c as usize).copied();
        class(c).unwrap_or_else(|| folds_to(c).map_or(SKIPPED, |folded| class(folded).unwrap_or(OTHER)))
    }

    /// Whether a phrase may stand in a text. If not, none does, however the text is folded.
    pub(super) fn lets_through(&self, text: &str) -> bool {
        let (mut places, mut before, mut rest) = (0, OTHER, text.as_bytes());
        while let Some((class, behind)) = self.first_class(text, rest) {
            rest = behind;
            if class == SKIPPED {
                continue;
            }
            places = (places << 1 | BEGIN) & self.places[index(before, class)];
            if places & END != 0 {
                return true;
            }
            before = class;
        }
        false
    }

    /// The class of the first character of what is left of a text, and what is left behind it. Most are Han characters, of
    /// three bytes.
    fn first_class<'t>(&self, text: &str, rest: &'t [u8]) -> Option<(u8, &'t [u8])> {
        match rest {
            [first @ 0xE0..=0xEF, second, third, behind @ ..] => {
                let code = code_of_three([*first, *second, *third]);
                Some((self.classes[usize::from(code)], behind))
            }
            [first @ 0..0x80, behind @ ..] => Some((self.classes[usize::from(*first)], behind)),
            [] => None,
            _ => {
                let c = text[text.len() - rest.len()..].chars().next()?;
                Some((self.class(c), &rest[c.len_utf8()..]))
            }
        }
    }
}

fn index(first: u8, second: u8) -> usize {
    usize::from(first) << 8 | usize::from(second)
}

impl fmt::Debug for Sieve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sieve").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Sieve;
    use crate::text::{Folding, Zones, fold};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_text_is_held_back_that_has_a_phrase(
            phrases in prop::collection::vec("[不知道好a][不知道好 .ab1😀][不知道好ab]{0,9}", 1..8),
            text in "[不知道好後妳 aAｂ１①𝟏.。,\u{3000}\u{200B}\n😀]{0,24}",
            wraps in any::<bool>(),
        ) {
            let plain = Zones::default();
            let folded = |text: &str| fold(text.trim(), &plain, Folding { exact: false, wraps }).text().to_owned();
            let phrases: Vec<String> = phrases.iter().map(|phrase| folded(phrase)).collect();
            if let Some(sieve) = Sieve::new(phrases.iter().map(String::as_str)) {
                let folded = folded(&text);
                let stands = phrases.iter().any(|phrase| folded.contains(phrase));
                prop_assert!(!stands || sieve.lets_through(&text), "{phrases:?} in {text:?}");
            }
        }
    }
}
