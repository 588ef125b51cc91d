//! Regexes: folded like the texts they are matched on, blind to masks and slots, linear in time.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex_automata::util::syntax;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind, Repetition};

use crate::text::{MASK, SLOT, folded_pairs, folds_to, is_han};

use super::lexicon::{Reading, fold_phrase};

/// The deepest nesting of a regex.
const NEST_LIMIT: u32 = 50;

/// Why a regex cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub enum BadExpression {
    /// It is no regex; what is wrong, and at which byte of it if that is known.
    Syntax(String, Option<usize>),
    /// It would take more than 50,000 states.
    TooLarge,
    /// It matches the empty text, and so everywhere.
    Empty,
    /// Folding leaves nothing of it.
    FoldsAway,
    /// No text matches it.
    Nothing,
}

/// Reads a regex, and folds it as the texts are folded that it is matched on.
pub(super) fn read(written: &str, reading: Reading) -> Result<Hir, BadExpression> {
    let config = syntax::Config::new().nest_limit(NEST_LIMIT);
    let hir = syntax::parse_with(written, &config).map_err(|error| syntax_error(&error))?;
    match hir.properties().minimum_len() {
        None => return Err(BadExpression::Nothing),
        Some(0) => return Err(BadExpression::Empty),
        Some(_) => (),
    }
    let hir = match reading {
        Reading::Regex => rebuilt(&hir, &fold_literal, &|set| without_opaque(&fold_class(set))),
        Reading::LoosePhrase => rebuilt(&hir, &fold_literal, &fold_class),
        Reading::ExactRegex | Reading::ExactPhrase => rebuilt(&hir, &as_written, &without_opaque),
    };
    if hir.properties().minimum_len() == Some(0) { Err(BadExpression::FoldsAway) } else { Ok(hir) }
}

/// A regex for a text as it is written.
pub(super) fn literal(written: &str) -> String {
    regex_syntax::escape(written)
}

/// The regex for a phrase with `…` or with punctuation between its characters; none for any other phrase.
pub(super) fn of_loose_phrase(written: &str) -> Option<String> {
    let mut pattern = String::new();
    let mut is_loose = false;
    let mut rest = written;
    while !rest.is_empty() {
        let word = rest.find(is_soft).unwrap_or(rest.len());
        let gap = rest[word..].find(|c| !is_soft(c)).unwrap_or(rest.len() - word);
        let (word, gap) = (&rest[..word], &rest[word..word + gap]);
        rest = &rest[word.len() + gap.len()..];
        pattern.push_str(&regex_syntax::escape(word));
        let is_inner = pattern.contains(char::is_alphanumeric) && rest.contains(char::is_alphanumeric);
        let loosened = is_inner.then(|| loosened(word, gap, rest)).flatten();
        is_loose |= loosened.is_some();
        pattern.push_str(&loosened.map_or_else(|| regex_syntax::escape(gap), str::to_owned));
    }
    // The ends of words are asked for inside the regex, so that a match which would end inside a word goes on.
    let edge = |c: Option<char>, edge| if c.is_some_and(|c| c.is_ascii_alphanumeric()) { edge } else { "" };
    let start = edge(written.chars().next(), r"(?-u:\b{start-half})");
    let end = edge(written.chars().next_back(), r"(?-u:\b{end-half})");
    is_loose.then(|| format!("{start}{pattern}{end}"))
}

/// What a gap inside a phrase matches, if not just itself: blanks alone do, and so does `:` in `10:30`.
fn loosened(before: &str, gap: &str, after: &str) -> Option<&'static str> {
    let beside_han = before.ends_with(is_han) || after.starts_with(is_han);
    let is_mark = |c: char| !c.is_whitespace();
    if gap.contains('…') {
        // A full stop with a letter behind it ends no sentence: 3.5, example.com.
        Some(r"(?:[^。！？；!?;.\n]|\.[^\s。！？；!?;.])+?")
    } else if gap.contains(is_mark)
        && (beside_han || gap.contains(|c: char| !c.is_ascii() || c.is_whitespace()))
    {
        Some(r"[\p{P}\p{S}\s]*")
    } else {
        None
    }
}

/// Blanks, and punctuation that a writer may well leave out or change.
fn is_soft(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ',' | '.' | '!' | '?' | ';' | ':' | '~')
        || matches!(c, '，' | '。' | '！' | '？' | '；' | '：' | '、' | '…' | '—' | '～' | '·')
}

fn syntax_error(error: &regex_syntax::Error) -> BadExpression {
    let (message, at) = match error {
        regex_syntax::Error::Parse(error) => (error.kind().to_string(), error.span().start.offset),
        regex_syntax::Error::Translate(error) => (error.kind().to_string(), error.span().start.offset),
        _ => return BadExpression::Syntax(error.to_string(), None),
    };
    BadExpression::Syntax(message, Some(at))
}

