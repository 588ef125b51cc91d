//! Mail: whatever layers a phrase is written in, it is read, and its span holds the bytes of that phrase.

use std::sync::Arc;

use encoding_rs::Encoding;
use liyi::document::{Conversation, PartKind};
use liyi::reader::{Format, Options, read_source};
use liyi::source::{Passage, Source};
use proptest::prelude::*;
use regex::bytes::Regex;

/// What is looked for; none of its characters stands in the texts round it.
const PHRASE: &str = "中Z文";

/// How a text is written.
#[derive(Clone, Debug)]
struct Layers {
    charset: &'static str,
    transfer: &'static str,
    is_html: bool,
    /// Whether lines of plain text go on behind a blank (RFC 3676).
    is_flowed: bool,
    line_end: &'static str,
    /// Chooses among the ways to write each character.
    choices: Vec<u8>,
    /// How long the lines of the transfer encoding are.
    width: usize,
}

impl Layers {
    fn choice(&self, at: usize) -> u8 {
        self.choices[at % self.choices.len()]
    }

    /// A text as the character set writes it; what it lacks is left out.
    fn encoded(&self, text: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(self.charset.as_bytes()).unwrap();
        let unit = |c: char| match self.charset {
            "utf-16le" => c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_le_bytes()).collect(),
            _ => match encoding.encode(c.encode_utf8(&mut [0; 4])) {
                (bytes, _, false) => bytes.into_owned(),
                _ => Vec::new(),
            },
        };
        text.chars().flat_map(unit).collect()
    }

    /// A text in HTML: some characters as entities, tags and blanks round some.
    fn marked_up(&self, text: &str) -> String {
        let write = |(at, c): (usize, char)| match (c, self.choice(at) % 8) {
            ('&', _) => "&amp;".to_owned(),
            ('<', _) => "&lt;".to_owned(),
            ('\r' | '\n' | ' ', _) => c.to_string(),
            (c, 0) => format!("&#{};", c as u32),
            (c, 1) => format!("&#x{:x};", c as u32),
            (c, 2) => format!("<b>{c}</b>"),
            (c, _) => c.to_string(),
        };
        text.chars().enumerate().map(write).collect()
    }

    /// A text with line ends behind some characters that are none of it.
    fn flowed(&self, text: &str) -> String {
        let characters: Vec<char> = text.chars().collect();
        let mut out = String::new();
        for (at, &c) in characters.iter().enumerate() {
            out.push(c);
            let next = characters.get(at + 1).filter(|next| !matches!(next, '\r' | '\n'));
            if let (Some(next), false, 0) = (next, matches!(c, '\r' | '\n'), self.choice(at) % 3) {
                out.extend([" ", self.line_end, if matches!(next, ' ' | '>') { " " } else { "" }]);
            }
        }
        out
    }

    fn written(&self, text: &str) -> Vec<u8> {
        match (self.is_html, self.is_flowed) {
            (true, _) => self.encoded(&self.marked_up(text)),
            (false, true) => self.encoded(&self.flowed(text)),
            (false, false) => self.encoded(text),
        }
    }

    fn carried(&self, bytes: &[u8]) -> Vec<u8> {
        match self.transfer {
            "base64" => wrapped(&base64(bytes), self.width, self.line_end),
            "quoted-printable" => self.quoted(bytes),
            _ => bytes.to_vec(),
        }
    }

    /// Quoted-printable with soft line ends anywhere, inside characters too.
    fn quoted(&self, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut column = 0;
        for (at, &byte) in bytes.iter().enumerate() {
            let is_plain = byte.is_ascii_graphic() && byte != b'=' && !self.choice(at).is_multiple_of(4);
            let written = if is_plain { vec![byte] } else { format!("={byte:02X}").into_bytes() };
            column += written.len();
            if column >= self.width {
                out.extend(format!("={}", self.line_end).into_bytes());
                column = written.len();
            }
            out.extend(written);
        }
        out
    }

    /// Undoes the transfer encoding of a piece; other code than the program's.
    fn uncarried(&self, raw: &[u8]) -> Vec<u8> {
        match self.transfer {
            "base64" => unbase64(raw),
            "quoted-printable" => unquoted(raw),
            _ => raw.to_vec(),
        }
    }

    fn mail(&self, subject: &[u8], text: &[u8], is_multipart: bool) -> Vec<u8> {
        let kind = if self.is_html { "text/html" } else { "text/plain" };
        let part = format!(
            "Content-Type: {kind};\n charset=\"{}\"{}\nContent-Transfer-Encoding: {}\n\n",
            self.charset,
            if self.is_flowed { "; format=flowed; delsp=yes" } else { "" },
            self.transfer
        );
        let open = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"=_x\"\n\npreamble\n--=_x\n";
        let head = |text: &str| text.replace('\n', self.line_end).into_bytes();
        let (before, after) =
            if is_multipart { (head(open), head("\n--=_x--\n")) } else { Default::default() };
        let subject = [b"Subject: ", subject, self.line_end.as_bytes()].concat();
        [subject, before, head(&part), self.carried(text), after].concat()
    }
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> Vec<u8> {
    let group = |chunk: &[u8]| {
        let bits =
            (0..3).fold(0_usize, |bits, at| bits << 8 | usize::from(chunk.get(at).copied().unwrap_or(0)));
        (0..4).map(move |at| (at, bits >> (18 - 6 * at) & 63)).collect::<Vec<_>>()
    };
    let written = |chunk: &[u8]| {
        let kept = chunk.len() + 1;
        group(chunk).into_iter().map(move |(at, value)| if at < kept { BASE64[value] } else { b'=' })
    };
    bytes.chunks(3).flat_map(written).collect()
}

