//! A sketch of a text: which texts cannot stand in it, told from what its characters are followed by, without searching it.

/// The beginnings of what follows each character of a text, as bits that they share (a Bloom filter with one hash: Bloom
/// 1970).
pub(super) struct Sketch {
    bits: [u64; WORDS],
}

/// How many words of 64 bits a sketch has: 16,384 bits, for texts of some thousand characters.
const WORDS: usize = 256;

/// How many bytes a beginning has: two Han characters, or one.
const LONG: usize = 6;
const SHORT: usize = 3;

impl Sketch {
    /// The sketch of a text.
    pub(super) fn of(text: &str) -> Self {
        let mut sketch = Self { bits: [0; WORDS] };
        for (at, _) in text.char_indices() {
            let rest = &text.as_bytes()[at..];
            rest.first_chunk::<SHORT>().into_iter().for_each(|bytes| sketch.add(bytes));
            rest.first_chunk::<LONG>().into_iter().for_each(|bytes| sketch.add(bytes));
        }
        sketch
    }

    /// Whether a text may stand in it; where it cannot, it does not.
    pub(super) fn may_hold(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        match (bytes.first_chunk::<LONG>(), bytes.first_chunk::<SHORT>()) {
            (Some(bytes), _) => self.has(bytes),
            (None, Some(bytes)) => self.has(bytes),
            (None, None) => true,
        }
    }

    fn add(&mut self, bytes: &[u8]) {
        let (word, bit) = place(bytes);
        self.bits[word] |= bit;
    }

    fn has(&self, bytes: &[u8]) -> bool {
        let (word, bit) = place(bytes);
        self.bits[word] & bit != 0
    }
}

/// The word and the bit of a beginning. (Multiplicative hashing: Knuth, The Art of Computer Programming 3, 6.4.)
fn place(bytes: &[u8]) -> (usize, u64) {
    let number = bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
    let hash = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((hash >> 56) as usize, 1 << (hash >> 50 & 63))
}

#[cfg(test)]
mod tests {
    use super::Sketch;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_stands_in_a_text_is_never_ruled_out(text in "[ab不知😀é]{0,24}", start in 0..24_usize, len in 1..6_usize) {
            let part: String = text.chars().skip(start).take(len).collect();
            prop_assert!(Sketch::of(&text).may_hold(&part));
        }
    }

    #[test]
    fn most_others_are_ruled_out() {
        let sketch = Sketch::of("您好，您的订单已经发出");
        assert!(["不知道", "验证码", "password"].iter().all(|text| !sketch.may_hold(text)));
    }
}
