//! Templates and drafts: whatever marks stand in a phrase, it is read, and its span holds it and no mark beside it.

use std::sync::Arc;

use liyi::reader::{Format, Options, read_source};
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

/// Pieces of which damaged templates are made.
const PIECES: [&str; 30] = [
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
    fn a_damaged_template_is_read_without_harm(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..30)) {
        let text: String = pieces.concat();
        for (name, format) in [("t.html", Format::MailTemplate), ("d.md", Format::EmailDraft), ("d.txt", Format::EmailDraft)] {
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
