//! What stands in structured header fields: a word with parameters, an address, a date.

use jiff::fmt::rfc2822::DateTimeParser;

use crate::document::Time;
use crate::source::Charset;

use super::words;

/// A word and its parameters (RFC 2045, section 5.1): `text/plain; charset="gbk"`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// In small letters.
    pub(super) word: String,
    parameters: Vec<Parameter>,
}

/// A parameter, or a section of one (RFC 2231): `name*1*=%E4%BD%A0`.
#[derive(Debug, PartialEq, Eq)]
struct Parameter {
    name: String,
    section: usize,
    is_encoded: bool,
    text: Vec<u8>,
}

impl Parameter {
    fn of(piece: &[u8]) -> Option<Self> {
        let equals = piece.iter().position(|&byte| byte == b'=')?;
        let written = String::from_utf8_lossy(piece[..equals].trim_ascii()).to_ascii_lowercase();
        let (name, section) = written.split_once('*').unwrap_or((&written, ""));
        let (section, is_encoded) = match section.strip_suffix('*') {
            Some(section) => (section, true),
            None => (section, written.ends_with('*')),
        };
        let section = section.parse().unwrap_or(0);
        let text = piece[equals + 1..].trim_ascii().to_vec();
        Some(Self { name: name.to_owned(), section, is_encoded, text })
    }
}

impl Value {
    /// Reads a field. Comments in brackets and the escapes of quoted strings are undone.
    pub(super) fn of(raw: &[u8]) -> Self {
        let pieces = pieces(raw);
        let word =
            pieces.first().map(|piece| String::from_utf8_lossy(piece.trim_ascii()).to_ascii_lowercase());
        let mut parameters: Vec<Parameter> =
            pieces.iter().skip(1).filter_map(|piece| Parameter::of(piece)).collect();
        // Of a parameter that is there plain and encoded, the encoded one is meant (RFC 6266, section 4.3).
        parameters.sort_by_key(|one| (one.section, !one.is_encoded));
        Self { word: word.unwrap_or_default(), parameters }
    }

    /// The sections of a parameter, in their order.
    fn sections(&self, name: &str) -> impl Iterator<Item = &Parameter> {
        let own = self.parameters.iter().filter(move |one| one.name == name);
        own.enumerate().filter(|(at, one)| *at == one.section).map(|(_, one)| one)
    }

    /// The value of a parameter, as it is written.
    pub(super) fn parameter(&self, name: &str) -> Option<Vec<u8>> {
        let whole = self.sections(name).flat_map(|one| one.text.clone()).collect::<Vec<u8>>();
        Some(whole).filter(|whole| !whole.is_empty())
    }

    /// The text of a parameter: in the character set that it names itself (RFC 2231), in encoded words, which many
    /// programs write here, or in UTF-8.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let (mut bytes, mut charset) = (Vec::new(), None);
        for one in self.sections(name) {
            let mut text = one.text.as_slice();
            if one.is_encoded && one.section == 0 {
                let mut pieces = text.splitn(3, |&byte| byte == b'\'');
                if let (Some(name), Some(_), Some(rest)) = (pieces.next(), pieces.next(), pieces.next()) {
                    (charset, text) = (Charset::of(&String::from_utf8_lossy(name)), rest);
                }
            }
            match one.is_encoded {
                true => bytes.extend(percent_encoding::percent_decode(text)),
                false => bytes.extend_from_slice(text),
            }
        }
        let text = match charset {
            Some(charset) => charset.decode(bytes).0,
            None => words::read(&bytes).text,
        };
        Some(text).filter(|text| !text.is_empty())
    }
}

/// The pieces between semicolons, without comments, quotes and line ends.
fn pieces(raw: &[u8]) -> Vec<Vec<u8>> {
    let (mut pieces, mut depth, mut is_quoted) = (vec![Vec::new()], 0_usize, false);
    let mut bytes = raw.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n'));
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if is_quoted || depth > 0 => {
                let escaped = bytes.next().filter(|_| depth == 0);
                pieces.last_mut().into_iter().for_each(|piece| piece.extend(escaped));
            }
            b'"' if depth == 0 => is_quoted = !is_quoted,
            b'(' if !is_quoted => depth += 1,
            b')' if depth > 0 => depth -= 1,
            _ if depth > 0 => (),
            b';' if !is_quoted => pieces.push(Vec::new()),
            byte => pieces.last_mut().into_iter().for_each(|piece| piece.push(byte)),
        }
    }
    pieces
}

