//! `json`: one object with everything, in both languages (schema: docs/check-output.schema.json).

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use crate::diagnostic::{At, Clause, Diagnostic, Level, Place};
use crate::language::Bilingual;
use crate::source::{is_command, is_dangerous};

use super::Report;

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

#[derive(Serialize)]
struct Finding<'a> {
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
    span: &'a Place,
}

#[derive(Serialize)]
struct Change<'a> {
    span: &'a Place,
    insert: &'a str,
    safe: bool,
}

#[derive(Serialize)]
struct Skip<'a> {
    rule: &'a str,
    reason: &'a Bilingual,
    count: usize,
}

#[derive(Serialize)]
struct Fault<'a> {
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
}

fn head(out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"version\":{VERSION},\"diagnostics\":[")
}

/// Writes a finding, with what stands before it.
pub(super) fn write_finding(finding: &Diagnostic, is_first: bool, out: &mut dyn Write) -> io::Result<()> {
    if is_first {
        head(out)?
    } else {
        out.write_all(b",")?
    }
    serialize(&self::finding(finding), out)
}

/// Writes what stands behind the findings, and ends the line.
pub(super) fn write_rest(report: &Report, is_empty: bool, out: &mut dyn Write) -> io::Result<()> {
    let skipped = report.skipped.iter();
    let skipped = skipped.map(|((rule, reason), count)| Skip { rule, reason: &reason.0, count: *count });
    let rest = Rest {
        skipped: skipped.collect(),
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
        },
    };
    let mut text = Vec::new();
    serialize(&rest, &mut text)?;
    if is_empty {
        head(out)?;
    }
    out.write_all(b"],")?;
    // The rest goes on with the object that the head began.
    out.write_all(text.strip_prefix(b"{").unwrap_or(&text))?;
    writeln!(out)
}

/// Writes a value as JSON on a line, control and direction characters escaped.
///
/// # Errors
/// When the output cannot be written.
pub fn write_value(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serialize(value, out)?;
    writeln!(out)
}

fn serialize(value: &impl Serialize, mut out: &mut dyn Write) -> io::Result<()> {
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

fn finding(diagnostic: &Diagnostic) -> Finding<'_> {
    let labels = diagnostic.labels.iter().map(|label| Labelled { text: &label.text, span: &label.place });
    Finding {
        rule: &diagnostic.code,
        level: diagnostic.level,
        text: &diagnostic.text,
        path: diagnostic.place.as_ref().map(|place| &*place.path),
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

fn fault(diagnostic: &Diagnostic) -> Fault<'_> {
    Fault {
        code: &diagnostic.code,
        path: diagnostic.place.as_ref().map(|place| &*place.path),
        text: &diagnostic.text,
        span: diagnostic.place.as_ref().filter(|place| place.line.is_some()),
        help: diagnostic.help.as_ref(),
    }
}
