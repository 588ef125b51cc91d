//! Phrases by their first three characters: few places of a text have three that begin a phrase, and only there phrases
//! are compared. Where very many begin alike, an automaton has to do it.

use std::iter;
use std::ops::Range;

use super::lexicon::{Lexicon, PhraseId};

/// The most phrases that may begin with the same three characters.
const MOST_ALIKE: usize = 500;

/// Phrases in the order of their characters, and where those begin that begin alike. Open addressing: those of a beginning
/// stand in the first free place from its hash on.
#[derive(Debug)]
pub(super) struct Beginnings {
    sorted: Vec<Entry>,
    table: Vec<Alike>,
    /// How far a hash has to be shifted to be a place in the table.
    shift: u32,
    /// By hashes: whether a phrase may begin with two characters, as they are written, and whether it may have a beginning.
    twos: Hashes,
    beginnings: Hashes,
    /// Whether a phrase is of one character, or of two.
    has_short: [bool; 2],
}

/// A phrase, and its first eight bytes, by which most are told from a text.
#[derive(Clone, Copy, Debug)]
struct Entry {
    id: PhraseId,
    head: u64,
    mask: u64,
}

/// The phrases that begin with the same three characters, or are the same one or two.
#[derive(Clone, Copy, Debug)]
struct Alike {
    beginning: u64,
    start: u32,
    end: u32,
}

/// What a free place is marked with.
const NOBODY: u64 = u64::MAX;

/// How many characters of a phrase count, and how many bits each takes; one that is not there has all of them set.
const COUNT: usize = 3;
const BITS: usize = 21;
const NONE: u64 = (1 << BITS) - 1;
const ALL: u64 = (1 << (COUNT * BITS)) - 1;

impl Beginnings {
    /// The phrases of a lexicon in this order; none where too many of them begin alike.
    pub(super) fn new(sorted: &[PhraseId], lexicon: &Lexicon) -> Option<Self> {
        let of_each: Vec<u64> = sorted.iter().map(|id| beginning(lexicon.folded_text(*id))).collect();
        let groups = || of_each.chunk_by(|one, other| one == other);
        if groups().any(|group| group.len() > MOST_ALIKE) {
            return None;
        }
        let size = (groups().count() * 2).next_power_of_two().max(2);
        let free = Alike { beginning: NOBODY, start: 0, end: 0 };
        let (shift, table) = (u64::BITS - size.trailing_zeros(), vec![free; size]);
        let (twos, beginnings) = (Hashes::default(), Hashes::default());
        let mut all = Self { sorted: Vec::new(), table, shift, twos, beginnings, has_short: [false; 2] };
        let mut start = 0;
        for group in groups() {
            let end = start + group.len() as u32;
            let phrase = lexicon.folded_text(sorted[start as usize]);
            all.twos.add(two(phrase, 0, phrase.bytes().next().map_or(0, length)).0);
            all.add(Alike { beginning: group[0], start, end });
            start = end;
        }
        let entry = |&id: &PhraseId| {
            let phrase = lexicon.folded_text(id);
            Entry { id, head: head(phrase.as_bytes(), 0), mask: head_of(|_| u8::MAX, phrase.len()) }
        };
        Some(Self { sorted: sorted.iter().map(entry).collect(), ..all })
    }

    fn add(&mut self, alike: Alike) {
        let [second, third] = [1, 2].map(|at| alike.beginning >> (at * BITS) & NONE);
        self.beginnings.add(alike.beginning);
        self.has_short[0] |= second == NONE;
        self.has_short[1] |= second != NONE && third == NONE;
        let place = self.place(alike.beginning);
        self.table[place] = alike;
    }

    /// The place of a beginning, or the free one where it would stand.
    fn place(&self, beginning: u64) -> usize {
        let mut place = (beginning.wrapping_mul(SPREAD) >> self.shift) as usize;
        while self.table[place].beginning != beginning && self.table[place].beginning != NOBODY {
            place = (place + 1) % self.table.len();
        }
        place
    }

