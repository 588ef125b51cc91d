//! `gitlab`: the Code Quality report of GitLab, which compares it with that of the target branch.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Level};
use crate::language::Lang;
use crate::source::Untrusted;

use super::fingerprint::Fingerprints;
use super::json::Items;
use super::{Report, Writer, spoken};

/// Writes `gitlab`.
pub(super) struct Gitlab {
    lang: Lang,
    fingerprints: Fingerprints,
    items: Items,
}

impl Gitlab {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, fingerprints: Fingerprints::default(), items: Items::default() }
    }

    fn write(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let Some(place) = &finding.place else { return Ok(()) };
        let item = Item {
            description: description(finding, self.lang),
            check_name: &finding.code,
            fingerprint: self.fingerprints.next(finding),
            severity: match finding.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Note => "info",
            },
            location: Location {
                path: Untrusted(&spoken::path(finding)).to_string(),
                lines: Lines { begin: place.start.line, end: place.end.line },
            },
        };
        self.items.write(&item, out)
    }
}

impl Writer for Gitlab {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        self.write(finding, out)
    }

    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        report.errors.iter().try_for_each(|error| self.write(error, out))?;
        writeln!(out, "]")
    }
}

#[derive(Serialize)]
struct Item<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// What GitLab shows of it, which is one line.
fn description(finding: &Diagnostic, lang: Lang) -> String {
    let text = spoken::text(finding, lang);
    let parts = std::iter::once(text).chain(spoken::place(finding, lang)).chain(spoken::help(finding, lang));
    parts.collect::<Vec<_>>().join(match lang {
        Lang::Zh => "；",
        Lang::En => "; ",
    })
}
