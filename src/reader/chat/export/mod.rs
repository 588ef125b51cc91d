//! What programs for chats save as text: one grammar a file, gathered alike.

mod clock;
mod cues;
mod days;
mod faults;
mod gatherer;
mod irc;
mod line;
mod marks;
mod markup;
mod qq;
mod wechat;
mod whatsapp;

use std::sync::Arc;

use crate::document::Kind;
use crate::language::Bilingual;
use crate::source::Source;

use super::super::{Options, Read};
use gatherer::Gatherer;

/// A program, or a grammar that many write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// `13/06/2018, 21:25 - Ann: …`, `[13/06/2018, 21:25:15] Ann: …`.
    WhatsApp,
    /// Chats that WeChat shares or mails: days between dashes, `NAME  08:54` over what was said.
    WeChat,
    /// The records of QQ and TIM: `2019-07-16 18:15:05 NAME(ID)` over what was said.
    Qq,
    /// The history of LINE: days, then time, name and text between tabs.
    Line,
    /// Captions with who speaks, as meetings and calls are transcribed.
    WebVtt,
    /// Captions of SubRip.
    Srt,
    /// Logs of IRC: `[12:00] <nick> text`.
    Irc,
}

impl Export {
    /// What people call it.
    pub fn title(self) -> Bilingual {
        match self {
            Self::WhatsApp => Bilingual::new("WhatsApp 导出", "WhatsApp export"),
            Self::WeChat => Bilingual::new("微信聊天记录", "WeChat chat history"),
            Self::Qq => Bilingual::new("QQ 消息记录", "QQ message records"),
            Self::Line => Bilingual::new("LINE 聊天记录", "LINE chat history"),
            Self::WebVtt => Bilingual::same("WebVTT"),
            Self::Srt => Bilingual::same("SRT"),
            Self::Irc => Bilingual::new("IRC 日志", "IRC log"),
        }
    }

    /// What it is recognised by, where nobody says what it is.
    pub fn sign(self) -> Bilingual {
        match self {
            Self::WhatsApp => {
                Bilingual::new("行首的日期、钟点和名字", "day, clock and name at the heads of lines")
            }
            Self::WeChat => {
                Bilingual::new("开头的标题或横线间的日期", "its title, or a day between dashes at its head")
            }
            Self::Qq => Bilingual::new("开头的“消息记录”", "`消息记录` at its head"),
            Self::Line => Bilingual::new("开头的 [LINE]", "[LINE] at its head"),
            Self::WebVtt => Bilingual::new("扩展名或开头的 WEBVTT", "its extension, or WEBVTT at its head"),
            Self::Srt => Bilingual::new(
                "扩展名，或开头的编号和时间",
                "its extension, or a number and times at its head",
            ),
            Self::Irc => Bilingual::new("行首的钟点和 <名字>", "clock and <nick> at the heads of lines"),
        }
    }
}

/// The export that a text is, by the extension of its file or by its first lines. What chat text reads as well is left
/// to it, unless only the program writes so.
pub(in crate::reader) fn recognise(text: &str, extension: &str, options: &Options) -> Option<Export> {
    if !matches!(options.kind, None | Some(Kind::Chat)) || text.trim().is_empty() {
        return None;
    }
    match extension {
        "eml" => return None,
        "vtt" => return Some(Export::WebVtt),
        "srt" => return Some(Export::Srt),
        _ => (),
    }
    type Sign = fn(&str) -> bool;
    let known: [(Export, Sign); 7] = [
        (Export::WebVtt, cues::is_webvtt),
        (Export::Srt, cues::is_srt),
        (Export::Qq, qq::is_qq),
        (Export::Line, line::is_line),
        (Export::WeChat, wechat::is_wechat),
        (Export::WhatsApp, whatsapp::is_whatsapp),
        (Export::Irc, irc::is_irc),
    ];
    known.into_iter().find(|(_, is)| is(text)).map(|(export, _)| export)
}

/// Reads all conversations of an export.
pub(in crate::reader) fn read(source: &Arc<Source>, export: Export, options: &Options) -> Read {
    let gatherer = Gatherer::new(source, export, options);
    match export {
        Export::WhatsApp => whatsapp::read(source, gatherer),
        Export::WeChat => wechat::read(source, gatherer),
        Export::Qq => qq::read(source, gatherer),
        Export::Line => line::read(source, gatherer),
        Export::WebVtt | Export::Srt => cues::read(source, gatherer, options),
        Export::Irc => irc::read(source, gatherer),
    }
}

/// The first lines of a text that say something.
fn first_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty()).take(LOOKED_AT)
}

/// How many lines are looked at to recognise an export.
const LOOKED_AT: usize = 20;