pub(super) fn unbase64(raw: &[u8]) -> Vec<u8> {
    let values = raw.iter().filter_map(|byte| BASE64.iter().position(|one| one == byte));
    let bits: Vec<bool> =
        values.flat_map(|value| (0..6).map(move |bit| value >> (5 - bit) & 1 == 1)).collect();
    bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |sum, &bit| sum << 1 | u8::from(bit))).collect()
}

pub(super) fn unquoted(raw: &[u8]) -> Vec<u8> {
    let escape = Regex::new(r"(?-u)=(?:\r?\n|([0-9A-F]{2}))").unwrap();
    let byte = |found: &regex::bytes::Captures<'_>| match found.get(1) {
        Some(hex) => vec![u8::from_str_radix(std::str::from_utf8(hex.as_bytes()).unwrap(), 16).unwrap()],
        None => Vec::new(),
    };
    escape.replace_all(raw, byte).into_owned()
}

fn wrapped(text: &[u8], width: usize, line_end: &str) -> Vec<u8> {
    text.chunks(width).flat_map(|line| [line, line_end.as_bytes()].concat()).collect()
}

fn read(raw: &[u8]) -> (Conversation, Vec<String>) {
    let source = Arc::new(Source::of_bytes("test.eml", raw.to_vec()));
    let options = Options::default();
    let (mut conversations, mut faults) = (Vec::new(), Vec::new());
    for read in read_source(&source, Format::Mail, &options) {
        match read {
            Ok(conversation) => conversations.push(conversation),
            Err(fault) => faults.push(fault.code.to_string()),
        }
    }
    (conversations.remove(0), faults)
}

/// The bytes that the phrase was written with, where it stands in the subject or in the text.
fn bytes_of_phrase(raw: &[u8], in_subject: bool) -> (usize, Vec<u8>) {
    let (conversation, faults) = read(raw);
    assert!(faults.is_empty(), "{faults:?}");
    let parts = &conversation.messages[0].parts;
    let mut passages = parts.iter().filter(|part| (part.kind == PartKind::Subject) == in_subject);
    let is_here = |passage: &Passage| passage.text().contains(PHRASE);
    let part = passages.find(|part| is_here(&part.passage)).expect("the phrase stands in no part");
    let start = part.passage.text().find(PHRASE).unwrap();
    let span = part.passage.span_of(start..start + PHRASE.len());
    (span.start, raw[span.start..span.end].to_vec())
}

