//! Templates of mail in HTML or MJML: the text of a page, with slots.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Kind, Message, Mode, Part, PartKind};
use crate::source::{Map, Passage, Source, Span};
use crate::text::constant;

use super::super::{Options, Read, allow};
use super::letter::begins_as_letter;
use super::parts::parts;
use super::{blocks, html};

/// What only pages for mail programs hold.
static OF_MAIL: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?i)<mjml\b|<!--\[if [^\]]{0,40}\bmso\b|urn:schemas-microsoft-com:office|unsubscribe|退订|退訂",
    )
});

/// What no page for mail programs holds: they run nothing and send no forms.
static OF_WEB: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)<(?:script|form|iframe|video|canvas|nav)\b"));

/// Where a template writes values and conditions.
static FILLED: LazyLock<Regex> = LazyLock::new(|| constant(r"\{\{|\{%|<%|\*\||%%[\w\[=]|\[\["));

/// Whether a page is a mail by its look: by what only mail holds, by a salutation at its head, or by values to fill in.
pub(in crate::reader) fn looks_like_mail(page: &str) -> bool {
    OF_MAIL.is_match(page)
        || !OF_WEB.is_match(page)
            && (FILLED.is_match(page) || begins_as_letter(&html::read(page).body.made().0))
}

/// Reads a template: one conversation of one message by the agent. Its subject is its title; without one there is none, as
/// it is set where the mail is sent.
pub(in crate::reader) fn read(source: &Arc<Source>, options: &Options) -> Read {
    if source.text().trim().is_empty() {
        return Vec::new();
    }
    let mode = options.mode(Kind::Email);
    let (text, way) = filled(source.text(), mode).unzip();
    let page = html::read(text.as_deref().unwrap_or(source.text()));
    let passage = |text: html::Text| {
        let (text, map) = text.made();
        let map = way.iter().fold(map, |map, way| map.through(way.clone()));
        Passage::mapped(source, source.span(), text, map)
    };
    let open = page.open.map(|at| {
        let at = way.as_ref().map_or(at, |way| way.raw_of(at..at + 1).start) + source.span().start;
        Err(Box::new(Diagnostic::error("input/html", html::does_not_end()).at(source, Span::new(at, at + 1))))
    });
    let title = page.title.map(|title| Part { kind: PartKind::Subject, passage: passage(title) });
    let beside = Some(passage(page.beside)).filter(|beside| !beside.text().is_empty());
    let beside = beside.map(|passage| Part { kind: PartKind::Body, passage });
    let nowhere = Passage::verbatim(source, Span::at(source.span().end));
    let letter = parts(&[passage(page.body)], &nowhere);
    let mut conversation = Conversation::new("1", Kind::Email, mode);
    conversation.is_open = open.is_some();
    let all: Vec<Part> = title.into_iter().chain(beside).chain(letter).collect();
    conversation.messages.push(Message::by_agent(all));
    let (allowed, faults) = allow::in_comments(source, true);
    conversation.allowances = allowed;
    open.into_iter()
        .chain(faults.into_iter().map(|fault| Err(Box::new(fault))))
        .chain([Ok(conversation)])
        .collect()
}

/// The text of a template without its statements; none if there are none, or if it was sent with them.
pub(super) fn filled(text: &str, mode: Mode) -> Option<(String, Map)> {
    (mode == Mode::Template).then(|| blocks::without(text)).flatten()
}
