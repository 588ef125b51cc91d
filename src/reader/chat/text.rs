//! Chat text: `客服：…`, `Agent: …`, `[2024-05-06 10:00:03] 客服小王：…`, with lines that go on and lines that part sessions.

use std::sync::{Arc, LazyLock};

use regex::{Captures, Regex};

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Event, Kind, Message, Part, PartKind, Role, Time};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Passage, Source, Span, brief};
use crate::text::constant;

use super::super::stamp::{Calendar, time_of};
use super::super::{Options, Read, role_of};
use super::events;
use super::label::{self, Label, Stamp};
use super::speakers::{Speakers, infer_other_side, is_without_roles};

/// A line that parts conversations: `# …`, `---`, `===`, or nothing but a date.
static PARTING: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x)^\s*(?:
        \#+(?:\s+(?P<heading>.*?))?\s*
        |[-—=]{3,}
        |[-—=*\s]*(?P<date>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*(?:星期|周|礼拜)[一二三四五六日天])?)[-—=*\s]*
        )$",
    )
});

/// What parts conversations on a line, if that does. How it begins is asked first: the regex takes longer to compile than a
/// short text takes to be judged.
pub(super) fn parting(line: &str) -> Option<Captures<'_>> {
    let is_head = |c: char| matches!(c, '#' | '-' | '—' | '=' | '*') || c.is_numeric();
    if line.trim_start().starts_with(is_head) { PARTING.captures(line) } else { None }
}

/// How many lines without a label may stand before the first one of a chat.
const LINES_BEFORE: usize = 2;

/// How many speakers a message about them names.
const SPEAKERS_SHOWN: usize = 8;

/// Whether a text is a chat by its look: it begins with a well-known label, has two of them, or two speakers.
pub(in crate::reader) fn looks_like_chat(text: &str, options: &Options) -> bool {
    let mut said = text.lines().filter(|line| !line.trim().is_empty() && parting(line).is_none());
    said.by_ref().take(LINES_BEFORE + 1).any(|line| known_label(line).is_some())
        || has_known_turns(text)
        || Speakers::among(text.lines().filter_map(label_of), options).count() >= 2
}

/// Whether well-known labels part a text in turns: there are two of them, or one has a line of its own.
pub(in crate::reader) fn has_known_turns(text: &str) -> bool {
    let labels = || text.lines().filter_map(|line| Some((line, known_label(line)?)));
    labels().nth(1).is_some() || labels().any(|(line, label)| line[label.text_at..].trim().is_empty())
}

/// The label of a line; an event has none.
fn label_of(line: &str) -> Option<Label<'_>> {
    label::of(line).filter(|_| events::in_line(line).is_none())
}

fn known_label(line: &str) -> Option<Label<'_>> {
    label_of(line).filter(|label| role_of(label.name).is_some())
}

/// Reads all conversations of a text.
pub(in crate::reader) fn read(source: &Arc<Source>, options: &Options) -> Read {
    let speakers = Speakers::among(source.lines().filter_map(|(_, line)| label_of(line)), options);
    if speakers.count() == 0 && !options.bare_lines {
        let is_empty = source.text().trim().is_empty();
        return if is_empty { Vec::new() } else { vec![Err(Box::new(no_speaker(source)))] };
    }
    let bare_lines = options.bare_lines && speakers.count() == 0;
    let mut builder = Builder {
        source,
        speakers,
        bare_lines,
        options,
        done: Vec::new(),
        current: None,
        heading: None,
        calendar: Calendar::default(),
        time_above: None,
    };
    for (span, line) in source.lines() {
        builder.take(span, line);
    }
    builder.finish();
    builder.done
}

struct Builder<'a> {
    source: &'a Arc<Source>,
    speakers: Speakers,
    bare_lines: bool,
    options: &'a Options,
    done: Read,
    current: Option<Conversation>,
    heading: Option<String>,
    calendar: Calendar,
    /// The time of a line that says nothing else: that of the message below it.
    time_above: Option<Time>,
}

