//! A text put together out of pieces of a source, each with its way back.

use std::sync::Arc;

use crate::source::{Map, Passage, Source, Span};

/// A text while its pieces come, in the order of the source.
pub(in crate::reader) struct Pieces {
    value: String,
    map: Map,
    /// From the first piece to the last; an empty one until there is any.
    span: Span,
}

impl Pieces {
    /// Nothing yet; `at` is the byte where the text would begin.
    pub(in crate::reader) fn at(at: usize) -> Self {
        Self { value: String::new(), map: Map::default(), span: Span::at(at) }
    }

    pub(in crate::reader) fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// The text so far.
    pub(in crate::reader) fn text(&self) -> &str {
        &self.value
    }

    /// Adds what stands at a span as it is.
    pub(in crate::reader) fn push(&mut self, source: &Source, span: Span) {
        if span.start < span.end {
            self.begin_at(span.start);
            self.value.push_str(source.slice(span));
            self.map.push_verbatim(span.start - self.span.start..span.end - self.span.start);
            self.span.end = span.end;
        }
    }

    /// Adds a text that a span stands for as a whole.
    pub(in crate::reader) fn push_as(&mut self, text: &str, span: Span) {
        self.begin_at(span.start);
        self.value.push_str(text);
        self.map.push_unit(text.len(), span.start - self.span.start..span.end - self.span.start);
        self.span.end = span.end;
    }

    /// Adds a line behind what is there: after the line ends between them, or one in the place of whatever else is.
    pub(in crate::reader) fn push_line(&mut self, source: &Source, line: Span) {
        let between = Span::new(self.span.end, line.start);
        match self.is_empty() {
            true => (),
            false if source.slice(between).trim().is_empty() => self.push(source, between),
            false => self.push_as("\n", between),
        }
        self.push(source, line);
    }

    /// Adds a piece behind a text that stands in place of all that is between.
    pub(in crate::reader) fn push_after(&mut self, glue: &str, start: usize) {
        if !self.is_empty() {
            self.push_as(glue, Span::new(self.span.end, start));
        }
    }

    fn begin_at(&mut self, start: usize) {
        if self.is_empty() {
            self.span = Span::at(start);
        }
    }

    /// The text with its place.
    pub(in crate::reader) fn passage(self, source: &Arc<Source>) -> Passage {
        Passage::decoded(source, self.span, self.value, self.map)
    }

    /// The text with its place, where the source may have to write a text otherwise than it says it, so that no change of it
    /// can be offered.
    pub(in crate::reader) fn encoded(self, source: &Arc<Source>) -> Passage {
        Passage::mapped(source, self.span, self.value, self.map)
    }
}
