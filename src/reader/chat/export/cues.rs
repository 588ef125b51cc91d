//! Captions, WebVTT and SRT: who speaks in them, by their voices (`<v Ann>`) or names (`Ann: …`), cue by cue.

use std::sync::{Arc, LazyLock};

use jiff::civil;
use regex::Regex;

use crate::document::{Role, Time};
use crate::source::{Source, Span};
use crate::text::constant;

use super::super::super::pieces::Pieces;
use super::super::super::{Options, Read};
use super::super::label::{self, Label};
use super::super::speakers::Speakers;
use super::super::text::no_speaker;
use super::first_lines;
use super::gatherer::Gatherer;
use super::markup::{Token, before_text, tokens};

/// `00:16.500 --> 00:18.000 align:start`, `01:00:16,500 --> 01:00:18,000`
static TIMING: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x)^\s*(?:(?P<hour>\d{1,9}):)?(?P<minute>\d{1,2}):(?P<second>\d{2})[.,]\d{1,3}\s+-->
        \s+(?:\d{1,9}:)?\d{1,2}:\d{2}[.,]\d{1,3}(?:\s.*)?$",
    )
});

/// What stands between the times of a cue.
const ARROW: &str = "-->";

/// Whether a text is WebVTT, which says so.
pub(super) fn is_webvtt(text: &str) -> bool {
    let rest = text.strip_prefix('\u{FEFF}').unwrap_or(text).strip_prefix("WEBVTT");
    rest.is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace))
}

/// Whether a text is SRT: a number, and below it two times.
pub(super) fn is_srt(text: &str) -> bool {
    let mut lines = first_lines(text);
    let is_number = lines.next().is_some_and(|line| line.trim().bytes().all(|byte| byte.is_ascii_digit()));
    is_number && lines.next().is_some_and(|line| line.contains(ARROW) && TIMING.is_match(line))
}

/// What a line of a file of captions is, where it is more than an empty line, a number or a note.
enum Line {
    /// The times of a cue.
    Timing,
    /// What is said in it.
    Text,
    /// Nothing that is known.
    Unread,
}

/// Walks over a file of captions: header, notes, styles and the names of cues are passed by.
fn walk<'s>(source: &'s Source, mut take: impl FnMut(Line, Span, &'s str)) {
    /// Where a line stands.
    enum Place<'s> {
        /// Between blocks; a line that may be the name of a cue stands before it.
        Between(Option<(Span, &'s str)>),
        Passed,
        Cue,
    }
    let mut place = if is_webvtt(source.text()) { Place::Passed } else { Place::Between(None) };
    let leave = |place, take: &mut dyn FnMut(Line, Span, &'s str)| {
        if let Place::Between(Some((span, line))) = place {
            take(Line::Unread, span, line);
        }
    };
    for (span, line) in source.lines() {
        let is_in_cue = matches!(place, Place::Cue);
        place = if line.contains(ARROW) && (!is_in_cue || TIMING.is_match(line)) {
            take(Line::Timing, span, line);
            Place::Cue
        } else if line.trim().is_empty() {
            leave(place, &mut take);
            Place::Between(None)
        } else {
            match place {
                Place::Cue => {
                    take(Line::Text, span, line);
                    Place::Cue
                }
                Place::Between(None) if is_note(line) => Place::Passed,
                Place::Passed => Place::Passed,
                before @ Place::Between(_) => {
                    leave(before, &mut take);
                    Place::Between(Some((span, line)))
                }
            }
        };
    }
    leave(place, &mut take);
}

/// Whether a block is none of cues.
fn is_note(line: &str) -> bool {
    let first = line.split([' ', '\t', ':']).next();
    matches!(first, Some("NOTE" | "STYLE" | "REGION"))
}

/// The name before a colon at the head of a line.
fn label_of(line: &str) -> Option<(Label<'_>, usize)> {
    let at = before_text(line)?;
    Some((label::of(&line[at..])?, at))
}

/// Whether a sentence ends in a line, or with it.
fn ends_in_stop(line: &str) -> bool {
    let tokens = tokens(line, 0);
    let last = tokens.iter().rev().find(|(token, _)| matches!(token, Token::Text));
    line.contains('。') || last.is_some_and(|(_, range)| line[range.clone()].trim_end().ends_with('.'))
}

/// What the lines of a file say together.
#[derive(Default)]
struct Look<'a> {
    labels: Vec<Label<'a>>,
    /// Whether sentences end in full stops.
    has_stops: bool,
}

