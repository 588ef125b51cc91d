//! Words: whether a hit of two Han characters is one by accident, as 行了 is in 进行了.
//!
//! What stands round the hit is cut into the words of a table in the likeliest way: the one whose words are the most
//! frequent, taken one by one. `docs/matching.md` tells how the table is made and how often this is right.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use super::TextRange;
use super::han::is_han;

/// Words in order, one a line, each with its cost in two digits: how many quarters of a bit say it among all words.
const WORDS: &str = include_str!("words.txt");

/// The cost of a character that is no word of the table, in quarters of a bit: that of a word seen once.
const UNKNOWN: u32 = 103;

/// How many quarters of a bit the likeliest cut has to save: it is eight times as likely as any that leaves the hit alone.
const MARGIN: u32 = 12;

/// How many characters before and behind a hit have a say: all but one of a word that runs through its end, and one more.
const SIDE: usize = 5;

/// The longest stretch that is cut, in bytes.
const LONGEST: usize = (SIDE + 2 + SIDE) * 4;

/// Whether a hit in a folded text is two Han characters and the likeliest cut of the text into words runs through its start
/// or its end: 请问 in 申请问题. A word that holds the whole hit does not count: 感谢 in 感谢您.
pub fn crosses_words(text: &str, hit: &TextRange) -> bool {
    Surroundings::of(text, hit).is_some_and(|it| it.may_be_crossed() && it.saved() >= MARGIN)
}

/// The Han characters round a hit of two.
struct Surroundings<'a> {
    run: &'a str,
    /// The hit, in bytes of the run.
    hit: TextRange,
    /// Where its second character begins.
    middle: usize,
}

impl<'a> Surroundings<'a> {
    fn of(text: &'a str, hit: &TextRange) -> Option<Self> {
        let mut chars = text.get(hit.clone())?.chars();
        let (first, second) = (chars.next()?, chars.next()?);
        if chars.next().is_some() || !is_han(first) || !is_han(second) {
            return None;
        }
        let len = |c: char| c.len_utf8();
        let before: usize =
            text[..hit.start].chars().rev().take(SIDE).take_while(|&c| is_han(c)).map(len).sum();
        let behind: usize = text[hit.end..].chars().take(SIDE).take_while(|&c| is_han(c)).map(len).sum();
        let run = &text[hit.start - before..hit.end + behind];
        Some(Self { run, hit: before..before + hit.len(), middle: before + first.len_utf8() })
    }

    /// Whether a word runs through one end of the hit. It ends or begins inside the hit, which is in its middle.
    fn crosses(&self, word: &TextRange) -> bool {
        word.end == self.middle && word.start < self.hit.start
            || word.start == self.middle && word.end > self.hit.end
    }

    /// Whether any word could; of most hits none can.
    fn may_be_crossed(&self) -> bool {
        let mut starts = self.run.char_indices().map(|(at, _)| at).take_while(|&at| at < self.hit.start);
        starts.any(|at| cost_of(&self.run[at..self.middle]).is_some())
            || words_at(self.run, self.middle).next().is_some()
    }

    /// What the likeliest cut saves against the likeliest of those that leave the hit alone, in quarters of a bit.
    fn saved(&self) -> u32 {
        // For each byte: the least cost of what stands before it, in any words, and in words that leave the hit alone.
        let mut any = [u32::MAX; LONGEST + 1];
        let mut without = any;
        (any[0], without[0]) = (0, 0);
        for (at, c) in self.run.char_indices() {
            let alone = (at..at + c.len_utf8(), cost_alone(c));
            for (word, cost) in words_at(self.run, at).chain([alone]) {
                any[word.end] = any[word.end].min(any[at].saturating_add(cost));
                if !self.crosses(&word) {
                    without[word.end] = without[word.end].min(without[at].saturating_add(cost));
                }
            }
        }
        without[self.run.len()].saturating_sub(any[self.run.len()])
    }
}

