//! The turns of a side, with what is asked of them again and again.

use std::ops::Range;

use crate::document::{Conversation, Roles, Turn, turns_of};

/// The turns of a side.
pub(super) struct Turns {
    list: Vec<Turn>,
    /// For each message, the turn that holds it.
    holding: Vec<Option<usize>>,
    /// How far each turn or an earlier one reaches, as the message behind it. Of several sides, turns stand in turns.
    reach: Vec<usize>,
    /// The messages of the side, in order.
    messages: Vec<usize>,
}

impl Turns {
    pub(super) fn of(conversation: &Conversation, side: Roles) -> Self {
        let list = turns_of(&conversation.messages, side);
        let mut holding = vec![None; conversation.messages.len()];
        for (index, turn) in list.iter().enumerate() {
            turn.messages.iter().for_each(|&message| holding[message] = Some(index));
        }
        let ends = list.iter().map(|turn| turn.extent().end);
        let reach = ends.scan(0, |far, end| {
            *far = end.max(*far);
            Some(*far)
        });
        let reach = reach.collect();
        let messages = (0..holding.len()).filter(|&message| holding[message].is_some()).collect();
        Self { list, holding, reach, messages }
    }

    pub(super) fn list(&self) -> &[Turn] {
        &self.list
    }

    /// The messages of the side, in order.
    pub(super) fn messages(&self) -> &[usize] {
        &self.messages
    }

    /// The number of the turn that holds a message, from 0.
    pub(super) fn holding(&self, message: usize) -> Option<usize> {
        self.holding.get(message).copied().flatten()
    }

    /// From the first message to just after the last of the turn that holds a message; else just the message.
    pub(super) fn extent_around(&self, message: usize) -> Range<usize> {
        self.holding(message).map_or(message..message + 1, |index| self.list[index].extent())
    }

    /// How many turns begin before a message.
    pub(super) fn begun_before(&self, message: usize) -> usize {
        self.list.partition_point(|turn| turn.messages[0] < message)
    }

    /// Where the first `count` turns end that reach beyond a message, as the message behind them; none if there are fewer.
    pub(super) fn nth_end_beyond(&self, message: usize, count: usize) -> Option<usize> {
        let first = self.reach.partition_point(|&end| end <= message);
        let ends = self.list[first..].iter().map(|turn| turn.extent().end);
        let ends: Vec<usize> = ends.filter(|end| *end > message).take(count).collect();
        ends.iter().copied().max().filter(|_| ends.len() == count)
    }

    /// Where the `count`th message of the side from `message` on ends, as the message behind it.
    pub(super) fn nth_message_from(&self, message: usize, count: usize) -> Option<usize> {
        let first = self.messages.partition_point(|&other| other < message);
        self.messages.get(first + count.checked_sub(1)?).map(|message| message + 1)
    }
}
