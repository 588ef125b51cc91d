//! What the lines of a chunk say, put together by conversation.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Event, Id, Kind, Message, Part, PartKind};
use crate::source::{Passage, Source, Span};
use crate::threads::STRETCH;

use super::super::super::{Glance, MOST_FAULTS, Options, role_of, whole};
use super::super::events;
use super::super::gathering::Fragment;
use super::chunks::Chunk;
use super::faults::{broken, no_text, unknown_event, unreadable_text};
use super::layout::Layouts;
use super::line::{Line, Raw, Word};
use super::numbers::Numbers;
use super::plain::{self, has_control};
use super::voices::Voices;

/// What a chunk says.
#[derive(Default)]
pub(super) struct Said {
    /// Pieces of conversations, in the order of their first lines.
    pub(super) fragments: Vec<Fragment>,
    /// What could not be read, the first of it, and how much more.
    pub(super) faults: Vec<Diagnostic>,
    pub(super) untold: usize,
    /// The byte behind the chunk.
    pub(super) end: usize,
}

/// A line of a source.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) source: &'a Arc<Source>,
    /// The line, with its line end.
    pub(super) span: Span,
}

impl<'a> Row<'a> {
    pub(super) fn text(self) -> &'a str {
        self.source.slice(self.span)
    }

    /// Where a piece of its text stands: the distance from the line's first byte is its place.
    fn span_of(self, piece: &str) -> Span {
        let at = self.span.start + (piece.as_ptr() as usize - self.text().as_ptr() as usize);
        Span::new(at, at + piece.len())
    }
}

impl Said {
    /// Reads the lines of a chunk, or takes what kept it from being read.
    pub(super) fn of(
        chunk: Result<Chunk, Box<Diagnostic>>,
        name: &Arc<str>,
        options: &Options,
        glance: &dyn Glance,
    ) -> Self {
        let (said, voices) = (Self::default(), Voices::default());
        let (layouts, numbers) = (Layouts::default(), Numbers::default());
        let mut reading = Reading { options, glance, said, layouts, numbers, voices };
        match chunk {
            Ok(chunk) => reading.read_chunk(name, chunk),
            Err(fault) => reading.said.fault(fault),
        }
        reading.said
    }

    fn fault(&mut self, fault: Box<Diagnostic>) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(*fault);
        } else {
            self.untold += 1;
        }
    }
}

struct Reading<'a> {
    options: &'a Options,
    glance: &'a dyn Glance,
    said: Said,
    layouts: Layouts,
    /// Which fragment belongs to a conversation.
    numbers: Numbers,
    voices: Voices,
}

