//! A request: one object of JSON with the draft and what was said before it. What was said is written as in chat JSONL.

use std::sync::Arc;

use serde_json::value::RawValue;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Event, Kind, Message, Mode, Part, PartKind, Role};
use crate::source::{Passage, Source, Span};

use super::super::chat::events;
use super::super::chat::jsonl::line::{Line, Raw};
use super::super::chat::voices::Voices;
use super::super::stamp::time_in_json;
use super::super::table::columns::Naming;
use super::super::table::faults::{broken, unreadable_text};
use super::super::table::keys::Known;
use super::super::table::object::{Object, place, word};
use super::super::{Field, Options, role_of};
use super::{DRAFT, Id, Outgoing, Reading, conversation, faults};

/// The keys that mean something; other scalars are facts.
const KEYS: [&str; 7] = ["id", "conversation", "draft", "kind", "mode", "time", "closing"];

/// Whether a text is a request and no draft: it begins as an object of JSON with a key.
pub(super) fn is_request(text: &str) -> bool {
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
}

/// Reads a request.
pub(super) fn read(source: &Arc<Source>, reading: &Reading) -> Outgoing {
    let object: Object<'_> = match serde_json::from_str(source.text()) {
        Ok(object) => object,
        // Nobody exports a request again.
        Err(error) => return Outgoing::unread(Diagnostic { help: None, ..broken(source, &error) }),
    };
    let request = Request { source, object };
    let id = request.id();
    let read = id.as_ref().map_err(Clone::clone).and_then(|_| request.outgoing(reading));
    let outgoing = read.unwrap_or_else(|fault| Outgoing::unread(*fault));
    Outgoing { id: id.ok().flatten(), ..outgoing }
}

/// Whether something was read.
type Read<T> = Result<T, Box<Diagnostic>>;

struct Request<'a> {
    source: &'a Arc<Source>,
    object: Object<'a>,
}

impl<'a> Request<'a> {
    /// The value of a key; none if it is missing or null.
    fn value(&self, key: &str) -> Option<&'a RawValue> {
        self.object.find(key).filter(|value| value.get() != "null")
    }

    fn span(&self, value: &RawValue) -> Span {
        place(self.source.text(), value.get(), self.source.span().start)
    }

    fn bad(&self, value: &RawValue, key: &str, zh: &str, en: &str) -> Box<Diagnostic> {
        faults::bad_value(self.source, self.span(value), key, zh, en)
    }

    fn id(&self) -> Read<Option<Id>> {
        let Some(value) = self.value("id") else { return Ok(None) };
        match value.get().as_bytes().first() {
            Some(b'{' | b'[') => Err(self.bad(value, "id", "文字或数字", "a text or a number")),
            Some(b'"') => Ok(Some(Id::Text(self.text(value, "id")?))),
            _ => Ok(Some(Id::Scalar(value.to_owned()))),
        }
    }

    /// What a string says.
    fn text(&self, value: &RawValue, key: &str) -> Read<String> {
        if !value.get().starts_with('"') {
            return Err(self.bad(value, key, "一段文字", "a string"));
        }
        serde_json::from_str(value.get())
            .map_err(|error| Box::new(unreadable_text(self.source, self.span(value), &error)))
    }

    fn outgoing(&self, reading: &Reading) -> Read<Outgoing> {
        self.check_keys()?;
        let draft = self.value("draft").ok_or_else(|| faults::no_draft(self.source))?;
        let draft = Arc::new(Source::new(DRAFT, self.text(draft, "draft")?));
        let reading = &self.own(reading)?;
        let mut whole = conversation(&draft, reading.options.kind.unwrap_or(Kind::Chat), reading)?;
        self.learn(&mut whole);
        let time = self.value("time").and_then(|value| time_in_json(value.get()));
        whole.messages.iter_mut().for_each(|message| message.when = time.into());
        let own = std::mem::take(&mut whole.messages);
        self.add_said(&mut whole, &reading.options)?;
        let said = whole.messages.len();
        whole.messages.extend(own);
        let outgoing =
            Outgoing { conversations: vec![whole], said, text: Some(draft), ..Outgoing::default() };
        Ok(outgoing.informed(&reading.options))
    }

    /// What means nothing, or two things, is no request that anybody has thought of.
    fn check_keys(&self) -> Read<()> {
        for (at, (key, value)) in self.object.0.iter().enumerate() {
            let is_known = KEYS.contains(&key.as_ref());
            if !is_known && value.get().starts_with(['{', '[']) {
                return Err(faults::unknown_key(self.source, self.span(value), key, &KEYS));
            }
            if self.object.0[..at].iter().any(|(other, _)| other == key) {
                return Err(faults::twice(self.source, key));
            }
        }
        Ok(())
    }

    /// How the draft is read, by what the request says itself.
    fn own(&self, reading: &Reading) -> Read<Reading> {
        let mut own = reading.clone();
        if let Some(value) = self.value("kind") {
            let kind = Kind::named(&self.text(value, "kind")?);
            let zh = " chat、email 或 sms";
            own.options.kind = Some(kind.ok_or_else(|| self.bad(value, "kind", zh, "chat, email or sms"))?);
        }
        if let Some(value) = self.value("mode") {
            let mode = Mode::named(&self.text(value, "mode")?);
            let zh = " template 或 sent";
            own.options.mode = Some(mode.ok_or_else(|| self.bad(value, "mode", zh, "template or sent"))?);
        }
        if let Some(value) = self.value("closing") {
            own.closing = match value.get() {
                "true" => true,
                "false" => false,
                _ => return Err(self.bad(value, "closing", " true 或 false", "true or false")),
            };
        }
        Ok(own)
    }

    /// Takes in the facts that the request names.
    fn learn(&self, conversation: &mut Conversation) {
        let facts = self.object.0.iter().filter(|(key, _)| !KEYS.contains(&key.as_ref()));
        facts.for_each(|(key, value)| {
            if let Some(value) = word(value) {
                conversation.learn(key, &value);
            }
        });
    }

    /// Adds what was said before.
    fn add_said(&self, conversation: &mut Conversation, options: &Options) -> Read<()> {
        let Some(value) = self.value("conversation") else { return Ok(()) };
        let shape = || self.bad(value, "conversation", "消息的列表", "a list of messages");
        if !value.get().starts_with('[') {
            return Err(shape());
        }
        let lines: Vec<&RawValue> = serde_json::from_str(value.get()).map_err(|_| shape())?;
        let (mut known, mut voices) = (Known::default(), Voices::default());
        for (index, raw) in lines.into_iter().enumerate() {
            let said = self.said(raw, index, &mut known)?;
            let event = said.event()?;
            let message = said.message(&mut voices, options)?;
            if event.is_none() && message.is_none() {
                return Err(faults::no_text(self.source, self.span(raw), index + 1));
            }
            let before = conversation.messages.len();
            conversation.events.extend(event.map(|event| Event { before, ..event }));
            conversation.messages.extend(message);
            said.learn(conversation);
        }
        Ok(())
    }

    /// Reads one thing that was said before.
    fn said<'r>(&'r self, raw: &'a RawValue, index: usize, known: &mut Known) -> Read<Said<'r, 'a>> {
        let shape = || self.bad(raw, &format!("conversation/{index}"), "一条消息", "a message");
        let object: Object<'a> = serde_json::from_str(raw.get()).map_err(|_| shape())?;
        let keys = known.keys(object.keys(), &[], Naming::Message);
        if keys.twice().is_some() {
            return Err(shape());
        }
        let name = |field| Some(pointer(&object.0.get(keys.index(field)?)?.0));
        let [text_key, event_key] = [Field::Text, Field::Event].map(|field| name(field).unwrap_or_default());
        let line = Line::of(object, keys).map_err(|_| shape())?;
        Ok(Said { request: self, raw, line, index, text_key, event_key })
    }
}

