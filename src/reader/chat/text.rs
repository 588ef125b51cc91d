//! Chat text: `客服：…`, `Agent: …`, `[2024-05-06 10:00:03] 客服小王：…`, with lines that go on and lines that part sessions.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Event, Kind, Message, Part, PartKind, Role};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Passage, Source, Span, Untrusted};
use crate::text::constant;

use super::super::{Options, Read};
use super::events;
use super::speakers::{Candidate, Speakers, infer_other_side, is_without_roles};

/// An optional time, a name of up to 32 characters with or without brackets, an optional time, a colon.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    const TIME: &str =
        r"(?:\d{2,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?[T\s]+)?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?";
    constant(&format!(
        r"(?x)^\s*
        (?:[\[［(（【<]?(?P<before>{TIME})[\]］)）】>]?\s*)?
        [【\[［<]?(?P<name>[^:：\[\]【】<>]{{1,32}}?)[】\]］>]?
        (?:\s*[(（\[]?(?P<after>{TIME})[)）\]]?)?
        \s*(?P<colon>[:：])[\t\ \u{{3000}}]*",
    ))
});

/// A line that parts conversations: `# …`, `---`, `===`, or nothing but a date.
static PARTING: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x)^\s*(?:
        \#+\s*(?P<heading>.*?)\s*
        |[-—=]{3,}
        |[-—=*\s]*(?P<date>\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*(?:星期|周|礼拜)[一二三四五六日天])?)[-—=*\s]*
        )$",
    )
});

/// How many lines that say something are looked at to recognise a chat.
const FIRST_LINES: usize = 10;

struct Label<'a> {
    name: &'a str,
    timed: bool,
    /// Where the text begins, in bytes of the line.
    text_at: usize,
}

/// Whether a text is a chat by its look: a well-known label near its head, or two speakers.
pub(in crate::reader) fn looks_like_chat(text: &str, options: &Options) -> bool {
    let near_head = text.lines().filter(|line| !line.trim().is_empty()).take(FIRST_LINES);
    let known = near_head.filter_map(label).any(|label| super::super::role_of(label.name).is_some());
    known || Speakers::among(candidates(text.lines()), options).count() >= 2
}

/// Reads all conversations of a text.
pub(in crate::reader) fn read(source: &Arc<Source>, options: &Options) -> Read {
    let speakers = Speakers::among(candidates(source.lines().map(|(_, line)| line)), options);
    if speakers.count() == 0 && !options.bare_lines {
        let is_empty = source.text().trim().is_empty();
        return if is_empty { Vec::new() } else { vec![Err(Box::new(no_speaker(source)))] };
    }
    let bare_lines = options.bare_lines && !speakers.has_known();
    let mut builder =
        Builder { source, speakers, bare_lines, options, done: Vec::new(), current: None, heading: None };
    for (span, line) in source.lines() {
        builder.take(span, line);
    }
    builder.finish();
    builder.done
}

fn candidates<'a>(lines: impl Iterator<Item = &'a str>) -> impl Iterator<Item = Candidate<'a>> {
    lines.filter_map(label).map(|Label { name, timed, .. }| Candidate { name, timed })
}

fn label(line: &str) -> Option<Label<'_>> {
    let found = LABEL.captures(line)?;
    let colon = found.name("colon")?;
    let is_address = colon.as_str() == ":" && line[colon.end()..].starts_with("//");
    let name = found.name("name")?.as_str().trim();
    let timed = found.name("before").or(found.name("after")).is_some();
    (!name.is_empty() && !is_address).then_some(Label { name, timed, text_at: found.get(0)?.end() })
}

struct Builder<'a> {
    source: &'a Arc<Source>,
    speakers: Speakers,
    bare_lines: bool,
    options: &'a Options,
    done: Read,
    current: Option<Conversation>,
    heading: Option<String>,
}

impl Builder<'_> {
    fn take(&mut self, span: Span, line: &str) {
        if line.trim().is_empty() {
            return;
        }
        if let Some(parting) = PARTING.captures(line) {
            self.finish();
            let title = parting.name("heading").or(parting.name("date")).map(|title| title.as_str());
            self.heading = title.filter(|title| !title.is_empty()).map(str::to_owned).or(self.heading.take());
        } else if let Some((name, actor)) = events::in_line(line) {
            let conversation = self.conversation();
            conversation.events.push(Event { name, before: conversation.messages.len(), actor });
        } else if let Some((role, label)) = self.speaking(line) {
            let text = Span::new(span.start + label.text_at, span.end);
            self.add(role, Some(label.name.to_owned()), text);
        } else {
            self.go_on(span);
        }
    }

    fn speaking<'l>(&self, line: &'l str) -> Option<(Role, Label<'l>)> {
        let label = label(line)?;
        Some((self.speakers.role(label.name)?, label))
    }

    /// A line without a label: more of the message before it, or a message of its own where there is none.
    fn go_on(&mut self, span: Span) {
        if self.bare_lines {
            return self.add(Role::Agent, None, span);
        }
        let source = self.source;
        let conversation = self.conversation();
        let cut = conversation.events.last().is_some_and(|event| event.before == conversation.messages.len());
        match conversation.messages.last_mut().filter(|_| !cut).and_then(|message| message.parts.last_mut()) {
            Some(part) => {
                let longer = Span::new(part.passage.span().start, span.end);
                part.passage = Passage::verbatim(source, longer);
            }
            None => self.add(Role::Unknown, None, span),
        }
    }

    fn add(&mut self, role: Role, speaker: Option<String>, text: Span) {
        let passage = Passage::verbatim(self.source, text);
        let parts = vec![Part { kind: PartKind::Body, passage }];
        self.conversation().messages.push(Message { role, speaker, parts });
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
            infer_other_side(&mut conversation);
            let fault =
                is_without_roles(&conversation).then(|| no_role(&conversation)).flatten().map(Box::new);
            self.done.push(fault.map_or(Ok(conversation), Err));
        }
    }
}

/// The error for a conversation whose speakers have no roles.
pub(super) fn no_role(conversation: &Conversation) -> Option<Diagnostic> {
    let first = conversation.messages.iter().find(|message| message.speaker.is_some())?;
    let (source, span) = first.place()?;
    let name = first.speaker.as_deref().unwrap_or_default();
    let shown = Untrusted(name);
    let id = Untrusted(&conversation.id);
    let text = say!(
        "会话 {id} 中没有一个说话人的身份是已知的，未检查",
        "conversation {id} was not checked: no speaker could be given a role",
    );
    let help = say!(
        "说明谁是客服：--agent '{shown}'，或谁是客户：--customer '{shown}'",
        "say who serves: --agent '{shown}', or who is served: --customer '{shown}'"
    );
    Some(Diagnostic::error("input/no-role", text).at(source, span).help(help))
}

fn no_speaker(source: &Source) -> Diagnostic {
    let text = Bilingual::new("没有找到说话人，未检查", "no speaker was found, and nothing checked");
    let help = Bilingual::new(
        "每条消息前写上说话人，例如“客服：您好”；如果不是聊天，用 --kind email 或 --kind sms",
        "put the speaker before each message, as in \"Agent: hello\"; if it is no chat: --kind email or --kind sms",
    );
    Diagnostic::error("input/no-speaker", text).at(source, Span::at(source.span().start)).help(help)
}
