//! Templates, drafts and catalogues of texts: whatever marks stand in a phrase, it is read, and its span holds it and no mark beside it.

use std::sync::Arc;

use liyi::document::Kind;
use liyi::reader::{Catalogue, Format, Options, read_source};
use liyi::source::{Passage, Source};
use proptest::prelude::*;
use regex::{Captures, Regex};

/// What is looked for; none of its characters stands in the texts round it.
const PHRASE: &str = "中Z文😀";

/// The texts of a file.
fn passages(name: &str, text: &str, format: Format) -> Vec<Passage> {
    let source = Arc::new(Source::new(name, text.to_owned()));
    let options = Options::default();
    let conversations = read_source(&source, format, &options).filter_map(Result::ok);
    let parts = conversations
        .flat_map(|conversation| conversation.messages)
        .flat_map(|message| message.parts.iter().map(|part| part.passage.clone()).collect::<Vec<_>>());
    parts.collect()
}

/// What the span of the phrase holds, in the first text that has it.
fn written(name: &str, text: &str, format: Format) -> String {
    let all = passages(name, text, format);
    let found = all.iter().find_map(|passage| {
        let at = passage.text().find(PHRASE)?;
        Some(passage.span_of(at..at + PHRASE.len()))
    });
    let span = found.unwrap_or_else(|| panic!("the phrase stands in no part of {text:?}"));
    text[span.start..span.end].to_owned()
}

/// The phrase, with marks round and behind its characters.
fn marked(marks: &[(&str, &str)], choices: &[u8]) -> String {
    let write = |(at, c): (usize, char)| {
        let choice = usize::from(choices[at % choices.len()]);
        match choice % (marks.len() + 2) {
            0 => format!("&#x{:x};", c as u32),
            1 => c.to_string(),
            mark => {
                let (open, close) = marks[mark - 2];
                format!("{open}{c}{close}")
            }
        }
    };
    PHRASE.chars().enumerate().map(write).collect()
}

/// Undoes marks; other code than the program's.
fn bare(written: &str) -> String {
    let mark =
        Regex::new(r"<!--.*?-->|</?b>|\{%.*?%\}|\{\{[#/].*?\}\}|<% .*?%>|\*\*|~~|`|&#x([0-9a-f]+);").unwrap();
    let undo = |found: &Captures<'_>| match found.get(1) {
        Some(code) => char::from_u32(u32::from_str_radix(code.as_str(), 16).unwrap()).unwrap().to_string(),
        None => String::new(),
    };
    mark.replace_all(written, undo).into_owned()
}

fn choices() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 4)
}

const STATEMENTS: [(&str, &str); 3] =
    [("", "{% if a > b %}"), ("{{#if x}}", "{{/if}}"), ("<% if x %>", "<% end %>")];
const TAGS: [(&str, &str); 3] = [("<b>", "</b>"), ("", "<!-- x -->"), ("", "<b></b>")];
const SIGNS: [(&str, &str); 1] = [("", "<!-- x -->")];

/// How a catalogue writes a text.
struct Written {
    file: &'static str,
    format: Format,
    /// The ways in which it writes a character.
    ways: &'static [fn(char) -> String],
    /// What stands before and behind a text.
    round: (&'static str, &'static str),
    /// What the writing adds to a text, with the number of a character as hexadecimal digits, or as bytes, if it says one.
    added: &'static str,
}

fn code(c: char) -> u32 {
    c.into()
}

