//! The formats that are read: what they are called, what they hold, what they are recognised by.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Kind;
use crate::language::Bilingual;
use crate::say;
use crate::source::brief;
use crate::text::constant;

use super::{Catalogue, Export, Mapping, Refused};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Lines such as `客服：您好`.
    ChatText,
    /// What a program for chats saves as text, or captions.
    Export(Export),
    /// One message a line, as a JSON object.
    ChatJsonl,
    /// A draft of an e-mail: header lines or front matter, then text.
    EmailDraft,
    /// A mail as it was sent (MIME).
    Mail,
    /// Such mails one behind the other (mbox).
    Mailbox,
    /// A template of a mail, in HTML or MJML.
    MailTemplate,
    /// One SMS a line.
    SmsLines,
    /// Texts as programs keep them for translation: templates of SMS.
    Catalogue(Catalogue),
    /// CSV or TSV: messages of chats, or templates of SMS.
    Table(Kind),
    /// A list of JSON: messages of chats, or templates of SMS.
    Json(Kind),
    /// An export of JSON that a map describes.
    Mapped(&'static Mapping),
}

impl Format {
    /// The plain text format of a kind.
    pub fn of_kind(kind: Kind) -> Self {
        match kind {
            Kind::Chat => Self::ChatText,
            Kind::Email => Self::EmailDraft,
            Kind::Sms => Self::SmsLines,
        }
    }

    /// What its texts are.
    pub fn kind(self) -> Kind {
        match self {
            Self::ChatText | Self::ChatJsonl | Self::Export(_) | Self::Mapped(_) => Kind::Chat,
            Self::EmailDraft | Self::Mail | Self::Mailbox | Self::MailTemplate => Kind::Email,
            Self::SmsLines | Self::Catalogue(_) => Kind::Sms,
            Self::Table(kind) | Self::Json(kind) => kind,
        }
    }

    /// What it is recognised by, where nobody says what it is.
    pub fn sign(self) -> Bilingual {
        match self {
            Self::ChatText => Bilingual::new("行首的说话人", "speakers at the heads of lines"),
            Self::Export(export) => export.sign(),
            Self::ChatJsonl => Bilingual::new("一行一个 JSON 对象", "a JSON object on each line"),
            Self::EmailDraft => Bilingual::new("开头的主题或称呼", "a subject or a salutation at its head"),
            Self::Mail => Bilingual::new("开头的邮件头", "header fields at its head"),
            Self::Mailbox => Bilingual::new("开头的 From 行", "the line From at its head"),
            Self::MailTemplate => Bilingual::new(
                "HTML 或 MJML，以及里面的占位符、称呼或退订",
                "HTML or MJML, with slots, a salutation or an opt-out in it",
            ),
            Self::SmsLines => Bilingual::new("签名或占位符", "signatures or slots"),
            Self::Catalogue(catalogue) => catalogue.sign(),
            Self::Table(_) => Bilingual::new("扩展名和列名", "its extension and the names of its columns"),
            Self::Json(_) => Bilingual::new("JSON 的键和文字", "the keys and texts of JSON"),
            Self::Mapped(map) => {
                let name = &map.name;
                say!("映射 {name}", "the map {name}")
            }
        }
    }

    /// What people call it.
    pub fn title(self) -> Bilingual {
        match self {
            Self::ChatText => Bilingual::new("聊天文本", "chat text"),
            Self::Export(export) => export.title(),
            Self::ChatJsonl => Bilingual::new("聊天 JSONL", "chat JSONL"),
            Self::EmailDraft => Bilingual::new("邮件草稿", "e-mail draft"),
            Self::Mail => Bilingual::new("邮件", "mail"),
            Self::Mailbox => Bilingual::new("邮箱文件", "mailbox"),
            Self::MailTemplate => Bilingual::new("邮件模板", "mail template"),
            Self::SmsLines => Bilingual::new("短信，一行一条", "SMS, one a line"),
            Self::Catalogue(catalogue) => catalogue.title(),
            Self::Table(_) => Bilingual::same("CSV/TSV"),
            Self::Json(_) => Bilingual::same("JSON"),
            Self::Mapped(map) => map.title.clone(),
        }
    }
}

/// A format in the list of those that are read.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Its name in lists.
    pub name: &'static str,
    /// What files of it are called.
    pub extensions: &'static [&'static str],
    /// What it is read as, one for each kind of text it may hold.
    formats: &'static [Format],
}

