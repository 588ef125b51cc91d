//! QQ and TIM: the records as the program saves them, `2019-07-16 18:15:05 NAME(ID)` over what was said.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::document::Role;
use crate::source::{Source, Span};
use crate::text::constant;

use super::super::super::Read;
use super::super::super::stamp::time_of;
use super::first_lines;
use super::gatherer::Gatherer;

/// Who says the lines below, and when; the name may be missing, or the number or address behind it.
static HEADER: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x)^(?P<time>\d{4}-\d{2}-\d{2}\ \d{1,2}:\d{2}:\d{2})\ (?P<name>.*?)
        (?:\((?P<number>[^()]+)\)|<(?P<address>[^<>]+)>)?\s*$",
    )
});

/// The number of the program itself.
const SYSTEM: &str = "10000";

/// Whether a text is the records of QQ, which say so.
pub(super) fn is_qq(text: &str) -> bool {
    first_lines(text).next().is_some_and(is_title)
}

/// `消息记录（此消息记录为文本格式，不支持重新导入）`
fn is_title(line: &str) -> bool {
    line.trim_start().starts_with("消息记录") && line.contains("此消息记录为文本格式")
}

/// With whom the messages below were exchanged, or the group of contacts that is listed.
fn field<'a>(line: &'a str, name: &str) -> Option<&'a str> {
    line.trim_start().strip_prefix(name)?.strip_prefix([':', '：'])
}

fn is_field(line: &str) -> bool {
    ["消息分组", "消息对象"].iter().any(|name| field(line, name).is_some())
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 10 && line.bytes().all(|byte| byte == b'=')
}

/// Reads the records. Each partner or group is a conversation.
pub(super) fn read(source: &Arc<Source>, mut gatherer: Gatherer<'_>) -> Read {
    let mut lines = source.lines().peekable();
    let (mut in_head, mut after_blank) = (true, true);
    while let Some((span, line)) = lines.next() {
        let is_next_field = lines.peek().is_some_and(|(_, next)| is_field(next));
        in_head |= is_rule(line) && is_next_field;
        let is_structure = in_head && (is_rule(line) || is_field(line) || is_title(line));
        if let Some(header) = HEADER.captures(line) {
            let has_number = header.name("number").or(header.name("address")).is_some();
            // What somebody pasted looks like a header too; the program puts an empty line before its own.
            if after_blank || in_head || has_number {
                begin(&mut gatherer, &header, span);
                in_head = false;
            } else {
                gatherer.go_on(span);
            }
        } else if is_structure {
            gatherer.close();
            if let Some(partner) = field(line, "消息对象") {
                gatherer.part(partner);
            }
        } else {
            gatherer.go_on(span);
        }
        after_blank = line.trim().is_empty();
    }
    gatherer.end()
}

fn begin(gatherer: &mut Gatherer<'_>, header: &regex::Captures<'_>, span: Span) {
    let time = time_of(&header["time"]);
    if time.is_none() {
        gatherer.faults.no_such_time(Span::new(span.start, span.start + header["time"].len()));
    }
    let number = header.name("number").or(header.name("address")).map(|number| number.as_str());
    let name = without_title(&header["name"]);
    let name = if name.is_empty() { number.unwrap_or("?") } else { name };
    let (speaker, role) = gatherer.speaker(name, number);
    let role = if number == Some(SYSTEM) { Role::System } else { role };
    gatherer.begin(role, Some(speaker), time, span.end);
}

/// A name without its rank in the group: 【管理员】地瓜.
fn without_title(name: &str) -> &str {
    let rank = name.strip_prefix('【').and_then(|name| name.split_once('】'));
    rank.map_or(name, |(_, name)| name).trim()
}
