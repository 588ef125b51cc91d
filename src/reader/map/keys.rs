//! The keys of a map, and what each takes.

use crate::document::{Event, Role};
use crate::language::Bilingual;
use crate::source::Source;
use crate::yaml::fields::{Faults, Keys, is_word, items, wrong_type};
use crate::yaml::node::{Node, Value};

/// Where keys of a map stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    /// At its top.
    Map,
    /// Under `people`.
    People,
}

/// What a key takes.
#[derive(Clone, Copy)]
enum Takes {
    Text,
    Texts,
    Flag,
    Mapping,
    /// A mapping from values to some words.
    Words(&'static [&'static str]),
}

const KEYS: &[(&str, On, Takes)] = &[
    ("map", On::Map, Takes::Text),
    ("title", On::Map, Takes::Text),
    ("unverified", On::Map, Takes::Flag),
    ("sign", On::Map, Takes::Texts),
    ("conversations", On::Map, Takes::Text),
    ("conversation", On::Map, Takes::Text),
    ("messages", On::Map, Takes::Texts),
    ("text", On::Map, Takes::Texts),
    ("html", On::Map, Takes::Flag),
    ("role", On::Map, Takes::Text),
    ("roles", On::Map, Takes::Words(&Role::NAMES)),
    ("speaker", On::Map, Takes::Text),
    ("time", On::Map, Takes::Text),
    ("event", On::Map, Takes::Text),
    ("events", On::Map, Takes::Words(&Event::NAMES)),
    ("only", On::Map, Takes::Mapping),
    ("people", On::Map, Takes::Mapping),
    ("list", On::People, Takes::Text),
    ("id", On::People, Takes::Text),
    ("role", On::People, Takes::Text),
    ("name", On::People, Takes::Text),
];

impl Keys for On {
    fn names(self) -> impl Iterator<Item = &'static str> {
        KEYS.iter().filter(move |(_, on, _)| *on == self).map(|(name, ..)| *name)
    }

    fn takes(self, key: &str, value: &Node, source: &Source, faults: &mut Faults) -> bool {
        let known = KEYS.iter().find(|(name, on, _)| *on == self && *name == key);
        known.is_some_and(|(.., takes)| takes.fits(value, source, faults))
    }
}

impl Takes {
    fn fits(self, node: &Node, source: &Source, faults: &mut Faults) -> bool {
        let (fits, title) = match (self, &node.value) {
            (Self::Flag, _) => return is_word(node, &["true", "false"], source, faults),
            (Self::Words(words), Value::Map(pairs)) => {
                let wrong = pairs.iter().filter(|(_, word)| !is_word(word, words, source, faults)).count();
                return wrong == 0;
            }
            (Self::Text, value) => (matches!(value, Value::Text(_)), Bilingual::new("一段文字", "a text")),
            (Self::Texts, value) => (
                !matches!(value, Value::Map(_) | Value::Nothing)
                    && items(node).iter().all(|item| item.text().is_some()),
                Bilingual::new("一段文字或文字的列表", "a text or a list of texts"),
            ),
            (Self::Mapping | Self::Words(_), value) => (
                matches!(value, Value::Map(_)),
                Bilingual::new("一个映射（键: 值）", "a mapping (key: value)"),
            ),
        };
        if !fits {
            wrong_type(node, &title, source, faults);
        }
        fits
    }
}
