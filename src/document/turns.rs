//! Turns: maximal runs of consecutive messages of one side.

use std::mem;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Message, Role};

/// A set of roles. Where a rule looks at several, they are one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roles(u8);

impl Roles {
    /// Everybody.
    pub const ANY: Self = Self(u8::MAX);

    /// Just one role.
    pub const fn only(role: Role) -> Self {
        Self(1 << role as u8)
    }

    /// Both these and one more.
    #[must_use]
    pub fn and(self, role: Role) -> Self {
        Self(self.0 | Self::only(role).0)
    }

    /// Whether a role is one of these.
    pub fn contains(self, role: Role) -> bool {
        self.0 & Self::only(role).0 != 0
    }

    /// The roles in the set; none for [`Roles::ANY`], which has no list.
    pub fn list(self) -> Vec<Role> {
        if self == Self::ANY {
            return Vec::new();
        }
        Role::ALL.into_iter().filter(|&role| self.contains(role)).collect()
    }
}

/// A run of messages of one side. System and bot lines inside the run belong to nobody in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The messages of the side, by index, in order; at least one.
    pub messages: Vec<usize>,
}

impl Turn {
    /// From its first message to just after its last, whoever speaks between.
    pub fn extent(&self) -> Range<usize> {
        let first = self.messages.first().copied().unwrap_or_default();
        first..self.messages.last().map_or(first, |last| last + 1)
    }
}

/// The turns of a side. Of [`Roles::ANY`], every side's, in the order of their first messages.
pub fn turns_of(messages: &[Message], side: Roles) -> Vec<Turn> {
    if side != Roles::ANY {
        return runs(messages, side);
    }
    let mut turns: Vec<Turn> = Role::ALL.iter().flat_map(|&role| runs(messages, Roles::only(role))).collect();
    turns.sort_by_key(|turn| turn.messages[0]);
    turns
}

/// The messages of the first so many turns of one side, in order.
pub fn first_turns(messages: &[Message], side: Roles, count: usize) -> impl Iterator<Item = usize> {
    let (mut begun, mut broken) = (0, true);
    let in_turn = move |(index, message): (usize, &Message)| {
        if side.contains(message.role) {
            begun += usize::from(mem::take(&mut broken));
            return (begun <= count).then_some(Some(index));
        }
        broken |= breaks(message.role);
        Some(None)
    };
    messages.iter().enumerate().map_while(in_turn).flatten()
}

/// Whether what somebody else says ends a turn.
fn breaks(role: Role) -> bool {
    !matches!(role, Role::System | Role::Bot)
}

fn runs(messages: &[Message], side: Roles) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut broken = true;
    for (index, message) in messages.iter().enumerate() {
        if side.contains(message.role) {
            match turns.last_mut() {
                Some(turn) if !broken => turn.messages.push(index),
                _ => turns.push(Turn { messages: vec![index] }),
            }
            broken = false;
        } else {
            broken |= breaks(message.role);
        }
    }
    turns
}
