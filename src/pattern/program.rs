//! Programs: regexes that are read and compiled when a text first calls for them, since most texts call for few.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use regex_automata::meta::{self, Regex};
use regex_automata::{Anchored, Input, PatternID};
use regex_syntax::hir::print::Printer;
use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};
use regex_syntax::utf8::Utf8Sequences;

use super::expression::{self, BadExpression};
use super::lexicon::Reading;

/// The largest regex, in states of its automaton.
const MOST_STATES: usize = 50_000;

/// How many states take longer to compile than a few hundred texts take to be looked for.
const LARGE: usize = 1000;

/// How many steps the small engine takes, a place at a character each, in the time in which the other one compiles the
/// largest regex.
const MOST_STEPS: usize = 4_000_000;

/// A regex, compiled or still to be.
#[derive(Debug)]
pub(super) struct Program {
    /// As a regex has to write it.
    text: Cow<'static, str>,
    reading: Reading,
    hir: OnceLock<Hir>,
    regex: OnceLock<Regex>,
    /// The same by an engine that compiles it in a tenth of the time and searches a hundred times as long; none where that
    /// does not know all of it.
    lite: OnceLock<Option<regex_lite::Regex>>,
    /// As that engine reads it, where this is known beforehand: to read and fold a regex takes longer than to compile it so.
    printed: Option<&'static str>,
    /// How many places that engine may have to keep at every character of a text.
    places: usize,
    /// How many bytes of text it has searched.
    searched: AtomicUsize,
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
        let program = Self::known(text.to_owned().into(), reading, None, places(&hir));
        Ok(Self { hir: hir.into(), ..program })
    }

    /// A program for a regex that was read before and is known to be right, with what else is known of it.
    pub(super) fn known(
        text: Cow<'static, str>,
        reading: Reading,
        printed: Option<&'static str>,
        places: usize,
    ) -> Self {
        let (hir, regex, lite) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { text, reading, hir, regex, lite, printed, places, searched: AtomicUsize::new(0) }
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

    /// Whether it takes long to compile.
    pub(super) fn is_large(&self) -> bool {
        states(self.hir()) >= LARGE
    }

    /// How many places the small engine may have to keep.
    pub(super) fn places(&self) -> usize {
        self.places
    }

    /// Whether it was compiled for many texts, and so need not be spared.
    pub(super) fn is_compiled(&self) -> bool {
        self.regex.get().is_some()
    }

    /// Where it matches in a text, which is one of many or one of few.
    pub(super) fn matches(&self, text: &str, for_many: bool) -> Vec<Range<usize>> {
        match self.lite(text, for_many) {
            Some(lite) => lite.find_iter(text).map(|found| found.range()).collect(),
            None => self.regex().find_iter(text).map(|found| found.range()).collect(),
        }
    }

    /// What its named groups hold where it matches a range of a text.
    pub(super) fn groups(&self, text: &str, range: Range<usize>, for_many: bool) -> Vec<(String, String)> {
        let held = |name: Option<&str>, text: &str| Some((name?.to_owned(), text.to_owned()));
        if let Some(lite) = self.lite(&text[range.start..], for_many) {
            let found = lite.captures_at(text, range.start);
            match found.and_then(|found| Some((found.get(0)?.range(), found))) {
                Some((whole, found)) if whole == range => {
                    let groups = lite.capture_names().zip(found.iter());
                    return groups.filter_map(|(name, group)| held(name, group?.as_str())).collect();
                }
                // Only the other engine can be told where a match has to end.
                Some((whole, _)) if whole.start == range.start && range.end < whole.end => (),
                _ => return Vec::new(),
            }
        }
        let mut found = self.regex().create_captures();
        let input = Input::new(text).range(range.clone()).anchored(Anchored::Yes);
        self.regex().search_captures(&input, &mut found);
        if found.get_match().is_none_or(|found| found.range() != range) {
            return Vec::new();
        }
        let names = found.group_info().pattern_names(PatternID::ZERO);
        names.zip(found.iter()).filter_map(|(name, group)| held(name, &text[group?.range()])).collect()
    }

    #[allow(clippy::expect_used, reason = "what can fail is the size, which `new` has counted")]
    fn regex(&self) -> &Regex {
        self.regex.get_or_init(|| {
            // A one-pass automaton costs more to try than it ever saves on texts of this length.
            let config = meta::Config::new().nfa_size_limit(None).onepass(false);
            meta::Builder::new()
                .configure(config)
                .build_from_hir(self.hir())
                .expect("a counted regex compiles")
        })
    }

    /// The small engine, if it is to search a text; none where it would by now have searched longer than the other one takes
    /// to be compiled.
    fn lite(&self, text: &str, for_many: bool) -> Option<&regex_lite::Regex> {
        let searched = || self.searched.fetch_add(text.len(), Ordering::Relaxed) + text.len();
        if for_many || searched().saturating_mul(self.places) > MOST_STEPS {
            return None;
        }
        let compile = || match self.printed {
            Some(printed) => regex_lite::Regex::new(printed).ok(),
            None => regex_lite::Regex::new(&self.printed()?).ok(),
        };
        self.lite.get_or_init(compile).as_ref()
    }

    /// The regex as an engine reads it that knows words of ASCII alone; none where it asks for others, for what nothing is,
    /// or for what would be read as something else.
    pub(super) fn printed(&self) -> Option<String> {
        let hir = self.hir();
        if hir.properties().look_set().contains_word_unicode() || repeats_twice(hir) {
            return None;
        }
        let mut text = String::new();
        Printer::new().print(hir, &mut text).ok()?;
        Some(text).filter(|text| !text.contains("&&"))
    }
}

/// Whether a repetition is repeated, which is printed without brackets: `(?:a+)?` as `a+?`.
fn repeats_twice(hir: &Hir) -> bool {
    let is_repetition = |hir: &Hir| matches!(hir.kind(), HirKind::Repetition(_));
    let is_repeated = is_repetition(hir) && hir.kind().subs().iter().any(is_repetition);
    is_repeated || hir.kind().subs().iter().any(repeats_twice)
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
    size(hir, &|class| {
        let sequences = class.iter().flat_map(|range| Utf8Sequences::new(range.start(), range.end()));
        sequences.map(|sequence| sequence.len()).sum()
    })
}

/// About how many places of a regex the small engine may have to keep at once: it takes characters, not bytes.
fn places(hir: &Hir) -> usize {
    size(hir, &|_| 1)
}

/// The size of a regex, where that of a class is this.
fn size(hir: &Hir, of_class: &impl Fn(&ClassUnicode) -> usize) -> usize {
    let again = |hir: &Hir| size(hir, of_class);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => of_class(class),
        HirKind::Class(Class::Bytes(_)) => 1,
        HirKind::Capture(capture) => again(&capture.sub).saturating_add(2),
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.max(1));
            again(&repetition.sub).saturating_add(1).saturating_mul(times.max(1) as usize)
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(again).fold(0, usize::saturating_add)
        }
    }
}
