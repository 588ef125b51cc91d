//! The model that rules look at: conversations, their turns, messages and parts. No parsing here.

mod id;
mod parts;
mod spare;
mod time;
mod turns;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::language::Bilingual;
use crate::source::{Passage, Source, Span};
use crate::words;

pub use id::Id;
pub use parts::Parts;
pub use spare::{keep_room, room_for_messages};
pub use time::{Time, When};
pub use turns::{Roles, Turn, first_turns, turns_of};

/// What a conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// A chat session.
    Chat,
    /// One e-mail or a draft of one.
    Email,
    /// One SMS or a template of one.
    Sms,
}

words!(Kind { Chat: "chat", Email: "email", Sms: "sms" });

impl Kind {
    /// The mode of a text of this kind unless somebody says otherwise: chats have been sent, the others wait to be.
    pub fn usual_mode(self) -> Mode {
        match self {
            Self::Chat => Mode::Sent,
            Self::Email | Self::Sms => Mode::Template,
        }
    }
}

/// Whether a text still has its slots to fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// Slots wait for values.
    Template,
    /// What the customer reads.
    Sent,
}

words!(Mode { Template: "template", Sent: "sent" });

/// Whose words a message holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// A person who serves.
    Agent,
    /// A person who is served.
    Customer,
    /// A program that serves.
    Bot,
    /// The platform.
    System,
    /// Nobody could say.
    Unknown,
}

words!(Role { Agent: "agent", Customer: "customer", Bot: "bot", System: "system", Unknown: "unknown" });

impl Role {
    /// The word for it in a sentence.
    pub fn title(self) -> Bilingual {
        match self {
            Self::Agent => Bilingual::new("客服", "the agent"),
            Self::Customer => Bilingual::new("客户", "the customer"),
            Self::Bot => Bilingual::new("机器人", "the bot"),
            Self::System => Bilingual::new("系统", "the system"),
            Self::Unknown => Bilingual::new("身份不明者", "somebody unknown"),
        }
    }
}

/// What a piece of a message is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartKind {
    /// The subject of an e-mail.
    Subject,
    /// How an e-mail addresses its reader.
    Salutation,
    /// What the message says.
    Body,
    /// How an e-mail takes its leave.
    Closing,
    /// The signature under an e-mail.
    Signature,
    /// What lawyers add under an e-mail.
    Disclaimer,
    /// What somebody else wrote earlier.
    Quote,
    /// The `【…】` of an SMS.
    Sender,
    /// How to unsubscribe from an SMS.
    OptOut,
}

words!(PartKind {
    Subject: "subject",
    Salutation: "salutation",
    Body: "body",
    Closing: "closing",
    Signature: "signature",
    Disclaimer: "disclaimer",
    Quote: "quote",
    Sender: "sender",
    OptOut: "opt-out",
});

impl PartKind {
    /// Whether rules look at it without being told to.
    pub fn is_judged(self) -> bool {
        !matches!(self, Self::Quote | Self::Signature | Self::Disclaimer)
    }
}

/// A piece of a message.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is for.
    pub kind: PartKind,
    /// Its text.
    pub passage: Passage,
}

/// What one side said at once.
#[derive(Clone, Debug)]
pub struct Message {
    /// Whose words they are.
    pub role: Role,
    /// The name of who said them, where the input has one.
    pub speaker: Option<Arc<str>>,
    /// When, where the input says it.
    pub when: When,
    /// Whether it was seen as it was read that nothing stands in it that rules look for; none if nobody looked.
    pub holds_nothing: Option<bool>,
    /// Its pieces, in the order of the source; at least one.
    pub parts: Parts,
}

impl Message {
    /// What the agent sends, of whom and when nothing more is known.
    pub fn by_agent(parts: impl Into<Parts>) -> Self {
        let (role, when) = (Role::Agent, When::Unknown);
        Self { role, speaker: None, when, holds_nothing: None, parts: parts.into() }
    }

