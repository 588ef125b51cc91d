//! What of a mail could not be read, each as a diagnostic on its place.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, Span, brief};

use super::super::html;
use super::words;

/// The faults of a mail. Places are bytes of the mail, counted from its first.
pub(super) struct Faults<'a> {
    source: &'a Source,
    pub(super) list: Vec<Diagnostic>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self { source, list: Vec::new() }
    }

    fn add(&mut self, code: &str, at: Range<usize>, text: Bilingual, help: Option<Bilingual>) {
        let base = self.source.span().start;
        let fault = Diagnostic::error(code, text).at(self.source, Span::new(base + at.start, base + at.end));
        self.list.push(Diagnostic { help, ..fault });
    }

    pub(super) fn too_deep(&mut self, at: Range<usize>, limit: usize) {
        let text = say!(
            "邮件的各部分嵌套超过了 {limit} 层，这里面的内容未检查",
            "parts stand in each other more than {limit} deep; what is in here was not checked",
        );
        self.add("input/mime-depth", at, text, None);
    }

    pub(super) fn too_many_parts(&mut self, at: usize, limit: usize) {
        let text = say!(
            "邮件超过 {limit} 个部分，从这里起未检查",
            "the mail has more than {limit} parts; it was not checked from here on",
        );
        self.add("input/mime-parts", at..at, text, None);
    }

    pub(super) fn no_boundary(&mut self, at: Range<usize>) {
        let text = Bilingual::new(
            "multipart 没有写明 boundary（分界），其中的内容未检查",
            "this multipart declares no boundary; what is in it was not checked",
        );
        self.add("input/mime-boundary", at, text, None);
    }

    pub(super) fn lost_boundary(&mut self, at: Range<usize>) {
        let text = Bilingual::new(
            "写明的 boundary（分界）在邮件里没有出现，其中的内容未检查",
            "the boundary declared here does not stand in the mail; what it should part was not checked",
        );
        self.add("input/mime-boundary", at, text, Some(whole_mail()));
    }

    pub(super) fn cut_off(&mut self, at: usize, opened: Range<usize>) {
        let line = self.source.position(self.source.span().start + opened.start).line;
        let text = say!(
            "邮件到这里断了：第 {line} 行的 multipart 没有结束，后面若还有内容，未检查",
            "the mail breaks off here: the multipart of line {line} does not end; what may have followed was not checked",
        );
        self.add("input/cut-off", at..at, text, Some(whole_mail()));
    }

    pub(super) fn transfer(&mut self, at: Range<usize>) {
        let text = Bilingual::new(
            "不认识这种传输编码，这一部分未检查",
            "nobody knows this transfer encoding; the part was not checked",
        );
        let help = Bilingual::new(
            "认识 7bit、8bit、binary、quoted-printable 和 base64",
            "known are 7bit, 8bit, binary, quoted-printable and base64",
        );
        self.add("input/transfer-encoding", at, text, Some(help));
    }

    pub(super) fn garbage(&mut self, first: usize, count: usize) {
        let text = say!(
            "base64 里有 {count} 个字节不是 base64，略过了；第一个在这里",
            "in this base64, bytes that are none were passed over: {count}, the first one here",
        );
        self.add("input/base64", first..first + 1, text, Some(whole_mail()));
    }

    pub(super) fn cut_group(&mut self, at: usize) {
        let text = Bilingual::new(
            "base64 在这里断了，少了字符",
            "the base64 breaks off here: characters are missing",
        );
        self.add("input/base64", at..at + 1, text, Some(whole_mail()));
    }

    pub(super) fn charset(&mut self, name: &str, at: Range<usize>) {
        let name = brief(name);
        let text = say!(
            "不认识字符集“{name}”，用它写的文字未检查",
            "nobody knows the character set \"{name}\"; what is written in it was not checked",
        );
        let help = Bilingual::new(
            "字符集不猜：请让发信程序用 UTF-8 或 GB18030",
            "character sets are not guessed: let the program that sends write UTF-8",
        );
        self.add("input/charset", at, text, Some(help));
    }

    pub(super) fn undecodable(&mut self, first: usize, count: usize) {
        let text = say!(
            "有 {count} 个字节不符合这里写明的字符集，未能检查；第一个在这里",
            "bytes that are none of the character set declared were not checked: {count}, the first one here",
        );
        let help = Bilingual::new(
            "没有写明字符集的，按 UTF-8 读",
            "where no character set is declared, it has to be UTF-8",
        );
        self.add("input/undecodable", first..first + 1, text, Some(help));
    }

    pub(super) fn encrypted(&mut self, at: Range<usize>) {
        let text = Bilingual::new(
            "邮件是加密或封装的，未检查",
            "the mail is encrypted or sealed and was not checked",
        );
        self.add("input/encrypted", at, text, None);
    }

    pub(super) fn no_field(&mut self, at: usize) {
        let text = Bilingual::new(
            "邮件头里的这一行不是邮件头（没有冒号），未检查",
            "this line among the header fields is none (it has no colon) and was not checked",
        );
        let help = Bilingual::new(
            "邮件头与正文之间要有一个空行",
            "an empty line has to stand between the header fields and the text",
        );
        self.add("input/header", at..at + 1, text, Some(help));
    }

    pub(super) fn twice(&mut self, at: Range<usize>) {
        let text = Bilingual::new(
            "这个邮件头前面已有一个，而且不一样；照前一个读了",
            "this header field stands there already and says something else; the first one was taken",
        );
        let help = Bilingual::new(
            "邮件程序可能照这一个显示，那样显示的内容就没有检查：请删去一个",
            "a mail program may go by this one and show what was not checked: take one of them out",
        );
        self.add("input/header", at, text, Some(help));
    }

    /// A page that ends in a tag, in a comment, or in an element whose text nobody sees.
    pub(super) fn open_mark(&mut self, at: Range<usize>) {
        self.add("input/html", at, html::does_not_end(), None);
    }

    pub(super) fn long_field(&mut self, at: Range<usize>, limit: usize) {
        let kib = limit >> 10;
        let text = say!(
            "这个邮件头超过 {kib} KiB，没有读",
            "this header field is longer than {kib} KiB and was not read",
        );
        self.add("input/header", at, text, None);
    }

    pub(super) fn many_fields(&mut self, at: usize, limit: usize) {
        let text = say!(
            "邮件头超过 {limit} 个，从这里起的邮件头没有读；正文照查",
            "there are more than {limit} header fields; those from here on were not read, the text was",
        );
        self.add("input/header", at..at, text, None);
    }

    /// The faults of a header field that begins at a byte.
    pub(super) fn of_words(&mut self, raw: &[u8], start: usize, faults: Vec<words::Fault>) {
        for fault in faults {
            match fault {
                words::Fault::Charset(at) => {
                    let name = String::from_utf8_lossy(raw.get(at.clone()).unwrap_or_default());
                    self.charset(&name, start + at.start..start + at.end);
                }
                words::Fault::Undecodable { first, count } => self.undecodable(start + first, count),
            }
        }
    }
}

fn whole_mail() -> Bilingual {
    Bilingual::new("请从邮箱重新导出完整的邮件", "export the whole mail again")
}