impl Reading<'_> {
    fn read_chunk(&mut self, name: &Arc<str>, Chunk { bytes, start, first_line }: Chunk) {
        self.said.end = start + bytes.len();
        if bytes.len() >= STRETCH / 2 {
            self.glance.expect_many();
        }
        match simdutf8::basic::from_utf8(&bytes) {
            Ok(text) => {
                let source = Source::part(Arc::clone(name), text.to_owned(), start, first_line);
                self.read(&Arc::new(source));
            }
            Err(_) => self.read_by_line(name, &bytes, start, first_line),
        }
    }

    fn read(&mut self, source: &Arc<Source>) {
        let (text, start) = (source.text(), source.span().start);
        let has_controls = text.bytes().fold(false, |has, byte| has | (byte < b' ') & (byte != b'\n'));
        let mut at = 0;
        while at < text.len() {
            let (rest, mut line) = (&text[at..], Line::default());
            let known = self.layouts.read(rest, &mut line);
            let known = known.filter(|length| !has_controls || !has_control(rest[..*length].trim_end()));
            let line_end = || memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
            let length = known.unwrap_or_else(line_end);
            let row = Row { source, span: Span::new(start + at, start + at + length) };
            let taken = match known {
                Some(_) => self.take(row, &line),
                None if rest[..length].trim_ascii().is_empty() => Ok(()),
                None => self.parse(row).and_then(|line| self.take(row, &line)),
            };
            if let Err(fault) = taken {
                self.said.fault(fault);
            }
            at += length;
        }
    }

    /// Reads lines of which some are no UTF-8.
    fn read_by_line(&mut self, name: &Arc<str>, bytes: &[u8], mut start: usize, first_line: usize) {
        for (index, bytes) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let number = first_line + index;
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    let source = Source::part(Arc::clone(name), text.to_owned(), start, number);
                    self.read(&Arc::new(source));
                }
                Err(_) => self.said.fault(Box::new(whole::line_not_utf8(name, bytes, start, number))),
            }
            start += bytes.len();
        }
    }

    /// Takes in what a line says.
    fn take(&mut self, row: Row<'_>, line: &Line<'_>) -> Result<(), Box<Diagnostic>> {
        let event = event(row, line)?;
        let message = match line.text {
            Some(Raw::Any("null")) | None if event.is_some() => None,
            Some(Raw::Any("null")) | None => return Err(Box::new(no_text(row))),
            Some(text) => Some(self.message(row, line, text)?),
        };
        let fragment = self.fragment(row, line.conversation_id.as_ref());
        let conversation = &mut fragment.conversation;
        if let Some(event) = event {
            let before = conversation.messages.len();
            conversation.events.push(Event { before, ..event });
        }
        if let Some(message) = message {
            conversation.messages.push(message);
        }
        if let Some(direction) = &line.direction {
            conversation.direction = Some(direction.0.to_string());
        }
        for (key, value) in &line.meta {
            if conversation.meta.get(key.as_ref()).is_none_or(|known| known != value) {
                conversation.meta.insert(key.to_string(), value.to_string());
            }
        }
        fragment.grow(row.span);
        Ok(())
    }

    /// Reads a line of which the layout is not known.
    fn parse<'t>(&mut self, row: Row<'t>) -> Result<Line<'t>, Box<Diagnostic>> {
        let plain = plain::read(row.text());
        plain.is_some().then(|| self.layouts.learn(row.text()));
        let parse = || serde_json::from_str(row.text()).map_err(|error| Box::new(broken(row, &error)));
        plain.map_or_else(parse, Ok)
    }

    fn message(&mut self, row: Row<'_>, line: &Line<'_>, text: Raw<'_>) -> Result<Message, Box<Diagnostic>> {
        let passage = passage(row, text)?;
        let holds_nothing = self.glance.holds_nothing(passage.text());
        let parts = Part { kind: PartKind::Body, passage }.into();
        let role = line.role.as_ref().map(|role| role.0.as_ref());
        let speaker = line.speaker.as_ref().map(|speaker| speaker.0.as_ref());
        let (role, speaker) = self.voices.of(role, speaker, self.options);
        Ok(Message { role, speaker, time: line.time(), holds_nothing, parts })
    }

    /// The fragment of a conversation; lines without a name are one conversation.
    fn fragment(&mut self, row: Row<'_>, name: Option<&Word<'_>>) -> &mut Fragment {
        let id = name.map_or("1", |name| name.0.as_ref());
        let fragments = &mut self.said.fragments;
        let is_it = |number| {
            fragments.get(number).is_some_and(|fragment: &Fragment| *fragment.conversation.id == *id)
        };
        let number = self.numbers.find(id, is_it).unwrap_or_else(|| {
            let said = match name {
                Some(Word(Cow::Borrowed(name))) => Id::said(row.source, row.span_of(name)),
                _ => Id::from(id),
            };
            let conversation = Conversation::new(said, Kind::Chat, self.options.mode(Kind::Chat));
            let fragment = Fragment::new(conversation, row.source, row.span, name.is_some());
            self.numbers.add(id, fragment.name.hash, fragments.len());
            fragments.push(fragment);
            fragments.len() - 1
        });
        &mut fragments[number]
    }
}

/// What happened, who did it, and when.
fn event(row: Row<'_>, line: &Line<'_>) -> Result<Option<Event>, Box<Diagnostic>> {
    let Some(word) = line.event.as_ref().filter(|word| !word.0.is_empty()) else { return Ok(None) };
    let name = events::named(&word.0).ok_or_else(|| Box::new(unknown_event(row, &word.0)))?;
    let actor = line.actor.as_ref().and_then(|actor| role_of(&actor.0));
    let place = Passage::verbatim(row.source, row.source.line_around(row.span.start));
    Ok(Some(Event { name, before: 0, actor, time: line.time(), place: Some(place) }))
}

fn passage(row: Row<'_>, text: Raw<'_>) -> Result<Passage, Box<Diagnostic>> {
    match text {
        Raw::Plain(text) => Ok(Passage::plain_json(row.source, row.span_of(text))),
        Raw::Any(value) => {
            let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            let span = row.span_of(inner.ok_or_else(|| Box::new(no_text(row)))?);
            Passage::json(row.source, span).map_err(|error| Box::new(unreadable_text(row, span, &error)))
        }
    }
}
