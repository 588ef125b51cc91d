//! Patterns, and the matcher that finds every phrase of every rule in one pass.

mod automaton;
mod beginnings;
mod essence;
mod expression;
mod gate;
mod lexicon;
mod matcher;
mod phrase;
mod program;
mod records;
mod regex;
mod scanned;
mod search;
mod sieve;
mod sketch;
mod stops;
mod stored;
mod template;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::document::{EventName, event_name};
use crate::text::Entity;

pub use automaton::TooManyPhrases;
pub use expression::BadExpression;
pub use lexicon::{ExpressionId, Lexicon, ListId, PhraseId};
pub use matcher::Matcher;
pub use scanned::{Scanned, Setting};
pub use search::{Combined, Search};
pub use stored::{Import, Stored};
pub use template::Template;

/// What a rule looks for, as its ruleset says it; its phrases and regexes stand in a [`Lexicon`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Pattern {
    /// A phrase.
    Phrase(PhraseId),
    /// A regex, or a phrase that only a regex can say.
    Expression(ExpressionId),
    /// A phrase that repeats what a trigger captured.
    Template(Arc<Template>),
    /// Anything of a kind: a phone number, a slot …
    Entity(Entity),
    /// A named list: the name as it is written behind the `$`, and what it names.
    List(String, ListId),
    /// One of several, unless it lies inside one of the exceptions.
    Any {
        /// The alternatives.
        of: Vec<Pattern>,
        /// The exceptions.
        allow: Vec<Pattern>,
    },
    /// The piece is nothing but these.
    Whole(Vec<Pattern>),
    /// An event, by its name.
    #[serde(deserialize_with = "event_name")]
    Event(EventName),
    /// Every one.
    All(Vec<Pattern>),
    /// All of them, in this order.
    Order(Vec<Pattern>),
    /// So many different ones.
    Count(usize, Vec<Pattern>),
}

impl Pattern {
    /// What it holds one by one: the items of a list, else itself.
    pub fn items(&self, lexicon: &Lexicon) -> Vec<Self> {
        match self {
            Self::List(_, id) => lexicon.list(*id).items(lexicon),
            Self::Any { of, allow } if allow.is_empty() => of.clone(),
            Self::Any { of, allow } => {
                let guarded = |item: &Self| Self::Any { of: vec![item.clone()], allow: allow.clone() };
                of.iter().map(guarded).collect()
            }
            _ => vec![self.clone()],
        }
    }
}
