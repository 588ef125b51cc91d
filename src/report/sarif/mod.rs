//! `sarif`: SARIF 2.1.0, as code scanning services take it.

mod model;
mod rules;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::diagnostic::{self, Diagnostic, Level, Place};
use crate::language::{Bilingual, Lang};
use crate::lint::UNUSED;
use crate::ruleset::Entry;
use crate::source::Untrusted;

use super::fingerprint::Fingerprints;
use super::json::{Items, serialize};
use super::{Report, Writer, spoken};
use model::{
    Artifact, Change, Fix, Invocation, Location, Logical, Notification, Outcome, Physical, Reference, Region,
    Replacement, Text,
};

/// What stands in a URI as it is.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes `sarif`.
pub(super) struct Sarif {
    lang: Lang,
    /// The rules, as they are written.
    driver: Vec<u8>,
    indices: BTreeMap<Arc<str>, usize>,
    fingerprints: Fingerprints,
    items: Items,
}

impl Sarif {
    pub(super) fn new(lang: Lang, rules: &[Entry]) -> Self {
        let rules: Vec<&Entry> = rules.iter().filter(|entry| !entry.is_off).collect();
        let mut driver = Vec::new();
        // A vector takes whatever is written to it.
        let _ = serialize(&rules::driver(&rules, lang), &mut driver);
        let codes = rules.iter().map(|entry| Arc::clone(&entry.rule.code)).chain([Arc::from(UNUSED)]);
        let indices = codes.enumerate().map(|(index, code)| (code, index));
        Self {
            lang,
            driver,
            indices: indices.collect(),
            fingerprints: Fingerprints::default(),
            items: Items::default(),
        }
    }

    fn outcome<'d>(&mut self, finding: &'d Diagnostic) -> Outcome<'d> {
        let lang = self.lang;
        let place = finding.place.as_ref();
        let conversation =
            finding.at.iter().map(|at| Logical { fully_qualified_name: shown(&at.conversation) });
        let main = place.map(|place| Location {
            logical_locations: conversation.collect(),
            ..location(place, snippet(finding))
        });
        let related = finding.labels.iter().enumerate().map(|(index, label)| Location {
            id: Some(index + 1),
            message: Some(Text { text: shown(label.text.get(lang)) }),
            ..location(&label.place, None)
        });
        Outcome {
            rule_id: &finding.code,
            rule_index: self.indices.get(&finding.code).copied(),
            level: level(finding.level),
            message: Text { text: message(finding, lang) },
            locations: main.into_iter().collect(),
            related_locations: related.collect(),
            partial_fingerprints: BTreeMap::from([("liyi/v1", self.fingerprints.next(finding))]),
            fixes: finding.fix.iter().map(|fix| self::fix(fix, finding, lang)).collect(),
        }
    }
}

impl Writer for Sarif {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let head = r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":"#;
        out.write_all(head.as_bytes())?;
        out.write_all(&self.driver)?;
        out.write_all(br#"},"columnKind":"unicodeCodePoints","results":["#)
    }

    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let outcome = self.outcome(finding);
        self.items.write(&outcome, out)
    }

    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(br#"],"invocations":["#)?;
        serialize(&invocation(report, self.lang), &mut *out)?;
        writeln!(out, "]}}]}}")
    }
}

/// What a reader without the rules needs to know.
fn message(finding: &Diagnostic, lang: Lang) -> String {
    let text = spoken::text(finding, lang);
    let text = if text.ends_with(['.', '。', '！', '!']) {
        text
    } else {
        text + Bilingual::new("。", ".").get(lang)
    };
    match spoken::place(finding, lang) {
        Some(place) => format!("{text}{}{place}", Bilingual::new("", " ").get(lang)),
        None => text,
    }
}

fn shown(text: &str) -> String {
    Untrusted(text).to_string()
}

fn snippet(finding: &Diagnostic) -> Option<Text> {
    (!finding.excerpt.is_empty()).then(|| Text { text: finding.excerpt.clone() })
}

fn level(level: Level) -> &'static str {
    level.name()
}

fn location(place: &Place, snippet: Option<Text>) -> Location {
    let region = place.line.is_some().then(|| region(place, snippet));
    Location {
        id: None,
        physical_location: Physical { artifact_location: artifact(place), region },
        logical_locations: Vec::new(),
        message: None,
    }
}

fn artifact(place: &Place) -> Artifact {
    let path = spoken::forge_path(&place.path);
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    Artifact { uri: format!("{scheme}{}", utf8_percent_encode(&path, PLAIN)) }
}

fn region(place: &Place, snippet: Option<Text>) -> Region {
    Region {
        start_line: place.start.line,
        start_column: place.start.column,
        end_line: place.end.line,
        end_column: place.end.column,
        byte_offset: place.start.byte,
        byte_length: place.end.byte.saturating_sub(place.start.byte),
        snippet,
    }
}

fn fix(fix: &diagnostic::Fix, finding: &Diagnostic, lang: Lang) -> Fix {
    let text = finding.help.as_ref().map(|help| shown(help.get(lang))).unwrap_or_default();
    Fix {
        description: Text { text },
        artifact_changes: [Change {
            artifact_location: artifact(&fix.place),
            replacements: [Replacement {
                deleted_region: region(&fix.place, None),
                inserted_content: Text { text: fix.insert.clone() },
            }],
        }],
    }
}

/// How the run went: what could not be checked is an error, what could not be judged a note.
fn invocation(report: &Report, lang: Lang) -> Invocation {
    let faults = report.errors.iter().map(|error| Notification {
        descriptor: Reference { id: error.code.to_string() },
        level: "error",
        message: Text { text: spoken::text(error, lang) },
        locations: error.place.iter().map(|place| location(place, None)).collect(),
    });
    let skipped = report.skipped.iter().map(|((rule, reason), count)| Notification {
        descriptor: Reference { id: rule.to_string() },
        level: "note",
        message: Text { text: format!("{} ×{count}", shown(reason.0.get(lang))) },
        locations: Vec::new(),
    });
    Invocation {
        execution_successful: report.errors.is_empty(),
        tool_execution_notifications: faults.chain(skipped).collect(),
    }
}
