//! WeChat: several messages shared or mailed as text, days between dashes, `NAME  08:54` over what was said.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::source::{Source, Span};
use crate::text::constant;

use super::super::super::Read;
use super::super::super::stamp::{date_of, time_of};
use super::first_lines;
use super::gatherer::Gatherer;

/// `—————  2026-02-26  —————`
static RULE: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^\s*[—―─-]{3,}\s*(\d{4}-\d{1,2}-\d{1,2})\s*[—―─-]{3,}\s*$"));

/// `NAME  08:54`: two blanks, as one may stand in a name.
static HEADER: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^\s*(?P<name>\S.*?)\s{2,}(?P<clock>\d{1,2}:\d{2})\s*$"));

/// How many lines may stand over the first day.
const LINES_BEFORE: usize = 3;

/// Whether a text is what WeChat shares: it says so, or begins with a day, and then somebody speaks.
pub(super) fn is_wechat(text: &str) -> bool {
    let lines: Vec<&str> = first_lines(text).collect();
    let says_so = lines.iter().take(LINES_BEFORE).any(|line| is_title(line));
    let is_rule = |line: &&str| line.contains("——") && RULE.is_match(line);
    let day = lines.iter().take(LINES_BEFORE + 1).position(is_rule);
    let speaks = |line: &&str| line.contains(':') && HEADER.is_match(line);
    match day {
        Some(day) => (day == 0 || says_so) && lines.get(day + 1).is_some_and(speaks),
        None => says_so && lines.iter().any(speaks),
    }
}

/// `张三 和 李四 在微信上的聊天记录如下，请查收。`
fn is_title(line: &str) -> bool {
    line.contains("聊天记录如下") || line.contains("聊天記錄如下")
}

/// Reads what was shared. Each day is a conversation.
pub(super) fn read(source: &Arc<Source>, mut gatherer: Gatherer<'_>) -> Read {
    let mut is_head = true;
    for (span, line) in source.lines() {
        if let Some(day) = RULE.captures(line).and_then(|found| found.get(1)) {
            let date = date_of(day.as_str());
            if date.is_none() {
                gatherer.faults.no_such_time(Span::new(span.start + day.start(), span.start + day.end()));
            }
            gatherer.part(day.as_str());
            gatherer.begin_day(date);
        } else if let Some(found) = HEADER.captures(line) {
            let time = time_of(&found["clock"]);
            if time.is_none() {
                gatherer.faults.no_such_time(span);
            }
            let time = gatherer.dated(time);
            gatherer.say(&found["name"], time, Span::at(span.end));
            is_head = false;
        } else if !(is_head && (is_title(line) || is_salutation(line))) {
            gatherer.go_on(span);
        }
    }
    gatherer.end()
}

/// The address of the mail over it.
fn is_salutation(line: &str) -> bool {
    matches!(line.trim(), "Dear:" | "Dear：" | "Dear")
}
