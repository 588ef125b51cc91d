//! Chat JSONL: one JSON object a line, read as a stream; messages of several conversations may be mixed.

mod chunks;
mod faults;
mod line;
mod plain;
mod said;
mod voices;

use std::collections::VecDeque;
use std::io::BufRead;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::Conversation;
use crate::language::Bilingual;
use crate::say;
use crate::threads::Threads;

use chunks::Chunks;
use faults::comes_back;
use said::Said;

use super::super::{Conversations, Options};
use super::gathering::Gathering;
use super::speakers::{infer_other_side, is_without_roles};
use super::text::no_role;

/// Reads conversations from a stream of lines.
pub(in crate::reader) struct Reader<'a> {
    chunks: Box<dyn Iterator<Item = Said> + 'a>,
    gathering: Gathering,
    /// The byte behind what has been gathered.
    end: usize,
    ready: VecDeque<Result<Conversation, Box<Diagnostic>>>,
    /// The first conversation without roles, and how many more.
    without_roles: Option<(Box<Diagnostic>, usize)>,
    /// The first line that goes on with a conversation already let go, and how many more.
    come_back: Option<(Box<Diagnostic>, usize)>,
    untold: usize,
    is_done: bool,
}

impl<'a> Reader<'a> {
    /// A reader whose lines are read by several threads.
    pub(in crate::reader) fn new(
        name: &str,
        input: Box<dyn BufRead + 'a>,
        options: &Options,
        threads: &'a Threads<'_, '_>,
    ) -> Self {
        let (name, options): (Arc<str>, _) = (name.into(), options.clone());
        let chunks = Chunks::new(Arc::clone(&name), input);
        Self::of(Box::new(threads.in_order(chunks, move |chunk| Said::of(chunk, &name, &options))))
    }

    /// A reader that reads its lines itself.
    pub(in crate::reader) fn alone(
        name: &Arc<str>,
        input: Box<dyn BufRead + 'a>,
        options: &'a Options,
    ) -> Self {
        let (name, chunks) = (Arc::clone(name), Chunks::new(Arc::clone(name), input));
        Self::of(Box::new(chunks.map(move |chunk| Said::of(chunk, &name, options))))
    }

    fn of(chunks: Box<dyn Iterator<Item = Said> + 'a>) -> Self {
        Self {
            chunks,
            gathering: Gathering::default(),
            end: 0,
            ready: VecDeque::new(),
            without_roles: None,
            come_back: None,
            untold: 0,
            is_done: false,
        }
    }

    /// Gathers what a chunk says.
    fn gather(&mut self, said: Said) {
        self.end = self.end.max(said.end);
        self.untold += said.untold;
        self.ready.extend(said.faults.into_iter().map(|fault| Err(Box::new(fault))));
        for fragment in said.fragments {
            if self.gathering.is_back(&fragment) {
                note(&mut self.come_back, || comes_back(&fragment));
            }
            self.gathering.add(fragment);
        }
        while let Some(conversation) = self.gathering.let_go() {
            self.release(conversation);
        }
    }

    fn release(&mut self, mut conversation: Conversation) {
        infer_other_side(&mut conversation);
        match is_without_roles(&conversation).then(|| no_role(&conversation)).flatten() {
            Some(fault) => note(&mut self.without_roles, || fault),
            None => self.ready.push_back(Ok(conversation)),
        }
    }

    /// Lets go of what is left, one conversation after the other; at last what was held back.
    fn end(&mut self) {
        match self.gathering.let_go_first() {
            Some(conversation) => self.release(conversation),
            None => {
                let held_back = [self.without_roles.take(), self.come_back.take()].into_iter().flatten();
                self.ready.extend(held_back.map(|(first, more)| Err(and_more(first, more))));
                self.is_done = true;
            }
        }
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Conversation, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && !self.is_done {
            match self.chunks.next() {
                Some(said) => self.gather(said),
                None => self.end(),
            }
        }
        self.ready.pop_front()
    }
}

impl Conversations for Reader<'_> {
    fn settled(&self) -> usize {
        let waiting = self.ready.iter().filter_map(|ready| ready.as_ref().ok()).filter_map(first_byte);
        waiting.chain(self.gathering.settled()).min().unwrap_or(self.end)
    }

    fn untold(&self) -> usize {
        self.untold
    }
}

fn first_byte(conversation: &Conversation) -> Option<usize> {
    Some(conversation.messages.first()?.parts.first()?.passage.span().start)
}

/// Keeps the first of a kind of fault and counts the others.
fn note(kept: &mut Option<(Box<Diagnostic>, usize)>, fault: impl FnOnce() -> Diagnostic) {
    match kept {
        Some((_, more)) => *more += 1,
        None => *kept = Some((Box::new(fault()), 0)),
    }
}

fn and_more(mut first: Box<Diagnostic>, more: usize) -> Box<Diagnostic> {
    if more > 0 {
        let Bilingual { zh, en } = &*first.text;
        first.text = Arc::new(say!("{zh}（另有 {more} 处）", "{en} (and {more} more)"));
    }
    first
}
