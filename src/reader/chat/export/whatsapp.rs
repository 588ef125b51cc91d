//! WhatsApp: `13/06/2018, 21:25 - Ann: …` (Android), `[13/06/2018, 21:25:15] Ann: …` (iPhone), in the order of any locale.

use std::sync::{Arc, LazyLock};

use regex::{Captures, Regex};

use crate::document::Time;
use crate::source::{Source, Span, is_invisible};
use crate::text::constant;

use super::super::super::{Read, role_of};
use super::super::{label, text::parting};
use super::clock::{CLOCK, clock_of};
use super::days::{Order, Written};
use super::gatherer::Gatherer;
use super::{first_lines, marks};

static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?x)^[\u{{200E}}\u{{200F}}]*(?P<open>\[)?(?P<first>\d{{1,4}})[-/.]\s?(?P<middle>\d{{1,2}})[-/.]\s?
        (?P<last>\d{{1,4}})\.?(?P<comma>,)?\s{CLOCK}(?:(?P<close>\])|(?P<dash>\s-)|:)\s(?P<rest>.*)$",
    ))
});

/// The name of a contact or a group has at most so many characters.
const LONGEST_NAME: usize = 100;

/// What stands behind a text that was edited, where no mark of direction says that the program wrote it.
const EDITED: [&str; 3] = ["<This message was edited>", "<此消息已编辑>", "<已编辑此消息>"];

/// The mark of direction that the program puts before its own words.
const MARK: char = '\u{200E}';

/// A line with a time at its head.
struct Head<'a> {
    found: Captures<'a>,
    day: Written<'a>,
    /// Where what follows begins, in bytes of the line.
    rest_at: usize,
    rest: &'a str,
}

impl<'a> Head<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let found = if may_begin(line) { HEAD.captures(line)? } else { return None };
        let part = |name| found.name(name).map_or("", |part| part.as_str());
        let day = [part("first"), part("middle"), part("last")];
        let rest = found.name("rest")?;
        let is_closed = found.name("open").is_some() == found.name("close").is_some();
        is_closed.then_some(Self { day, rest_at: rest.start(), rest: rest.as_str(), found })
    }

    /// Whether only the program writes so, and no person who makes a chat by hand.
    fn is_signed(&self) -> bool {
        let has = |name| self.found.name(name).is_some();
        self.day[0].len() < 4 || ["dash", "comma", "before", "after"].into_iter().any(has)
    }

    /// The time; an error where there is none such.
    fn time(&self, order: Order) -> Option<Time> {
        Some(Time::local(order.day(self.day).ok()?, clock_of(&self.found)?))
    }

    /// Who says what follows, and where that begins in the rest; none where the program speaks.
    fn speaker(&self) -> Option<(&'a str, usize)> {
        let (name, text_at) = match self.rest.match_indices(':').find(|(at, _)| is_colon(self.rest, *at)) {
            Some((at, _)) => (&self.rest[..at], (at + 2).min(self.rest.len())),
            None => (self.rest.strip_suffix(":.")?, self.rest.len()),
        };
        let is_name = name.chars().count() <= LONGEST_NAME && !name.contains(['“', '”', '"', '«', '»']);
        (is_name && !name.trim().is_empty()).then_some((name, text_at))
    }
}

/// Whether a colon parts the name from what is said: a blank or nothing stands behind it.
fn is_colon(rest: &str, at: usize) -> bool {
    matches!(rest.as_bytes().get(at + 1), None | Some(b' '))
}

/// Whether a line begins as one with a time does. This is asked first: the regex takes longer to compile than a short text
/// takes to be judged.
fn may_begin(line: &str) -> bool {
    line.trim_start_matches([MARK, '\u{200F}', '[']).starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a text is an export of WhatsApp. Times in brackets with the year first are those of chat text as well, and
/// left to it where nothing else shows the program.
pub(super) fn is_whatsapp(text: &str) -> bool {
    if !first_lines(text).any(|line| may_begin(line) && line.contains(": ")) {
        return false;
    }
    let lines: Vec<&str> = first_lines(text).collect();
    let heads: Vec<Head<'_>> = lines.iter().filter_map(|line| Head::of(line)).collect();
    let named = heads.iter().filter(|head| head.speaker().is_some()).count();
    let begins = heads.len() >= 3 || lines.first().is_some_and(|line| Head::of(line).is_some());
    let is_signed = heads.iter().any(Head::is_signed) || lines.iter().any(|line| line.contains(MARK));
    begins && named >= 2 && is_signed && !is_chat_text(&lines, &heads)
}

/// Whether somebody parted the chat by hand, or wrote speakers as the program does not.
fn is_chat_text(lines: &[&str], heads: &[Head<'_>]) -> bool {
    let is_parted = |pair: &[&str]| parting(pair[0]).is_some() && Head::of(pair[1]).is_some();
    let is_labelled = |head: &Head<'_>| {
        let label = label::of(head.rest).filter(|_| head.speaker().is_none());
        label.is_some_and(|label| role_of(label.name).is_some())
    };
    lines.windows(2).any(is_parted) || heads.iter().any(is_labelled)
}

/// Reads an export.
pub(super) fn read(source: &Arc<Source>, gatherer: Gatherer<'_>) -> Read {
    let heads = source.lines().filter_map(|(_, line)| Head::of(line));
    let order = Order::among(heads.map(|head| head.day));
    let mut gatherer = gatherer.with_media(is_media);
    for (span, line) in source.lines() {
        match Head::of(line) {
            Some(head) => take(&mut gatherer, &head, order, span),
            None => gatherer.go_on(without_marks(span, line)),
        }
    }
    gatherer.end()
}

fn take(gatherer: &mut Gatherer<'_>, head: &Head<'_>, order: Order, span: Span) {
    let time = head.time(order);
    let rest = Span::new(span.start + head.rest_at, span.end);
    if time.is_none() {
        gatherer.faults.no_such_time(Span::new(span.start, rest.start));
    }
    let Some((name, text_at)) = head.speaker() else { return gatherer.notice(time, rest) };
    let text = &head.rest[text_at..];
    let place = Span::new(rest.start + text_at, rest.end);
    match text.starts_with(MARK) && !is_media(text) {
        true => gatherer.notice(time, place),
        false => gatherer.say(&plain(name), time, without_marks(place, text)),
    }
}

/// A name without the tilde of those who are no contacts, and without what nobody sees.
fn plain(name: &str) -> String {
    let name = name.trim_matches(|c: char| c.is_whitespace() || is_invisible(c) || c == '~');
    name.replace(|c: char| c.is_whitespace(), " ")
}

/// A line without what the program puts behind it: that it was edited, what is attached.
fn without_marks(span: Span, line: &str) -> Span {
    let said = line.trim_end();
    let mark = said.rfind('<').filter(|at| {
        let is_own = said[..*at].ends_with(MARK) || EDITED.contains(&&said[*at..]);
        said.ends_with('>') && is_own
    });
    let kept = mark.map_or(line, |at| line[..at].trim_end_matches([' ', MARK]));
    Span::new(span.start, span.start + kept.len())
}

/// Whether a line is no text: `<Media omitted>` in any language, and what every program writes so.
fn is_media(line: &str) -> bool {
    let line = line.trim_matches(|c: char| c.is_whitespace() || c == MARK);
    let inner = line.strip_prefix('<').and_then(|line| line.strip_suffix('>'));
    inner.is_some_and(|inner| !inner.contains(['<', '>'])) || marks::is_media(line)
}
