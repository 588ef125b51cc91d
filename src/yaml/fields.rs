//! Reading mappings by a table of keys: unknown keys, wrong types and doubles are told on their line, all of them.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Label, Place};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, Span, brief};

use super::node::{Node, Value};
use super::suggestion::{did_you_mean, meant};
use super::traps;

/// A place in a file where keys stand, and which keys they are.
pub(crate) trait Keys: Copy {
    /// The names of the keys, in the order of the table.
    fn names(self) -> impl Iterator<Item = &'static str>;

    /// Whether a value is what a key takes; else it is told.
    fn takes(self, key: &str, value: &Node, source: &Source, faults: &mut Faults) -> bool;
}

/// The faults of the files that are being read.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) Vec<Diagnostic>);

impl Faults {
    /// Adds a fault at a place of a file.
    pub(crate) fn add(
        &mut self,
        code: &str,
        text: Bilingual,
        source: &Source,
        span: Span,
    ) -> &mut Diagnostic {
        let last = self.0.len();
        self.0.push(Diagnostic::error(code, text).at(source, span));
        &mut self.0[last]
    }
}

/// A checked mapping: known keys, each once, each with a value of the right shape.
pub(crate) struct Fields<'n> {
    pub(crate) source: Arc<Source>,
    /// Where the mapping stands.
    pub(crate) span: Span,
    pairs: Vec<Pair<'n>>,
    /// The keys that were written, or meant, and about which a fault has been told.
    told: Vec<&'static str>,
}

/// A key with its value.
#[derive(Clone)]
struct Pair<'n> {
    key: &'static str,
    name: &'n Node,
    value: &'n Node,
    source: Arc<Source>,
    /// Where it comes from: 0 for what was written here, else the number of the rule that was taken.
    layer: usize,
}

impl<'n> Fields<'n> {
    /// Reads a node that has to be a mapping with the keys of a place; none if it is no mapping.
    pub(crate) fn of(
        node: &'n Node,
        on: impl Keys,
        source: &Arc<Source>,
        faults: &mut Faults,
    ) -> Option<Self> {
        let Value::Map(pairs) = &node.value else {
            wrong_type(node, &Bilingual::new("一个映射（键: 值）", "a mapping (key: value)"), source, faults);
            return None;
        };
        let mut fields =
            Self { source: Arc::clone(source), span: node.span, pairs: Vec::new(), told: Vec::new() };
        for (key, value) in pairs {
            fields.take(on, key, value, faults);
        }
        Some(fields)
    }

    fn take(&mut self, on: impl Keys, key: &'n Node, value: &'n Node, faults: &mut Faults) {
        let Some(known) = key.text().and_then(|name| on.names().find(|known| *known == name)) else {
            self.told.extend(meant(key.text().unwrap_or_default(), on.names()));
            return unknown_key(on, key, value, &self.source, faults);
        };
        if let Some(Pair { name: first, .. }) = self.pairs.iter().find(|pair| pair.key == known) {
            let text = say!("键 `{known}` 写了两次", "the key `{known}` stands here twice");
            let label = first_here(&self.source, first.span);
            faults.add("ruleset/duplicate-key", text, &self.source, key.span).labels.push(label);
        } else if on.takes(known, value, &self.source, faults) {
            let source = Arc::clone(&self.source);
            self.pairs.push(Pair { key: known, name: key, value, source, layer: 0 });
        } else {
            self.told.push(known);
        }
    }

    /// Whether none of some keys stands there, nor anything that was meant as one of them.
    pub(crate) fn lacks(&self, names: &[&str]) -> bool {
        !names.iter().any(|name| self.told.contains(name) || self.get(name).is_some())
    }