    /// Adds where the phrases stand in a text, in the order of their ends, to a list without any.
    pub(super) fn find(&self, text: &str, lexicon: &Lexicon, found: &mut Vec<(PhraseId, Range<usize>)>) {
        let (mut at, mut first) = (0, text.bytes().next().map_or(0, length));
        while at < text.len() {
            let (two, second) = two(text, at, first);
            if self.twos.may_hold(two) || self.has_short[0] {
                let whole = beginning(&text[at..]);
                self.find_at(&text[at..], whole, at, lexicon, found);
                for short in [1, 2].map(|count| whole | ALL << (count * BITS) & ALL) {
                    if short != whole && self.has_short[usize::from(short >> BITS & NONE != NONE)] {
                        self.find_at(&text[at..], short, at, lexicon, found);
                    }
                }
            }
            (at, first) = (at + first, second);
        }
        found.sort_by_key(|(_, range)| (range.end, range.start));
    }

    fn find_at(
        &self,
        rest: &str,
        beginning: u64,
        at: usize,
        lexicon: &Lexicon,
        found: &mut Vec<(PhraseId, Range<usize>)>,
    ) {
        if !self.beginnings.may_hold(beginning) {
            return;
        }
        let Alike { start, end, .. } = self.table[self.place(beginning)];
        let head = head(rest.as_bytes(), 0);
        let alike = self.sorted[start as usize..end as usize].iter();
        for entry in alike.filter(|entry| head & entry.mask == entry.head) {
            let phrase = lexicon.folded_text(entry.id);
            if rest.starts_with(phrase) {
                found.push((entry.id, at..at + phrase.len()));
            }
        }
    }
}

/// Spreads numbers over all there are (Knuth, The Art of Computer Programming 6.4).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;

/// A set of numbers that may hold others as well: a bit for each hash of 16 bits, which stay at hand.
#[derive(Debug)]
struct Hashes(Box<[u64; Self::BITS / u64::BITS as usize]>);

impl Default for Hashes {
    fn default() -> Self {
        Self(Box::new([0; _]))
    }
}

impl Hashes {
    const BITS: usize = 1 << 16;

    fn add(&mut self, number: u64) {
        let (word, bit) = Self::place(number);
        self.0[word] |= bit;
    }

    fn may_hold(&self, number: u64) -> bool {
        let (word, bit) = Self::place(number);
        self.0[word] & bit != 0
    }

    fn place(number: u64) -> (usize, u64) {
        let hash = number.wrapping_mul(SPREAD) >> (u64::BITS - Self::BITS.trailing_zeros());
        ((hash >> 6) as usize, 1 << (hash & 63))
    }
}

/// The two characters at a place of a text as they are written, which take eight bytes at most. The first one takes so many;
/// how many the second one takes, is the second answer.
#[inline]
fn two(text: &str, at: usize, first: usize) -> (u64, usize) {
    let head = head(text.as_bytes(), at);
    let second = length((head >> (8 * first)) as u8);
    let others = u64::BITS as usize - 8 * (first + second);
    (head & u64::MAX.wrapping_shr(others as u32), second)
}

/// How many bytes a character has that begins with this one: in a row of half bytes, one for each value of its first half.
#[inline]
fn length(first: u8) -> usize {
    (0x4322_1111_1111_1111_u64 >> (first >> 4 << 2)) as usize & 7
}

/// Eight bytes of a text from a place on as a number; zeros behind its end.
#[inline]
fn head(text: &[u8], at: usize) -> u64 {
    match text[at..].first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => head_of(|byte| text[at + byte], text.len() - at),
    }
}

/// Up to eight bytes as a number.
fn head_of(byte: impl Fn(usize) -> u8, len: usize) -> u64 {
    (0..len.min(8)).fold(0, |head, at| head | u64::from(byte(at)) << (8 * at))
}

/// The first characters of a text as a number, the very first one lowest.
fn beginning(text: &str) -> u64 {
    let codes = text.chars().map(u64::from).chain(iter::repeat(NONE));
    codes.take(COUNT).zip(0..).fold(0, |all, (code, at)| all | code << (at * BITS))
}
