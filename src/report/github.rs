//! `github`: commands for the runner of GitHub Actions, which shows findings beside the lines of a change.

use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Level};
use crate::language::Lang;
use crate::say;
use crate::source::Untrusted;

use super::{Report, Writer, spoken};

/// How many commands of a kind the runner takes in a step; it drops the others silently. The last notice says how many.
const MOST: [usize; Level::ALL.len()] = [9, 10, 10];

/// Writes `github`.
pub(super) struct Github {
    lang: Lang,
    written: [usize; Level::ALL.len()],
    more: usize,
}

impl Github {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, written: [0; Level::ALL.len()], more: 0 }
    }
}

impl Writer for Github {
    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let level = finding.level as usize;
        if self.written[level] == MOST[level] {
            self.more += 1;
            return Ok(());
        }
        self.written[level] += 1;
        writeln!(out, "{}", command(finding, self.lang))
    }

    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let errors = report.errors.iter();
        for error in
            errors.take(MOST[Level::Error as usize].saturating_sub(self.written[Level::Error as usize]))
        {
            writeln!(out, "{}", command(error, self.lang))?;
        }
        if self.more == 0 {
            return Ok(());
        }
        let more = self.more;
        let text = say!(
            "还有 {more} 处，未显示（GitHub 每级只收 10 条）",
            "{more} more not shown (GitHub takes 10 of each level)"
        );
        writeln!(out, "::notice title=liyi::{}", text.get(self.lang))
    }
}

fn command(finding: &Diagnostic, lang: Lang) -> String {
    let name = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut properties: Vec<String> = Vec::new();
    if let Some(place) = &finding.place {
        let (start, end) = (place.start, place.end);
        properties.push(format!("file={}", property(&spoken::path(finding))));
        if place.line.is_some() {
            properties.push(format!("line={},endLine={}", start.line, end.line));
        }
        // Columns of a place of several lines mean nothing to it.
        if place.line.is_some() && start.line == end.line {
            properties.push(format!("col={},endColumn={}", start.column, end.column));
        }
    }
    properties.push(format!("title={}", property(&finding.code)));
    let text = spoken::lines(finding, lang).join("\n");
    format!("::{name} {}::{}", properties.join(","), data(&text))
}

/// A text as the value of a property.
fn property(text: &str) -> String {
    data(&Untrusted(text).to_string()).replace(':', "%3A").replace(',', "%2C")
}

/// A text as the data of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}
