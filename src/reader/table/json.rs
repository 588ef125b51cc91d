//! JSON: lists of messages or templates, in one file or one object a line.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::diagnostic::Diagnostic;
use crate::document::Kind;
use crate::source::{Passage, Source, Span};

use super::super::Options;
use super::super::chat::said::Row;
use super::columns::{Field, Naming};
use super::faults::{broken, key_twice, no_message, too_deep, unreadable_text};
use super::keys::{Keys, Known};
use super::lines::Lines;
use super::object::{Object, deeper_than, list_in, place, word};
use super::row::Element;

/// How deep lists and objects may be nested.
pub(super) const DEEPEST: usize = 128;

/// The rows that the objects of lists are.
pub(super) struct Rows<'a> {
    /// Lists begun, the innermost last.
    open: Vec<List>,
    /// Lines that are still to come, each of one object.
    lines: Option<Lines<'a>>,
    kind: Kind,
    options: &'a Options,
    /// What keys mean.
    known: Known,
    /// How many conversations without a name, or templates, there have been.
    count: usize,
}

/// A list, as far as it has not been read.
struct List {
    source: Arc<Source>,
    elements: std::vec::IntoIter<Span>,
    /// What the object that holds the list says about it.
    facts: Arc<Facts>,
    /// What a conversation in it is called that does not say.
    place: Option<String>,
}

/// A value in a list, and where it stands.
type Value = (Arc<Source>, Span);

/// What an object says beside its text.
#[derive(Clone, Default)]
struct Facts {
    values: BTreeMap<Field, String>,
    meta: Vec<(String, String)>,
}

impl<'a> Rows<'a> {
    /// The rows of a text that is one value.
    pub(super) fn of_text(
        source: &Arc<Source>,
        kind: Kind,
        options: &'a Options,
    ) -> Result<Self, Box<Diagnostic>> {
        let mut rows = Self::new(None, kind, options);
        rows.begin(source, None)?;
        Ok(rows)
    }

    /// The rows of lines of one object each.
    pub(super) fn of_lines(lines: Lines<'a>, kind: Kind, options: &'a Options) -> Self {
        Self::new(Some(lines), kind, options)
    }

    fn new(lines: Option<Lines<'a>>, kind: Kind, options: &'a Options) -> Self {
        Self { open: Vec::new(), lines, kind, options, known: Known::default(), count: 0 }
    }

    /// Begins with the only value of a text.
    fn begin(&mut self, source: &Arc<Source>, place: Option<&str>) -> Result<(), Box<Diagnostic>> {
        let (text, start) = (source.text(), source.span().start);
        if let Some(at) = deeper_than(DEEPEST, text) {
            return Err(Box::new(too_deep(source, start + at, DEEPEST)));
        }
        serde_json::from_str::<IgnoredAny>(text).map_err(|error| Box::new(broken(source, &error)))?;
        let value = self::place(text, text.trim(), start);
        let (facts, place) = (Arc::default(), place.map(str::to_owned));
        self.open.push(List { source: Arc::clone(source), elements: vec![value].into_iter(), facts, place });
        Ok(())
    }

    /// The next element of the innermost list.
    fn element(&mut self) -> Option<Result<Value, Box<Diagnostic>>> {
        loop {
            while let Some(list) = self.open.last_mut() {
                match list.elements.next() {
                    Some(element) => return Some(Ok((Arc::clone(&list.source), element))),
                    None => _ = self.open.pop(),
                }
            }
            if let Err(fault) = self.next_line()? {
                return Some(Err(fault));
            }
        }
    }

    /// Begins with the next line, if there is one.
    fn next_line(&mut self) -> Option<Result<(), Box<Diagnostic>>> {
        let lines = self.lines.as_mut()?;
        let source = match lines.next()? {
            Ok(line) => lines.source(line.text, line.start, line.number),
            Err(fault) => return Some(Err(fault)),
        };
        // Lines without the name of a conversation are one.
        let is_blank = source.text().trim().is_empty();
        Some(if is_blank { Ok(()) } else { self.begin(&source, Some("1")) })
    }

    /// What an element is: a row, or a list that rows are to come from.
    fn read(&mut self, source: &Arc<Source>, element: Span) -> Result<Option<Element>, Box<Diagnostic>> {
        let raw = source.slice(element);
        match raw.as_bytes().first() {
            Some(b'{') => self.read_object(source, element),
            Some(b'[') => {
                self.open_list(source, raw, Facts::default());
                Ok(None)
            }
            Some(b'"') if self.kind == Kind::Sms => {
                let text = Some(passage(source, raw)?);
                Ok(Some(self.row(source, element, text, Facts::default())))
            }
            _ => Err(Box::new(no_message(Row::of(source, element)))),
        }
    }

