//! Gathers the pieces of conversations of a stream, and lets a conversation go when it has to.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::document::{Conversation, Event};
use crate::source::{Source, Span};

/// How many bytes of messages are held before the conversation that has been quiet the longest is let go (8 MiB).
const HELD: usize = 8 << 20;

/// How many bytes of the stream a conversation may reach across (32 MiB): what is found behind its first line waits
/// for its end.
const REACH: usize = 32 << 20;

/// What a held message costs beside its line, in bytes, roughly.
const MESSAGE_COST: usize = 400;

/// How many messages a conversation has room for from the beginning.
const USUAL_LENGTH: usize = 8;

/// Lines of one conversation that stand close together in a stream.
pub(in crate::reader) struct Fragment {
    pub(super) conversation: Conversation,
    /// The first of them, and where it stands.
    pub(super) source: Arc<Source>,
    pub(super) first: Span,
    /// Whether the first of them names the conversation.
    pub(super) is_named: bool,
    /// A hash of the conversation's name.
    hash: u64,
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
        conversation.messages.reserve(USUAL_LENGTH);
        let (source, hash) = (Arc::clone(source), hash(&conversation.id));
        Self { conversation, source, first, is_named, hash, last: first.start, size: 0 }
    }

    /// Counts in a line.
    pub(in crate::reader) fn grow(&mut self, line: Span) {
        self.last = line.start;
        self.size += line.end - line.start + MESSAGE_COST;
    }

    /// Adds what comes behind.
    fn join(&mut self, later: Self) {
        let Conversation { messages, events, direction, meta, .. } = later.conversation;
        let conversation = &mut self.conversation;
        let before = conversation.messages.len();
        conversation
            .events
            .extend(events.into_iter().map(|event| Event { before: before + event.before, ..event }));
        conversation.messages.extend(messages);
        conversation.direction = direction.or(conversation.direction.take());
        conversation.meta.extend(meta);
        self.last = later.last;
        self.size += later.size;
    }
}

/// Conversations that may still go on.
#[derive(Default)]
pub(super) struct Gathering {
    /// By the byte of their first line.
    open: BTreeMap<usize, Box<Fragment>>,
    /// The first byte of each, by its name and by the byte of its last line.
    by_name: HashMap<String, usize>,
    by_last: BTreeMap<usize, usize>,
    /// Hashes of the names of those let go.
    gone: HashSet<u64>,
    held: usize,
}

impl Gathering {
    /// Whether a fragment goes on with a conversation that has been let go.
    pub(super) fn is_back(&self, fragment: &Fragment) -> bool {
        self.gone.contains(&fragment.hash) && !self.by_name.contains_key(&fragment.conversation.id)
    }

    /// Adds a fragment to its conversation.
    pub(super) fn add(&mut self, fragment: Fragment) {
        self.held += fragment.size;
        let known = self.by_name.get(&fragment.conversation.id).copied();
        let (first, last) = (known.unwrap_or(fragment.first.start), fragment.last);
        match self.open.get_mut(&first) {
            Some(open) => {
                self.by_last.remove(&open.last);
                open.join(fragment);
            }
            None => {
                self.by_name.insert(fragment.conversation.id.clone(), first);
                self.open.insert(first, Box::new(fragment));
            }
        }
        self.by_last.insert(last, first);
    }

    /// The conversation that has been quiet the longest, if too much is held; the one that reaches too far back.
    pub(super) fn let_go(&mut self) -> Option<Conversation> {
        let (last, _) = self.by_last.last_key_value()?;
        let far = self.open.first_key_value().map(|(first, _)| *first).filter(|first| last - first > REACH);
        let quiet = self.by_last.first_key_value().map(|(_, first)| *first).filter(|_| self.held > HELD);
        self.remove(quiet.or(far)?)
    }

    /// The conversation that began first.
    pub(super) fn let_go_first(&mut self) -> Option<Conversation> {
        self.remove(self.settled()?)
    }

    /// The byte before which no open conversation has a message.
    pub(super) fn settled(&self) -> Option<usize> {
        self.open.first_key_value().map(|(first, _)| *first)
    }

    fn remove(&mut self, first: usize) -> Option<Conversation> {
        let open = self.open.remove(&first)?;
        self.by_last.remove(&open.last);
        self.by_name.remove(&open.conversation.id);
        self.gone.insert(open.hash);
        self.held -= open.size;
        Some(open.conversation)
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}
