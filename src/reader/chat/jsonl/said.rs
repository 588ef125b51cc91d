//! What the lines of a chunk say, put together by conversation.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Event, Kind, Message, Part, PartKind};
use crate::source::{Passage, Source, Span};

use super::super::super::{MOST_FAULTS, Options, role_of, whole};
use super::super::events;
use super::super::gathering::Fragment;
use super::chunks::Chunk;
use super::faults::{broken, no_text, unknown_event, unreadable_text};
use super::line::Line;
use super::plain;
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
}

impl Said {
    /// Reads the lines of a chunk, or takes what kept it from being read.
    pub(super) fn of(chunk: Result<Chunk, Box<Diagnostic>>, name: &Arc<str>, options: &Options) -> Self {
        let mut reading =
            Reading { options, said: Self::default(), numbers: HashMap::new(), voices: Voices::default() };
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

/// How many fragments are looked at before one is looked up: a line mostly goes on with one that began lately.
const RECENT: usize = 8;

struct Reading<'a> {
    options: &'a Options,
    said: Said,
    /// Which fragment belongs to a conversation.
    numbers: HashMap<String, usize>,
    voices: Voices,
}

impl Reading<'_> {
    fn read_chunk(&mut self, name: &Arc<str>, Chunk { bytes, start, first_line }: Chunk) {
        self.said.end = start + bytes.len();
        match simdutf8::basic::from_utf8(&bytes) {
            Ok(text) => {
                let source = Source::part(Arc::clone(name), text.to_owned(), start, first_line);
                self.read(&Arc::new(source));
            }
            Err(_) => self.read_by_line(name, &bytes, start, first_line),
        }
    }

    fn read(&mut self, source: &Arc<Source>) {
        let text = source.text();
        let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1).chain([text.len()]);
        let mut start = source.span().start;
        for end in ends.map(|end| source.span().start + end) {
            let row = Row { source, span: Span::new(start, end) };
            if let Err(fault) = self.take(row) {
                self.said.fault(fault);
            }
            start = end;
        }
    }

    /// Reads lines of which some are no UTF-8.
    fn read_by_line(&mut self, name: &Arc<str>, bytes: &[u8], mut start: usize, first_line: usize) {
        for (index, bytes) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
            let part = |text| Source::part(Arc::clone(name), text, start, first_line + index);
            match std::str::from_utf8(bytes) {
                Ok(text) => self.read(&Arc::new(part(text.to_owned()))),
                Err(error) => {
                    let source = part(String::from_utf8_lossy(bytes).into_owned());
                    let count = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
                    let fault = whole::not_utf8(&source, start + error.valid_up_to(), count);
                    self.said.fault(Box::new(fault));
                }
            }
            start += bytes.len();
        }
    }

    fn take(&mut self, row: Row<'_>) -> Result<(), Box<Diagnostic>> {
        if row.text().trim_ascii().is_empty() {
            return Ok(());
        }
        let line = match plain::read(row.text()) {
            Some(line) => line,
            None => serde_json::from_str(row.text()).map_err(|error| Box::new(broken(row, &error)))?,
        };
        let event = event(row, &line)?;
        let message = match line.text {
            Some(raw) if raw != "null" => Some(self.message(row, &line, raw)?),
            _ if event.is_some() => None,
            _ => return Err(Box::new(no_text(row))),
        };
        let fragment = self.fragment(row, line.conversation_id.as_ref().map(|word| &word.0));
        fragment.grow(row.span);
        let conversation = &mut fragment.conversation;
        conversation.direction =
            line.direction.map(|word| word.0.into_owned()).or(conversation.direction.take());
        conversation.meta.extend(line.meta);
        let before = conversation.messages.len();
        conversation.events.extend(event.map(|event| Event { before, ..event }));
        conversation.messages.extend(message);
        Ok(())
    }

    fn message(&mut self, row: Row<'_>, line: &Line<'_>, raw: &str) -> Result<Message, Box<Diagnostic>> {
        let parts = vec![Part { kind: PartKind::Body, passage: passage(row, raw)? }];
        let role = line.role.as_ref().map(|role| role.0.as_ref());
        let speaker = line.speaker.as_ref().map(|speaker| speaker.0.as_ref());
        let (role, speaker) = self.voices.of(role, speaker, self.options);
        Ok(Message { role, speaker, time: line.time(), parts })
    }

    /// The fragment of a conversation; lines without a name are one conversation.
    fn fragment(&mut self, row: Row<'_>, name: Option<&Cow<'_, str>>) -> &mut Fragment {
        let id = name.map_or("1", |name| name.as_ref());
        let fragments = &mut self.said.fragments;
        let first = fragments.len().saturating_sub(RECENT);
        let recent = fragments[first..].iter().rposition(|fragment| fragment.conversation.id == id);
        let number = recent.map(|at| first + at).or_else(|| self.numbers.get(id).copied());
        let number = number.unwrap_or_else(|| {
            let conversation = Conversation::new(id, Kind::Chat, self.options.mode(Kind::Chat));
            fragments.push(Fragment::new(conversation, row.source, row.span, name.is_some()));
            self.numbers.insert(id.to_owned(), fragments.len() - 1);
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

fn passage(row: Row<'_>, raw: &str) -> Result<Passage, Box<Diagnostic>> {
    // `raw` is a slice of the line, so its distance from the line's first byte is its place.
    let at = row.span.start + (raw.as_ptr() as usize - row.text().as_ptr() as usize);
    if !raw.starts_with('"') {
        return Err(Box::new(no_text(row)));
    }
    let inner = Span::new(at + 1, at + raw.len() - 1);
    Passage::json(row.source, inner).map_err(|error| Box::new(unreadable_text(row, inner, &error)))
}
