//! The matcher: every phrase of every rule in one pass over a folded text.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::text::{Folded, SLOT, TextRange};

use super::automaton::{Automaton, TooManyPhrases};
use super::gate::Gate;
use super::lexicon::{ExpressionId, Lexicon, PhraseId, Reading};
use super::phrase::Written;
use super::regex::Expression;
use super::scanned::{Found, Scanned, Setting};
use super::sieve::Sieve;

/// Finds the phrases and regexes of a lexicon.
#[derive(Debug)]
pub struct Matcher {
    phrases: Automaton,
    lexicon: Lexicon,
    by_text: ByText,
    /// The expressions that may match anywhere.
    gate: Gate,
    /// What holds back most texts, once there are many.
    sieve: OnceLock<Option<Sieve>>,
    /// How many bytes of text were scanned, up to [`MANY`].
    scanned: AtomicUsize,
}

/// How many bytes of text are worth making ready for: to find the phrases of a ruleset faster, and its regexes.
const MANY: usize = 4096;

/// The expressions that may match where a phrase stands, phrase by phrase in one row.
#[derive(Debug)]
struct ByText {
    /// Where those of a phrase begin; those of the next one follow.
    starts: Vec<u32>,
    expressions: Vec<ExpressionId>,
}

impl ByText {
    fn of(lexicon: &Lexicon) -> Self {
        let pairs = || {
            let all = lexicon.expressions.iter().zip((0..).map(ExpressionId));
            all.flat_map(|(expression, id)| {
                expression.texts.iter().take(1).flatten().map(move |&text| (text, id))
            })
        };
        let mut starts = vec![0; lexicon.phrases.len() + 1];
        pairs().for_each(|(text, _)| starts[text.0 as usize] += 1);
        let mut sum = 0;
        starts.iter_mut().for_each(|start| (*start, sum) = (sum, sum + *start));
        let (mut next, mut expressions) = (starts.clone(), vec![ExpressionId(0); sum as usize]);
        for (PhraseId(text), id) in pairs() {
            expressions[next[text as usize] as usize] = id;
            next[text as usize] += 1;
        }
        Self { starts, expressions }
    }

    fn starting_with(&self, PhraseId(text): PhraseId) -> &[ExpressionId] {
        let [start, end] = [text, text + 1].map(|index| self.starts[index as usize] as usize);
        &self.expressions[start..end]
    }
}

impl Matcher {
    /// A matcher for a lexicon.
    ///
    /// # Errors
    /// When the automaton does not fit.
    pub fn new(lexicon: Lexicon) -> Result<Self, TooManyPhrases> {
        let phrases = Automaton::new(&lexicon)?;
        let (by_text, gate) = (ByText::of(&lexicon), Gate::new(&lexicon));
        Ok(Self { phrases, lexicon, by_text, gate, sieve: OnceLock::new(), scanned: AtomicUsize::new(0) })
    }

    /// Makes ready for many texts, which takes as long as a thousand texts take.
    pub fn expect_many(&self) {
        self.sieve.get_or_init(|| {
            let phrases = self.lexicon.written().map(|(phrase, _)| phrase);
            if self.gate.is_empty() { Sieve::new(phrases) } else { None }
        });
    }

    /// Whether many texts were scanned, or are expected.
    fn has_many(&self) -> bool {
        self.sieve.get().is_some() || self.scanned.load(Ordering::Relaxed) >= MANY
    }

    /// Whether nothing is to be found in a text, as a glance tells; none if there is nothing to glance with.
    pub fn holds_nothing(&self, text: &str) -> Option<bool> {
        let sieve = self.sieve.get().and_then(Option::as_ref)?;
        Some(!sieve.lets_through(text))
    }

    /// What is looked for.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Scans a text, if a glance does not tell that nothing is there.
    pub fn look_and_scan(&self, text: &str, setting: Setting) -> Scanned {
        match self.holds_nothing(text) {
            Some(true) => Scanned::empty(setting),
            _ => self.scan(text, setting),
        }
    }

