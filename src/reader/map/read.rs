//! Reads a map out of YAML; all that is wrong with it is told, each on its line.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Event, Role};
use crate::language::Bilingual;
use crate::source::Source;
use crate::yaml::fields::{Faults, Fields, items};
use crate::yaml::node::{self, Node, Value};

use super::keys::On;
use super::{Mapping, People};

/// Reads a map.
///
/// # Errors
/// With everything that is wrong with it.
pub(crate) fn read(source: &Arc<Source>) -> Result<Mapping, Vec<Diagnostic>> {
    let mut faults = Faults::default();
    let map = match node::parse(source) {
        Ok(node) => mapping(&node, source, &mut faults),
        Err(fault) => {
            faults.0.push(*fault);
            None
        }
    };
    match map {
        Some(map) if faults.0.is_empty() => Ok(map),
        _ => Err(faults.0.into_iter().map(of_map).collect()),
    }
}

/// A fault of reading YAML under the code of maps.
fn of_map(fault: Diagnostic) -> Diagnostic {
    Diagnostic { code: fault.code.replacen("ruleset/", "map/", 1).into(), ..fault }
}

fn mapping(node: &Node, source: &Arc<Source>, faults: &mut Faults) -> Option<Mapping> {
    let fields = Fields::of(node, On::Map, source, faults)?;
    for (key, text) in [
        ("map", Bilingual::new("缺少 `map`：映射的名称", "`map` is missing: the name of the map")),
        (
            "text",
            Bilingual::new("缺少 `text`：文字在哪里", "`text` is missing: where the text of a message is"),
        ),
    ] {
        if fields.lacks(&[key]) {
            faults.add("map/missing-key", text, source, node.span);
        }
    }
    let text = |key| fields.text(key).map(str::to_owned);
    let texts = |key| owned(fields.texts(key));
    let words = |key| pairs(fields.get(key), |words| Some(owned(items(words))));
    let name = text("map")?;
    Some(Mapping {
        title: Bilingual::same(&text("title").unwrap_or_else(|| name.clone())),
        is_unverified: fields.flag("unverified"),
        sign: texts("sign"),
        conversations: text("conversations"),
        conversation: text("conversation"),
        messages: texts("messages"),
        text: texts("text"),
        media: texts("media"),
        is_html: fields.flag("html"),
        role: text("role"),
        speaker: text("speaker"),
        time: text("time"),
        offset: text("offset"),
        event: text("event"),
        roles: pairs(fields.get("roles"), |word| Role::named(word.text()?)),
        events: pairs(fields.get("events"), |word| {
            Event::NAMES.into_iter().find(|name| Some(*name) == word.text())
        }),
        only: words("only"),
        markdown: words("markdown"),
        people: fields.get("people").and_then(|node| people(node, source, faults)),
        name,
    })
}

fn people(node: &Node, source: &Arc<Source>, faults: &mut Faults) -> Option<People> {
    let fields = Fields::of(node, On::People, source, faults)?;
    let text = |key| fields.text(key).map(str::to_owned);
    let Some(list) = text("list") else {
        let text =
            Bilingual::new("缺少 `list`：名单在哪里", "`list` is missing: where the list of people is");
        faults.add("map/missing-key", text, source, node.span);
        return None;
    };
    Some(People { list, id: text("id"), role: text("role"), name: text("name") })
}

fn owned(texts: Vec<&Node>) -> Vec<String> {
    texts.into_iter().filter_map(Node::text).map(str::to_owned).collect()
}

fn pairs<T>(node: Option<&Node>, value: impl Fn(&Node) -> Option<T>) -> Vec<(String, T)> {
    let Some(Value::Map(pairs)) = node.map(|node| &node.value) else { return Vec::new() };
    pairs.iter().filter_map(|(key, node)| Some((key.text()?.to_owned(), value(node)?))).collect()
}
