//! `was`: the old names of rules. They still mean their rule, and whoever writes one is told the new one.

use crate::diagnostic::{Diagnostic, Level};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, Span, brief};

use super::library::{Library, is_kebab_case};
use super::{Entry, Rulebook};
use crate::yaml::fields::{Fields, first_here};
use crate::yaml::node::Node;

impl Entry {
    /// Whether a name, without its ruleset, is that of the rule, or an old one of it.
    pub fn is_called(&self, name: &str) -> bool {
        self.name() == name || self.was.iter().any(|old| old == name)
    }

    /// What to tell somebody who calls it by an old name.
    pub fn renamed(&self, name: &str) -> Option<Diagnostic> {
        (self.name() != name && self.is_called(name)).then(|| hint(name, self.name()))
    }
}

impl Rulebook {
    /// The name that a rule, `ruleset/rule`, has now, if it was renamed.
    pub fn name_now(&self, code: &str) -> Option<&str> {
        let (ruleset, name) = code.split_once('/')?;
        let is_it = |entry: &&Entry| entry.ruleset() == ruleset && entry.was.iter().any(|old| old == name);
        self.entries.iter().find(is_it).map(|entry| &*entry.rule.code)
    }
}

/// That a rule has another name now: no fault, but worth knowing.
pub(super) fn hint(old: &str, new: &str) -> Diagnostic {
    let (old, new) = (brief(old), brief(new));
    let text = say!("规则 `{old}` 现在叫 `{new}`", "the rule `{old}` is called `{new}` now");
    let help = say!("改写成 `{new}`", "write `{new}`");
    Diagnostic { level: Level::Note, ..Diagnostic::error("ruleset/renamed", text).help(help) }
}

/// An old name of a rule that is being read, and where it stands.
pub(super) struct Old {
    pub(super) name: String,
    pub(super) place: Span,
}

/// The old names of a rule.
pub(super) fn read(rule: &Fields<'_>, library: &mut Library<'_>) -> Vec<Old> {
    let mut names = Vec::new();
    for node in rule.texts("was") {
        let name = node.text().unwrap_or_default().to_owned();
        if !is_kebab_case(&name) {
            let shown = brief(&name);
            let text = say!("规则的名称 `{shown}` 不是 kebab-case", "the name `{shown}` is not kebab-case");
            let help = Bilingual::new(
                "写旧名称，不带规则集：`was: says-dont-know`",
                "write the old name, without its ruleset: `was: says-dont-know`",
            );
            library.faults.add("ruleset/name", text, &rule.source, node.span).help = Some(help);
        }
        names.push(Old { name, place: node.span });
    }
    names
}

/// Tells of old names that another rule has, or had.
pub(super) fn check(olds: &[Old], ids: &[(String, Span)], source: &Source, library: &mut Library<'_>) {
    for (at, Old { name, place }) in olds.iter().enumerate() {
        let had = olds[..at].iter().find(|other| other.name == *name).map(|other| other.place);
        let has = ids.iter().find(|(id, _)| id == name).map(|(_, place)| *place);
        if let Some(first) = has.or(had) {
            let shown = brief(name);
            let text =
                say!("另一条规则叫 `{shown}`，或曾经这样叫", "another rule is, or was, called `{shown}`");
            let label = first_here(source, first);
            library.faults.add("ruleset/duplicate-rule", text, source, *place).labels.push(label);
        }
    }
}

/// Whether a rule that has not been read was once called by a name.
pub(super) fn was_called(was: Option<&Node>, name: &str) -> bool {
    was.is_some_and(|was| crate::yaml::fields::items(was).iter().any(|old| old.text() == Some(name)))
}
