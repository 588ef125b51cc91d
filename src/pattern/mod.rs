//! Patterns, and the matcher that finds every phrase of every rule in one pass.

mod automaton;
mod essence;
mod expression;
mod gate;
mod lexicon;
mod matcher;
mod program;
mod scanned;
mod search;
mod sieve;
mod template;

use std::sync::Arc;

use crate::text::Entity;

pub use automaton::TooManyPhrases;
pub use expression::BadExpression;
pub use lexicon::{ExpressionId, Lexicon, PhraseId};
pub use matcher::Matcher;
pub use scanned::{Scanned, Setting};
pub use search::{Combined, Search};
pub use template::Template;

/// What a rule looks for, as its ruleset says it; its phrases and regexes stand in a [`Lexicon`].
#[derive(Clone, Debug)]
pub enum Pattern {
    /// A phrase.
    Phrase(PhraseId),
    /// A regex, or a phrase that only a regex can say.
    Expression(ExpressionId),
    /// A phrase that repeats what a trigger captured.
    Template(Arc<Template>),
    /// Anything of a kind: a phone number, a slot …
    Entity(Entity),
    /// A named list.
    List {
        /// The name, as it is written behind the `$`.
        name: String,
        /// What it holds.
        of: Arc<Pattern>,
        /// The same, made ready.
        search: Arc<Search>,
    },
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
    Event(&'static str),
    /// Every one.
    All(Vec<Pattern>),
    /// All of them, in this order.
    Order(Vec<Pattern>),
    /// So many different ones.
    Count(usize, Vec<Pattern>),
}

impl Pattern {
    /// What it holds one by one: the items of a list, else itself.
    pub fn items(&self) -> Vec<Self> {
        match self {
            Self::List { of, .. } => of.items(),
            Self::Any { of, allow } if allow.is_empty() => of.clone(),
            Self::Any { of, allow } => {
                let guarded = |item: &Self| Self::Any { of: vec![item.clone()], allow: allow.clone() };
                of.iter().map(guarded).collect()
            }
            _ => vec![self.clone()],
        }
    }
}
