//! The gate: judges one message before it goes out, and says whether it may.

mod suggestion;

use crate::diagnostic::{Diagnostic, Level};
use crate::lint::{Linter, Skipped};
use crate::reader::outgoing::{Id, Outgoing};
use crate::words;

/// What to do with a message that could not be judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// Let it go, and say so.
    Open,
    /// Hold it back.
    #[default]
    Closed,
}

words!(OnError { Open: "open", Closed: "closed" });

/// What to do with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It may go out.
    Pass,
    /// It may go out, and something in it could be better.
    Warn,
    /// It may not go out.
    Block,
}

words!(Decision { Pass: "pass", Warn: "warn", Block: "block" });

/// Which findings hold a message back, and what happens where nobody could say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Policy {
    /// The lightest level that does; none if no finding does.
    pub fail_on: Option<Level>,
    /// What to do where the message could not be judged as a whole.
    pub on_error: OnError,
    /// Whether rules that could not be judged mean that.
    pub fail_on_skipped: bool,
}

/// What is said of a message.
#[derive(Debug)]
pub struct Verdict {
    /// What the caller calls it.
    pub id: Option<Id>,
    /// What to do with it.
    pub decision: Decision,
    /// Whether all of it was judged.
    pub is_judged: bool,
    /// What is wrong with the draft.
    pub findings: Vec<Diagnostic>,
    /// Why it was not judged.
    pub faults: Vec<Diagnostic>,
    /// What rules could not be judged.
    pub skipped: Skipped,
    /// The draft as it could be, where that can be proposed.
    pub suggestion: Option<String>,
}

impl Verdict {
    /// The verdict on a message that was not judged, by faults of whatever kind.
    pub fn not_judged(faults: Vec<Diagnostic>, policy: Policy) -> Self {
        Policy::decide(policy, Outgoing { faults, ..Outgoing::default() }, Vec::new(), Skipped::new())
    }

    /// Whether something beside the message kept it from being judged, which may be another time.
    pub fn may_change(&self) -> bool {
        self.faults.iter().any(|fault| !fault.code.starts_with("input/"))
    }
}

impl Policy {
    /// What follows from what was found in a message.
    fn decide(self, outgoing: Outgoing, findings: Vec<Diagnostic>, skipped: Skipped) -> Verdict {
        let Outgoing { id, text, faults, .. } = outgoing;
        let is_judged = faults.is_empty() && (skipped.is_empty() || !self.fail_on_skipped);
        let is_held = |finding: &Diagnostic| self.fail_on.is_some_and(|least| finding.level >= least);
        let decision = match findings.is_empty() {
            _ if findings.iter().any(is_held) || !is_judged && self.on_error == OnError::Closed => {
                Decision::Block
            }
            false => Decision::Warn,
            true => Decision::Pass,
        };
        let suggestion = text.and_then(|text| suggestion::of(&text, &findings));
        Verdict { id, decision, is_judged, findings, faults, skipped, suggestion }
    }
}

/// Judges messages before they go out.
pub struct Gate<'a> {
    linter: &'a Linter<'a>,
    policy: Policy,
}

impl<'a> Gate<'a> {
    /// A gate that judges by a linter's rules.
    pub fn new(linter: &'a Linter<'a>, policy: Policy) -> Self {
        Self { linter, policy }
    }

    /// The verdict on a message: only what is wrong with the draft counts, not with what was said before.
    pub fn judge(&self, mut outgoing: Outgoing) -> Verdict {
        let mut skipped = Skipped::new();
        let conversations = std::mem::take(&mut outgoing.conversations);
        let mut findings: Vec<Diagnostic> =
            conversations.iter().flat_map(|it| self.linter.lint(it, &mut skipped)).collect();
        findings.retain(|finding| finding.at.as_ref().is_none_or(|at| at.message > outgoing.said));
        if let Some(encoded) = outgoing.encoded.take() {
            let told = findings.iter_mut().chain(&mut outgoing.faults);
            told.for_each(|told| encoded.restore(told));
        }
        self.policy.decide(outgoing, findings, skipped)
    }
}
