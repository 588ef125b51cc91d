//! What people write beside a text so that a finding in it does not count: `liyi-allow RULE: reason`.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::Allowance;
use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, Span, brief};

/// The word that begins an allowance, and the name of the column that holds them.
pub(super) const WORD: &str = "liyi-allow";

/// An allowance, or what is wrong with it.
type Allowed = Result<Allowance, Box<Diagnostic>>;

/// Allowances, and what is wrong with others.
pub(super) fn sorted(read: impl Iterator<Item = Allowed>) -> (Vec<Allowance>, Vec<Diagnostic>) {
    let (mut allowances, mut faults) = (Vec::new(), Vec::new());
    read.for_each(|read| match read {
        Ok(allowance) => allowances.push(allowance),
        Err(fault) => faults.push(*fault),
    });
    (allowances, faults)
}

/// Reads `RULE: reason`, which stands at a place and covers a span.
pub(super) fn read(source: &Arc<Source>, place: Span, written: &str, covers: Span) -> Allowed {
    let parts = written.split_once([':', '：']).map(|(rule, reason)| (rule.trim(), reason.trim()));
    match parts.filter(|(rule, reason)| rule.contains('/') && !reason.is_empty()) {
        Some((rule, _)) => {
            let (rule, source) = (rule.to_owned(), Arc::clone(source));
            Ok(Allowance { rule, source, place, covers, is_shared: false })
        }
        None => Err(Box::new(no_reason(written).at(source, place))),
    }
}

/// What a line of remarks says, `# liyi-allow RULE: reason`, if it is that.
pub(super) fn in_remark(line: &str) -> Option<&str> {
    after_word(line.trim_start().strip_prefix('#')?.trim_start_matches('#'))
}

/// The allowances in the comments of a page of HTML, or of a draft in Markdown.
pub(super) fn in_comments(source: &Arc<Source>, is_page: bool) -> (Vec<Allowance>, Vec<Diagnostic>) {
    let (text, start) = (source.text(), source.span().start);
    let span = |range: &Range<usize>| Span::new(start + range.start, start + range.end);
    let comments = comments(text).into_iter();
    sorted(comments.map(|(comment, written)| {
        read(source, span(&comment), written, span(&covered(text, &comment, is_page)))
    }))
}

/// The allowances in lines of remarks, each for the lines below up to one that does not go on with the first of them.
pub(super) fn in_remarks(
    source: &Arc<Source>,
    goes_on: impl Fn(&str, &str) -> bool,
) -> (Vec<Allowance>, Vec<Diagnostic>) {
    let lines: Vec<(Span, &str)> = source.lines().collect();
    let remarks =
        lines.iter().enumerate().filter_map(|(at, (span, line))| Some((at, *span, in_remark(line)?)));
    sorted(remarks.map(|(at, place, written)| {
        let is_text =
            |(_, line): &&(Span, &str)| !line.trim().is_empty() && !line.trim_start().starts_with('#');
        let below = lines[at..].iter().skip_while(|line| !is_text(line));
        let first = below.clone().next().map_or("", |(_, line)| line);
        let last = below.take_while(|(_, line)| std::ptr::eq(*line, first) || goes_on(first, line)).last();
        read(source, place, written.trim(), place.cover(last.map_or(place, |(span, _)| *span)))
    }))
}

/// What stands behind the word, if a text begins with that.
fn after_word(text: &str) -> Option<&str> {
    let rest = text.trim_start().strip_prefix(WORD)?;
    rest.is_empty().then_some(rest).or_else(|| rest.strip_prefix(|c: char| c.is_whitespace() || c == ':'))
}

/// The comments that allow something, each with what is written in it.
fn comments(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut comments = Vec::new();
    for (at, _) in text.match_indices(WORD) {
        let before = text[..at].trim_end();
        let end = text[at..].find("-->").map(|end| at + end);
        if let (true, Some(end)) = (before.ends_with("<!--"), end) {
            let written = after_word(&text[at..end]);
            comments.extend(written.map(|written| (before.len() - 4..end + 3, written.trim())));
        }
    }
    comments
}

/// What a comment covers: the line that it stands on behind something else, or else the element or paragraph below.
fn covered(text: &str, comment: &Range<usize>, is_page: bool) -> Range<usize> {
    let line = text[..comment.start].rfind('\n').map_or(0, |end| end + 1);
    if !text[line..comment.start].trim().is_empty() && !text[line..comment.start].trim().ends_with("-->") {
        return line..text[comment.end..].find('\n').map_or(text.len(), |end| comment.end + end);
    }
    let at = behind_comments(text, comment.end);
    let rest = &text[at..];
    let length = match is_page {
        true if rest.starts_with('<') => element(rest),
        true => rest.find("</").unwrap_or(rest.len()),
        false => paragraph(rest),
    };
    at..at + length
}

