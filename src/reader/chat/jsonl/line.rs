//! One line: the keys that mean something, read without copying.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::document::Time;

use super::super::super::stamp::time_in_json;

/// The keys of a line that mean something; all other scalars are facts about the conversation.
#[derive(Default)]
pub(super) struct Line<'a> {
    pub(super) conversation_id: Option<Word<'a>>,
    pub(super) role: Option<Word<'a>>,
    pub(super) speaker: Option<Word<'a>>,
    /// As it stands there, in quotes and escaped if it is a string.
    pub(super) text: Option<&'a str>,
    pub(super) event: Option<Word<'a>>,
    pub(super) actor: Option<Word<'a>>,
    /// The same.
    pub(super) time: Option<&'a str>,
    pub(super) direction: Option<Word<'a>>,
    pub(super) meta: Vec<(String, String)>,
}

impl Line<'_> {
    /// When it was; none where that is not said, or in no way that can be read.
    pub(super) fn time(&self) -> Option<Time> {
        time_in_json(self.time?)
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
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    match key.0.as_ref() {
                        "conversation_id" => line.conversation_id = map.next_value()?,
                        "role" => line.role = map.next_value()?,
                        "speaker" => line.speaker = map.next_value()?,
                        "text" => line.text = Some(map.next_value::<&RawValue>()?.get()),
                        "event" => line.event = map.next_value()?,
                        "actor" => line.actor = map.next_value()?,
                        "direction" => line.direction = map.next_value()?,
                        "time" => line.time = Some(map.next_value::<&RawValue>()?.get()),
                        other => {
                            let fact = scalar(&map.next_value()?);
                            line.meta.extend(fact.map(|fact| (other.to_owned(), fact)));
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
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// A string, or another scalar as it is written.
pub(super) struct Word<'a>(pub(super) Cow<'a, str>);

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
