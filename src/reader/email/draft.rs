//! Drafts of e-mails: header lines or front matter, then the text; quoted lines and the signature told apart.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Kind, Message, Part, PartKind, Role};
use crate::language::Bilingual;
use crate::source::{Passage, Source, Span};
use crate::text::constant;

use super::super::{Options, Read, role_of};
use super::letter::is_reply_intro;

/// A header line (RFC 5322, section 2.2) by the names that people write, in both languages.
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)^(?P<name>subject|to|from|cc|bcc|date|sent|reply-to|message-id|mime-version|content-[a-z-]+|x-[a-z-]+
        |received|return-path|dkim-signature|user-agent|in-reply-to|references|importance|priority
        |主题|主旨|标题|收件人|发件人|寄件人|抄送|密送|日期|发送时间)\s*[:：]\s*(?P<value>.*)$",
    )
});

/// A key of front matter.
static FRONT_KEY: LazyLock<Regex> =
    LazyLock::new(|| constant(r#"^(?P<name>[\w\p{Han}-]+)\s*[:：]\s*["']?(?P<value>.*?)["']?\s*$"#));

const SUBJECT_NAMES: [&str; 5] = ["subject", "title", "主题", "主旨", "标题"];

/// Header lines whose values only a MIME reader undoes.
const ENCODED: [&str; 4] = ["base64", "quoted-printable", "multipart/", "text/html"];

/// Header lines that nothing but mail begins with.
static MAIL_ONLY: LazyLock<Regex> =
    LazyLock::new(|| constant(r"(?i)^(?:subject|to|from|cc|主题|主旨|收件人|发件人|寄件人|抄送)\s*[:：]"));

/// Whether a text begins as only a draft does: with a header line of mail, or with front matter.
pub(in crate::reader) fn has_mail_head(text: &str) -> bool {
    let mut lines = text.lines().skip_while(|line| line.trim().is_empty());
    match lines.next() {
        Some("---") => is_front_matter(lines),
        Some(first) => MAIL_ONLY.is_match(first),
        None => false,
    }
}

/// Whether a text may be a draft: it begins with a header line such as `日期：`, or answers another's mail.
pub(in crate::reader) fn may_be_draft(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| HEADER.is_match(line))
        || (0..lines.len()).any(|at| is_reply_intro(lines[at..].iter().copied()))
}

/// Whether lines go on as front matter does: keys with values up to `---`, and no label of a chat among them.
fn is_front_matter<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let (mut keys, mut closed) = (0, false);
    for line in lines {
        if line == "---" {
            closed = true;
            break;
        }
        let is_more = line.starts_with([' ', '\t', '-', '#']) || line.trim().is_empty();
        match FRONT_KEY.captures(line).and_then(|found| found.name("name")) {
            Some(name) if role_of(name.as_str()).is_none() => keys += 1,
            _ if is_more => (),
            _ => return false,
        }
    }
    closed && keys > 0
}

/// Reads a draft: one conversation of one message by the agent.
pub(in crate::reader) fn read(source: &Arc<Source>, options: &Options) -> Read {
    if source.text().trim().is_empty() {
        return Vec::new();
    }
    let draft = Draft::of(source);
    if let Some(encoded) = draft.encoded {
        return vec![Err(Box::new(not_plain(source, encoded)))];
    }
    let mut conversation = Conversation::new("1", Kind::Email, options.mode(Kind::Email));
    conversation.messages.push(Message { role: Role::Agent, speaker: None, time: None, parts: draft.parts });
    vec![Ok(conversation)]
}

struct Draft {
    parts: Vec<Part>,
    /// The header line that says the text is encoded.
    encoded: Option<Span>,
}

impl Draft {
    fn of(source: &Arc<Source>) -> Self {
        let lines: Vec<(Span, &str)> = source.lines().collect();
        let head = Head::of(&lines);
        let part = |kind, span| Part { kind, passage: Passage::verbatim(source, span) };
        let mut parts = vec![part(PartKind::Subject, head.subject)];
        parts.extend(body(&lines[head.lines..]).into_iter().map(|(kind, span)| part(kind, span)));
        if parts.iter().all(|part| part.kind != PartKind::Body) {
            parts.push(part(PartKind::Body, Span::at(source.span().end)));
        }
        Self { parts, encoded: head.encoded }
    }
}

