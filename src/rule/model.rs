//! What a rule is: whose text it judges, where, what it asks, and what exempts from it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Clause, Level};
use crate::document::{EventName, Kind, Mode, PartKind, Roles, event_name};
use crate::language::Bilingual;
use crate::words;

use super::facts::Facts;
use super::measure::Measure;
use super::wanted::Wanted;

/// A rule, checked and ready to judge.
#[derive(Debug, Serialize, Deserialize)]
pub struct Rule {
    /// `ruleset/rule`.
    pub code: Arc<str>,
    /// How much a finding weighs.
    pub level: Level,
    /// What is wrong, in one line.
    pub summary: Arc<Bilingual>,
    /// Why it matters.
    pub why: Option<Bilingual>,
    /// The clauses it enforces.
    pub clauses: Vec<Arc<Clause>>,
    /// What to write instead.
    pub instead: Option<Bilingual>,
    /// Which text is judged.
    pub selection: Selection,
    /// What opens windows on that text; none for all of it.
    pub window: Option<Window>,
    /// What cuts the windows into pieces; none for what the verb does by itself.
    pub per: Option<Per>,
    /// What must, or must not, be there.
    pub verb: Verb,
    /// Whether it looks at the text as it is written, not folded.
    pub exact: bool,
    /// What exempts a finding.
    pub unless: Vec<Exemption>,
}

impl Rule {
    /// On which side of its trigger it looks, if it has one.
    pub(super) fn side(&self) -> Option<Side> {
        self.window.as_ref().map(|window| window.side)
    }

    /// Whether it looks at all of what its trigger stands in.
    pub(super) fn is_within_same(&self) -> bool {
        self.window.as_ref().is_some_and(|window| matches!(window.within, Some(Within::Same(_))))
    }

    /// Whether it looks in front of its trigger.
    pub(super) fn is_before(&self) -> bool {
        self.side() == Some(Side::Before)
    }
}

/// What a rule asks of each piece of text.
#[derive(Debug, Serialize, Deserialize)]
pub enum Verb {
    /// The pattern does not occur.
    Forbid(Wanted),
    /// The pattern occurs.
    Require(Wanted),
    /// The pattern, which is any of the old wordings, does not occur; each has a new one, in the same order.
    Replace(Wanted, Vec<Replacement>),
    /// A count or measure stays within bounds.
    Limit(Limit),
}

impl Verb {
    /// The pattern it asks for, if it asks for one.
    pub fn wanted(&self) -> Option<&Wanted> {
        match self {
            Self::Forbid(wanted) | Self::Require(wanted) | Self::Replace(wanted, _) => Some(wanted),
            Self::Limit(Limit { of: Measure::Hits(wanted), .. }) => Some(wanted),
            Self::Limit(_) => None,
        }
    }
}

/// An old wording and its new one.
#[derive(Debug, Serialize, Deserialize)]
pub struct Replacement {
    /// As the ruleset writes it.
    pub written: String,
    /// The new wording; nothing where the old one has to go.
    pub value: String,
}

/// Bounds of a count or measure; what equals a bound passes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Limit {
    /// What is counted or measured.
    pub of: Measure,
    /// The least, in the unit of the measure.
    pub min: Option<f64>,
    /// The most.
    pub max: Option<f64>,
}

/// Which text of a conversation is judged.
#[derive(Debug, Serialize, Deserialize)]
pub struct Selection {
    /// Whose.
    pub from: Roles,
    /// Only in these kinds; empty for all.
    pub kinds: Vec<Kind>,
    /// Which parts of messages.
    pub parts: Parts,
    /// Only at this position.
    pub at: Option<Position>,
    /// Only where all these facts hold: those of the ruleset and those of the rule.
    pub when: Vec<Facts>,
}

impl Selection {
    /// The mode without which the rule is silent, if it names one.
    pub fn mode(&self) -> Option<Mode> {
        self.when.iter().find_map(|facts| facts.mode)
    }

    /// Whether the rule is about conversations of this kind and mode at all.
    pub(super) fn covers(&self, kind: Kind, mode: Mode) -> bool {
        let is_in_mode = |facts: &Facts| facts.mode.is_none_or(|wanted| wanted == mode);
        (self.kinds.is_empty() || self.kinds.contains(&kind)) && self.when.iter().all(is_in_mode)
    }
}

/// Some parts of messages: those named, else all that are judged without being named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parts(pub Option<Vec<PartKind>>);

impl Parts {
    /// Whether a part is one of these.
    pub fn contains(&self, kind: PartKind) -> bool {
        self.0.as_ref().map_or(kind.is_judged(), |named| named.contains(&kind))
    }
}

/// A position among the turns or messages of a side: `first turn`, `last 2 messages`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Counted from the end.
    pub last: bool,
    /// How many.
    pub count: usize,
    /// Of what.
    pub unit: Unit,
}

/// What positions and windows are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Replies.
    Turns,
    /// Bubbles.
    Messages,
}

/// Where a rule looks: on one side of a trigger.
#[derive(Debug, Serialize, Deserialize)]
pub struct Window {
    /// On which side of it.
    pub side: Side,
    /// What opens it: any of these.
    pub triggers: Vec<Selector>,
    /// How wide it is; none for the rest of the conversation.
    pub within: Option<Within>,
}

/// A side of a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// From the trigger forward.
    After,
    /// From the trigger back.
    Before,
}

/// The width of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Within {
    /// All of what the trigger stands in.
    Same(Same),
    /// So many turns or messages.
    Next(usize, Unit),
    /// So many seconds.
    Time(i64),
}

/// What a trigger stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Same {
    /// Up to a comma.
    Clause,
    /// Up to a full stop.
    Sentence,
    /// One bubble, e-mail or SMS.
    Message,
    /// One reply.
    Turn,
}

/// What a window is cut by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Per {
    /// Up to a comma.
    Clause,
    /// Up to a full stop.
    Sentence,
    /// One part of a message.
    Part,
    /// One bubble, e-mail or SMS.
    Message,
    /// One reply.
    Turn,
    /// All of it.
    Conversation,
}

words!(Per {
    Clause: "clause",
    Sentence: "sentence",
    Part: "part",
    Message: "message",
    Turn: "turn",
    Conversation: "conversation",
});

words!(Same { Clause: "clause", Sentence: "sentence", Message: "message", Turn: "turn" });

/// Picks places in a conversation: what somebody says, a turn of somebody, an event.
#[derive(Debug, Serialize, Deserialize)]
pub struct Selector {
    /// Whose.
    pub from: Roles,
    /// In which parts of messages.
    pub parts: Parts,
    /// Only at this position.
    pub at: Option<Position>,
    /// What.
    pub what: What,
}

/// What a selector picks.
#[derive(Debug, Serialize, Deserialize)]
pub enum What {
    /// Words.
    Says(Box<Wanted>),
    /// An event, by its name.
    #[serde(deserialize_with = "event_name")]
    Event(EventName),
    /// Every turn.
    Turn,
}

/// What makes a finding none.
#[derive(Debug, Serialize, Deserialize)]
pub enum Exemption {
    /// Words in the turn that the finding would stand on.
    Says(Box<Wanted>),
    /// Something earlier or in the same turn, no further away than this.
    After(Selector, Option<Within>),
}