/// Whether bytes are the ones wanted, with at most the rest of a base64 group on either side.
fn holds(bytes: &[u8], wanted: &[u8], is_base64: bool) -> bool {
    let most = if is_base64 { 2 } else { 0 };
    let found = bytes.windows(wanted.len()).position(|window| window == wanted);
    found.is_some_and(|at| at <= most && bytes.len() - at - wanted.len() <= most)
}

fn layers() -> impl Strategy<Value = Layers> {
    let charset = prop::sample::select(vec!["utf-8", "gb18030", "gb2312", "big5", "utf-16le"]);
    let transfer = prop::sample::select(vec!["base64", "quoted-printable", "8bit"]);
    let line_end = prop::sample::select(vec!["\n", "\r\n"]);
    let choices = prop::collection::vec(any::<u8>(), 1..12);
    (charset, transfer, any::<[bool; 2]>(), line_end, choices, 5_usize..80).prop_map(
        |(charset, transfer, [is_html, is_flowed], line_end, choices, width)| {
            // UTF-16 has zero bytes, which no mail carries as they are.
            let transfer = if charset == "utf-16le" { "base64" } else { transfer };
            Layers { charset, transfer, is_html, is_flowed, line_end, choices, width }
        },
    )
}

/// A subject in encoded words, each cut off after some characters.
fn words(layers: &Layers, text: &str) -> Vec<u8> {
    let characters: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    for (at, piece) in characters.chunks(usize::from(layers.choice(0) % 5) + 1).enumerate() {
        let bytes = layers.encoded(&piece.iter().collect::<String>());
        let q = bytes.iter().flat_map(|byte| format!("={byte:02X}").into_bytes()).collect();
        let (by, text) = if layers.choice(at).is_multiple_of(2) { ("b", base64(&bytes)) } else { ("Q", q) };
        let word = [b"=?", layers.charset.as_bytes(), b"?", by.as_bytes(), b"?", &text, b"?="].concat();
        let between = if at % 3 == 2 { [layers.line_end, "\t"].concat() } else { " ".to_owned() };
        out.extend([word, between.into_bytes()].concat());
    }
    out
}

/// The bytes of a piece of a subject in encoded words that begins at a byte.
fn unworded(raw: &[u8], start: usize, piece: &[u8]) -> Vec<u8> {
    let head = Regex::new(r"(?-u)=\?[^?\s]+\?([bQ])\?").unwrap();
    let between = Regex::new(r"(?-u)\?=\s+=\?[^?\s]+\?([bQ])\?").unwrap();
    let first = head.captures_iter(&raw[..start]).last().expect("no word begins before").get(1).unwrap();
    let mut is_base64 = first.as_bytes() == b"b";
    let (mut out, mut at) = (Vec::new(), 0);
    let undo = |is_base64: bool, text: &[u8]| if is_base64 { unbase64(text) } else { unquoted(text) };
    for found in between.captures_iter(piece) {
        out.extend(undo(is_base64, &piece[at..found.get(0).unwrap().start()]));
        (at, is_base64) = (found.get(0).unwrap().end(), &found[1] == b"b");
    }
    out.extend(undo(is_base64, &piece[at..]));
    out
}

/// Characters of several scripts and widths, and those that mean something to a layer.
const TEXT: &str = "[a-y您好不知道體é€😀&=<?_. ，。>-]{0,40}";

