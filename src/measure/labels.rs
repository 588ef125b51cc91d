//! Labels: a table in which a person says what is to be found in which lines of which texts.

use std::io::BufRead;
use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Kind, Mode};
use crate::language::Bilingual;
use crate::reader::{Options, whole};
use crate::say;
use crate::source::{Source, Span, brief};

/// The head line of the table; its columns are parted by tabs.
pub const HEAD: [&str; 4] = ["file", "line", "rules", "why"];

/// In the column `line`: the row says by what a file is judged, and how it is read.
const WHOLE: &str = "*";

/// What a table says.
#[derive(Debug, Default)]
pub struct Labels {
    /// The files, with what judges them.
    pub texts: Vec<Text>,
    /// What is to be found in them.
    pub labels: Vec<Label>,
}

/// A file of labelled texts.
#[derive(Debug)]
pub struct Text {
    /// Its name, from the folder of the table on.
    pub file: String,
    /// The rulesets and rules that judge it.
    pub by: Vec<String>,
    /// How it is read.
    pub options: Options,
    /// Where the table says so.
    pub place: Place,
}

/// Something that is to be found.
#[derive(Clone, Debug)]
pub struct Label {
    /// The file, as [`Text::file`].
    pub file: String,
    /// Its lines, from 1.
    pub lines: RangeInclusive<usize>,
    /// The rules any of which may report it: `ruleset/rule`.
    pub rules: Vec<String>,
    /// Why it is wrong, for people.
    pub why: String,
    /// Where the table says so.
    pub place: Place,
}

impl Labels {
    /// Reads a table, with what is wrong with it.
    pub fn read(name: &str, input: Box<dyn BufRead + '_>) -> (Self, Vec<Diagnostic>) {
        let (source, fault) = whole::load(name, input);
        let (mut labels, mut faults) = (Self::default(), Vec::from_iter(fault));
        let Some(source) = source else {
            return (labels, faults);
        };
        let mut lines = source.lines().filter(|(_, line)| !line.trim().is_empty());
        let (span, head) = lines.next().unwrap_or((Span::at(source.span().start), ""));
        if cells(head).take(HEAD.len() - 1).ne(HEAD[..HEAD.len() - 1].iter().copied()) {
            faults.push(no_head().at(&source, span));
            return (labels, faults);
        }
        for (span, line) in lines {
            if let Err(fault) = labels.add(line, Place::new(&source, span)) {
                faults.push(fault.at(&source, span));
            }
        }
        faults.extend(labels.strangers(&source));
        (labels, faults)
    }

    fn add(&mut self, line: &str, place: Place) -> Result<(), Box<Diagnostic>> {
        let mut cells = cells(line);
        let mut cell = |column: &'static str| cells.next().filter(|cell| !cell.is_empty()).ok_or(column);
        let row = cell(HEAD[0]).and_then(|file| Ok((file.to_owned(), cell(HEAD[1])?, cell(HEAD[2])?)));
        let (file, line, rules) = row.map_err(|column| Box::new(no_cell(column)))?;
        let why = cell(HEAD[3]).unwrap_or_default().to_owned();
        let words = rules.split([' ', ',', '，', '、']).filter(|word| !word.is_empty());
        if line == WHOLE {
            let (options, by): (Vec<&str>, Vec<&str>) = words.partition(|word| word.contains('='));
            let by = by.into_iter().map(str::to_owned).collect();
            self.texts.push(Text { file, by, options: options_of(&options)?, place });
        } else {
            let lines = range(line).ok_or_else(|| Box::new(no_line(line)))?;
            self.labels.push(Label { file, lines, rules: words.map(str::to_owned).collect(), why, place });
        }
        Ok(())
    }

    /// The labels of a file.
    pub fn of<'a>(&'a self, file: &'a str) -> impl Iterator<Item = &'a Label> {
        self.labels.iter().filter(move |label| label.file == file)
    }

