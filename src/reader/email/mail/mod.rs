//! Mail as it was sent (MIME, RFC 2045 to 2049): its subject and the text that a person reads, each led back to its bytes.

mod faults;
mod flowed;
mod head;
mod texts;
mod transfer;
mod tree;
mod values;
mod words;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use regex_lite::Regex;

use crate::document::{Conversation, Kind, Message, Mode, Part, PartKind, Role};
use crate::source::{Passage, Source, Span};
use crate::text::constant_lite;

use super::super::{Options, Read};
use super::files;
use super::letter::is_one_of;
use super::parts::parts;
use faults::Faults;
use head::{Content, Head};
use texts::text_parts;
use tree::{ATTACHED, Entity};

/// Header fields that only a mail program writes.
const MACHINE_FIELDS: [&str; 7] = [
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "received",
    "return-path",
    "message-id",
    "dkim-signature",
];

/// A word that is encoded, which only a mail program writes as well (RFC 2047).
static ENCODED: LazyLock<Regex> = LazyLock::new(|| constant_lite(r"(?i)=\?[^?\s]+\?[bq]\?[^?]*\?="));

/// Whether a text begins with the header of a mail as programs write it.
pub(in crate::reader) fn is_mail(text: &str) -> bool {
    let header = || text.trim_start().lines().take_while(|line| !line.trim().is_empty());
    begins_with_field(text) && header().any(is_of_machine)
}

/// Whether a text begins with any header field, or with the line that mailboxes put before one.
pub(in crate::reader) fn begins_with_field(text: &str) -> bool {
    let first = text.trim_start().lines().next().unwrap_or_default();
    field_name(first).is_some() || first.starts_with("From ")
}

