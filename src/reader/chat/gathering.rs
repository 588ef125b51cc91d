//! Gathers the messages of a stream into conversations, and lets a conversation go when it has to.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::document::Conversation;

/// How many bytes of messages are held before the conversation that has been quiet the longest is let go (8 MiB).
const HELD: usize = 8 << 20;

/// How many bytes of the stream a conversation may reach across (32 MiB): what is found behind its first line waits
/// for its end.
const REACH: usize = 32 << 20;

/// Conversations that may still go on.
#[derive(Default)]
pub(super) struct Gathering {
    open: HashMap<String, Open>,
    /// The conversations by the byte of their first line, and by that of their last.
    by_first: BTreeMap<usize, String>,
    by_last: BTreeMap<usize, String>,
    /// Hashes of the names of those let go.
    gone: HashSet<u64>,
    held: usize,
}

struct Open {
    conversation: Conversation,
    first: usize,
    last: usize,
    size: usize,
}

impl Gathering {
    /// The conversation that a line belongs to, and whether it had been let go before. `at` is the line's first byte,
    /// `size` what it costs to hold it, in bytes.
    pub(super) fn touch(
        &mut self,
        id: &str,
        at: usize,
        size: usize,
        begin: impl FnOnce() -> Conversation,
    ) -> (&mut Conversation, bool) {
        let was_gone = !self.open.contains_key(id) && self.gone.contains(&hash(id));
        let open = self.open.entry(id.to_owned()).or_insert_with(|| {
            self.by_first.insert(at, id.to_owned());
            Open { conversation: begin(), first: at, last: at, size: 0 }
        });
        self.by_last.remove(&open.last);
        self.by_last.insert(at, id.to_owned());
        open.last = at;
        open.size += size;
        self.held += size;
        (&mut open.conversation, was_gone)
    }

    /// The conversation that has been quiet the longest, if too much is held; the one that reaches too far back.
    pub(super) fn let_go(&mut self) -> Option<Conversation> {
        let (last, _) = self.by_last.last_key_value()?;
        let far = self.by_first.first_key_value().filter(|(first, _)| last - *first > REACH);
        let quiet = self.by_last.first_key_value().filter(|_| self.held > HELD);
        let id = quiet.or(far)?.1.clone();
        self.remove(&id)
    }

    /// The conversation that began first.
    pub(super) fn let_go_first(&mut self) -> Option<Conversation> {
        let (_, id) = self.by_first.first_key_value()?;
        self.remove(&id.clone())
    }

    /// The byte before which no open conversation has a message.
    pub(super) fn settled(&self) -> Option<usize> {
        self.by_first.first_key_value().map(|(first, _)| *first)
    }

    fn remove(&mut self, id: &str) -> Option<Conversation> {
        let open = self.open.remove(id)?;
        self.by_first.remove(&open.first);
        self.by_last.remove(&open.last);
        self.gone.insert(hash(id));
        self.held -= open.size;
        Some(open.conversation)
    }
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
