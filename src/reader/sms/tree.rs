//! Trees of texts in JSON or YAML, as programs keep them by language and by name: maps in maps, and lists.

use std::sync::{Arc, LazyLock};

use regex::Regex;
use serde_json::value::RawValue;

use crate::diagnostic::Diagnostic;
use crate::source::{Passage, Source, Span};
use crate::text::{constant, is_han, slots};
use crate::yaml::node::{self, Node};
use crate::yaml::scalar;

use super::super::Field;
use super::super::table::columns::{Columns, Naming};
use super::super::table::faults::unreadable_text;
use super::super::table::object::{Object, place};
use super::catalogue::{Found, Template};
use super::parts;

/// The key that a ruleset of this program begins with.
static RULESET: LazyLock<Regex> = LazyLock::new(|| constant(r"(?m)^(?:ruleset|rulesets)\s*:"));

/// What stands between parts of a text, and not in the words and names of programs.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| constant(r"\p{L}\S*\s+\S*\p{L}|[，。！？；：、【】]"));

/// What sentences have, and labels of programs do not: marks between words or behind them, a signature.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| constant(r"\p{L}[.,:;!?](?:\s+\S|\s*$)|[，。！？【]"));

/// Letters of Chinese of which so many are no name.
const LONGEST_NAME: usize = 8;

/// Whether a text may be such a tree in YAML.
pub(super) fn may_be_yaml(text: &str, extension: &str) -> bool {
    matches!(extension, "yaml" | "yml") && !RULESET.is_match(text)
}

/// The least texts that show what a tree holds.
const LEAST_TEXTS: usize = 2;

/// Whether most of the texts of a tree are SMS by their look, which those of programs are not: what is filled in there stands in
/// commands, paths and labels, not in sentences.
pub(in crate::reader) fn look_like_sms<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let texts: Vec<&str> = texts.filter(|text| is_prose(text)).collect();
    let sentences = texts.iter().map(|text| if SENTENCE.is_match(text) { text } else { "" });
    texts.len() >= LEAST_TEXTS && parts::look_like_sms(sentences)
}

/// Whether most of the texts of a document are SMS by their look; it may be cut off anywhere.
pub(super) fn looks_like_sms(text: &str) -> bool {
    let trees = |text: &str| trees(&Arc::new(Source::new("", text.to_owned())));
    let whole_lines = || trees(text.rsplit_once('\n')?.0).ok();
    let trees = trees(text).ok().or_else(whole_lines).unwrap_or_default();
    let mut texts = Vec::new();
    trees.iter().for_each(|tree| tree.each_text(false, &mut |text, _| texts.push(text.to_owned())));
    look_like_sms(texts.iter().map(String::as_str))
}

/// Whether a document of JSON that has been found sound is a tree, and neither a template nor a list of them.
pub(in crate::reader) fn is_tree(source: &Arc<Source>) -> bool {
    let text = source.text().trim();
    let tree = text.starts_with('{').then(|| Value::of_json(source, text));
    let Some(Value::Map(pairs)) = tree else { return false };
    let (mut keys, mut lists) = (0, 0);
    let mut count = |_: &str, is_in_list: bool| if is_in_list { lists += 1 } else { keys += 1 };
    pairs.iter().for_each(|(_, value)| value.each_text(false, &mut count));
    text_column(&pairs).is_none() && keys > lists
}

/// The templates of the trees of a text.
pub(super) fn templates(source: &Arc<Source>) -> Vec<Found> {
    match trees(source) {
        Ok(trees) => {
            let mut found = Vec::new();
            trees.into_iter().for_each(|tree| walk("", tree, false, &mut found));
            found
        }
        Err(fault) => vec![Err(fault)],
    }
}

/// One tree of JSON, or those of the documents of YAML.
fn trees(source: &Arc<Source>) -> Result<Vec<Value>, Box<Diagnostic>> {
    let text = source.text().trim();
    if text.starts_with('{') && serde_json::from_str::<&RawValue>(text).is_ok() {
        return Ok(vec![Value::of_json(source, text)]);
    }
    let nodes = node::parse_all(source)
        .map_err(|fault| Box::new(Diagnostic { code: "input/yaml".into(), ..*fault }))?;
    Ok(nodes.iter().map(|node| Value::of_yaml(source, node)).collect())
}

/// Whether a text says something to people, and is no word or name of a program.
fn is_prose(text: &str) -> bool {
    let mut han = text.chars().filter(|c| is_han(*c));
    BETWEEN.is_match(text)
        || han.clone().nth(LONGEST_NAME).is_some()
        || han.next().is_some() && !slots(text).is_empty()
}

