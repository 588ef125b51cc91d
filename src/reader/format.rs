//! Which format an input has: by what the caller says, by its extension, by its content.

use std::sync::LazyLock;

use regex::Regex;
use serde::de::IgnoredAny;

use crate::document::Kind;
use crate::language::Bilingual;
use crate::say;
use crate::source::{brief, has_utf16_mark};
use crate::text::constant;

use super::{Export, Options, Refused, chat, email, sms, table};

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
    /// One SMS a line.
    SmsLines,
    /// CSV or TSV: messages of chats, or templates of SMS.
    Table(Kind),
    /// A list of JSON: messages of chats, or templates of SMS.
    Json(Kind),
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
            Self::ChatText | Self::ChatJsonl | Self::Export(_) => Kind::Chat,
            Self::EmailDraft | Self::Mail | Self::Mailbox => Kind::Email,
            Self::SmsLines => Kind::Sms,
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
            Self::SmsLines => Bilingual::new("签名或占位符", "signatures or slots"),
            Self::Table(_) => Bilingual::new("扩展名和列名", "its extension and the names of its columns"),
            Self::Json(_) => Bilingual::new("一个 JSON 列表和它的键", "a list of JSON and its keys"),
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
            Self::SmsLines => Bilingual::new("短信，一行一条", "SMS, one a line"),
            Self::Table(_) => Bilingual::same("CSV/TSV"),
            Self::Json(_) => Bilingual::same("JSON"),
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

/// The formats that are read.
pub const FORMATS: [Known; 15] = [
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
    Known { name: "sms-lines", extensions: TEXTS, formats: &[Format::SmsLines] },
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

/// What a look at an input says.
#[derive(Debug, PartialEq, Eq)]
pub enum Recognition {
    /// It is of this format.
    Format(Format),
    /// It is of this format and shows too little to be read, unless somebody named it.
    Doubtful(Format, Bilingual),
    /// There is nothing in it.
    Empty,
    /// It is of a format that nobody reads here.
    Refused(Refused),
    /// It is no text at all.
    Binary,
    /// It is text, but not in UTF-8.
    OtherEncoding,
    /// It could not be placed, and why.
    Unknown(Bilingual),
}

/// Recognises an input by its name and its first bytes, of which some are no blanks unless it has none.
pub fn recognise(name: &str, head: &[u8], options: &Options) -> Recognition {
    if has_utf16_mark(head) {
        return Recognition::OtherEncoding;
    }
    let extension = extension(name);
    if let Some(refused) = Refused::of(head, &extension) {
        return Recognition::Refused(refused);
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{FEFF}');
    let is_mail = email::mail::is_mail(text)
        || email::mbox::begins_mailbox(text)
        || extension == "eml" && email::mail::begins_with_field(text);
    if head.contains(&0) && !is_mail {
        return Recognition::Binary;
    }
    if matches!(&*extension, "csv" | "tsv") || !is_mail && is_list(text, &extension) {
        return by_columns(head, text, name, options);
    }
    let is_jsonl = matches!(&*extension, "jsonl" | "json") || text.trim_start().starts_with("{\"");
    let export = || chat::export::recognise(text, &extension, options).filter(|_| !is_mail && !is_jsonl);
    if let Some(export) = export() {
        return Recognition::Format(Format::Export(export));
    }
    match options.kind {
        _ if text.trim().is_empty() => Recognition::Empty,
        Some(Kind::Email) | None if email::mbox::begins_mailbox(text) => Recognition::Format(Format::Mailbox),
        Some(Kind::Email) | None if is_mail => Recognition::Format(Format::Mail),
        Some(Kind::Chat) | None if is_jsonl => Recognition::Format(Format::ChatJsonl),
        Some(_) if extension == "jsonl" => Recognition::Unknown(Bilingual::new(
            ".jsonl 只能按聊天读取",
            "a .jsonl file is read as chats only",
        )),
        Some(kind) => Recognition::Format(Format::of_kind(kind)),
        None if extension == "eml" => Recognition::Format(Format::EmailDraft),
        None => match by_content(text, options) {
            Recognition::Unknown(_) if !is_utf8(head) => Recognition::OtherEncoding,
            recognition => recognition,
        },
    }
}

/// Whether bytes are UTF-8, but for a character that their end may cut.
fn is_utf8(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

/// Whether a text is one value of JSON, most likely a list, and not one object a line.
fn is_list(text: &str, extension: &str) -> bool {
    let text = text.trim_start();
    let is_object = |line: &str| line.starts_with('{') && serde_json::from_str::<IgnoredAny>(line).is_ok();
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(2);
    match extension {
        "jsonl" | "eml" => false,
        "json" => lines().filter(|line| is_object(line)).count() < 2,
        _ => {
            let list = text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', '"']));
            list || text.starts_with("{\n") || text.starts_with("{\r\n")
        }
    }
}

/// What a table or a list holds, by what the caller says, or by its columns.
fn by_columns(head: &[u8], text: &str, name: &str, options: &Options) -> Recognition {
    let is_table = matches!(&*extension(name), "csv" | "tsv");
    let format = if is_table { Format::Table } else { Format::Json };
    let kind = || match is_table {
        true => table::kind_of_csv(text, table::separator(name), options),
        false => table::kind_of_json(text, options),
    };
    match options.kind {
        _ if text.trim().is_empty() => Recognition::Empty,
        Some(Kind::Email) => Recognition::Unknown(Bilingual::new(
            "表格和 JSON 只能按聊天或短信读取",
            "tables and JSON are read as chats or SMS only",
        )),
        Some(kind) => Recognition::Format(format(kind)),
        None => match kind() {
            Some(kind) => Recognition::Format(format(kind)),
            None if !is_utf8(head) => Recognition::OtherEncoding,
            None => Recognition::Doubtful(
                format(Kind::Chat),
                Bilingual::new(
                    "看不出里面有聊天消息或短信模板",
                    "no messages of chats and no templates of SMS by its look",
                ),
            ),
        },
    }
}

fn by_content(text: &str, options: &Options) -> Recognition {
    let is_letter = email::letter::begins_as_letter(text) && !chat::text::has_known_turns(text);
    if email::draft::has_mail_head(text) || is_letter {
        Recognition::Format(Format::EmailDraft)
    } else if chat::text::looks_like_chat(text, options) {
        Recognition::Format(Format::ChatText)
    } else if email::draft::may_be_draft(text) {
        Recognition::Format(Format::EmailDraft)
    } else if sms::lines::looks_like_sms(text) {
        Recognition::Format(Format::SmsLines)
    } else {
        Recognition::Unknown(Bilingual::new(
            "看不出是聊天、邮件草稿还是短信",
            "neither a chat nor an e-mail draft nor SMS by its look",
        ))
    }
}

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

/// Whether a file is about its project (README, CHANGELOG, LICENSE …) and so nobody's draft.
pub fn is_project_paper(name: &str) -> bool {
    static PAPERS: LazyLock<Regex> = LazyLock::new(|| {
        let names = "readme|changelog|licen[cs]e|copying|contributing|contributors|code_of_conduct|security|architecture";
        constant(&format!(r"(?i)^(?:{names})(?:[-._][-._\w]*)?\.(?:md|markdown|txt)$"))
    });
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    PAPERS.is_match(file)
}

fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default()
}