impl Known {
    /// What people call it.
    pub fn title(&self) -> Bilingual {
        self.formats.first().map(|format| format.title()).unwrap_or_default()
    }

    /// The kinds of text it may hold.
    pub fn kinds(&self) -> String {
        self.formats.iter().map(|format| format.kind().name()).collect::<Vec<_>>().join(", ")
    }
}

const TEXTS: &[&str] = &["txt", "text", "md", "markdown", "log"];

/// What pages are called.
pub(super) const PAGES: &[&str] = &["html", "htm", "mjml"];

/// The formats that are read.
pub const FORMATS: [Known; 19] = [
    Known { name: "chat-text", extensions: TEXTS, formats: &[Format::ChatText] },
    Known { name: "whatsapp", extensions: TEXTS, formats: &[Format::Export(Export::WhatsApp)] },
    Known { name: "wechat", extensions: TEXTS, formats: &[Format::Export(Export::WeChat)] },
    Known { name: "qq", extensions: TEXTS, formats: &[Format::Export(Export::Qq)] },
    Known { name: "line", extensions: TEXTS, formats: &[Format::Export(Export::Line)] },
    Known { name: "irc", extensions: TEXTS, formats: &[Format::Export(Export::Irc)] },
    Known { name: "webvtt", extensions: &["vtt"], formats: &[Format::Export(Export::WebVtt)] },
    Known { name: "srt", extensions: &["srt"], formats: &[Format::Export(Export::Srt)] },
    Known { name: "chat-jsonl", extensions: &["jsonl", "json"], formats: &[Format::ChatJsonl] },
    Known { name: "mail", extensions: &["eml"], formats: &[Format::Mail] },
    Known { name: "mbox", extensions: &["mbox"], formats: &[Format::Mailbox] },
    Known { name: "draft", extensions: TEXTS, formats: &[Format::EmailDraft] },
    Known { name: "mail-template", extensions: PAGES, formats: &[Format::MailTemplate] },
    Known { name: "sms-lines", extensions: TEXTS, formats: &[Format::SmsLines] },
    Known { name: "android", extensions: &["xml"], formats: &[Format::Catalogue(Catalogue::Android)] },
    Known { name: "gettext", extensions: &["po"], formats: &[Format::Catalogue(Catalogue::Gettext)] },
    Known { name: "yaml", extensions: &["yaml", "yml"], formats: &[Format::Catalogue(Catalogue::Tree)] },
    Known {
        name: "table",
        extensions: &["csv", "tsv"],
        formats: &[Format::Table(Kind::Chat), Format::Table(Kind::Sms)],
    },
    Known {
        name: "json",
        extensions: &["json"],
        formats: &[Format::Json(Kind::Chat), Format::Json(Kind::Sms)],
    },
];

/// Whether a walk looks into files of this extension at all.
pub fn has_known_extension(name: &str) -> Result<(), Bilingual> {
    let is_known = |extension: &str| FORMATS.iter().any(|known| known.extensions.contains(&extension));
    let extension = extension(name);
    let shown = brief(&extension);
    match (extension.as_str(), Refused::named(&extension)) {
        (extension, _) if is_known(extension) => Ok(()),
        ("", _) => Err(Bilingual::new("没有扩展名", "it has no extension")),
        (_, Some(refused)) => Err(refused.reason()),
        (_, None) => Err(say!("不读 .{shown} 文件", "nothing reads .{shown}")),
    }
}

/// Whether files are called so that may be catalogues of texts, and most often are something else.
pub fn is_called_as_catalogue(name: &str) -> bool {
    let extension = extension(name);
    let is_catalogue = |known: &&Known| matches!(known.formats, [Format::Catalogue(_)]);
    FORMATS.iter().filter(is_catalogue).any(|known| known.extensions.contains(&extension.as_str()))
}

/// Whether a file is about its project (README, CHANGELOG, LICENSE …) and so nobody's draft.
pub fn is_project_paper(name: &str) -> bool {
    static PAPERS: LazyLock<Regex> = LazyLock::new(|| {
        let names = "readme|changelog|licen[cs]e|copying|contributing|contributors|code_of_conduct|security|architecture";
        constant(&format!(r"(?i)^(?:{names})(?:[-._][-._\w]*)?\.(?:md|markdown|txt)$"))
    });
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    PAPERS.is_match(file)
}

/// The extension of a file, in small letters.
pub(super) fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}
