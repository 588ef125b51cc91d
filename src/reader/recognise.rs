//! Which format an input has: by what the caller says, by its extension, by its content.

use serde::de::IgnoredAny;

use crate::document::Kind;
use crate::language::Bilingual;
use crate::source::has_utf16_mark;

use super::format::{PAGES, extension, is_called_as_catalogue};
use super::map::Mapping;
use super::{Catalogue, Format, Options, Refused, chat, email, sms, table};

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
    let extension = extension(name);
    if let Some(refused) = Refused::of(head, &extension) {
        return Recognition::Refused(refused);
    }
    if has_utf16_mark(head) {
        return Recognition::OtherEncoding;
    }
    let mail = by_header(head, &extension);
    let (is_mail, is_table) = (mail.is_some(), matches!(&*extension, "csv" | "tsv"));
    if let (Some(format), Some(Kind::Email) | None, false) = (mail, options.kind, is_table) {
        return Recognition::Format(format);
    }
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{FEFF}');
    if head.contains(&0) && !is_mail {
        return Recognition::Binary;
    }
    if let Some(map) = mapped(text, options).filter(|_| !is_mail) {
        return Recognition::Format(Format::Mapped(map));
    }
    if is_table || !is_mail && is_list(text, &extension) {
        return by_columns(head, text, name, options);
    }
    if matches!(options.kind, Some(Kind::Email) | None) && !is_mail && is_page(text, &extension) {
        return by_look_of_page(text, options);
    }
    if let Some(recognition) = by_catalogue(text, &extension, options).filter(|_| !is_mail) {
        return recognition;
    }
    let is_jsonl = matches!(&*extension, "jsonl" | "json") || text.trim_start().starts_with("{\"");
    let export = || chat::export::recognise(text, &extension, options).filter(|_| !is_mail && !is_jsonl);
    if let Some(export) = export() {
        return Recognition::Format(Format::Export(export));
    }
    match options.kind {
        _ if text.trim().is_empty() => Recognition::Empty,
        Some(Kind::Chat) | None if is_jsonl => Recognition::Format(Format::ChatJsonl),
        Some(_) if extension == "jsonl" => Recognition::Unknown(Bilingual::new(
            ".jsonl 只能按聊天读取",
            "a .jsonl file is read as chats only",
        )),
        Some(kind) => Recognition::Format(Format::of_kind(kind)),
        None if extension == "eml" => Recognition::Format(Format::EmailDraft),
        None => match by_content(text, options) {
            Recognition::Unknown(_) if !is_utf8(head) => Recognition::OtherEncoding,
            Recognition::Format(format) if is_called_as_catalogue(name) => {
                Recognition::Doubtful(format, no_templates())
            }
            recognition => recognition,
        },
    }
}

fn no_templates() -> Bilingual {
    Bilingual::new("里面大多不像短信模板", "most of its texts are no templates of SMS by their look")
}

/// A mail or a mailbox, by the lines up to the first that is empty: all else of a mail may be in any character set.
fn by_header(head: &[u8], extension: &str) -> Option<Format> {
    let blanks = head.len() - head.trim_ascii_start().len();
    let lines = head[blanks..].split_inclusive(|byte| *byte == b'\n');
    let header = lines.take_while(|line| !line.trim_ascii().is_empty()).map(<[u8]>::len).sum::<usize>();
    let text = String::from_utf8_lossy(&head[..blanks + header]);
    let text = text.trim_start_matches('\u{FEFF}');
    let is_mail = email::mail::is_mail(text) || extension == "eml" && email::mail::begins_with_field(text);
    let is_mailbox = email::mbox::begins_mailbox(text);
    is_mailbox.then_some(Format::Mailbox).or(is_mail.then_some(Format::Mail))
}

/// The map that a document of JSON is read by: the one that the caller names, else the one whose keys stand in it.
fn mapped(text: &str, options: &Options) -> Option<&'static Mapping> {
    let is_json = text.trim_start().starts_with(['{', '[']);
    let is_asked_for = matches!(options.kind, None | Some(Kind::Chat)) && options.columns.is_empty();
    let known = || Mapping::recognised(text).filter(|_| is_asked_for);
    if is_json { options.map.or_else(known) } else { None }
}

/// Whether a text is a page of HTML or MJML.
fn is_page(text: &str, extension: &str) -> bool {
    let head = text.trim_start();
    let begins = |with: &str| head.get(..with.len()).is_some_and(|head| head.eq_ignore_ascii_case(with));
    !head.is_empty()
        && (PAGES.contains(&extension)
            || ["<!doctype html", "<html", "<mjml"].iter().any(|with| begins(with)))
}

/// What a page is: a template of mail, if somebody says so or it looks like one.
fn by_look_of_page(text: &str, options: &Options) -> Recognition {
    match options.kind.is_some() || email::template::looks_like_mail(text) {
        true => Recognition::Format(Format::MailTemplate),
        false => Recognition::Doubtful(
            Format::MailTemplate,
            Bilingual::new("看不出这个网页是邮件模板", "this page is no template of a mail by its look"),
        ),
    }
}

/// What a catalogue of texts holds: templates of SMS, if somebody says so or most of them look like it.
fn by_catalogue(text: &str, extension: &str, options: &Options) -> Option<Recognition> {
    let catalogue =
        Catalogue::of(text, extension).filter(|_| matches!(options.kind, Some(Kind::Sms) | None))?;
    let format = Format::Catalogue(catalogue);
    match options.kind.is_some() || catalogue.looks_like_sms(text) {
        true => Some(Recognition::Format(format)),
        // Most YAML holds something else.
        false if catalogue == Catalogue::Tree => None,
        false => Some(Recognition::Doubtful(format, no_templates())),
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
    let is_value =
        |text: &str| text.lines().next().is_some_and(|line| serde_json::from_str::<IgnoredAny>(line).is_ok());
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(2);
    match extension {
        "eml" => false,
        // A list over several lines, or on a line that is the only one.
        "jsonl" => text.starts_with('[') && (lines().count() < 2 || !is_value(text)),
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
        None if is_table && options.map.is_some() => Recognition::Format(Format::Table(Kind::Chat)),
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
