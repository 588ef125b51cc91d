//! `html`: one page, which loads nothing, with the conversations as people know them, each fault marked and its clause
//! beside it.

mod bubble;
mod filters;
mod marks;

use std::io::{self, Write};

use quick_xml::escape::escape;

use crate::diagnostic::{Diagnostic, Level};
use crate::document::Conversation;
use crate::language::{Bilingual, Lang};
use crate::say;
use crate::source::Untrusted;

use super::{Redactor, Report, Writer, spoken, summary};
use bubble::Talk;
use filters::Filters;

/// The page, with the names of what is put into it.
const PAGE: &str = include_str!("page.html");

/// The most conversations on a page, and the most bytes of them: a browser has to hold them, and so has this program.
const MOST: usize = 1000;
const LARGEST: usize = 8 << 20;

/// Writes `html`.
pub(super) struct Html {
    lang: Lang,
    talks: String,
    shown: usize,
    left_out: usize,
    /// How many findings are in the page so far; each has its number.
    notes: usize,
    filters: Filters,
}

impl Html {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, talks: String::new(), shown: 0, left_out: 0, notes: 0, filters: Filters::default() }
    }

    fn write(&self, name: &str, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let lang = self.lang;
        match name {
            "lang" => write!(out, "{}", Bilingual::new("zh-CN", "en").get(lang)),
            "title" => {
                write!(out, "{}", Bilingual::new("服务礼仪检查报告", "Service etiquette report").get(lang))
            }
            "summary" => self.write_summary(report, out),
            "rules" => self.filters.write_rules(lang, out),
            "filter" => write!(out, "{}", Bilingual::new("筛选", "Filters").get(lang)),
            "filters" => self.filters.write(lang, out),
            "shown" => write!(
                out,
                "{}",
                Bilingual::new("显示 # 段会话，共 # 段", "# of # conversations shown").get(lang)
            ),
            "talks" => out.write_all(self.talks.as_bytes()),
            _ => Ok(()),
        }
    }

    fn write_summary(&self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"<p class=\"counts\">")?;
        for level in Level::ALL.into_iter().rev() {
            let (count, name) = (report.count(level), level_title(level).get(self.lang).to_owned());
            write!(out, "<span class=\"count {}\"><b>{count}</b> {name}</span>", level.name())?;
        }
        out.write_all(b"</p>")?;
        for line in summary::sentences(report, self.lang).lines() {
            write!(out, "<p>{}</p>", shown(line))?;
        }
        for error in &report.errors {
            let at = error.place.as_ref().map(|place| format!("{}:{}: ", place.path, place.start.line));
            let text = spoken::text(error, self.lang);
            write!(out, "<p class=\"fault\">{}{}</p>", shown(&at.unwrap_or_default()), escape(&text))?;
        }
        let (shown, left_out) = (self.shown, self.left_out);
        let said = say!(
            "页面上是前 {shown} 段有问题的会话，另有 {left_out} 段没有放进来。",
            "The page has the first {shown} conversations with findings; {left_out} more were left out.",
        );
        if left_out > 0 { write!(out, "<p class=\"fault\">{}</p>", said.get(self.lang)) } else { Ok(()) }
    }
}

impl Writer for Html {
    fn finding(&mut self, finding: &Diagnostic, _: &mut dyn Write) -> io::Result<()> {
        self.filters.count(finding, self.lang);
        Ok(())
    }

    fn conversation(&mut self, said: &Conversation, found: &[Diagnostic], redactor: Option<&mut Redactor>) {
        if self.shown == MOST || self.talks.len() >= LARGEST {
            self.left_out += 1;
            return;
        }
        let talk = Talk::new(said, found, redactor, self.lang, self.notes);
        self.shown += 1;
        self.notes += found.len();
        talk.findings.iter().for_each(|finding| self.filters.show(finding));
        talk.write(&mut self.talks);
    }

    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        let mut pieces = PAGE.split("{{");
        out.write_all(pieces.next().unwrap_or_default().as_bytes())?;
        for piece in pieces {
            let (name, rest) = piece.split_once("}}").unwrap_or(("", piece));
            self.write(name, report, out)?;
            out.write_all(rest.as_bytes())?;
        }
        Ok(())
    }
}

fn level_title(level: Level) -> Bilingual {
    match level {
        Level::Error => Bilingual::new("错误", "errors"),
        Level::Warning => Bilingual::new("警告", "warnings"),
        Level::Note => Bilingual::new("提示", "notes"),
    }
}

/// A text from outside, as it may stand in a page.
fn shown(text: &str) -> String {
    escape(Untrusted(text).to_string()).into_owned()
}