impl Builder<'_> {
    fn take(&mut self, span: Span, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        let stamp = label::stamp_of(line);
        if let Some(Stamp { text, rest: "", .. }) = stamp {
            self.time_above = time_of(text);
        } else if let Some(parting) = parting(line) {
            // Lines before the first speaker head what follows, whatever rows of signs stand between them.
            let is_head = self.current.as_ref().is_some_and(is_without_speakers);
            if !is_head {
                self.finish();
            }
            let title = parting.name("heading").or(parting.name("date")).map(|title| title.as_str());
            self.calendar = Calendar::under(title);
            self.heading = title.filter(|title| !title.is_empty()).map(str::to_owned).or(self.heading.take());
            if let Some(conversation) = self.current.as_mut().filter(|_| self.heading.is_some()) {
                conversation.id = self.heading.take().unwrap_or_default().into();
            }
        } else if let Some(events::Line { name, actor, stamp }) = events::in_line(line) {
            let time = self.time(stamp);
            let place = Passage::verbatim(self.source, span);
            let conversation = self.conversation();
            let before = conversation.messages.len();
            conversation.events.push(Event { name, before, actor, time, place: Some(place) });
        } else if let Some((role, label)) = self.speaking(line) {
            let text = Span::new(span.start + label.text_at, span.end);
            self.add(role, Some(label.name), label.stamp, text);
        } else if self.bare_lines {
            let stamp = stamp.filter(|stamp| stamp.in_brackets);
            let text_at = stamp.as_ref().map_or(0, |stamp| line.len() - stamp.rest.len());
            let text = Span::new(span.start + text_at, span.end);
            self.add(Role::Agent, None, stamp.map(|stamp| stamp.text), text);
        } else {
            self.go_on(span);
        }
    }

    fn speaking<'l>(&self, line: &'l str) -> Option<(Role, Label<'l>)> {
        let label = label::of(line)?;
        Some((self.speakers.role(label.name)?, label))
    }

    /// A line without a label: more of the message before it, or a message of its own where there is none.
    fn go_on(&mut self, span: Span) {
        let source = self.source;
        let conversation = self.conversation();
        let cut = conversation.events.last().is_some_and(|event| event.before == conversation.messages.len());
        match conversation.messages.last_mut().filter(|_| !cut).and_then(|message| message.parts.last_mut()) {
            Some(part) => {
                // The text of a label that stands alone begins on the next line.
                let said = part.passage.span();
                let start = if said.start == said.end { span.start } else { said.start };
                let longer = Span::new(start, span.end);
                part.passage = Passage::verbatim(source, longer);
            }
            None => self.add(Role::Unknown, None, None, span),
        }
    }

    /// The time of what a line says, by the line itself or the one above it.
    fn time(&mut self, stamp: Option<&str>) -> Option<Time> {
        let above = self.time_above.take();
        let time = stamp.and_then(time_of).or(above)?;
        Some(self.calendar.dated(time))
    }

    fn add(&mut self, role: Role, speaker: Option<&str>, stamp: Option<&str>, text: Span) {
        let (time, speaker) = (self.time(stamp), speaker.map(Arc::from));
        let passage = Passage::verbatim(self.source, text);
        let parts = Part { kind: PartKind::Body, passage }.into();
        self.conversation().messages.push(Message {
            role,
            speaker,
            when: time.into(),
            holds_nothing: None,
            parts,
        });
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
        if let Some(mut conversation) = self.current.take() {
            let fault = without_roles(&mut conversation).filter(|_| !self.options.without_roles);
            self.done.push(fault.map_or(Ok(conversation), |fault| Err(Box::new(fault))));
        }
    }
}

/// Whether nobody has spoken in a conversation yet, and nothing has happened.
fn is_without_speakers(conversation: &Conversation) -> bool {
    let is_nobodys = |message: &Message| message.speaker.is_none() && message.role == Role::Unknown;
    conversation.events.is_empty() && conversation.messages.iter().all(is_nobodys)
}

/// Gives the other side its role; the answer is an error where none of the speakers has one.
pub(super) fn without_roles(conversation: &mut Conversation) -> Option<Diagnostic> {
    infer_other_side(conversation);
    if is_without_roles(conversation) { no_role(conversation) } else { None }
}

/// The error for a conversation whose speakers have no roles.
fn no_role(conversation: &Conversation) -> Option<Diagnostic> {
    let first = conversation.messages.iter().find(|message| message.speaker.is_some())?;
    let (source, span) = first.place()?;
    let id = brief(&conversation.id);
    let text = say!(
        "会话 {id} 中没有一个说话人的身份是已知的，未检查",
        "conversation {id} was not checked: no speaker could be given a role",
    );
    let speakers = speakers(conversation);
    let help = say!(
        "说明谁是客服：--agent '名字'，或谁是客户：--customer '名字'；说话人和消息数：{speakers}",
        "say who serves: --agent 'NAME', or who is served: --customer 'NAME'; speakers and messages: {speakers}"
    );
    Some(Diagnostic::error("input/no-role", text).at(source, span).help(help))
}

/// The speakers of a conversation in the order in which they come, each with the number of messages.
fn speakers(conversation: &Conversation) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for name in conversation.messages.iter().filter_map(|message| message.speaker.as_deref()) {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    let more = if counts.len() > SPEAKERS_SHOWN { " …" } else { "" };
    let shown = counts.iter().take(SPEAKERS_SHOWN).map(|(name, count)| format!("{} ×{count}", brief(name)));
    shown.collect::<Vec<_>>().join(" ") + more
}

pub(super) fn no_speaker(source: &Source) -> Diagnostic {
    let text = Bilingual::new("没有找到说话人，未检查", "no speaker was found, and nothing checked");
    let help = Bilingual::new(
        "每条消息前写上说话人，例如“客服：您好”；如果不是聊天，用 --kind email 或 --kind sms",
        "put the speaker before each message, as in \"Agent: hello\"; if it is no chat: --kind email or --kind sms",
    );
    Diagnostic::error("input/no-speaker", text).at(source, Span::at(source.span().start)).help(help)
}