/// A key as JSON pointers write it (RFC 6901).
fn pointer(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// One thing that was said, or happened.
struct Said<'r, 'a> {
    request: &'r Request<'a>,
    raw: &'a RawValue,
    line: Line<'a>,
    index: usize,
    /// What the text and the event are called.
    text_key: String,
    event_key: String,
}

impl Said<'_, '_> {
    /// The text of a key as a source of its own, so that places in it count from its first byte.
    fn passage(&self, key: &str, text: String) -> Passage {
        let source = Arc::new(Source::new(format!("/conversation/{}/{key}", self.index), text));
        Passage::verbatim(&source, source.span())
    }

    fn event(&self) -> Read<Option<Event>> {
        let Some(word) = self.line.event.as_ref().filter(|word| !word.is_empty()) else { return Ok(None) };
        let Request { source, .. } = self.request;
        let unknown = || faults::unknown_event(source, self.request.span(self.raw), word);
        let name = events::named(word).ok_or_else(unknown)?;
        let actor = self.line.actor.as_ref().and_then(|actor| role_of(actor));
        let place = Some(self.passage(&self.event_key, word.to_string()));
        Ok(Some(Event { name, before: 0, actor, time: self.line.time(), place }))
    }

    fn message(&self, voices: &mut Voices, options: &Options) -> Read<Option<Message>> {
        let text = match self.line.text {
            None | Some(Raw::Any("null")) => return Ok(None),
            Some(Raw::Plain(text)) => text.to_owned(),
            Some(Raw::Any(value)) => serde_json::from_str(value).map_err(|_| {
                faults::no_text(self.request.source, self.request.span(self.raw), self.index + 1)
            })?,
        };
        let parts = Part { kind: PartKind::Body, passage: self.passage(&self.text_key, text) }.into();
        let role = self.line.role.as_deref();
        let speaker = self.line.speaker.as_deref();
        let (role, speaker): (Role, _) = voices.of(role, speaker, options);
        Ok(Some(Message { role, speaker, when: self.line.time().into(), holds_nothing: None, parts }))
    }

    /// Takes in the facts that stand beside it.
    fn learn(&self, conversation: &mut Conversation) {
        if let Some(direction) = &self.line.direction {
            conversation.learn("direction", direction);
        }
        self.line.meta.iter().for_each(|(name, value)| conversation.learn(name, value));
    }
}