/// The words of two and more characters that begin at a place of a text, with their costs.
fn words_at(text: &str, at: usize) -> impl Iterator<Item = (TextRange, u32)> {
    let rest = &text[at..];
    let head = rest.char_indices().nth(1).map(|(second, c)| &rest[..second + c.len_utf8()]);
    let near = head
        .into_iter()
        .flat_map(|head| words_from(head).take_while(move |(word, _)| word.starts_with(head)));
    let here = near.filter(|(word, _)| rest.starts_with(word));
    here.filter_map(move |(word, cost)| Some((at..at + word.len(), cost.parse().ok()?)))
}

/// What a character costs as a word of its own.
fn cost_alone(c: char) -> u32 {
    let mut bytes = [0; 4];
    let character: &str = c.encode_utf8(&mut bytes);
    cost_of(character).unwrap_or(UNKNOWN)
}

/// What a word of the table costs.
fn cost_of(wanted: &str) -> Option<u32> {
    if wanted.chars().nth(1).is_none() {
        let first = words_from(wanted).next().filter(|(word, _)| *word == wanted);
        return first.and_then(|(_, cost)| cost.parse().ok());
    }
    words_at(wanted, 0).find(|(word, _)| word.len() == wanted.len()).map(|(_, cost)| cost)
}

/// The words of the table that are not before a text in its order, with their costs as they are written.
fn words_from(text: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = WORDS[first_line(text)..].split('\n');
    lines.map_while(|line| line.split_at_checked(line.len().checked_sub(2)?))
}

/// How many pairs of characters are remembered with their first lines, as a power of two: what people say to each other
/// begins and ends in the same ways again and again.
const REMEMBERED: u32 = 12;

/// Where the first line of the table begins that is not before a text.
fn first_line(text: &str) -> usize {
    static KNOWN: [AtomicU64; 1 << REMEMBERED] = [const { AtomicU64::new(0) }; 1 << REMEMBERED];
    let find = || first_line_in(text.chars().next().map_or(0..WORDS.len(), lines_of), text);
    let Some(pair) = pair(text) else { return find() };
    let known = &KNOWN[(pair.wrapping_mul(0x9E37_79B1) >> (u32::BITS - REMEMBERED)) as usize];
    match known.load(Ordering::Relaxed) {
        line if (line >> 32) as u32 == pair => line as u32 as usize,
        _ => {
            let line = find();
            known.store(u64::from(pair) << 32 | line as u64, Ordering::Relaxed);
            line
        }
    }
}

/// The codes of a text of two characters, none of them rare, in one number.
fn pair(text: &str) -> Option<u32> {
    let mut codes = text.chars().map(|c| u16::try_from(c as u32).ok());
    match (codes.next()??, codes.next()??, codes.next()) {
        (first, second, None) => Some(u32::from(first) << 16 | u32::from(second)),
        _ => None,
    }
}

fn first_line_in(lines: TextRange, text: &str) -> usize {
    let table = WORDS.as_bytes();
    let (mut low, mut high) = (lines.start, lines.end);
    while low < high {
        let inside = low + (high - low) / 2;
        let start = table[low..inside].iter().rposition(|&b| b == b'\n').map_or(low, |end| low + end + 1);
        let end = table[inside..].iter().position(|&b| b == b'\n').map_or(high, |len| inside + len + 1);
        if &table[start..end] < text.as_bytes() { low = end } else { high = start }
    }
    low
}

/// The characters with which most words begin.
const COMMON: TextRange = 0x4E00..0xA000;

/// The lines of the table that begin with a character. Those of a common one are looked for once.
fn lines_of(first: char) -> TextRange {
    static KNOWN: LazyLock<Box<[AtomicU64]>> = LazyLock::new(|| COMMON.map(|_| AtomicU64::new(0)).collect());
    let Some(at) = (first as usize).checked_sub(COMMON.start).filter(|at| *at < COMMON.len()) else {
        return 0..WORDS.len();
    };
    let find = || {
        let [start, end] = [first as u32, first as u32 + 1].map(|code| {
            let mut bytes = [0; 4];
            let text = char::from_u32(code).map(|c| &*c.encode_utf8(&mut bytes));
            text.map_or(WORDS.len(), |text| first_line_in(0..WORDS.len(), text))
        });
        start..end
    };
    match KNOWN[at].load(Ordering::Relaxed) {
        0 => {
            let lines = find();
            KNOWN[at].store((lines.start as u64) << 32 | lines.end as u64, Ordering::Relaxed);
            lines
        }
        lines => (lines >> 32) as usize..lines as u32 as usize,
    }
}

