//! All phrases and regexes of all rules, each once.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::text::{Folding, Zones, fold, folds_to};

use super::essence::{self, MOST_TEXTS};
use super::expression::{self, BadExpression};
use super::phrase::{Bounds, Phrases, Written};
use super::program::Program;
use super::regex::Expression;
use super::stops::Stops;
use super::{Pattern, Search};

/// A phrase of a lexicon, or what stands for a regex where it may match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PhraseId(pub(super) u32);

impl PhraseId {
    /// Its number among the phrases of its lexicon, from 0.
    pub fn number(self) -> usize {
        self.0 as usize
    }
}

/// A regex of a lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ExpressionId(pub(super) u32);

/// A named list of a lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ListId(pub(super) u32);

/// Phrases, regexes and named lists, by number.
#[derive(Debug, Default)]
pub struct Lexicon {
    pub(super) phrases: Phrases,
    pub(super) expressions: Vec<Expression>,
    /// What each list holds, and the same made ready.
    lists: Vec<(Pattern, Search)>,
    /// How rulesets write the phrases that they do not write as these fold.
    pub(super) spellings: Vec<Cow<'static, str>>,
    phrase_ids: HashMap<String, PhraseId>,
    expression_ids: HashMap<(String, Reading), ExpressionId>,
}

/// How an expression is written, and on what it is matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
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

impl Reading {
    /// Whether it is matched on folded text.
    pub(super) fn is_folded(self) -> bool {
        matches!(self, Self::Regex | Self::LoosePhrase)
    }
}

