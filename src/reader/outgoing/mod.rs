//! Messages before they go out: a text, a mail, or a request that has the draft in the context of what was said.

mod faults;
mod request;

use std::io::Cursor;
use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Kind, Message, Part, PartKind};
use crate::source::{Passage, Source};

use super::table::object::place;
use super::{Decoded, Encoded, Format, Options, Recognition, email, read_source, recognise, sms, whole};

/// The name of the draft of a request: the JSON pointer (RFC 6901) to it.
pub const DRAFT: &str = "/draft";

/// How many bytes show whether a text is a request.
const HEAD: usize = 64;

/// What a mail is called; those attached to it are called by that and their number.
const FIRST: &str = "1";

/// A message before it goes out.
#[derive(Debug, Default)]
pub struct Outgoing {
    /// What the caller calls it.
    pub id: Option<Id>,
    /// The message, with what was said before, and the mails that are attached to it; none if that could not be read.
    pub conversations: Vec<Conversation>,
    /// The messages that were said before: the draft stands behind them.
    pub said: usize,
    /// The text of the draft as it was given, where a change of it can be proposed.
    pub text: Option<Arc<Source>>,
    /// What could not be read.
    pub faults: Vec<Diagnostic>,
    /// How it was encoded, if it was in a character set that the caller named.
    pub encoded: Option<Encoded>,
}

/// What a caller calls a message: a string, a number, or another scalar.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Id {
    /// What a string says.
    Text(String),
    /// Any other scalar, as it was written.
    Scalar(Box<RawValue>),
}

/// How messages before they go out are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// What the caller knows.
    pub options: Options,
    /// Whether the draft ends its chat, so that what is missing at the end is missing.
    pub closing: bool,
}

