//! Rules, and how one is judged: select the text, open the windows, cut them into pieces, judge each piece.

mod exempt;
mod finding;
mod forbid;
mod pieces;
mod require;
mod scene;
mod select;
mod turns;
mod windows;

use std::sync::Arc;

use crate::diagnostic::{Clause, Diagnostic, Level};
use crate::document::{Kind, Mode, Roles};
use crate::language::Bilingual;
use crate::pattern::{Lexicon, Pattern, PhraseId, Search};
use crate::say;
use crate::words;

pub use scene::Scene;

/// A rule, checked and ready to judge.
#[derive(Debug)]
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
    /// What must not, or must, be there.
    pub verb: Verb,
    /// What it looks for.
    pub wanted: Wanted,
    /// Whether it looks at the text as it is written, not folded.
    pub exact: bool,
    /// What exempts a finding.
    pub unless: Vec<Exemption>,
}

/// What a rule asks of each piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// The pattern does not occur.
    Forbid,
    /// The pattern occurs.
    Require,
}

/// The pattern of a verb.
#[derive(Debug)]
pub struct Wanted {
    /// The alternatives.
    pub of: Vec<Pattern>,
    /// The exceptions: a hit inside one of these is none.
    pub allow: Vec<Pattern>,
    /// The same, made ready.
    pub search: Search,
    /// The exceptions, made ready.
    pub allowed: Search,
    /// Which hits count that another reading of the text speaks against.
    pub sight: Sight,
}

/// Which hits count that another reading of the text speaks against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sight {
    /// Those in quotations.
    pub in_quotes: bool,
    /// Those that run through the end of a word.
    pub across_words: bool,
}

impl Wanted {
    /// Any of some patterns, but for the exceptions.
    pub fn new(of: Vec<Pattern>, allow: Vec<Pattern>, sight: Sight) -> Self {
        let (search, allowed) = (Search::any(&of), Search::any(&allow));
        Self { of, allow, search, allowed, sight }
    }
}

/// Which text of a conversation is judged.
#[derive(Debug)]
pub struct Selection {
    /// Whose.
    pub from: Roles,
    /// Only in these kinds; empty for all.
    pub kinds: Vec<Kind>,
    /// Only in this mode.
    pub mode: Option<Mode>,
    /// Only at this position.
    pub at: Option<Position>,
}

impl Selection {
    /// Whether the rule is about conversations of this kind and mode at all.
    pub fn covers(&self, kind: Kind, mode: Mode) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&kind)) && self.mode.is_none_or(|wanted| wanted == mode)
    }
}

/// A position among the turns or messages of a side: `first turn`, `last 2 messages`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Counted from the end.
    pub last: bool,
    /// How many.
    pub count: usize,
    /// Of what.
    pub unit: Unit,
}

/// What positions and windows are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Replies.
    Turns,
    /// Bubbles.
    Messages,
}

/// Where a rule looks: behind a trigger.
#[derive(Debug)]
pub struct Window {
    /// What opens it: any of these.
    pub after: Vec<Selector>,
    /// How wide it is; none for the rest of the conversation.
    pub within: Option<Within>,
}

/// The width of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// All of what the trigger stands in.
    Same(Same),
    /// So many turns or messages.
    Next(usize, Unit),
}

/// What a trigger stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Debug)]
pub struct Selector {
    /// Whose.
    pub from: Roles,
    /// Only at this position.
    pub at: Option<Position>,
    /// What.
    pub what: What,
}

/// What a selector picks.
#[derive(Debug)]
pub enum What {
    /// Words.
    Says(Wanted),
    /// An event, by its name.
    Event(&'static str),
    /// Every turn.
    Turn,
}

/// What makes a finding none.
#[derive(Debug)]
pub enum Exemption {
    /// Words in the turn that the finding would stand on.
    Says(Wanted),
    /// Something earlier or in the same turn, no further away than this.
    After(Selector, Option<Within>),
}

/// What judging a rule brought.
#[derive(Debug, Default)]
pub struct Verdict {
    /// The findings.
    pub findings: Vec<Diagnostic>,
    /// Why it could not be judged.
    pub skipped: Option<Bilingual>,
}

impl Rule {
    /// Judges a conversation.
    pub fn judge(&self, scene: &Scene<'_>) -> Verdict {
        if !self.selection.covers(scene.conversation.kind, scene.conversation.mode) {
            return Verdict::default();
        }
        let selected = select::selected(scene, &self.selection);
        if selected.is_empty() && self.verb == Verb::Require && self.window.is_none() {
            return Verdict { findings: Vec::new(), skipped: Some(self.nothing_to_judge()) };
        }
        let windows = windows::open(scene, self, selected);
        let pieces = windows.flat_map(|window| pieces::cut(scene, self, window));
        let findings = match self.verb {
            Verb::Forbid => forbid::judge(scene, self, pieces),
            Verb::Require => require::judge(scene, self, pieces),
        };
        Verdict { findings, skipped: self.unknown_actor(scene) }
    }

    /// The phrases of which one has to stand in a conversation for the rule to find anything; none if that cannot be
    /// said.
    pub fn needs(&self, lexicon: &Lexicon) -> Option<Vec<PhraseId>> {
        match (&self.window, self.verb) {
            (_, Verb::Forbid) => self.wanted.search.needs(lexicon),
            (None, Verb::Require) => None,
            (Some(window), Verb::Require) => {
                let needs = window.after.iter().map(|selector| match &selector.what {
                    What::Says(wanted) => wanted.search.needs(lexicon),
                    What::Event(_) | What::Turn => None,
                });
                needs.collect::<Option<Vec<_>>>().map(|needs| needs.concat())
            }
        }
    }

    /// Why a trigger or exemption may be missing: an event of which the input does not say who did it.
    fn unknown_actor(&self, scene: &Scene<'_>) -> Option<Bilingual> {
        let exemptions = self.unless.iter().filter_map(|exemption| match exemption {
            Exemption::After(selector, _) => Some(selector),
            Exemption::Says(_) => None,
        });
        let mut selectors = self.window.iter().flat_map(|window| &window.after).chain(exemptions);
        let event = selectors.find_map(|selector| select::event_by_nobody(scene, selector))?;
        Some(say!("不知道事件 [{event}] 是谁的", "who did the event [{event}] is not known"))
    }

    fn nothing_to_judge(&self) -> Bilingual {
        let roles: Vec<Bilingual> = self.selection.from.list().iter().map(|role| role.title()).collect();
        let zh = roles.iter().map(|role| role.zh.as_str()).collect::<Vec<_>>().join("、");
        let en = roles.iter().map(|role| role.en.as_str()).collect::<Vec<_>>().join(" or ");
        say!("没有{zh}的消息", "no message by {en}")
    }
}
