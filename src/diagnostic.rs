//! What there is to say, and where: one type for findings in messages, broken rulesets and unreadable input.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use crate::language::Bilingual;
use crate::source::{Position, Source, Span};
use crate::words;

/// How much a finding weighs. A note never fails a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Should be mended.
    Warning,
    /// Must not go out.
    Error,
}

words!(Level { Note: "note", Warning: "warning", Error: "error" });

/// Something to tell a person, at its place.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What found it: `ruleset/rule`, or the kind of input fault.
    pub code: Arc<str>,
    /// How much it weighs.
    pub level: Level,
    /// What is wrong, in one line.
    pub text: Arc<Bilingual>,
    /// Where; none where a file as a whole, or no file, is meant.
    pub place: Option<Place>,
    /// What to say at the place itself.
    pub label: Bilingual,
    /// The source text of the place; of an absence, the message it stands on.
    pub excerpt: String,
    /// Whose message it is; none for faults of rulesets and input.
    pub at: Option<At>,
    /// Other places that explain it.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<Bilingual>,
    /// The clauses it enforces.
    pub clauses: Vec<Arc<Clause>>,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error of input or ruleset, without a place.
    pub fn error(code: &str, text: Bilingual) -> Self {
        Self {
            code: code.into(),
            level: Level::Error,
            text: Arc::new(text),
            place: None,
            label: Bilingual::default(),
            excerpt: String::new(),
            at: None,
            labels: Vec::new(),
            help: None,
            clauses: Vec::new(),
            fix: None,
        }
    }

    /// The same at a place of a source.
    #[must_use]
    pub fn at(mut self, source: &Source, span: Span) -> Self {
        self.place = Some(Place::new(source, span));
        self.excerpt = source.slice(span).to_owned();
        self
    }

    /// The same at a file as a whole.
    #[must_use]
    pub fn in_file(mut self, path: &str) -> Self {
        self.place = Some(Place::whole(path));
        self
    }

    /// The same with what to do about it.
    #[must_use]
    pub fn help(mut self, help: Bilingual) -> Self {
        self.help = Some(help);
        self
    }

    /// What findings are ordered by: path, byte, rule.
    pub fn order(&self) -> (&str, usize, &str) {
        let place = self.place.as_ref();
        (place.map_or("", |place| &place.path), place.map_or(0, |place| place.start.byte), &self.code)
    }
}

/// A second place, with what it has to do with the finding.
#[derive(Clone, Debug)]
pub struct Label {
    /// What stands there.
    pub text: Bilingual,
    /// Where.
    pub place: Place,
}

/// A span of a file, with the line to show for it, so that nobody has to open the file again.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file as it was given.
    pub path: Arc<str>,
    /// The first byte.
    pub start: Position,
    /// The byte after the last.
    pub end: Position,
    /// The line of the first byte; none where a file as a whole is meant.
    pub line: Option<Excerpt>,
}

/// A line of a file, cut down round the place of interest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The text as it stands in the source.
    pub text: String,
    /// The column of its first character, from 1.
    pub column: usize,
    /// The bytes of `text` that the place covers; of several lines, those on the first.
    pub mark: std::ops::Range<usize>,
}

/// How many characters of a line are kept on each side of the place of interest: as many as a wide terminal shows.
const MARGIN: usize = 120;

impl Place {
    /// Whether two places have a byte in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.path == other.path && self.start.byte < other.end.byte && other.start.byte < self.end.byte
    }

    /// The place of a span of a source.
    pub fn new(source: &Source, span: Span) -> Self {
        let (start, end) = (source.position(span.start), source.position(span.end));
        let line = source.line_around(span.start);
        let mark_start = span.start.min(line.end);
        let mark_end = span.end.clamp(mark_start, line.end);
        let before = source.slice(Span::new(line.start, mark_start));
        let cut = before.char_indices().rev().nth(MARGIN - 1).map_or(0, |(at, _)| at);
        let kept = &before[cut..];
        let rest = source.slice(Span::new(mark_start, line.end));
        let shown = &rest[..rest.char_indices().nth(2 * MARGIN).map_or(rest.len(), |(at, _)| at)];
        let marked = shown.len().min(mark_end - mark_start);
        let excerpt = Excerpt {
            text: [kept, shown].concat(),
            column: source.position(line.start + cut).column,
            mark: kept.len()..kept.len() + marked,
        };
        Self { path: Arc::clone(source.name()), start, end, line: Some(excerpt) }
    }

    /// A file as a whole.
    pub fn whole(path: &str) -> Self {
        let start = Position { byte: 0, line: 1, column: 1, byte_column: 1 };
        Self { path: path.into(), start, end: start, line: None }
    }

    /// The bytes of the file it covers.
    pub fn span(&self) -> Span {
        Span::new(self.start.byte, self.end.byte)
    }
}

/// Whose message a finding stands on. Turns and messages count from 1 in their conversation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct At {
    /// `chat`, `email` or `sms`.
    pub kind: &'static str,
    /// The conversation's name in its file.
    pub conversation: String,
    /// The turn, from 1.
    pub turn: usize,
    /// The message, from 1.
    pub message: usize,
    /// The role of who wrote it.
    pub role: &'static str,
    /// The name of who wrote it, where there is one.
    pub speaker: Option<String>,
    /// The names of all who speak in the conversation.
    #[serde(skip)]
    pub names: Arc<[Arc<str>]>,
}

/// A clause of the code of conduct that a rule enforces.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// Its name in the ruleset.
    pub id: String,
    /// Where it stands in the document.
    pub at: Option<String>,
    /// What it says.
    pub says: Option<Bilingual>,
    /// Why no rule checks it, where none does.
    #[serde(skip)]
    pub declined: Option<Bilingual>,
}

/// A change of the source that mends a finding.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What to replace.
    pub place: Place,
    /// What to put there, as it has to stand in the source.
    pub insert: String,
    /// Whether it can be applied without a person looking at it.
    pub safe: bool,
}

impl Serialize for Place {
    /// As `{"start": {byte, line, column}, "end": {…}}`.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Ends<'a> {
            start: &'a Position,
            end: &'a Position,
        }
        Ends { start: &self.start, end: &self.end }.serialize(serializer)
    }
}
