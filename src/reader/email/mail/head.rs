//! The header fields of a mail or of one of its parts, as far as reading it depends on them.

use std::ops::Range;

use super::faults::Faults;
use super::transfer::Transfer;
use super::values::Value;

/// The longest field that is read, in bytes.
const LONGEST_FIELD: usize = 64 << 10;

/// How many fields one header has at most.
const MOST_FIELDS: usize = 10_000;

/// Where the values stand, in bytes of the mail.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) subject: Option<Range<usize>>,
    pub(super) from: Option<Range<usize>>,
    pub(super) date: Option<Range<usize>>,
    pub(super) content_type: Option<Range<usize>>,
    pub(super) transfer: Option<Range<usize>>,
    disposition: Option<Range<usize>>,
    id: Option<Range<usize>>,
}

/// What a part is, by its header.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Content {
    /// `text/plain`, in small letters.
    pub(super) name: String,
    pub(super) boundary: Option<Vec<u8>>,
    pub(super) charset: Option<String>,
    /// It is there to be saved, not to be read.
    pub(super) is_attachment: bool,
    /// It belongs to a page that is shown.
    pub(super) is_inline: bool,
    /// The name of the file that it is.
    pub(super) file_name: Option<String>,
    /// Its lines go on behind a blank (RFC 3676); whether the blank goes too.
    pub(super) flowed: Option<bool>,
}

impl Head {
    /// Reads the fields of a header.
    pub(super) fn read(raw: &[u8], header: Range<usize>, faults: &mut Faults<'_>) -> Self {
        let mut head = Self::default();
        let mut is_told = false;
        for (count, field) in fields(raw, header).enumerate() {
            if count == MOST_FIELDS {
                faults.many_fields(field.start, MOST_FIELDS);
                break;
            }
            let Some(colon) = raw[field.clone()].iter().position(|&byte| byte == b':') else {
                let is_envelope = count == 0 && raw[field.clone()].starts_with(b"From ");
                if !is_envelope && !is_told {
                    faults.no_field(field.start);
                    is_told = true;
                }
                continue;
            };
            let Some(slot) = head.slot(&raw[field.start..field.start + colon]) else { continue };
            let value = trimmed(raw, field.start + colon + 1..field.end);
            if value.len() > LONGEST_FIELD {
                faults.long_field(field.start..field.start + colon, LONGEST_FIELD);
            } else if let Some(first) = slot {
                if raw[first.clone()] != raw[value] {
                    faults.twice(field.start..field.start + colon);
                }
            } else {
                *slot = Some(value);
            }
        }
        head
    }

    /// Where the value of a field is kept, if it is.
    fn slot(&mut self, name: &[u8]) -> Option<&mut Option<Range<usize>>> {
        match name.trim_ascii().to_ascii_lowercase().as_slice() {
            b"subject" => Some(&mut self.subject),
            b"from" => Some(&mut self.from),
            b"date" => Some(&mut self.date),
            b"content-type" => Some(&mut self.content_type),
            b"content-transfer-encoding" => Some(&mut self.transfer),
            b"content-disposition" => Some(&mut self.disposition),
            b"content-id" => Some(&mut self.id),
            _ => None,
        }
    }

    /// Whether the part is written in other bytes than its own, as base64 is.
    pub(super) fn is_encoded(&self, raw: &[u8]) -> bool {
        let name = self.transfer.clone().map(|name| String::from_utf8_lossy(&raw[name]));
        Transfer::of(&name.unwrap_or_default()) != Some(Transfer::Identity)
    }

    /// What the part is; `usual` is what it is where its header does not say.
    pub(super) fn content(&self, raw: &[u8], usual: &str) -> Content {
        let parsed = |value: &Option<Range<usize>>| value.clone().map(|value| Value::of(&raw[value]));
        let (declared, disposition) = (parsed(&self.content_type), parsed(&self.disposition));
        let parameter = |name| declared.as_ref()?.parameter(name);
        let says =
            |name, wanted: &[u8]| parameter(name).is_some_and(|value| value.eq_ignore_ascii_case(wanted));
        let name = match declared.as_ref().map(|declared| declared.word.as_str()) {
            None | Some("") => usual.to_owned(),
            Some(name) if name.contains('/') => name.to_owned(),
            Some(name) => format!("{name}/plain"),
        };
        Content {
            name,
            boundary: parameter("boundary").map(|value| value.trim_ascii_end().to_vec()),
            charset: parameter("charset").map(|value| String::from_utf8_lossy(&value).into_owned()),
            is_attachment: disposition.as_ref().is_some_and(|found| found.word == "attachment"),
            is_inline: self.id.is_some() || disposition.as_ref().is_some_and(|found| found.word == "inline"),
            file_name: disposition
                .as_ref()
                .and_then(|found| found.text("filename"))
                .or_else(|| declared.as_ref()?.text("name")),
            flowed: says("format", b"flowed").then(|| says("delsp", b"yes")),
        }
    }
}

/// The fields of a header, each with the lines on which it goes on, without its line end.
fn fields(raw: &[u8], header: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = header.start;
    std::iter::from_fn(move || {
        let start = at;
        while at < header.end {
            let line = raw[at..header.end].iter().position(|&byte| byte == b'\n');
            at = line.map_or(header.end, |len| at + len + 1);
            if !raw[at..header.end].starts_with(b" ") && !raw[at..header.end].starts_with(b"\t") {
                break;
            }
        }
        (start < at).then(|| start..start + raw[start..at].trim_ascii_end().len())
    })
}

/// A range without the blanks at its ends.
fn trimmed(raw: &[u8], range: Range<usize>) -> Range<usize> {
    let value = &raw[range.clone()];
    let start = range.start + (value.len() - value.trim_ascii_start().len());
    start..(range.start + value.trim_ascii_end().len()).max(start)
}
