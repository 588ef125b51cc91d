//! Logs of IRC: `[12:00] <nick> text`, `12:00 * nick does something`, `12:00 -!- nick has joined`.

use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use regex::{Captures, Match, Regex};

use crate::document::Time;
use crate::source::{Source, Span};
use crate::text::constant;

use super::super::super::Read;
use super::super::super::stamp::time_of;
use super::first_lines;
use super::gatherer::Gatherer;

const STAMP: &str =
    r"\[?(?P<stamp>(?:\d{4}-\d{2}-\d{2}[T\s]+)?\d{1,2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)\]?";

/// What irssi, ZNC and their like write behind the time.
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?x)^{STAMP}\s+(?:<[\s@+%&~!]?(?P<nick>[^<>\s]{{1,64}})>(?:\s(?P<text>.*))?
        |\*\s(?P<actor>\S{{1,64}})\s(?P<action>.*)
        |(?P<notice>(?:-!-|\*{{3}}|-->|<--|-[^\s-]\S*-)\s.*))$",
    ))
});

/// What WeeChat writes: time, nick and text between tabs.
static COLUMNS: LazyLock<Regex> =
    LazyLock::new(|| constant(&format!(r"(?x)^{STAMP}\t(?P<who>[^\t]{{0,64}})\t(?P<said>.*)$")));

/// `--- Day changed Tue Jan 02 2024`, `--- Log opened Tue Jan 02 10:00:00 2024`.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"^---\s(?P<what>Log\sopened|Log\sclosed|Day\schanged)\s(?P<when>\p{L}{3}\s.*)$")
});

/// What a log of a program has in the place of a nick.
const LEVELS: [&str; 8] = ["trace", "debug", "info", "notice", "warn", "warning", "error", "fatal"];

/// Whether a text is a log of IRC: nearly all of its first lines are, and of the nicks some are no levels.
pub(super) fn is_irc(text: &str) -> bool {
    let begins = |line: &str| line.starts_with(|c: char| c == '[' || c == '-' || c.is_ascii_digit());
    let lines: Vec<&str> = first_lines(text).collect();
    if !lines.iter().any(|line| begins(line) && (line.contains('<') || line.contains("\t--"))) {
        return false;
    }
    let nick = |line: &&&str| {
        let found = LINE.captures(line)?;
        Some(found.name("nick")?.as_str().to_lowercase())
    };
    let nicks: Vec<String> = lines.iter().filter_map(|line| nick(&line)).collect();
    let known = lines.iter().filter(|line| LINE.is_match(line) || DAY.is_match(line)).count();
    let is_of_program = nicks.iter().all(|nick| LEVELS.contains(&&**nick));
    let is_plain = nicks.len() >= 2 && !is_of_program && known * 5 >= lines.len() * 4;
    is_plain || is_in_columns(&lines)
}

/// Whether all lines are in columns, and one of them tells who came or went.
fn is_in_columns(lines: &[&str]) -> bool {
    let is_notice = |line: &&str| ["\t-->\t", "\t<--\t", "\t--\t"].iter().any(|sign| line.contains(sign));
    lines.iter().any(is_notice) && lines.iter().all(|line| COLUMNS.is_match(line))
}

/// Reads a log. Each day it tells of, and each time it was opened, is a conversation.
pub(super) fn read(source: &Arc<Source>, mut gatherer: Gatherer<'_>) -> Read {
    for (span, line) in source.lines() {
        if let Some(found) = LINE.captures(line) {
            take(&mut gatherer, &found, span);
        } else if let Some(found) = COLUMNS.captures(line) {
            take_columns(&mut gatherer, &found, span);
        } else if let Some(found) = DAY.captures(line) {
            begin_day(&mut gatherer, &found, span);
        } else {
            // No message has a second line.
            gatherer.close();
            gatherer.go_on(span);
        }
    }
    gatherer.end()
}

fn begin_day(gatherer: &mut Gatherer<'_>, found: &Captures<'_>, span: Span) {
    if &found["what"] == "Log closed" {
        return gatherer.close();
    }
    let when = found["when"].trim();
    let forms = ["%a %b %d %Y", "%a %b %d %H:%M:%S %Y"];
    let day = forms.iter().find_map(|form| Date::strptime(form, when).ok());
    if day.is_none() {
        gatherer.faults.no_such_time(span);
    }
    gatherer.part(&day.map_or_else(|| when.to_owned(), |day| day.to_string()));
    gatherer.begin_day(day);
}

fn time(gatherer: &mut Gatherer<'_>, found: &Captures<'_>, span: Span) -> Option<Time> {
    let time = time_of(&found["stamp"]);
    if time.is_none() {
        gatherer.faults.no_such_time(span);
    }
    gatherer.dated(time)
}

fn take(gatherer: &mut Gatherer<'_>, found: &Captures<'_>, span: Span) {
    let time = time(gatherer, found, span);
    let place = |part: Match<'_>| Span::new(span.start + part.start(), span.start + part.end());
    match (found.name("nick"), found.name("actor"), found.name("notice")) {
        (Some(nick), ..) => {
            let text = found.name("text").map_or(Span::at(span.end), place);
            gatherer.say(nick.as_str(), time, text);
        }
        (_, Some(actor), _) => {
            gatherer.say(actor.as_str(), time, found.name("action").map_or(Span::at(span.end), place));
        }
        (.., notice) => gatherer.notice(time, notice.map_or(span, place)),
    }
}

fn take_columns(gatherer: &mut Gatherer<'_>, found: &Captures<'_>, span: Span) {
    let time = time(gatherer, found, span);
    let said = Span::new(span.end - found["said"].len(), span.end);
    match found["who"].trim() {
        "-->" | "<--" | "--" | "" => gatherer.notice(time, said),
        "*" => {
            let nick = found["said"].split(' ').next().unwrap_or_default();
            gatherer.say(nick, time, Span::new((said.start + nick.len() + 1).min(said.end), said.end));
        }
        who => gatherer.say(who.trim_start_matches(['@', '+', '%', '&', '~', '!']), time, said),
    }
}
