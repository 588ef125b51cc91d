//! Gathers the messages of a stream into conversations, and lets a conversation go when it has to.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::document::Conversation;

/// How many bytes of messages are held before the conversation that has been quiet the longest is let go (16 MiB).
const HELD: usize = 16 << 20;

/// Conversations that may still go on.
#[derive(Default)]
pub(super) struct Gathering {
    open: HashMap<String, Open>,
    /// The conversations by the number of their last line.
    by_last_line: BTreeMap<usize, String>,
    /// Hashes of the names of those let go.
    gone: HashSet<u64>,
    held: usize,
}

struct Open {
    conversation: Conversation,
    last_line: usize,
    size: usize,
}

impl Gathering {
    /// The conversation that a line belongs to, and whether it had been let go before. `size` is the line's, in bytes.
    pub(super) fn touch(
        &mut self,
        id: &str,
        line: usize,
        size: usize,
        begin: impl FnOnce() -> Conversation,
    ) -> (&mut Conversation, bool) {
        let was_gone = !self.open.contains_key(id) && self.gone.contains(&hash(id));
        let open = self.open.entry(id.to_owned());
        let open = open.or_insert_with(|| Open { conversation: begin(), last_line: line, size: 0 });
        self.by_last_line.remove(&open.last_line);
        self.by_last_line.insert(line, id.to_owned());
        open.last_line = line;
        open.size += size;
        self.held += size;
        (&mut open.conversation, was_gone)
    }

    /// The conversation to let go, if too much is held.
    pub(super) fn let_go(&mut self) -> Option<Conversation> {
        if self.held <= HELD { None } else { self.let_go_any() }
    }

    /// The conversation that has been quiet the longest.
    pub(super) fn let_go_any(&mut self) -> Option<Conversation> {
        let (_, id) = self.by_last_line.pop_first()?;
        let open = self.open.remove(&id)?;
        self.gone.insert(hash(&id));
        self.held -= open.size;
        Some(open.conversation)
    }
}

fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
