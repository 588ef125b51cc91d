//! Exports of JSON, read by a map: each message a row.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::de::IgnoredAny;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::source::{Map, Passage, Source, Span};

use super::super::chat::said::Row;
use super::super::email::{html, markdown};
use super::super::map::{Mapping, People};
use super::super::once::Once;
use super::super::{Options, Passed};
use super::columns::Field;
use super::faults::{broken, no_object, too_deep, unreadable_text};
use super::json::DEEPEST;
use super::object::{deeper_than, place};
use super::path::{decoded, each, leads, listed, located, value};
use super::row::Element;

/// A message, or what is wrong there.
type Read = Result<Element, Box<Diagnostic>>;

/// The rows of an export.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) read: Vec<Read>,
    pub(super) passed: Passed,
}

impl Rows {
    fn broken(fault: Diagnostic) -> Self {
        Self { read: vec![Err(Box::new(fault))], passed: Passed::default() }
    }
}

/// The rows of an export: one document, or one a line.
pub(super) fn rows(source: &Arc<Source>, map: &Mapping, options: &Options) -> Rows {
    let text = source.text();
    let start = source.span().start;
    if let Some(at) = deeper_than(DEEPEST, text) {
        return Rows::broken(too_deep(source, start + at, DEEPEST));
    }
    let mut reading = Reading { source, map, options, rows: Rows::default(), odd: Once::default(), count: 0 };
    let error = match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => return reading.document(text.trim()).finished(),
        Err(error) => error,
    };
    let is_value = |line: &str| serde_json::from_str::<IgnoredAny>(line).is_ok();
    if !text.lines().find(|line| !line.trim().is_empty()).is_some_and(is_value) {
        return Rows::broken(broken(source, &error));
    }
    for (span, line) in source.lines().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<IgnoredAny>(line) {
            Ok(_) => _ = reading.document(line.trim()),
            Err(error) => {
                let number = source.position(span.start).line;
                let line = Source::part(Arc::clone(source.name()), line.to_owned(), span.start, number);
                reading.rows.read.push(Err(Box::new(broken(&line, &error))));
            }
        }
    }
    reading.finished()
}

/// An export as it is read.
struct Reading<'a> {
    source: &'a Arc<Source>,
    map: &'a Mapping,
    options: &'a Options,
    rows: Rows,
    /// What stands where messages should be, and is none.
    odd: Once,
    /// How many conversations there have been.
    count: usize,
}

