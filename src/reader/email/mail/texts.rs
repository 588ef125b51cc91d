//! Which parts of a mail a person reads, and their text.

use std::sync::{Arc, LazyLock};

use regex::bytes::Regex;

use crate::source::{Charset, Map, Passage, Source, Span};
use crate::text::constant_bytes;

use super::super::html;
use super::faults::Faults;
use super::flowed;
use super::transfer::Transfer;
use super::tree::{ATTACHED, Entity};

/// Where an HTML page may declare its character set, and how.
const DECLARATION: usize = 1024;

static META: LazyLock<Regex> =
    LazyLock::new(|| constant_bytes(r#"(?i-u)<meta\s[^>]*charset\s*=\s*["']?([\w.:-]+)"#));

/// The texts of a mail that a person reads, in their order. What is there in several forms is read once.
pub(super) fn text_parts(
    source: &Arc<Source>,
    tree: &[Entity],
    mail: usize,
    in_mailbox: bool,
    faults: &mut Faults<'_>,
) -> Vec<Passage> {
    let chosen = chosen(source.bytes(), tree, mail);
    let own = tree.iter().filter(|part| part.mail == mail);
    for part in own.filter(|part| chosen.is_empty() && is_encrypted(part)) {
        faults.encrypted(part.head.content_type.clone().unwrap_or(part.body.start..part.body.start));
    }
    chosen.into_iter().filter_map(|part| text(source, &tree[part], in_mailbox, faults)).collect()
}

fn is_encrypted(part: &Entity) -> bool {
    matches!(
        part.content.name.as_str(),
        "multipart/encrypted" | "application/pkcs7-mime" | "application/x-pkcs7-mime"
    )
}

/// The texts of a part: of alternatives that say something, the first in plain text, else the last one.
fn chosen(raw: &[u8], tree: &[Entity], part: usize) -> Vec<usize> {
    let Entity { content, children, .. } = &tree[part];
    let mut each = children.iter().map(|&child| (child, chosen(raw, tree, child)));
    match content.name.as_str() {
        "text/plain" | "text/html" if content.is_attachment => Vec::new(),
        "text/plain" | "text/html" => vec![part],
        // Another mail.
        ATTACHED => Vec::new(),
        "multipart/alternative" => {
            let says = |texts: &Vec<usize>| texts.iter().any(|&text| says_something(raw, &tree[text]));
            let forms: Vec<Vec<usize>> = each.map(|(_, texts)| texts).filter(says).collect();
            let is_plain =
                |texts: &&Vec<usize>| texts.iter().all(|&text| tree[text].content.name == "text/plain");
            forms.iter().find(is_plain).or(forms.last()).cloned().unwrap_or_default()
        }
        // A page, and what it is made of.
        "multipart/related" => {
            each.find(|(_, texts)| !texts.is_empty()).map(|(_, texts)| texts).unwrap_or_default()
        }
        // Behind the first part, what bears the name of a file is attached.
        _ => {
            let is_read =
                |child: usize| Some(&child) == children.first() || tree[child].content.file_name.is_none();
            each.filter(|(child, _)| is_read(*child)).flat_map(|(_, texts)| texts).collect()
        }
    }
}

/// Whether there is more than blanks in a part; the look is at its head.
fn says_something(raw: &[u8], part: &Entity) -> bool {
    let head = &raw[part.body.start..part.body.end.min(part.body.start + DECLARATION)];
    let transfer = transfer(raw, part).unwrap_or(Transfer::Identity);
    !transfer.undo(head).bytes.trim_ascii().is_empty()
}

fn transfer(raw: &[u8], part: &Entity) -> Option<Transfer> {
    let name = part.head.transfer.clone().map(|name| String::from_utf8_lossy(&raw[name]));
    Transfer::of(&name.unwrap_or_default())
}

/// The text of a part; none where nobody can read it, which is told.
fn text(source: &Arc<Source>, part: &Entity, in_mailbox: bool, faults: &mut Faults<'_>) -> Option<Passage> {
    let (raw, base) = (source.bytes(), source.span().start);
    let span = Span::new(base + part.body.start, base + part.body.end);
    let is_html = part.content.name == "text/html";
    let Some(transfer) = transfer(raw, part) else {
        faults.transfer(part.head.transfer.clone()?);
        return None;
    };
    let carried = transfer.undo(&raw[part.body.clone()]);
    if let Some((first, count)) = carried.garbage {
        faults.garbage(part.body.start + first, count);
    }
    if let Some(at) = carried.cut {
        faults.cut_group(part.body.start + at);
    }
    let charset = charset(raw, part, &carried.bytes, is_html, faults)?;
    let (text, map, undecodable) = charset.decode(carried.bytes.into_owned());
    if let Some(bad) = undecodable {
        let first = carried.map.raw_of(bad.first..bad.first + 1).start;
        faults.undecodable(part.body.start + first, bad.count);
    }
    let map = map.through(carried.map);
    let bare = if in_mailbox && transfer != Transfer::Base64 { without_marks(&text) } else { None };
    let (text, map) = bare.map(|(text, way)| (text, way.through(map.clone()))).unwrap_or((text, map));
    if is_html {
        let page = html::read(&text);
        if let Some(open) = page.open {
            let at = map.raw_of(open..open + 1);
            faults.open_mark(part.body.start + at.start..part.body.start + at.end);
        }
        let (seen, way) = page.body.made();
        return Some(Passage::mapped(source, span, seen, way.through(map)));
    }
    let Some(takes_blank) = part.content.flowed else {
        return Some(Passage::decoded(source, span, text, map));
    };
    let (whole, way) = flowed::read(&text, takes_blank);
    Some(Passage::decoded(source, span, whole, way.through(map)))
}

/// A text of a mailbox, where lines that begin with `From ` have one `>` more than was written (mboxrd), and the way back;
/// none if none does.
fn without_marks(text: &str) -> Option<(String, Map)> {
    if !text.contains(">From ") {
        return None;
    }
    let (mut bare, mut map, mut at) = (String::with_capacity(text.len()), Map::default(), 0);
    for line in text.split_inclusive('\n') {
        let is_marked = line.starts_with('>') && line.trim_start_matches('>').starts_with("From ");
        let start = at + usize::from(is_marked);
        at += line.len();
        bare.push_str(&text[start..at]);
        map.push_verbatim(start..at);
    }
    Some((bare, map))
}

/// The character set that a part declares, in its header or, as HTML, at its head.
fn charset(
    raw: &[u8],
    part: &Entity,
    bytes: &[u8],
    is_html: bool,
    faults: &mut Faults<'_>,
) -> Option<Charset> {
    let declared = part.content.charset.as_deref().unwrap_or_default();
    let Some(charset) = Charset::of(declared) else {
        let field = part.head.content_type.clone().unwrap_or_default();
        let place = raw[field.clone()].windows(declared.len()).position(|name| name == declared.as_bytes());
        let place = place.map(|at| field.start + at..field.start + at + declared.len());
        faults.charset(declared, place.unwrap_or(field));
        return None;
    };
    let meta = || META.captures(&bytes[..bytes.len().min(DECLARATION)])?.get(1);
    match meta().filter(|_| is_html && charset == Charset::Ascii) {
        // A page whose head can be read as ASCII is none in UTF-16, whatever it says (WHATWG HTML, prescan of encodings).
        Some(name) => Charset::of(&String::from_utf8_lossy(name.as_bytes()))
            .filter(|charset| !charset.name().starts_with("UTF-16"))
            .or(Some(charset)),
        None => Some(charset),
    }
}
