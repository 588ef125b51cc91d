//! A verdict of the gate as an object of JSON on one line (schema: docs/gate-verdict.schema.json).

use std::io::{self, Write};

use serde::Serialize;

use crate::gate::Verdict;
use crate::reader::outgoing::Id;

use super::json::{Fault, Finding, Skip, fault, finding, skips, write_value};

#[derive(Serialize)]
struct Line<'a> {
    id: Option<&'a Id>,
    verdict: &'static str,
    judged: bool,
    diagnostics: Vec<Finding<'a>>,
    suggestion: Option<&'a str>,
    errors: Vec<Fault<'a>>,
    skipped: Vec<Skip<'a>>,
}

/// Writes a verdict on a line.
///
/// # Errors
/// When the output cannot be written.
pub fn write_verdict(verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    let line = Line {
        id: verdict.id.as_ref(),
        verdict: verdict.decision.name(),
        judged: verdict.is_judged,
        diagnostics: verdict.findings.iter().map(finding).collect(),
        suggestion: verdict.suggestion.as_deref(),
        errors: verdict.faults.iter().map(fault).collect(),
        skipped: skips(&verdict.skipped),
    };
    write_value(&line, out)
}