impl Reading<'_> {
    fn document(&mut self, document: &str) -> &mut Self {
        // One conversation may stand alone where most documents hold many.
        let path = self.map.conversations.as_deref();
        let path = path.filter(|path| !listed(document, path).is_empty());
        each(document, path, &mut |conversation| {
            self.count += 1;
            let people = self.map.people.as_ref().map(|people| {
                let list = listed(conversation, &people.list);
                if list.is_empty() { listed(document, &people.list) } else { list }
            });
            let people = people.unwrap_or_default();
            if self.map.messages.is_empty() {
                self.message(conversation, conversation, &people);
            }
            for path in &self.map.messages {
                each(conversation, Some(path), &mut |message| self.message(message, conversation, &people));
            }
        });
        self
    }

    fn message(&mut self, message: &str, conversation: &str, people: &[String]) {
        let map = self.map;
        let says = |path: &str| value(message, path);
        let is_read =
            |(path, words): &(String, Vec<String>)| says(path).is_none_or(|word| words.contains(&word));
        if !message.starts_with('{') {
            return self.odd(message);
        }
        if !map.only.iter().all(is_read) {
            return self.rows.passed.unasked += 1;
        }
        let event = map.event.as_deref().and_then(says);
        let event = event.and_then(|word| map.meant(Field::Event, word, self.options));
        let text = match map.text.iter().find_map(|path| self.text(message, path)).transpose() {
            Ok(text) => text,
            Err(fault) => return self.rows.read.push(Err(fault)),
        };
        let span = self.place(message);
        let text = match event.is_none() && text.is_none() {
            true if map.media.iter().any(|path| leads(message, path)) => Some(self.no_words(span)),
            true => return self.rows.passed.empty += 1,
            false => text,
        };
        let mut values = self.speaker(message, people);
        let named =
            map.conversation.as_deref().and_then(|path| value(conversation, path).or_else(|| says(path)));
        let time = map.time.as_deref().and_then(says);
        values.extend(named.map(|name| (Field::Conversation, name)));
        values.extend(time.map(|time| (Field::Time, time)));
        values.extend(event.map(|name| (Field::Event, name)));
        // Without conversations of its own, a document of messages is one.
        let place = if map.messages.is_empty() { 1 } else { self.count }.to_string();
        let source = Arc::clone(self.source);
        let row =
            Element { source, span, text, values, offset: self.offset(message), meta: Vec::new(), place };
        self.rows.read.push(Ok(row));
    }

    /// Who says a message, and in which role.
    fn speaker(&self, message: &str, people: &[String]) -> BTreeMap<Field, String> {
        let map = self.map;
        let mut speaker = map.speaker.as_deref().and_then(|path| value(message, path));
        let mut role = map.role.as_deref().and_then(|path| value(message, path));
        let person = speaker.as_deref().zip(map.people.as_ref());
        if let Some((of, person)) = person.and_then(|(id, of)| Some((of, found(id, of, people)?))) {
            role = of.role.as_deref().and_then(|path| value(person, path)).or(role);
            speaker = of.name.as_deref().and_then(|path| value(person, path)).or(speaker);
        }
        let role = role.and_then(|role| map.meant(Field::Role, role, self.options));
        let values = [(Field::Speaker, speaker), (Field::Role, role)];
        values.into_iter().filter_map(|(field, value)| Some((field, value?))).collect()
    }

    /// How many seconds a message is behind the beginning.
    fn offset(&self, message: &str) -> Option<u32> {
        let millis: u32 = value(message, self.map.offset.as_deref()?)?.parse().ok()?;
        Some(millis / 1000)
    }

    /// Whether the text of a message is Markdown.
    fn is_markdown(&self, message: &str) -> bool {
        let says = |(path, words): &(String, Vec<String>)| {
            value(message, path).is_some_and(|word| words.contains(&word))
        };
        !self.map.markdown.is_empty() && self.map.markdown.iter().all(says)
    }

    /// The text of a message that is a picture or the like.
    fn no_words(&self, message: Span) -> Passage {
        Passage::mapped(self.source, Span::at(message.start), String::new(), Map::default())
    }

    /// The text behind a path of a message.
    fn text(&self, message: &str, path: &str) -> Option<Result<Passage, Box<Diagnostic>>> {
        let (raw, rest) = located(message, path)?;
        let outer = self.place(raw);
        let is_markdown = self.is_markdown(message);
        if rest.is_empty() && raw.starts_with('"') && !self.map.is_html && !is_markdown {
            let inner = Span::new(outer.start + 1, outer.end - 1);
            let passage = Passage::json(self.source, inner);
            return Some(passage.map_err(|error| Box::new(unreadable_text(self.source, inner, &error))));
        }
        if let Some(error) = serde_json::from_str::<String>(raw).err().filter(|_| raw.starts_with('"')) {
            return Some(Err(Box::new(unreadable_text(self.source, outer, &error))));
        }
        let (text, map) = decoded(raw, 0, rest)?;
        let seen = match is_markdown {
            true => markdown::without(&text),
            false => self.map.is_html.then(|| html::read(&text).body.made()),
        };
        Some(Ok(match seen {
            Some((seen, own)) => Passage::mapped(self.source, outer, seen, own.through(map)),
            None => Passage::mapped(self.source, outer, text, map),
        }))
    }

    fn place(&self, piece: &str) -> Span {
        place(self.source.text(), piece, self.source.span().start)
    }

    /// Tells what is no object; a message that is not there is `null`.
    fn odd(&mut self, message: &str) {
        if message != "null" {
            let (source, span) = (self.source, self.place(message));
            self.odd.tell(|| no_object(Row::of(source, span)));
        }
    }

    /// The rows; an export without any message is not what its map says.
    fn finished(&mut self) -> Rows {
        self.rows.read.extend(self.odd.take().map(Err));
        if self.rows.read.is_empty() {
            let text = Bilingual::new(
                "按这份映射找不到任何消息，未检查",
                "the map finds no message in this, and nothing was checked",
            );
            let help = Bilingual::new(
                "用 --map 说明它是什么导出，或写一份自己的映射",
                "say which export it is with --map, or write a map of your own",
            );
            let at = self.source.line_around(self.source.span().start);
            self.rows
                .read
                .push(Err(Box::new(Diagnostic::error("input/map", text).at(self.source, at).help(help))));
        }
        std::mem::take(&mut self.rows)
    }
}

/// The person whom messages call by an id.
fn found<'p>(id: &str, of: &People, people: &'p [String]) -> Option<&'p str> {
    let person = match &of.id {
        Some(path) => people.iter().find(|person| value(person, path).as_deref() == Some(id)),
        None => people.get(id.parse::<usize>().ok()?),
    };
    person.map(String::as_str)
}
