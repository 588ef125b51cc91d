//! Resources of Android, `strings.xml`: each string, and each item of an array or of plurals, is a template.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape_with};
use quick_xml::events::{BytesRef, BytesStart, Event};
use regex::Regex;

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, reason};
use crate::say;
use crate::source::{Source, Span, brief};
use crate::text::constant;

use super::catalogue::{Found, Template};
use super::literal::Literal;

/// The head of a document whose root is `<resources>`: behind it only a declaration, comments and blanks.
static ROOT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:(?s:<!--.*?-->)\s*|<!DOCTYPE[^\[>]*(?:\[[^\]]*\]\s*)?>\s*)*<resources[\s>/]",
    )
});

/// The declaration of an entity that is a text.
static ENTITY: LazyLock<Regex> = LazyLock::new(|| {
    constant(r#"<!ENTITY\s+(?P<name>[\w.:-]+)\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')\s*>"#)
});

/// The longest text of an entity, in bytes: entities that hold each other grow fast.
const LONGEST_ENTITY: usize = 1000;

/// What is no text, but names another resource.
static REFERENCE: LazyLock<Regex> =
    LazyLock::new(|| constant(r"^\s*(?:@\+?(?:[\w.]+:)?\w+/[\w.]+|\?(?:[\w.]+:)?(?:\w+/)?[\w.]+)\s*$"));

/// Whether a text is a file of resources.
pub(in crate::reader) fn is_resources(text: &str) -> bool {
    text.trim_start().starts_with('<') && ROOT.is_match(text)
}

/// The templates, each called as its resource is.
pub(super) fn templates(source: &Arc<Source>) -> Vec<Found> {
    let xml = Reader::from_str(source.text());
    let mut walk =
        Walk { source, xml, open: Vec::new(), text: None, declared: HashMap::new(), found: Vec::new() };
    while walk.step() {}
    walk.found
}

/// A way through a document.
struct Walk<'a> {
    source: &'a Arc<Source>,
    xml: Reader<&'a [u8]>,
    /// The elements that have not ended, the innermost last.
    open: Vec<Element>,
    text: Option<Text>,
    /// What the entities say that the document declares.
    declared: HashMap<String, String>,
    found: Vec<Found>,
}

struct Element {
    tag: String,
    /// What the resource is called.
    name: String,
    /// How many items of it have begun.
    items: usize,
    start: usize,
}

