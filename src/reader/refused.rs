//! Formats that are recognised and not read, each with the way out.

use crate::language::Bilingual;
use crate::say;

/// A format that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What people call it.
    pub title: &'static str,
    /// Its extensions.
    pub extensions: &'static [&'static str],
    /// What it is known by: how it begins, and what stands in its first bytes besides.
    marks: &'static [(&'static [u8], &'static [u8])],
    /// What to do, in Chinese and English.
    way_out: (&'static str, &'static str),
}

/// How ZIP archives begin, which new Office files are too (APPNOTE 4.3.7).
const ZIP: &[u8] = b"PK\x03\x04";

/// How compound files begin, which those of old Office programs and of Outlook are ([MS-CFB] 2.2).
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// All of them; those that are ZIP archives stand before ZIP itself.
pub const REFUSED: [Refused; 5] = [
    Refused {
        title: "Excel",
        extensions: &["xlsx", "xls", "xlsm", "ods"],
        marks: &[(ZIP, b"xl/"), (ZIP, b"opendocument.spreadsheet"), (OLE, b"W\0o\0r\0k\0b\0o\0o\0k\0")],
        way_out: ("另存为 CSV（UTF-8）", "save the sheet as CSV (UTF-8)"),
    },
    Refused {
        title: "Word",
        extensions: &["docx", "doc", "odt", "rtf"],
        marks: &[
            (ZIP, b"word/"),
            (ZIP, b"opendocument.text"),
            (OLE, b"W\0o\0r\0d\0D\0o\0c\0"),
            (b"{\\rtf", b""),
        ],
        way_out: ("另存为纯文本（.txt，UTF-8）", "save it as plain text (.txt, UTF-8)"),
    },
    Refused {
        title: "Outlook",
        extensions: &["msg", "oft", "pst"],
        marks: &[(OLE, b"_\0_\0s\0u\0b\0s\0t\0g\0"), (b"!BDN", b"")],
        way_out: ("在邮件程序里另存为 .eml", "save the mails as .eml"),
    },
    Refused {
        title: "PDF",
        extensions: &["pdf"],
        marks: &[(b"%PDF-", b"")],
        way_out: ("取出文字，例如：pdftotext 文件.pdf", "take its text out, e.g. pdftotext file.pdf"),
    },
    Refused {
        title: "ZIP",
        extensions: &["zip", "gz", "tgz", "7z", "rar"],
        marks: &[(ZIP, b""), (b"\x1F\x8B", b""), (b"7z\xBC\xAF", b""), (b"Rar!", b"")],
        way_out: ("先解压，再检查里面的文件", "unpack it and check the files inside"),
    },
];

/// Texts that are written in a way that nobody writes them any more; no extension tells.
const OLD: [Refused; 1] = [Refused {
    title: "UTF-32",
    extensions: &[],
    marks: &[(b"\xFF\xFE\0\0", b""), (b"\0\0\xFE\xFF", b"")],
    way_out: ("另存为 UTF-8", "save it as UTF-8"),
}];

/// Lines that end in CR alone, as on old Macs: all of them would be one.
const OF_RETURNS: Refused = Refused {
    title: "Mac OS 9",
    extensions: &[],
    marks: &[],
    way_out: (
        "它的行只以 CR 结尾，换成 LF：tr '\\r' '\\n' < 文件",
        "its lines end in CR alone; write them with LF: tr '\\r' '\\n' < FILE",
    ),
};

impl Refused {
    /// Whether an input is of lines that end in CR alone. What begins as JSON or mark-up does not depend on lines.
    pub fn of_returns(head: &[u8]) -> Option<Self> {
        let text = head.trim_ascii();
        let depends = !text.starts_with(b"{") && !text.starts_with(b"[");
        let is_one_line = text.contains(&b'\r') && !text.contains(&b'\n');
        (depends && is_one_line).then_some(OF_RETURNS)
    }

    /// The format of an input that is refused, by its extension if it is no text, else by its first bytes.
    pub(super) fn of(head: &[u8], extension: &str) -> Option<Self> {
        let by_extension = Self::named(extension).filter(|_| head.contains(&0));
        by_extension.or_else(|| OLD.into_iter().chain(REFUSED).find(|refused| refused.is_marked(head)))
    }

    fn is_marked(self, head: &[u8]) -> bool {
        let has = |part: &[u8]| part.is_empty() || memchr::memmem::find(head, part).is_some();
        self.marks.iter().any(|(start, part)| head.starts_with(start) && has(part))
    }

    /// The format of an extension, in lower case.
    pub fn named(extension: &str) -> Option<Self> {
        REFUSED.into_iter().find(|refused| refused.extensions.contains(&extension))
    }

    /// Why it is not read, and what to do.
    pub fn reason(self) -> Bilingual {
        let (title, (zh, en)) = (self.title, self.way_out);
        say!("不读 {title} 文件：{zh}", "{title} is not read: {en}")
    }
}
