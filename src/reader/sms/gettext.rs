//! Catalogues of gettext, `.po`: what a translation says, `msgstr`, is a template (GNU gettext manual, "The Format of PO Files").

use std::sync::{Arc, LazyLock};

use regex_lite::Regex;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::source::{Source, Span};
use crate::text::constant_lite;

use super::super::pieces::Pieces;
use super::c_string::{self, Wrong};
use super::catalogue::{Found, Template};

/// The head of a line that has one: a keyword, and the number of a plural.
static KEYWORD: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(r"^(?P<word>msgctxt|msgid_plural|msgid|msgstr|domain)(?:\[(?P<form>\d+)\])?\s*")
});

/// Whether a text is such a catalogue.
pub(super) fn is_catalogue(text: &str, extension: &str) -> bool {
    extension == "po" && text.lines().any(|line| line.starts_with("msgid"))
}

/// The translations, each called as the text that it translates.
pub(super) fn templates(source: &Arc<Source>) -> Vec<Found> {
    let mut catalogue = Gettext { source, entry: Entry::default(), found: Vec::new() };
    source.lines().for_each(|(span, line)| catalogue.take(span, line));
    catalogue.end_entry();
    catalogue.found
}

struct Gettext<'a> {
    source: &'a Arc<Source>,
    entry: Entry,
    found: Vec<Found>,
}

/// A text with its translations, while its lines come.
#[derive(Default)]
struct Entry {
    strings: Vec<Said>,
    /// Whether nobody has looked at it yet, so that it is not used.
    is_fuzzy: bool,
    is_broken: bool,
}

/// What stands behind a keyword.
struct Said {
    word: Word,
    /// Which plural it is.
    form: Option<String>,
    pieces: Pieces,
    /// The keyword.
    place: Span,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Context,
    /// The text that is translated.
    Id,
    Translation,
    /// The plural of the text that is translated, the name of a domain.
    Other,
}

impl Entry {
    fn has(&self, word: Word) -> bool {
        self.strings.iter().any(|said| said.word == word)
    }
}