/// The catalogues.
const ANDROID: Format = Format::Catalogue(Catalogue::Android);
const YAML: Format = Format::Catalogue(Catalogue::Tree);
const CATALOGUES: [Written; 9] = [
    Written {
        file: "strings.xml",
        format: ANDROID,
        ways: &[
            |c| c.into(),
            |c| format!("&#x{:x};", code(c)),
            |c| format!("<xliff:g id=\"x\">{c}</xliff:g>"),
            |c| format!("<![CDATA[{c}]]><!-- x -->"),
            |c| if code(c) < 0x10000 { format!("\\u{:04x}", code(c)) } else { c.into() },
        ],
        round: ("<resources><string name='a'>【青禾】", "</string></resources>"),
        added: r#"<xliff:g id="x">|</xliff:g>|<!\[CDATA\[|\]\]>|<!-- x -->|&#x(?P<code>[0-9a-f]+);|\\u(?P<unit>[0-9a-f]{4})"#,
    },
    Written {
        file: "strings.xml",
        format: ANDROID,
        ways: &[|c| c.into(), |c| format!("\"{c}\""), |c| format!("\\{c}")],
        round: (
            "<!DOCTYPE resources [<!ENTITY x '您&amp;'>]><resources><string-array name='a'><item>&x; ",
            "\n </item></string-array></resources>",
        ),
        added: r#""|\\"#,
    },
    Written {
        file: "sms.po",
        format: Format::Catalogue(Catalogue::Gettext),
        ways: &[
            |c| c.into(),
            |c| c.to_string().bytes().map(|byte| format!("\\{byte:03o}")).collect(),
            |c| format!("{c}\"\r\n \""),
        ],
        round: ("msgid \"a\"\nmsgstr \"【青禾】", "\"\n"),
        added: r#""\r\n "|(?P<bytes>(?:\\[0-7]{3})+)"#,
    },
    Written {
        file: "zh.json",
        format: Format::Json(Kind::Sms),
        ways: &[|c| c.into(), |c| if code(c) < 0x10000 { format!("\\u{:04x}", code(c)) } else { c.into() }],
        round: ("{\"zh\": {\"n\": 1, \"a\": \"【青禾】", "\", \"b\": \"c\"}}"),
        added: r"\\u(?P<unit>[0-9a-f]{4})",
    },
    Written {
        file: "zh.yml",
        format: YAML,
        ways: &[|c| c.into(), |c| format!("\\U{:08x}", code(c)), |c| format!("\\\r\n   {c}")],
        round: ("zh:\n  a: \"【青禾】\r\n   \\t", "\"\n  b: c\n"),
        added: r"\\U(?P<code>[0-9a-f]{8})|\\\r\n   ",
    },
    Written {
        file: "zh.yml",
        format: YAML,
        ways: &[|c| c.into()],
        round: ("zh:\n  a: '【青禾】it''s\n\n   您好 ", "'\n"),
        added: "-",
    },
    Written {
        file: "zh.yml",
        format: YAML,
        ways: &[|c| c.into()],
        round: ("zh:\n  a: &x 【青禾】\n    您好 ", " # 好\n  b: *x\n"),
        added: "-",
    },
    Written {
        file: "zh.yml",
        format: YAML,
        ways: &[|c| c.into()],
        round: ("zh:\n  a: |+2\n     【青禾】\n\n       您好\n    ", "\n\n"),
        added: "-",
    },
    Written {
        file: "zh.yml",
        format: YAML,
        ways: &[|c| c.into()],
        round: ("zh:\n  a:\n    >-\n    【青禾】\r\n    您\r\n\r\n      好\r\n    ", "\r\n  b: c\r\n"),
        added: "-",
    },
];

impl Written {
    fn write(&self, text: &str, choices: &[u8]) -> String {
        let way = |at: usize| self.ways[usize::from(choices[at % choices.len()]) % self.ways.len()];
        text.chars().enumerate().map(|(at, c)| way(at)(c)).collect()
    }

    /// Undoes the writing; other code than the program's.
    fn bare(&self, written: &str) -> String {
        let undo = |found: &Captures<'_>| {
            let number = found.name("code").or_else(|| found.name("unit"));
            let c = number.map(|hex| char::from_u32(u32::from_str_radix(hex.as_str(), 16).unwrap()).unwrap());
            let bytes = found.name("bytes").map_or("", |bytes| bytes.as_str()).split('\\').skip(1);
            let bytes = bytes.map(|byte| u8::from_str_radix(byte, 8).unwrap()).collect();
            String::from_utf8(bytes).unwrap() + &c.map(String::from).unwrap_or_default()
        };
        Regex::new(self.added).unwrap().replace_all(written, undo).into_owned()
    }
}