proptest! {
    #[test]
    fn a_phrase_is_found_in_its_bytes(
        layers in layers(), before in TEXT, after in TEXT, lines in any::<bool>(), is_multipart in any::<bool>(),
    ) {
        let gap = if lines { layers.line_end } else { "" };
        let text = [layers.written(&(before + gap)), layers.written(PHRASE), layers.written(&(gap.to_owned() + &after))];
        let wanted = layers.written(PHRASE);
        let raw = layers.mail(b"x", &text.concat(), is_multipart);
        let (_, piece) = bytes_of_phrase(&raw, false);
        let bytes = layers.uncarried(&piece);
        // Tags round the phrase are no part of it.
        let trim = |bytes: &[u8]| {
            let tags = [layers.encoded("<b>"), layers.encoded("</b>")];
            let bytes = bytes.strip_prefix(&tags[0][..]).unwrap_or(bytes);
            bytes.strip_suffix(&tags[1][..]).unwrap_or(bytes).to_vec()
        };
        let wanted = if layers.is_html { trim(&wanted) } else { wanted };
        prop_assert!(holds(&bytes, &wanted, layers.transfer == "base64"), "{bytes:?} for {wanted:?}");
    }

    #[test]
    fn a_phrase_is_found_in_the_words_of_a_subject(layers in layers(), before in TEXT, after in TEXT) {
        let subject = words(&layers, &[&before, PHRASE, &after].concat());
        let raw = layers.mail(&subject, b"", false);
        let (start, piece) = bytes_of_phrase(&raw, true);
        let (bytes, wanted) = (unworded(&raw, start, &piece), layers.encoded(PHRASE));
        prop_assert!(holds(&bytes, &wanted, true), "{bytes:?} for {wanted:?}");
    }

    #[test]
    fn a_phrase_is_found_in_a_mailbox(
        each in prop::collection::vec((layers(), TEXT, 0_usize..3), 1..4), front in any::<bool>(),
    ) {
        let line = if front { "From a@b.c Mon May  6 10:00:00 2024" } else { "From - 6 May 2024 10:00:00 +0800 2024" };
        let mut raw = Vec::new();
        for (layers, before, marks) in &each {
            // A line that begins with `From ` is marked once more than it was written.
            let is_marked = layers.transfer == "8bit" && !layers.is_html && !layers.is_flowed && layers.charset == "utf-8";
            let quoted = if is_marked { format!("{}From {PHRASE}", ">".repeat(marks + 1)) } else { PHRASE.to_owned() };
            let text = [layers.written(before), layers.encoded(layers.line_end), layers.written(&quoted)].concat();
            let end = layers.line_end;
            raw.extend([format!("{line}{end}").into_bytes(), layers.mail(b"x", &text, true), format!("{end}{end}").into_bytes()].concat());
        }
        let source = Arc::new(Source::of_bytes("test.mbox", raw.clone()));
        let options = Options::default();
        let all: Vec<Conversation> = read_source(&source, Format::Mailbox, &options).flatten().collect();
        prop_assert_eq!(all.len(), each.len());
        for (conversation, (layers, _, marks)) in all.iter().zip(&each) {
            let parts = &conversation.messages[0].parts;
            let passage = parts.iter().map(|part| &part.passage).find(|passage| passage.text().contains(PHRASE)).unwrap();
            let start = passage.text().find(PHRASE).unwrap();
            let span = passage.span_of(start..start + PHRASE.len());
            let bytes = layers.uncarried(&raw[span.start..span.end]);
            let wanted = layers.encoded(PHRASE);
            let is_plain = !layers.is_html && !layers.is_flowed;
            prop_assert!(!is_plain || holds(&bytes, &wanted, layers.transfer == "base64"), "{bytes:?} for {wanted:?}");
            let line = passage.text()[..start].rsplit('\n').next().unwrap();
            prop_assert!(!line.ends_with("From ") || line == format!("{}From ", ">".repeat(*marks)), "{line}");
        }
    }

    #[test]
    fn a_damaged_mail_is_read_without_harm(
        layers in layers(), text in TEXT, cut in any::<prop::sample::Index>(),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
    ) {
        let subject = words(&layers, &text);
        let mut raw = layers.mail(&subject, &layers.written(&text), true);
        flips.iter().for_each(|(at, byte)| *at.get_mut(&mut raw) = *byte);
        raw.truncate(cut.index(raw.len()) + 1);
        let source = Arc::new(Source::of_bytes("test.eml", raw.clone()));
        let options = Options::default();
        let bounds = source.span();
        for conversation in read_source(&source, Format::Mail, &options).flatten() {
            let parts = &conversation.messages[0].parts;
            prop_assert!(parts.iter().all(|part| bounds.start <= part.passage.span().start));
            for part in parts {
                let (text, mut last) = (part.passage.text(), 0);
                for (at, c) in text.char_indices() {
                    let span = part.passage.span_of(at..at + c.len_utf8());
                    prop_assert!(last <= span.start && span.start <= span.end && span.end <= bounds.end);
                    last = span.start;
                }
            }
        }
    }
}
