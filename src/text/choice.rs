//! Choices between texts by a value, as ICU messages write them: `{count, plural, one {# parcel} other {# parcels}}` (Unicode
//! Technical Standard 35, part 9; ICU `MessageFormat`).

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::{TextRange, constant};

/// A choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// All of it, with its braces.
    pub range: TextRange,
    /// The texts between which it chooses, in order.
    pub arms: Vec<TextRange>,
    /// Whether it chooses by a number, for which `#` stands in the texts.
    is_plural: bool,
}

/// How a choice begins.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"\{\s*[\w.-]{1,60}\s*,\s*(?P<kind>plural|selectordinal|select)\s*,\s*(?:offset:\d+\s*)?")
});

/// What stands before an arm, up to its brace.
static SELECTOR: LazyLock<Regex> = LazyLock::new(|| constant(r"^\s*(?:=\d+|[\w-]{1,60})\s*\{"));

/// How deep choices may stand in each other.
const DEEPEST: usize = 16;

/// The choices in a text, in order, those inside of others behind them. One that is not closed, or broken, is none.
pub(super) fn choices(text: &str) -> Vec<Choice> {
    if !(text.contains('{') && (text.contains("plural") || text.contains("select"))) {
        return Vec::new();
    }
    let ends = closing_braces(text);
    let heads = HEAD.captures_iter(text);
    let found = heads.filter_map(|head| {
        let whole = head.get(0)?.range();
        let end = ends.get(&whole.start)? + 1;
        let arms = arms(text, &ends, whole.end, end - 1)?;
        Some(Choice { range: whole.start..end, arms, is_plural: &head["kind"] != "select" })
    });
    shallow(found.collect())
}

/// The arms between the head of a choice and its last brace; none if anything else stands there.
fn arms(text: &str, ends: &HashMap<usize, usize>, mut at: usize, end: usize) -> Option<Vec<TextRange>> {
    let mut arms = Vec::new();
    while !text[at..end].trim().is_empty() {
        let start = at + SELECTOR.find(&text[at..end])?.end();
        let close = *ends.get(&(start - 1))?;
        arms.push(start..close);
        at = close + 1;
    }
    (!arms.is_empty()).then_some(arms)
}

/// For each brace that opens, the one that closes it.
fn closing_braces(text: &str) -> HashMap<usize, usize> {
    let (mut open, mut ends) = (Vec::new(), HashMap::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open.push(at),
            b'}' => {
                open.pop().map(|start| ends.insert(start, at));
            }
            _ => (),
        }
    }
    ends
}

/// Those that do not stand too deep in others.
fn shallow(choices: Vec<Choice>) -> Vec<Choice> {
    let mut round: Vec<usize> = Vec::new();
    let is_shallow = |choice: &Choice| {
        round.retain(|end| *end > choice.range.start);
        round.push(choice.range.end);
        round.len() <= DEEPEST
    };
    choices.into_iter().filter(is_shallow).collect()
}

impl Choice {
    /// What of it waits for a value: its head, up to the first arm.
    pub(super) fn head(&self) -> TextRange {
        self.range.start..self.arms.first().map_or(self.range.end, |arm| arm.start)
    }

    /// What stands between its arms, and behind the last.
    pub(super) fn joints(&self) -> impl Iterator<Item = TextRange> {
        let starts = self.arms.iter().skip(1).map(|arm| arm.start).chain([self.range.end]);
        self.arms.iter().zip(starts).map(|(arm, next)| arm.end..next)
    }

    /// Where the number that it chooses by stands in its arms.
    pub(super) fn numbers(&self, text: &str) -> Vec<TextRange> {
        let arms = self.arms.iter().filter(|_| self.is_plural);
        arms.flat_map(|arm| {
            text[arm.clone()].match_indices('#').map(|(at, _)| arm.start + at..arm.start + at + 1)
        })
        .collect()
    }
}
