//! Which format an input has: by what the caller says, by its extension, by its content.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::Kind;
use crate::language::Bilingual;
use crate::say;
use crate::source::{brief, has_utf16_mark};
use crate::text::constant;

use super::{Options, chat, email, sms};

/// A format that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Lines such as `客服：您好`.
    ChatText,
    /// One message a line, as a JSON object.
    ChatJsonl,
    /// A draft of an e-mail: header lines or front matter, then text.
    EmailDraft,
    /// A mail as it was sent (MIME).
    Mail,
    /// One SMS a line.
    SmsLines,
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
            Self::ChatText | Self::ChatJsonl => Kind::Chat,
            Self::EmailDraft | Self::Mail => Kind::Email,
            Self::SmsLines => Kind::Sms,
        }
    }

    /// What people call it.
    pub fn title(self) -> Bilingual {
        match self {
            Self::ChatText => Bilingual::new("聊天文本", "chat text"),
            Self::ChatJsonl => Bilingual::new("聊天 JSONL", "chat JSONL"),
            Self::EmailDraft => Bilingual::new("邮件草稿", "e-mail draft"),
            Self::Mail => Bilingual::new("邮件", "mail"),
            Self::SmsLines => Bilingual::new("短信，一行一条", "SMS, one a line"),
        }
    }
}

/// What a look at an input says.
#[derive(Debug, PartialEq, Eq)]
pub enum Recognition {
    /// It is of this format.
    Format(Format),
    /// There is nothing in it.
    Empty,
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
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{FEFF}');
    let extension = extension(name);
    let is_mail = email::mail::is_mail(text) || extension == "eml" && email::mail::begins_with_field(text);
    if head.contains(&0) && !is_mail {
        return Recognition::Binary;
    }
    let is_jsonl = extension == "jsonl" || text.trim_start().starts_with("{\"");
    match options.kind {
        _ if text.trim().is_empty() => Recognition::Empty,
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
    const KNOWN: [&str; 7] = ["txt", "text", "md", "markdown", "log", "jsonl", "eml"];
    let extension = extension(name);
    let shown = brief(&extension);
    match extension.as_str() {
        known if KNOWN.contains(&known) => Ok(()),
        "" => Err(Bilingual::new("没有扩展名", "it has no extension")),
        _ => Err(say!("不读 .{shown} 文件", "nothing reads .{shown}")),
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
