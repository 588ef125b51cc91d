//! Character sets other than UTF-8: bytes to text, with the way back to the bytes of each character.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::decode::without_mark;
use super::{Map, SUBSTITUTE};

/// A character set by the name that a text declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Charset {
    /// Nothing declared, or US-ASCII: where there are other bytes, they have to be UTF-8.
    Ascii,
    /// UTF-16 that does not say in which order: a byte order mark has to.
    Utf16,
    /// Any other.
    Named(&'static Encoding),
}

/// Bytes that are no text in the character set declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecodable {
    /// The first of them, counted from the start of what was decoded.
    pub first: usize,
    /// How many there are.
    pub count: usize,
}

/// A text in the making.
#[derive(Default)]
struct Text {
    text: String,
    map: Map,
    fault: Option<Undecodable>,
}

impl Charset {
    /// The character set of a name; none if nobody knows it. `gb2312` and `gbk` are read as GB 18030, which contains
    /// them, and `iso-8859-1` as windows-1252, as every mail program does.
    pub fn of(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "" | "us-ascii" | "ascii" | "ansi_x3.4-1968" => Some(Self::Ascii),
            "utf-16" | "utf16" | "unicode" | "ucs-2" | "iso-10646-ucs-2" => Some(Self::Utf16),
            "cp936" | "ms936" | "windows-936" => Some(Self::Named(encoding_rs::GBK)),
            "cp950" | "ms950" | "windows-950" => Some(Self::Named(encoding_rs::BIG5)),
            "cp65001" => Some(Self::Named(UTF_8)),
            name => Encoding::for_label_no_replacement(name.as_bytes()).map(Self::Named),
        }
    }

    /// Whether it is UTF-8, or a part of it.
    pub fn is_utf8(self) -> bool {
        matches!(self, Self::Ascii) || self == Self::Named(UTF_8)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ascii => UTF_8.name(),
            Self::Utf16 => "UTF-16",
            Self::Named(encoding) => encoding.name(),
        }
    }

    /// The text of some bytes, with the way back. Each piece that is no text stands in it as U+001A.
    pub fn decode(self, bytes: Vec<u8>) -> (String, Map, Option<Undecodable>) {
        let Text { text, map, fault } = match self {
            Self::Ascii => utf8(bytes),
            Self::Named(encoding) if encoding == UTF_8 => utf8(bytes),
            Self::Named(encoding) => {
                let mark = Encoding::for_bom(&bytes).filter(|(marked, _)| *marked == encoding);
                other(encoding, &bytes, mark.map_or(0, |(_, len)| len))
            }
            Self::Utf16 => match bytes.get(..2) {
                Some(b"\xFE\xFF") => other(UTF_16BE, &bytes, 2),
                Some(b"\xFF\xFE") => other(UTF_16LE, &bytes, 2),
                _ => {
                    let mut unread = Text::default();
                    unread.push_bad(0, bytes.len());
                    unread
                }
            },
        };
        (text, map, fault)
    }
}

/// UTF-8, with or without a byte order mark.
fn utf8(bytes: Vec<u8>) -> Text {
    let end = bytes.len();
    let (bytes, mark) = without_mark(bytes);
    match String::from_utf8(bytes) {
        Ok(text) => Text { text, map: Map::verbatim(mark..end), fault: None },
        Err(error) => {
            let (mut text, mut at) = (Text::default(), mark);
            for chunk in error.as_bytes().utf8_chunks() {
                text.push_verbatim(chunk.valid(), at);
                at += chunk.valid().len();
                text.push_bad(at, chunk.invalid().len());
                at += chunk.invalid().len();
            }
            text
        }
    }
}

/// Character sets in which a byte above 0x80 and the next one make a character, or half of one.
const IN_PAIRS: [&Encoding; 4] =
    [encoding_rs::GBK, encoding_rs::GB18030, encoding_rs::BIG5, encoding_rs::EUC_KR];

/// How many pairs are decoded together.
const PAIRS: usize = 256;

/// The text of pairs of bytes, if each of them is a character of three bytes, as Han characters are.
fn in_threes<'a>(encoding: &'static Encoding, pairs: &'a [u8]) -> Option<Cow<'a, str>> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(pairs)?;
    let is_three = |character: &[u8]| matches!(character, [0xE0..=0xEF, _, _]);
    let are_threes = text.len() == pairs.len() / 2 * 3 && text.as_bytes().chunks(3).all(is_three);
    are_threes.then_some(text)
}

