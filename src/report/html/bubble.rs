//! A conversation as bubbles: the side that serves on the right, the one that is served on the left, and what is wrong
//! beside each.

use quick_xml::escape::escape;

use crate::diagnostic::{Clause, Diagnostic, Place};
use crate::document::{Conversation, Kind, Message, Part, PartKind};
use crate::language::{Bilingual, Lang};
use crate::say;

use super::super::{Redactor, redact, spoken};
use super::filters::attributes;
use super::marks::{self, Mark, range_of};
use super::shown;

/// How many messages a conversation may have to be shown whole; of a longer one, how many round each finding.
const LONG: usize = 60;
const ROUND: usize = 8;

/// A conversation with findings, ready to be written.
pub(super) struct Talk<'a> {
    said: &'a Conversation,
    found: &'a [Diagnostic],
    /// The findings as they are shown, in the same order.
    pub(super) findings: Vec<Diagnostic>,
    /// The names of those who speak, as they are shown; none where the input has none.
    speakers: Vec<Option<String>>,
    /// What of their names has to be masked.
    names: Vec<&'a str>,
    is_masked: bool,
    lang: Lang,
    /// The number of the first finding.
    first: usize,
}

impl<'a> Talk<'a> {
    pub(super) fn new(
        said: &'a Conversation,
        found: &'a [Diagnostic],
        mut redactor: Option<&mut Redactor>,
        lang: Lang,
        first: usize,
    ) -> Self {
        let findings = found.iter().map(|finding| match &mut redactor {
            Some(redactor) => redactor.finding(finding),
            None => finding.clone(),
        });
        let findings = findings.collect();
        let speakers = said.messages.iter().map(|message| {
            let name = message.speaker.as_deref()?;
            Some(match &mut redactor {
                Some(redactor) => redactor.number(name, message.role.name()),
                None => name.to_owned(),
            })
        });
        let speakers = speakers.collect();
        let labels = said.messages.iter().filter_map(|message| message.speaker.as_deref());
        let names = redact::names_of(labels);
        Self { said, found, findings, speakers, names, is_masked: redactor.is_some(), lang, first }
    }

    pub(super) fn write(&self, out: &mut String) {
        let file = self.findings.iter().find_map(|finding| Some(&*finding.place.as_ref()?.path));
        let id = match self.is_masked {
            true => redact::mask(&self.said.id, &self.names),
            false => (*self.said.id).to_owned(),
        };
        let kind = match self.said.kind {
            Kind::Chat => Bilingual::new("会话", "chat"),
            Kind::Email => Bilingual::new("邮件", "e-mail"),
            Kind::Sms => Bilingual::new("短信", "SMS"),
        };
        out.push_str(&format!(
            "<article><header><h2>{} {}</h2><p>{}</p></header><ol>",
            kind.get(self.lang),
            shown(&id),
            shown(file.unwrap_or_default()),
        ));
        let mut left_out = 0;
        for (index, message) in self.said.messages.iter().enumerate() {
            if !self.is_near(index) {
                left_out += 1;
                continue;
            }
            self.write_gap(&mut left_out, out);
            self.write_message(index, message, out);
        }
        self.write_gap(&mut left_out, out);
        out.push_str("</ol></article>\n");
    }

    fn write_gap(&self, left_out: &mut usize, out: &mut String) {
        let count = std::mem::take(left_out);
        if count > 0 {
            let said = say!("中间 {count} 条消息未显示", "{count} messages not shown");
            out.push_str(&format!("<li class=\"gap\">{}</li>", said.get(self.lang)));
        }
    }

    fn is_near(&self, index: usize) -> bool {
        let numbers = self.findings.iter().filter_map(|finding| Some(finding.at.as_ref()?.message - 1));
        let mut places = numbers.chain(self.labelled());
        self.said.messages.len() <= LONG || places.any(|at| at.abs_diff(index) <= ROUND)
    }

