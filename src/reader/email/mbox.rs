//! Mailboxes in one file (mbox, RFC 4155): mails one behind the other, each below a line `From …`.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use regex::bytes::Regex;

use crate::source::Source;
use crate::text::constant_bytes;

use super::super::{Options, Read};
use super::mail;

/// The line in front of a mail, which ends in a year, or in a zone or address behind one.
static FROM_LINE: LazyLock<Regex> = LazyLock::new(|| {
    constant_bytes(r"(?-u)^From \S+ .*\b\d\d:\d\d(?::\d\d)?\b.*\b(?:19|20)\d\d\b[^\r\n]*\r?\n?$")
});

/// Whether a text begins as a mailbox does: with the line in front of a mail.
pub(in crate::reader) fn begins_mailbox(text: &str) -> bool {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    first.starts_with("From ") && FROM_LINE.is_match(first.as_bytes())
}

/// Reads a mailbox: a conversation for each mail, named by its number.
pub(in crate::reader) fn read(source: &Arc<Source>, options: &Options) -> Read {
    let (bytes, base) = (source.bytes(), source.span().start);
    let (mut all, mut number, mut line) = (Vec::new(), 0, 1);
    let mut read_up_to = 0;
    for mail in mails(bytes) {
        line += lines(&bytes[read_up_to..mail.start]);
        read_up_to = mail.start;
        let part = Source::part_of_bytes(
            Arc::clone(source.name()),
            bytes[mail.clone()].to_vec(),
            base + mail.start,
            line,
        );
        number += 1;
        all.extend(mail::read(&Arc::new(part), &number.to_string(), options));
    }
    all
}

fn lines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

/// Where the mails stand, each without the line in front of it. Such a line stands behind a blank one, at the beginning too,
/// and a header field below it.
fn mails(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let (mut starts, mut at, mut is_behind_blank) = (Vec::new(), 0, true);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let behind = at + line.len();
        if is_behind_blank
            && line.starts_with(b"From ")
            && FROM_LINE.is_match(line)
            && is_header(&bytes[behind..])
        {
            starts.push((at, behind));
        }
        is_behind_blank = line.trim_ascii().is_empty();
        at = behind;
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(from, _)| *from).chain([bytes.len()]).collect();
    starts.into_iter().zip(ends).map(|((_, start), end)| start..end)
}

/// Whether a header field stands at the head of some bytes.
fn is_header(bytes: &[u8]) -> bool {
    let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let name = line.iter().position(|&byte| byte == b':').map(|colon| &line[..colon]);
    name.is_some_and(|name| !name.is_empty() && name.iter().all(u8::is_ascii_graphic))
}
