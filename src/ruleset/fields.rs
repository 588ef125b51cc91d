//! Reading mappings by the table of keys: unknown keys, wrong types and doubles are told on their line, all of them.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Label, Place};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, Span, brief};

use super::keys::{Key, On, Shape};
use super::node::{Node, Value};
use super::suggestion::{did_you_mean, meant};
use super::traps;

/// The faults of the rulesets that are being read.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub(crate) Vec<Diagnostic>);

impl Faults {
    /// Adds a fault at a place of a ruleset.
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
    pub(super) span: Span,
    pairs: Vec<Pair<'n>>,
    /// The keys that were written, or meant, and about which a fault has been told.
    told: Vec<&'static str>,
}

/// A key with its value.
#[derive(Clone)]
struct Pair<'n> {
    key: &'static Key,
    name: &'n Node,
    value: &'n Node,
    source: Arc<Source>,
    /// Where it comes from: 0 for what was written here, else the number of the rule that was taken.
    layer: usize,
}

impl<'n> Fields<'n> {
    /// Reads a node that has to be a mapping with the keys of a place; none if it is no mapping.
    pub(crate) fn of(node: &'n Node, on: On, source: &Arc<Source>, faults: &mut Faults) -> Option<Self> {
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

    fn take(&mut self, on: On, key: &'n Node, value: &'n Node, faults: &mut Faults) {
        let Some(known) = key.text().and_then(|name| Key::find(on, name)) else {
            self.told.extend(meant(key.text().unwrap_or_default(), Key::all(on).map(|key| key.name)));
            return unknown_key(on, key, value, &self.source, faults);
        };
        if let Some(Pair { name: first, .. }) = self.pairs.iter().find(|pair| pair.key.name == known.name) {
            let name = known.name;
            let text = say!("键 `{name}` 写了两次", "the key `{name}` stands here twice");
            let label = first_here(&self.source, first.span);
            faults.add("ruleset/duplicate-key", text, &self.source, key.span).labels.push(label);
        } else if has_shape(known, value, &self.source, faults) {
            let source = Arc::clone(&self.source);
            self.pairs.push(Pair { key: known, name: key, value, source, layer: 0 });
        } else {
            self.told.push(known.name);
        }
    }

    /// Whether none of some keys stands there, nor anything that was meant as one of them.
    pub(super) fn lacks(&self, names: &[&str]) -> bool {
        !names.iter().any(|name| self.told.contains(name) || self.get(name).is_some())
    }

    /// The value of a key.
    pub(crate) fn get(&self, name: &str) -> Option<&'n Node> {
        self.pair(name).map(|(_, value)| value)
    }

    /// A key and its value.
    pub(super) fn pair(&self, name: &str) -> Option<(&'n Node, &'n Node)> {
        self.find(name).map(|pair| (pair.name, pair.value))
    }

    fn find(&self, name: &str) -> Option<&Pair<'n>> {
        self.pairs.iter().find(|pair| pair.key.name == name)
    }

    /// The file that a key stands in.
    pub(super) fn source_of(&self, name: &str) -> &Arc<Source> {
        self.find(name).map_or(&self.source, |pair| &pair.source)
    }

    /// The number of the rule that a key comes from; 0 for this one.
    pub(super) fn layer_of(&self, name: &str) -> usize {
        self.find(name).map_or(0, |pair| pair.layer)
    }

    /// Takes the keys of another rule that are not written here, nor any that one of the same group replaces.
    pub(super) fn take_over(&mut self, base: Fields<'n>, layer: usize, groups: &[&[&str]]) {
        let is_replaced = |pair: &Pair<'_>| {
            let group = groups.iter().find(|group| group.contains(&pair.key.name));
            !self.lacks(group.unwrap_or(&&[pair.key.name][..]))
        };
        let taken: Vec<Pair<'n>> = base.pairs.into_iter().filter(|pair| !is_replaced(pair)).collect();
        self.pairs.extend(taken.into_iter().map(|pair| Pair { layer, ..pair }));
        self.told.extend(base.told);
    }

    /// The text of a key.
    pub(super) fn text(&self, name: &str) -> Option<&'n str> {
        self.get(name)?.text()
    }

    /// The texts of a key that takes one or several.
    pub(crate) fn texts(&self, name: &str) -> Vec<&'n Node> {
        self.get(name).map(items).unwrap_or_default()
    }

    /// The text of a key, by language.
    pub(super) fn said(&self, name: &str, faults: &mut Faults) -> Option<Bilingual> {
        let node = self.get(name)?;
        if let Some(text) = node.text() {
            return Some(Bilingual::same(text.trim()));
        }
        let by_language = Fields::of(node, On::Said, self.source_of(name), faults)?;
        let (zh, en) = (by_language.text("zh"), by_language.text("en"));
        let either = zh.or(en)?;
        Some(Bilingual::new(zh.unwrap_or(either).trim(), en.unwrap_or(either).trim()))
    }

    /// Whether a flag is set.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.text(name) == Some("true")
    }
}

