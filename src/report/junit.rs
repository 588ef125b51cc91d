//! `junit`: a suite for each file with findings, in which each finding is a test case that failed.

use std::io::{self, Write};
use std::sync::Arc;

use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use crate::diagnostic::Diagnostic;
use crate::language::Lang;
use crate::say;
use crate::source::Untrusted;

use super::{Report, Writer, spoken};

/// The most findings listed: a suite tells how many it has before it has them, so that they are held in memory.
const MOST: usize = 10_000;

/// Writes `junit`.
pub(super) struct Junit {
    lang: Lang,
    suites: Vec<(Arc<str>, Vec<Case>)>,
    listed: usize,
    more: usize,
}

/// A test case that did not pass, or one that did.
struct Case {
    name: String,
    /// `failure`, `error` or `skipped`, with its type, what is wrong in one line, and in several.
    outcome: Option<(&'static str, String, String, String)>,
}

impl Junit {
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, suites: Vec::new(), listed: 0, more: 0 }
    }

    fn add(&mut self, told: &Diagnostic, outcome: &'static str) {
        if self.listed == MOST {
            self.more += 1;
            return;
        }
        self.listed += 1;
        let file = told.place.as_ref().map_or_else(|| "liyi".into(), |place| Arc::clone(&place.path));
        if self.suites.last().is_none_or(|(last, _)| *last != file) {
            self.suites.push((file, Vec::new()));
        }
        if let Some((_, cases)) = self.suites.last_mut() {
            cases.push(Case::of(told, outcome, self.lang));
        }
    }

    /// A suite on what does not belong to one file.
    fn rest(&self, report: &Report) -> (Arc<str>, Vec<Case>) {
        let mut cases: Vec<Case> = Vec::new();
        for ((rule, reason), count) in &report.skipped {
            let reason = Untrusted(reason.0.get(self.lang)).to_string();
            let outcome = ("skipped", rule.to_string(), format!("{reason} ×{count}"), String::new());
            cases.push(Case { name: rule.to_string(), outcome: Some(outcome) });
        }
        if self.more > 0 {
            let more = self.more;
            let text = say!("还有 {more} 处，未列出", "{more} more not listed").get(self.lang).to_owned();
            cases.push(Case {
                name: "more".to_owned(),
                outcome: Some(("failure", "more".to_owned(), text, String::new())),
            });
        }
        if self.suites.is_empty() {
            cases.push(Case { name: "check".to_owned(), outcome: None });
        }
        ("liyi".into(), cases)
    }
}

impl Writer for Junit {
    fn finding(&mut self, finding: &Diagnostic, _: &mut dyn Write) -> io::Result<()> {
        self.add(finding, "failure");
        Ok(())
    }

    fn end(&mut self, report: &Report, out: &mut dyn Write) -> io::Result<()> {
        report.errors.iter().for_each(|error| self.add(error, "error"));
        let rest = self.rest(report);
        let suites = self.suites.iter().chain(Some(&rest)).filter(|(_, cases)| !cases.is_empty());
        out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
        let mut xml = quick_xml::Writer::new_with_indent(&mut *out, b' ', 2);
        let name = [("name", "liyi")];
        xml.write_event(Event::Start(BytesStart::new("testsuites").with_attributes(name)))?;
        for (file, cases) in suites {
            write_suite(file, cases, &mut xml)?;
        }
        xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
        writeln!(out)
    }
}

type Xml<'a, 'w> = quick_xml::Writer<&'a mut (dyn Write + 'w)>;

fn write_suite(file: &str, cases: &[Case], xml: &mut Xml<'_, '_>) -> io::Result<()> {
    let count = |name| cases.iter().filter(|case| case.outcome.as_ref().is_some_and(|o| o.0 == name)).count();
    let counts = ["failure", "error", "skipped"].map(|name| count(name).to_string());
    let (file, tests) = (Untrusted(file).to_string(), cases.len().to_string());
    let start = BytesStart::new("testsuite").with_attributes([
        ("name", file.as_str()),
        ("tests", &tests),
        ("failures", &counts[0]),
        ("errors", &counts[1]),
        ("skipped", &counts[2]),
        ("time", "0"),
    ]);
    xml.write_event(Event::Start(start))?;
    for case in cases {
        case.write(&file, xml)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))
}

impl Case {
    fn of(told: &Diagnostic, outcome: &'static str, lang: Lang) -> Self {
        let place = told.place.as_ref().filter(|place| place.line.is_some());
        let name = match place {
            Some(place) => format!("{} {}:{}", told.code, place.start.line, place.start.column),
            None => told.code.to_string(),
        };
        let at = told.place.as_ref().map(|place| Untrusted(&place.path).to_string());
        let at = at.map(|path| match place {
            Some(place) => format!("{path}:{}:{}", place.start.line, place.start.column),
            None => path,
        });
        let lines: Vec<String> = at.into_iter().chain(spoken::lines(told, lang)).collect();
        let text = lines.join("\n");
        let kind = told.level.name().to_owned();
        Self { name, outcome: Some((outcome, kind, spoken::text(told, lang), text)) }
    }

    fn write(&self, file: &str, xml: &mut Xml<'_, '_>) -> io::Result<()> {
        let attributes = [("name", self.name.as_str()), ("classname", file), ("time", "0")];
        let start = BytesStart::new("testcase").with_attributes(attributes);
        let Some((outcome, kind, message, text)) = &self.outcome else {
            return xml.write_event(Event::Empty(start));
        };
        xml.write_event(Event::Start(start))?;
        let of_case = match *outcome {
            "skipped" => BytesStart::new("skipped").with_attributes([("message", message.as_str())]),
            _ => BytesStart::new(*outcome).with_attributes([("message", message.as_str()), ("type", kind)]),
        };
        if text.is_empty() {
            xml.write_event(Event::Empty(of_case))?;
        } else {
            xml.write_event(Event::Start(of_case))?;
            xml.write_event(Event::Text(BytesText::new(text)))?;
            xml.write_event(Event::End(BytesEnd::new(*outcome)))?;
        }
        xml.write_event(Event::End(BytesEnd::new("testcase")))
    }
}