/// What stands somewhere in a tree.
enum Value {
    Text(Passage),
    /// A text that cannot be decoded.
    Broken(Box<Diagnostic>),
    /// What is no text: a number, a truth value.
    Word(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    /// A value of JSON that has been found sound.
    fn of_json(source: &Arc<Source>, raw: &str) -> Self {
        let value = |raw: &RawValue| Self::of_json(source, raw.get());
        match raw.as_bytes().first() {
            Some(b'{') => {
                let object: Object<'_> = serde_json::from_str(raw).unwrap_or(Object(Vec::new()));
                Self::Map(object.0.iter().map(|(key, raw)| (key.to_string(), value(raw))).collect())
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(raw).unwrap_or_default();
                Self::List(items.into_iter().map(value).collect())
            }
            Some(b'"') => {
                let Span { start, end } = place(source.text(), raw, source.span().start);
                let inner = Span::new(start + 1, end - 1);
                let broken = |error| Self::Broken(Box::new(unreadable_text(source, inner, &error)));
                Passage::json(source, inner).map_or_else(broken, Self::Text)
            }
            _ => Self::Word(raw.to_owned()),
        }
    }

    fn of_yaml(source: &Arc<Source>, node: &Node) -> Self {
        let raw = source.slice(node.span);
        match &node.value {
            // What an alias stands for is read where it is written.
            _ if raw.starts_with('*') => Self::Word(String::new()),
            node::Value::Nothing => Self::Word(String::new()),
            node::Value::Text(text) => {
                let map = scalar::map(raw, text);
                Self::Text(Passage::mapped(source, node.span, text.clone(), map))
            }
            node::Value::List(items) => {
                Self::List(items.iter().map(|item| Self::of_yaml(source, item)).collect())
            }
            node::Value::Map(pairs) => {
                let key = |key: &Node| key.text().unwrap_or_default().to_owned();
                Self::Map(
                    pairs.iter().map(|(name, value)| (key(name), Self::of_yaml(source, value))).collect(),
                )
            }
        }
    }

    /// Shows each text below, and whether it stands in a list.
    fn each_text(&self, is_in_list: bool, show: &mut dyn FnMut(&str, bool)) {
        match self {
            Self::Text(text) => show(text.text(), is_in_list),
            Self::Word(_) | Self::Broken(_) => (),
            Self::List(items) => items.iter().for_each(|item| item.each_text(true, show)),
            Self::Map(pairs) => pairs.iter().for_each(|(_, value)| value.each_text(is_in_list, show)),
        }
    }

    /// What it says that is one word or text.
    fn said(&self) -> Option<&str> {
        let said = match self {
            Self::Text(text) => text.text().trim(),
            Self::Word(word) => word,
            Self::Broken(_) | Self::List(_) | Self::Map(_) => return None,
        };
        Some(said).filter(|said| !said.is_empty())
    }
}

/// The key of a map whose name says that it holds a text, and what of a map names the text.
fn columns(pairs: &[(String, Value)]) -> Columns {
    let names: Vec<&str> = pairs.iter().map(|(name, _)| name.as_str()).collect();
    Columns::of(&names, &[], Naming::Whole)
}

fn text_column(pairs: &[(String, Value)]) -> Option<usize> {
    columns(pairs).index(Field::Text).filter(|index| matches!(pairs[*index].1, Value::Text(_)))
}

/// Takes the templates out of a part of a tree, each called by the path of its keys, or by what names it beside it.
fn walk(path: &str, value: Value, is_in_list: bool, found: &mut Vec<Found>) {
    match value {
        Value::Text(text) if is_in_list || is_prose(text.text()) => found.push(Ok(Template::of(path, &text))),
        Value::Text(_) | Value::Word(_) => (),
        Value::Broken(fault) => found.push(Err(fault)),
        Value::List(items) => {
            let numbered = items.into_iter().enumerate();
            numbered
                .for_each(|(index, item)| walk(&below(path, &(index + 1).to_string()), item, true, found));
        }
        Value::Map(pairs) => match record(path, &pairs, is_in_list) {
            Some(template) => found.push(Ok(template)),
            None => pairs.into_iter().for_each(|(key, value)| walk(&below(path, &key), value, false, found)),
        },
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// The template that a map is with what it says of it: one in a list, or one that is called something.
fn record(path: &str, pairs: &[(String, Value)], is_in_list: bool) -> Option<Template> {
    let columns = columns(pairs);
    let name = columns.index(Field::Conversation).and_then(|index| pairs[index].1.said());
    let index = text_column(pairs).filter(|_| is_in_list || name.is_some())?;
    let Value::Text(text) = &pairs[index].1 else { return None };
    let others = pairs.iter().enumerate().filter(|(index, _)| columns.field(*index).is_none());
    let meta = others.filter_map(|(_, (key, value))| Some((key.clone(), value.said()?.to_owned())));
    Some(Template { meta: meta.collect(), ..Template::of(name.unwrap_or(path), text) })
}
