//! The keys of a map, what each takes and what it means.

use serde_json::{Value, json};

use crate::document::{Event, Role};
use crate::language::Bilingual;
use crate::say;
use crate::source::Source;
use crate::yaml::fields::{Faults, Keys, is_word, items, wrong_type};
use crate::yaml::node::{self as yaml, Node};
use crate::yaml::schema::{document, mapping, object, one_or_several, text, word};

/// Where keys of a map stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
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

/// A key of a map.
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// Where it may stand.
    pub on: On,
    takes: Takes,
    /// What it means, in Chinese and English.
    pub means: [&'static str; 2],
}

const fn key(name: &'static str, on: On, takes: Takes, zh: &'static str, en: &'static str) -> Key {
    Key { name, on, takes, means: [zh, en] }
}

/// All of them.
pub const KEYS: &[Key] = &[
    key("map", On::Map, Takes::Text, "名称", "its name"),
    key("title", On::Map, Takes::Text, "人们怎么称呼这种导出", "what people call the export"),
    key(
        "unverified",
        On::Map,
        Takes::Flag,
        "还没有用真实的导出验证过",
        "nobody has held it against an export yet",
    ),
    key(
        "sign",
        On::Map,
        Takes::Texts,
        "文件的前 64 KiB 里有全部这些键才识别成它；不写就只能用 `--map` 指定",
        "keys that must all stand in the first 64 KiB for a file to be recognised; without it, `--map` alone asks for the map",
    ),
    key(
        "conversations",
        On::Map,
        Takes::Text,
        "会话在哪里；不写或走不到，整份文档是一段会话",
        "where the conversations are; without it, or where it leads nowhere, the document is one",
    ),
    key(
        "conversation",
        On::Map,
        Takes::Text,
        "会话的名称在哪里：先看会话，再看消息",
        "where in a conversation, or else in a message, the name of the conversation stands",
    ),
    key(
        "messages",
        On::Map,
        Takes::Texts,
        "会话里的消息在哪里，一条或几条路径；不写就是列表本身",
        "where in a conversation the messages are, one path or several; without it, the list itself holds them",
    ),
    key(
        "text",
        On::Map,
        Takes::Texts,
        "消息的文字在哪里，一条或几条路径，取第一条走得到的。字符串的列表、或带 `text` 的对象的列表，算一段文字",
        "where the text of a message is, one path or several, of which the first that leads to one counts. A list of strings, or of \
         objects with `text`, is one text",
    ),
    key(
        "media",
        On::Map,
        Takes::Texts,
        "图片、文件、语音在哪里，一条或几条路径；有其一而没有文字的，是一条没有文字的消息",
        "where pictures, files and voice are, one path or several; with one of them, a message without text is kept as one that has none",
    ),
    key("html", On::Map, Takes::Flag, "文字是 HTML", "the text is HTML"),
    key(
        "markdown",
        On::Map,
        Takes::Mapping,
        "消息在这些路径上有这些值时，文字是 Markdown",
        "paths with the values with which the text of a message is Markdown",
    ),
    key("role", On::Map, Takes::Text, "角色在哪里", "where the role is"),
    key(
        "roles",
        On::Map,
        Takes::Words(&Role::NAMES),
        "角色的各个值是什么；`wm*` 是以此开头的所有值，取第一个符合的",
        "what the values of the role mean; `wm*` is every value that begins so, and the first that fits counts",
    ),
    key("speaker", On::Map, Takes::Text, "说话人的名字在哪里", "where the name of who speaks is"),
    key("time", On::Map, Takes::Text, "时间在哪里", "where the time is"),
    key(
        "offset",
        On::Map,
        Takes::Text,
        "没有时间的消息，从开头起的毫秒数在哪里（这不是当地的钟点）",
        "where, in a message without a time, the milliseconds since the beginning are, which are no clock that people look at",
    ),
    key("event", On::Map, Takes::Text, "事件在哪里", "where an event is named"),
    key(
        "events",
        On::Map,
        Takes::Words(&Event::NAMES),
        "事件的各个值是什么",
        "what the values of the event mean",
    ),
    key(
        "only",
        On::Map,
        Takes::Mapping,
        "消息在这些路径上须有这些值才读；没有这个键的照读",
        "paths with the values that a message must have to be read; one without such a key is read",
    ),
    key("people", On::Map, Takes::Mapping, "说话人的名单", "a list of those who speak"),
    key("list", On::People, Takes::Text, "名单在哪里", "where the list is"),
    key(
        "id",
        On::People,
        Takes::Text,
        "消息的 `speaker` 用它指人；不写就按从 0 数的位置",
        "what messages call a person by as `speaker`; without it, the place in the list, from 0",
    ),
    key("role", On::People, Takes::Text, "角色在哪里", "where the role is"),
    key("name", On::People, Takes::Text, "名字在哪里", "where the name is"),
];

impl Key {
    /// The keys of a place.
    fn all(on: On) -> impl Iterator<Item = &'static Self> {
        KEYS.iter().filter(move |key| key.on == on)
    }

    /// What it takes, in words.
    pub fn takes(&self) -> Bilingual {
        self.takes.title()
    }
}

/// The schema of a map.
pub fn schema() -> Value {
    let of = |on, required: &[&str]| {
        object(Key::all(on).map(|key| (key.name, key.takes.schema(), key.means)), required)
    };
    let mut map = of(On::Map, &["map", "text"]);
    map["properties"]["people"] = of(On::People, &["list"]);
    document("liyi: a map of an export", map, [])
}

impl Keys for On {
    fn names(self) -> impl Iterator<Item = &'static str> {
        Key::all(self).map(|key| key.name)
    }

    fn takes(self, key: &str, value: &Node, source: &Source, faults: &mut Faults) -> bool {
        Key::all(self)
            .find(|known| known.name == key)
            .is_some_and(|key| key.takes.fits(value, source, faults))
    }
}

impl Takes {
    fn title(self) -> Bilingual {
        match self {
            Self::Text => Bilingual::new("一段文字", "a text"),
            Self::Texts => Bilingual::new("一段文字或文字的列表", "a text or a list of texts"),
            Self::Flag => Bilingual::new("true 或 false", "true or false"),
            Self::Mapping => Bilingual::new("一个映射（键: 值）", "a mapping (key: value)"),
            Self::Words(words) => {
                let words = words.join(" ");
                say!("一个映射（值: {words} 之一）", "a mapping (value: one word of {words})")
            }
        }
    }

    fn schema(self) -> Value {
        match self {
            Self::Text => text(),
            Self::Texts => one_or_several(&text()),
            Self::Flag => json!({ "type": "boolean" }),
            Self::Mapping => mapping(&one_or_several(&text())),
            Self::Words(words) => mapping(&word(words)),
        }
    }

    fn fits(self, node: &Node, source: &Source, faults: &mut Faults) -> bool {
        let fits = match (self, &node.value) {
            (Self::Flag, _) => return is_word(node, &["true", "false"], source, faults),
            (Self::Words(words), yaml::Value::Map(pairs)) => {
                let wrong = pairs.iter().filter(|(_, word)| !is_word(word, words, source, faults)).count();
                return wrong == 0;
            }
            (Self::Text, value) => matches!(value, yaml::Value::Text(_)),
            (Self::Texts, value) => {
                !matches!(value, yaml::Value::Map(_) | yaml::Value::Nothing)
                    && items(node).iter().all(|item| item.text().is_some())
            }
            (Self::Mapping | Self::Words(_), value) => matches!(value, yaml::Value::Map(_)),
        };
        if !fits {
            wrong_type(node, &self.title(), source, faults);
        }
        fits
    }
}
