//! Scalars of YAML: the way back from what one says to how it is written (YAML 1.2.2, chapters 7 and 8).

use std::ops::Range;

use crate::source::Map;

/// How many indentations of a block are tried, where its head says by how many blanks.
const DEEPEST: usize = 40;

/// The map of a scalar from what it says to how it is written, as far as that can be told; else all of it stands for all of
/// the text. A block is written from its first character on, without its head.
pub(crate) fn map(raw: &str, says: &str) -> Map {
    let inside = 1..raw.len().saturating_sub(1);
    let quoted = match raw.as_bytes().first() {
        Some(b'"') => Some(Read::flow(raw, inside, double)),
        Some(b'\'') => Some(Read::flow(raw, inside, single)),
        _ => None,
    };
    let is_it = |read: &Read| read.text == says;
    let plain = || Some(Read::flow(raw, 0..raw.len(), plain)).filter(is_it);
    let read = quoted.filter(is_it).or_else(plain).or_else(|| block(raw, says));
    read.unwrap_or_else(|| Read::whole(raw, says)).map
}

/// How long something is that stands at the head of a text, and what it says.
type Unit = (usize, String);

/// What has been read of a scalar, and where it stands.
#[derive(Default)]
struct Read {
    text: String,
    map: Map,
}

impl Read {
    fn whole(raw: &str, says: &str) -> Self {
        let mut read = Self::default();
        read.push(says, 0..raw.len());
        read
    }

    fn push(&mut self, text: &str, raw: Range<usize>) {
        match text.len() == raw.len() {
            true => self.map.push_verbatim(raw),
            false => self.map.push_unit(text.len(), raw),
        }
        self.text.push_str(text);
    }

    /// A scalar of one of the styles whose lines are folded.
    fn flow(raw: &str, inside: Range<usize>, unit: fn(&str) -> Unit) -> Self {
        let mut read = Self::default();
        let raw = raw.get(..inside.end).unwrap_or(raw);
        let mut at = inside.start;
        while at < raw.len() {
            let rest = &raw[at..];
            let (len, text) = fold(rest).unwrap_or_else(|| unit(rest));
            read.push(&text, at..at + len);
            at += len;
        }
        read
    }
}

/// Line ends with the blanks round them, and what they say: one is a blank, of several the first is left out.
fn fold(rest: &str) -> Option<Unit> {
    let len = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
    let text = match rest[..len].matches('\n').count() {
        0 => return None,
        1 => " ".to_owned(),
        ends => "\n".repeat(ends - 1),
    };
    Some((len, text))
}

fn plain(rest: &str) -> Unit {
    let c = rest.chars().next().unwrap_or_default();
    (c.len_utf8(), c.to_string())
}

fn single(rest: &str) -> Unit {
    if rest.starts_with("''") { (2, "'".to_owned()) } else { plain(rest) }
}

fn double(rest: &str) -> Unit {
    let Some(escape) = rest.strip_prefix('\\') else { return plain(rest) };
    let (len, sign) = plain(escape);
    let says = match &*sign {
        "x" => return code(escape, 2),
        "u" => return code(escape, 4),
        "U" => return code(escape, 8),
        "\r" | "\n" => {
            return (rest.len() - escape.trim_start_matches(['\r', '\n', ' ', '\t']).len(), String::new());
        }
        "0" => "\0",
        "a" => "\u{7}",
        "b" => "\u{8}",
        "t" => "\t",
        "n" => "\n",
        "v" => "\u{B}",
        "f" => "\u{C}",
        "r" => "\r",
        "e" => "\u{1B}",
        "N" => "\u{85}",
        "_" => "\u{A0}",
        "L" => "\u{2028}",
        "P" => "\u{2029}",
        other => other,
    };
    (1 + len, says.to_owned())
}

/// An escape that is the number of a character, behind its backslash.
fn code(escape: &str, digits: usize) -> Unit {
    let code = escape.get(1..=digits).and_then(|hex| u32::from_str_radix(hex, 16).ok());
    (2 + digits, code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER).to_string())
}

/// A block, literal or folded, indented by as many blanks as make it say what it says: those of the lines behind its first, or
/// fewer.
fn block(raw: &str, says: &str) -> Option<Read> {
    let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let others = raw.lines().skip(1).filter(|line| !line.trim().is_empty());
    let own = others.map(blanks).min().unwrap_or(0);
    let indents = (0..=own).rev().take(DEEPEST);
    let mut reads = indents.flat_map(|indent| [literal(raw, indent), folded(raw, indent)]);
    reads.find_map(|read| ended(read, raw.len(), says))
}

/// A block with the line ends at its end, which its head keeps or cuts off.
fn ended(mut read: Read, end: usize, says: &str) -> Option<Read> {
    let ends = says.strip_prefix(&*read.text)?;
    ends.chars().all(|c| c == '\n').then(|| {
        ends.chars().for_each(|_| read.push("\n", end..end));
        read
    })
}

/// The lines of a block without their indentation, each with where it begins.
fn lines(raw: &str, indent: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    raw.split_inclusive('\n').map(move |line| {
        let start = end;
        end += line.len();
        let line = line.trim_end_matches(['\r', '\n']);
        let blanks = line.len() - line.trim_start_matches(' ').len();
        let blanks = if start == 0 { 0 } else { blanks.min(indent) };
        (start + blanks, &line[blanks..])
    })
}

fn literal(raw: &str, indent: usize) -> Read {
    let mut read = Read::default();
    let mut end = None;
    for (start, line) in lines(raw, indent) {
        if let Some(end) = end {
            read.push("\n", end..start);
        }
        read.push(line, start..start + line.len());
        end = Some(start + line.len());
    }
    read
}

/// Folded lines: a line end is a blank, of several the first is left out, except beside lines that are indented further.
fn folded(raw: &str, indent: usize) -> Read {
    let mut read = Read::default();
    let (mut end, mut was_further, mut empty) = (None, false, 0);
    for (start, line) in lines(raw, indent) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        let is_further = line.starts_with([' ', '\t']);
        let glue = match (end, empty) {
            (None, _) => String::new(),
            (Some(_), 0) if !was_further && !is_further => " ".to_owned(),
            (Some(_), _) => "\n".repeat(empty + usize::from(was_further || is_further)),
        };
        if let Some(end) = end.filter(|_| !glue.is_empty()) {
            read.push(&glue, end..start);
        }
        read.push(line, start..start + line.len());
        (end, was_further, empty) = (Some(start + line.len()), is_further, 0);
    }
    read
}