#[cfg(test)]
#[allow(clippy::expect_used, reason = "a failing test says so by panicking")]
mod tests {
    use super::*;

    /// Whether each place where `phrase` stands in a text is crossed; they agree.
    fn is_crossed(text: &str, phrase: &str) -> bool {
        let mut crossed =
            text.match_indices(phrase).map(|(at, _)| crosses_words(text, &(at..at + phrase.len())));
        let first = crossed.next().expect(phrase);
        assert!(crossed.all(|other| other == first), "{phrase} in {text}");
        first
    }

    #[test]
    fn a_hit_of_pieces_of_other_words_is_crossed() {
        let texts = [
            ("技术部已经进行了检查", "行了"),
            ("您可以申请问题单", "请问"),
            ("邀请问卷已经发出", "请问"),
            ("您好像没有登录", "您好"),
            ("祝您好运", "您好"),
            ("这个办法是不行了", "行了"),
            ("我们取得了进展", "得了"),
            ("因为您的地址不全", "为您"),
            ("这样会更好的", "好的"),
            ("稍等，申请问题单", "请问"),
        ];
        for (text, phrase) in texts {
            assert!(is_crossed(text, phrase), "{phrase} in {text}");
        }
    }

    #[test]
    fn a_hit_that_is_said_is_not() {
        let texts = [
            ("行了吗", "行了"),
            ("行了行了", "行了"),
            ("您好，像这样填", "您好"),
            ("您好请问哪里可以查", "您好"),
            ("请问下几点开门", "请问"),
            ("请稍等一下", "稍等"),
            ("您看好吗", "好吗"),
            ("烦请稍等一下下", "稍等"),
            ("不好意思让您久等了", "久等"),
            ("这边为您查询", "为您"),
            ("王您好", "您好"),
            ("VIP您好3号柜台", "您好"),
            ("\u{E000}您好\u{E001}", "您好"),
        ];
        for (text, phrase) in texts {
            assert!(!is_crossed(text, phrase), "{phrase} in {text}");
        }
    }

    #[test]
    fn a_word_that_holds_the_hit_leaves_it_alone() {
        for (text, phrase) in [("感谢您的来电", "感谢"), ("很不好意思", "好意"), ("对不起打扰了", "不起")]
        {
            assert!(!is_crossed(text, phrase), "{phrase} in {text}");
        }
    }

    #[test]
    fn only_two_han_characters_are_judged() {
        for (text, phrase) in [("申请问题单", "请"), ("进行了检查", "进行了"), ("进行A检查", "行A")]
        {
            assert!(!is_crossed(text, phrase), "{phrase} in {text}");
        }
        assert!(!crosses_words("申请问题", &(4..7)) && !crosses_words("申请问题", &(6..99)));
    }

    #[test]
    fn rare_characters_of_four_bytes_are_han_too() {
        let side = "𠮷".repeat(SIDE + 1);
        for (text, phrase, is) in [("进行了", "行了", true), ("行了", "行了", false), ("𠮷了", "𠮷了", false)]
        {
            assert_eq!(is_crossed(&format!("{side}{text}{side}"), phrase), is, "{text}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_found() {
        let mut count = 0;
        for (word, cost) in WORDS.lines().skip(1).map(|line| line.split_at(line.len() - 2)) {
            let mut chars = word.chars();
            let found = match (chars.next(), chars.next()) {
                (Some(only), None) => cost_alone(only),
                _ => words_at(word, 0).last().map_or(0, |(_, cost)| cost),
            };
            assert_eq!(cost, found.to_string(), "{word}");
            count += 1;
        }
        assert_eq!(count + 1, WORDS.lines().count());
    }
}
