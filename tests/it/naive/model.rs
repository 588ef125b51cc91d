//! Conversations and rules as small plain values.

/// Whose words a message holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Agent,
    Customer,
    Bot,
    System,
}

pub(super) const ROLES: [Role; 4] = [Role::Agent, Role::Customer, Role::Bot, Role::System];

#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) role: Role,
    pub(super) text: String,
    /// In seconds since the beginning of Thursday, 2026-10-01.
    pub(super) time: Option<u32>,
}

/// Something that happened behind the first `place` messages.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) name: &'static str,
    pub(super) actor: Option<Role>,
    pub(super) place: usize,
    pub(super) time: Option<u32>,
}

#[derive(Clone, Debug)]
pub(super) struct Chat {
    pub(super) messages: Vec<Message>,
    pub(super) events: Vec<Event>,
    pub(super) open: bool,
    /// Whether the last turn is over, though the chat is open.
    pub(super) ends_turn: bool,
    pub(super) direction: Option<&'static str>,
    pub(super) queue: Option<&'static str>,
}

/// The roles that are one side; none means any, each a side of its own.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Side(pub(super) Vec<Role>);

impl Side {
    pub(super) fn is_any(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has(&self, role: Role) -> bool {
        self.is_any() || self.0.contains(&role)
    }

    /// Whether all who are of this side are of the other one, too.
    pub(super) fn is_within(&self, other: &Side) -> bool {
        other.is_any() || (!self.is_any() && self.0.iter().all(|role| other.0.contains(role)))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Clause,
    Sentence,
    Message,
    Turn,
    Conversation,
}

/// `first 2 turns`, `last message` …
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    pub(super) last: bool,
    pub(super) count: usize,
    pub(super) of: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Same(Unit),
    Turns(usize),
    Messages(usize),
    Seconds(u32),
}

#[derive(Clone, Debug)]
pub(super) enum Pattern {
    Phrase(String),
    Any(Vec<Pattern>),
    /// `{any: …, allow: …}`
    But(Vec<Pattern>, Vec<Pattern>),
    All(Vec<Pattern>),
    Order(Vec<Pattern>),
    /// `{count: n, of: …}`
    Count(usize, Vec<Pattern>),
    Whole(Vec<String>),
    Event(&'static str),
    /// A regex that captures one of these phrases as `x`.
    Capture(Vec<String>),
    /// What the trigger captured as `x`, and then this.
    Captured(String),
}

#[derive(Clone, Debug)]
pub(super) enum What {
    Says(Pattern),
    Event(&'static str),
    /// Every turn.
    Turn,
}

#[derive(Clone, Debug)]
pub(super) struct Selector {
    /// Only of an event it may be left out.
    pub(super) from: Option<Side>,
    pub(super) at: Option<At>,
    pub(super) what: What,
    /// In `unless` only.
    pub(super) within: Option<Within>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    After,
    Before,
}

#[derive(Clone, Debug)]
pub(super) struct Trigger {
    pub(super) way: Way,
    pub(super) any: Vec<Selector>,
}

#[derive(Clone, Debug)]
pub(super) enum Measure {
    Of(Pattern),
    Chars,
    Sentences,
    Lines,
    /// Of SMS, a slot taken for so many characters at least and at most.
    Segments(u32, u32),
    Turns,
    Messages,
    /// In hundredths.
    Share,
    Repeats,
    /// In seconds, as `ReplyDelay`.
    Duration,
    ReplyDelay,
    Unanswered,
}

#[derive(Clone, Debug)]
pub(super) enum Verb {
    Forbid(Pattern),
    Require(Pattern),
    Replace(Vec<(String, String)>),
    Limit { of: Measure, max: Option<u32>, min: Option<u32> },
}

#[derive(Clone, Debug)]
pub(super) enum Unless {
    Pattern(Pattern),
    Selectors(Vec<Selector>),
}

/// A range of numbers, open above where there is no end.
pub(super) type Between = (u32, Option<u32>);

#[derive(Clone, Debug)]
pub(super) enum Fact {
    Turns(Between),
    AgentTurns(Between),
    CustomerTurns(Between),
    Direction(&'static str),
    Queue(&'static str),
    /// Minutes of the day: from the first up to the second, which is outside.
    Hours(u32, u32),
    /// Days of October 2026, both inside; with the year, or of any year.
    Dates(u32, u32, bool),
    /// Monday is 0.
    Weekdays(Vec<u32>),
    Sent(bool),
}

#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) from: Side,
    pub(super) at: Option<At>,
    pub(super) trigger: Option<Trigger>,
    pub(super) within: Option<Within>,
    pub(super) per: Option<Unit>,
    pub(super) verb: Verb,
    pub(super) allow: Vec<Pattern>,
    pub(super) unless: Option<Unless>,
    pub(super) when: Vec<Fact>,
}

/// What a finding stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    /// Bytes of the text of a message.
    Text { message: usize, start: usize, end: usize },
    /// An event, by its index.
    Event(usize),
}

/// What came of judging a rule.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) marks: Vec<Mark>,
    pub(super) skipped: bool,
}