    /// When it was said, where the input says it in a way that can be read.
    pub fn time(&self) -> Option<Time> {
        match self.when {
            When::Unknown => None,
            When::At(time) => Some(time),
            When::Written(behind, length, read) => {
                let text = &self.parts.first()?.passage;
                let start = text.span().start.wrapping_add_signed(behind as isize);
                read(text.source().slice(Span::new(start, start + length as usize)))
            }
        }
    }

    /// Where the message as a whole stands, and in which source: its text without subject, quotation and signature.
    pub fn place(&self) -> Option<(&Arc<Source>, Span)> {
        let first = &self.parts.first()?.passage;
        let text = self.parts.iter().filter(|part| part.kind.is_judged() && part.kind != PartKind::Subject);
        let span = text.map(|part| part.passage.span()).reduce(Span::cover);
        Some((first.source(), span.unwrap_or_else(|| first.span())))
    }
}

/// One of [`Event::NAMES`].
pub type EventName = &'static str;

/// Something that happened between two messages.
#[derive(Clone, Debug)]
pub struct Event {
    /// `transfer`, `hold`, `hang-up` …: one of [`Event::NAMES`].
    pub name: EventName,
    /// How many messages stand before it.
    pub before: usize,
    /// Who did it, where known.
    pub actor: Option<Role>,
    /// When, where the input says it.
    pub time: Option<Time>,
    /// Where the input says it.
    pub place: Option<Passage>,
}

impl Event {
    /// The names of events.
    pub const NAMES: [EventName; 10] =
        ["ring", "connect", "join", "leave", "transfer", "hold", "resume", "drop", "hang-up", "close"];
}

/// Reads the name of an event out of a bundle of rules.
pub(crate) fn event_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<EventName, D::Error> {
    let name = <&str>::deserialize(deserializer)?;
    Event::NAMES.into_iter().find(|known| *known == name).ok_or_else(|| D::Error::custom("no such event"))
}

/// Findings of a rule that somebody allowed where the text stands, with a reason.
#[derive(Clone, Debug)]
pub struct Allowance {
    /// `ruleset/rule`, as it is written.
    pub rule: String,
    /// Where it stands.
    pub source: Arc<Source>,
    /// The comment, line or cell that says so.
    pub place: Span,
    /// What it covers: findings that begin in it.
    pub covers: Span,
    /// Whether it covers several conversations, none of which alone shows that nothing needs it.
    pub is_shared: bool,
}

/// One chat session, one e-mail or one SMS.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Its name in its file: the `conversation_id`, the heading over it, else its number.
    pub id: Id,
    /// What it is.
    pub kind: Kind,
    /// Whether its slots are still to fill.
    pub mode: Mode,
    /// What was said, in order.
    pub messages: Vec<Message>,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Whether the customer (`inbound`) or the company (`outbound`) began it, where known.
    pub direction: Option<String>,
    /// Other facts that came with it.
    pub meta: BTreeMap<String, String>,
    /// Findings that somebody allowed beside the text.
    pub allowances: Vec<Allowance>,
    /// Whether more may still be said: what is missing at its end may come yet.
    pub is_open: bool,
    /// Whether its last message ends its turn all the same, as a reply does that is written to be sent as it is.
    pub ends_turn: bool,
}

impl Conversation {
    /// The same under another name.
    #[must_use]
    pub fn named(mut self, id: Id) -> Self {
        self.id = id;
        self
    }

    /// An empty conversation.
    pub fn new(id: impl Into<Id>, kind: Kind, mode: Mode) -> Self {
        Self {
            id: id.into(),
            kind,
            mode,
            messages: Vec::new(),
            events: Vec::new(),
            direction: None,
            meta: BTreeMap::new(),
            allowances: Vec::new(),
            is_open: false,
            ends_turn: false,
        }
    }

    /// Takes in a fact that is not known yet.
    pub fn learn(&mut self, name: &str, value: &str) {
        match name {
            "direction" => {
                self.direction.get_or_insert_with(|| value.to_owned());
            }
            _ => {
                self.meta.entry(name.to_owned()).or_insert_with(|| value.to_owned());
            }
        }
    }
}
