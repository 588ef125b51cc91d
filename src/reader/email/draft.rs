//! Drafts of e-mails: header lines or front matter, then the text.

use std::sync::{Arc, LazyLock};

use regex_lite::Regex;

use crate::diagnostic::Diagnostic;
use crate::document::{Allowance, Conversation, Kind, Message, Mode, Part, PartKind};
use crate::source::{Passage, Source, Span};
use crate::text::constant_lite;

use super::super::{Options, Read, allow, role_of};
use super::files;
use super::letter::is_reply_intro;
use super::mail;
use super::parts::parts;
use super::{markdown, template};

/// A header line (RFC 5322, section 2.2) by the names that people write, in both languages.
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r"(?xi)^(?P<name>subject|to|from|cc|bcc|date|sent|reply-to|message-id|mime-version|content-[a-z-]+|x-[a-z-]+
        |received|return-path|attachments?|dkim-signature|user-agent|in-reply-to|references|importance|priority
        |附件|主题|主題|主旨|标题|標題|收件人|发件人|發件人|寄件人|抄送|副本|密送|日期|发送时间|發送時間)\s*[:：][\s\u{A0}\u{3000}]*(?P<value>.*)$",
    )
});

/// A key of front matter.
static FRONT_KEY: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r#"^(?P<name>[\w\u{3400}-\u{9FFF}-]+)\s*[:：][\s\u{A0}\u{3000}]*["']?(?P<value>.*?)["']?\s*$"#,
    )
});

const ATTACHMENT_NAMES: [&str; 3] = ["attachment", "attachments", "附件"];

const SUBJECT_NAMES: [&str; 7] = ["subject", "title", "主题", "主題", "主旨", "标题", "標題"];

/// Header lines that nothing but mail begins with.
static MAIL_ONLY: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(r"(?i)^(?:subject|to|from|cc|主题|主題|主旨|收件人|发件人|發件人|寄件人|抄送)\s*[:：]")
});

/// What no header line is without. A regex takes longer to compile than a short text takes to be judged.
const COLONS: [char; 2] = [':', '：'];

/// Whether a text begins as only a draft does: with a header line of mail, or with front matter.
pub(in crate::reader) fn has_mail_head(text: &str) -> bool {
    let mut lines = text.lines().skip_while(|line| line.trim().is_empty());
    match lines.next() {
        Some("---") => is_front_matter(lines),
        Some(first) => first.contains(COLONS) && MAIL_ONLY.is_match(first),
        None => false,
    }
}

/// Whether a text may be a draft: it begins with a header line such as `日期：`, or answers another's mail.
pub(in crate::reader) fn may_be_draft(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let first = lines.iter().find(|line| !line.trim().is_empty());
    first.is_some_and(|line| line.contains(COLONS) && HEADER.is_match(line))
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
    if mail::is_mail(source.text()) {
        return mail::read(source, &mail::Origin::file(), options);
    }
    let mut conversation = Conversation::new("1", Kind::Email, options.mode(Kind::Email));
    let lines: Vec<(Span, &str)> = source.lines().collect();
    let head = Head::of(&lines);
    conversation.meta.extend(head.files.iter().flat_map(|files| files::facts(files)));
    let parts = draft_parts(source, &lines, &head, conversation.mode);
    conversation.messages.push(Message::by_agent(parts));
    let (mut allowed, mut faults) = match is_markdown(source.name()) {
        true => allow::in_comments(source, false),
        false => Default::default(),
    };
    let (more, more_faults) = allow::sorted(allowed_in(source, &lines[..head.lines]));
    allowed.extend(more);
    faults.extend(more_faults);
    conversation.allowances = allowed;
    faults.into_iter().map(|fault| Err(Box::new(fault))).chain([Ok(conversation)]).collect()
}

/// What remarks in front matter allow: each in its line and those below, up to one that is no remark.
fn allowed_in<'a>(
    source: &'a Arc<Source>,
    head: &'a [(Span, &str)],
) -> impl Iterator<Item = Result<Allowance, Box<Diagnostic>>> {
    head.iter().enumerate().filter_map(move |(at, (span, line))| {
        let written = allow::in_remark(line)?;
        let below = head[at..].iter().find(|(_, line)| allow::in_remark(line).is_none());
        Some(allow::read(source, *span, written.trim(), span.cover(below.map_or(*span, |(below, _)| *below))))
    })
}

fn draft_parts(source: &Arc<Source>, lines: &[(Span, &str)], head: &Head, mode: Mode) -> Vec<Part> {
    let end = source.span().end;
    let start = lines.get(head.lines).map_or(end, |(span, _)| span.start);
    let subject = Part { kind: PartKind::Subject, passage: filled(source, head.subject, mode, false) };
    let text = filled(source, Span::new(start, end), mode, is_markdown(source.name()));
    let nowhere = text.slice(text.text().len()..text.text().len());
    std::iter::once(subject).chain(parts(&[text], &nowhere)).collect()
}

fn is_markdown(name: &str) -> bool {
    [".md", ".markdown"].iter().any(|extension| name.to_lowercase().ends_with(extension))
}

/// The text of a span without the statements of a template, and without the marks of Markdown.
fn filled(source: &Arc<Source>, span: Span, mode: Mode, is_markdown: bool) -> Passage {
    let written = source.slice(span);
    let filled = template::filled(written, mode);
    let text = filled.as_ref().map_or(written, |(text, _)| text);
    let unmarked = if is_markdown { markdown::without(text) } else { None };
    match (filled, unmarked) {
        (None, None) => Passage::verbatim(source, span),
        (Some((text, map)), None) | (None, Some((text, map))) => Passage::mapped(source, span, text, map),
        (Some((_, outer)), Some((text, map))) => Passage::mapped(source, span, text, map.through(outer)),
    }
}

/// The lines before the text.
struct Head {
    lines: usize,
    /// The value of the subject; empty, where it belongs, if there is none.
    subject: Span,
    /// The files that it says come with it, if it says so.
    files: Option<Vec<String>>,
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
        let mut read = Self { lines, subject: where_it_belongs, files: None };
        for (at, (span, line)) in head.iter().enumerate() {
            let Some(found) = key.captures(line) else { continue };
            let (Some(name), Some(value)) = (found.name("name"), found.name("value")) else { continue };
            let name = name.as_str().to_lowercase();
            if ATTACHMENT_NAMES.contains(&name.as_str()) {
                let more = head[at + 1..].iter().take_while(|(_, line)| !key.is_match(line));
                let more = more.filter_map(|(_, line)| line.trim_start().strip_prefix('-'));
                let all = named_files(value.as_str()).chain(more.flat_map(named_files));
                read.files = Some(all.map(str::to_owned).collect());
            }
            if SUBJECT_NAMES.contains(&name.as_str()) {
                let more = head[at + 1..].iter().take_while(|(_, line)| !key.is_match(line)).last();
                let end = more.map_or(span.start + value.end(), |(more, _)| more.end);
                read.subject = Span::new(span.start + value.start(), end);
            }
        }
        read
    }
}

/// The files that a list names: `[a.pdf, b.png]`, `报价单.xlsx、合同.docx`; none where it says that there are none.
fn named_files(list: &str) -> impl Iterator<Item = &str> {
    let names = list.trim_matches(['[', ']']).split([',', '，', '、', ';', '；']);
    let names = names.map(|name| name.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')));
    names.filter(|name| !["", "none", "no", "无", "没有"].contains(&name.to_lowercase().as_str()))
}
