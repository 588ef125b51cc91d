//! Readers: bytes to conversations. Which format a file has, and one file a format.

mod allow;
mod chat;
mod chunks;
mod email;
mod encoded;
mod format;
mod labels;
pub(crate) mod map;
mod once;
pub mod outgoing;
mod pieces;
mod recognise;
mod refused;
mod sms;
mod stamp;
mod table;
pub(crate) mod whole;

use std::io::BufRead;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Kind, Mode};
use crate::source::{Charset, Source};
use crate::threads::Threads;

pub use chat::export::Export;
pub(crate) use chat::is_without_roles;
pub use encoded::{Decoded, Encoded};
pub use format::{FORMATS, Format, Known, has_known_extension, is_called_as_catalogue, is_project_paper};
pub use labels::{is_role_word, role_of};
pub use map::{Mapping, keys as map_keys};
pub use recognise::{Recognition, recognise};
pub use refused::{REFUSED, Refused};
pub use sms::catalogue::Catalogue;
pub use stamp::time_of;
pub use table::Field;

/// What the person who calls knows better than the file.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What the texts are.
    pub kind: Option<Kind>,
    /// Whether slots are still to fill.
    pub mode: Option<Mode>,
    /// Which columns of a table, or keys of JSON, hold what: names, numbers from 1, or paths of keys with dots.
    pub columns: Vec<(Field, String)>,
    /// The map that documents of JSON are read by, where it is not to be recognised.
    pub map: Option<&'static Mapping>,
    /// Names of speakers who serve.
    pub agents: Vec<String>,
    /// Names of speakers who are served.
    pub customers: Vec<String>,
    /// In which character set it is; mail says that itself.
    pub charset: Option<Charset>,
    /// Facts about the conversations, by name, where the input does not say them.
    pub facts: Vec<(String, String)>,
    /// Whether conversations are handed over as well in which nobody has a role, instead of a fault.
    pub without_roles: bool,
    /// In a chat without any label, each line is a message of the agent (examples of rules, standard input).
    pub bare_lines: bool,
}

impl Options {
    fn mode(&self, kind: Kind) -> Mode {
        self.mode.unwrap_or_else(|| kind.usual_mode())
    }
}

/// Conversations as they are read. An error tells what of the input could not be read; reading goes on behind it.
pub trait Conversations: Iterator<Item = Result<Conversation, Box<Diagnostic>>> {
    /// The byte before which no conversation that is still to come has a message.
    fn settled(&self) -> usize;

    /// How many faults were counted and not told, since there were more than [`MOST_FAULTS`].
    fn untold(&self) -> usize {
        0
    }

    /// What was passed by.
    fn passed(&self) -> Passed {
        Passed::default()
    }
}

/// How many messages of an export were passed by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Those that its map does not ask for.
    pub unasked: usize,
    /// Those with neither a text nor an event.
    pub empty: usize,
}

/// The most faults of one file that are told one by one.
pub const MOST_FAULTS: usize = 1000;

/// A glance at texts while they are at hand: where it shows that rules find nothing, nobody need look for them again.
pub trait Glance: Sync {
    /// Makes ready for many texts.
    fn expect_many(&self);

    /// Whether nothing stands in a text that rules look for; none if nobody is ready to look.
    fn holds_nothing(&self, text: &str) -> Option<bool>;
}

/// No glance: all texts are looked at later.
pub struct NoGlance;

impl Glance for NoGlance {
    fn expect_many(&self) {}

    fn holds_nothing(&self, _: &str) -> Option<bool> {
        None
    }
}

/// Conversations of a text that is in memory whole; nothing is settled before the last.
struct InMemory<I>(I);

impl<I: Iterator> Iterator for InMemory<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }
}

impl<I: Iterator<Item = Result<Conversation, Box<Diagnostic>>>> Conversations for InMemory<I> {
    fn settled(&self) -> usize {
        0
    }
}

/// Conversations with facts that the person who calls knows. What the input says wins.
struct Informed<'a> {
    conversations: Box<dyn Conversations + 'a>,
    facts: &'a [(String, String)],
}

impl Iterator for Informed<'_> {
    type Item = Result<Conversation, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut next = self.conversations.next()?;
        if let Ok(conversation) = &mut next {
            self.facts.iter().for_each(|(name, value)| conversation.learn(name, value));
        }
        Some(next)
    }
}

impl Conversations for Informed<'_> {
    fn settled(&self) -> usize {
        self.conversations.settled()
    }

    fn untold(&self) -> usize {
        self.conversations.untold()
    }

    fn passed(&self) -> Passed {
        self.conversations.passed()
    }
}

