//! A pattern made ready for searching: its phrases as a set, so that cost does not grow with their number.

use std::sync::Arc;

use crate::text::{Entity, TextRange};

use super::lexicon::{ExpressionId, Lexicon, PhraseId};
use super::matcher::Matcher;
use super::scanned::Scanned;
use super::{Pattern, Template};

/// A pattern as sets of things to find.
#[derive(Clone, Debug, Default)]
pub struct Search {
    phrases: Vec<PhraseId>,
    /// Each behind what stands for it where it may match.
    expressions: Vec<(PhraseId, ExpressionId)>,
    entities: Vec<Entity>,
    /// Alternatives that bring exceptions along.
    guarded: Vec<(Arc<Search>, Arc<Search>)>,
    /// Alternatives that only a piece of text as a whole can have.
    combined: Vec<Combined>,
}

/// What has to be looked for in a piece of text as a whole, or depends on what opened its window.
#[derive(Clone, Debug)]
pub enum Combined {
    /// The piece is nothing but hits of this.
    Whole(Arc<Search>),
    /// An event.
    Event(&'static str),
    /// Every one of these.
    All(Arc<[Search]>),
    /// All of these, in this order.
    Order(Arc<[Search]>),
    /// So many different ones of these.
    Count(usize, Arc<[Search]>),
    /// A phrase with what a trigger captured.
    Template(Arc<Template>),
    /// Combined ones that bring exceptions along.
    Guarded(Arc<Search>, Arc<Search>),
}

impl Search {
    /// A search for any of some patterns.
    pub fn any<'a>(patterns: impl IntoIterator<Item = &'a Pattern>, lexicon: &Lexicon) -> Self {
        let mut search = Self::default();
        patterns.into_iter().for_each(|pattern| search.add(pattern, lexicon));
        search.phrases.sort_unstable();
        search.phrases.dedup();
        search.expressions.sort_unstable();
        search.expressions.dedup();
        search
    }

    fn add(&mut self, pattern: &Pattern, lexicon: &Lexicon) {
        let any = |patterns: &[Pattern]| Arc::new(Self::any(patterns, lexicon));
        let each = |patterns: &[Pattern]| { patterns.iter() }.map(|one| Self::any([one], lexicon)).collect();
        match pattern {
            Pattern::Phrase(id) => self.phrases.push(*id),
            Pattern::Expression(id) => self.expressions.push((lexicon.sign(*id), *id)),
            Pattern::Entity(entity) => self.entities.push(*entity),
            Pattern::List(_, id) => self.merge(lexicon.list_search(*id)),
            Pattern::Any { of, allow } if allow.is_empty() => {
                of.iter().for_each(|pattern| self.add(pattern, lexicon))
            }
            Pattern::Any { of, allow } => self.guard(any(of), any(allow)),
            Pattern::Template(template) => self.combined.push(Combined::Template(Arc::clone(template))),
            Pattern::Whole(of) => self.combined.push(Combined::Whole(any(of))),
            Pattern::Event(name) => self.combined.push(Combined::Event(name)),
            Pattern::All(of) => self.combined.push(Combined::All(each(of))),
            Pattern::Order(of) => self.combined.push(Combined::Order(each(of))),
            Pattern::Count(least, of) => self.combined.push(Combined::Count(*least, each(of))),
        }
    }

    fn guard(&mut self, of: Arc<Self>, allow: Arc<Self>) {
        match of.combined[..] {
            [] => self.guarded.push((of, allow)),
            _ => self.combined.push(Combined::Guarded(of, allow)),
        }
    }

    fn merge(&mut self, other: &Self) {
        self.phrases.extend(&other.phrases);
        self.expressions.extend(&other.expressions);
        self.entities.extend(&other.entities);
        self.guarded.extend(other.guarded.iter().cloned());
        self.combined.extend(other.combined.iter().cloned());
    }

    /// Whether there is nothing to find.
    pub fn is_empty(&self) -> bool {
        self.is_simple_empty() && self.combined.is_empty()
    }

    fn is_simple_empty(&self) -> bool {
        self.phrases.is_empty()
            && self.expressions.is_empty()
            && self.entities.is_empty()
            && self.guarded.is_empty()
    }

    /// The alternatives that only a piece of text as a whole can have.
    pub fn combined(&self) -> &[Combined] {
        &self.combined
    }

