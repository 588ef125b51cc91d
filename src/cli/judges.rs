//! Which rules judge a file: those that the configuration names for it, else those of the run.

use crate::lint::Linter;
use crate::project::Project;
use crate::ruleset::{Entry, Rulebook};

/// The linters of a run, which have one rulebook.
pub(super) struct Judges<'r> {
    usual: Linter<'r>,
    of_files: Vec<(&'r [String], Linter<'r>)>,
}

impl<'r> Judges<'r> {
    /// The linters of a rulebook, by what a project says of its files.
    pub(super) fn new(rulebook: &'r Rulebook, project: &'r Project, keeps: bool) -> Self {
        let among = |names: &[String]| {
            let is_wanted = |entry: &Entry| !entry.is_off && names.iter().any(|name| entry.is_of(name));
            Linter::among(rulebook, is_wanted).keeping(keeps)
        };
        let mut of_files: Vec<(&[String], Linter<'_>)> = Vec::new();
        for names in project.files.iter().map(|entry| &*entry.rulesets).filter(|names| !names.is_empty()) {
            if !of_files.iter().any(|(known, _)| *known == names) {
                of_files.push((names, among(names)));
            }
        }
        let usual = match of_files.is_empty() {
            true => Linter::among(rulebook, |entry| !entry.is_off).keeping(keeps),
            false => among(&project.rulesets(&[])),
        };
        Self { usual, of_files }
    }

    /// The linter for files with some rulesets of their own, or without any.
    pub(super) fn of(&self, rulesets: &[String]) -> &Linter<'r> {
        self.of_files.iter().find(|(names, _)| *names == rulesets).map_or(&self.usual, |(_, linter)| linter)
    }
}
