//! Where the fields of a record of CSV and TSV stand (RFC 4180). Only separators, quotes and line ends are looked for, and
//! nothing is copied.

use std::ops::Range;

use memchr::{memchr, memchr2, memrchr};

/// A byte order mark; where files were joined, it stands at the head of a record.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// How far a record goes on over further lines, in bytes (4 MiB) and in lines; a quote that is open for longer is not
/// closed.
const LONGEST: usize = 4 << 20;
const MOST_LINES: usize = 10_000;

/// How a record ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Before this byte, its line end included.
    At(usize),
    /// Nowhere: the quote at this byte is not closed as it should be.
    Broken(usize),
    /// The text ends, and the quote at this byte is open.
    Open(usize),
}

/// Tells the fields of the record at the head of a text, quotes and all.
pub(super) fn split(text: &[u8], separator: u8, mut tell: impl FnMut(Range<usize>)) -> End {
    let (mut lines, mut at) = (1, if text.starts_with(MARK) { MARK.len() } else { 0 });
    loop {
        let start = at;
        let end = match text.get(start) {
            Some(b'"') => match closing(text, start, &mut lines) {
                Ok(end) => end,
                Err(end) => return end,
            },
            _ => memchr2(separator, b'\n', &text[start..]).map_or(text.len(), |length| start + length),
        };
        if text.get(end) != Some(&separator) {
            return last(text, start..end, tell);
        }
        tell(start..end);
        at = end + 1;
    }
}

/// Tells the last field of a record, without the returns before its line end.
fn last(text: &[u8], field: Range<usize>, mut tell: impl FnMut(Range<usize>)) -> End {
    let mut end = field.end;
    while text.get(end) == Some(&b'\r') {
        end += 1;
    }
    if !matches!(text.get(end), None | Some(b'\n')) {
        return End::Broken(field.start);
    }
    let mut field = field;
    while !field.is_empty() && text[field.end - 1] == b'\r' {
        field.end -= 1;
    }
    tell(field);
    End::At(text.len().min(end + 1))
}

/// The byte behind the quote that closes the one at a byte. A quote in between is doubled.
fn closing(text: &[u8], quote: usize, lines: &mut usize) -> Result<usize, End> {
    let mut at = quote + 1;
    loop {
        at += memchr2(b'"', b'\n', &text[at..]).ok_or(End::Open(quote))?;
        match (text[at], text.get(at + 1)) {
            (b'"', Some(b'"')) => at += 2,
            (b'"', _) => return Ok(at + 1),
            _ if *lines == MOST_LINES || at + 1 >= LONGEST => return Err(End::Broken(quote)),
            _ => {
                *lines += 1;
                at += 1;
            }
        }
    }
}

/// Where the last whole record ends in some text that begins with one, if any does.
pub(super) fn last_end(text: &[u8], separator: u8) -> Option<usize> {
    let (whole, mut at) = (memrchr(b'\n', text)? + 1, 0);
    // Where nothing is quoted, a record is a line.
    while let Some(quote) = memchr(b'"', &text[at..whole]) {
        let first = memrchr(b'\n', &text[at..at + quote]).map_or(at, |end| at + end + 1);
        at = match split(&text[first..whole], separator, |_| ()) {
            End::At(end) => first + end,
            End::Broken(quote) => behind_line(text, first + quote),
            End::Open(_) => return Some(first).filter(|first| *first > 0),
        };
    }
    Some(whole)
}

/// The first byte of the line behind the one with a byte.
pub(super) fn behind_line(text: &[u8], at: usize) -> usize {
    memchr(b'\n', &text[at..]).map_or(text.len(), |end| at + end + 1)
}

#[cfg(test)]
mod tests {
    use super::{End, behind_line, last_end, split};
    use proptest::prelude::*;

    /// Where the records of a text begin and what their fields are; a broken one has none, and ends with its line.
    fn records(text: &str) -> Vec<(usize, Option<Vec<&str>>)> {
        let (mut at, mut records) = (0, Vec::new());
        while at < text.len() {
            let (rest, mut fields) = (&text[at..], Vec::new());
            match split(rest.as_bytes(), b',', |field| fields.push(&rest[field])) {
                End::At(end) => {
                    records.push((at, Some(fields)));
                    at += end;
                }
                End::Broken(quote) | End::Open(quote) => {
                    records.push((at, None));
                    at = behind_line(text.as_bytes(), at + quote);
                }
            }
        }
        records
    }

    /// What a field says.
    fn value(field: &str) -> String {
        let inner = field.strip_prefix('"').and_then(|field| field.strip_suffix('"'));
        inner.map_or(field.to_owned(), |inner| inner.replace("\"\"", "\""))
    }

    proptest! {
        #[test]
        fn sound_records_are_those_of_the_crate(text in "[a\",;\n您]{0,40}") {
            let text = text.split('\n').filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
            let records: Option<Vec<_>> = records(&text).into_iter().map(|(_, fields)| fields).collect();
            let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let known: Vec<csv::StringRecord> = reader.into_records().map(Result::unwrap).collect();
            for (fields, known) in records.iter().flatten().zip(&known) {
                prop_assert!(fields.iter().map(|field| value(field)).eq(known), "{fields:?} {known:?}");
            }
            prop_assert!(records.is_none_or(|records| records.len() == known.len()));
        }

        #[test]
        fn a_cut_changes_nothing(text in "[a\",\r\n您]{0,60}") {
            let Some(cut) = last_end(text.as_bytes(), b',') else { return Ok(()) };
            let (mut parts, behind) = (records(&text[..cut]), records(&text[cut..]));
            parts.extend(behind.into_iter().map(|(at, fields)| (cut + at, fields)));
            prop_assert_eq!(parts, records(&text));
        }
    }

    #[test]
    fn a_quote_that_is_open_for_too_long_is_broken() {
        let lines = "a\n".repeat(super::MOST_LINES);
        for text in [format!("a,\"{lines}\""), format!("a,\"{}\n\"", "a".repeat(super::LONGEST))] {
            assert_eq!(split(text.as_bytes(), b',', |_| ()), End::Broken(2));
            assert_eq!(last_end(format!("{text}\n").as_bytes(), b','), Some(text.len() - 1));
        }
    }

    #[test]
    fn a_cut_falls_before_what_is_open() {
        for (text, cut) in [
            ("a,b\nc,\"d\ne", Some(4)),
            ("a,\"d\ne", None),
            ("a,\"d\"\ne", Some(6)),
            ("a,\"d\"e\nf,\"g\n", Some(7)),
            ("a\nb", Some(2)),
            ("a", None),
        ] {
            assert_eq!(last_end(text.as_bytes(), b','), cut, "{text}");
        }
    }
}
