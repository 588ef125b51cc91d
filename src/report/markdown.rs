//! `markdown`: a summary for the page of a CI run, of a size that it takes.

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Level};
use crate::language::{Bilingual, Lang};
use crate::say;
use crate::source::Untrusted;

use super::{Report, Writer, spoken, summary};

/// How long the page may become, in bytes: GitHub takes no summary of more than 1 MiB.
const LONGEST: usize = 900 << 10;

/// Writes `markdown`.
pub(super) struct Markdown {
    lang: Lang,
    rows: String,
    more: usize,
}

impl Markdown {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, rows: String::new(), more: 0 }
    }

    fn add(&mut self, finding: &Diagnostic) {
        let row = row(finding, self.lang);
        match self.more == 0 && self.rows.len() + row.len() < LONGEST {
            true => self.rows.push_str(&row),
            false => self.more += 1,
        }
    }
}

impl Writer for Markdown {
    fn finding(&mut self, finding: &Diagnostic, _: &mut dyn Write) -> io::Result<()> {
        self.add(finding);
        Ok(())
    }

    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        report.errors.iter().for_each(|error| self.add(error));
        writeln!(out, "## liyi\n")?;
        for line in summary::sentences(report, self.lang).lines() {
            writeln!(out, "{}  ", unlinked(line.trim_start()))?;
        }
        if self.rows.is_empty() {
            return Ok(());
        }
        let head = Bilingual::new(
            "| 级别 | 位置 | 规则 | 问题 | 原文 | 条款 |",
            "| level | place | rule | finding | text | clause |",
        );
        writeln!(out, "\n{}\n|---|---|---|---|---|---|\n{}", head.get(self.lang), self.rows.trim_end())?;
        let more = self.more;
        let said = say!("还有 {more} 处，未显示。", "{more} more not shown.");
        if more > 0 { writeln!(out, "\n{}", said.get(self.lang)) } else { Ok(()) }
    }
}

fn row(finding: &Diagnostic, lang: Lang) -> String {
    let level = match finding.level {
        Level::Error => "🔴 error",
        Level::Warning => "🟡 warning",
        Level::Note => "🔵 note",
    };
    let place = finding.place.as_ref().map(|place| match place.line {
        Some(_) => format!("{}:{}:{}", place.path, place.start.line, place.start.column),
        None => place.path.to_string(),
    });
    let help = spoken::help(finding, lang).map(|help| format!("<br>{}", unlinked(&help)));
    let clauses = finding.clauses.iter().map(|clause| unlinked(&spoken::clause(clause, lang)));
    let cells = [
        level.to_owned(),
        code(&Untrusted(&place.unwrap_or_default()).to_string()),
        code(&finding.code),
        unlinked(&spoken::text(finding, lang)) + &help.unwrap_or_default(),
        code(&spoken::excerpt(finding)),
        clauses.collect::<Vec<_>>().join("<br>"),
    ];
    format!("| {} |\n", cells.join(" | "))
}

/// A text as a span of code, in which nothing means anything, in a cell of a table, where a bar would.
fn code(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let text = text.replace('|', "\\|");
    if longest == 0 { format!("{fence}{text}{fence}") } else { format!("{fence} {text} {fence}") }
}

/// A text in which no character means anything, not even to a forge, which makes links to people, issues and pages.
fn unlinked(text: &str) -> String {
    let alone = |c: &str| format!("<span>{c}</span>");
    escaped(text).replace("\\#", &alone("#")).replace('@', &alone("@")).replace(':', &alone(":"))
}

/// A text in which no character means anything to Markdown.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '(' | ')' | '!' | '|' | '~' | '$' | '#' => {
                escaped.extend(['\\', c]);
            }
            c => escaped.push(c),
        }
    }
    escaped
}
