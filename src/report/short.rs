//! `short`: `path:line:col: error[ruleset/rule]: text`, one line a finding.

use std::io::{self, Write};

use crate::diagnostic::Diagnostic;
use crate::language::Lang;
use crate::source::Untrusted;

use super::{Report, Writer};

/// Writes `short`.
pub(super) struct Short(pub(super) Lang);

impl Writer for Short {
    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", line(finding, self.0))
    }

    fn end(&mut self, _: &Report, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A finding as one line.
pub fn line(diagnostic: &Diagnostic, lang: Lang) -> String {
    let (level, code) = (diagnostic.level.name(), &diagnostic.code);
    let text = Untrusted(diagnostic.text.get(lang));
    match &diagnostic.place {
        Some(place) => {
            let path = Untrusted(&place.path);
            format!("{path}:{}:{}: {level}[{code}]: {text}", place.start.line, place.start.column)
        }
        None => format!("{level}[{code}]: {text}"),
    }
}
