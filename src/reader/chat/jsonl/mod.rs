//! Chat JSONL: one JSON object a line, read as a stream; messages of several conversations may be mixed.

mod faults;
mod line;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io::{BufRead, Read};
use std::sync::Arc;

use serde_json::value::RawValue;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Event, Kind, Message, Part, PartKind, Role};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Passage, Source, Span};

use faults::{broken, comes_back, no_text, unknown_event, unreadable_text};
use line::Line;

use super::super::{Conversations, Options, role_of, whole};
use super::events;
use super::gathering::Gathering;
use super::speakers::{given_role, infer_other_side, is_without_roles};
use super::text::no_role;

/// The longest line, in bytes (16 MiB).
const LONGEST_LINE: u64 = 16 << 20;

/// What a held message costs beside its line, in bytes, roughly.
const MESSAGE_COST: usize = 400;

/// Reads conversations from a stream of lines.
pub(in crate::reader) struct Reader<'a> {
    name: Arc<str>,
    input: Box<dyn BufRead + 'a>,
    options: &'a Options,
    /// How many lines and bytes have been read.
    line: usize,
    offset: usize,
    gathering: Gathering,
    ready: VecDeque<Result<Conversation, Box<Diagnostic>>>,
    /// The first conversation without roles, and how many more.
    without_roles: Option<(Box<Diagnostic>, usize)>,
    /// The first line that goes on with a conversation already let go, and how many more.
    come_back: Option<(Box<Diagnostic>, usize)>,
    at_end: bool,
    is_done: bool,
}

impl<'a> Reader<'a> {
    pub(in crate::reader) fn new(name: &str, input: Box<dyn BufRead + 'a>, options: &'a Options) -> Self {
        Self {
            name: name.into(),
            input,
            options,
            line: 0,
            offset: 0,
            gathering: Gathering::default(),
            ready: VecDeque::new(),
            without_roles: None,
            come_back: None,
            at_end: false,
            is_done: false,
        }
    }

    /// Reads one line; false at the end of the stream.
    fn step(&mut self) -> bool {
        let mut bytes = Vec::new();
        match self.input.by_ref().take(LONGEST_LINE + 1).read_until(b'\n', &mut bytes) {
            Ok(0) => return false,
            Ok(_) => (),
            Err(error) => {
                self.ready.push_back(Err(Box::new(whole::read_error(&self.name, &error))));
                return false;
            }
        }
        let start = self.offset;
        self.line += 1;
        self.offset += bytes.len();
        if bytes.len() as u64 > LONGEST_LINE {
            self.ready.push_back(Err(Box::new(self.too_long(start))));
            return false;
        }
        if let Err(fault) = self.take(bytes, start) {
            self.ready.push_back(Err(fault));
        }
        true
    }

    fn take(&mut self, mut bytes: Vec<u8>, mut start: usize) -> Result<(), Box<Diagnostic>> {
        if start == 0 && bytes.starts_with(b"\xEF\xBB\xBF") {
            bytes.drain(..3);
            start = 3;
        }
        if bytes.trim_ascii().is_empty() {
            return Ok(());
        }
        let text = String::from_utf8(bytes).map_err(|error| Box::new(self.not_utf8(&error, start)))?;
        let source = Arc::new(Source::part(Arc::clone(&self.name), text, start, self.line));
        let line: Line<'_> =
            serde_json::from_str(source.text()).map_err(|error| Box::new(broken(&source, &error)))?;
        self.place(&source, line)?;
        while let Some(conversation) = self.gathering.let_go() {
            self.release(conversation);
        }
        Ok(())
    }

    /// Puts what a line says into its conversation.
    fn place(&mut self, source: &Arc<Source>, line: Line<'_>) -> Result<(), Box<Diagnostic>> {
        let said = Said::of(source, &line, self.options)?;
        let is_named = line.conversation_id.is_some();
        let id = line.conversation_id.map_or(Cow::Borrowed("1"), |id| id.0);
        let size = source.text().len() + MESSAGE_COST;
        let begin = || Conversation::new(id.as_ref(), Kind::Chat, self.options.mode(Kind::Chat));
        let (conversation, was_gone) = self.gathering.touch(&id, source.span().start, size, begin);
        conversation.direction =
            line.direction.map(|word| word.0.into_owned()).or(conversation.direction.take());
        conversation.meta.extend(line.meta);
        let before = conversation.messages.len();
        conversation.events.extend(said.event.map(|event| Event { before, ..event }));
        conversation.messages.extend(said.message);
        if was_gone {
            note(&mut self.come_back, || comes_back(source, &id, is_named));
        }
        Ok(())
    }

    fn release(&mut self, mut conversation: Conversation) {
        infer_other_side(&mut conversation);
        match is_without_roles(&conversation).then(|| no_role(&conversation)).flatten() {
            Some(fault) => note(&mut self.without_roles, || fault),
            None => self.ready.push_back(Ok(conversation)),
        }
    }

