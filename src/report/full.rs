//! `full`: each finding with its line, marks, clause and help, as compilers show errors (drawn by miette).

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};
use owo_colors::{OwoColorize, Style as Paint};
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Diagnostic, Label, Level, Place};
use crate::language::{Bilingual, Lang};
use crate::say;
use crate::source::Untrusted;

use super::snippet::Snippet;
use super::{Report, Style, Writer, spoken, summary};

/// The most findings shown of one file.
const MOST_PER_FILE: usize = 50;

/// Writes `full`.
pub(super) struct Full {
    style: Style,
    /// The file of the last finding, and how many it has so far.
    file: Option<Arc<str>>,
    of_file: usize,
}

impl Full {
    pub(super) fn new(style: Style) -> Self {
        Self { style, file: None, of_file: 0 }
    }

    fn end_file(&self, out: &mut dyn Write) -> io::Result<()> {
        let file = self.file.as_ref();
        file.map_or(Ok(()), |file| write_more(file, self.of_file, self.style, out))
    }
}

impl Writer for Full {
    fn finding(&mut self, finding: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
        let file = finding.place.as_ref().map(|place| &place.path);
        if file != self.file.as_ref() {
            self.end_file(out)?;
            self.file = file.cloned();
            self.of_file = 0;
        }
        self.of_file += 1;
        match self.of_file {
            ..=MOST_PER_FILE => writeln!(out, "{}", render(finding, self.style)),
            _ => Ok(()),
        }
    }

    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        self.end_file(out)?;
        out.write_all(summary::sentences(report, self.style.lang).as_bytes())
    }
}

/// Says how many findings of a file were not shown, if any.
fn write_more(file: &str, found: usize, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let Some(more) = found.checked_sub(MOST_PER_FILE).filter(|more| *more > 0) else { return Ok(()) };
    let file = Untrusted(file);
    let text = say!(
        "{file} 还有 {more} 处，未显示（--format short 列出全部）",
        "{file}: {more} more not shown (--format short lists all)",
    );
    writeln!(out, "{}\n", text.get(style.lang))
}

/// One finding as text, with a line end.
pub fn render(diagnostic: &Diagnostic, style: Style) -> String {
    let mut text = head(diagnostic, style);
    let place = diagnostic.place.as_ref();
    let is_inside = |label: &&Label| place.is_some_and(|place| place.overlaps(&label.place));
    let (inside, apart): (Vec<&Label>, Vec<&Label>) = diagnostic.labels.iter().partition(is_inside);
    text.push_str(&snippet(diagnostic, &apart, style));
    // Marks that overlap cannot be told apart under one line.
    for label in inside {
        let said = label.place.line.as_ref().and_then(|line| line.text.get(line.mark.clone()));
        text.push_str(&note(&label.text, said.unwrap_or_default(), style));
    }
    for clause in &diagnostic.clauses {
        text.push_str(&note(&Bilingual::new("条款", "clause"), &spoken::clause(clause, style.lang), style));
    }
    if let Some(help) = &diagnostic.help {
        text.push_str(&note(&Bilingual::new("建议", "help"), help.get(style.lang), style));
    }
    text
}

/// `error[ruleset/rule]: text`
fn head(diagnostic: &Diagnostic, style: Style) -> String {
    let level = format!("{}[{}]", diagnostic.level.name(), diagnostic.code);
    let text = Untrusted(diagnostic.text.get(style.lang)).to_string();
    let head = wrapped(&format!("{level}: {text}"), style.width, "", "  ");
    if !style.color {
        return head + "\n";
    }
    let rest = &head[level.len()..];
    format!("{}{}\n", level.style(paint(diagnostic.level).bold()), rest.bold())
}

fn paint(level: Level) -> Paint {
    match level {
        Level::Error => Paint::new().red(),
        Level::Warning => Paint::new().yellow(),
        Level::Note => Paint::new().cyan(),
    }
}

/// A line under the snippet: `  = help: text`.
fn note(name: &Bilingual, text: &str, style: Style) -> String {
    let name = match style.lang {
        Lang::Zh => format!("{}：", name.zh),
        Lang::En => format!("{}: ", name.en),
    };
    let indent = " ".repeat(4 + name.width());
    let lines = wrapped(&Untrusted(text).to_string(), style.width, &indent, &indent);
    let lines = lines.trim_start();
    if style.color {
        format!("  {} {}{lines}\n", "=".blue().bold(), name.bold())
    } else {
        format!("  = {name}{lines}\n")
    }
}

/// A text wrapped to a width in columns, its first line behind one indent and the rest behind another.
pub fn wrapped(text: &str, width: usize, first: &str, rest: &str) -> String {
    let options = textwrap::Options::new(width).initial_indent(first).subsequent_indent(rest);
    textwrap::fill(text, options.word_splitter(textwrap::WordSplitter::NoHyphenation))
}

/// The source lines with the finding and the labels that stand apart from it.
fn snippet(diagnostic: &Diagnostic, apart: &[&Label], style: Style) -> String {
    let Some(place) = &diagnostic.place else {
        return String::new();
    };
    if place.line.is_none() {
        return format!("  ╭─[{}]\n  ╰────\n", Untrusted(&place.path));
    }
    let labels: Vec<(&Place, &str)> = std::iter::once((place, diagnostic.label.get(style.lang)))
        .chain(apart.iter().map(|label| (&label.place, label.text.get(style.lang))))
        .collect();
    let places: Vec<(&Place, usize)> = labels.iter().map(|(place, text)| (*place, text.width())).collect();
    let snippet = Snippet::of(&places, style.width);
    let mut marked: Vec<(usize, LabeledSpan)> = Vec::new();
    for (index, ((_, text), mark)) in labels.iter().zip(&snippet.marks).enumerate() {
        let text = (!text.is_empty()).then(|| Untrusted(text).to_string());
        let span = (mark.start, mark.len());
        let label = if index == 0 {
            LabeledSpan::new_primary_with_span(text, span)
        } else {
            LabeledSpan::new_with_span(text, span)
        };
        marked.push((index, label));
    }
    marked.sort_by_key(|(_, label)| label.offset());
    let handler =
        GraphicalReportHandler::new_themed(theme(diagnostic.level, &marked, style)).with_width(style.width);
    let drawing = Drawing { snippet, labels: marked.into_iter().map(|(_, label)| label).collect() };
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, &drawing).is_err() {
        return String::new();
    }
    // The first line is the head, which is empty here.
    drawn.split_once('\n').map(|(_, rest)| rest.to_owned()).unwrap_or_default()
}

/// Each mark in the colour of what it is: the fault in that of its level, what explains it in blue.
fn theme(level: Level, marked: &[(usize, LabeledSpan)], style: Style) -> GraphicalTheme {
    if !style.color {
        return GraphicalTheme::unicode_nocolor();
    }
    let mut theme = GraphicalTheme::unicode();
    theme.styles.highlights = marked
        .iter()
        .map(|(index, _)| if *index == 0 { paint(level).bold() } else { Paint::new().blue().bold() })
        .collect();
    theme
}

/// What miette draws: a snippet with labels, without head and help.
#[derive(Debug)]
struct Drawing {
    snippet: Snippet,
    labels: Vec<LabeledSpan>,
}

impl fmt::Display for Drawing {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing {}

impl miette::Diagnostic for Drawing {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
