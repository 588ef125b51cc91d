//! One line: what stands behind the keys that mean something, read without copying.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use crate::document::Time;

use super::super::super::Field;
use super::super::super::stamp::{time_in_json, time_of};
use super::super::super::table::keys::Keys;
use super::super::super::table::object::{Object, scalar};

/// What stands behind the keys.
#[derive(Default)]
pub(in crate::reader) struct Line<'a> {
    pub(in crate::reader) conversation: Option<Word<'a>>,
    pub(in crate::reader) role: Option<Word<'a>>,
    pub(in crate::reader) speaker: Option<Word<'a>>,
    pub(in crate::reader) text: Option<Raw<'a>>,
    pub(in crate::reader) event: Option<Word<'a>>,
    pub(in crate::reader) actor: Option<Word<'a>>,
    pub(in crate::reader) time: Option<Raw<'a>>,
    pub(in crate::reader) direction: Option<Word<'a>>,
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

    /// Adds a string in its quotes, without escapes but perhaps the text.
    pub(super) fn set(&mut self, field: Option<Field>, written: &'a str, value: &'a str) {
        match field {
            Some(Field::Text) => self.text = Some(Raw::Any(value)),
            _ => self.set_plain(field, written, &value[1..value.len() - 1]),
        }
    }

    /// Adds a string without escapes, without its quotes.
    pub(super) fn set_plain(&mut self, field: Option<Field>, written: &'a str, value: &'a str) {
        let word = Cow::Borrowed(value);
        match field {
            Some(Field::Text) => self.text = Some(Raw::Plain(value)),
            Some(Field::Time) => self.time = Some(Raw::Plain(value)),
            Some(field) => self.set_word(field, Some(Word(word))),
            None => self.meta.push((Cow::Borrowed(written), word)),
        }
    }

    fn set_word(&mut self, field: Field, word: Option<Word<'a>>) {
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

/// What a field says. One that only its name gives away says nothing where it holds something else than a word.
fn word<'a>(field: Field, name: &str, value: &'a str) -> Result<Option<Word<'a>>, Misfit<'a>> {
    let is_sure = name == field.name() || field == Field::Conversation && name == "conversation_id";
    match serde_json::from_str(value) {
        Err(error) if is_sure => Err(Misfit { value, error }),
        word => Ok(word.unwrap_or_default()),
    }
}

/// A string, or another scalar as it is written.
pub(in crate::reader) struct Word<'a>(pub(in crate::reader) Cow<'a, str>);

impl<'de> Deserialize<'de> for Word<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordVisitor;
        impl<'de> Visitor<'de> for WordVisitor {
            type Value = Word<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a number")
            }

            fn visit_borrowed_str<E>(self, word: &'de str) -> Result<Word<'de>, E> {
                Ok(Word(Cow::Borrowed(word)))
            }

            fn visit_str<E>(self, word: &str) -> Result<Word<'de>, E> {
                Ok(Word(Cow::Owned(word.to_owned())))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Word<'de>, E> {
                Ok(Word(Cow::Owned(number.to_string())))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Word<'de>, E> {
                Ok(Word(Cow::Owned(number.to_string())))
            }

            fn visit_bool<E>(self, truth: bool) -> Result<Word<'de>, E> {
                Ok(Word(Cow::Owned(truth.to_string())))
            }
        }
        deserializer.deserialize_any(WordVisitor)
    }
}
