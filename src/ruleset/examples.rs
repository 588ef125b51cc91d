//! Reading the proof of a rule: texts with pins, and what is said about them.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::document::{Kind, Mode};
use crate::language::Bilingual;
use crate::source::{Source, Span};

use super::keys::{Key, On};
use super::library::Library;
use crate::yaml::fields::{Fields, items, wrong_type};
use crate::yaml::node::{Node, Value};
use crate::yaml::suggestion::meant;
use crate::yaml::traps;

/// An example of a rule.
#[derive(Clone, Debug)]
pub struct Example {
    /// The text, without pins.
    pub text: String,
    /// The ranges that stood between `[[` and `]]`.
    pub pins: Vec<Range<usize>>,
    /// What it is, where it says so.
    pub kind: Option<Kind>,
    /// Its mode, where it says so.
    pub mode: Option<Mode>,
    /// Its day, where it says so.
    pub date: Option<Date>,
    /// Who began, where it says so.
    pub direction: Option<String>,
    /// Other facts that come with it.
    pub meta: Vec<(String, String)>,
    /// A known gap.
    pub todo: bool,
    /// The ruleset it stands in.
    pub source: Arc<Source>,
    /// Its place there.
    pub span: Span,
}

/// The examples of a rule under a key.
pub(super) fn read(rule: &Fields<'_>, key: &str, library: &mut Library<'_>) -> Vec<Example> {
    let nodes = rule.get(key).map(items).unwrap_or_default();
    let source = rule.source_of(key);
    let examples: Vec<Example> =
        nodes.into_iter().filter_map(|item| example(item, source, library)).collect();
    for example in &examples {
        if let Some(fault) = bad_pins(example, key) {
            library.faults.add("ruleset/pins", fault, &example.source, example.span);
        }
    }
    examples
}

/// What is wrong with the pins of an example under a key.
fn bad_pins(example: &Example, key: &str) -> Option<Bilingual> {
    if key == "passes" && !example.pins.is_empty() {
        return Some(Bilingual::new(
            "`passes` 的例子不报告任何位置，不能有 [[ ]]",
            "an example under `passes` reports no place: it cannot have [[ ]]",
        ));
    }
    let text = &example.text;
    (text.contains("[[") != text.contains("]]"))
        .then(|| Bilingual::new("[[ 和 ]] 没有成对", "[[ and ]] do not come in pairs"))
}

fn example(node: &Node, source: &Arc<Source>, library: &mut Library<'_>) -> Option<Example> {
    let plain = |text: &str| {
        let (text, pins) = unpinned(text);
        Example {
            text,
            pins,
            kind: None,
            mode: None,
            date: None,
            direction: None,
            meta: Vec::new(),
            todo: false,
            source: Arc::clone(source),
            span: node.span,
        }
    };
    match &node.value {
        Value::Text(text) => Some(plain(text)),
        Value::Map(pairs) if pairs.iter().any(|(key, _)| is_meant_as_key(key)) => {
            let fields = Fields::of(node, On::Example, source, &mut library.faults)?;
            Some(Example {
                kind: fields.text("kind").and_then(Kind::named),
                mode: fields.text("mode").and_then(Mode::named),
                date: library.date(&fields),
                direction: fields.text("direction").map(str::to_owned),
                meta: fields.get("meta").map(|node| library.named_texts(node, source)).unwrap_or_default(),
                todo: fields.flag("todo"),
                ..plain(fields.text("text")?)
            })
        }
        _ => {
            let wanted = Bilingual::new("一段文字或 {text: …}", "a text or {text: …}");
            wrong_type(node, &wanted, source, &mut library.faults);
            if let Some(last) = library.faults.0.last_mut() {
                last.help = Some(traps::for_text(source, node.span.start));
            }
            None
        }
    }
}

/// Whether a key was meant as one of an example, and not as the label of a speaker.
fn is_meant_as_key(key: &Node) -> bool {
    let names = Key::all(On::Example).map(|key| key.name);
    key.text().is_some_and(|written| meant(written, names).is_some())
}

/// A text without its pins, and where they stood.
fn unpinned(text: &str) -> (String, Vec<Range<usize>>) {
    let (mut plain, mut pins) = (String::with_capacity(text.len()), Vec::new());
    let mut rest = text;
    while let Some((before, inner, after)) = pin(rest) {
        plain.push_str(before);
        pins.push(plain.len()..plain.len() + inner.len());
        plain.push_str(inner);
        rest = after;
    }
    plain.push_str(rest);
    (plain, pins)
}

/// The first pin of a text: what stands before it, in it and behind it. A bracket right before `]]` belongs into it.
fn pin(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once("[[")?;
    let close = rest.find("]]")?;
    let close = close + usize::from(rest[close + 2..].starts_with(']'));
    Some((before, &rest[..close], &rest[close + 2..]))
}