    /// Labels of files that nothing judges, and files that are named twice.
    fn strangers(&self, source: &Arc<Source>) -> Vec<Diagnostic> {
        let is_judged = |file: &str| self.texts.iter().any(|text| text.file == file);
        let unjudged = self.labels.iter().filter(|label| !is_judged(&label.file));
        let unjudged = unjudged.map(|label| not_judged(&label.file).at(source, label.place.span()));
        let earlier = |at: usize, file: &str| self.texts[..at].iter().any(|text| text.file == file);
        let twice = { self.texts.iter().enumerate() }.filter(|(at, text)| earlier(*at, &text.file));
        unjudged.chain(twice.map(|(_, text)| named_twice(&text.file).at(source, text.place.span()))).collect()
    }
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.split('\t').map(str::trim)
}

/// A line, or a range of lines: `12`, `12-14`.
fn range(text: &str) -> Option<RangeInclusive<usize>> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let number = |text: &str| text.trim().parse::<usize>().ok().filter(|line| *line > 0);
    let range = number(first)?..=number(last)?;
    (!range.is_empty()).then_some(range)
}

/// How a file is read: `kind=sms`, `mode=sent`, `agent=NAME`, `customer=NAME`; every other name is a fact's.
fn options_of(words: &[&str]) -> Result<Options, Box<Diagnostic>> {
    let mut options = Options::default();
    for (word, (name, value)) in words.iter().filter_map(|word| Some((word, word.split_once('=')?))) {
        match name {
            "kind" => options.kind = Some(Kind::named(value).ok_or_else(|| unknown(word, &Kind::NAMES))?),
            "mode" => options.mode = Some(Mode::named(value).ok_or_else(|| unknown(word, &Mode::NAMES))?),
            "agent" => options.agents.push(value.to_owned()),
            "customer" => options.customers.push(value.to_owned()),
            _ => options.facts.push((name.to_owned(), value.to_owned())),
        }
    }
    Ok(options)
}

fn no_head() -> Diagnostic {
    let text = Bilingual::new("第一行不是表头", "the first line is no head line");
    let head = HEAD.join(" ⇥ ");
    let help = say!("写成 {head}，用制表符隔开", "write {head}, parted by tabs");
    Diagnostic::error("labels/head", text).help(help)
}

fn no_cell(column: &'static str) -> Diagnostic {
    let text = say!("`{column}` 一栏是空的", "the column `{column}` is empty");
    let help = Bilingual::new(
        "每行写：文件、行号、规则、理由，用制表符隔开",
        "write file, line, rules and why on each line, parted by tabs",
    );
    Diagnostic::error("labels/cell", text).help(help)
}

fn no_line(line: &str) -> Diagnostic {
    let line = brief(line);
    let text = say!("`{line}` 不是行号", "`{line}` is no line");
    let help = Bilingual::new(
        "写行号（12）、几行（12-14），或 *（由什么来判这个文件）",
        "write a line (12), several lines (12-14), or * (by what the file is judged)",
    );
    Diagnostic::error("labels/line", text).help(help)
}

fn unknown(word: &str, known: &[&str]) -> Box<Diagnostic> {
    let (word, known) = (brief(word), known.join(", "));
    let text = say!("不认识 `{word}`", "`{word}` is not known");
    Box::new(Diagnostic::error("labels/option", text).help(say!("可以写：{known}", "there are: {known}")))
}

fn not_judged(file: &str) -> Diagnostic {
    let file = brief(file);
    let text = say!("没有说 {file} 由什么来判", "nothing says by what {file} is judged");
    let help = say!(
        "加一行：{file} ⇥ * ⇥ 规则集（如 common）",
        "add a line: {file} ⇥ * ⇥ a ruleset, such as common"
    );
    Diagnostic::error("labels/not-judged", text).help(help)
}

fn named_twice(file: &str) -> Diagnostic {
    let file = brief(file);
    let text = say!("{file} 的 * 行写了两次", "{file} has two lines with *");
    let help = Bilingual::new("合成一行", "make them one");
    Diagnostic::error("labels/twice", text).help(help)
}