/// The lines before the text.
struct Head {
    lines: usize,
    /// The value of the subject; empty, where it belongs, if there is none.
    subject: Span,
    encoded: Option<Span>,
}

impl Head {
    fn of(lines: &[(Span, &str)]) -> Self {
        let start = lines.iter().take_while(|(_, line)| line.trim().is_empty()).count();
        let is_front = lines.get(start).is_some_and(|(_, line)| *line == "---");
        let close = |rest: &[(Span, &str)]| rest.iter().position(|(_, line)| *line == "---");
        match is_front.then(|| close(&lines[start + 1..])).flatten() {
            Some(len) => Self::read(&lines[start + 1..start + 1 + len], &FRONT_KEY, start + len + 2),
            None => {
                let is_more = |at: usize| at > start && lines[at].1.starts_with([' ', '\t']);
                let is_head = |at: usize| HEADER.is_match(lines[at].1) || is_more(at);
                let len = (start..lines.len()).take_while(|&at| is_head(at)).count();
                let mut head = Self::read(&lines[start..start + len], &HEADER, start + len);
                if len == 0 {
                    head.subject = Span::at(lines.first().map_or(0, |(span, _)| span.start));
                }
                head
            }
        }
    }

    fn read(head: &[(Span, &str)], key: &Regex, lines: usize) -> Self {
        let where_it_belongs = Span::at(head.first().map_or(0, |(span, _)| span.start));
        let mut read = Self { lines, subject: where_it_belongs, encoded: None };
        for (at, (span, line)) in head.iter().enumerate() {
            let Some(found) = key.captures(line) else { continue };
            let (Some(name), Some(value)) = (found.name("name"), found.name("value")) else { continue };
            let name = name.as_str().to_lowercase();
            if SUBJECT_NAMES.contains(&name.as_str()) {
                let more = head[at + 1..].iter().take_while(|(_, line)| !key.is_match(line)).last();
                let end = more.map_or(span.start + value.end(), |(more, _)| more.end);
                read.subject = Span::new(span.start + value.start(), end);
            }
            if is_encoded(&name, &value.as_str().to_lowercase()) {
                read.encoded = Some(*span);
            }
        }
        read
    }
}

/// Whether a header line says that only a MIME reader can undo the mail, or is such a line itself (RFC 2047).
fn is_encoded(name: &str, value: &str) -> bool {
    name.starts_with("content-") && ENCODED.iter().any(|word| value.contains(word)) || value.starts_with("=?")
}

/// The text in runs of one kind.
fn body(lines: &[(Span, &str)]) -> Vec<(PartKind, Span)> {
    let mut runs: Vec<(PartKind, Span)> = Vec::new();
    let (mut is_signed, mut is_another) = (false, false);
    for (at, (span, line)) in lines.iter().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let is_intro = is_reply_intro(lines[at..].iter().map(|(_, line)| *line));
        is_another |= is_intro && !is_marked_below(&lines[at + 1..]);
        is_signed |= matches!(*line, "-- " | "--");
        let kind = match is_marked(line) || is_intro || is_another {
            true => PartKind::Quote,
            false if is_signed => PartKind::Signature,
            false => PartKind::Body,
        };
        match runs.last_mut() {
            Some((last, run)) if *last == kind => run.end = span.end,
            _ => runs.push((kind, *span)),
        }
    }
    runs
}

/// Whether a line is marked as quoted.
fn is_marked(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Whether the quoted lines are marked one by one, so that an answer may stand below them.
fn is_marked_below(lines: &[(Span, &str)]) -> bool {
    lines.iter().find(|(_, line)| !line.trim().is_empty()).is_some_and(|(_, line)| is_marked(line))
}

fn not_plain(source: &Source, header: Span) -> Diagnostic {
    let text = Bilingual::new(
        "这封邮件是编码过的（MIME），还不能读取，未检查",
        "this e-mail is encoded (MIME), which cannot be read yet, and was not checked",
    );
    let help = Bilingual::new("请改用纯文本的草稿", "give the plain text of the draft instead");
    Diagnostic::error("input/mime", text).at(source, header).help(help)
}
