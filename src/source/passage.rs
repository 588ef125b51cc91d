//! A passage: a piece of text to judge, and the way back from each of its characters to the bytes of the source.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::{Map, Source, Span, json};

/// Text taken from a source: as it stands there, or decoded from it.
#[derive(Clone, Debug)]
pub struct Passage {
    source: Arc<Source>,
    span: Span,
    coding: Coding,
}

/// How the source writes the text.
#[derive(Clone, Debug)]
enum Coding {
    Verbatim,
    /// As it stands, but not every text may stand there so.
    Held,
    /// As a JSON string; what it says is there where it differs from the raw text.
    Json(Option<Box<Unescaped>>),
    /// Decoded in any other way, or in several: the range of a text.
    Mapped(Arc<Mapped>, Range<usize>),
}

/// What a JSON string with escapes says.
#[derive(Clone, Debug)]
struct Unescaped {
    value: String,
    /// The way back to the raw text, once it is asked for.
    steps: OnceLock<json::Steps>,
}

impl Unescaped {
    fn new(value: String) -> Box<Self> {
        Box::new(Self { value, steps: OnceLock::new() })
    }
}

/// A text with its map; passages that are pieces of it share it.
#[derive(Debug)]
struct Mapped {
    value: String,
    map: Map,
    /// The byte of the source that the map counts from.
    start: usize,
}

impl Passage {
    /// Text that stands in the source as it is.
    pub fn verbatim(source: &Arc<Source>, span: Span) -> Self {
        Self { source: Arc::clone(source), span, coding: Coding::Verbatim }
    }

    /// Text that stands in the source as it is, in a place where another would have to be written in another way, such as
    /// a field of CSV.
    pub fn held(source: &Arc<Source>, span: Span) -> Self {
        Self { source: Arc::clone(source), span, coding: Coding::Held }
    }

    /// The value of a JSON string; `span` is what stands between its quotes.
    ///
    /// # Errors
    /// When the string is no JSON string.
    pub fn json(source: &Arc<Source>, span: Span) -> Result<Self, serde_json::Error> {
        let value = json::unescape(source.slice(span))?;
        Ok(Self { source: Arc::clone(source), span, coding: Coding::Json(value.map(Unescaped::new)) })
    }

    /// The value of a JSON string without escapes.
    pub fn plain_json(source: &Arc<Source>, span: Span) -> Self {
        Self { source: Arc::clone(source), span, coding: Coding::Json(None) }
    }

    /// Text that was decoded from a span; the map leads from it to bytes counted from the span's first.
    pub fn mapped(source: &Arc<Source>, span: Span, value: String, map: Map) -> Self {
        let range = 0..value.len();
        let coding = Coding::Mapped(Arc::new(Mapped { value, map, start: span.start }), range);
        Self { source: Arc::clone(source), span, coding }
    }

    /// Text that was decoded from a span, where that made a difference; else it stands there as it is.
    pub fn decoded(source: &Arc<Source>, span: Span, value: String, map: Map) -> Self {
        match value == source.slice(span) {
            true => Self::verbatim(source, span),
            false => Self::mapped(source, span, value, map),
        }
    }

    /// A piece of it: the passage of a range of its text.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let span = self.span_of(range.clone());
        let coding = match &self.coding {
            Coding::Verbatim => Coding::Verbatim,
            Coding::Held => Coding::Held,
            Coding::Mapped(whole, own) => {
                Coding::Mapped(Arc::clone(whole), own.start + range.start..own.start + range.end)
            }
            Coding::Json(_) => {
                let value = self.text().get(range).map(str::to_owned);
                Coding::Json(value.map(Unescaped::new))
            }
        };
        Self { source: Arc::clone(&self.source), span, coding }
    }

    /// The text.
    pub fn text(&self) -> &str {
        match &self.coding {
            Coding::Json(Some(unescaped)) => &unescaped.value,
            Coding::Mapped(whole, range) => whole.value.get(range.clone()).unwrap_or_default(),
            _ => self.source.slice(self.span),
        }
    }

    /// The source it was taken from.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The bytes of the source that hold all of the text.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The bytes of the source that a range of the text (in its bytes) was made from.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        let raw = match &self.coding {
            Coding::Json(Some(unescaped)) => {
                let raw = self.source.slice(self.span);
                unescaped.steps.get_or_init(|| json::Steps::of(raw)).raw_range(raw, range)
            }
            Coding::Mapped(whole, own) => {
                let raw = whole.map.raw_of(own.start + range.start..own.start + range.end);
                return Span::new(whole.start + raw.start, whole.start + raw.end);
            }
            Coding::Json(None) | Coding::Verbatim | Coding::Held => range,
        };
        Span::new(self.span.start + raw.start, self.span.start + raw.end)
    }

    /// How a text has to be written to stand at this place of the source; none where only writing the whole text anew
    /// would put it there, as in base64, or something else may be needed, as quotes in CSV.
    pub fn encode(&self, text: &str) -> Option<String> {
        match self.coding {
            Coding::Json(_) => Some(json::escape(text)),
            Coding::Verbatim => Some(text.to_owned()),
            Coding::Held | Coding::Mapped(..) => None,
        }
    }
}