/// Pieces of which damaged templates are made.
const PIECES: [&str; 40] = [
    "<resources>",
    "<string name='a'>",
    "</string>",
    "<![CDATA[",
    "]]>",
    "msgid \"",
    "\nmsgstr \"",
    "\"",
    "\\u4e0",
    "\\34",
    "{{",
    "}}",
    "{%",
    "%}",
    "{{#",
    "{{!--",
    "--}}",
    "<%",
    "%>",
    "*|",
    "|*",
    "<p",
    ">",
    "<!--",
    "-->",
    "<title>",
    "</title>",
    "<style>",
    "alt='",
    "&#x4e0",
    "&amp",
    "**",
    "`",
    "```\n",
    "[a](",
    "\\",
    "> ",
    "\r\n",
    "不知道",
    "\u{FEFF}",
];

proptest! {
    #[test]
    fn a_phrase_is_found_in_a_page(choices in choices(), before in "[a-y您好 ，。\n]{0,20}", in_title in any::<bool>(), in_alt in any::<bool>()) {
        let marks = if in_title || in_alt { STATEMENTS.to_vec() } else { [&STATEMENTS[..], &TAGS].concat() };
        let phrase = marked(&marks, &choices);
        let page = match (in_title, in_alt) {
            (true, _) => format!("<html><title>{before}{phrase}</title><p>a</p>"),
            (false, true) => format!("<html><p>a<img src=x alt=\"{before}{phrase}\"></p>"),
            (false, false) => format!("<html><p>{before}{phrase}<p>x"),
        };
        let found = written("t.html", &page, Format::MailTemplate);
        prop_assert_eq!(bare(&found), PHRASE, "{} in {}", found, page);
        prop_assert!(phrase.contains(&found));
    }

    #[test]
    fn a_phrase_is_found_in_a_draft(choices in choices(), before in "[a-y您好 ，。\r\n]{0,20}", is_markdown in any::<bool>(), in_subject in any::<bool>()) {
        let is_marked = is_markdown && !in_subject;
        let marks = if is_marked { [&STATEMENTS[..], &SIGNS].concat() } else { STATEMENTS.to_vec() };
        let mut phrase = marked(&marks, &choices);
        if !is_marked {
            phrase = Regex::new("&#x[0-9a-f]+;").unwrap().replace_all(&phrase, |found: &Captures<'_>| bare(&found[0])).into_owned();
        }
        let emphasised = if is_marked { format!("**{phrase}** `x`") } else { phrase.clone() };
        let before = if in_subject { before.replace(['\r', '\n'], "") } else { before };
        let draft = match in_subject {
            true => format!("主题：{before}{phrase}\r\n\r\n您好"),
            false => format!("\u{FEFF}主题：a\r\n\r\n您好：\r\n{before}{emphasised}\r\n").trim_start_matches('\u{FEFF}').to_owned(),
        };
        let found = written(if is_markdown { "d.md" } else { "d.txt" }, &draft, Format::EmailDraft);
        prop_assert_eq!(bare(&found), PHRASE, "{} in {}", found, draft);
        prop_assert!(phrase.contains(&found));
    }

    #[test]
    fn a_phrase_is_found_in_a_catalogue(choices in choices(), before in "[a-y您好，。]{0,9}( [a-y您好，。]{1,9}){0,2}") {
        for catalogue in CATALOGUES {
            let (head, tail) = catalogue.round;
            let (before, phrase) = (before.trim(), catalogue.write(PHRASE, &choices));
            let file = format!("{head}{before}{phrase}{before}{tail}");
            let found = written(catalogue.file, &file, catalogue.format);
            prop_assert_eq!(catalogue.bare(&found), PHRASE, "{} in {}", found, file);
            prop_assert!(phrase.contains(&found));
        }
    }

    #[test]
    fn a_damaged_template_is_read_without_harm(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..30)) {
        let text: String = pieces.concat();
        for (name, format) in [("t.html", Format::MailTemplate), ("d.md", Format::EmailDraft), ("d.txt", Format::EmailDraft)]
            .into_iter()
            .chain(CATALOGUES.map(|catalogue| (catalogue.file, catalogue.format)))
        {
            for passage in passages(name, &text, format) {
                let mut last = 0;
                for (at, c) in passage.text().char_indices() {
                    let span = passage.span_of(at..at + c.len_utf8());
                    prop_assert!(last <= span.start && span.start <= span.end && span.end <= text.len());
                    prop_assert!(text.get(span.start..span.end).is_some(), "inside a character");
                    last = span.start;
                }
            }
        }
    }
}
