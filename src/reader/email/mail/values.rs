//! What stands in structured header fields: a word with parameters, an address, a date.

use jiff::fmt::rfc2822::DateTimeParser;

use crate::document::Time;

/// A word and its parameters (RFC 2045, section 5.1): `text/plain; charset="gbk"`.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Value {
    /// In small letters.
    pub(super) word: String,
    parameters: Vec<(String, Vec<u8>)>,
}

impl Value {
    /// Reads a field. Comments in brackets and the escapes of quoted strings are undone.
    pub(super) fn of(raw: &[u8]) -> Self {
        let pieces = pieces(raw);
        let mut pieces = pieces.iter();
        let word =
            pieces.next().map(|piece| String::from_utf8_lossy(piece.trim_ascii()).to_ascii_lowercase());
        let mut value = Self { word: word.unwrap_or_default(), parameters: Vec::new() };
        for piece in pieces {
            let Some(equals) = piece.iter().position(|&byte| byte == b'=') else { continue };
            let name = String::from_utf8_lossy(piece[..equals].trim_ascii()).to_ascii_lowercase();
            // `name*0` and `name*1` go on, `name*` is encoded (RFC 2231); names of files are all that needs the latter.
            let name = name.split('*').next().unwrap_or_default();
            let text = piece[equals + 1..].trim_ascii();
            match value.parameters.last_mut() {
                Some((last, whole)) if last == name => whole.extend_from_slice(text),
                _ => value.parameters.push((name.to_owned(), text.to_vec())),
            }
        }
        value
    }

    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&[u8]> {
        self.parameters.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_slice())
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
            b"Text/HTML (a;b) ;\r\n CHARSET=\"g\\\"b;k\"; boundary*0=a; boundary*1=b; x; name*=utf-8''c",
        );
        assert_eq!(value.word, "text/html");
        let given = ["charset", "boundary", "name", "x"].map(|name| value.parameter(name));
        assert_eq!(given, [Some(&b"g\"b;k"[..]), Some(b"ab"), Some(b"utf-8''c"), None]);
        assert_eq!(Value::of(b""), Value::default());
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
