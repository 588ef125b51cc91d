//! `json`: one object with everything, in both languages (schema: docs/check-output.schema.json).

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use crate::diagnostic::{At, Clause, Diagnostic, Level, Place};
use crate::language::Bilingual;
use crate::lint::Skipped;
use crate::source::{is_command, is_dangerous};

use super::{Report, Writer};

/// The version of the format; a change that old readers could not read raises it.
const VERSION: u32 = 1;

/// What stands behind the findings.
#[derive(Serialize)]
struct Rest<'a> {
    skipped: Vec<Skip<'a>>,
    errors: Vec<Fault<'a>>,
    not_recognised: Vec<Unplaced<'a>>,
    guessed: Vec<Guess<'a>>,
    summary: Summary,
}

/// A finding.
#[derive(Serialize)]
pub(super) struct Finding<'a> {
    rule: &'a str,
    level: Level,
    text: &'a Bilingual,
    path: Option<&'a str>,
    span: Option<&'a Place>,
    excerpt: &'a str,
    at: Option<&'a At>,
    labels: Vec<Labelled<'a>>,
    help: Option<&'a Bilingual>,
    clauses: Vec<&'a Clause>,
    fix: Option<Change<'a>>,
}

#[derive(Serialize)]
struct Labelled<'a> {
    text: &'a Bilingual,
    /// Where it stands, if that is not where the finding does.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    span: &'a Place,
}

#[derive(Serialize)]
struct Change<'a> {
    span: &'a Place,
    insert: &'a str,
    safe: bool,
}

/// What could not be judged.
#[derive(Serialize)]
pub(super) struct Skip<'a> {
    rule: &'a str,
    reason: &'a Bilingual,
    count: usize,
}

/// What could not be read.
#[derive(Serialize)]
pub(super) struct Fault<'a> {
    code: &'a str,
    path: Option<&'a str>,
    text: &'a Bilingual,
    span: Option<&'a Place>,
    help: Option<&'a Bilingual>,
}

#[derive(Serialize)]
struct Unplaced<'a> {
    path: &'a str,
    reason: &'a Bilingual,
}

#[derive(Serialize)]
struct Guess<'a> {
    path: &'a str,
    charset: &'a str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    conversations: usize,
    messages: usize,
    error: usize,
    warning: usize,
    note: usize,
    skipped: usize,
    not_shown: usize,
    allowed: usize,
    baseline: usize,
    unchanged: usize,
}

/// Writes `json`.
#[derive(Default)]
pub(super) struct Json(Items);

impl Writer for Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "{{\"version\":{VERSION},\"diagnostics\":[")
    }

    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        self.0.write(&self::finding(finding), out)
    }

    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"],")?;
        let mut rest = Vec::new();
        write_value(&self::rest(report), &mut rest)?;
        // It goes on with the object that has begun.
        out.write_all(rest.strip_prefix(b"{").unwrap_or(&rest))
    }
}

/// The elements of an array, as they come.
#[derive(Default)]
pub(super) struct Items {
    has_some: bool,
}

impl Items {
    /// Writes the next element.
    pub(super) fn write(&mut self, value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
        if self.has_some {
            out.write_all(b",")?;
        }
        self.has_some = true;
        serialize(value, out)
    }
}

/// What could not be judged, rule by rule.
pub(super) fn skips(skipped: &Skipped) -> Vec<Skip<'_>> {
    skipped.iter().map(|((rule, reason), count)| Skip { rule, reason: &reason.0, count: *count }).collect()
}

fn rest(report: &Report) -> Rest<'_> {
    Rest {
        skipped: skips(&report.skipped),
        errors: report.errors.iter().map(fault).collect(),
        not_recognised: report
            .not_recognised
            .iter()
            .map(|(path, reason)| Unplaced { path, reason })
            .collect(),
        guessed: report.guessed.iter().map(|(path, charset)| Guess { path, charset }).collect(),
        summary: Summary {
            files: report.files,
            conversations: report.conversations,
            messages: report.messages,
            error: report.count(Level::Error),
            warning: report.count(Level::Warning),
            note: report.count(Level::Note),
            skipped: report.skips(),
            not_shown: report.not_shown,
            allowed: report.uncounted.allowed,
            baseline: report.uncounted.baseline,
            unchanged: report.uncounted.unchanged,
        },
    }
}

/// Writes a value as JSON on a line, control and direction characters escaped.
///
/// # Errors
/// When the output cannot be written.
pub fn write_value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serialize(value, out)?;
    writeln!(out)
}

pub(super) fn serialize(value: &impl Serialize, mut out: &mut dyn Write) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut out, Escaping))?;
    Ok(())
}

/// JSON that no terminal and no CI runner takes for a command.
struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut plain = 0;
        for (at, c) in fragment.char_indices() {
            if !is_dangerous(c) && !is_command(fragment, at) {
                continue;
            }
            CompactFormatter.write_string_fragment(writer, &fragment[plain..at])?;
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            plain = at + c.len_utf8();
        }
        CompactFormatter.write_string_fragment(writer, &fragment[plain..])
    }
}

/// A finding as it is written.
pub(super) fn finding(diagnostic: &Diagnostic) -> Finding<'_> {
    let path = diagnostic.place.as_ref().map(|place| &*place.path);
    let labels = diagnostic.labels.iter().map(|label| Labelled {
        text: &label.text,
        path: Some(&*label.place.path).filter(|other| path != Some(other)),
        span: &label.place,
    });
    Finding {
        rule: &diagnostic.code,
        level: diagnostic.level,
        text: &diagnostic.text,
        path,
        span: diagnostic.place.as_ref(),
        excerpt: &diagnostic.excerpt,
        at: diagnostic.at.as_ref(),
        labels: labels.collect(),
        help: diagnostic.help.as_ref(),
        clauses: diagnostic.clauses.iter().map(|clause| &**clause).collect(),
        fix: diagnostic.fix.as_ref().map(|fix| Change {
            span: &fix.place,
            insert: &fix.insert,
            safe: fix.safe,
        }),
    }
}

/// A fault as it is written.
pub(super) fn fault(diagnostic: &Diagnostic) -> Fault<'_> {
    Fault {
        code: &diagnostic.code,
        path: diagnostic.place.as_ref().map(|place| &*place.path),
        text: &diagnostic.text,
        span: diagnostic.place.as_ref().filter(|place| place.line.is_some()),
        help: diagnostic.help.as_ref(),
    }
}