impl<'a> Look<'a> {
    fn at(source: &'a Source) -> Self {
        let mut look = Self::default();
        walk(source, |kind, _, line| {
            if let Line::Text = kind {
                look.labels.extend(label_of(line).map(|(label, _)| label));
                look.has_stops |= ends_in_stop(line);
            }
        });
        look
    }
}

/// Reads a file of captions: one conversation, in which the cues of one speaker that follow each other are one message.
pub(super) fn read(source: &Arc<Source>, gatherer: Gatherer<'_>, options: &Options) -> Read {
    let look = Look::at(source);
    let between_cues = if look.has_stops { " " } else { "\n" };
    let speakers = Speakers::among(look.labels.into_iter(), options);
    let mut cues = Cues {
        gatherer,
        speakers,
        between_cues,
        glue: "",
        speaker: None,
        time: None,
        is_anyone_named: false,
    };
    walk(source, |kind, span, line| match kind {
        Line::Timing => cues.begin(span, line),
        Line::Text => cues.take(span, line),
        Line::Unread => cues.gatherer.faults.unread(span),
    });
    let is_anyone_named = cues.is_anyone_named;
    let mut read = cues.gatherer.end();
    if !is_anyone_named && read.iter().any(Result::is_ok) {
        read.retain(Result::is_err);
        read.push(Err(Box::new(no_speaker(source))));
    }
    read
}

struct Cues<'a> {
    gatherer: Gatherer<'a>,
    speakers: Speakers,
    /// What parts the texts of two cues: a line end where nobody writes full stops, so that they are no one sentence.
    between_cues: &'static str,
    /// What parts the text to come from the text before it.
    glue: &'static str,
    speaker: Option<String>,
    time: Option<Time>,
    is_anyone_named: bool,
}

impl Cues<'_> {
    fn begin(&mut self, span: Span, line: &str) {
        self.time = time_of(line);
        if self.time.is_none() {
            self.gatherer.faults.no_such_time(span);
        }
        self.speaker = None;
        self.glue = self.between_cues;
    }

    fn take(&mut self, span: Span, line: &str) {
        let label = label_of(line).filter(|(label, _)| self.speakers.role(label.name).is_some());
        let at = label.map_or(0, |(label, at)| {
            self.speaks(Some(label.name));
            at + label.text_at
        });
        for (token, range) in tokens(line, at) {
            let place = Span::new(span.start + range.start, span.start + range.end);
            match token {
                Token::Voice(name) => self.speaks(name),
                Token::Text => self.say(place, |pieces, source| pieces.push(source, place)),
                Token::Character(c) => self.say(place, |pieces, _| pieces.push_as(c, place)),
                Token::Tag => (),
            }
        }
        self.glue = " ";
    }

    fn speaks(&mut self, name: Option<&str>) {
        self.is_anyone_named |= name.is_some();
        self.speaker = name.map(str::to_owned);
    }

    /// Adds to what the speaker says: more of the message before it, or a new one.
    fn say(&mut self, place: Span, add: impl FnOnce(&mut Pieces, &Source)) {
        let source = self.gatherer.source;
        let name = self.speaker.as_deref();
        if self.gatherer.text_of(name).is_none() {
            let (speaker, role) = match name.map(|name| self.gatherer.speaker(name, None)) {
                Some((speaker, role)) => (Some(speaker), role),
                None => (None, Role::Unknown),
            };
            self.gatherer.begin(role, speaker, self.time, place.start);
        }
        if let Some(pieces) = self.gatherer.text_of(name) {
            pieces.push_after(std::mem::take(&mut self.glue), place.start);
            add(pieces, source);
        }
    }
}

/// When a cue begins, counted from the beginning of the recording: no clock that people look at.
fn time_of(line: &str) -> Option<Time> {
    let found = TIMING.captures(line)?;
    let number = |name| found.name(name).map_or(Some(0), |part| part.as_str().parse::<u32>().ok());
    let (hour, minute, second) = (number("hour")? % 24, number("minute")?, number("second")?);
    let small = |number: u32| i8::try_from(number).ok();
    let clock = civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()?;
    Some(Time { is_local: false, ..Time::local(None, clock) })
}
