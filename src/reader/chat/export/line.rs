//! LINE: `[LINE] …` at the head, days, then time, name and text between tabs; texts of several lines in quotation marks.

use std::sync::{Arc, LazyLock};

use regex::{Captures, Regex};

use crate::document::Time;
use crate::source::{Source, Span};
use crate::text::constant;

use super::super::super::Read;
use super::clock::{CLOCK, clock_of};
use super::days::{Order, Written};
use super::first_lines;
use super::gatherer::Gatherer;

/// `2024/1/2（火）`, `2024.01.02 Tuesday`, `Tue, 1/2/2024`.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x)^\s*(?:\p{L}{1,12}[.,]{1,2}\s*)?(?P<first>\d{1,4})[-/.年](?P<middle>\d{1,2})[-/.月](?P<last>\d{1,4})日?
        \s*[(（]?(?:\p{L}{1,12}\.?)?[)）]?\s*$",
    )
});

/// A line with a clock before its first tab.
static MESSAGE: LazyLock<Regex> = LazyLock::new(|| constant(&format!(r"(?x)^{CLOCK}\t(?P<rest>.*)$")));

/// How many lines stand over the first day: the title, and when it was saved.
const LINES_BEFORE: usize = 2;

/// Whether a text is the history of LINE, which says so.
pub(super) fn is_line(text: &str) -> bool {
    first_lines(text).next().is_some_and(|line| line.starts_with("[LINE]"))
}

fn day_of<'a>(line: &'a str) -> Option<Written<'a>> {
    let found = DAY.captures(line)?;
    let part = |name| found.name(name).map_or("", |part: regex::Match<'a>| part.as_str());
    Some([part("first"), part("middle"), part("last")])
}

/// Whether a line begins something of its own.
fn is_head(line: &str) -> bool {
    MESSAGE.is_match(line) || DAY.is_match(line)
}

/// Reads a history. Each day is a conversation.
pub(super) fn read(source: &Arc<Source>, mut gatherer: Gatherer<'_>) -> Read {
    let order = Order::among(source.lines().filter_map(|(_, line)| day_of(line)));
    let mut lines = source.lines();
    let mut number = 0;
    while let Some((span, line)) = lines.next() {
        number += 1;
        if let Some(day) = day_of(line) {
            let date = order.day(day);
            if date.is_err() {
                gatherer.faults.no_such_time(span);
            }
            gatherer.part(line);
            gatherer.begin_day(date.ok().flatten());
        } else if let Some(found) = MESSAGE.captures(line) {
            if let Some(text) = take(&mut gatherer, &found, span) {
                let passed = go_on(&mut gatherer, text, lines.clone());
                if passed > 0 {
                    lines.nth(passed - 1);
                }
            }
        } else if number > LINES_BEFORE {
            gatherer.go_on(span);
        }
    }
    gatherer.end()
}

/// Takes a message up but for what is in quotation marks, of which the span is left.
fn take(gatherer: &mut Gatherer<'_>, found: &Captures<'_>, span: Span) -> Option<Span> {
    let rest = found.name("rest")?;
    let clock = clock_of(found);
    let place = Span::new(span.start + rest.start(), span.end);
    if clock.is_none() {
        gatherer.faults.no_such_time(Span::new(span.start, place.start));
    }
    let time = gatherer.dated(clock.map(|clock| Time::local(None, clock)));
    let Some((name, text)) = rest.as_str().split_once('\t').filter(|(name, _)| !name.trim().is_empty())
    else {
        gatherer.notice(time, Span::new(span.end - rest.as_str().trim_start().len(), span.end));
        return None;
    };
    let text_place = Span::new(span.end - text.len(), span.end);
    let is_open = text.starts_with('"') && !(text.len() > 1 && text.ends_with('"'));
    gatherer.say(name, time, if is_open { Span::at(text_place.start) } else { text_place });
    is_open.then_some(text_place)
}

/// Reads a text that begins with a quotation mark, and tells how many of the lines behind it belong to it. Where no line
/// closes it before the next message, the mark is the speaker's own.
fn go_on<'l>(
    gatherer: &mut Gatherer<'_>,
    text: Span,
    lines: impl Iterator<Item = (Span, &'l str)> + Clone,
) -> usize {
    let is_inside = |(_, line): &(Span, &str)| !line.ends_with('"') && !is_head(line);
    let inside = lines.clone().take_while(is_inside).count();
    let end = lines.clone().nth(inside);
    let inner = Span::new(text.start + 1, text.end);
    match end {
        Some((last, line)) if line.ends_with('"') => {
            gatherer.add_line(inner);
            lines.take(inside).for_each(|(span, _)| gatherer.add_line(span));
            gatherer.add_line(Span::new(last.start, last.end - 1));
            inside + 1
        }
        None if lines.clone().any(|(_, line)| !line.trim().is_empty()) => {
            gatherer.faults.cut_off(text);
            gatherer.add_line(inner);
            lines.for_each(|(span, _)| gatherer.add_line(span));
            inside
        }
        _ => {
            gatherer.add_line(text);
            0
        }
    }
}
