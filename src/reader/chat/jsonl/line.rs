//! One line: what stands behind the keys that mean something, read without copying.

use std::borrow::Cow;

use crate::document::Time;

use super::super::super::Field;
use super::super::super::stamp::{time_in_json, time_of};
use super::super::super::table::keys::Keys;
use super::super::super::table::object::{Object, scalar};

/// What stands behind the keys.
#[derive(Default)]
pub(in crate::reader) struct Line<'a> {
    pub(in crate::reader) conversation: Option<Cow<'a, str>>,
    pub(in crate::reader) role: Option<Cow<'a, str>>,
    pub(in crate::reader) speaker: Option<Cow<'a, str>>,
    pub(in crate::reader) text: Option<Raw<'a>>,
    pub(in crate::reader) event: Option<Cow<'a, str>>,
    pub(in crate::reader) actor: Option<Cow<'a, str>>,
    pub(in crate::reader) time: Option<Raw<'a>>,
    pub(in crate::reader) direction: Option<Cow<'a, str>>,
    /// All other scalars are facts about the conversation.
    pub(in crate::reader) meta: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

/// A value as it stands there.
#[derive(Clone, Copy)]
pub(in crate::reader) enum Raw<'a> {
    /// A string without escapes, without its quotes.
    Plain(&'a str),
    /// Anything, a string in its quotes.
    Any(&'a str),
}

/// A value that cannot be that of its key.
pub(in crate::reader) struct Misfit<'a> {
    pub(in crate::reader) value: &'a str,
    pub(in crate::reader) error: serde_json::Error,
}

impl<'a> Line<'a> {
    /// What an object says.
    pub(in crate::reader) fn of(object: Object<'a>, keys: &Keys) -> Result<Self, Misfit<'a>> {
        let mut line = Self::default();
        for (index, (name, value)) in object.0.into_iter().enumerate() {
            match keys.field(index) {
                Some(Field::Text) => line.text = Some(Raw::Any(value.get())),
                Some(Field::Time) => line.time = Some(Raw::Any(value.get())),
                Some(field) => line.set_word(field, word(field, &name, value.get())?),
                None => line.meta.extend(scalar(value).map(|fact| (name, Cow::Owned(fact)))),
            }
        }
        Ok(line)
    }

    /// When it was; none where that is not said, or in no way that can be read.
    pub(in crate::reader) fn time(&self) -> Option<Time> {
        match self.time? {
            Raw::Plain(text) => time_of(text),
            Raw::Any(value) => time_in_json(value),
        }
    }

    /// Adds a scalar as it is written, without escapes but perhaps the text.
    pub(super) fn set(&mut self, field: Option<Field>, written: &'a str, value: &'a str) {
        let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        match (field, inner) {
            (Some(Field::Text), _) => self.text = Some(Raw::Any(value)),
            (Some(Field::Time), None) => self.time = Some(Raw::Any(value)),
            (_, None) if value == "null" => (),
            _ => self.set_plain(field, written, inner.unwrap_or(value)),
        }
    }

    /// Adds a string without escapes, without its quotes.
    #[inline]
    pub(super) fn set_plain(&mut self, field: Option<Field>, written: &'a str, value: &'a str) {
        let word = Cow::Borrowed(value);
        match field {
            Some(Field::Text) => self.text = Some(Raw::Plain(value)),
            Some(Field::Time) => self.time = Some(Raw::Plain(value)),
            Some(field) => self.set_word(field, Some(word)),
            None => self.meta.push((Cow::Borrowed(written), word)),
        }
    }

    #[inline]
    fn set_word(&mut self, field: Field, word: Option<Cow<'a, str>>) {
        match field {
            Field::Conversation => self.conversation = word,
            Field::Role => self.role = word,
            Field::Speaker => self.speaker = word,
            Field::Event => self.event = word,
            Field::Actor => self.actor = word,
            Field::Direction => self.direction = word,
            Field::Text | Field::Time => (),
        }
    }
}

/// What a field says in a word: a string, or another scalar as it is written. Where it is neither, a field that only its
/// name gives away says nothing.
fn word<'a>(field: Field, name: &str, value: &'a str) -> Result<Option<Cow<'a, str>>, Misfit<'a>> {
    let is_sure = name == field.name() || field == Field::Conversation && name == "conversation_id";
    match (value.as_bytes().first(), value.contains('\\')) {
        (Some(b'n'), _) => Ok(None),
        (Some(b'"'), false) => Ok(Some(Cow::Borrowed(value.trim_matches('"')))),
        (Some(b'"' | b'{' | b'['), _) => match serde_json::from_str::<String>(value) {
            Err(error) if is_sure => Err(Misfit { value, error }),
            word => Ok(word.ok().map(Cow::Owned)),
        },
        _ => Ok(Some(Cow::Borrowed(value))),
    }
}
