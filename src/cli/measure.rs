//! `liyi measure`: how often rules are right on labelled texts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, Lang};
use crate::lint::{Linter, Skipped};
use crate::measure::{self, Figures, Label, Labels, Measured, Text};
use crate::reader::whole::read_error;
use crate::report::{count, line, write_value};
use crate::ruleset::{Rulebook, split_name};
use crate::say;
use crate::source::Untrusted;

use super::args::Measure;
use super::entries::{Entries, read_as};
use super::inputs::Input;
use super::output::{Answer, Output};
use super::{CLEAN, NOT_CHECKED, whole};

/// The table of labels in a folder.
const TABLE: &str = "labels.tsv";

pub(super) fn run(command: &Measure, output: &mut Output<'_, '_>) -> Answer {
    let mut faults = Vec::new();
    let tables: Vec<(&Path, Labels)> =
        { command.folders.iter() }.map(|folder| (folder.as_path(), table(folder, &mut faults))).collect();
    let texts = tables.iter().flat_map(|(_, labels)| &labels.texts);
    let wanted: BTreeSet<&str> = texts.flat_map(|text| &text.by).map(|name| split_name(name).0).collect();
    if wanted.is_empty() {
        return output.refuse(&faults);
    }
    let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
    let project = command.configuration.project();
    let rulebook = match output.rulebook(&wanted, &project) {
        Ok(rulebook) => rulebook,
        Err(answer) => return answer,
    };
    let by = By { rulebook: &rulebook, linter: &Linter::new(&rulebook), entries: &Entries::of(&project) };
    let mut measured = Measured::default();
    for (folder, labels) in &tables {
        for text in &labels.texts {
            faults.extend(by.measure(folder, text, labels, output, &mut measured));
        }
    }
    let written = match command.format.as_str() {
        "json" => write_value(&Listed::of(&measured), output.world.stdout),
        _ => say(&measured, command.show, output),
    };
    let code = if faults.is_empty() { CLEAN } else { NOT_CHECKED };
    Answer { code, written: written.and_then(|()| output.faults(&faults)) }
}

/// The labels of a folder.
fn table(folder: &Path, faults: &mut Vec<Diagnostic>) -> Labels {
    let path = folder.join(TABLE);
    let name = path.to_string_lossy();
    match File::open(&path) {
        Ok(file) => {
            let (labels, wrong) = Labels::read(&name, Box::new(BufReader::new(file)));
            let is_empty = labels.texts.is_empty() && wrong.is_empty();
            faults.extend(wrong);
            faults.extend(is_empty.then(|| no_labels(&name)));
            labels
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            faults.push(no_table(&name));
            Labels::default()
        }
        Err(error) => {
            faults.push(read_error(&name, &error));
            Labels::default()
        }
    }
}

/// What texts are read and judged by.
struct By<'a> {
    rulebook: &'a Rulebook,
    linter: &'a Linter<'a>,
    entries: &'a Entries<'a>,
}

impl By<'_> {
    /// Measures the rules that judge a text; the answer is what could not be read or is wrong with its labels.
    fn measure(
        &self,
        folder: &Path,
        text: &Text,
        labels: &Labels,
        output: &mut Output<'_, '_>,
        measured: &mut Measured,
    ) -> Vec<Diagnostic> {
        let judges = match measure::judges(text, self.rulebook) {
            Ok(judges) => judges,
            Err(fault) => return vec![*fault],
        };
        let path: PathBuf = folder.join(&text.file);
        let options = |input: &Input| read_as(text.options.clone(), self.entries.for_input(input));
        let (conversations, mut faults) = match whole::read(&path, options, &mut *output.world.stdin) {
            Ok(read) => read,
            Err(faults) => return faults,
        };
        let mut wanted = Vec::new();
        for label in labels.of(&text.file) {
            let wrong = measure::faults(label, &judges, &conversations);
            wanted.extend(wrong.is_empty().then_some(label));
            faults.extend(wrong);
        }
        let findings =
            conversations.iter().flat_map(|conversation| self.linter.lint(conversation, &mut Skipped::new()));
        let findings = findings.filter(|finding| judges.contains(&finding.code)).collect();
        measured.add(&path.to_string_lossy(), &wanted, &conversations, findings);
        faults
    }
}

fn no_table(name: &str) -> Diagnostic {
    let text = say!("没有标注：应有 {TABLE}", "there are no labels: {TABLE} is wanted");
    let help = Bilingual::new(
        "这个文件说明哪些文本由什么来判、哪里应当报告；写法见 docs/measuring.zh-CN.md",
        "it says by what which texts are judged and what is to be found where; see docs/measuring.md",
    );
    Diagnostic::error("labels/missing", text).in_file(name).help(help)
}

fn no_labels(name: &str) -> Diagnostic {
    let text = Bilingual::new("表里没有文本", "the table names no text");
    Diagnostic::error("labels/empty", text).in_file(name)
}

/// Says the figures, and with `shows` each mistake at its place.
fn say(measured: &Measured, shows: bool, output: &mut Output<'_, '_>) -> io::Result<()> {
    let lang = output.style.lang;
    let mut lines = table_of(measured, lang);
    lines.extend([String::new(), sentence(measured).get(lang).to_owned()]);
    if shows {
        lines.extend(measured.wrong.iter().map(|finding| wrong(finding, lang)));
        lines.extend(measured.missed.iter().map(|(path, label)| missed(path, label, lang)));
    }
    lines.iter().try_for_each(|line| output.line(line))
}

