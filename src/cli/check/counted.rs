//! Which findings count: those that are new to the baseline, on lines that have changed.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::report::{Report, Uncounted};
use crate::ruleset::Rulebook;

use super::super::inputs::Input;
use super::args::Outcome;
use super::changed::Changed;
use super::ledger::Ledger;

/// What findings are held against.
#[derive(Default)]
pub(in crate::cli) struct Counted {
    pub(in crate::cli) ledger: Option<Ledger>,
    changed: Option<Changed>,
}

impl Counted {
    /// What the command line says.
    ///
    /// # Errors
    /// When the baseline cannot be read, or git does not answer.
    pub(super) fn of(outcome: &Outcome) -> Result<Self, Vec<Diagnostic>> {
        let ledger = outcome.baseline.as_deref().map(Ledger::open).transpose()?;
        let changed = outcome.changed_since.as_deref().map(Changed::since).transpose();
        Ok(Self { ledger, changed: changed.map_err(|fault| vec![*fault])? })
    }

    /// Findings of a run that only a baseline holds.
    pub(in crate::cli) fn against(ledger: Ledger) -> Self {
        Self { ledger: Some(ledger), changed: None }
    }

    /// Whether every finding counts.
    pub(super) fn are_all(&self) -> bool {
        self.ledger.is_none() && self.changed.is_none()
    }

    /// Whether a file is the baseline, which is no text to check.
    pub(super) fn hold(&self, path: &Path) -> bool {
        self.ledger.as_ref().is_some_and(|ledger| ledger.is_at(path))
    }

    /// Begins with the rules of a run.
    pub(super) fn begin(&mut self, rulebook: &Rulebook) {
        self.ledger.iter_mut().for_each(|ledger| ledger.rename(rulebook));
    }

    /// Begins with the findings of an input.
    pub(super) fn file(&mut self, input: &Input) {
        self.ledger.iter_mut().for_each(|ledger| ledger.file(input));
        self.changed.iter_mut().for_each(|changed| changed.file(input));
    }

    /// Whether a finding counts; if not, it is noted why.
    pub(super) fn counts(&mut self, finding: &Diagnostic, uncounted: &mut Uncounted) -> bool {
        if self.ledger.as_mut().is_some_and(|ledger| ledger.knows(finding)) {
            uncounted.baseline += 1;
            return false;
        }
        let has_changed = self.changed.as_ref().is_none_or(|changed| changed.touches(finding));
        uncounted.unchanged += usize::from(!has_changed);
        has_changed
    }

    /// Says what of the baseline no longer occurs, where all that was to be read was.
    pub(super) fn end(&mut self, rulebook: &Rulebook, report: &mut Report) {
        if let Some(ledger) = self.ledger.as_mut().filter(|_| report.errors.is_empty()) {
            report.gone = ledger.settle(rulebook);
        }
    }
}
