//! `csv`: a table of findings for those who work with spreadsheets.

use std::io::{self, Write};

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, Lang};

use super::{Report, Writer, spoken};

/// Writes `csv`.
pub(super) struct Csv {
    lang: Lang,
}

impl Csv {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang }
    }
}

const COLUMNS: [[&str; 2]; 11] = [
    ["会话编号", "conversation id"],
    ["说话人", "speaker"],
    ["角色", "role"],
    ["规则", "rule"],
    ["级别", "level"],
    ["条款", "clause"],
    ["问题", "finding"],
    ["摘录", "excerpt"],
    ["文件", "file"],
    ["行", "line"],
    ["列", "column"],
];

impl Writer for Csv {
    /// The byte order mark lets Excel know that it is UTF-8.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all("\u{FEFF}".as_bytes())?;
        write_row(COLUMNS.map(|[zh, en]| Bilingual::new(zh, en).get(self.lang).to_owned()), out)
    }

    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        write_row(row(finding, self.lang), out)
    }

    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        report.errors.iter().try_for_each(|error| write_row(row(error, self.lang), out))
    }
}

fn row(finding: &Diagnostic, lang: Lang) -> [String; COLUMNS.len()] {
    let (at, place) = (finding.at.as_ref(), finding.place.as_ref());
    let clauses = finding.clauses.iter().map(|clause| spoken::clause(clause, lang));
    let number = |number: fn(&crate::source::Position) -> usize| {
        place.filter(|place| place.line.is_some()).map(|place| number(&place.start).to_string())
    };
    [
        at.map(|at| at.conversation.clone()).unwrap_or_default(),
        at.and_then(|at| at.speaker.clone()).unwrap_or_default(),
        at.map(|at| at.role.to_owned()).unwrap_or_default(),
        finding.code.to_string(),
        finding.level.name().to_owned(),
        clauses.collect::<Vec<_>>().join(" / "),
        spoken::text(finding, lang),
        finding.excerpt.clone(),
        place.map(|place| place.path.to_string()).unwrap_or_default(),
        number(|at| at.line).unwrap_or_default(),
        number(|at| at.column).unwrap_or_default(),
    ]
}

fn write_row<const N: usize>(fields: [String; N], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(fields.iter().map(|field| defused(field)))?;
    out.write_all(&writer.into_inner().map_err(|error| error.into_error())?)
}

/// A field that no spreadsheet takes for a formula: one that would begin one has an apostrophe before it.
fn defused(field: &str) -> String {
    let shown = crate::source::Untrusted(field).to_string();
    let is_formula = shown.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula { format!("'{shown}") } else { shown }
}
