//! Gathers the pieces of conversations of a stream, and lets a conversation go when it has to.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet, VecDeque};
use std::mem;
use std::sync::Arc;

use crate::document::{Conversation, Event, Message, Role, keep_room, room_for_messages};
use crate::source::{Source, Span};

use super::name::{ByHash, HashedMap, Name};

/// How many bytes of messages are held before the conversation that has been quiet the longest is let go (8 MiB).
const HELD: usize = 8 << 20;

/// How many bytes of the stream a conversation may reach across (32 MiB): what is found behind its first line waits
/// for its end.
const REACH: usize = 32 << 20;

/// What a held message costs beside its line, in bytes, roughly.
const MESSAGE_COST: usize = 400;

/// How many lines are remembered that are no longer the last of a conversation, beside as many as there are conversations.
const FEW: usize = 1000;

/// Lines of one conversation that stand close together in a stream.
pub(in crate::reader) struct Fragment {
    pub(in crate::reader) conversation: Conversation,
    /// The first of them, and where it stands.
    pub(super) source: Arc<Source>,
    pub(super) first: Span,
    /// Whether the first of them names the conversation.
    pub(super) is_named: bool,
    /// Whether somebody speaks in them whose role is not known.
    pub(super) has_unknown: bool,
    /// The conversation's name.
    pub(super) name: Name,
    /// Where the last of them begins.
    last: usize,
    /// What it costs to hold them, in bytes.
    size: usize,
}

impl Fragment {
    /// A fragment that begins with a line.
    pub(in crate::reader) fn new(
        mut conversation: Conversation,
        source: &Arc<Source>,
        first: Span,
        is_named: bool,
    ) -> Self {
        let mut messages = room_for_messages();
        messages.append(&mut conversation.messages);
        conversation.messages = messages;
        let (source, name) = (Arc::clone(source), Name::new(&conversation.id));
        Self { conversation, source, first, is_named, has_unknown: false, name, last: first.start, size: 0 }
    }

    /// Adds what a line says: an event, a message, or both, in this order. The message is made where it is to stand, and its
    /// role is told: to read that there would be to wait until it does stand there.
    #[inline]
    pub(in crate::reader) fn add(
        &mut self,
        line: Span,
        event: Option<Box<Event>>,
        add_message: impl FnOnce(&mut Vec<Message>) -> Option<Role>,
    ) {
        let Conversation { messages, events, .. } = &mut self.conversation;
        if let Some(event) = event {
            events.push(Event { before: messages.len(), ..*event });
        }
        self.has_unknown |= add_message(messages) == Some(Role::Unknown);
        self.count(line);
    }

    /// Counts in a line, whose message, if it is one, has been added.
    pub(in crate::reader) fn grow(&mut self, line: Span) {
        self.has_unknown |= self.conversation.messages.last().is_some_and(|said| said.role == Role::Unknown);
        self.count(line);
    }

    fn count(&mut self, line: Span) {
        self.last = line.start;
        self.size += line.end - line.start + MESSAGE_COST;
    }

    /// Adds what comes behind.
    fn join(&mut self, later: Self) {
        let Conversation { mut messages, events, direction, meta, allowances, .. } = later.conversation;
        let conversation = &mut self.conversation;
        let before = conversation.messages.len();
        conversation
            .events
            .extend(events.into_iter().map(|event| Event { before: before + event.before, ..event }));
        conversation.messages.append(&mut messages);
        keep_room(messages);
        conversation.direction = direction.or(conversation.direction.take());
        conversation.meta.extend(meta);
        conversation.allowances.extend(allowances);
        self.has_unknown |= later.has_unknown;
        self.last = later.last;
        self.size += later.size;
    }
}

/// A conversation that may still go on, and where its last line begins, which is asked again and again.
struct Open {
    last: usize,
    fragment: Box<Fragment>,
}

