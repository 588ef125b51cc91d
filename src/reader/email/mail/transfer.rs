//! How a mail carries its bytes (RFC 2045, section 6): quoted-printable and base64, with the way back.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::Map;

/// A transfer encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transfer {
    /// 7bit, 8bit, binary: the bytes as they are.
    Identity,
    QuotedPrintable,
    Base64,
}

/// Bytes that were carried.
pub(super) struct Carried<'a> {
    pub(super) bytes: Cow<'a, [u8]>,
    pub(super) map: Map,
    /// What of the base64 is none: where the first such byte stands, and how many there are.
    pub(super) garbage: Option<(usize, usize)>,
    /// Where a group of base64 begins that was cut off.
    pub(super) cut: Option<usize>,
}

impl Transfer {
    /// The encoding of a name, if anybody knows it; `8-bit` and `"base64"` are written as well.
    pub(super) fn of(name: &str) -> Option<Self> {
        let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        match name.to_ascii_lowercase().as_str() {
            "" | "7bit" | "8bit" | "7bits" | "8bits" | "binary" => Some(Self::Identity),
            "quotedprintable" => Some(Self::QuotedPrintable),
            "base64" => Some(Self::Base64),
            _ => None,
        }
    }

    /// Undoes it.
    pub(super) fn undo(self, raw: &[u8]) -> Carried<'_> {
        match self {
            Self::Identity => {
                Carried { bytes: raw.into(), map: Map::verbatim(0..raw.len()), garbage: None, cut: None }
            }
            Self::QuotedPrintable => quoted_printable(raw),
            Self::Base64 => base64(raw),
        }
    }
}

/// Quoted-printable. A `=` that begins no escape is one of the text, as all mail programs show it.
fn quoted_printable(raw: &[u8]) -> Carried<'_> {
    let (mut bytes, mut map) = (Vec::with_capacity(raw.len()), Map::default());
    let mut at = 0;
    for line in raw.split_inclusive(|&byte| byte == b'\n') {
        let end = at + line.len();
        let text = line.trim_ascii_end();
        match text.strip_suffix(b"=") {
            Some(wrapped) => push_quoted(wrapped, at, (&mut bytes, &mut map)),
            None => {
                push_quoted(text, at, (&mut bytes, &mut map));
                let ending = if line.ends_with(b"\r\n") { 2 } else { usize::from(line.ends_with(b"\n")) };
                bytes.extend_from_slice(&raw[end - ending..end]);
                map.push_verbatim(end - ending..end);
            }
        }
        at = end;
    }
    Carried { bytes: bytes.into(), map, garbage: None, cut: None }
}

/// Adds a text in which bytes are written as `=` and two hexadecimal digits.
fn push_quoted(raw: &[u8], start: usize, (bytes, map): (&mut Vec<u8>, &mut Map)) {
    let mut at = 0;
    while at < raw.len() {
        if let Some(byte) = escaped(&raw[at..]) {
            bytes.push(byte);
            map.push_unit(1, start + at..start + at + 3);
            at += 3;
        } else {
            let next = raw[at + 1..].iter().position(|&byte| byte == b'=');
            let end = next.map_or(raw.len(), |len| at + 1 + len);
            bytes.extend_from_slice(&raw[at..end]);
            map.push_verbatim(start + at..start + end);
            at = end;
        }
    }
}

/// The byte of the escape that stands at the head, if one does.
fn escaped(raw: &[u8]) -> Option<u8> {
    let digits = raw.strip_prefix(b"=")?.get(..2)?;
    let value = |digit: u8| char::from(digit).to_digit(16);
    u8::try_from(value(digits[0])? << 4 | value(digits[1])?).ok()
}

/// The `Q` of an encoded word (RFC 2047, section 4.2): quoted-printable with `_` for a blank.
pub(super) fn q_word(raw: &[u8]) -> (Vec<u8>, Map) {
    let (mut bytes, mut map) = (Vec::with_capacity(raw.len()), Map::default());
    push_quoted(raw, 0, (&mut bytes, &mut map));
    // A blank that was escaped is no `_`, so that only a `_` that stands there is one.
    for (at, byte) in bytes.iter_mut().enumerate().filter(|(_, byte)| **byte == b'_') {
        if map.raw_of(at..at + 1).len() == 1 {
            *byte = b' ';
        }
    }
    (bytes, map)
}

const NONE: u8 = 0xFF;
const BLANK: u8 = 0xFE;
const PAD: u8 = 0xFD;