fn sentence(measured: &Measured) -> Bilingual {
    let (texts, clean, labels) = (measured.texts, measured.clean, measured.sum.found + measured.sum.missed);
    let (en_texts, en_labels) = (count(texts, "text"), count(labels, "label"));
    say!(
        "{texts} 段文本，其中 {clean} 段没有标注；{labels} 处标注",
        "{en_texts}, {clean} of them without a label; {en_labels}"
    )
}

fn wrong(finding: &Diagnostic, lang: Lang) -> String {
    let title = Bilingual::new("误报", "wrong ");
    let excerpt = finding.excerpt.lines().next().unwrap_or_default();
    format!("{} {} | {}", title.get(lang), line(finding, lang), Untrusted(excerpt))
}

fn missed(path: &str, label: &Label, lang: Lang) -> String {
    let title = Bilingual::new("漏报", "missed");
    let (path, first) = (Untrusted(path), label.lines.start());
    let rules = label.rules.join(" ");
    format!("{} {path}:{first}:1: {}: {}", title.get(lang), Untrusted(&rules), Untrusted(&label.why))
}

/// The table of figures: a head line, the rules by name, the sum.
fn table_of(measured: &Measured, lang: Lang) -> Vec<String> {
    let head = match lang {
        Lang::Zh => ["规则", "报告", "正确", "漏报", "精确率", "召回率"],
        Lang::En => ["rule", "findings", "right", "missed", "precision", "recall"],
    };
    let sum = Bilingual::new("合计", "sum");
    let rules = measured.rules.iter().map(|(rule, figures)| row(rule, figures));
    let rows: Vec<[String; 6]> = std::iter::once(head.map(str::to_owned))
        .chain(rules)
        .chain([row(sum.get(lang), &measured.sum)])
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths: [usize; 6] = std::array::from_fn(width);
    rows.iter().map(|row| aligned(row, &widths)).collect()
}

fn row(name: &str, figures: &Figures) -> [String; 6] {
    let share = |share: Option<f64>| share.map_or_else(|| "-".to_owned(), |share| format!("{share:.2}"));
    let counts = [figures.findings, figures.right, figures.missed].map(|count| count.to_string());
    let [findings, right, missed] = counts;
    [name.to_owned(), findings, right, missed, share(figures.precision()), share(figures.recall())]
}

/// A row whose first cell is flush left and whose others are flush right, two blanks apart.
fn aligned(row: &[String; 6], widths: &[usize; 6]) -> String {
    let blanks = |cell: &str, width: usize| " ".repeat(width - cell.width());
    let [name, figures @ ..] = row;
    let first = format!("{name}{}", blanks(name, widths[0]));
    let others =
        figures.iter().zip(&widths[1..]).map(|(cell, width)| format!("  {}{cell}", blanks(cell, *width)));
    others.fold(first, |line, cell| line + &cell)
}

/// The figures for programs.
#[derive(Serialize)]
struct Listed<'a> {
    texts: usize,
    clean: usize,
    sum: ListedFigures,
    rules: BTreeMap<&'a str, ListedFigures>,
    wrong: Vec<ListedWrong<'a>>,
    missed: Vec<ListedMissed<'a>>,
}

#[derive(Serialize)]
struct ListedFigures {
    findings: usize,
    right: usize,
    found: usize,
    missed: usize,
    precision: Option<f64>,
    recall: Option<f64>,
}

#[derive(Serialize)]
struct ListedWrong<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    rule: &'a str,
    excerpt: &'a str,
}

#[derive(Serialize)]
struct ListedMissed<'a> {
    path: &'a str,
    line: usize,
    rules: &'a [String],
    why: &'a str,
}

impl<'a> Listed<'a> {
    fn of(measured: &'a Measured) -> Self {
        Self {
            texts: measured.texts,
            clean: measured.clean,
            sum: ListedFigures::of(&measured.sum),
            rules: measured
                .rules
                .iter()
                .map(|(rule, figures)| (&**rule, ListedFigures::of(figures)))
                .collect(),
            wrong: measured.wrong.iter().filter_map(ListedWrong::of).collect(),
            missed: measured.missed.iter().map(|(path, label)| ListedMissed::of(path, label)).collect(),
        }
    }
}

impl ListedFigures {
    fn of(figures: &Figures) -> Self {
        let Figures { findings, right, found, missed } = *figures;
        Self { findings, right, found, missed, precision: figures.precision(), recall: figures.recall() }
    }
}

impl<'a> ListedWrong<'a> {
    fn of(finding: &'a Diagnostic) -> Option<Self> {
        let place = finding.place.as_ref()?;
        let (line, column) = (place.start.line, place.start.column);
        Some(Self { path: &place.path, line, column, rule: &finding.code, excerpt: &finding.excerpt })
    }
}

impl<'a> ListedMissed<'a> {
    fn of(path: &'a str, label: &'a Label) -> Self {
        Self { path, line: *label.lines.start(), rules: &label.rules, why: &label.why }
    }
}
