//! Inputs that are held in memory whole: reading within the limit, decoding; what is wrong with the bytes, of streams too.

use std::io::{BufRead, Read};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, reason};
use crate::say;
use crate::source::{Fault, Source, Span, decode, has_utf16_mark};

/// The largest file that is read whole, in bytes (256 MiB).
pub(super) const LIMIT: u64 = 256 << 20;

/// How long most inputs are at most that are read whole, in bytes (16 KiB).
const USUAL: usize = 16 << 10;

/// The text of an input as far as it is text, and what of it could not be read.
pub(crate) fn load(name: &str, input: Box<dyn BufRead + '_>) -> (Option<Arc<Source>>, Option<Diagnostic>) {
    let bytes = match bytes(name, input) {
        Ok(bytes) => bytes,
        Err(fault) => return (None, Some(*fault)),
    };
    let decoded = decode(bytes);
    let source = Source::part(name, decoded.text, decoded.mark, 1);
    match decoded.fault {
        Some(Fault::NotUtf8 { first, count }) => {
            let fault = not_utf8(&source, first, count);
            (Some(Arc::new(source)), Some(fault))
        }
        Some(Fault::Utf16) => (None, Some(utf16(name))),
        Some(Fault::Binary { first }) => (None, Some(binary(name, first))),
        None => (Some(Arc::new(source)), None),
    }
}

/// A mail, whose parts say themselves how they are encoded.
pub(super) fn mail(name: &str, input: Box<dyn BufRead + '_>) -> Result<Arc<Source>, Box<Diagnostic>> {
    let bytes = bytes(name, input)?;
    match has_utf16_mark(&bytes) {
        true => Err(Box::new(utf16(name))),
        false => Ok(Arc::new(Source::of_bytes(name, bytes))),
    }
}

/// All bytes of an input, if they are not too many.
pub(super) fn bytes(name: &str, input: Box<dyn BufRead + '_>) -> Result<Vec<u8>, Box<Diagnostic>> {
    let mut bytes = Vec::with_capacity(USUAL);
    input.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| Box::new(read_error(name, &error)))?;
    match bytes.len() as u64 > LIMIT {
        true => Err(Box::new(too_large(name))),
        false => Ok(bytes),
    }
}

/// An input that broke while it was read.
pub(crate) fn read_error(name: &str, error: &std::io::Error) -> Diagnostic {
    let Bilingual { zh, en } = reason(&error.to_string());
    Diagnostic::error("input/unreadable", say!("读取失败：{zh}", "reading failed: {en}")).in_file(name)
}

/// The longest line of a stream, in bytes (16 MiB).
pub(super) const LONGEST_LINE: usize = 16 << 20;

/// A line of a stream that is longer than that; `start` is its first byte.
pub(super) fn line_too_long(name: &Arc<str>, start: usize, line: usize) -> Diagnostic {
    let mib = LONGEST_LINE >> 20;
    let text = say!(
        "第 {line} 行超过 {mib} MiB，从这里起未检查",
        "line {line} is longer than {mib} MiB; nothing was checked from here on",
    );
    let source = Source::part(Arc::clone(name), String::new(), start, line);
    let help = Bilingual::new(
        "一行是一条消息：如果整个文件是一个 JSON，扩展名要是 .json",
        "a line is a message; if the file is one value of JSON, call it .json",
    );
    Diagnostic::error("input/too-large", text).at(&source, Span::at(start)).help(help)
}

/// How many bytes a character has at most, in UTF-8, UTF-16 and GB 18030.
pub(super) const LONGEST_CHARACTER: usize = 4;

/// What to do about a file that ends inside a character.
pub(super) fn cut_off() -> Bilingual {
    Bilingual::new(
        "文件断在一个字符中间，可能不完整：重新导出一遍",
        "the file ends inside a character and may be cut off: export it again",
    )
}

/// Bytes that are no UTF-8.
pub(super) fn not_utf8(source: &Source, first: usize, count: usize) -> Diagnostic {
    let text = say!(
        "有 {count} 个字节不是 UTF-8，未能检查；第一个在偏移 {first}（从 0 数）",
        "bytes that are no UTF-8 were not checked: {count}, the first at offset {first}",
    );
    let help = match first + count == source.span().end && count < LONGEST_CHARACTER {
        true => cut_off(),
        false => Bilingual::new(
            "说明它是什么编码：--encoding gb18030、big5 …；或转成 UTF-8",
            "say what it is in: --encoding gb18030, big5 …; or convert it to UTF-8",
        ),
    };
    Diagnostic::error("input/not-utf8", text).at(source, Span::new(first, first + 1)).help(help)
}

/// A line of a stream that is no UTF-8, with its first byte and its number.
pub(super) fn line_not_utf8(name: &Arc<str>, line: &[u8], start: usize, number: usize) -> Diagnostic {
    let first = line.utf8_chunks().next().map_or(0, |chunk| chunk.valid().len());
    let count = line.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    let text = String::from_utf8_lossy(line).into_owned();
    not_utf8(&Source::part(Arc::clone(name), text, start, number), start + first, count)
}

fn too_large(name: &str) -> Diagnostic {
    let mib = LIMIT >> 20;
    let text = say!("文件超过 {mib} MiB，未检查", "the file is larger than {mib} MiB and was not checked");
    let help = Bilingual::new(
        "分成几个文件，或转成 .jsonl（按行读取，没有大小限制）",
        "split it, or turn it into .jsonl, which is read line by line without a limit",
    );
    Diagnostic::error("input/too-large", text).in_file(name).help(help)
}

/// A mail of a mailbox that is larger than a file may be.
pub(super) fn mail_too_large(mail: &Source) -> Diagnostic {
    let mib = LIMIT >> 20;
    let text =
        say!("这封邮件超过 {mib} MiB，未检查", "this mail is larger than {mib} MiB and was not checked");
    Diagnostic::error("input/too-large", text).at(mail, Span::at(mail.span().start))
}

fn utf16(name: &str) -> Diagnostic {
    let text = Bilingual::new("文件是 UTF-16 编码，未检查", "the file is UTF-16 and was not checked");
    let help = Bilingual::new("用 --encoding utf-16", "say --encoding utf-16");
    Diagnostic::error("input/utf-16", text).in_file(name).help(help)
}

fn binary(name: &str, first: usize) -> Diagnostic {
    let text = say!(
        "偏移 {first} 处是 NUL 字节：这不是文本，未检查",
        "the byte at offset {first} is NUL: this is no text and was not checked",
    );
    let help = Bilingual::new(
        "如果是没有字节序标记的 UTF-16：--encoding utf-16le 或 utf-16be",
        "if it is UTF-16 without a byte order mark: --encoding utf-16le or utf-16be",
    );
    Diagnostic::error("input/binary", text).in_file(name).help(help)
}

/// An input that looked like no text.
pub(super) fn no_text(name: &str) -> Diagnostic {
    Diagnostic::error(
        "input/binary",
        Bilingual::new("这不是文本，未检查", "this is no text and was not checked"),
    )
    .in_file(name)
}