    fn read_object(
        &mut self,
        source: &Arc<Source>,
        element: Span,
    ) -> Result<Option<Element>, Box<Diagnostic>> {
        let raw = source.slice(element);
        let object: Object<'_> =
            serde_json::from_str(raw).map_err(|error| Box::new(broken(source, &error)))?;
        let keys = self.known.keys(object.keys(), &self.options.columns, Naming::of(self.kind));
        if let Some((key, value)) = keys.twice().and_then(|index| object.0.get(index)) {
            return Err(Box::new(key_twice(Row::of(source, element), key, value.get())));
        }
        let value = |field| value(&object, keys, self.options, field);
        let text = value(Field::Text);
        let is_message = text.is_some() && value(Field::Role).or(value(Field::Speaker)).is_some();
        let list = list_in(&object, text.is_some(), self.kind).filter(|_| !is_message);
        if let Some(list) = list {
            let keys = Keys::of(object.keys(), &self.options.columns, Naming::Whole);
            let mut facts = facts(&object, &keys, self.options);
            facts.values.retain(|field, _| matches!(field, Field::Conversation | Field::Direction));
            self.open_list(source, list.get(), facts);
            return Ok(None);
        }
        let text = text.filter(|text| text.get().starts_with('"'));
        let text = text.map(|text| passage(source, text.get())).transpose()?;
        let facts = facts(&object, keys, self.options);
        Ok(Some(self.row(source, element, text, facts)))
    }

    /// Goes into a list, or into an object as if it were a list of one.
    fn open_list(&mut self, source: &Arc<Source>, raw: &str, facts: Facts) {
        let elements: Vec<&RawValue> = serde_json::from_str(raw).unwrap_or_default();
        let span = |piece: &str| place(source.text(), piece, source.span().start);
        let elements: Vec<Span> = match raw.starts_with('{') {
            true => vec![span(raw)],
            false => elements.iter().map(|element| span(element.get())).collect(),
        };
        let facts = Arc::new(match self.open.last() {
            Some(outer) => facts.over(&outer.facts),
            None => facts,
        });
        self.open.push(List {
            source: Arc::clone(source),
            elements: elements.into_iter(),
            facts,
            place: None,
        });
    }

    fn row(&mut self, source: &Arc<Source>, span: Span, text: Option<Passage>, facts: Facts) -> Element {
        let mut next = || {
            self.count += 1;
            self.count.to_string()
        };
        let list = self.open.last_mut();
        let outer = list.as_ref().map(|list| Arc::clone(&list.facts)).unwrap_or_default();
        let place = match list.filter(|_| self.kind == Kind::Chat) {
            Some(list) => list.place.get_or_insert_with(next).clone(),
            None => next(),
        };
        let Facts { values, meta } = facts.over(&outer);
        Element { source: Arc::clone(source), span, text, values, offset: None, meta, place }
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<Element, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let row = self.element()?.and_then(|(source, element)| self.read(&source, element));
            if let Some(row) = row.transpose() {
                return Some(row);
            }
        }
    }
}

impl Facts {
    /// These, and of others what these do not say.
    fn over(mut self, others: &Self) -> Self {
        for (field, value) in &others.values {
            self.values.entry(*field).or_insert_with(|| value.clone());
        }
        self.meta.splice(0..0, others.meta.iter().cloned());
        self
    }
}

/// What an object says of itself.
fn facts(object: &Object<'_>, keys: &Keys, options: &Options) -> Facts {
    let said = |field| Some((field, word(value(object, keys, options, field)?)?));
    let fields = Field::ALL.into_iter().filter(|field| *field != Field::Text);
    let others = object.0.iter().enumerate().filter(|(index, _)| keys.field(*index).is_none());
    let meta = others.filter_map(|(_, (key, value))| Some((key.to_string(), word(value)?)));
    Facts { values: fields.filter_map(said).collect(), meta: meta.collect() }
}

/// The value of a field.
fn value<'a>(object: &Object<'a>, keys: &Keys, options: &Options, field: Field) -> Option<&'a RawValue> {
    match keys.index(field) {
        Some(index) => object.0.get(index).map(|(_, value)| *value),
        None => object.find(&options.columns.iter().find(|(given, _)| *given == field)?.1),
    }
}

fn passage(source: &Arc<Source>, raw: &str) -> Result<Passage, Box<Diagnostic>> {
    let Span { start, end } = place(source.text(), raw, source.span().start);
    let inner = Span::new(start + 1, end - 1);
    Passage::json(source, inner).map_err(|error| Box::new(unreadable_text(source, inner, &error)))
}
