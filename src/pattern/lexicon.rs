//! All phrases and regexes of all rules, each once.

use std::collections::HashMap;

use crate::text::{Folding, Zones, fold, is_han};

use super::Pattern;
use super::expression::{self, BadExpression};
use super::program::Program;

/// A phrase of a lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhraseId(pub(super) u32);

/// A regex of a lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExpressionId(pub(super) u32);

/// Phrases and regexes, by number.
#[derive(Debug, Default)]
pub struct Lexicon {
    pub(super) phrases: Vec<Phrase>,
    pub(super) expressions: Vec<Expression>,
    phrase_ids: HashMap<String, PhraseId>,
    expression_ids: HashMap<(String, Reading), ExpressionId>,
}

/// A phrase, folded.
#[derive(Debug)]
pub(super) struct Phrase {
    /// As the first ruleset that has it writes it; none for what only stands in regexes.
    pub(super) written: Option<String>,
    pub(super) folded: String,
    pub(super) bounds: Bounds,
}

/// A compiled regex, or a phrase that only a regex can say.
#[derive(Debug)]
pub(super) struct Expression {
    pub(super) written: String,
    pub(super) reading: Reading,
    pub(super) program: Program,
    /// Texts of which one stands in every match; none if there are too many, or none.
    pub(super) needed: Option<Vec<PhraseId>>,
    pub(super) bounds: Bounds,
}

/// How an expression is written, and on what it is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Reading {
    /// A regex, on folded text.
    Regex,
    /// A regex, on the text as it is written.
    ExactRegex,
    /// A phrase with `…` or soft punctuation, on folded text.
    LoosePhrase,
    /// A phrase, on the text as it is written.
    ExactPhrase,
}

/// Which ends of a phrase have to be ends of words: those with a letter or digit that is no Han character.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bounds {
    pub(super) start: bool,
    pub(super) end: bool,
}

impl Bounds {
    pub(super) fn of(phrase: &str) -> Self {
        let is_word = |c: Option<char>| c.is_some_and(is_word);
        Self { start: is_word(phrase.chars().next()), end: is_word(phrase.chars().next_back()) }
    }

    /// Whether a range of a text ends where words end.
    pub(super) fn hold(self, text: &str, range: &std::ops::Range<usize>) -> bool {
        let before = || text[..range.start].chars().next_back().is_some_and(is_word);
        let after = || text[range.end..].chars().next().is_some_and(is_word);
        !(self.start && before() || self.end && after())
    }
}

/// Characters that words of letters and digits are made of; Han characters are not.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_han(c)
}

impl Lexicon {
    /// The pattern for a phrase. `exact` switches folding off.
    ///
    /// # Errors
    /// When nothing is left of it after folding, or it is too long.
    pub fn phrase(&mut self, written: &str, exact: bool) -> Result<Pattern, BadExpression> {
        if exact {
            let id = self.expression(written, &expression::literal(written), Reading::ExactPhrase)?;
            return Ok(Pattern::Expression(id));
        }
        if let Some(regex) = expression::of_loose_phrase(written.trim()) {
            return self.expression(written, &regex, Reading::LoosePhrase).map(Pattern::Expression);
        }
        let folded = fold_phrase(written);
        if folded.is_empty() {
            Err(BadExpression::FoldsAway)
        } else {
            Ok(Pattern::Phrase(self.add(Some(written), folded)))
        }
    }

    /// The pattern for a regex. `exact` switches folding off.
    ///
    /// # Errors
    /// When it is no regex, is too large, or matches the empty text.
    pub fn regex(&mut self, written: &str, exact: bool) -> Result<Pattern, BadExpression> {
        let reading = if exact { Reading::ExactRegex } else { Reading::Regex };
        self.expression(written, written, reading).map(Pattern::Expression)
    }

    /// A phrase as its ruleset writes it.
    pub fn phrase_text(&self, id: PhraseId) -> &str {
        let phrase = &self.phrases[id.0 as usize];
        phrase.written.as_deref().unwrap_or(&phrase.folded)
    }

    /// A phrase as it is looked for.
    pub fn folded_text(&self, id: PhraseId) -> &str {
        &self.phrases[id.0 as usize].folded
    }

    /// The names of the groups of a regex.
    pub fn captures_of(&self, id: ExpressionId) -> Vec<String> {
        self.expressions[id.0 as usize].program.captures()
    }

    /// Whether a regex has named groups.
    pub(super) fn has_captures(&self, id: ExpressionId) -> bool {
        let Expression { written, reading, .. } = &self.expressions[id.0 as usize];
        matches!(reading, Reading::Regex | Reading::ExactRegex) && written.contains("(?")
    }

    /// A regex or phrase as its ruleset writes it, a regex between slashes.
    pub fn expression_text(&self, id: ExpressionId) -> String {
        let Expression { written, reading, .. } = &self.expressions[id.0 as usize];
        match reading {
            Reading::Regex | Reading::ExactRegex => format!("/{written}/"),
            Reading::LoosePhrase | Reading::ExactPhrase => written.clone(),
        }
    }

    fn expression(
        &mut self,
        written: &str,
        regex: &str,
        reading: Reading,
    ) -> Result<ExpressionId, BadExpression> {
        let key = (written.to_owned(), reading);
        if let Some(&id) = self.expression_ids.get(&key) {
            return Ok(id);
        }
        let expression::Folded { program, needed } = expression::read(regex, reading)?;
        let needed = needed.map(|texts| texts.into_iter().map(|text| self.add(None, text)).collect());
        let bounds = match reading {
            Reading::Regex | Reading::ExactRegex => Bounds::default(),
            Reading::LoosePhrase | Reading::ExactPhrase => Bounds::of(written.trim()),
        };
        let id = ExpressionId(self.expressions.len() as u32);
        self.expressions.push(Expression { written: written.to_owned(), reading, program, needed, bounds });
        self.expression_ids.insert(key, id);
        Ok(id)
    }

    /// A phrase as some ruleset writes it, or a text that stands in a regex.
    fn add(&mut self, written: Option<&str>, folded: String) -> PhraseId {
        if let Some(&id) = self.phrase_ids.get(&folded) {
            let known = &mut self.phrases[id.0 as usize].written;
            *known = known.take().or(written.map(str::to_owned));
            return id;
        }
        let id = PhraseId(self.phrases.len() as u32);
        self.phrase_ids.insert(folded.clone(), id);
        self.phrases.push(Phrase {
            written: written.map(str::to_owned),
            bounds: Bounds::of(&folded),
            folded,
        });
        id
    }
}

/// Folds a phrase as texts are folded.
pub(super) fn fold_phrase(phrase: &str) -> String {
    let folding = Folding { wraps: true, exact: false };
    fold(phrase.trim(), &Zones::default(), folding).text().trim().to_owned()
}