/// The name of the header field that a line begins.
fn field_name(line: &str) -> Option<&str> {
    let name = line.split_once(':')?.0.trim_end_matches([' ', '\t']);
    Some(name).filter(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Whether a line of a header is one that only a mail program writes.
fn is_of_machine(line: &str) -> bool {
    field_name(line).is_some_and(|name| is_one_of(name, &MACHINE_FIELDS))
        || line.contains("=?") && ENCODED.is_match(line)
}

/// Where a mail comes from.
pub(in crate::reader) struct Origin {
    /// What its conversation is called.
    name: String,
    /// A mailbox writes `>` before lines that begin with `From `.
    in_mailbox: bool,
}

impl Origin {
    /// A file of its own.
    pub(in crate::reader) fn file() -> Self {
        Self { name: "1".to_owned(), in_mailbox: false }
    }

    /// A mailbox, of which it is one of the mails, from 1.
    pub(in crate::reader) fn mailbox(number: usize) -> Self {
        Self { name: number.to_string(), in_mailbox: true }
    }
}

/// Reads a mail: a conversation of one message, one more for each mail that is attached to it, and what of them could not
/// be read. The first one attached to `1` is called `1.1`.
pub(in crate::reader) fn read(source: &Arc<Source>, origin: &Origin, options: &Options) -> Read {
    let raw = source.bytes();
    if raw.trim_ascii().is_empty() {
        return Vec::new();
    }
    let mut faults = Faults::new(source);
    let tree = tree::parts(raw, &mut faults);
    let outer = tree.first().and_then(|whole| Sender::of(raw, &whole.head).address);
    let mut conversations = Vec::new();
    for (part, name) in mails(&tree, &origin.name) {
        let mut conversation = Conversation::new(name, Kind::Email, options.mode.unwrap_or(Mode::Sent));
        conversation.meta.extend(files::facts(&attachments(&tree, part)));
        conversation.messages.push(message(source, &tree, part, origin, &mut faults, |sender| {
            let is_senders_own = part == 0 || sender.address.is_some() && sender.address == outer;
            sender.role(options).unwrap_or(if is_senders_own { Role::Agent } else { Role::Unknown })
        }));
        conversations.push(conversation);
    }
    // What could not be read may hold what is missing.
    let is_open = !faults.list.is_empty();
    conversations.iter_mut().for_each(|conversation| conversation.is_open = is_open);
    let faults = faults.list.into_iter().map(|fault| Err(Box::new(fault)));
    faults.chain(conversations.into_iter().map(Ok)).collect()
}

/// The mails of a tree: which part each is, and what it is called.
fn mails(tree: &[Entity], name: &str) -> Vec<(usize, String)> {
    let mut mails = vec![(0, name.to_owned())];
    let mut attached: HashMap<usize, usize> = HashMap::new();
    for holder in tree.iter().filter(|part| part.content.name == ATTACHED) {
        let number = attached.entry(holder.mail).or_default();
        let above = mails.iter().find(|(part, _)| *part == holder.mail).map(|(_, name)| name);
        if let (Some(above), Some(&part)) = (above, holder.children.first()) {
            *number += 1;
            mails.push((part, format!("{above}.{number}")));
        }
    }
    mails
}

fn message(
    source: &Arc<Source>,
    tree: &[Entity],
    part: usize,
    origin: &Origin,
    faults: &mut Faults<'_>,
    role: impl FnOnce(&Sender) -> Role,
) -> Message {
    let (raw, whole) = (source.bytes(), &tree[part]);
    let sender = Sender::of(raw, &whole.head);
    let date = whole.head.date.clone();
    let time = date.and_then(|date| values::time(&String::from_utf8_lossy(&raw[date])));
    let mut letter = vec![subject(source, &whole.head, faults)];
    let texts = text_parts(source, tree, part, origin.in_mailbox, faults);
    let end = source.span().start + whole.body.end;
    letter.extend(parts(&texts, &Passage::verbatim(source, Span::at(end))));
    let role = role(&sender);
    Message { role, speaker: sender.known_as(), when: time.into(), holds_nothing: None, parts: letter.into() }
}

/// The files that come with a mail, by name: parts that say so, or bear a name, and are shown in no page.
fn attachments(tree: &[Entity], mail: usize) -> Vec<String> {
    let own = tree.iter().enumerate().filter(|(at, part)| part.mail == mail && *at != mail);
    let leaves = own.map(|(_, part)| &part.content).filter(|content| !content.name.starts_with("multipart/"));
    let is_file = |content: &&Content| {
        content.is_attachment || content.name == ATTACHED || content.file_name.is_some() && !content.is_inline
    };
    leaves.filter(is_file).map(|content| content.file_name.clone().unwrap_or_default()).collect()
}

fn subject(source: &Arc<Source>, head: &Head, faults: &mut Faults<'_>) -> Part {
    let (raw, base) = (source.bytes(), source.span().start);
    let value = head.subject.clone().unwrap_or(0..0);
    let span = Span::new(base + value.start, base + value.end);
    let field = words::read(&raw[value.clone()]);
    faults.of_words(&raw[value.clone()], value.start, field.faults);
    Part { kind: PartKind::Subject, passage: Passage::decoded(source, span, field.text, field.map) }
}

/// Who wrote a mail.
struct Sender {
    name: Option<String>,
    address: Option<String>,
}

impl Sender {
    fn of(raw: &[u8], head: &Head) -> Self {
        let from = head.from.clone().map(|from| words::read(&raw[from]).text).unwrap_or_default();
        let [name, address] = values::mailbox(&from).map(|text| text.map(str::to_owned));
        Self { name, address }
    }

    /// The role that the caller knows them in, by name or by address.
    fn role(&self, options: &Options) -> Option<Role> {
        let names = || [&self.name, &self.address].into_iter().flatten();
        let is_known = |list: &[String]| names().any(|name| list.contains(name));
        let roles = [(&options.agents, Role::Agent), (&options.customers, Role::Customer)];
        roles.into_iter().find(|(list, _)| is_known(list)).map(|(_, role)| role)
    }

    fn known_as(self) -> Option<Arc<str>> {
        self.name.or(self.address).map(Arc::from)
    }
}
