//! What the rows of a stretch say, put together by conversation.

use std::borrow::Cow;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Id, Kind, Mode};
use crate::source::{Source, Span};

use super::super::MOST_FAULTS;
use super::super::chunks::Chunk;
use super::super::once::Once;
use super::gathering::Fragment;
use super::numbers::Numbers;

/// A byte order mark.
const MARK: char = '\u{FEFF}';

/// For how many conversations there is room in a large chunk from the beginning.
const USUAL: usize = 384;

/// A row of a source: a line, or a record.
#[derive(Clone, Copy)]
pub(in crate::reader) struct Row<'a> {
    pub(in crate::reader) source: &'a Arc<Source>,
    /// Its first byte.
    pub(in crate::reader) start: usize,
    /// The row, with its line end.
    pub(in crate::reader) text: &'a str,
}

impl<'a> Row<'a> {
    /// What stands at a span of a source.
    pub(in crate::reader) fn of(source: &'a Arc<Source>, span: Span) -> Self {
        Self { source, start: span.start, text: source.slice(span) }
    }

    pub(in crate::reader) fn span(self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }

    /// The row without a byte order mark at its head, which stands there where files were joined.
    pub(super) fn without_mark(self) -> Self {
        let text = self.text.strip_prefix(MARK).unwrap_or(self.text);
        Self { start: self.start + self.text.len() - text.len(), text, ..self }
    }

    /// Where a piece of its text stands: the distance from the row's first byte is its place.
    pub(in crate::reader) fn span_of(self, piece: &str) -> Span {
        let at = self.start + (piece.as_ptr() as usize - self.text.as_ptr() as usize);
        Span::new(at, at + piece.len())
    }
}

/// What a stretch says.
#[derive(Default)]
pub(in crate::reader) struct Said {
    /// Pieces of conversations, in the order of their first rows.
    pub(super) fragments: Vec<Fragment>,
    /// Which of them belongs to a conversation.
    numbers: Numbers,
    /// Conversations of one row, each with the number of its row, from 1, where it is called by that.
    pub(in crate::reader) templates: Vec<(Conversation, Option<usize>)>,
    /// How many rows there are.
    pub(in crate::reader) rows: usize,
    /// What could not be read, the first of it, and how much more.
    pub(super) faults: Vec<Diagnostic>,
    pub(super) untold: usize,
    /// What is told once of a whole stream.
    pub(in crate::reader) once: Once,
    /// The byte behind the stretch.
    pub(super) end: usize,
}

impl Said {
    /// What a chunk says; nothing yet, but there is room.
    pub(in crate::reader) fn of(chunk: &Chunk) -> Self {
        let usual = if chunk.holds_many() { USUAL } else { 0 };
        Self { end: chunk.end(), fragments: Vec::with_capacity(usual), ..Self::default() }
    }

    /// Adds what could not be read.
    pub(in crate::reader) fn fault(&mut self, fault: Box<Diagnostic>) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(*fault);
        } else {
            self.untold += 1;
        }
    }

    /// The conversation of a row, which is called so; rows without a name are one.
    pub(in crate::reader) fn fragment(
        &mut self,
        row: Row<'_>,
        name: Option<&Cow<'_, str>>,
        mode: Mode,
    ) -> &mut Fragment {
        let id = name.map_or("1", |name| name.as_ref());
        let fragments = &mut self.fragments;
        let is_it = |number| {
            fragments.get(number).is_some_and(|fragment: &Fragment| *fragment.conversation.id == *id)
        };
        let number = self.numbers.find(id, is_it).unwrap_or_else(|| {
            let said = match name {
                Some(Cow::Borrowed(name)) => Id::said(row.source, row.span_of(name)),
                _ => Id::from(id),
            };
            let conversation = Conversation::new(said, Kind::Chat, mode);
            let fragment = Fragment::new(conversation, row.source, row.span(), name.is_some());
            self.numbers.add(id, fragment.name.hash, fragments.len());
            fragments.push(fragment);
            fragments.len() - 1
        });
        &mut fragments[number]
    }
}
