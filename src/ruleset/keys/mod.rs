//! The one table of keys: where each may stand, what it takes, what it means. Reading, advice and docs are made of it.

mod project;
mod rulesets;

use crate::document::{Kind, Mode};
use crate::language::Bilingual;
use crate::source::Source;
use crate::yaml::fields::{Faults, Keys};
use crate::yaml::node::Node;

pub use super::shape::Shape;

/// A key of a ruleset, or of the configuration of a project.
#[derive(Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// Where it may stand.
    pub on: On,
    /// What it takes.
    pub takes: Shape,
    /// What it means, in Chinese and English.
    pub means: [&'static str; 2],
}

/// Where keys stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// At the top of `liyi.yaml`.
    Project,
    /// In an entry of its `files`.
    File,
    /// Under `columns` of such an entry.
    Columns,
    /// At the top of a ruleset.
    Ruleset,
    /// In a rule.
    Rule,
    /// In a trigger or exemption.
    Selector,
    /// In a pattern.
    Pattern,
    /// Under `when`.
    When,
    /// Under `limit`.
    Limit,
    /// In an example that is more than a text.
    Example,
    /// In a clause.
    Clause,
    /// Under `source` of a ruleset.
    Source,
    /// In a text by language.
    Said,
}

const KINDS: &[&str] = &Kind::NAMES;
const MODES: &[&str] = &Mode::NAMES;

const fn key(name: &'static str, on: On, takes: Shape, zh: &'static str, en: &'static str) -> Key {
    Key { name, on, takes, means: [zh, en] }
}

impl Key {
    /// A key of a place, by its name.
    pub fn find(on: On, name: &str) -> Option<&'static Self> {
        Self::all(on).find(|key| key.name == name)
    }

    /// The keys of a place.
    pub fn all(on: On) -> impl Iterator<Item = &'static Self> {
        project::KEYS.iter().chain(rulesets::KEYS).filter(move |key| key.on == on)
    }

    /// What it means.
    pub fn meaning(&self) -> Bilingual {
        Bilingual::new(self.means[0], self.means[1])
    }
}

impl Keys for On {
    fn names(self) -> impl Iterator<Item = &'static str> {
        Key::all(self).map(|key| key.name)
    }

    fn takes(self, key: &str, value: &Node, source: &Source, faults: &mut Faults) -> bool {
        Key::find(self, key).is_some_and(|key| key.takes.fits(value, source, faults))
    }
}
