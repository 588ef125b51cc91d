//! A row: what its columns say, and the conversation it belongs to.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Event, Kind, Message, Part, PartKind, Role, Time};
use crate::source::{Passage, Source, Span};

use super::super::chat::{events, given_role};
use super::super::stamp::time_of;
use super::super::{Options, role_of, sms};
use super::columns::Field;
use super::faults::{no_message, unknown_event};

/// Words in a column of events that stand for a message.
const NO_EVENTS: [&str; 6] = ["message", "msg", "text", "chat", "消息", "文本"];

/// A row of a table, or an object of a list.
pub(super) struct Row {
    pub(super) source: Arc<Source>,
    pub(super) span: Span,
    /// Its text, where it has one.
    pub(super) text: Option<Passage>,
    /// What else it says, as far as it says anything.
    pub(super) values: BTreeMap<Field, String>,
    /// What it says that is none of the fields.
    pub(super) meta: Vec<(String, String)>,
    /// What its conversation is called if the row does not say.
    pub(super) place: String,
}

impl Row {
    /// The conversation of this row alone: one message, one event, or both, in the other order.
    pub(super) fn conversation(self, kind: Kind, options: &Options) -> Result<Conversation, Box<Diagnostic>> {
        let id = self.value(Field::Conversation).unwrap_or(&self.place).to_owned();
        let mode = options.mode(kind);
        let mut conversation = match (&self.text, kind) {
            (Some(text), Kind::Sms) => {
                let mut conversation = sms::parts::conversation(id, mode, text);
                conversation.messages.iter_mut().for_each(|message| message.time = self.time());
                conversation
            }
            (None, Kind::Sms) => return Err(Box::new(no_message(&self.source, self.span))),
            _ => self.said(Conversation::new(id, kind, mode), options)?,
        };
        conversation.direction = self.value(Field::Direction).map(str::to_owned);
        conversation.meta.extend(self.meta);
        Ok(conversation)
    }

    /// What the row says, in its conversation.
    fn said(
        &self,
        mut conversation: Conversation,
        options: &Options,
    ) -> Result<Conversation, Box<Diagnostic>> {
        let event = self.event()?;
        let text = self.text.as_ref().filter(|text| event.is_none() || !text.text().trim().is_empty());
        if event.is_none() && text.is_none() {
            return Err(Box::new(no_message(&self.source, self.span)));
        }
        conversation.events.extend(event);
        conversation.messages.extend(text.map(|text| self.message(text, options)));
        Ok(conversation)
    }

    fn event(&self) -> Result<Option<Event>, Box<Diagnostic>> {
        let word = self.value(Field::Event).filter(|word| !NO_EVENTS.contains(&word.to_lowercase().as_str()));
        let Some(word) = word else { return Ok(None) };
        let name = events::named(word).ok_or_else(|| Box::new(unknown_event(self, word)))?;
        let actor = self.value(Field::Actor).and_then(role_of);
        Ok(Some(Event {
            name,
            before: 0,
            actor,
            time: self.time(),
            place: Some(Passage::verbatim(&self.source, self.span)),
        }))
    }

    fn message(&self, text: &Passage, options: &Options) -> Message {
        let (role, speaker) = (self.value(Field::Role), self.value(Field::Speaker));
        let given = |name: &&str| given_role(name, options).is_some();
        // A name that the caller knows is the one that somebody speaks under.
        let name = [speaker, role].into_iter().flatten().find(given).or(speaker).or(role);
        let known = name.and_then(|name| given_role(name, options));
        let known = known.or_else(|| role_of(role?)).or_else(|| role_of(speaker?));
        Message {
            role: known.unwrap_or(Role::Unknown),
            speaker: name.map(Arc::from),
            time: self.time(),
            holds_nothing: None,
            parts: Part { kind: PartKind::Body, passage: text.clone() }.into(),
        }
    }

    fn time(&self) -> Option<Time> {
        self.value(Field::Time).and_then(time_of)
    }

    fn value(&self, field: Field) -> Option<&str> {
        self.values.get(&field).map(String::as_str)
    }
}
