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

use std::sync::Arc;

pub use automaton::TooManyPhrases;
pub use expression::BadExpression;
pub use lexicon::{ExpressionId, Lexicon, PhraseId};
pub use matcher::Matcher;
pub use scanned::{Scanned, Setting};
pub use search::Search;

/// What a rule looks for, as its ruleset says it; its phrases and regexes stand in a [`Lexicon`].
#[derive(Clone, Debug)]
pub enum Pattern {
    /// A phrase.
    Phrase(PhraseId),
    /// A regex, or a phrase that only a regex can say.
    Expression(ExpressionId),
    /// Any slot.
    Slot,
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
}
