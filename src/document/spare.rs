//! Room for messages. Conversations come and go by the thousand, and in another thread than the one they came in: room that
//! is kept by each thread need not be asked of all of them.

use std::cell::RefCell;

use super::Message;

/// How many messages a conversation has room for from the beginning.
const USUAL_LENGTH: usize = 8;

/// For how many messages there may be room in what is kept, and how often it is kept.
const LONGEST: usize = 64;
const MOST: usize = 500;

thread_local! {
    static SPARE: RefCell<Vec<Vec<Message>>> = RefCell::default();
}

/// Room for the messages of a conversation.
pub fn room_for_messages() -> Vec<Message> {
    let spare = SPARE.with_borrow_mut(Vec::pop);
    spare.unwrap_or_else(|| Vec::with_capacity(USUAL_LENGTH))
}

/// Lets go of some messages, and keeps their room.
pub fn keep_room(mut messages: Vec<Message>) {
    messages.clear();
    if (USUAL_LENGTH..=LONGEST).contains(&messages.capacity()) {
        SPARE.with_borrow_mut(|spare| {
            if spare.len() < MOST {
                spare.push(messages)
            }
        });
    }
}