/// Conversations of a file that is in memory whole, behind what is wrong with its bytes.
struct Loaded<'a> {
    fault: Option<Box<Diagnostic>>,
    conversations: Option<Box<dyn Conversations + 'a>>,
}

impl Iterator for Loaded<'_> {
    type Item = Result<Conversation, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        let fault = self.fault.take().map(Err);
        fault.or_else(|| self.conversations.as_mut()?.next())
    }
}

impl Conversations for Loaded<'_> {
    fn settled(&self) -> usize {
        0
    }

    fn passed(&self) -> Passed {
        self.conversations.as_ref().map_or_else(Passed::default, |conversations| conversations.passed())
    }
}

/// Reads an input of a format. Streams of lines are read as they come, by several threads; other formats are held in
/// memory whole.
pub fn read<'a, 'env: 'a>(
    name: &str,
    format: Format,
    input: Box<dyn BufRead + 'a>,
    options: &'a Options,
    threads: &'a Threads<'_, 'env>,
    glance: &'env dyn Glance,
) -> Box<dyn Conversations + 'a> {
    let conversations: Box<dyn Conversations + 'a> = match format {
        Format::ChatJsonl if options.columns.is_empty() => {
            Box::new(chat::jsonl::read(name, input, options, threads, glance))
        }
        Format::ChatJsonl => Box::new(table::Reader::json_lines(name, input, Kind::Chat, options)),
        Format::Table(kind) => Box::new(table::csv::read(name, input, kind, options, threads, glance)),
        Format::Mailbox => Box::new(email::mbox::Reader::new(name, input, 0, options)),
        Format::Mail => match whole::mail(name, input) {
            Ok(source) => read_source(&source, format, options),
            Err(fault) => Box::new(InMemory(std::iter::once(Err(fault)))),
        },
        _ => {
            let (source, fault) = whole::load(name, input);
            let conversations = source.map(|source| read_source(&source, format, options));
            Box::new(Loaded { fault: fault.map(Box::new), conversations })
        }
    };
    match &options.facts[..] {
        [] => conversations,
        facts => Box::new(Informed { conversations, facts }),
    }
}

/// What is wrong with the bytes of an input that is no text in UTF-8.
pub fn fault_of_bytes(name: &str, input: Box<dyn BufRead + '_>) -> Diagnostic {
    whole::load(name, input).1.unwrap_or_else(|| whole::no_text(name))
}

/// What a text in memory held, or what of it could not be read.
type Read = Vec<Result<Conversation, Box<Diagnostic>>>;

/// Reads a text that is in memory.
pub fn read_source<'a>(
    source: &Arc<Source>,
    format: Format,
    options: &'a Options,
) -> Box<dyn Conversations + 'a> {
    match format {
        Format::ChatText => Box::new(InMemory(chat::text::read(source, options).into_iter())),
        Format::Export(export) => Box::new(InMemory(chat::export::read(source, export, options).into_iter())),
        Format::ChatJsonl => {
            let bytes = std::io::Cursor::new(source.text().as_bytes().to_vec());
            Box::new(chat::jsonl::read_alone(source.name(), Box::new(bytes), options))
        }
        Format::Table(kind) => {
            let bytes = std::io::Cursor::new(source.text().as_bytes().to_vec());
            Box::new(table::csv::read_alone(source.name(), Box::new(bytes), kind, options))
        }
        Format::Json(kind) => match table::Reader::json(source, kind, options) {
            Ok(_) if kind == Kind::Sms && options.columns.is_empty() && sms::tree::is_tree(source) => {
                Box::new(InMemory(sms::catalogue::read(source, Catalogue::Tree, options).into_iter()))
            }
            Ok(reader) => Box::new(reader),
            Err(fault) => Box::new(InMemory(std::iter::once(Err(fault)))),
        },
        Format::Mapped(map) => Box::new(table::Reader::mapped(source, map, options)),
        Format::Mail => {
            Box::new(InMemory(email::mail::read(source, &email::mail::Origin::file(), options).into_iter()))
        }
        Format::Mailbox => {
            let bytes = Box::new(std::io::Cursor::new(source.bytes().to_vec()));
            Box::new(email::mbox::Reader::new(source.name(), bytes, source.span().start, options))
        }
        Format::EmailDraft => Box::new(InMemory(email::draft::read(source, options).into_iter())),
        Format::MailTemplate => Box::new(InMemory(email::template::read(source, options).into_iter())),
        Format::Catalogue(catalogue) => {
            Box::new(InMemory(sms::catalogue::read(source, catalogue, options).into_iter()))
        }
        Format::SmsLines => Box::new(InMemory(sms::lines::read(source, options).into_iter())),
    }
}
