//! Conversations out of rows that come one by one: gathered, let go, and given their roles.

use std::collections::VecDeque;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Event};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, Span, brief};

use super::super::once::Once;
use super::gathering::Gathering;
use super::speakers::{infer_other_side, is_without_roles};
use super::text::no_role;

/// What a held message costs beside its row, in bytes, roughly.
const MESSAGE_COST: usize = 400;

/// Conversations that rows are still added to, and those that wait to be taken.
#[derive(Default)]
pub(in crate::reader) struct Sessions {
    gathering: Gathering,
    ready: VecDeque<Result<Conversation, Box<Diagnostic>>>,
    without_roles: Once,
    come_back: Once,
}

impl Sessions {
    /// Adds what a row says: a conversation of its own, to be joined to the one of the same name.
    pub(in crate::reader) fn add(&mut self, said: Conversation, source: &Source, row: Span) {
        let size = row.end - row.start + MESSAGE_COST;
        let begin = || Conversation::new(said.id.clone(), said.kind, said.mode);
        let (open, was_gone) = self.gathering.touch(&said.id, row.start, size, begin);
        if was_gone {
            self.come_back.tell(|| comes_back(&said.id, source, row));
        }
        join(open, said);
        while let Some(conversation) = self.gathering.let_go() {
            self.release(conversation);
        }
    }

    /// Adds a conversation that is whole.
    pub(in crate::reader) fn push(&mut self, conversation: Conversation) {
        self.ready.push_back(Ok(conversation));
    }

    /// The next conversation that is whole, or what is wrong with it.
    pub(in crate::reader) fn take(&mut self) -> Option<Result<Conversation, Box<Diagnostic>>> {
        self.ready.pop_front()
    }

    /// Lets go of one more when no row is left, at last of what is told once; false where nothing is left.
    pub(in crate::reader) fn end(&mut self) -> bool {
        match self.gathering.let_go_first() {
            Some(conversation) => self.release(conversation),
            None => {
                let faults = [self.without_roles.take(), self.come_back.take()].into_iter().flatten();
                self.ready.extend(faults.map(Err));
                return !self.ready.is_empty();
            }
        }
        true
    }

    /// The byte before which none of these has a message, if there are any.
    pub(in crate::reader) fn settled(&self) -> Option<usize> {
        let first = |ready: &Conversation| Some(ready.messages.first()?.parts.first()?.passage.span().start);
        let waiting = self.ready.iter().filter_map(|ready| first(ready.as_ref().ok()?));
        waiting.chain(self.gathering.settled()).min()
    }

    fn release(&mut self, mut conversation: Conversation) {
        infer_other_side(&mut conversation);
        match is_without_roles(&conversation).then(|| no_role(&conversation)).flatten() {
            Some(fault) => self.without_roles.tell(|| fault),
            None => self.push(conversation),
        }
    }
}

/// Adds what comes behind.
fn join(open: &mut Conversation, later: Conversation) {
    let before = open.messages.len();
    open.events
        .extend(later.events.into_iter().map(|event| Event { before: before + event.before, ..event }));
    open.messages.extend(later.messages);
    open.direction = later.direction.or(open.direction.take());
    open.meta.extend(later.meta);
}

fn comes_back(id: &str, source: &Source, row: Span) -> Diagnostic {
    let shown = brief(id);
    let text = say!(
        "会话 {shown} 隔了太远又出现，前后是分开检查的",
        "conversation {shown} goes on too far from its beginning and was judged in pieces",
    );
    let help = Bilingual::new(
        "请先按会话排序；如果没有哪一列写着会话，所有行算一段：用 --columns conversation=列名 指明",
        "sort the rows by conversation first; where no column names it, all rows are one: --columns conversation=NAME",
    );
    Diagnostic::error("input/scattered", text).at(source, source.line_around(row.start)).help(help)
}
