//! The gate: the regexes of which no certain text has to stand in a match, tried all at once, so that cost does not grow
//! with their number.

use std::sync::OnceLock;

use regex_automata::hybrid::dfa::{Cache, Config, DFA};
use regex_automata::nfa::thompson::{self, NFA};
use regex_automata::util::pool::Pool;
use regex_automata::{Input, MatchError, MatchKind, PatternSet};
use regex_syntax::hir::Hir;

use super::essence::{essence, loosened};
use super::lexicon::{ExpressionId, Lexicon, PhraseId};

/// Regexes that are tried at once.
#[derive(Debug, Default)]
pub(super) struct Gate {
    /// Those on folded texts, and those on texts as they are written.
    folded: Joined,
    exact: Joined,
}

/// Regexes compiled into one, when a text first calls for it.
#[derive(Debug, Default)]
struct Joined {
    expressions: Vec<ExpressionId>,
    automaton: OnceLock<Option<Automaton>>,
}

/// A lazy automaton, and places to work in.
#[derive(Debug)]
struct Automaton {
    dfa: DFA,
    caches: Pool<Cache, Box<dyn Fn() -> Cache + Send + Sync>>,
}

impl Gate {
    /// The gate of a lexicon.
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let mut gate = Self::default();
        let all = lexicon.expressions.iter().zip((0..).map(ExpressionId));
        for (expression, id) in all.filter(|(expression, _)| expression.texts.is_empty()) {
            let is_folded = expression.reading.is_folded();
            let joined = if is_folded { &mut gate.folded } else { &mut gate.exact };
            joined.expressions.push(id);
        }
        gate
    }

    /// Whether there is nothing to try.
    pub(super) fn is_empty(&self) -> bool {
        self.folded.expressions.is_empty() && self.exact.expressions.is_empty()
    }

    /// What stands for all of them, where trying them at once is not worth while.
    pub(super) fn signs(&self, lexicon: &Lexicon) -> impl Iterator<Item = PhraseId> {
        let all = self.folded.expressions.iter().chain(&self.exact.expressions);
        all.map(|id| lexicon.sign(*id))
    }

    /// Adds what stands for each regex that may match in a text.
    pub(super) fn find(&self, text: &str, folded: &str, lexicon: &Lexicon, found: &mut Vec<PhraseId>) {
        self.folded.find(folded, lexicon, found);
        self.exact.find(text, lexicon, found);
    }
}

impl Joined {
    fn find(&self, text: &str, lexicon: &Lexicon, found: &mut Vec<PhraseId>) {
        if self.expressions.is_empty() {
            return;
        }
        let sign = |id: &ExpressionId| lexicon.sign(*id);
        let automaton = self.automaton.get_or_init(|| Automaton::new(&self.essences(lexicon)));
        match automaton.as_ref().and_then(|automaton| automaton.matching(text).ok()) {
            Some(matching) => {
                let matching = matching.iter().flat_map(PatternSet::iter);
                found.extend(matching.map(|pattern| sign(&self.expressions[pattern.as_usize()])));
            }
            // Where it is too much for one automaton, each has to be tried.
            None => found.extend(self.expressions.iter().map(sign)),
        }
    }

    fn essences(&self, lexicon: &Lexicon) -> Vec<Hir> {
        self.expressions.iter().map(|id| loosened(&essence(lexicon.expression(*id).program.hir()))).collect()
    }
}

/// The largest automaton, in bytes (16 MiB).
const LARGEST: usize = 16 << 20;

impl Automaton {
    fn new(essences: &[Hir]) -> Option<Self> {
        let size = thompson::Config::new()
            .nfa_size_limit(Some(LARGEST))
            .which_captures(thompson::WhichCaptures::None);
        let nfa: NFA = thompson::Compiler::new().configure(size).build_many_from_hir(essences).ok()?;
        // It gives up where it makes more states than it takes steps through them.
        let config = Config::new()
            .match_kind(MatchKind::All)
            .minimum_cache_clear_count(Some(3))
            .minimum_bytes_per_state(Some(10));
        let dfa = DFA::builder().configure(config).build_from_nfa(nfa).ok()?;
        let maker = dfa.clone();
        let make: Box<dyn Fn() -> Cache + Send + Sync> = Box::new(move || maker.create_cache());
        Some(Self { dfa, caches: Pool::new(make) })
    }

    /// Which of the regexes may match, if any.
    fn matching(&self, text: &str) -> Result<Option<PatternSet>, MatchError> {
        let (mut cache, input) = (self.caches.get(), Input::new(text));
        if self.dfa.try_search_fwd(&mut cache, &input.clone().earliest(true))?.is_none() {
            return Ok(None);
        }
        let mut matching = PatternSet::new(self.dfa.pattern_len());
        self.dfa.try_which_overlapping_matches(&mut cache, &input, &mut matching)?;
        Ok(Some(matching))
    }
}