/// What each byte is worth in base64.
const SEXTETS: [u8; 256] = {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut table = [NONE; 256];
    let mut value = 0;
    while value < 64 {
        table[alphabet[value] as usize] = value as u8;
        value += 1;
    }
    table[b'=' as usize] = PAD;
    table[b' ' as usize] = BLANK;
    table[b'\t' as usize] = BLANK;
    table[b'\r' as usize] = BLANK;
    table[b'\n' as usize] = BLANK;
    table
};

/// Four characters of base64, or fewer with what pads them.
#[derive(Default)]
struct Group {
    bits: u32,
    count: u32,
    is_padded: bool,
    raw: Range<usize>,
}

impl Group {
    fn push(&mut self, sextet: u8, at: usize) {
        if self.count == 0 {
            self.raw.start = at;
        }
        self.bits = self.bits << 6 | u32::from(sextet);
        self.count += 1;
        self.raw.end = at + 1;
    }

    /// Adds the bytes it carries, which all come from the group as a whole; the answer is where it begins if it was cut.
    fn flush(&mut self, bytes: &mut Vec<u8>, map: &mut Map) -> Option<usize> {
        let count = (self.count * 6 / 8) as usize;
        let [_, carried @ ..] = (self.bits << (24 - 6 * self.count)).to_be_bytes();
        bytes.extend_from_slice(&carried[..count]);
        map.push_unit(count, self.raw.clone());
        let Self { count, raw, .. } = std::mem::take(self);
        (count == 1).then_some(raw.start)
    }
}

/// How many groups of base64 stand at the head, each of four characters one right behind the other, and none of them the
/// last before something else.
fn whole_groups(raw: &[u8]) -> usize {
    let characters = raw.iter().take_while(|byte| SEXTETS[**byte as usize] < PAD).count();
    characters.saturating_sub(1) / 4
}

/// Adds the bytes of such groups.
fn push_groups(raw: &[u8], bytes: &mut Vec<u8>) {
    for group in raw.chunks_exact(4) {
        let bits = group.iter().fold(0, |bits, byte| bits << 6 | u32::from(SEXTETS[*byte as usize]));
        let [_, carried @ ..] = bits.to_be_bytes();
        bytes.extend_from_slice(&carried);
    }
}

/// Base64. What is none is passed over and told; padding ends a group, and another may begin behind it.
fn base64(raw: &[u8]) -> Carried<'_> {
    let (mut bytes, mut map) = (Vec::with_capacity(raw.len() / 4 * 3), Map::default());
    let (mut garbage, mut cut) = (None, None);
    let (mut group, mut at) = (Group::default(), 0);
    while let Some(&byte) = raw.get(at) {
        match SEXTETS[byte as usize] {
            BLANK => (),
            NONE => garbage.get_or_insert((at, 0)).1 += 1,
            PAD => {
                group.is_padded = true;
                group.raw.end = at + 1;
            }
            sextet => {
                if group.count == 4 || group.is_padded {
                    cut = group.flush(&mut bytes, &mut map).or(cut);
                }
                let groups = if group.count == 0 { whole_groups(&raw[at..]) } else { 0 };
                if groups > 0 {
                    push_groups(&raw[at..at + 4 * groups], &mut bytes);
                    map.push_units(groups, 3, at, 4);
                    at += 4 * groups;
                    continue;
                }
                group.push(sextet, at);
            }
        }
        at += 1;
    }
    cut = group.flush(&mut bytes, &mut map).or(cut);
    Carried { bytes: bytes.into(), map, garbage, cut }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test says so by panicking")]
mod tests {
    use super::{Carried, Transfer, q_word};

    #[test]
    fn escapes_and_groups_lead_to_their_bytes() {
        let Carried { bytes, map, .. } =
            Transfer::QuotedPrintable.undo(b"a=E4=BD=\r\n=A0 =\n=3d b=  \t\r\n--=20\n=zz=");
        assert_eq!(std::str::from_utf8(&bytes).unwrap(), "a你 = b-- \n=zz");
        assert_eq!([map.raw_of(0..1), map.raw_of(1..4)], [0..1, 1..13]);
        let Carried { bytes, map, garbage, cut } = Transfer::Base64.undo(b"5L2g\r\n5aW9YQ==YmM=\r\n!Z");
        assert_eq!(std::str::from_utf8(&bytes).unwrap(), "你好abc");
        assert_eq!([map.raw_of(0..3), map.raw_of(3..6), map.raw_of(6..7)], [0..4, 6..10, 10..14]);
        assert_eq!((garbage, cut), (Some((20, 1)), Some(21)));
        let (bytes, map) = q_word(b"a_b=5Fc");
        assert_eq!((bytes.as_slice(), map.raw_of(3..4)), (&b"a b_c"[..], 3..6));
    }
}
