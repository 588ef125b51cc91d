//! A row: what its columns say, and the conversation it belongs to.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Event, Message, Mode, Part, PartKind, Time, When};
use crate::source::{Passage, Source, Span};

use super::super::chat::events;
use super::super::chat::said::Row;
use super::super::chat::voices::Voices;
use super::super::stamp::time_of;
use super::super::{Glance, Options, role_of, sms};
use super::columns::Field;
use super::faults::{no_message, unknown_event};

/// Words in a column of events that stand for a message.
const NO_EVENTS: [&str; 6] = ["message", "msg", "text", "chat", "消息", "文本"];

/// A row of a table, or an object of a list.
pub(super) trait Says {
    /// Whether it has a text.
    fn has_text(&self) -> bool;

    /// Its text, where it has one.
    fn text(&self) -> Option<Passage>;

    /// What it says of another field, if anything.
    fn value(&self, field: Field) -> Option<Cow<'_, str>>;

    /// When it was.
    fn time(&self) -> Option<Time> {
        time_of(&self.value(Field::Time)?)
    }

    /// The same, where its text stands there.
    fn when(&self, _text: Span) -> When
    where
        Self: Sized,
    {
        self.time().into()
    }

    /// Tells what it says that is none of the fields, by name.
    fn facts(&self, tell: impl FnMut(&str, &str));
}

/// An object of JSON.
pub(super) struct Element {
    pub(super) source: Arc<Source>,
    pub(super) span: Span,
    pub(super) text: Option<Passage>,
    pub(super) values: BTreeMap<Field, String>,
    /// How many seconds it was behind the beginning, where it does not say when.
    pub(super) offset: Option<u32>,
    pub(super) meta: Vec<(String, String)>,
    /// What its conversation is called if the object does not say.
    pub(super) place: String,
}

impl Says for Element {
    fn has_text(&self) -> bool {
        self.text.is_some()
    }

    fn text(&self) -> Option<Passage> {
        self.text.clone()
    }

    fn value(&self, field: Field) -> Option<Cow<'_, str>> {
        self.values.get(&field).map(|value| Cow::Borrowed(value.as_str()))
    }

    fn time(&self) -> Option<Time> {
        let said = self.values.get(&Field::Time).and_then(|time| time_of(time));
        said.or(self.offset.map(Time::of_recording))
    }

    fn facts(&self, mut tell: impl FnMut(&str, &str)) {
        self.meta.iter().for_each(|(name, value)| tell(name, value));
    }
}

/// What a row says: an event, or that it has a text, or both. In most rows nothing happened.
type Said = (Option<Box<Event>>, bool);

/// What is needed to tell what rows say.
pub(super) struct Reading<'a> {
    pub(super) options: &'a Options,
    pub(super) glance: &'a dyn Glance,
    pub(super) voices: Voices,
}

/// The template that a row alone is; it is called by its place where it does not say how.
pub(super) fn template(
    row: Row<'_>,
    says: &impl Says,
    place: &str,
    mode: Mode,
) -> Result<Conversation, Box<Diagnostic>> {
    let text = says.text().ok_or_else(|| Box::new(no_message(row)))?;
    let id = says.value(Field::Conversation).map_or(place.to_owned(), Cow::into_owned);
    let mut conversation = sms::parts::conversation(id, mode, &text);
    conversation.messages.iter_mut().for_each(|message| message.when = says.time().into());
    inform(&mut conversation, says);
    Ok(conversation)
}

/// Tells a conversation what else a row says of it.
pub(super) fn inform(conversation: &mut Conversation, says: &impl Says) {
    if let Some(direction) = says.value(Field::Direction) {
        conversation.direction = Some(direction.into_owned());
    }
    says.facts(|name, value| {
        if conversation.meta.get(name).is_none_or(|known| known != value) {
            conversation.meta.insert(name.to_owned(), value.to_owned());
        }
    });
}

/// What a row says.
pub(super) fn said(row: Row<'_>, says: &impl Says) -> Result<Said, Box<Diagnostic>> {
    let event = event(row, says)?;
    let is_blank = || says.text().is_none_or(|text| text.text().trim().is_empty());
    let has_text = says.has_text() && (event.is_none() || !is_blank());
    match event.is_some() || has_text {
        true => Ok((event, has_text)),
        false => Err(Box::new(no_message(row))),
    }
}

impl Reading<'_> {
    /// The message that a row with a text is.
    #[inline]
    pub(super) fn message(&mut self, says: &impl Says, passage: Passage) -> Message {
        let said_role = says.value(Field::Role);
        let said_name = says.value(Field::Speaker);
        let (role, speaker) = self.voices.of(said_role.as_deref(), said_name.as_deref(), self.options);
        let holds_nothing = self.glance.holds_nothing(passage.text());
        let when = says.when(passage.span());
        Message { role, speaker, when, holds_nothing, parts: Part { kind: PartKind::Body, passage }.into() }
    }
}

/// What happened; in a box, since in most rows nothing did.
fn event(row: Row<'_>, says: &impl Says) -> Result<Option<Box<Event>>, Box<Diagnostic>> {
    let is_event = |word: &Cow<'_, str>| !NO_EVENTS.contains(&word.to_lowercase().as_str());
    let Some(word) = says.value(Field::Event).filter(is_event) else { return Ok(None) };
    let name = events::named(&word).ok_or_else(|| Box::new(unknown_event(row, &word)))?;
    let actor = says.value(Field::Actor).and_then(|actor| role_of(&actor));
    let place = Some(Passage::verbatim(row.source, row.span()));
    Ok(Some(Box::new(Event { name, before: 0, actor, time: says.time(), place })))
}