    /// The messages with what explains a finding.
    fn labelled(&self) -> impl Iterator<Item = usize> {
        let places = self.found.iter().flat_map(|finding| &finding.labels).map(|label| &label.place);
        places.filter_map(|place| {
            self.said.messages.iter().position(|message| message.parts.iter().any(|part| holds(part, place)))
        })
    }

    fn write_message(&self, index: usize, message: &Message, out: &mut String) {
        let role = message.role.title();
        let role = role.get(self.lang).trim_start_matches("the ");
        let name = self.speakers[index].as_deref().unwrap_or_default();
        let who = if name.is_empty() || name.to_lowercase() == role {
            shown(role)
        } else {
            format!("{} <i>{role}</i>", shown(name))
        };
        out.push_str(&format!(
            "<li class=\"{}\"><div class=\"bubble\"><p class=\"who\">{who}</p>",
            message.role.name()
        ));
        for part in &message.parts {
            self.write_part(part, out);
        }
        out.push_str("</div>");
        let of_message =
            |finding: &&Diagnostic| finding.at.as_ref().is_some_and(|at| at.message == index + 1);
        let notes: Vec<(usize, &Diagnostic)> =
            self.findings.iter().enumerate().filter(|(_, finding)| of_message(finding)).collect();
        if !notes.is_empty() {
            out.push_str("<ul class=\"findings\">");
            notes.iter().for_each(|(number, finding)| self.write_note(self.first + number, finding, out));
            out.push_str("</ul>");
        }
        out.push_str("</li>");
    }

    fn write_part(&self, part: &Part, out: &mut String) {
        let mut found: Vec<Mark> = Vec::new();
        for (number, finding) in self.found.iter().enumerate() {
            let note = self.first + number;
            let place = finding.place.iter().map(|place| (place, finding.level.name()));
            let labels = finding.labels.iter().map(|label| (&label.place, "because"));
            found.extend(place.chain(labels).filter_map(|(place, class)| {
                let range = range_of(&part.passage, place.span())?;
                Some(Mark { range, class, note })
            }));
        }
        let text = part.passage.text();
        let hidden = if self.is_masked { redact::hidden(text, &self.names) } else { Vec::new() };
        out.push_str(&format!("<p class=\"text {}\">", part.kind.name()));
        if part.kind == PartKind::Subject {
            out.push_str(&format!("<i>{}</i> ", Bilingual::new("主题", "Subject").get(self.lang)));
        }
        marks::write(text, &found, &hidden, out);
        out.push_str("</p>");
    }

    fn write_note(&self, number: usize, finding: &Diagnostic, out: &mut String) {
        let (lang, level) = (self.lang, finding.level.name());
        out.push_str(&format!("<li class=\"finding {level}\" id=\"n{number}\"{}>", attributes(finding)));
        let title = super::level_title(finding.level);
        out.push_str(&format!(
            "<p class=\"wrong\"><span class=\"badge {level}\">{}</span> {}</p>",
            title.get(lang).trim_end_matches('s'),
            escape(spoken::text(finding, lang)),
        ));
        if let Some(help) = spoken::help(finding, lang) {
            out.push_str(&format!("<p>{}</p>", escape(&help)));
        }
        for clause in &finding.clauses {
            self.write_clause(clause, out);
        }
        let line =
            finding.place.as_ref().map(|place| format!(" · {}:{}", place.start.line, place.start.column));
        out.push_str(&format!(
            "<p class=\"rule\">{}{}</p></li>",
            shown(&finding.code),
            line.unwrap_or_default()
        ));
    }

    fn write_clause(&self, clause: &Clause, out: &mut String) {
        out.push_str(&format!("<blockquote>{}</blockquote>", escape(spoken::clause(clause, self.lang))));
    }
}

fn holds(part: &Part, place: &Place) -> bool {
    let span = part.passage.span();
    span.start < place.end.byte && place.start.byte < span.end
}
