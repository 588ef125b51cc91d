//! `short`: `path:line:col: error[ruleset/rule]: text`, one line a finding.

use crate::diagnostic::Diagnostic;
use crate::language::Lang;
use crate::source::Untrusted;

/// A finding as one line.
pub(super) fn line(diagnostic: &Diagnostic, lang: Lang) -> String {
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