    /// Lets go of what is left, one conversation after the other; at last what was held back.
    fn end(&mut self) {
        match self.gathering.let_go_first() {
            Some(conversation) => self.release(conversation),
            None => {
                let held_back = [self.without_roles.take(), self.come_back.take()].into_iter().flatten();
                self.ready.extend(held_back.map(|(first, more)| Err(and_more(first, more))));
                self.is_done = true;
            }
        }
    }

    fn not_utf8(&self, error: &std::string::FromUtf8Error, start: usize) -> Diagnostic {
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let at = error.utf8_error().valid_up_to();
        let count = error.as_bytes().utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
        let source = Source::part(Arc::clone(&self.name), text, start, self.line);
        whole::not_utf8(&source, start + at, count)
    }

    fn too_long(&self, start: usize) -> Diagnostic {
        let (mib, line) = (LONGEST_LINE >> 20, self.line);
        let text = say!(
            "第 {line} 行超过 {mib} MiB，从这里起未检查",
            "line {line} is longer than {mib} MiB; nothing was checked from here on",
        );
        let source = Source::part(Arc::clone(&self.name), String::new(), start, line);
        Diagnostic::error("input/too-large", text).at(&source, Span::at(start))
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Conversation, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.is_done {
            self.at_end = self.at_end || !self.step();
            if self.at_end && self.ready.is_empty() {
                self.end();
            }
        }
        self.ready.pop_front()
    }
}

impl Conversations for Reader<'_> {
    fn settled(&self) -> usize {
        let waiting = self.ready.iter().filter_map(|ready| ready.as_ref().ok()).filter_map(first_byte);
        waiting.chain(self.gathering.settled()).min().unwrap_or(self.offset)
    }
}

fn first_byte(conversation: &Conversation) -> Option<usize> {
    Some(conversation.messages.first()?.parts.first()?.passage.source().span().start)
}

/// Keeps the first of a kind of fault and counts the others.
fn note(kept: &mut Option<(Box<Diagnostic>, usize)>, fault: impl FnOnce() -> Diagnostic) {
    match kept {
        Some((_, more)) => *more += 1,
        None => *kept = Some((Box::new(fault()), 0)),
    }
}

fn and_more(mut first: Box<Diagnostic>, more: usize) -> Box<Diagnostic> {
    if more > 0 {
        let Bilingual { zh, en } = &*first.text;
        first.text = Arc::new(say!("{zh}（另有 {more} 处）", "{en} (and {more} more)"));
    }
    first
}

/// What a line says: something that happened, what was said, or both, in this order.
struct Said {
    event: Option<Event>,
    message: Option<Message>,
}

impl Said {
    fn of(source: &Arc<Source>, line: &Line<'_>, options: &Options) -> Result<Self, Box<Diagnostic>> {
        let word = line.event.as_ref().map(|word| word.0.as_ref()).filter(|word| !word.is_empty());
        let named = |word| events::named(word).ok_or_else(|| Box::new(unknown_event(source, word)));
        let actor = line.actor.as_ref().and_then(|actor| role_of(&actor.0));
        let place = || Some(Passage::verbatim(source, source.line_around(source.span().start)));
        let event = |name| Event { name, before: 0, actor, time: line.time(), place: place() };
        let event = word.map(named).transpose()?.map(event);
        let message = match line.text {
            Some(raw) if raw.get() != "null" => Some(message(source, line, raw, options)?),
            _ if event.is_some() => None,
            _ => return Err(Box::new(no_text(source))),
        };
        Ok(Self { event, message })
    }
}

fn message(
    source: &Arc<Source>,
    line: &Line<'_>,
    raw: &RawValue,
    options: &Options,
) -> Result<Message, Box<Diagnostic>> {
    let speaker = line.speaker.as_ref().map(|speaker| speaker.0.to_string());
    let role = line.role.as_ref().map(|role| role.0.as_ref());
    let given = speaker.as_deref().and_then(|name| given_role(name, options));
    let known = given.or_else(|| role_of(role?)).or_else(|| role_of(speaker.as_deref()?));
    let parts = vec![Part { kind: PartKind::Body, passage: passage(source, raw)? }];
    let speaker = speaker.or_else(|| role.map(str::to_owned));
    Ok(Message { role: known.unwrap_or(Role::Unknown), speaker, time: line.time(), parts })
}

fn passage(source: &Arc<Source>, raw: &RawValue) -> Result<Passage, Box<Diagnostic>> {
    let raw = raw.get();
    // `raw` is a slice of the line, so its distance from the line's first byte is its place.
    let at = source.span().start + (raw.as_ptr() as usize - source.text().as_ptr() as usize);
    if !raw.starts_with('"') {
        return Err(Box::new(no_text(source)));
    }
    let inner = Span::new(at + 1, at + raw.len() - 1);
    Passage::json(source, inner).map_err(|error| Box::new(unreadable_text(source, inner, &error)))
}