impl Lexicon {
    /// The pattern for a phrase. `exact` switches folding off.
    ///
    /// # Errors
    /// When nothing is left of it after folding, or it is too long.
    pub fn phrase(&mut self, written: &str, exact: bool) -> Result<Pattern, BadExpression> {
        if exact {
            let id = self.add_expression(written, &expression::literal(written), Reading::ExactPhrase)?;
            return Ok(Pattern::Expression(id));
        }
        if let Some(regex) = expression::of_loose_phrase(written.trim()) {
            return self.add_expression(written, &regex, Reading::LoosePhrase).map(Pattern::Expression);
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
        self.add_expression(written, written, reading).map(Pattern::Expression)
    }

    /// Adds a list that holds a pattern.
    pub fn add_list(&mut self, of: Pattern) -> ListId {
        let search = Search::any([&of], self);
        self.lists.push((of, search));
        ListId(self.lists.len() as u32 - 1)
    }

    /// What a list holds.
    pub fn list(&self, id: ListId) -> &Pattern {
        &self.lists[id.0 as usize].0
    }

    /// What each list holds.
    pub(super) fn lists(&self) -> impl Iterator<Item = &Pattern> {
        self.lists.iter().map(|(of, _)| of)
    }

    /// What a list holds, made ready.
    pub fn list_search(&self, id: ListId) -> &Search {
        &self.lists[id.0 as usize].1
    }

    /// What stands for a regex where it may match.
    pub(super) fn sign(&self, id: ExpressionId) -> PhraseId {
        self.expression(id).sign
    }

    /// A regex.
    pub(super) fn expression(&self, id: ExpressionId) -> &Expression {
        &self.expressions[id.0 as usize]
    }

    /// A phrase as its ruleset writes it.
    pub fn phrase_text(&self, id: PhraseId) -> &str {
        match self.phrases.written(id) {
            Written::Otherwise(number) => &self.spellings[number as usize],
            Written::Nowhere | Written::AsFolded => self.folded_text(id),
        }
    }

    /// A phrase as it is looked for.
    pub fn folded_text(&self, id: PhraseId) -> &str {
        self.phrases.folded(id)
    }

    /// The names of the groups of a regex.
    pub fn captures_of(&self, id: ExpressionId) -> Vec<String> {
        self.expression(id).program.captures()
    }

    /// Whether a regex has named groups.
    pub(super) fn has_captures(&self, id: ExpressionId) -> bool {
        let Expression { written, reading, .. } = self.expression(id);
        let is_named = written.contains("(?P<") || written.contains("(?<");
        matches!(reading, Reading::Regex | Reading::ExactRegex) && is_named
    }

    /// A regex or phrase as its ruleset writes it, a regex between slashes.
    pub fn expression_text(&self, id: ExpressionId) -> String {
        let Expression { written, reading, .. } = self.expression(id);
        match reading {
            Reading::Regex | Reading::ExactRegex => format!("/{written}/"),
            Reading::LoosePhrase | Reading::ExactPhrase => written.to_string(),
        }
    }

    fn add_expression(
        &mut self,
        written: &str,
        regex: &str,
        reading: Reading,
    ) -> Result<ExpressionId, BadExpression> {
        let key = (written.to_owned(), reading);
        if let Some(&id) = self.expression_ids.get(&key) {
            return Ok(id);
        }
        let program = Program::new(regex, reading)?;
        let (stops, essence) = (Stops::of(program.hir()), essence::essence(program.hir()));
        let sets = essence::texts(&essence, MOST_TEXTS);
        let texts =
            if reading.is_folded() { sets } else { sets.iter().filter_map(|set| folded(set)).collect() };
        let texts = texts.into_iter().map(|set| self.add_all(set)).collect();
        let sign = self.phrases.push("", Written::Nowhere, Bounds::default());
        let bounds = match reading {
            Reading::Regex | Reading::ExactRegex => Bounds::default(),
            Reading::LoosePhrase | Reading::ExactPhrase => Bounds::of(written.trim()),
        };
        let id = ExpressionId(self.expressions.len() as u32);
        self.expressions.push(Expression {
            written: written.to_owned().into(),
            reading,
            program,
            sign,
            texts,
            asked: Vec::new(),
            literals: None,
            stops,
            bounds,
        });
        self.expression_ids.insert(key, id);
        Ok(id)
    }

    /// A phrase as some ruleset writes it, or a text that a regex needs.
    fn add(&mut self, written: Option<&str>, folded: String) -> PhraseId {
        if let Some(&id) = self.phrase_ids.get(&folded) {
            if self.phrases.written(id) == Written::Nowhere {
                let written = self.spelt(written, &folded);
                self.phrases.set_written(id, written);
            }
            return id;
        }
        let (written, bounds) = (self.spelt(written, &folded), Bounds::of(&folded));
        let id = self.phrases.push(&folded, written, bounds);
        self.phrase_ids.insert(folded, id);
        id
    }

    /// Notes how a ruleset writes a phrase, if one does.
    fn spelt(&mut self, written: Option<&str>, folded: &str) -> Written {
        match written {
            None => Written::Nowhere,
            Some(written) if written == folded => Written::AsFolded,
            Some(written) => self.spell(written.to_owned().into()),
        }
    }

    pub(super) fn spell(&mut self, written: Cow<'static, str>) -> Written {
        self.spellings.push(written);
        Written::Otherwise(self.spellings.len() as u32 - 1)
    }

    fn add_all(&mut self, folded: Vec<String>) -> Vec<PhraseId> {
        let mut ids: Vec<PhraseId> = folded.into_iter().map(|folded| self.add(None, folded)).collect();
        ids.sort_unstable();
        ids
    }

    /// The phrases themselves, folded.
    pub(super) fn written(&self) -> impl Iterator<Item = (&str, PhraseId)> + Clone {
        self.phrases.filled().map(|id| (self.folded_text(id), id))
    }
}

/// What stands in a folded text where one of some texts stands in the text as it is written. Gaps fold by what stands
/// beside them, so that only what is between them is certain.
fn folded(texts: &[String]) -> Option<Vec<String>> {
    let between_gaps = |text: &String| {
        let stretches = text.split(|c: char| folds_to(c).is_none());
        let folded = stretches.map(|stretch| stretch.chars().filter_map(folds_to).collect::<String>());
        folded.max_by_key(|stretch| stretch.chars().count()).filter(|stretch| !stretch.is_empty())
    };
    let mut folded: Vec<String> = texts.iter().map(between_gaps).collect::<Option<_>>()?;
    folded.sort_unstable();
    folded.dedup();
    Some(folded)
}

/// Folds a phrase as texts are folded.
pub(super) fn fold_phrase(phrase: &str) -> String {
    let folding = Folding { wraps: true, exact: false };
    fold(phrase.trim(), &Zones::default(), folding).text().trim().to_owned()
}