/// Rebuilds a regex with other leaves, and with those alternatives first that may reach further: the engine takes the
/// first that matches, and of hits at one place the longest is meant.
fn rebuilt(hir: &Hir, literal: &impl Fn(&str) -> Hir, class: &impl Fn(&ClassUnicode) -> ClassUnicode) -> Hir {
    let again = |hir: &Hir| rebuilt(hir, literal, class);
    match hir.kind() {
        HirKind::Empty => Hir::empty(),
        HirKind::Look(look) => Hir::look(*look),
        HirKind::Literal(text) => literal(std::str::from_utf8(&text.0).unwrap_or_default()),
        HirKind::Class(Class::Unicode(set)) => Hir::class(Class::Unicode(class(set))),
        HirKind::Class(bytes) => Hir::class(bytes.clone()),
        HirKind::Repetition(repetition) => {
            let mut repetition = repetition.clone();
            repetition.sub = Box::new(again(&repetition.sub));
            Hir::repetition(repetition)
        }
        HirKind::Capture(capture) => {
            let mut capture = capture.clone();
            capture.sub = Box::new(again(&capture.sub));
            Hir::capture(capture)
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(again).collect()),
        HirKind::Alternation(parts) => {
            let mut parts: Vec<Hir> = parts.iter().map(again).collect();
            let longest = |part: &Hir| part.properties().maximum_len().unwrap_or(usize::MAX);
            parts.sort_by_key(|part| Reverse(longest(part)));
            Hir::alternation(parts)
        }
    }
}

fn as_written(text: &str) -> Hir {
    Hir::literal(text.as_bytes())
}

/// A literal, folded. Texts have no blanks between Han characters, so that a blank beside one may be missing.
fn fold_literal(text: &str) -> Hir {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(word);
        parts.push(as_written(&fold_phrase(word)));
        let blank = behind.find(|c: char| !c.is_whitespace()).unwrap_or(behind.len());
        let (blank, behind) = behind.split_at(blank);
        if !blank.is_empty() {
            parts.push(fold_blank(blank, word.ends_with(is_han) || behind.starts_with(is_han)));
        }
        rest = behind;
    }
    Hir::concat(parts)
}

fn fold_blank(blank: &str, is_beside_han: bool) -> Hir {
    let blank = as_written(if blank.contains('\n') { "\n" } else { " " });
    match is_beside_han {
        true => Hir::repetition(Repetition { min: 0, max: Some(1), greedy: true, sub: Box::new(blank) }),
        false => blank,
    }
}

/// The folded characters of a class. Of a class that leaves out less than it holds (`[^你]`), what it leaves out is
/// folded.
fn fold_class(set: &ClassUnicode) -> ClassUnicode {
    thread_local! {
        /// The same few classes stand in many regexes.
        static KNOWN: RefCell<BTreeMap<Vec<ClassUnicodeRange>, ClassUnicode>> = RefCell::default();
    }
    let known = KNOWN.with_borrow(|known| known.get(set.ranges()).cloned());
    known.unwrap_or_else(|| {
        let folded = folded_class(set);
        KNOWN.with_borrow_mut(|known| known.insert(set.ranges().to_vec(), folded.clone()));
        folded
    })
}

fn folded_class(set: &ClassUnicode) -> ClassUnicode {
    let mut rest = set.clone();
    rest.negate();
    if size(set) <= size(&rest) {
        return image(set);
    }
    let mut rest = image(&rest);
    rest.negate();
    rest
}

fn size(set: &ClassUnicode) -> u32 {
    set.iter().map(|range| u32::from(range.end()) - u32::from(range.start()) + 1).sum()
}

/// A class with what its characters fold to. The characters that fold away stay; folded texts do not have them.
fn image(set: &ClassUnicode) -> ClassUnicode {
    static PAIRS: LazyLock<BTreeSet<(char, char)>> = LazyLock::new(|| folded_pairs().collect());
    let mut image = set.clone();
    image.try_case_fold_simple().ok();
    let (mut added, are_few) = (Vec::new(), size(set) <= FEW);
    for range in set.iter() {
        let (start, end) = (range.start(), range.end());
        match are_few {
            true => added.extend((start..=end).filter_map(folds_to)),
            false => added.extend(PAIRS.range((start, '\0')..=(end, char::MAX)).map(|(_, folded)| *folded)),
        }
    }
    image.union(&ClassUnicode::new(added.into_iter().map(|folded| ClassUnicodeRange::new(folded, folded))));
    image
}

/// How many characters fold one by one in less time than it takes to learn what all characters fold to.
const FEW: u32 = 200;

fn without_opaque(set: &ClassUnicode) -> ClassUnicode {
    let mut set = set.clone();
    set.difference(&ClassUnicode::new([
        ClassUnicodeRange::new(MASK, MASK),
        ClassUnicodeRange::new(SLOT, SLOT),
    ]));
    set
}
