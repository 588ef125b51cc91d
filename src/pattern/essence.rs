//! What of a regex has to stand in a text for it to match at all.

use std::cmp::Reverse;

use regex_syntax::hir::literal::Extractor;
use regex_syntax::hir::{Hir, HirKind, Repetition};

/// The most texts of which one has to stand there that are worth looking for, with all phrases of all rules at once.
pub(super) const MOST_TEXTS: usize = 64;

/// The most that are worth looking for one by one before a regex is compiled.
pub(super) const MOST_ASKED: usize = 2048;

/// The most such sets that are worth looking for.
const MOST_SETS: usize = 3;

/// A regex without what it asks of the surroundings of a match, and without what may be missing at the ends of one: it
/// matches somewhere in every text in which the regex does.
pub(super) fn essence(hir: &Hir) -> Hir {
    bared(hir, true, true)
}

/// A part of a regex without what may be missing at those of its ends that are ends of the whole.
fn bared(hir: &Hir, starts: bool, ends: bool) -> Hir {
    match hir.kind() {
        HirKind::Look(_) => Hir::empty(),
        HirKind::Capture(capture) => bared(&capture.sub, starts, ends),
        HirKind::Alternation(parts) => {
            Hir::alternation(parts.iter().map(|part| bared(part, starts, ends)).collect())
        }
        HirKind::Concat(parts) => {
            let is_needed = |part: &Hir| part.properties().minimum_len() != Some(0);
            let first = parts.iter().position(is_needed).filter(|_| starts).unwrap_or(0);
            let behind =
                parts.iter().rposition(is_needed).filter(|_| ends).map_or(parts.len(), |last| last + 1);
            let kept = parts.iter().enumerate().take(behind).skip(first);
            let bare = kept.map(|(at, part)| bared(part, starts && at == first, ends && at + 1 == behind));
            Hir::concat(bare.collect())
        }
        HirKind::Repetition(repetition) if repetition.min == 1 && (starts || ends) => {
            bared(&repetition.sub, starts, ends)
        }
        HirKind::Repetition(repetition) => {
            let sub = Box::new(bared(&repetition.sub, false, false));
            let max = if starts || ends { Some(repetition.min) } else { repetition.max };
            Hir::repetition(Repetition { max, sub, ..repetition.clone() })
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) => hir.clone(),
    }
}

/// A regex whose repetitions have no bounds above, which takes far fewer states. It matches wherever the regex does.
pub(super) fn loosened(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(loosened).collect()),
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(loosened).collect()),
        HirKind::Repetition(repetition) if repetition.max != Some(1) => {
            let (min, sub) = (repetition.min.min(2), Box::new(loosened(&repetition.sub)));
            Hir::repetition(Repetition { min, max: None, sub, ..repetition.clone() })
        }
        _ => hir.clone(),
    }
}

/// All that a regex matches, those before others that it would rather match, if these are a few texts without line ends.
pub(super) fn literals(hir: &Hir) -> Option<Vec<String>> {
    let literals = Extractor::new().limit_total(MOST_TEXTS).extract(hir);
    let is_plain = hir.properties().look_set().is_empty() && literals.is_exact();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).ok().filter(|text| !text.contains('\n'));
    let found = literals.literals().filter(|found| is_plain && !found.is_empty())?;
    found.iter().map(|literal| text(literal.as_bytes())).collect()
}

/// Sets of so many texts at most; of each set one stands in every match of an essence. The set that says most comes first.
pub(super) fn texts(essence: &Hir, most: usize) -> Vec<Vec<String>> {
    let parts = match essence.kind() {
        HirKind::Concat(parts) => &parts[..],
        _ => std::slice::from_ref(essence),
    };
    let sets = (0..parts.len()).flat_map(|at| [beginnings(&parts[at..], most), inside(&parts[at], most)]);
    let mut sets: Vec<Vec<String>> = sets.flatten().collect();
    sets.sort_by_key(|set| (Reverse(shortest(set).min(TELLING)), set.len()));
    let mut telling: Vec<Vec<String>> = Vec::new();
    for set in sets {
        if telling.len() < MOST_SETS && !telling.iter().any(|other| implies(other, &set)) {
            telling.push(set);
        }
    }
    telling
}

/// Texts of which one stands wherever one of these does: their heads, which are fewer and say nearly as much.
pub(super) fn heads(texts: &[String]) -> Vec<&str> {
    let end = |text: &str| text.char_indices().map(|(at, _)| at).find(|at| *at >= TELLING);
    let mut heads: Vec<&str> = texts.iter().map(|text| &text[..end(text).unwrap_or(text.len())]).collect();
    heads.sort_unstable();
    heads.dedup_by(|next, head| next.starts_with(*head));
    heads
}

/// Whether one of some texts stands wherever one of others does, which then says nothing new.
fn implies(others: &[String], texts: &[String]) -> bool {
    others.iter().all(|other| texts.iter().any(|text| other.contains(text)))
}

/// Texts of which one stands inside a part of a regex: the best of each of its alternatives.
fn inside(part: &Hir, most: usize) -> Option<Vec<String>> {
    match part.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            texts(&repetition.sub, most).into_iter().next()
        }
        HirKind::Alternation(parts) => {
            let best = parts.iter().map(|part| texts(part, most).into_iter().next());
            let mut all = best.collect::<Option<Vec<_>>>()?.concat();
            all.sort_unstable();
            all.dedup();
            (all.len() <= most).then_some(all)
        }
        _ => None,
    }
}

/// Texts of which one stands at the beginning of some parts of a regex, if there are a few.
fn beginnings(parts: &[Hir], most: usize) -> Option<Vec<String>> {
    let found = Extractor::new().limit_total(most).extract(&Hir::concat(parts.to_vec()));
    // A text that is cut off may end inside a character.
    let whole =
        |bytes: &[u8]| bytes.utf8_chunks().next().map_or(String::new(), |chunk| chunk.valid().to_owned());
    let texts: Vec<String> = found.literals()?.iter().map(|text| whole(text.as_bytes())).collect();
    (texts.len() <= most && shortest(&texts) > 0).then_some(texts)
}

/// How long the shortest of some texts is, in bytes.
fn shortest(texts: &[String]) -> usize {
    texts.iter().map(String::len).min().unwrap_or(0)
}

/// How many bytes say enough: three Han characters, or nine letters. Of longer texts the fewer are the better.
const TELLING: usize = 9;