    /// The names of the events that it may find.
    pub fn events(&self) -> Vec<&'static str> {
        let parts = self.combined.iter().flat_map(Combined::parts);
        let own = self.combined.iter().filter_map(|combined| match combined {
            Combined::Event(name) => Some(*name),
            _ => None,
        });
        own.chain(parts.flat_map(Self::events)).collect()
    }

    /// The phrases in it that repeat what a trigger captured.
    pub fn templates(&self) -> Vec<&Template> {
        let parts = self.combined.iter().flat_map(Combined::parts);
        let own = self.combined.iter().filter_map(|combined| match combined {
            Combined::Template(template) => Some(&**template),
            _ => None,
        });
        own.chain(parts.flat_map(Self::templates)).collect()
    }

    /// Its phrases.
    pub fn phrases(&self) -> &[PhraseId] {
        &self.phrases
    }

    /// Its phrases, if it is made of nothing else.
    pub fn phrases_alone(&self) -> Option<&[PhraseId]> {
        let is_alone = self.expressions.is_empty()
            && self.entities.is_empty()
            && self.guarded.is_empty()
            && self.combined.is_empty();
        is_alone.then_some(&self.phrases)
    }

    /// How many searches it takes, those for exceptions and their exceptions among them, up to `most`.
    pub fn cost(&self, most: usize) -> usize {
        let guarded = self.guarded.iter().flat_map(|(of, allow)| [&**of, &**allow]);
        let combined = self.combined.iter().flat_map(Combined::parts);
        let mut parts = guarded.chain(combined);
        parts.try_fold(1, |cost, part| (cost < most).then(|| cost + part.cost(most - cost))).unwrap_or(most)
    }

    /// The phrases of which one has to be found, if one has to be: where none stands in a text, the search finds nothing.
    pub fn needs(&self, lexicon: &Lexicon) -> Option<Vec<PhraseId>> {
        let mut needs = self.phrases.clone();
        if !self.entities.is_empty() {
            return None;
        }
        needs.extend(self.expressions.iter().map(|(sign, _)| *sign));
        for (search, _) in &self.guarded {
            needs.extend(search.needs(lexicon)?);
        }
        for combined in &self.combined {
            needs.extend(combined.needs(lexicon)?);
        }
        Some(needs)
    }

    /// Everything found in a part of a scanned text, in ranges of the text, but for what is combined; not in order, maybe
    /// overlapping.
    pub fn find(&self, matcher: &Matcher, text: &str, scanned: &Scanned, part: &TextRange) -> Vec<TextRange> {
        let is_wanted = |id| self.phrases.binary_search(id).is_ok();
        let phrases = scanned.hits_in(part).filter(|(id, _)| is_wanted(id));
        let mut found: Vec<TextRange> = phrases.map(|(_, range)| range.clone()).collect();
        self.matching(scanned, |id| found.extend(matcher.find_expression(id, text, scanned, part)));
        let inside = |range: &TextRange| part.start <= range.start && range.end <= part.end;
        for &entity in &self.entities {
            found.extend(scanned.entities(text, entity).iter().filter(|range| inside(range)).cloned());
        }
        for (search, allow) in &self.guarded {
            let mut hits = search.find(matcher, text, scanned, part);
            hits.retain(|hit| !scanned.is_allowed(hit, allow, matcher, text));
            found.append(&mut hits);
        }
        found
    }

    /// Tells its regexes that may match in a text, by way of those that are fewer: they, or what stands in the text.
    fn matching(&self, scanned: &Scanned, mut tell: impl FnMut(ExpressionId)) {
        let standing = scanned.phrases();
        if standing.len() < self.expressions.len() {
            let find = |sign: &PhraseId| self.expressions.binary_search_by_key(sign, |(sign, _)| *sign).ok();
            standing.iter().filter_map(find).for_each(|at| tell(self.expressions[at].1));
        } else {
            let stand = self.expressions.iter().filter(|(sign, _)| scanned.stands(*sign));
            stand.for_each(|(_, id)| tell(*id));
        }
    }

    /// What the named groups of its regexes hold at a hit; an entity is held under its own name.
    pub fn captures(
        &self,
        matcher: &Matcher,
        text: &str,
        scanned: &Scanned,
        hit: &TextRange,
    ) -> Vec<(String, String)> {
        let expressions = self.expressions.iter().filter(|(_, id)| matcher.lexicon().has_captures(*id));
        let own = expressions.flat_map(|(_, id)| matcher.captures(*id, text, scanned, hit));
        let is_hit = |entity: &&Entity| scanned.entities(text, **entity).contains(hit);
        let entities = self.entities.iter().filter(is_hit);
        let entities =
            entities.map(|entity| (entity.name().to_owned(), scanned.folded(text, hit).to_owned()));
        let guarded = self.guarded.iter().flat_map(|(of, _)| of.captures(matcher, text, scanned, hit));
        own.chain(entities).chain(guarded).collect()
    }

    /// The names under which it captures.
    pub fn capture_names(&self, lexicon: &Lexicon) -> Vec<String> {
        let own = self.expressions.iter().flat_map(|(_, id)| lexicon.captures_of(*id));
        let entities = self.entities.iter().map(|entity| entity.name().to_owned());
        own.chain(entities).chain(self.guarded.iter().flat_map(|(of, _)| of.capture_names(lexicon))).collect()
    }
}

impl Combined {
    /// The searches it is made of.
    fn parts(&self) -> Vec<&Search> {
        match self {
            Self::Whole(of) => vec![of],
            Self::Event(_) | Self::Template(_) => Vec::new(),
            Self::All(of) | Self::Order(of) | Self::Count(_, of) => of.iter().collect(),
            Self::Guarded(of, allow) => vec![of, allow],
        }
    }

    fn needs(&self, lexicon: &Lexicon) -> Option<Vec<PhraseId>> {
        match self {
            Self::Event(_) | Self::Template(_) => None,
            Self::Whole(of) | Self::Guarded(of, _) => of.needs(lexicon),
            Self::All(of) | Self::Order(of) => of.iter().find_map(|part| part.needs(lexicon)),
            Self::Count(_, of) => {
                let needs: Option<Vec<_>> = of.iter().map(|part| part.needs(lexicon)).collect();
                needs.map(|needs| needs.concat())
            }
        }
    }
}
