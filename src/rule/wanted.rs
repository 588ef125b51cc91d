//! The patterns that rules ask for, made ready to be looked for.

use serde::{Deserialize, Serialize};

use crate::pattern::{Lexicon, Pattern, Search};

use super::measure::Measure;
use super::model::{Exemption, Limit, Rule, Selector, Verb, What};

/// A pattern that a verb, a trigger or an exemption asks for.
#[derive(Debug, Serialize, Deserialize)]
pub struct Wanted {
    /// The alternatives.
    pub of: Vec<Pattern>,
    /// The exceptions: a hit inside one of these is none.
    pub allow: Vec<Pattern>,
    /// The same, made ready.
    #[serde(skip)]
    pub search: Search,
    /// The exceptions, made ready.
    #[serde(skip)]
    pub allowed: Search,
    /// Which hits count.
    pub sight: Sight,
    /// Its number in the index of its rules, where equal ones have the same.
    #[serde(skip)]
    pub(super) number: Option<usize>,
}

/// Which hits count that another reading of the text speaks against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sight {
    /// Those in quotations.
    pub in_quotes: bool,
    /// Those that run through the end of a word.
    pub across_words: bool,
}

impl Wanted {
    /// Any of some patterns, but for the exceptions.
    pub fn new(of: Vec<Pattern>, allow: Vec<Pattern>, sight: Sight, lexicon: &Lexicon) -> Self {
        let (search, allowed) = (Search::default(), Search::default());
        let mut wanted = Self { of, allow, search, allowed, sight, number: None };
        wanted.make_ready(lexicon);
        wanted
    }

    /// Makes ready what is to be looked for.
    pub fn make_ready(&mut self, lexicon: &Lexicon) {
        self.search = Search::any(&self.of, lexicon);
        self.allowed = Search::any(&self.allow, lexicon);
    }
}

impl Rule {
    /// Every pattern that it asks for.
    pub fn wanted_mut(&mut self) -> impl Iterator<Item = &mut Wanted> {
        let of_verb = match &mut self.verb {
            Verb::Forbid(wanted) | Verb::Require(wanted) | Verb::Replace(wanted, _) => Some(wanted),
            Verb::Limit(Limit { of: Measure::Hits(wanted), .. }) => Some(&mut **wanted),
            Verb::Limit(_) => None,
        };
        let triggers = self.window.iter_mut().flat_map(|window| &mut window.triggers);
        let of_unless = self.unless.iter_mut().filter_map(|exemption| match exemption {
            Exemption::Says(wanted) => Some(&mut **wanted),
            Exemption::After(selector, _) => selector.wanted_mut(),
        });
        of_verb.into_iter().chain(triggers.filter_map(Selector::wanted_mut)).chain(of_unless)
    }
}

impl Selector {
    fn wanted_mut(&mut self) -> Option<&mut Wanted> {
        match &mut self.what {
            What::Says(wanted) => Some(wanted),
            What::Event(_) | What::Turn => None,
        }
    }
}