/// Any other character set, byte by byte: what a byte completes was made from all bytes since the last text.
fn other(encoding: &'static Encoding, bytes: &[u8], from: usize) -> Text {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut text, mut buffer) = (Text::default(), [0; 32]);
    text.text.reserve(bytes.len() + bytes.len() / 2);
    let (mut at, mut start) = (from, from);
    let in_pairs = IN_PAIRS.contains(&encoding);
    // Up to here no run of pairs is tried again.
    let mut tried = from;
    loop {
        if start == at && encoding.is_ascii_compatible() {
            let ascii = bytes[at..].iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len() - at);
            text.push_verbatim(std::str::from_utf8(&bytes[at..at + ascii]).unwrap_or_default(), at);
            (at, start) = (at + ascii, at + ascii);
        }
        let is_last = at == bytes.len();
        let is_pair = in_pairs && start == at && bytes.get(at).is_some_and(|&byte| byte > 0x80);
        if is_pair && at >= tried {
            let is_pair = |pair: &&[u8]| pair[0] > 0x80 && pair[1] >= 0x40;
            let count = bytes[at..].chunks_exact(2).take(PAIRS).take_while(is_pair).count();
            tried = at + 2 * count;
            if let Some(decoded) = in_threes(encoding, &bytes[at..tried]).filter(|_| count > 0) {
                text.text.push_str(&decoded);
                text.map.push_units(count, 3, at, 2);
                (at, start) = (tried, tried);
                continue;
            }
        }
        let next = &bytes[at..(at + 1 + usize::from(is_pair)).min(bytes.len())];
        let (result, read, written) = decoder.decode_to_utf8_without_replacement(next, &mut buffer, is_last);
        at += read;
        if written > 0 {
            text.text.push_str(std::str::from_utf8(&buffer[..written]).unwrap_or_default());
            text.map.push_unit(written, start..at);
            start = at;
        }
        match result {
            DecoderResult::Malformed(_, behind) => {
                let end = at.saturating_sub(usize::from(behind)).max(start);
                text.push_bad(start, end - start);
                start = end;
            }
            DecoderResult::InputEmpty if is_last => return text,
            DecoderResult::InputEmpty | DecoderResult::OutputFull => (),
        }
    }
}

impl Text {
    fn push_verbatim(&mut self, text: &str, at: usize) {
        self.text.push_str(text);
        self.map.push_verbatim(at..at + text.len());
    }

    fn push_bad(&mut self, at: usize, count: usize) {
        if count > 0 {
            self.text.push(SUBSTITUTE);
            self.map.push_unit(1, at..at + count);
            self.fault.get_or_insert(Undecodable { first: at, count: 0 }).count += count;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test says so by panicking")]
mod tests {
    use super::Charset;

    /// Each character of a text leads to just the bytes that it is written with.
    #[test]
    fn characters_lead_to_their_bytes() {
        let text = "a不b知道é，😀ABC ß€体c";
        for (name, text) in
            [("gb18030", text), ("gbk", "a不€体b€c"), ("utf-8", text), ("utf-16le", text), ("utf-16be", text)]
        {
            let written: Vec<Vec<u8>> = text.chars().map(|c| bytes(c, name)).collect();
            let (decoded, map, fault) = Charset::of(name).unwrap().decode(written.concat());
            assert_eq!((decoded.as_str(), fault), (text, None), "{name}");
            let mut raw = 0;
            for ((at, c), written) in text.char_indices().zip(&written) {
                assert_eq!(map.raw_of(at..at + c.len_utf8()), raw..raw + written.len(), "{c} in {name}");
                raw += written.len();
            }
        }
    }

    fn bytes(c: char, name: &str) -> Vec<u8> {
        let units =
            |to: fn(u16) -> [u8; 2]| c.encode_utf16(&mut [0; 2]).iter().flat_map(|&unit| to(unit)).collect();
        match name {
            "utf-16le" => units(u16::to_le_bytes),
            "utf-16be" => units(u16::to_be_bytes),
            name => {
                let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
                encoding.encode(c.encode_utf8(&mut [0; 4])).0.into_owned()
            }
        }
    }

    /// What is no text is told, and what stands round it is read.
    #[test]
    fn bytes_that_are_no_text_are_told() {
        for (name, bytes, text, first, count) in [
            ("gbk", &b"a\xC4\xE3\xFFb"[..], "a你\u{1A}b", 3, 1),
            ("gbk", b"a\xC4", "a\u{1A}", 1, 1),
            ("gb18030", b"\xC4\xE3\x81\x30\x41b", "你\u{1A}0Ab", 2, 1),
            ("big5", b"\xA7\x41\xA7!", "你\u{1A}!", 2, 1),
            ("us-ascii", b"ab\xE9c", "ab\u{1A}c", 2, 1),
            ("utf-8", b"\xEF\xBB\xBFa\xE4\xBDb", "a\u{1A}b", 4, 2),
            ("utf-16le", b"a\x00\x00\xD8b\x00", "a\u{1A}b", 2, 2),
        ] {
            let (decoded, map, fault) = Charset::of(name).unwrap().decode(bytes.to_vec());
            let fault = fault.unwrap();
            assert_eq!((decoded.as_str(), fault.first, fault.count), (text, first, count), "{name}");
            assert_eq!(map.len(), decoded.len());
            let mark = decoded.find('\u{1A}').unwrap();
            assert_eq!(map.raw_of(mark..mark + 1), first..first + count, "{name}");
        }
        assert_eq!([Charset::of("x-klingon"), Charset::of("utf-7"), Charset::of("hz-gb-2312")], [None; 3]);
    }
}
