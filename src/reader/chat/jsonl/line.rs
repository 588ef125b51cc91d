//! One line: the keys that mean something, read without copying.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::document::Time;

use super::super::super::stamp::{time_in_json, time_of};

/// The keys of a line that mean something; all other scalars are facts about the conversation.
#[derive(Clone, Copy)]
pub(in crate::reader) enum Key {
    ConversationId,
    Role,
    Speaker,
    Text,
    Event,
    Actor,
    Time,
    Direction,
    Other,
}

impl Key {
    pub(in crate::reader) fn of(key: &str) -> Self {
        match key {
            "conversation_id" => Self::ConversationId,
            "role" => Self::Role,
            "speaker" => Self::Speaker,
            "text" => Self::Text,
            "event" => Self::Event,
            "actor" => Self::Actor,
            "time" => Self::Time,
            "direction" => Self::Direction,
            _ => Self::Other,
        }
    }
}

/// What stands behind the keys.
#[derive(Default)]
pub(in crate::reader) struct Line<'a> {
    pub(in crate::reader) conversation_id: Option<Word<'a>>,
    pub(in crate::reader) role: Option<Word<'a>>,
    pub(in crate::reader) speaker: Option<Word<'a>>,
    pub(in crate::reader) text: Option<Raw<'a>>,
    pub(in crate::reader) event: Option<Word<'a>>,
    pub(in crate::reader) actor: Option<Word<'a>>,
    pub(in crate::reader) time: Option<Raw<'a>>,
    pub(in crate::reader) direction: Option<Word<'a>>,
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

impl<'a> Line<'a> {
    /// When it was; none where that is not said, or in no way that can be read.
    pub(in crate::reader) fn time(&self) -> Option<Time> {
        match self.time? {
            Raw::Plain(text) => time_of(text),
            Raw::Any(value) => time_in_json(value),
        }
    }

    /// Whether a key that means something has been there.
    pub(in crate::reader) fn has(&self, key: Key) -> bool {
        match key {
            Key::ConversationId => self.conversation_id.is_some(),
            Key::Role => self.role.is_some(),
            Key::Speaker => self.speaker.is_some(),
            Key::Text => self.text.is_some(),
            Key::Event => self.event.is_some(),
            Key::Actor => self.actor.is_some(),
            Key::Time => self.time.is_some(),
            Key::Direction => self.direction.is_some(),
            Key::Other => false,
        }
    }

    /// Adds a string in its quotes, without escapes but perhaps the text.
    pub(in crate::reader) fn set(&mut self, key: Key, written: &'a str, value: &'a str) {
        match key {
            Key::Text => self.text = Some(Raw::Any(value)),
            _ => self.set_plain(key, written, &value[1..value.len() - 1]),
        }
    }

    /// Adds a string without escapes, without its quotes.
    pub(in crate::reader) fn set_plain(&mut self, key: Key, written: &'a str, value: &'a str) {
        let word = Cow::Borrowed(value);
        match key {
            Key::ConversationId => self.conversation_id = Some(Word(word)),
            Key::Role => self.role = Some(Word(word)),
            Key::Speaker => self.speaker = Some(Word(word)),
            Key::Event => self.event = Some(Word(word)),
            Key::Actor => self.actor = Some(Word(word)),
            Key::Direction => self.direction = Some(Word(word)),
            Key::Text => self.text = Some(Raw::Plain(value)),
            Key::Time => self.time = Some(Raw::Plain(value)),
            Key::Other => self.meta.push((Cow::Borrowed(written), word)),
        }
    }
}

impl<'de> Deserialize<'de> for Line<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LineVisitor;
        impl<'de> Visitor<'de> for LineVisitor {
            type Value = Line<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Line<'de>, A::Error> {
                let mut line = Line::default();
                while let Some(Name(name)) = map.next_key()? {
                    let key = Key::of(&name);
                    if line.has(key) {
                        return Err(A::Error::custom(format_args!("duplicate field `{name}`")));
                    }
                    match key {
                        Key::ConversationId => line.conversation_id = map.next_value()?,
                        Key::Role => line.role = map.next_value()?,
                        Key::Speaker => line.speaker = map.next_value()?,
                        Key::Text => line.text = Some(Raw::Any(map.next_value::<&RawValue>()?.get())),
                        Key::Event => line.event = map.next_value()?,
                        Key::Actor => line.actor = map.next_value()?,
                        Key::Direction => line.direction = map.next_value()?,
                        Key::Time => line.time = Some(Raw::Any(map.next_value::<&RawValue>()?.get())),
                        Key::Other => {
                            let fact = scalar(&map.next_value()?);
                            line.meta.extend(fact.map(|fact| (name, Cow::Owned(fact))));
                        }
                    }
                }
                Ok(line)
            }
        }
        deserializer.deserialize_map(LineVisitor)
    }
}

#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

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

/// A JSON scalar as text; none for lists, objects and null.
fn scalar(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}