/// Conversations that may still go on.
#[derive(Default)]
pub(super) struct Gathering {
    /// In the order of their first lines; nothing in the place of one let go.
    open: VecDeque<Option<Open>>,
    /// How many places there were in front of these.
    passed: usize,
    /// The place of each, counted from the very first.
    by_name: HashedMap<Name, usize>,
    /// The last lines, each with the place of its conversation. One that has gone on since, or has been let go, may still
    /// stand there.
    by_last: BinaryHeap<Reverse<(usize, usize)>>,
    /// The last of all lines of these, or one of those let go.
    latest: usize,
    /// Hashes of the names of those let go.
    gone: HashSet<u64, ByHash>,
    held: usize,
}

impl Gathering {
    /// Whether a fragment goes on with a conversation that has been let go.
    pub(super) fn is_back(&self, fragment: &Fragment) -> bool {
        self.gone.contains(&fragment.name.hash) && !self.by_name.contains_key(&fragment.name)
    }

    /// Adds a fragment to its conversation. Those that begin one come in the order of their first lines.
    pub(super) fn add(&mut self, fragment: Fragment) {
        self.held += fragment.size;
        self.latest = self.latest.max(fragment.last);
        let (last, next) = (fragment.last, self.passed + self.open.len());
        let place = *self.by_name.entry(fragment.name.clone()).or_insert(next);
        match self.open.get_mut(place - self.passed) {
            Some(Some(open)) => {
                open.last = last;
                open.fragment.join(fragment);
            }
            _ => self.open.push_back(Some(Open { last, fragment: Box::new(fragment) })),
        }
        self.by_last.push(Reverse((last, place)));
        if self.by_last.len() > 2 * self.by_name.len() + FEW {
            self.forget_old_lines();
        }
    }

    fn forget_old_lines(&mut self) {
        let mut by_last = mem::take(&mut self.by_last);
        by_last.retain(|Reverse(line)| self.is_last(*line));
        self.by_last = by_last;
    }

    /// Whether a line is still the last one of the conversation at a place.
    fn is_last(&self, (line, place): (usize, usize)) -> bool {
        let open = place.checked_sub(self.passed).and_then(|at| self.open.get(at));
        open.and_then(Option::as_ref).is_some_and(|open| open.last == line)
    }

    /// The conversation that has been quiet the longest, if too much is held; the one that reaches too far back.
    pub(super) fn let_go(&mut self) -> Option<Box<Fragment>> {
        let place = if self.held > HELD { self.quiet() } else { None };
        let place = place.or_else(|| self.far())?;
        self.remove(place)
    }

    fn quiet(&mut self) -> Option<usize> {
        while let Some(Reverse(line)) = self.by_last.peek().copied() {
            if self.is_last(line) {
                return Some(line.1);
            }
            self.by_last.pop();
        }
        None
    }

    /// The first conversation, if it reaches too far back from the last line of all.
    fn far(&mut self) -> Option<usize> {
        let first = self.settled()?;
        if self.latest - first > REACH {
            let last = self.open.iter().flatten().map(|open| open.last).max();
            self.latest = last.unwrap_or(first);
        }
        (self.latest - first > REACH).then_some(self.passed)
    }

    /// The conversation that began first.
    pub(super) fn let_go_first(&mut self) -> Option<Box<Fragment>> {
        self.remove(self.passed)
    }

    /// The byte before which no open conversation has a message.
    pub(super) fn settled(&self) -> Option<usize> {
        Some(self.open.front()?.as_ref()?.fragment.first.start)
    }

    fn remove(&mut self, place: usize) -> Option<Box<Fragment>> {
        let Open { fragment: open, .. } = self.open.get_mut(place - self.passed)?.take()?;
        while let Some(None) = self.open.front() {
            self.open.pop_front();
            self.passed += 1;
        }
        self.by_name.remove(&open.name);
        self.gone.insert(open.name.hash);
        self.held -= open.size;
        Some(open)
    }
}
