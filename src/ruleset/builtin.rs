//! The rulesets that the program brings along.

/// Name and text of each.
const RULESETS: [(&str, &str); 4] = [
    ("cnc-hall-taboos", include_str!("../../rulesets/cnc-hall-taboos.yaml")),
    ("common", include_str!("../../rulesets/common.yaml")),
    ("vocabulary-en", include_str!("../../rulesets/vocabulary-en.yaml")),
    ("vocabulary-zh", include_str!("../../rulesets/vocabulary-zh.yaml")),
];

/// The names of all, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULESETS.iter().map(|(name, _)| *name)
}

/// The YAML of a ruleset.
pub(super) fn text(name: &str) -> Option<&'static str> {
    RULESETS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}
