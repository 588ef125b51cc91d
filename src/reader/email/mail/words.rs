//! Header fields with encoded words (RFC 2047), such as `=?gb2312?B?xOO6ww==?=`, and the way back.

use std::ops::Range;
use std::sync::LazyLock;

use regex::bytes::{Captures, Regex};

use crate::source::{Charset, Map, SUBSTITUTE};
use crate::text::constant_bytes;

use super::transfer::{Transfer, q_word};

/// An encoded word: its character set, its encoding, its text.
static WORD: LazyLock<Regex> =
    LazyLock::new(|| constant_bytes(r"(?i-u)=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?="));

/// The text of a field.
#[derive(Default)]
pub(super) struct Field {
    pub(super) text: String,
    pub(super) map: Map,
    pub(super) faults: Vec<Fault>,
}

/// What of a field could not be read, in bytes counted from its first.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A word in a character set that nobody knows: where its name stands.
    Charset(Range<usize>),
    /// Bytes that are no text in the character set declared: the first, and how many.
    Undecodable { first: usize, count: usize },
}

/// Neighbouring words of one character set, taken together: some programs cut a character between two of them.
struct Words {
    charset: Charset,
    bytes: Vec<u8>,
    /// What each of the bytes was made from.
    places: Vec<Range<usize>>,
}

/// Reads the value of a field.
pub(super) fn read(raw: &[u8]) -> Field {
    let mut field = Field::default();
    let mut words: Option<Words> = None;
    let mut at = 0;
    for found in WORD.captures_iter(raw) {
        let (word, name) = (group(&found, 0), group(&found, 1));
        // Blanks between two words are none of the text.
        if words.is_none() || !raw[at..word.start].trim_ascii().is_empty() {
            field.push_words(words.take());
            field.push_plain(raw, at..word.start);
        }
        at = word.end;
        let charset = Charset::of(&String::from_utf8_lossy(&raw[name.clone()]));
        if words.as_ref().is_some_and(|words| Some(words.charset) != charset) {
            field.push_words(words.take());
        }
        match charset {
            Some(charset) => words.get_or_insert_with(|| Words::new(charset)).push(raw, &found, &mut field),
            None => {
                field.faults.push(Fault::Charset(name));
                field.push(SUBSTITUTE, word);
            }
        }
    }
    field.push_words(words);
    field.push_plain(raw, at..raw.len());
    field
}

fn group(found: &Captures<'_>, index: usize) -> Range<usize> {
    found.get(index).map_or(0..0, |found| found.range())
}

impl Words {
    fn new(charset: Charset) -> Self {
        Self { charset, bytes: Vec::new(), places: Vec::new() }
    }

    fn push(&mut self, raw: &[u8], found: &Captures<'_>, field: &mut Field) {
        let (by, text) = (group(found, 2), group(found, 3));
        let (bytes, map) = if raw[by].eq_ignore_ascii_case(b"b") {
            let carried = Transfer::Base64.undo(&raw[text.clone()]);
            let bad = carried.garbage.or(carried.cut.map(|first| (first, 1)));
            field
                .faults
                .extend(bad.map(|(first, count)| Fault::Undecodable { first: text.start + first, count }));
            (carried.bytes.into_owned(), carried.map)
        } else {
            q_word(&raw[text.clone()])
        };
        self.places.extend((0..bytes.len()).map(|at| {
            let place = map.raw_of(at..at + 1);
            text.start + place.start..text.start + place.end
        }));
        self.bytes.extend(bytes);
    }
}

impl Field {
    fn push(&mut self, c: char, raw: Range<usize>) {
        self.map.push_unit(c.len_utf8(), raw);
        self.text.push(c);
    }

    fn push_words(&mut self, words: Option<Words>) {
        let Some(Words { charset, bytes, places }) = words else { return };
        let (text, map, fault) = charset.decode(bytes);
        for (at, c) in text.char_indices() {
            let made = map.raw_of(at..at + c.len_utf8());
            if let Some([first, .., last] | [first @ last]) = places.get(made) {
                self.push(c, first.start..last.end);
            }
        }
        let first = fault.and_then(|fault| Some((places.get(fault.first)?.start, fault.count)));
        self.faults.extend(first.map(|(first, count)| Fault::Undecodable { first, count }));
    }

    /// Adds what is written as it is. The line ends of a folded field are none of the text (RFC 5322, section 2.2.3).
    fn push_plain(&mut self, raw: &[u8], plain: Range<usize>) {
        let (text, map, fault) = Charset::Ascii.decode(raw[plain.clone()].to_vec());
        for (at, c) in text.char_indices().filter(|(_, c)| !matches!(c, '\r' | '\n')) {
            let place = map.raw_of(at..at + c.len_utf8());
            self.push(c, plain.start + place.start..plain.start + place.end);
        }
        let fault = fault.map(|fault| (plain.start + fault.first, fault.count));
        self.faults.extend(fault.map(|(first, count)| Fault::Undecodable { first, count }));
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, read};

    #[test]
    fn words_are_read_each_in_its_character_set() {
        for (raw, text) in [
            ("=?utf-8?B?5oKo5aW9?=", "您好"),
            (
                "Re: =?gb2312?B?xPq6ww==?= =?UTF-8?Q?=E5=90=97_a?=\r\n =?gbk*zh?q?=C4=FA?= b",
                "Re: 您好吗 a您 b",
            ),
            ("=?utf-8?B?5oKo5aU=?=\r\n\t=?utf-8?B?vQ==?=", "您好"),
            ("a =?utf-8?Q?b?= c\r\n d", "a b c d"),
            ("a=?utf-8?x?b?= =?utf-8?Q?c", "a=?utf-8?x?b?= =?utf-8?Q?c"),
        ] {
            let field = read(raw.as_bytes());
            assert_eq!(field.text, text);
            assert_eq!(field.faults, [], "{raw}");
            assert_eq!(field.map.len(), text.len());
        }
        let field = read(b"=?utf-8?B?5oKo5aU=?=\r\n\t=?utf-8?B?vQ==?=");
        assert_eq!([field.map.raw_of(0..3), field.map.raw_of(3..6)], [10..14, 14..37]);
        let field = read(b"a =?klingon?Q?b?= =?gbk?Q?=C4=FA=FF?= \xFF");
        assert_eq!(field.text, "a \u{1A} 您\u{1A} \u{1A}");
        let bad = |first| Fault::Undecodable { first, count: 1 };
        assert_eq!(field.faults, [Fault::Charset(4..11), bad(32), bad(38)]);
    }
}
