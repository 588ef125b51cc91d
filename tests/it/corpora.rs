//! Mail corpora: those of the tree, and any folder that `LIYI_MAILS` names. Each mail is read without harm, and the span of
//! each word decodes to it, by other code than the program's.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use encoding_rs::Encoding;
use html5gum::{Token, Tokenizer};
use liyi::reader::{Format, Options, read_source};
use liyi::source::{Passage, Source};
use regex::Regex;
use regex::bytes;

use super::mail::{unbase64, unquoted};
use super::root;

#[test]
fn words_of_mail_corpora_decode_to_themselves() {
    let own = root().join("tests/cases/eml.in");
    let others = std::env::var_os("LIYI_MAILS").map(PathBuf::from);
    let (mut mails, mut words) = (0, 0);
    for folder in [Some(own), others].into_iter().flatten() {
        for path in files(&folder) {
            mails += 1;
            words += read(&path);
        }
    }
    assert!(mails >= 15 && words >= 150, "{mails} mails, {words} words");
}

/// The mails of a folder and of those in it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().and_then(|extension| extension.to_str()) {
            _ if path.is_dir() => all.extend(files(&path)),
            Some("eml" | "mbox") => all.push(path),
            _ => (),
        }
    }
    all
}

/// Reads a mail or a mailbox; the answer is how many of its words were compared.
fn read(path: &Path) -> usize {
    let raw = fs::read(path).unwrap();
    let source = Arc::new(Source::of_bytes("test.eml", raw.clone()));
    let format = if raw.starts_with(b"From ") { Format::Mailbox } else { Format::Mail };
    let options = Options::default();
    let charsets = charsets(&raw);
    let mut words = 0;
    for conversation in read_source(&source, format, &options).flatten() {
        for part in conversation.messages.iter().flat_map(|message| message.parts.iter()) {
            words += compare(path, &raw, &part.passage, &charsets);
        }
    }
    words
}

/// The character sets that a mail names, and those that are read where it names none.
fn charsets(raw: &[u8]) -> Vec<&'static Encoding> {
    let name = bytes::Regex::new(r#"(?i-u)(?:charset\s*=\s*["']?|=\?)([\w.:-]+)"#).unwrap();
    let named = name.captures_iter(raw).map(|found| found.get(1).unwrap().as_bytes());
    let mut all: Vec<&Encoding> = named.filter_map(Encoding::for_label).collect();
    all.push(encoding_rs::UTF_8);
    all.dedup();
    all
}

fn compare(path: &Path, raw: &[u8], passage: &Passage, charsets: &[&'static Encoding]) -> usize {
    let word = Regex::new(r"[\p{L}\p{N}]{1,12}").unwrap();
    let mut last = 0;
    for (at, c) in passage.text().char_indices() {
        let span = passage.span_of(at..at + c.len_utf8());
        assert!(
            last <= span.start && span.start <= span.end && span.end <= raw.len(),
            "{path:?}: {c} at {span:?}"
        );
        last = span.start;
    }
    let found: Vec<regex::Match<'_>> = word.find_iter(passage.text()).collect();
    for found in &found {
        let span = passage.span_of(found.range());
        let bytes = &raw[span.start..span.end];
        let decodes = decodings(bytes, charsets).any(|text| closed(&text).contains(found.as_str()));
        assert!(decodes, "{path:?}: {:?} is written {:?}", found.as_str(), String::from_utf8_lossy(bytes));
    }
    found.len()
}

/// What some bytes may say, in all the ways in which mail writes a text.
fn decodings<'a>(raw: &'a [u8], charsets: &'a [&'static Encoding]) -> impl Iterator<Item = String> + 'a {
    let ways = [raw.to_vec(), unquoted(raw), unbase64(raw), unworded(raw, false), unworded(raw, true)];
    // A group of base64 may begin in the character before.
    let ways = ways
        .into_iter()
        .flat_map(|bytes| (0..3).map(move |skip| bytes.get(skip..).unwrap_or_default().to_vec()));
    ways.flat_map(move |bytes| {
        charsets.iter().flat_map(move |charset| {
            // A piece of ISO-2022-JP lacks what says that its characters have two bytes.
            let shifted = [b"\x1b$B", &bytes[..]].concat();
            let text = charset.decode_without_bom_handling(&bytes).0.into_owned();
            let again = charset.decode_without_bom_handling(&shifted).0.into_owned();
            [seen(&text), text, again]
        })
    })
}

/// The bytes of neighbouring encoded words, the first of which began before in base64 or not.
fn unworded(raw: &[u8], mut is_base64: bool) -> Vec<u8> {
    let between = bytes::Regex::new(r"(?-u)\?=\s+=\?[^?\s]+\?([bBqQ])\?").unwrap();
    let (mut out, mut at) = (Vec::new(), 0);
    let undo = |is_base64: bool, text: &[u8]| if is_base64 { unbase64(text) } else { unquoted(text) };
    for found in between.captures_iter(raw) {
        let whole = found.get(0).unwrap();
        out.extend(undo(is_base64, &raw[at..whole.start()]));
        (at, is_base64) = (whole.end(), found[1].eq_ignore_ascii_case(b"b"));
    }
    out.extend(undo(is_base64, &raw[at..]));
    out
}

/// A text without its blanks: a word may go on over a line end (RFC 3676).
fn closed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What a page shows.
fn seen(html: &str) -> String {
    let text = |token: Token| match token {
        Token::String(text) => String::from_utf8_lossy(&text.value).into_owned(),
        _ => String::new(),
    };
    Tokenizer::new(html).map(|Ok(token)| text(token)).collect()
}
