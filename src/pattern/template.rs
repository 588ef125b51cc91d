//! Templates: phrases with the names of captures in braces, such as `{surname}先生`.

use serde::{Deserialize, Serialize};

use super::lexicon::fold_phrase;

/// A phrase that repeats what a trigger captured.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Template {
    /// As its ruleset writes it.
    pub written: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
enum Part {
    Text(String),
    Capture(String),
}

impl Template {
    /// Reads a phrase; none if it has no name in braces.
    pub fn of(written: &str) -> Option<Self> {
        let (mut parts, mut rest) = (Vec::new(), written);
        while let Some((before, name, behind)) = next_name(rest) {
            parts.extend((!before.is_empty()).then(|| Part::Text(before.to_owned())));
            parts.push(Part::Capture(name.to_owned()));
            rest = behind;
        }
        let is_template = rest.len() < written.len();
        parts.extend((!rest.is_empty()).then(|| Part::Text(rest.to_owned())));
        is_template.then(|| Self { written: written.to_owned(), parts })
    }

    /// The names in it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Capture(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The phrase with what was captured, folded; none if something was not.
    pub fn filled(&self, captured: &[(String, String)]) -> Option<String> {
        let value = |part: &Part| match part {
            Part::Text(text) => Some(text.clone()),
            Part::Capture(name) => {
                captured.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
            }
        };
        let filled: String = self.parts.iter().map(value).collect::<Option<_>>()?;
        Some(fold_phrase(&filled)).filter(|filled| !filled.is_empty())
    }
}

/// The first name in braces: what stands before it, the name, and what stands behind it.
fn next_name(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find('{')?;
    let close = open + text[open..].find('}')?;
    let name = &text[open + 1..close];
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    is_name.then(|| (&text[..open], name, &text[close + 1..]))
}