    /// Scans a text.
    pub fn scan(&self, text: &str, setting: Setting) -> Scanned {
        let mut found = Found::anew(text, setting);
        let Found { folded, standing, hits, .. } = &mut *found;
        let folded = folded.get_or_init(Folded::default);
        if !self.has_many() {
            self.scanned.fetch_add(text.len(), Ordering::Relaxed);
        }
        self.phrases.find(folded.text(), &self.lexicon, self.has_many(), hits);
        standing.extend(hits.iter().map(|(id, _)| *id));
        hits.retain_mut(|(id, range)| {
            let phrases = &self.lexicon.phrases;
            let is_hit =
                phrases.written(*id) != Written::Nowhere && phrases.bounds(*id).hold(folded.text(), range);
            if is_hit {
                *range = folded.origin(range.clone());
            }
            is_hit
        });
        standing.sort_unstable();
        standing.dedup();
        self.add_signs(standing, text, folded.text());
        Scanned::with(found, setting)
    }

    /// Of the texts that were found, in order, keeps the phrases, and adds what stands for the regexes that may match.
    fn add_signs(&self, texts: &mut Vec<PhraseId>, text: &str, folded: &str) {
        let mut signs = Vec::new();
        for id in texts.iter().flat_map(|text| self.by_text.starting_with(*text)) {
            let Expression { texts: sets, sign, .. } = self.lexicon.expression(*id);
            let is_there = |set: &Vec<PhraseId>| set.iter().any(|text| texts.binary_search(text).is_ok());
            signs.extend(sets.iter().skip(1).all(is_there).then_some(sign));
        }
        match self.has_many() {
            true => self.gate.find(text, folded, &self.lexicon, &mut signs),
            false => signs.extend(self.gate.signs(&self.lexicon)),
        }
        texts.retain(|text| self.lexicon.phrases.written(*text) != Written::Nowhere);
        texts.append(&mut signs);
        texts.sort_unstable();
        texts.dedup();
    }

    /// The matches of a regex in a part of a scanned text.
    pub(super) fn find_expression(
        &self,
        id: ExpressionId,
        text: &str,
        scanned: &Scanned,
        part: &TextRange,
    ) -> Vec<TextRange> {
        let expression = self.lexicon.expression(id);
        let folded = scanned.as_read(text, expression.reading);
        let image = folded.image(part.clone());
        let haystack = &folded.text()[..image.end];
        let mut hits = Vec::new();
        let mut start = image.start;
        // The customer reads slots as they are: no `…` runs over one. Regexes never do.
        let stops = scanned.setting.sent && expression.reading == Reading::LoosePhrase;
        let slots = haystack[start..].match_indices(SLOT).filter(|_| stops);
        let ends = slots.map(|(at, _)| at + image.start).chain([image.end]);
        for end in ends {
            let found = expression.matches(&self.lexicon, &haystack[start..end], self.has_many());
            let found = found.into_iter().map(|found| start + found.start..start + found.end);
            let is_word = |range: &TextRange| expression.bounds.hold(folded.text(), range);
            hits.extend(found.filter(is_word).map(|range| folded.origin(range)));
            start = (end + SLOT.len_utf8()).min(image.end);
        }
        hits
    }

    /// What the named groups of a regex hold where it matches a range of a scanned text.
    pub(super) fn captures(
        &self,
        id: ExpressionId,
        text: &str,
        scanned: &Scanned,
        hit: &TextRange,
    ) -> Vec<(String, String)> {
        let expression = self.lexicon.expression(id);
        let folded = scanned.as_read(text, expression.reading);
        let image = folded.image(hit.clone());
        expression.program.groups(folded.text(), image, self.has_many())
    }

    /// Each of its regexes that may match in a text, with where it does if few texts are searched, and if many are.
    #[cfg(test)]
    pub fn few_and_many(&self, text: &str) -> Vec<(ExpressionId, [Vec<TextRange>; 2])> {
        let scanned = self.scan(text, Setting { wraps: false, sent: false });
        let ids = (0..self.lexicon.expressions.len() as u32).map(ExpressionId);
        let standing = ids.filter(|id| scanned.stands(self.lexicon.sign(*id)));
        let both = |id| {
            let expression = self.lexicon.expression(id);
            let folded = scanned.as_read(text, expression.reading).text();
            (id, [false, true].map(|for_many| expression.matches(&self.lexicon, folded, for_many)))
        };
        standing.map(both).collect()
    }
}
