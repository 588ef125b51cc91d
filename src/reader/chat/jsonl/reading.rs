//! Reads the lines of a chunk.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Event, Kind, Message, Part, PartKind, When};
use crate::source::{Passage, Source};

use super::super::super::chunks::Chunk;
use super::super::super::stamp::time_of;
use super::super::super::table::columns::Naming;
use super::super::super::table::faults::{key_twice, unreadable_text};
use super::super::super::table::keys::Known;
use super::super::super::table::object::Object;
use super::super::super::{Glance, Options, role_of};
use super::super::events;
use super::super::said::{Row, Said};
use super::super::voices::Voices;
use super::faults::{broken, no_text, unknown_event};
use super::layout::Layouts;
use super::line::{Line, Raw};
use super::plain::{self, Pair, has_control};

/// Reads the lines of a chunk, or takes what kept it from being read.
pub(super) fn read(
    chunk: Result<Chunk, Box<Diagnostic>>,
    name: &Arc<str>,
    options: &Options,
    glance: &dyn Glance,
) -> Said {
    let said = chunk.as_ref().map_or_else(|_| Said::default(), Said::of);
    let (layouts, known, voices) = (Layouts::default(), Known::default(), Voices::default());
    let mut reading = Reading { options, glance, said, layouts, known, voices };
    match chunk {
        Ok(chunk) => reading.read_chunk(name, chunk),
        Err(fault) => reading.said.fault(fault),
    }
    reading.said
}

struct Reading<'a> {
    options: &'a Options,
    glance: &'a dyn Glance,
    said: Said,
    layouts: Layouts,
    known: Known,
    voices: Voices,
}

impl Reading<'_> {
    fn read_chunk(&mut self, name: &Arc<str>, chunk: Chunk) {
        if chunk.holds_many() {
            self.glance.expect_many();
        }
        chunk.sources(name, |source| match source {
            Ok(source) => self.read(&source),
            Err(fault) => self.said.fault(Box::new(fault)),
        });
    }

    fn read(&mut self, source: &Arc<Source>) {
        let (text, start) = (source.text(), source.span().start);
        let has_controls = text.bytes().fold(false, |has, byte| has | (byte < b' ') & (byte != b'\n'));
        let (mut at, mut starts, mut pairs) = (0, Vec::new(), Vec::new());
        while at < text.len() {
            starts.push(at);
            let (rest, mut line) = (&text[at..], Line::default());
            let known = self.layouts.read(rest, &mut line);
            let known = known.filter(|length| !has_controls || !has_control(rest[..*length].trim_end()));
            let line_end = || memchr::memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
            let length = known.unwrap_or_else(line_end);
            let row = Row { source, start: start + at, text: &rest[..length] };
            let taken = match known {
                Some(_) => self.take(row, &line),
                None if rest[..length].trim_ascii().is_empty() => Ok(()),
                None => self.parse(row, &mut pairs).and_then(|line| self.take(row, &line)),
            };
            if let Err(fault) = taken {
                self.said.fault(fault);
            }
            at += length;
        }
        starts.extend(text.ends_with('\n').then_some(at));
        source.know_lines(starts);
    }

    /// Takes in what a line says.
    fn take(&mut self, row: Row<'_>, line: &Line<'_>) -> Result<(), Box<Diagnostic>> {
        let event = event(row, line)?;
        let message = match line.text {
            Some(Raw::Any("null")) | None if event.is_some() => None,
            Some(Raw::Any("null")) | None => return Err(Box::new(no_text(row))),
            Some(text) => Some(self.message(row, line, text)?),
        };
        let (id, mode) = (line.conversation.as_ref(), self.options.mode(Kind::Chat));
        let fragment = self.said.fragment(row, id, mode);
        fragment.add(row.span(), event, |messages| {
            let role = message.as_ref().map(|message| message.role);
            messages.extend(message);
            role
        });
        let conversation = &mut fragment.conversation;
        if let Some(direction) = &line.direction {
            conversation.direction = Some(direction.to_string());
        }
        for (key, value) in &line.meta {
            if conversation.meta.get(key.as_ref()).is_none_or(|known| known != value) {
                conversation.meta.insert(key.to_string(), value.to_string());
            }
        }
        Ok(())
    }

    /// Reads a line of which the layout is not known.
    fn parse<'t>(&mut self, row: Row<'t>, pairs: &mut Vec<Pair<'t>>) -> Result<Line<'t>, Box<Diagnostic>> {
        let row = row.without_mark();
        if plain::pairs(row.text, pairs).is_some() {
            let keys = self.known.keys(pairs.iter().map(|pair| pair.key), &[], Naming::Message);
            let line = plain::read(pairs, keys).filter(|_| keys.twice().is_none());
            if let Some(line) = line {
                self.layouts.learn(row.text, pairs, keys);
                return Ok(line);
            }
        }
        let object: Object<'_> =
            serde_json::from_str(row.text).map_err(|error| Box::new(broken(row, row.text, &error)))?;
        let keys = self.known.keys(object.keys(), &[], Naming::Message);
        if let Some((key, value)) = keys.twice().and_then(|index| object.0.get(index)) {
            return Err(Box::new(key_twice(row, key, value.get())));
        }
        Line::of(object, keys).map_err(|misfit| Box::new(broken(row, misfit.value, &misfit.error)))
    }

    fn message(&mut self, row: Row<'_>, line: &Line<'_>, text: Raw<'_>) -> Result<Message, Box<Diagnostic>> {
        let passage = passage(row, text)?;
        let said = if let Raw::Plain(text) = text { text } else { passage.text() };
        let holds_nothing = self.glance.holds_nothing(said);
        let span = passage.span();
        let parts = Part { kind: PartKind::Body, passage }.into();
        let role = line.role.as_deref();
        let speaker = line.speaker.as_deref();
        let (role, speaker) = self.voices.of(role, speaker, self.options);
        let when = match line.time {
            Some(Raw::Plain(time)) => When::written(row.span_of(time), span, time_of),
            _ => line.time().into(),
        };
        Ok(Message { role, speaker, when, holds_nothing, parts })
    }
}

/// What happened, who did it, and when.
fn event(row: Row<'_>, line: &Line<'_>) -> Result<Option<Box<Event>>, Box<Diagnostic>> {
    let Some(word) = line.event.as_ref().filter(|word| !word.is_empty()) else { return Ok(None) };
    let name = events::named(word).ok_or_else(|| Box::new(unknown_event(row, word)))?;
    let actor = line.actor.as_ref().and_then(|actor| role_of(actor));
    let place = Passage::verbatim(row.source, row.source.line_around(row.start));
    Ok(Some(Box::new(Event { name, before: 0, actor, time: line.time(), place: Some(place) })))
}

fn passage(row: Row<'_>, text: Raw<'_>) -> Result<Passage, Box<Diagnostic>> {
    match text {
        Raw::Plain(text) => Ok(Passage::plain_json(row.source, row.span_of(text))),
        Raw::Any(value) => {
            let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
            let span = row.span_of(inner.ok_or_else(|| Box::new(no_text(row)))?);
            Passage::json(row.source, span)
                .map_err(|error| Box::new(unreadable_text(row.source, span, &error)))
        }
    }
}