impl Gettext<'_> {
    fn take(&mut self, span: Span, line: &str) {
        let text = line.trim_start();
        let at = span.start + line.len() - text.len();
        match text.strip_prefix('#') {
            Some(remark) => self.remark(remark),
            None if text.is_empty() => (),
            None => self.say(text, at),
        }
    }

    /// A remark stands before what it is about.
    fn remark(&mut self, remark: &str) {
        if self.entry.has(Word::Translation) {
            self.end_entry();
        }
        let flags = remark.strip_prefix(',').unwrap_or_default();
        self.entry.is_fuzzy |= flags.split(',').any(|flag| flag.trim() == "fuzzy");
    }

    /// A line with a string, behind a keyword or going on with the string above.
    fn say(&mut self, text: &str, at: usize) {
        let keyword = KEYWORD.captures(text);
        let string = keyword.as_ref().map_or(0, |keyword| keyword[0].len());
        if let Some(keyword) = keyword {
            let form = keyword.name("form").map(|form| form.as_str().to_owned());
            self.begin(&keyword["word"], form, Span::new(at, at + string));
        }
        let (string, at) = (&text[string..], at + string);
        match self.entry.strings.last_mut().filter(|_| string.starts_with('"')) {
            Some(said) => {
                let read = c_string::read(string, at, &mut said.pieces);
                self.tell(read, string, at);
            }
            None => self.fault(no_string(self.source, at)),
        }
    }

    fn begin(&mut self, word: &str, form: Option<String>, place: Span) {
        let word = match word {
            "msgctxt" => Word::Context,
            "msgid" => Word::Id,
            "msgstr" => Word::Translation,
            _ => Word::Other,
        };
        let (has_begun, is_loose) = (!self.entry.strings.is_empty(), self.entry.is_broken);
        let begins_anew = match word {
            Word::Context => has_begun || is_loose,
            Word::Id => self.entry.has(Word::Id) || !has_begun && is_loose,
            _ => false,
        };
        if begins_anew {
            self.end_entry();
        }
        self.entry.strings.push(Said { word, form, pieces: Pieces::at(place.end), place });
    }

    /// Tells what is wrong with a string that stands at a byte, if anything is.
    fn tell(&mut self, read: Result<usize, Wrong>, string: &str, at: usize) {
        let fault = match read {
            Ok(len) if string[len..].trim().is_empty() => return,
            Ok(len) => no_string(self.source, at + len),
            Err(Wrong::Open) => open(self.source, at),
            Err(Wrong::Escape(escape)) => {
                no_escape(self.source, Span::new(at + escape.start, at + escape.end))
            }
        };
        self.fault(fault);
    }

    /// Tells the first fault of an entry.
    fn fault(&mut self, fault: Diagnostic) {
        if !std::mem::replace(&mut self.entry.is_broken, true) {
            self.found.push(Err(Box::new(fault)));
        }
    }

    fn end_entry(&mut self) {
        let entry = std::mem::take(&mut self.entry);
        let said = |wanted: Word| {
            let said = entry.strings.iter().find(|said| said.word == wanted)?;
            Some((said.pieces.text(), said.place))
        };
        let Some((id, place)) = said(Word::Id).filter(|_| !entry.is_fuzzy && !entry.is_broken) else {
            return;
        };
        let context = said(Word::Context).map(|(context, _)| format!("{context}|"));
        if id.is_empty() && context.is_none() {
            return;
        }
        if !entry.has(Word::Translation) {
            return self.found.push(Err(Box::new(no_translation(self.source, place))));
        }
        let id = context.unwrap_or_default() + id;
        for said in entry.strings.into_iter().filter(|said| said.word == Word::Translation) {
            let id = said.form.map_or(id.clone(), |form| format!("{id}[{form}]"));
            self.found.push(Ok(Template { id, passage: said.pieces.encoded(self.source), meta: Vec::new() }));
        }
    }
}

fn fault(source: &Source, place: Span, text: Bilingual) -> Diagnostic {
    Diagnostic::error("input/po", text).at(source, place)
}

/// A line, or the rest of one, where a string should stand or nothing at all.
fn no_string(source: &Source, at: usize) -> Diagnostic {
    let text =
        Bilingual::new("这里读不懂，这一条未检查", "this is not understood, and the entry was not checked");
    let help = Bilingual::new(
        "每行是注释、`msgid \"…\"`、`msgstr \"…\"`，或接着上一行的 \"…\"；字符串里的引号写成 \\\"",
        "a line is a remark, `msgid \"…\"`, `msgstr \"…\"`, or \"…\" that goes on with the one above; a quote in it is \\\"",
    );
    fault(source, Span::new(at, source.line_around(at).end.max(at)), text).help(help)
}

fn open(source: &Source, at: usize) -> Diagnostic {
    let text = Bilingual::new(
        "这个字符串没有结束，这一条未检查",
        "this string does not end, and the entry was not checked",
    );
    let help = Bilingual::new(
        "字符串在同一行结束；长的写成几行，每行都加引号",
        "a string ends on its line; a long one is several lines, each in quotes",
    );
    fault(source, Span::new(at, source.line_around(at).end), text).help(help)
}

fn no_escape(source: &Source, place: Span) -> Diagnostic {
    let text = Bilingual::new(
        "没有这个转义，这一条未检查",
        "there is no such escape, and the entry was not checked",
    );
    let help = Bilingual::new("反斜杠本身写成 \\\\", "a backslash itself is \\\\");
    fault(source, place, text).help(help)
}

fn no_translation(source: &Source, place: Span) -> Diagnostic {
    let text = Bilingual::new("这一条没有 `msgstr`", "this entry has no `msgstr`");
    fault(source, place, text)
}
