//! Bytes to text: the byte order mark, and bytes that are no UTF-8, which are told and never guessed.

/// A file's text, and what could not be decoded.
#[derive(Debug)]
pub struct Decoded {
    /// The text. Each byte that is no UTF-8 stands in it as U+001A SUBSTITUTE, one byte long, so that offsets hold.
    pub text: String,
    /// How many bytes of byte order mark stood before the text.
    pub mark: usize,
    /// What is wrong with the bytes, if anything.
    pub fault: Option<Fault>,
}

/// Why bytes are no text.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// Bytes that are no UTF-8: the first one, counted from the start of the input, and how many there are.
    NotUtf8 {
        /// The first such byte, counted from the start of the input.
        first: usize,
        /// How many bytes are no UTF-8.
        count: usize,
    },
    /// A UTF-16 byte order mark.
    Utf16,
    /// A NUL byte: no text at all.
    Binary {
        /// Where the NUL stands, counted from the start of the input.
        first: usize,
    },
}

const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";
/// What stands for a byte that could not be decoded: U+001A SUBSTITUTE.
pub const SUBSTITUTE: char = '\u{1A}';

/// Decodes a whole input as UTF-8, with or without a byte order mark.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    if has_utf16_mark(&bytes) {
        return Decoded { text: String::new(), mark: 2, fault: Some(Fault::Utf16) };
    }
    if let Some(first) = bytes.iter().position(|&byte| byte == 0) {
        return Decoded { text: String::new(), mark: 0, fault: Some(Fault::Binary { first }) };
    }
    let (body, mark) = without_mark(bytes);
    match String::from_utf8(body) {
        Ok(text) => Decoded { text, mark, fault: None },
        Err(error) => substitute(error.as_bytes(), mark),
    }
}

/// A file whose parts say themselves how they are encoded: as text; the bytes themselves, where they differ from it; and
/// how many bytes of byte order mark stood before. In a line that is no UTF-8, each byte that is not ASCII is U+001A.
pub(super) fn transparent(bytes: Vec<u8>) -> (String, Option<Vec<u8>>, usize) {
    let (body, mark) = without_mark(bytes);
    let (text, bytes) = line_by_line(body);
    (text, bytes, mark)
}

/// Bytes as text, and the bytes themselves where they differ from it.
pub(super) fn line_by_line(bytes: Vec<u8>) -> (String, Option<Vec<u8>>) {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error,
    };
    let mut text = String::with_capacity(error.as_bytes().len());
    for line in error.as_bytes().split_inclusive(|&byte| byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => text
                .extend(line.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { SUBSTITUTE })),
        }
    }
    (text, Some(error.into_bytes()))
}

/// Whether bytes begin with the byte order mark of UTF-16.
pub fn has_utf16_mark(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF")
}

/// Bytes without the byte order mark of UTF-8, and how long that was.
pub fn without_mark(mut bytes: Vec<u8>) -> (Vec<u8>, usize) {
    let mark = if bytes.starts_with(UTF8_MARK) { UTF8_MARK.len() } else { 0 };
    bytes.drain(..mark);
    (bytes, mark)
}

fn substitute(bytes: &[u8], mark: usize) -> Decoded {
    let (mut text, mut first, mut count) = (String::with_capacity(bytes.len()), None, 0);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            first.get_or_insert(mark + text.len());
            count += chunk.invalid().len();
            text.extend(std::iter::repeat_n(SUBSTITUTE, chunk.invalid().len()));
        }
    }
    let fault = first.map(|first| Fault::NotUtf8 { first, count });
    Decoded { text, mark, fault }
}
