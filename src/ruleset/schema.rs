//! JSON Schemas of rulesets and of the configuration of a project, made of the table of keys.

use serde_json::{Value, json};

use crate::yaml::schema::{
    any_of, defined, document, list, mapping, measured, object, one_or_several, text, word,
};

use super::keys::{Key, On, Shape};
use super::overrides::LEVELS;

/// What stands below the top of a ruleset.
const OF_RULESETS: [On; 9] =
    [On::Rule, On::Selector, On::Pattern, On::When, On::Limit, On::Example, On::Clause, On::Source, On::Said];

/// What stands below the top of a configuration.
const OF_PROJECTS: [On; 3] = [On::File, On::Columns, On::Pattern];

/// What patterns are called in a schema.
const PATTERNS: &str = "patterns";

/// The schema of a ruleset.
pub fn of_ruleset() -> Value {
    document("liyi: a ruleset", of(On::Ruleset), definitions(&OF_RULESETS))
}

/// The schema of `liyi.yaml`.
pub fn of_project() -> Value {
    document("liyi: the configuration of a project", of(On::Project), definitions(&OF_PROJECTS))
}

fn definitions(places: &[On]) -> impl Iterator<Item = (String, Value)> {
    places.iter().map(|on| (name(*on).to_owned(), of(*on))).chain([patterns()])
}

/// A place where keys stand.
fn of(on: On) -> Value {
    let keys = Key::all(on).map(|key| (key.name, key.takes.schema(), key.means));
    let mut schema = object(keys, required(on));
    if on == On::Rule {
        schema["anyOf"] = json!([{ "required": ["id"] }, { "required": ["like"] }]);
    }
    schema
}

/// The keys that have to stand in a place.
fn required(on: On) -> &'static [&'static str] {
    match on {
        On::Ruleset => &["ruleset"],
        On::File => &["match"],
        On::Example => &["text"],
        _ => &[],
    }
}

/// What a place is called in a schema.
fn name(on: On) -> &'static str {
    match on {
        On::Project => "project",
        On::File => "file",
        On::Columns => "columns",
        On::Ruleset => "ruleset",
        On::Rule => "rule",
        On::Selector => "selector",
        On::Pattern => "pattern",
        On::When => "when",
        On::Limit => "limit",
        On::Example => "example",
        On::Clause => "clause",
        On::Source => "source",
        On::Said => "said",
    }
}

fn place(on: On) -> Value {
    defined(name(on))
}

impl Shape {
    /// What it takes. Only what any value of a key has to be: what keys mean together, reading tells.
    fn schema(self) -> Value {
        let measured = |pattern| measured(pattern, &self.title());
        match self {
            Self::Text => text(),
            Self::Said => any_of([text(), place(On::Said)]),
            Self::Texts => one_or_several(&text()),
            Self::Word(words) => word(words),
            Self::Words(words) => one_or_several(&word(words)),
            Self::Flag => json!({ "type": "boolean" }),
            Self::Position => measured(r"^\s*(first|last)(\s+[0-9]+)?\s+(turns?|messages?)\s*$"),
            Self::Within => measured(
                r"^\s*(same\s+(clause|sentence|message|turn)|[0-9]+\s+(turns?|messages?)|[0-9]+[smhd])\s*$",
            ),
            Self::Amount => measured(r"^\s*[0-9.]+\s*[%smhd]?\s*$"),
            Self::Count => measured(r"^\s*([0-9]+\s*(\.\.\s*[0-9]*)?|\.\.\s*[0-9]+)\s*$"),
            Self::Hours => measured(r"^\s*[0-9]+:[0-9]+\s*\.\.\s*[0-9]+:[0-9]+\s*$"),
            Self::Dates => one_or_several(&measured(r"^[-0-9.\s]+$")),
            Self::Replacements | Self::Facts => mapping(&text()),
            Self::Patterns | Self::Measured => defined(PATTERNS),
            Self::Selectors => any_of([place(On::Selector), list(&place(On::Selector))]),
            Self::Exemption => {
                let one = || any_of([defined(PATTERNS), place(On::Selector)]);
                any_of([one(), list(&one())])
            }
            Self::Map(on) => place(on),
            Self::Lists => mapping(&defined(PATTERNS)),
            Self::Clauses => mapping(&any_of([text(), place(On::Clause)])),
            Self::Levels => mapping(&word(LEVELS)),
            Self::Named(words) => mapping(&word(words)),
            Self::Files => list(&place(On::File)),
            Self::Rules => list(&place(On::Rule)),
            Self::Examples => one_or_several(&any_of([text(), place(On::Example)])),
        }
    }
}

/// The definition of patterns: one, or a list of such.
fn patterns() -> (String, Value) {
    let schema = any_of([text(), place(On::Pattern), list(&defined(PATTERNS))]);
    (PATTERNS.to_owned(), schema)
}