/// Where something begins behind blanks and comments.
fn behind_comments(text: &str, at: usize) -> usize {
    let mut rest = text[at..].trim_start();
    while let Some((_, behind)) = rest.strip_prefix("<!--").and_then(|inside| inside.split_once("-->")) {
        rest = behind.trim_start();
    }
    text.len() - rest.len()
}

/// How long the paragraph is that a text begins with: up to an empty line.
fn paragraph(text: &str) -> usize {
    let lines = text.split_inclusive('\n').take_while(|line| !line.trim().is_empty());
    lines.map(str::len).sum()
}

/// How long the element is that a text begins with, its end tag included; of one that has none, its first line.
fn element(text: &str) -> usize {
    let name_of =
        |tag: &str| tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().map(str::len);
    let name = &text[1..1 + name_of(&text[1..]).unwrap_or_default()];
    let is_same = |tag: &str| {
        tag.get(..name.len()).is_some_and(|other| other.eq_ignore_ascii_case(name))
            && name_of(tag) == Some(name.len())
    };
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(tag) = text[at..].find('<').map(|tag| at + tag) {
        let inside = &text[tag + 1..];
        let end = tag + inside.find('>').map_or(inside.len() + 1, |end| end + 2);
        at = end;
        match inside.strip_prefix('/') {
            Some(inside) if is_same(inside) => depth = depth.saturating_sub(1),
            None if is_same(inside) && !text[tag..end].ends_with("/>") => depth += 1,
            _ if depth > 0 => continue,
            _ => (),
        }
        if depth == 0 {
            return end;
        }
    }
    text.find('\n').unwrap_or(text.len())
}

/// The fault of an allowance below which nothing stands.
pub(super) fn nothing_below() -> Diagnostic {
    let text = Bilingual::new("下面没有短信，没有可允许的", "no SMS stands below, and so nothing to allow");
    let help = Bilingual::new("写在所说的那条短信的上面", "write it above the SMS that is meant");
    Diagnostic::error("allow/nothing", text).help(help)
}

fn no_reason(written: &str) -> Diagnostic {
    let shown = brief(written);
    let text = match written.contains('/') {
        true => say!("`{shown}` 没有写理由", "`{shown}` gives no reason"),
        false => say!("`{shown}` 没有写明规则", "`{shown}` names no rule"),
    };
    let help = Bilingual::new(
        "写成 liyi-allow 规则集/规则: 理由，规则的写法同报告",
        "write liyi-allow RULESET/RULE: REASON, with the rule as reports name it",
    );
    Diagnostic::error("allow/reason", text).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_comment_covers_what_it_stands_at() {
        const ALLOW: &str = "<!-- liyi-allow a/b: c -->";
        for (text, is_page, covers) in [
            ("@\n<p>一\n二</p>\n<p>三</p>", true, "<p>一\n二</p>"),
            ("<p>一@</p>\n<p>三</p>", true, "<p>一@</p>"),
            ("@<!-- d -->\n\n<div><div>一</div>二</div>三", true, "<div><div>一</div>二</div>"),
            ("@\n@\n<DIV a='b'><divan></divan></div>三", true, "<DIV a='b'><divan></divan></div>"),
            ("@<br>一\n二", true, "<br>一"),
            ("@<img alt='一'/>二", true, "<img alt='一'/>"),
            ("<td>\n@\n一\n二</td>三", true, "一\n二"),
            ("@", true, ""),
            ("@\n\n一\n二\n\n三", false, "一\n二\n"),
            ("一 @\n二", false, "一 @"),
        ] {
            let (text, covers) = (text.replace('@', ALLOW), covers.replace('@', ALLOW));
            let (comment, written) = comments(&text).remove(0);
            assert_eq!((&text[covered(&text, &comment, is_page)], written), (&*covers, "a/b: c"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn anything_is_read(text in "(<!--|-->|liyi-allow|a/b|: |<p>|</p>|<|>|/|是|\n| )*", is_page: bool) {
            let source = Arc::new(Source::new("a", text));
            for allowance in in_comments(&source, is_page).0 {
                prop_assert!(source.slice(allowance.place).starts_with("<!--"));
                prop_assert!(allowance.covers.end <= source.span().end);
            }
        }
    }
}