    /// The value of a key.
    pub(crate) fn get(&self, name: &str) -> Option<&'n Node> {
        self.pair(name).map(|(_, value)| value)
    }

    /// A key and its value.
    pub(crate) fn pair(&self, name: &str) -> Option<(&'n Node, &'n Node)> {
        self.find(name).map(|pair| (pair.name, pair.value))
    }

    fn find(&self, name: &str) -> Option<&Pair<'n>> {
        self.pairs.iter().find(|pair| pair.key == name)
    }

    /// The file that a key stands in.
    pub(crate) fn source_of(&self, name: &str) -> &Arc<Source> {
        self.find(name).map_or(&self.source, |pair| &pair.source)
    }

    /// The number of the rule that a key comes from; 0 for this one.
    pub(crate) fn layer_of(&self, name: &str) -> usize {
        self.find(name).map_or(0, |pair| pair.layer)
    }

    /// Takes the keys of another rule that are not written here, nor any that one of the same group replaces.
    pub(crate) fn take_over(&mut self, base: Fields<'n>, layer: usize, groups: &[&[&str]]) {
        let is_replaced = |pair: &Pair<'_>| {
            let group = groups.iter().find(|group| group.contains(&pair.key));
            !self.lacks(group.unwrap_or(&&[pair.key][..]))
        };
        let taken: Vec<Pair<'n>> = base.pairs.into_iter().filter(|pair| !is_replaced(pair)).collect();
        self.pairs.extend(taken.into_iter().map(|pair| Pair { layer, ..pair }));
        self.told.extend(base.told);
    }

    /// The text of a key.
    pub(crate) fn text(&self, name: &str) -> Option<&'n str> {
        self.get(name)?.text()
    }

    /// The texts of a key that takes one or several.
    pub(crate) fn texts(&self, name: &str) -> Vec<&'n Node> {
        self.get(name).map(items).unwrap_or_default()
    }

    /// Whether a flag is set.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }
}

/// The label of the first of two doubles.
pub(crate) fn first_here(source: &Source, span: Span) -> Label {
    Label { text: Bilingual::new("第一次在这里", "first here"), place: Place::new(source, span) }
}

/// The items of a list, or the one item that stands for a list of one.
pub(crate) fn items(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::List(items) => items.iter().collect(),
        Value::Nothing => Vec::new(),
        _ => vec![node],
    }
}

fn unknown_key(on: impl Keys, key: &Node, value: &Node, source: &Source, faults: &mut Faults) {
    let written = key.text().unwrap_or_default();
    let shown = brief(written);
    let text = say!("没有 `{shown}` 这个键", "unknown key `{shown}`");
    let help = match &value.value {
        Value::Nothing if meant(written, on.names()).is_none() => traps::comma(),
        _ => did_you_mean(written, on.names()),
    };
    faults.add("ruleset/unknown-key", text, source, key.span).help = Some(help);
}

/// Says that a node is not what it has to be.
pub(crate) fn wrong_type(node: &Node, wanted: &Bilingual, source: &Source, faults: &mut Faults) {
    let (is, Bilingual { zh, en }) = (node.shape(), wanted);
    let (zh_is, en_is) = (&is.zh, &is.en);
    let text = say!("这里应当是{zh}，却是{zh_is}", "this has to be {en}, but is {en_is}");
    let wants_text = wanted.en.contains("text");
    let help = match &node.value {
        // Several texts are meant as several, and quoting would not help.
        Value::List(items) if items.len() > 1 => None,
        Value::List(_) | Value::Map(_) if wants_text => Some(traps::for_text(source, node.span.start)),
        Value::Nothing if wants_text => traps::at_line(source, node.span.start),
        Value::Text(written) if wanted.en.starts_with("{from:") => {
            let shown = brief(written);
            Some(say!("写成 {{from: customer, says: {shown}}}", "write {{from: customer, says: {shown}}}"))
        }
        _ => None,
    };
    faults.add("ruleset/wrong-type", text, source, node.span).help = help;
}

/// Says that a list has nothing in it.
pub(crate) fn empty_list() -> Bilingual {
    Bilingual::new(
        "这个列表是空的：写上内容，或删去这个键",
        "this list is empty: fill it, or leave out its key",
    )
}

/// Whether a node is one of some words; else it is told.
pub(crate) fn is_word(node: &Node, words: &[&str], source: &Source, faults: &mut Faults) -> bool {
    let Some(written) = node.text() else {
        wrong_type(node, &Bilingual::new("一个词", "a word"), source, faults);
        return false;
    };
    if words.contains(&written) {
        return true;
    }
    let shown = brief(written);
    let text = say!("不能写 `{shown}`", "`{shown}` is not possible here");
    let help = did_you_mean(written, words.iter().copied());
    faults.add("ruleset/unknown-word", text, source, node.span).help = Some(help);
    false
}
