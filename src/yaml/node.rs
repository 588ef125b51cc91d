//! YAML as a tree of nodes, each with its place; scalars stay as they are written.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::options::MergeKeyPolicy;
use serde_yaml::{DuplicateKeyPolicy, NonFiniteFloatPolicy, Spanned};

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, reason};
use crate::say;
use crate::source::{Source, Span};

use super::traps;

/// A node of a YAML document.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// What a node is.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A scalar, as it is written: `NO`, `001` and `~` are texts.
    Text(String),
    /// Nothing at all.
    Nothing,
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether a scalar stands anywhere below it that is what is looked for.
    pub(crate) fn says(&self, wanted: &dyn Fn(&str) -> bool) -> bool {
        match &self.value {
            Value::Text(text) => wanted(text.trim()),
            Value::Nothing => false,
            Value::List(items) => items.iter().any(|item| item.says(wanted)),
            Value::Map(pairs) => pairs.iter().any(|(_, value)| value.says(wanted)),
        }
    }

    /// What kind of node it is, for messages.
    pub(crate) fn shape(&self) -> Bilingual {
        match self.value {
            Value::Text(_) => Bilingual::new("一段文字", "a text"),
            Value::Nothing => Bilingual::new("空的", "empty"),
            Value::List(_) => Bilingual::new("一个列表", "a list"),
            Value::Map(_) => Bilingual::new("一个映射（键: 值）", "a mapping (key: value)"),
        }
    }
}

/// Reads a YAML document.
///
/// # Errors
/// When it is no YAML, at the place where reading stopped.
pub(crate) fn parse(source: &Source) -> Result<Node, Box<Diagnostic>> {
    let read = serde_yaml::from_str_with_options::<Spanned<Raw>>(source.text(), options(true));
    read.map(|raw| placed(raw, source)).map_err(|error| Box::new(syntax_error(source, error)))
}

/// Reads all documents of a text that hold something, as other programs write them: what their tags make of a node is theirs to
/// know, and what stands there is read.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_all(source: &Source) -> Result<Vec<Node>, Box<Diagnostic>> {
    let read = serde_yaml::from_multiple_with_options::<Spanned<Raw>>(source.text(), options(false));
    let placed = |raws: Vec<_>| raws.into_iter().map(|raw| placed(raw, source)).collect();
    read.map(placed).map_err(|error| Box::new(syntax_error(source, error)))
}

/// How YAML is read: as it is written, and with tags of programs or without.
fn options(reject_unsupported_tags: bool) -> serde_yaml::Options {
    serde_yaml::options! {
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        reject_unsupported_tags: reject_unsupported_tags,
    }
}

/// A node as the deserializer hands it over, before its place is known.
enum Raw {
    Text(String),
    /// A plain scalar that YAML takes for a number, a truth value or null: only the source has its text.
    Plain,
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

fn placed(raw: Spanned<Raw>, source: &Source) -> Node {
    let span = span(&raw.referenced, source);
    let value = match raw.value {
        Raw::Text(text) => Value::Text(text),
        Raw::Plain if source.slice(span).is_empty() => Value::Nothing,
        Raw::Plain => Value::Text(source.slice(span).to_owned()),
        Raw::List(items) => Value::List(items.into_iter().map(|item| placed(item, source)).collect()),
        Raw::Map(pairs) => {
            let pairs = pairs.into_iter().map(|(key, value)| (placed(key, source), placed(value, source)));
            Value::Map(pairs.collect())
        }
    };
    Node { span, value }
}

/// The span of a location; a block scalar's runs on over blanks behind it, which are cut off.
fn span(location: &serde_yaml::Location, source: &Source) -> Span {
    let span = location.span();
    let start = match span.byte_offset() {
        Some(byte) => byte as usize,
        None => byte_of(source, location.line() as usize, location.column() as usize),
    } + source.span().start;
    let raw = source.slice(Span::new(start, start + span.byte_len().unwrap_or(0) as usize));
    Span::new(start, start + raw.trim_end_matches([' ', '\t', '\r', '\n']).len())
}

/// The byte of a line and column, both from 1, counted from the first byte of the text.
fn byte_of(source: &Source, line: usize, column: usize) -> usize {
    let start = source.span().start;
    let Some(line) = source.line(line) else {
        return source.text().len();
    };
    let before = source.slice(line).chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
    line.start + before - start
}

fn syntax_error(source: &Source, error: serde_yaml::Error) -> Diagnostic {
    let error = error.without_snippet();
    let span = error.location().map(|location| span(&location, source));
    let at = span.map_or(source.span().start, |span| span.start);
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let (text, help) = if message.contains("limit") || message.contains("budget") {
        (too_much(message), None)
    } else if message.contains("multiple YAML documents") {
        (Bilingual::new("一个文件只写一份 YAML", "a file holds one YAML document"), None)
    } else {
        let help = traps::at_line(source, at);
        let Bilingual { zh, en } = reason(message);
        (say!("YAML 读不懂这里：{zh}", "this is no YAML: {en}"), help)
    };
    let diagnostic = Diagnostic::error("ruleset/yaml", text).at(source, Span::at(at));
    Diagnostic { help, ..diagnostic }
}

/// What there is too much of, where reading stopped at one of the limits of YAML.
fn too_much(message: &str) -> Bilingual {
    if message.contains("Depth") || message.contains("recursion") {
        Bilingual::new("YAML 嵌套太深：最多 64 层", "this YAML nests too deep: 64 levels at most")
    } else if message.contains("Nodes") {
        Bilingual::new(
            "YAML 太大：超过 25 万个节点",
            "this YAML is too large: it has more than 250,000 nodes",
        )
    } else {
        Bilingual::new("YAML 太大", "this YAML is too large")
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RawVisitor;
        impl<'de> Visitor<'de> for RawVisitor {
            type Value = Raw;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("YAML")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Raw, E> {
                Ok(Raw::Text(text.to_owned()))
            }

            fn visit_bool<E: de::Error>(self, _: bool) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_u64<E: de::Error>(self, _: u64) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_i128<E: de::Error>(self, _: i128) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_u128<E: de::Error>(self, _: u128) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_unit<E: de::Error>(self) -> Result<Raw, E> {
                Ok(Raw::Plain)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Raw::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Raw, A::Error> {
                let mut map = Vec::new();
                while let Some(pair) = pairs.next_entry()? {
                    map.push(pair);
                }
                Ok(Raw::Map(map))
            }
        }
        deserializer.deserialize_any(RawVisitor)
    }
}
