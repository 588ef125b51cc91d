//! Han characters: which they are, and the Simplified character or usual variant that each stands for.

use std::iter;

/// Pairs of a Traditional character and its Simplified one, from OpenCC (see NOTICE), parted by blanks.
const TRADITIONAL: &str = include_str!("traditional.txt");

/// Variants that OpenCC leaves alone because both are Simplified characters or the choice needs context.
const VARIANTS: [(char, char); 12] = [
    ('妳', '你'),
    ('著', '着'),
    ('瞭', '了'),
    ('祇', '只'),
    ('衹', '只'),
    ('彷', '仿'),
    ('甚', '什'),
    ('牠', '它'),
    ('姊', '姐'),
    ('谘', '咨'),
    ('祂', '他'),
    ('砲', '炮'),
];

/// Frequent surnames that are no other frequent word.
pub const SURNAMES: &str = "王李张刘陈杨赵黄吴徐孙胡朱郭罗郑梁宋韩冯邓曹彭董潘袁蔡蒋杜魏吕丁沈姚卢姜崔钟谭陆汪廖贾邱侯熊孟秦薛郝邵毛龚";

const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

/// For each character from [`FIRST`] to [`LAST`]: what it folds to, 0 for itself. It is made by the compiler: a short run
/// would take longer to make it than to use it.
static SIMPLIFIED: [u16; (LAST - FIRST + 1) as usize] = {
    let (pairs, mut table) = (TRADITIONAL.as_bytes(), [0; _]);
    let mut at = 0;
    while at < pairs.len() {
        match pairs[at] {
            b'#' => {
                while pairs[at] != b'\n' {
                    at += 1;
                }
            }
            b' ' | b'\n' => at += 1,
            _ => {
                table[(code(pairs, at) - FIRST) as usize] = code(pairs, at + 3) as u16;
                at += 6;
            }
        }
    }
    let mut at = 0;
    while at < VARIANTS.len() {
        table[(VARIANTS[at].0 as u32 - FIRST) as usize] = VARIANTS[at].1 as u16;
        at += 1;
    }
    table
};

/// The character that three bytes of UTF-8 are.
const fn code(bytes: &[u8], at: usize) -> u32 {
    (bytes[at] as u32 & 15) << 12 | (bytes[at + 1] as u32 & 63) << 6 | bytes[at + 2] as u32 & 63
}

/// Whether a character is a Han character (Unicode script Han, without radicals and strokes).
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' | '々' | '〇')
}

/// All characters that fold to another Han character, with that character.
pub fn simplified_pairs() -> impl Iterator<Item = (char, char)> {
    let lines = TRADITIONAL.lines().filter(|line| !line.starts_with('#'));
    let mut chars = lines.flat_map(str::chars).filter(|c| *c != ' ');
    let pairs = iter::from_fn(move || Some((chars.next()?, chars.next()?)));
    pairs.chain(VARIANTS)
}

/// For each character from U+3400 to U+9FFF: whether it folds to another Han character.
pub(super) fn fold_to_others() -> impl Iterator<Item = bool> {
    SIMPLIFIED.iter().map(|to| *to != 0)
}

/// A text in Simplified script and usual variants, character by character.
pub fn simplify(text: &str) -> String {
    text.chars().map(simplified).collect()
}

/// The Simplified character or usual variant of a Han character.
pub(super) fn simplified(c: char) -> char {
    let index = u32::from(c).wrapping_sub(FIRST) as usize;
    match SIMPLIFIED.get(index) {
        Some(0) | None => c,
        Some(&to) => char::from_u32(u32::from(to)).unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::{simplified, simplified_pairs};

    #[test]
    fn the_table_holds_all_pairs() {
        let last = |from| simplified_pairs().filter(|(other, _)| *other == from).last();
        let pairs = simplified_pairs();
        assert!(pairs.count() > 2000);
        simplified_pairs().for_each(|(from, _)| assert_eq!(Some((from, simplified(from))), last(from)));
        assert_eq!(simplified('你'), '你');
    }
}
