//! Chat JSONL: one JSON object a line, read as a stream; messages of several conversations may be mixed.

mod chunks;
mod faults;
mod layout;
pub(in crate::reader) mod line;
mod numbers;
mod plain;
mod said;
pub(in crate::reader) mod voices;

use std::io::BufRead;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::Conversation;
use crate::threads::{Threads, stretch};

use chunks::{Chunk, Chunks};
use faults::how_to_sort;
use said::Said;

use super::super::{Conversations, Glance, NoGlance, Options};
use super::sessions::Sessions;

/// Reads conversations from a stream of lines.
pub(in crate::reader) struct Reader<'a> {
    chunks: Box<dyn Iterator<Item = Said> + 'a>,
    sessions: Sessions,
    /// The byte behind what has been gathered.
    end: usize,
    untold: usize,
}

impl<'a> Reader<'a> {
    /// A reader whose lines are read by several threads.
    pub(in crate::reader) fn new<'env: 'a>(
        name: &str,
        input: Box<dyn BufRead + 'a>,
        options: &Options,
        threads: &'a Threads<'_, 'env>,
        glance: &'env dyn Glance,
    ) -> Self {
        let (name, options): (Arc<str>, _) = (name.into(), options.clone());
        let chunks = Chunks::new(Arc::clone(&name), input);
        let number = |chunk: &Result<Chunk, _>| chunk.as_ref().map_or(0, |chunk| stretch(chunk.start));
        let read = move |chunk| Said::of(chunk, &name, &options, glance);
        Self::of(Box::new(threads.in_order(chunks, number, read)))
    }

    /// A reader that reads its lines itself.
    pub(in crate::reader) fn alone(
        name: &Arc<str>,
        input: Box<dyn BufRead + 'a>,
        options: &'a Options,
    ) -> Self {
        let (name, chunks) = (Arc::clone(name), Chunks::new(Arc::clone(name), input));
        Self::of(Box::new(chunks.map(move |chunk| Said::of(chunk, &name, options, &NoGlance))))
    }

    fn of(chunks: Box<dyn Iterator<Item = Said> + 'a>) -> Self {
        Self { chunks, sessions: Sessions::default(), end: 0, untold: 0 }
    }

    /// Gathers what a chunk says.
    fn gather(&mut self, said: Said) {
        self.end = self.end.max(said.end);
        self.untold += said.untold;
        said.faults.into_iter().for_each(|fault| self.sessions.fault(fault));
        for fragment in said.fragments {
            let is_named = fragment.is_named;
            self.sessions.add(fragment, || how_to_sort(is_named));
        }
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Conversation, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.sessions.take() {
                return Some(ready);
            }
            match self.chunks.next() {
                Some(said) => self.gather(said),
                None if self.sessions.end() => (),
                None => return None,
            }
        }
    }
}

impl Conversations for Reader<'_> {
    fn settled(&self) -> usize {
        self.sessions.settled().unwrap_or(self.end)
    }

    fn untold(&self) -> usize {
        self.untold
    }
}
