//! An object of JSON, level by level, each value as it is written.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::document::Kind;
use crate::source::Span;

/// The keys of an object and their values, in order.
pub(in crate::reader) struct Object<'a>(pub(in crate::reader) Vec<(Cow<'a, str>, &'a RawValue)>);

/// The keys under which a list, or an object with the list in it, is what an object is about.
const LISTS: [&str; 25] = [
    "messages",
    "conversations",
    "templates",
    "data",
    "items",
    "list",
    "records",
    "rows",
    "results",
    "result",
    "sessions",
    "session",
    "dialogs",
    "dialogues",
    "dialog",
    "dialogue",
    "chats",
    "turns",
    "utterances",
    "transcript",
    "消息",
    "会话",
    "对话",
    "模板",
    "数据",
];

impl<'a> Object<'a> {
    /// The keys, in order.
    pub(in crate::reader) fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.iter().map(|(key, _)| key.as_ref())
    }

    /// The value behind a path of keys with dots between them; a key may hold dots itself.
    pub(in crate::reader) fn find(&self, path: &str) -> Option<&'a RawValue> {
        if let Some((_, value)) = self.0.iter().rev().find(|(key, _)| key == path) {
            return Some(value);
        }
        let (first, rest) = path.split_once('.')?;
        let inner: Object<'a> = serde_json::from_str(self.find(first)?.get()).ok()?;
        inner.find(rest)
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor;
        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object<'de>, A::Error> {
                let mut pairs = Vec::with_capacity(USUAL);
                while let Some((key, value)) = map.next_entry::<Key<'de>, _>()? {
                    pairs.push((key.0, value));
                }
                Ok(Object(pairs))
            }
        }
        deserializer.deserialize_map(ObjectVisitor)
    }
}

/// For how many keys there is room from the beginning.
const USUAL: usize = 8;

#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// The list that an object is about, or the object that holds it: the one under a well-known key, else the only one, if
/// the object has no text of its own.
pub(super) fn list_in<'a>(object: &Object<'a>, has_text: bool, kind: Kind) -> Option<&'a RawValue> {
    let is_named = |key: &str| LISTS.contains(&key.to_lowercase().as_str());
    let begins = |value: &RawValue, sign| value.get().starts_with(sign);
    let is_list = |value: &RawValue| {
        let first = value.get().get(1..).and_then(|rest| rest.trim_start().bytes().next());
        let is_template = first == Some(b'"') && kind == Kind::Sms;
        begins(value, '[') && (matches!(first, Some(b'{' | b'[')) || is_template)
    };
    let mut lists = object.0.iter().filter(|(_, value)| is_list(value));
    let named = lists.clone().find(|(key, _)| is_named(key));
    let only = lists.next().filter(|_| lists.next().is_none());
    let mut holders =
        object.0.iter().filter(|(key, value)| is_named(key) && (begins(value, '{') || begins(value, '[')));
    let found = if has_text { named } else { named.or(only).or_else(|| holders.next()) };
    found.map(|(_, value)| *value)
}

/// What a string says, or how another scalar is written; none for lists, objects and null.
pub(in crate::reader) fn scalar(raw: &RawValue) -> Option<String> {
    match raw.get().as_bytes().first()? {
        b'{' | b'[' | b'n' => None,
        b'"' => serde_json::from_str(raw.get()).ok(),
        _ => Some(raw.get().to_owned()),
    }
}

/// The same, without blanks around it; none for what says nothing.
pub(in crate::reader) fn word(raw: &RawValue) -> Option<String> {
    let scalar = scalar(raw)?;
    Some(scalar.trim().to_owned()).filter(|word| !word.is_empty())
}

/// Where a piece of a text stands in it; the piece is a slice of the text.
pub(in crate::reader) fn place(text: &str, piece: &str, start: usize) -> Span {
    let at = start + (piece.as_ptr() as usize - text.as_ptr() as usize);
    Span::new(at, at + piece.len())
}

/// The first byte that is nested deeper than so many levels, if there is one.
pub(super) fn deeper_than(most: usize, text: &str) -> Option<usize> {
    let (mut depth, mut in_string, mut is_escaped) = (0_usize, false, false);
    text.bytes().position(|byte| {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_string => is_escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => depth += 1,
            b']' | b'}' if !in_string => depth = depth.saturating_sub(1),
            _ => (),
        }
        depth > most
    })
}
