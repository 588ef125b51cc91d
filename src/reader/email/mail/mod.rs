//! Mail as it was sent (MIME, RFC 2045 to 2049): its subject and the text that a person reads, each led back to its bytes.

mod faults;
mod head;
mod html;
mod texts;
mod transfer;
mod tree;
mod values;
mod words;

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::document::{Conversation, Kind, Message, Mode, Part, PartKind, Role};
use crate::source::{Passage, Source, Span};
use crate::text::constant;

use super::super::{Options, Read};
use super::parts::parts;
use faults::Faults;
use head::Head;
use texts::text_parts;
use tree::Entity;

/// A header field, by its form.
static FIELD: LazyLock<Regex> = LazyLock::new(|| constant(r"^[!-9;-~]+[ \t]*:"));

/// A header field that only a mail program writes, or one that is encoded (RFC 2047).
static MACHINE_FIELD: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^(?:mime-version|content-(?:type|transfer-encoding)|received|return-path|message-id|dkim-signature)[\ \t]*:
        |=\?[^?\s]+\?[bq]\?[^?]*\?=",
    )
});

/// Whether a text begins with the header of a mail as programs write it.
pub(in crate::reader) fn is_mail(text: &str) -> bool {
    let header = || text.trim_start().lines().take_while(|line| !line.trim().is_empty());
    begins_with_field(text) && header().any(|line| MACHINE_FIELD.is_match(line))
}

/// Whether a text begins with any header field, or with the line that mailboxes put before one.
pub(in crate::reader) fn begins_with_field(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default();
    first.contains(':') && FIELD.is_match(first) || first.starts_with("From ")
}

/// The fact how many files come with a mail.
pub(in crate::reader) const ATTACHMENTS: &str = "attachments";

/// Reads a mail: one conversation of one message, and what of it could not be read.
pub(in crate::reader) fn read(source: &Arc<Source>, options: &Options) -> Read {
    let raw = source.bytes();
    if raw.trim_ascii().is_empty() {
        return Vec::new();
    }
    let mut faults = Faults::new(source);
    let tree = tree::parts(raw, &mut faults);
    let mut letter = Vec::new();
    let mut conversation = Conversation::new("1", Kind::Email, options.mode.unwrap_or(Mode::Sent));
    if let Some(whole) = tree.first() {
        let (role, speaker) = sender(raw, &whole.head, options);
        let speaker = speaker.map(Arc::from);
        let date = whole.head.date.clone();
        let time = date.and_then(|date| values::time(&String::from_utf8_lossy(&raw[date])));
        letter.push(subject(source, &whole.head, &mut faults));
        let texts = text_parts(source, &tree, &mut faults);
        conversation.meta.insert(ATTACHMENTS.to_owned(), attachments(&tree).to_string());
        let end = source.span().start + whole.body.end;
        letter.extend(parts(&texts, &Passage::verbatim(source, Span::at(end))));
        conversation.messages.push(Message {
            role,
            speaker,
            time,
            holds_nothing: None,
            parts: letter.into(),
        });
    }
    // What could not be read may hold what is missing.
    conversation.is_open = !faults.list.is_empty();
    let faults = faults.list.into_iter().map(|fault| Err(Box::new(fault)));
    faults.chain([Ok(conversation)]).collect()
}

/// How many parts of a mail are files that come with it: those that say so, or bear a name, and are shown in no page.
fn attachments(tree: &[Entity]) -> usize {
    let is_leaf = |part: &&Entity| !part.content.name.starts_with("multipart/");
    let is_file = |part: &&Entity| {
        let content = &part.content;
        content.is_attachment || content.name == "message/rfc822" || content.is_named && !content.is_inline
    };
    tree.iter().skip(1).filter(is_leaf).filter(is_file).count()
}

fn subject(source: &Arc<Source>, head: &Head, faults: &mut Faults<'_>) -> Part {
    let (raw, base) = (source.bytes(), source.span().start);
    let value = head.subject.clone().unwrap_or(0..0);
    let span = Span::new(base + value.start, base + value.end);
    let field = words::read(&raw[value.clone()]);
    faults.of_words(&raw[value.clone()], value.start, field.faults);
    Part { kind: PartKind::Subject, passage: Passage::decoded(source, span, field.text, field.map) }
}

/// Who wrote the mail: an agent, unless the caller knows the name or the address as a customer's.
fn sender(raw: &[u8], head: &Head, options: &Options) -> (Role, Option<String>) {
    let from = head.from.clone().map(|from| words::read(&raw[from]).text).unwrap_or_default();
    let names = values::mailbox(&from);
    let known = |list: &[String]| names.into_iter().flatten().find(|name| list.iter().any(|one| one == name));
    let (role, name) = match (known(&options.agents), known(&options.customers)) {
        (Some(name), _) => (Role::Agent, Some(name)),
        (None, Some(name)) => (Role::Customer, Some(name)),
        (None, None) => (Role::Agent, names.into_iter().flatten().next()),
    };
    (role, name.map(str::to_owned))
}
