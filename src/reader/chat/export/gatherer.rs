//! Gathers what an export says line by line: messages with their speakers, notices, events, and what was not understood.

use std::collections::HashMap;
use std::mem;
use std::sync::Arc;

use jiff::civil::Date;

use crate::document::{Conversation, Event, EventName, Kind, Message, Part, PartKind, Role, Time};
use crate::source::{Passage, Source, Span};

use super::super::super::labels::role_of_speaker;
use super::super::super::pieces::Pieces;
use super::super::super::stamp::{Calendar, time_of};
use super::super::super::{Options, Read};
use super::super::events;
use super::super::speakers::given_role;
use super::super::text::without_roles;
use super::Export;
use super::faults::Faults;

/// The conversations of an export while its lines come.
pub(super) struct Gatherer<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) faults: Faults<'a>,
    options: &'a Options,
    /// Whether a line is no text but stands for something else.
    is_media: fn(&str) -> bool,
    done: Read,
    current: Option<Conversation>,
    heading: Option<String>,
    calendar: Calendar,
    /// The message that may still go on.
    open: Option<Open>,
    /// The speakers so far, by the names they are written with.
    speakers: HashMap<String, (Arc<str>, Role)>,
}

struct Open {
    role: Role,
    speaker: Option<Arc<str>>,
    time: Option<Time>,
    text: Pieces,
    /// How many lines it has.
    lines: usize,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(source: &'a Arc<Source>, export: Export, options: &'a Options) -> Self {
        Self {
            source,
            faults: Faults::new(source, export),
            options,
            is_media: super::marks::is_media,
            done: Vec::new(),
            current: None,
            heading: None,
            calendar: Calendar::default(),
            open: None,
            speakers: HashMap::new(),
        }
    }

    /// The same for a program with other marks in the place of what is no text.
    pub(super) fn with_media(self, is_media: fn(&str) -> bool) -> Self {
        Self { is_media, ..self }
    }

    /// Begins a new conversation with the next message.
    pub(super) fn part(&mut self, heading: &str) {
        self.finish();
        self.heading = Some(heading.trim().to_owned()).filter(|heading| !heading.is_empty());
    }

    /// The day of the clocks from here on.
    pub(super) fn begin_day(&mut self, day: Option<Date>) {
        self.calendar = Calendar::of(day);
    }

    /// A clock with the day it stands under.
    pub(super) fn dated(&mut self, time: Option<Time>) -> Option<Time> {
        time.map(|time| self.calendar.dated(time))
    }

    /// Begins a message of a speaker; `text` is its first line.
    pub(super) fn say(&mut self, speaker: &str, time: Option<Time>, text: Span) {
        let (speaker, role) = self.speaker(speaker, None);
        self.begin(role, Some(speaker), time, text.start);
        self.add_line(text);
    }

    /// A speaker by name, with the role that the name or another name of the same person gives.
    pub(super) fn speaker(&mut self, name: &str, other: Option<&str>) -> (Arc<str>, Role) {
        if let Some(known) = self.speakers.get(name) {
            return known.clone();
        }
        let names = || [Some(name), other].into_iter().flatten();
        let given = names().find_map(|name| given_role(name, self.options));
        let role = given.or_else(|| names().find_map(role_of_speaker)).unwrap_or(Role::Unknown);
        self.speakers.insert(name.to_owned(), (name.into(), role));
        (name.into(), role)
    }

    /// Begins a message whose text is still to come; `at` is where it would stand.
    pub(super) fn begin(&mut self, role: Role, speaker: Option<Arc<str>>, time: Option<Time>, at: usize) {
        self.close();
        self.open = Some(Open { role, speaker, time, text: Pieces::at(at), lines: 0 });
    }

    /// What a program says itself: who came or went is an event, all else a line of the system.
    pub(super) fn notice(&mut self, time: Option<Time>, line: Span) {
        self.close();
        match super::marks::happened(self.source.slice(line)) {
            Some(name) => self.event(name, None, time, line),
            None => {
                self.begin(Role::System, None, time, line.start);
                self.add_line(line);
                self.close();
            }
        }
    }

    /// Something that happened.
    pub(super) fn event(&mut self, name: EventName, actor: Option<Role>, time: Option<Time>, place: Span) {
        self.close();
        let place = Passage::verbatim(self.source, place);
        let conversation = self.conversation();
        let before = conversation.messages.len();
        conversation.events.push(Event { name, before, actor, time, place: Some(place) });
    }

    /// A line without a head: more of the message before it, or an event that somebody noted by hand.
    pub(super) fn go_on(&mut self, span: Span) {
        let line = self.source.slice(span);
        if line.trim().is_empty() {
            return;
        }
        if let Some(events::Line { name, actor, stamp }) = events::in_line(line) {
            let time = self.dated(stamp.and_then(time_of));
            self.event(name, actor, time, span);
        } else if self.open.is_some() {
            self.add_line(span);
        } else {
            self.faults.unread(span);
        }
    }

    /// Adds a line to the message that is open, unless it only stands for something else.
    pub(super) fn add_line(&mut self, line: Span) {
        let (source, is_media) = (self.source, self.is_media);
        let Some(open) = &mut self.open else { return };
        open.lines += 1;
        if open.lines == super::faults::MANY_LINES {
            self.faults.too_long(line);
        }
        let text = source.slice(line);
        if !text.trim().is_empty() && !is_media(text) {
            open.text.push_line(source, line);
        }
    }

    /// The text of the message that is open, if it is that of a speaker.
    pub(super) fn text_of(&mut self, speaker: Option<&str>) -> Option<&mut Pieces> {
        let open = self.open.as_mut()?;
        (open.speaker.as_deref() == speaker).then_some(&mut open.text)
    }

    /// Ends the message that is open.
    pub(super) fn close(&mut self) {
        if let Some(Open { role, speaker, time, text, .. }) = self.open.take() {
            let parts = Part { kind: PartKind::Body, passage: text.passage(self.source) }.into();
            let message = Message { role, speaker, when: time.into(), holds_nothing: None, parts };
            self.conversation().messages.push(message);
        }
    }

    fn conversation(&mut self) -> &mut Conversation {
        let number = self.done.len() + 1;
        let (heading, mode) = (&mut self.heading, self.options.mode(Kind::Chat));
        self.current.get_or_insert_with(|| {
            let id = heading.take().unwrap_or_else(|| number.to_string());
            Conversation::new(id, Kind::Chat, mode)
        })
    }

    fn finish(&mut self) {
        self.close();
        if let Some(mut conversation) = self.current.take() {
            let fault = without_roles(&mut conversation).filter(|_| !self.options.without_roles);
            self.done.push(fault.map_or(Ok(conversation), |fault| Err(Box::new(fault))));
        }
    }

    /// What was read, and what was not.
    pub(super) fn end(mut self) -> Read {
        self.finish();
        let mut read = mem::take(&mut self.done);
        read.extend(self.faults.take().map(Err));
        read
    }
}