/// The name and the address of the first of some mailboxes: `"Tom Brown" <tom@example.com>`, `tom@example.com (Tom)`.
pub(super) fn mailbox(text: &str) -> [Option<&str>; 2] {
    let is_round = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',');
    let first = text.find('>').and_then(|end| Some((text[..end].rfind('<')?, end)));
    let (name, address) = match first {
        Some((start, end)) => (&text[..start], &text[start + 1..end]),
        None => match text.split_once('(') {
            Some((address, name)) => (name.split(')').next().unwrap_or_default(), address),
            None => ("", text.split(',').next().unwrap_or_default()),
        },
    };
    [name, address].map(|text| Some(text.trim_matches(is_round)).filter(|text| !text.is_empty()))
}

/// A date (RFC 5322, section 3.3), by the clock of who wrote it.
pub(super) fn time(text: &str) -> Option<Time> {
    let date = DateTimeParser::new().relaxed_weekday(true).parse_zoned_datetime(text).ok()?;
    Some(Time {
        date: Some(date.date()),
        clock: date.time(),
        offset: Some(date.offset().seconds()),
        is_local: true,
    })
}

#[cfg(test)]
mod tests {
    use super::{Value, mailbox, time};

    #[test]
    fn words_have_parameters() {
        let value = Value::of(
            b"Text/HTML (a;b) ;\r\n CHARSET=\"g\\\"b;k\"; boundary*1=b; boundary*0=a; boundary*3=d; x; y=",
        );
        assert_eq!(value.word, "text/html");
        let given = ["charset", "boundary", "x", "y"].map(|name| value.parameter(name));
        assert_eq!(given, [Some(b"g\"b;k".to_vec()), Some(b"ab".to_vec()), None, None]);
        assert_eq!(Value::of(b""), Value::default());
    }

    #[test]
    fn parameters_have_texts() {
        for (raw, text) in [
            (&b"a; n=b.pdf"[..], "b.pdf"),
            (b"a; n=\"=?gbk?B?sai82w==?=.xlsx\"", "报价.xlsx"),
            (b"a; n=old.txt; n*=utf-8''%E6%8A%A5%E4%BB%B7.xlsx", "报价.xlsx"),
            (b"a; n*0*=gbk'zh'%B1; n*2=.xlsx; n*1*=%A8%BC%DB", "报价.xlsx"),
            (b"a; n*=%41'", "A'"),
            ("a; n=报价.xlsx".as_bytes(), "报价.xlsx"),
        ] {
            assert_eq!(Value::of(raw).text("n").as_deref(), Some(text));
        }
    }

    #[test]
    fn mailboxes_have_names() {
        for (text, name, address) in [
            (
                "\"Brown, Tom\" <tom@example.com>, Amy <amy@example.com>",
                Some("Brown, Tom"),
                Some("tom@example.com"),
            ),
            ("青禾商城客服 <a@b.c>", Some("青禾商城客服"), Some("a@b.c")),
            ("a@b.c (Tom)", Some("Tom"), Some("a@b.c")),
            ("a@b.c, d@e.f", None, Some("a@b.c")),
            ("<a@b.c>", None, Some("a@b.c")),
            (" ", None, None),
        ] {
            assert_eq!(mailbox(text), [name, address], "{text}");
        }
    }

    #[test]
    fn dates_keep_their_clock_and_offset() {
        let told =
            time("Wed, 8 May 2024 18:30:05 -0530 (CDT)").map(|time| (time.date, time.clock, time.offset));
        let date = jiff::civil::date(2024, 5, 8);
        assert_eq!(told, Some((Some(date), jiff::civil::time(18, 30, 5, 0), Some(-19800))));
        assert_eq!(time("yesterday"), None);
    }
}