impl Element {
    /// What a template is called that an element inside of this one is, if it is one.
    fn template_in(&mut self, inside: &BytesStart<'_>) -> Option<String> {
        let named = |name| attribute(inside, name).unwrap_or_default();
        match (&*self.tag, inside.name().as_ref()) {
            ("resources", "string") => Some(named("name")),
            ("resources", "item") if named("type") == "string" => Some(named("name")),
            ("string-array", "item") => {
                self.items += 1;
                Some(format!("{}.{}", self.name, self.items))
            }
            ("plurals", "item") => Some(format!("{}.{}", self.name, named("quantity"))),
            _ => None,
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.try_get_attribute(name).ok().flatten().map(|found| found.value.into_owned())
}

/// The text of a template that is being read.
struct Text {
    id: String,
    literal: Literal,
    /// How many elements are open inside of it and round it.
    depth: usize,
    start: usize,
}

impl Walk<'_> {
    /// Where the reader stands, in bytes of the file.
    fn position(&self) -> usize {
        self.source.span().start + self.xml.buffer_position() as usize
    }

    /// Takes what comes next; false if there is no more.
    fn step(&mut self) -> bool {
        let start = self.position();
        let event = self.xml.read_event();
        let place = Span::new(start, self.position());
        match event {
            Ok(Event::Eof) => return self.end(),
            Ok(Event::Start(tag)) => self.begin(&tag, start),
            Ok(Event::End(_)) => self.close(start),
            Ok(Event::Text(_)) => self.say(place),
            Ok(Event::CData(_)) => {
                self.say(Span::new(place.start + "<![CDATA[".len(), place.end - "]]>".len()));
            }
            Ok(Event::GeneralRef(name)) => self.refer(&name, place),
            Ok(Event::DocType(head)) => self.declared = declared(&head),
            Ok(_) => (),
            Err(error) => return self.broken(&error),
        }
        true
    }

    fn begin(&mut self, tag: &BytesStart<'_>, start: usize) {
        let id = self.open.last_mut().and_then(|parent| parent.template_in(tag));
        let name = attribute(tag, "name").unwrap_or_default();
        self.open.push(Element { tag: tag.name().as_ref().to_owned(), name, items: 0, start });
        if let (Some(id), None) = (id, &self.text) {
            let (start, depth) = (self.position(), self.open.len());
            self.text = Some(Text { id, literal: Literal::at(start), depth, start });
        }
    }

    fn close(&mut self, end: usize) {
        let depth = self.open.len();
        self.open.pop();
        let Some(Text { id, literal, start, .. }) = self.text.take_if(|text| text.depth == depth) else {
            return;
        };
        if !REFERENCE.is_match(self.source.slice(Span::new(start, end))) {
            let passage = literal.passage(self.source);
            self.found.push(Ok(Template { id, passage, meta: Vec::new() }));
        }
    }

    /// Takes characters that stand there as they are.
    fn say(&mut self, place: Span) {
        let Some(text) = &mut self.text else { return };
        for (at, c) in self.source.slice(place).char_indices() {
            let at = place.start + at;
            text.literal.push(c, Span::new(at, at + c.len_utf8()));
        }
    }

    /// Takes what is written as `&…;`.
    fn refer(&mut self, name: &BytesRef<'_>, place: Span) {
        let known = || resolve_predefined_entity(name).or(self.declared.get(&**name).map(String::as_str));
        let says = match name.is_char_ref() {
            true => name.resolve_char_ref().ok().flatten().map(String::from),
            false => known().map(str::to_owned),
        };
        match (&mut self.text, says) {
            (Some(text), Some(says)) => says.chars().for_each(|c| text.literal.push(c, place)),
            (Some(_), None) => {
                self.text = None;
                self.found.push(Err(Box::new(unknown_entity(self.source, place))));
            }
            (None, _) => (),
        }
    }

    /// Tells what does not end.
    fn end(&mut self) -> bool {
        if let Some(element) = self.open.last() {
            let tag = brief(&element.tag);
            let text = say!(
                "<{tag}> 没有结束，其中没有读完的内容未检查",
                "<{tag}> does not end, and what is open in it was not checked",
            );
            let line = self.source.line_around(element.start);
            let end = (element.start + 1 + element.tag.len()).min(line.end);
            let fault = Diagnostic::error("input/xml", text).at(self.source, Span::new(element.start, end));
            self.found.push(Err(Box::new(fault)));
        }
        false
    }

    fn broken(&mut self, error: &quick_xml::Error) -> bool {
        let at = self.source.span().start + self.xml.error_position() as usize;
        let Bilingual { zh, en } = reason(&error.to_string());
        let text = say!(
            "这里的 XML 读不懂，从这里起未检查（{zh}）",
            "this is no XML, and nothing was checked from here on ({en})",
        );
        self.found.push(Err(Box::new(Diagnostic::error("input/xml", text).at(self.source, Span::at(at)))));
        false
    }
}

/// The entities that the head of a document declares, each with what it says; those of other files, and what grows too long, are
/// none.
fn declared(head: &str) -> HashMap<String, String> {
    let mut declared = HashMap::new();
    for found in ENTITY.captures_iter(head) {
        let (name, value) = (&found["name"], found.name("double").or_else(|| found.name("single")));
        let of = |name: &str| resolve_predefined_entity(name).or(declared.get(name).map(String::as_str));
        let value = value.filter(|value| value.len() <= LONGEST_ENTITY);
        let says = value.and_then(|value| Some(unescape_with(value.as_str(), of).ok()?.into_owned()));
        if let Some(says) = says.filter(|says| says.len() <= LONGEST_ENTITY) {
            declared.insert(name.to_owned(), says);
        }
    }
    declared
}

fn unknown_entity(source: &Source, place: Span) -> Diagnostic {
    let text = Bilingual::new(
        "没有声明过这个实体，这一条未检查",
        "nothing declares this entity, and this text was not checked",
    );
    let help = Bilingual::new(
        "XML 自己只有 &lt; &gt; &amp; &apos; &quot;，其他字符直接写，或写成 &#160; 这样",
        "XML itself has &lt; &gt; &amp; &apos; &quot; only; write other characters as they are, or as &#160;",
    );
    Diagnostic::error("input/xml", text).at(source, place).help(help)
}