impl Outgoing {
    /// Reads a message: a request in JSON, a mail, or the text of a draft.
    pub fn read(name: &str, bytes: Vec<u8>, reading: &Reading) -> Self {
        let options = &reading.options;
        // Telling what a text may be else takes longer than judging a short one.
        if request::is_request(&String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)])) {
            return Self::text(name, bytes, reading, |_| Kind::Chat);
        }
        let is_mail = |kind: Option<Kind>| matches!(kind, None | Some(Kind::Email));
        match recognise(name, &bytes, options) {
            Recognition::Format(format @ (Format::Mail | Format::Mailbox)) if is_mail(options.kind) => {
                Self::mail(name, bytes, format, options)
            }
            Recognition::Refused(refused) => {
                Self::unread(Diagnostic::error("input/refused", refused.reason()).in_file(name))
            }
            Recognition::Format(
                Format::Json(_) | Format::Table(_) | Format::Export(_) | Format::Mapped(_),
            ) => Self::unread(faults::several(name)),
            Recognition::Empty => Self::unread(faults::nothing(name)),
            recognition => Self::text(name, bytes, reading, |options| kind(&recognition, options)),
        }
    }

    /// Reads a request on a line of a stream, which begins at a byte.
    pub fn line(name: &Arc<str>, line: Vec<u8>, start: usize, number: usize, reading: &Reading) -> Self {
        match String::from_utf8(line) {
            Ok(line) => {
                request::read(&Arc::new(Source::part(Arc::clone(name), line, start, number)), reading)
            }
            Err(error) => {
                let fault = whole::line_not_utf8(name, error.as_bytes(), start, number);
                Self::unread(Diagnostic { help: None, ..fault })
            }
        }
    }

    /// A message that could not be read.
    pub fn unread(fault: Diagnostic) -> Self {
        Self { faults: vec![fault], ..Self::default() }
    }

    fn mail(name: &str, bytes: Vec<u8>, format: Format, options: &Options) -> Self {
        let source = match whole::mail(name, Box::new(Cursor::new(bytes))) {
            Ok(source) => source,
            Err(fault) => return Self::unread(*fault),
        };
        let mut outgoing = Self::default();
        for read in read_source(&source, format, options) {
            match read {
                Ok(conversation) => outgoing.conversations.push(conversation),
                Err(fault) => outgoing.faults.push(*fault),
            }
        }
        let is_first = |conversation: &Conversation| conversation.id.split('.').next() == Some(FIRST);
        if !outgoing.conversations.iter().all(is_first) {
            outgoing.faults.push(faults::several(name));
        }
        outgoing.informed(options)
    }

    fn text(name: &str, bytes: Vec<u8>, reading: &Reading, kind: impl Fn(&Options) -> Kind) -> Self {
        let options = &reading.options;
        let input = Box::new(Cursor::new(bytes));
        let (source, encoded, fault) = match options.charset.filter(|charset| !charset.is_utf8()) {
            None => {
                let (source, fault) = whole::load(name, input);
                (source, None, fault)
            }
            Some(charset) => match Encoded::decode(name, input, charset, false) {
                Ok(Decoded { text, encoded, fault }) => {
                    (Some(Arc::new(Source::new(name, text))), Some(encoded), fault.map(|fault| *fault))
                }
                Err(fault) => (None, None, Some(*fault)),
            },
        };
        let Some(source) = source.filter(|_| fault.is_none()) else {
            return Self { faults: fault.into_iter().collect(), ..Self::default() };
        };
        if request::is_request(source.text()) {
            return request::read(&source, reading);
        }
        let mut outgoing = Self::draft(&source, kind(options), reading).informed(options);
        outgoing.encoded = encoded;
        outgoing
    }

    /// A draft of a kind, without anything said before.
    fn draft(source: &Arc<Source>, kind: Kind, reading: &Reading) -> Self {
        let mut outgoing = Self { text: Some(Arc::clone(source)), ..Self::default() };
        match conversation(source, kind, reading) {
            Ok(conversation) => outgoing.conversations.push(conversation),
            Err(fault) => outgoing.faults.push(*fault),
        }
        outgoing
    }

    /// The same with the facts that the caller knows. What the input says wins.
    fn informed(mut self, options: &Options) -> Self {
        for conversation in &mut self.conversations {
            options.facts.iter().for_each(|(name, value)| conversation.learn(name, value));
        }
        self
    }
}

/// What a text is: what the caller says, or a letter or an SMS by its look, else a reply in a chat.
fn kind(recognition: &Recognition, options: &Options) -> Kind {
    options.kind.unwrap_or(match recognition {
        Recognition::Format(Format::EmailDraft) => Kind::Email,
        Recognition::Format(Format::SmsLines) => Kind::Sms,
        _ => Kind::Chat,
    })
}

/// The conversation that a draft alone is.
fn conversation(
    source: &Arc<Source>,
    kind: Kind,
    reading: &Reading,
) -> Result<Conversation, Box<Diagnostic>> {
    let options = &reading.options;
    let text = source.text().trim();
    if text.is_empty() {
        return Err(Box::new(faults::nothing(source.name())));
    }
    let mode = options.mode(kind);
    match kind {
        Kind::Email => {
            let mut read = email::draft::read(source, options);
            read.pop().unwrap_or_else(|| Err(Box::new(faults::nothing(source.name()))))
        }
        Kind::Sms => Ok(sms::parts::conversation(FIRST.to_owned(), mode, &trimmed(source, text))),
        Kind::Chat => {
            let mut conversation = Conversation::new(FIRST, kind, mode);
            let part = Part { kind: PartKind::Body, passage: trimmed(source, text) };
            conversation.messages.push(Message::by_agent(part));
            conversation.is_open = !reading.closing;
            conversation.ends_turn = true;
            Ok(conversation)
        }
    }
}

/// A text of a source without the blanks round it.
fn trimmed(source: &Arc<Source>, text: &str) -> Passage {
    Passage::verbatim(source, place(source.text(), text, source.span().start))
}
