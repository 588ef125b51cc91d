//! Programs: regexes that are read and compiled when a text first calls for them, since most texts call for few.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex_automata::meta::{self, Regex};
use regex_syntax::hir::{Class, Hir, HirKind};
use regex_syntax::utf8::Utf8Sequences;

use super::expression::{self, BadExpression};
use super::lexicon::Reading;

/// The largest regex, in states of its automaton.
const MOST_STATES: usize = 50_000;

/// How many states take longer to compile than a few hundred texts take to be looked for.
const LARGE: usize = 1000;

/// A regex, compiled or still to be.
#[derive(Debug)]
pub(super) struct Program {
    /// As a regex has to write it.
    text: Cow<'static, str>,
    reading: Reading,
    hir: OnceLock<Hir>,
    regex: OnceLock<Regex>,
    /// The same without the automata that are made to search fast.
    plain: OnceLock<Regex>,
}

impl Program {
    /// A program for a regex.
    ///
    /// # Errors
    /// When it is no regex, is too large, or matches the empty text.
    pub(super) fn new(text: &str, reading: Reading) -> Result<Self, BadExpression> {
        let hir = expression::read(text, reading)?;
        if states(&hir) > MOST_STATES {
            return Err(BadExpression::TooLarge);
        }
        let program = Self::known(text.to_owned().into(), reading);
        Ok(Self { hir: hir.into(), ..program })
    }

    /// A program for a regex that was read before and is known to be right.
    pub(super) fn known(text: Cow<'static, str>, reading: Reading) -> Self {
        Self { text, reading, hir: OnceLock::new(), regex: OnceLock::new(), plain: OnceLock::new() }
    }

    /// The regex as it has to be written.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The names of its groups.
    pub(super) fn captures(&self) -> Vec<String> {
        let mut names = Vec::new();
        collect_names(self.hir(), &mut names);
        names
    }

    /// The regex before it is compiled.
    pub(super) fn hir(&self) -> &Hir {
        self.hir.get_or_init(|| expression::read(&self.text, self.reading).unwrap_or(Hir::fail()))
    }

    /// The compiled regex; for few texts one that is compiled in half the time and searched in ten times as long.
    pub(super) fn regex(&self, for_many: bool) -> &Regex {
        self.compiled(for_many).get_or_init(|| self.compile(for_many))
    }

    fn compiled(&self, for_many: bool) -> &OnceLock<Regex> {
        if for_many { &self.regex } else { &self.plain }
    }

    /// Whether it takes long to compile.
    pub(super) fn is_large(&self) -> bool {
        states(self.hir()) >= LARGE
    }

    /// Whether it was compiled, for many texts or for few, and so need not be spared.
    pub(super) fn is_compiled(&self, for_many: bool) -> bool {
        self.compiled(for_many).get().is_some()
    }

    #[allow(clippy::expect_used, reason = "what can fail is the size, which `new` has counted")]
    fn compile(&self, for_many: bool) -> Regex {
        // A one-pass automaton costs more to try than it ever saves on texts of this length.
        let config = meta::Config::new().nfa_size_limit(None).onepass(false);
        let config = config.hybrid(for_many).auto_prefilter(for_many);
        meta::Builder::new().configure(config).build_from_hir(self.hir()).expect("a counted regex compiles")
    }
}

fn collect_names(hir: &Hir, names: &mut Vec<String>) {
    match hir.kind() {
        HirKind::Capture(capture) => {
            names.extend(capture.name.iter().map(|name| name.to_string()));
            collect_names(&capture.sub, names);
        }
        HirKind::Repetition(repetition) => collect_names(&repetition.sub, names),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().for_each(|part| collect_names(part, names));
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => (),
    }
}

/// About how many states the automaton of a regex takes, counted without building it.
fn states(hir: &Hir) -> usize {
    let sum = |parts: &[Hir]| parts.iter().map(states).fold(0, usize::saturating_add);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => {
            let sequences = class.iter().flat_map(|range| Utf8Sequences::new(range.start(), range.end()));
            sequences.map(|sequence| sequence.len()).sum()
        }
        HirKind::Class(Class::Bytes(_)) => 1,
        HirKind::Capture(capture) => states(&capture.sub).saturating_add(2),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.max(1));
            states(&repetition.sub).saturating_add(1).saturating_mul(times.max(1) as usize)
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => sum(parts),
    }
}
