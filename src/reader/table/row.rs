//! A row: what its columns say, and the conversation it belongs to.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Allowance, Conversation, Event, Message, Mode, Part, PartKind, Time};
use crate::source::{Passage, Source, Span};

use super::super::chat::said::Row;
use super::super::chat::voices::Voices;
use super::super::chat::{events, given_role};
use super::super::stamp::time_of;
use super::super::{Glance, Options, role_of, sms};
use super::columns::Field;
use super::faults::{no_message, unknown_event};

/// Words in a column of events that stand for a message.
const NO_EVENTS: [&str; 6] = ["message", "msg", "text", "chat", "消息", "文本"];

/// What a row of a table says, or an object of a list.
#[derive(Default)]
pub(super) struct Cells<'a> {
    /// Its text, where it has one.
    pub(super) text: Option<Passage>,
    /// What else it says, as far as it says anything.
    pub(super) values: Values<'a>,
    /// What it says that is none of the fields.
    pub(super) meta: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// What it allows.
    pub(super) allowances: Vec<Allowance>,
}

/// What a row says of each field but the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Values<'a>([Option<Cow<'a, str>>; Field::ALL.len()]);

impl<'a> Values<'a> {
    pub(super) fn get(&self, field: Field) -> Option<&Cow<'a, str>> {
        self.0[field as usize].as_ref()
    }

    pub(super) fn set(&mut self, field: Field, value: Option<Cow<'a, str>>) {
        self.0[field as usize] = value;
    }

    /// Takes from others what these do not say.
    pub(super) fn or(mut self, others: &Self) -> Self {
        for (own, other) in self.0.iter_mut().zip(&others.0).filter(|(own, _)| own.is_none()) {
            own.clone_from(other);
        }
        self
    }
}

impl FromIterator<(Field, String)> for Values<'_> {
    fn from_iter<I: IntoIterator<Item = (Field, String)>>(said: I) -> Self {
        let mut values = Self::default();
        said.into_iter().for_each(|(field, value)| values.set(field, Some(Cow::Owned(value))));
        values
    }
}

/// What an object of JSON says, and where it stands.
pub(super) struct Element {
    pub(super) source: Arc<Source>,
    pub(super) span: Span,
    pub(super) cells: Cells<'static>,
    /// What its conversation is called if the object does not say.
    pub(super) place: String,
}

/// What is needed to tell what rows say.
pub(super) struct Reading<'a> {
    pub(super) options: &'a Options,
    pub(super) glance: &'a dyn Glance,
    pub(super) voices: Voices,
}

impl Cells<'_> {
    /// The template that this row alone is; it is called by its place where the row does not say how.
    pub(super) fn template(
        self,
        row: Row<'_>,
        place: &str,
        mode: Mode,
    ) -> Result<Conversation, Box<Diagnostic>> {
        let text = self.text.as_ref().ok_or_else(|| Box::new(no_message(row)))?;
        let id = self.value(Field::Conversation).unwrap_or(place).to_owned();
        let mut conversation = sms::parts::conversation(id, mode, text);
        conversation.messages.iter_mut().for_each(|message| message.time = self.time());
        self.inform(&mut conversation);
        Ok(conversation)
    }

    /// What the row says: an event, a message, or both, in this order.
    pub(super) fn said(
        &self,
        row: Row<'_>,
        reading: &mut Reading<'_>,
    ) -> Result<(Option<Event>, Option<Message>), Box<Diagnostic>> {
        let event = self.event(row)?;
        let text = self.text.as_ref().filter(|text| event.is_none() || !text.text().trim().is_empty());
        if event.is_none() && text.is_none() {
            return Err(Box::new(no_message(row)));
        }
        Ok((event, text.map(|text| self.message(text, reading))))
    }

    /// Tells a conversation what else the row says of it.
    pub(super) fn inform(self, conversation: &mut Conversation) {
        conversation.allowances.extend(self.allowances.iter().cloned());
        if let Some(direction) = self.value(Field::Direction) {
            conversation.direction = Some(direction.to_owned());
        }
        for (name, value) in self.meta {
            if conversation.meta.get(&*name).is_none_or(|known| *known != value) {
                conversation.meta.insert(name.into_owned(), value.into_owned());
            }
        }
    }

    fn event(&self, row: Row<'_>) -> Result<Option<Event>, Box<Diagnostic>> {
        let word = self.value(Field::Event).filter(|word| !NO_EVENTS.contains(&word.to_lowercase().as_str()));
        let Some(word) = word else { return Ok(None) };
        let name = events::named(word).ok_or_else(|| Box::new(unknown_event(row, word)))?;
        let actor = self.value(Field::Actor).and_then(role_of);
        let place = Some(Passage::verbatim(row.source, row.span));
        Ok(Some(Event { name, before: 0, actor, time: self.time(), place }))
    }

    fn message(&self, text: &Passage, Reading { options, glance, voices }: &mut Reading<'_>) -> Message {
        let (said_role, said_name) = (self.value(Field::Role), self.value(Field::Speaker));
        let (role, speaker) = voices.known_or(said_role, said_name, || {
            let given = |name: &&str| given_role(name, options).is_some();
            // A name that the caller knows is the one that somebody speaks under.
            let name = [said_name, said_role].into_iter().flatten().find(given).or(said_name).or(said_role);
            let known = name.and_then(|name| given_role(name, options));
            (known.or_else(|| role_of(said_role?)).or_else(|| role_of(said_name?)), name)
        });
        let holds_nothing = glance.holds_nothing(text.text());
        let parts = Part { kind: PartKind::Body, passage: text.clone() }.into();
        Message { role, speaker, time: self.time(), holds_nothing, parts }
    }

    fn time(&self) -> Option<Time> {
        self.value(Field::Time).and_then(time_of)
    }

    fn value(&self, field: Field) -> Option<&str> {
        self.values.get(field).map(|value| value.as_ref())
    }
}