/// The label of the first of two doubles.
pub(super) fn first_here(source: &Source, span: Span) -> Label {
    Label { text: Bilingual::new("第一次在这里", "first here"), place: Place::new(source, span) }
}

/// The items of a list, or the one item that stands for a list of one.
pub(super) fn items(node: &Node) -> Vec<&Node> {
    match &node.value {
        Value::List(items) => items.iter().collect(),
        Value::Nothing => Vec::new(),
        _ => vec![node],
    }
}

fn unknown_key(on: On, key: &Node, value: &Node, source: &Source, faults: &mut Faults) {
    let written = key.text().unwrap_or_default();
    let shown = brief(written);
    let text = say!("没有 `{shown}` 这个键", "unknown key `{shown}`");
    let names = || Key::all(on).map(|key| key.name);
    let help = match &value.value {
        Value::Nothing if meant(written, names()).is_none() => traps::comma(),
        _ => did_you_mean(written, names()),
    };
    faults.add("ruleset/unknown-key", text, source, key.span).help = Some(help);
}

/// Says that a node is not what it has to be.
pub(super) fn wrong_type(node: &Node, wanted: &Bilingual, source: &Source, faults: &mut Faults) {
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

fn has_shape(key: &Key, node: &Node, source: &Source, faults: &mut Faults) -> bool {
    let is_text = matches!(node.value, Value::Text(_));
    let is_list = matches!(node.value, Value::List(_));
    let is_map = matches!(node.value, Value::Map(_));
    let fits = match key.takes {
        Shape::Text | Shape::Position | Shape::Within => is_text,
        Shape::Amount | Shape::Count | Shape::Hours => is_text,
        Shape::Word(words) => return is_word(node, words, source, faults),
        Shape::Flag => return is_word(node, &["true", "false"], source, faults),
        Shape::Said => is_text || is_map,
        Shape::Texts | Shape::Dates => items(node).iter().all(|item| item.text().is_some()) && !is_map,
        Shape::Words(words) if items(node).into_iter().all(|item| is_word(item, words, source, faults)) => {
            true
        }
        Shape::Words(_) => return false,
        Shape::Patterns | Shape::Measured => is_text || is_list || is_map,
        Shape::Selectors => is_map || is_list,
        Shape::Exemption => is_text || is_map || is_list,
        Shape::Map(_) | Shape::Lists | Shape::Clauses => is_map,
        Shape::Replacements | Shape::Facts | Shape::Levels => is_map,
        Shape::Rules => is_list,
        Shape::Examples => is_list || is_text || is_map,
    };
    if !fits {
        wrong_type(node, &key.takes.title(), source, faults);
    }
    if fits && key.takes == Shape::Said && node.text().is_some_and(|text| text.trim().is_empty()) {
        faults.add("ruleset/empty-text", Bilingual::new("这里是空的", "this is empty"), source, node.span);
        return false;
    }
    let may_be_empty = matches!(key.takes, Shape::Texts | Shape::Examples);
    if fits && !may_be_empty && matches!(&node.value, Value::List(items) if items.is_empty()) {
        faults.add("ruleset/empty-list", empty_list(), source, node.span);
        return false;
    }
    fits
}

/// Says that a list has nothing in it.
pub(crate) fn empty_list() -> Bilingual {
    Bilingual::new(
        "这个列表是空的：写上内容，或删去这个键",
        "this list is empty: fill it, or leave out its key",
    )
}

/// Whether a node is one of some words; else it is told.
pub(super) fn is_word(node: &Node, words: &[&str], source: &Source, faults: &mut Faults) -> bool {
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
