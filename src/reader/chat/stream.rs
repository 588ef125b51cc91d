//! Conversations of a stream that is read in stretches.

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Id};
use crate::language::Bilingual;

use super::super::once::Once;
use super::super::{Conversations, Options};
use super::said::Said;
use super::sessions::Sessions;

/// Gathers the conversations of the stretches of a stream.
pub(in crate::reader) struct Stream<'a> {
    stretches: Box<dyn Iterator<Item = Said> + 'a>,
    /// What to do about a conversation whose rows stand too far apart; some have no name.
    help: fn(bool) -> Bilingual,
    sessions: Sessions,
    /// What is told once, behind the last row.
    once: Once,
    /// The byte behind what has been gathered.
    end: usize,
    /// How many rows there were.
    rows: usize,
    untold: usize,
}

impl<'a> Stream<'a> {
    pub(in crate::reader) fn new(
        stretches: Box<dyn Iterator<Item = Said> + 'a>,
        help: fn(bool) -> Bilingual,
        options: &Options,
    ) -> Self {
        let (sessions, once) = (Sessions::new(options), Once::default());
        Self { stretches, help, sessions, once, end: 0, rows: 0, untold: 0 }
    }

    /// Gathers what a stretch says.
    fn gather(&mut self, said: Said) {
        self.end = self.end.max(said.end);
        self.untold += said.untold;
        said.faults.into_iter().for_each(|fault| self.sessions.fault(fault));
        for (template, number) in said.templates {
            let name = number.map(|number| Id::from((self.rows + number).to_string()));
            self.sessions.push(match name {
                Some(name) => template.named(name),
                None => template,
            });
        }
        self.rows += said.rows;
        self.once.join(said.once);
        for fragment in said.fragments {
            let is_named = fragment.is_named;
            self.sessions.add(fragment, || (self.help)(is_named));
        }
    }
}

impl Iterator for Stream<'_> {
    type Item = Result<Conversation, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(ready) = self.sessions.take() {
                return Some(ready);
            }
            match self.stretches.next() {
                Some(said) => self.gather(said),
                None => match self.once.take() {
                    Some(fault) => return Some(Err(fault)),
                    None if self.sessions.end() => (),
                    None => return None,
                },
            }
        }
    }
}

impl Conversations for Stream<'_> {
    fn settled(&self) -> usize {
        self.sessions.settled().unwrap_or(self.end)
    }

    fn untold(&self) -> usize {
        self.untold
    }
}
