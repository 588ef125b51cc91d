//! Conversations out of rows that come one by one: gathered, let go, and given their roles.

use std::collections::VecDeque;

use crate::diagnostic::Diagnostic;
use crate::document::Conversation;
use crate::language::Bilingual;
use crate::say;
use crate::source::brief;

use super::super::Options;
use super::super::once::Once;
use super::gathering::{Fragment, Gathering};
use super::text::without_roles;

/// Conversations that rows are still added to, and those that wait to be taken.
#[derive(Default)]
pub(in crate::reader) struct Sessions {
    /// Whether those are handed over as well in which nobody has a role.
    keeps_all: bool,
    gathering: Gathering,
    ready: VecDeque<Result<Conversation, Box<Diagnostic>>>,
    without_roles: Once,
    come_back: Once,
}

impl Sessions {
    pub(in crate::reader) fn new(options: &Options) -> Self {
        Self { keeps_all: options.without_roles, ..Self::default() }
    }

    /// Adds a fragment to its conversation; `help` says what to do where that is gone.
    pub(in crate::reader) fn add(&mut self, fragment: Fragment, help: impl FnOnce() -> Bilingual) {
        if self.gathering.is_back(&fragment) {
            self.come_back.tell(|| comes_back(&fragment, help()));
        }
        self.gathering.add(fragment);
        while let Some(whole) = self.gathering.let_go() {
            self.release(*whole);
        }
    }

    /// Adds a conversation that is whole.
    pub(in crate::reader) fn push(&mut self, conversation: Conversation) {
        self.ready.push_back(Ok(conversation));
    }

    /// Adds what could not be read.
    pub(in crate::reader) fn fault(&mut self, fault: Diagnostic) {
        self.ready.push_back(Err(Box::new(fault)));
    }

    /// The next conversation that is whole, or what is wrong with it.
    pub(in crate::reader) fn take(&mut self) -> Option<Result<Conversation, Box<Diagnostic>>> {
        self.ready.pop_front()
    }

    /// Lets go of one more when no row is left, at last of what is told once; false where nothing is left.
    pub(in crate::reader) fn end(&mut self) -> bool {
        match self.gathering.let_go_first() {
            Some(whole) => self.release(*whole),
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

    fn release(&mut self, whole: Fragment) {
        let mut conversation = whole.conversation;
        if !whole.has_unknown {
            return self.push(conversation);
        }
        match without_roles(&mut conversation).filter(|_| !self.keeps_all) {
            None => self.push(conversation),
            Some(fault) => self.without_roles.tell(|| fault),
        }
    }
}

fn comes_back(fragment: &Fragment, help: Bilingual) -> Diagnostic {
    let shown = brief(&fragment.conversation.id);
    let text = say!(
        "会话 {shown} 隔了太远又出现，前后是分开检查的",
        "conversation {shown} goes on too far from its beginning and was judged in pieces",
    );
    let source = &fragment.source;
    Diagnostic::error("input/scattered", text).at(source, source.line_around(fragment.first.start)).help(help)
}
