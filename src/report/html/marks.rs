//! Marks in a text: where findings and what explains them stand in what a message says.

use std::ops::Range;

use quick_xml::escape::escape;

use crate::source::{Passage, Span, Untrusted};

/// How much of a long text is shown before its first mark and behind its last, in bytes.
const MARGIN: usize = 2000;

/// A marked stretch of a text.
pub(super) struct Mark {
    pub(super) range: Range<usize>,
    /// `error`, `warning`, `note`, or `because` for what explains a finding.
    pub(super) class: &'static str,
    /// The numbers of the findings it belongs to.
    pub(super) note: usize,
}

/// The range of a text that was made from some bytes of its source; none if it holds none of them.
pub(super) fn range_of(passage: &Passage, span: Span) -> Option<Range<usize>> {
    let whole = passage.span();
    if span.end <= whole.start || whole.end <= span.start {
        return None;
    }
    let text = passage.text();
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let characters = &starts[..starts.len() - 1];
    let of = |at: usize| passage.span_of(at..at + text[at..].chars().next().map_or(0, char::len_utf8));
    let first = characters.partition_point(|&at| of(at).end <= span.start);
    let last = characters.partition_point(|&at| of(at).start < span.end);
    (first < last).then(|| starts[first]..starts[last])
}

/// A text with its marks, as HTML; what is hidden is masked.
pub(super) fn write(text: &str, marks: &[Mark], hidden: &[Range<usize>], out: &mut String) {
    let window = window(text, marks);
    let mut bounds: Vec<usize> = marks.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
    bounds.extend([window.start, window.end]);
    bounds.retain(|at| window.contains(at) || *at == window.end);
    bounds.sort_unstable();
    bounds.dedup();
    out.push_str(if window.start > 0 { "…" } else { "" });
    for pair in bounds.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let over: Vec<&Mark> =
            marks.iter().filter(|mark| mark.range.start <= start && end <= mark.range.end).collect();
        let shown = masked(text, start..end, hidden);
        match over.iter().map(|mark| mark.class).min_by_key(|class| rank(class)) {
            Some(class) => {
                let notes: Vec<String> = over.iter().map(|mark| format!("n{}", mark.note)).collect();
                let is_all = window == (start..end) && class != "because";
                let all = if is_all { " all" } else { "" };
                out.push_str(&format!(
                    "<mark class=\"{class}{all}\" data-of=\"{}\">{shown}</mark>",
                    notes.join(" ")
                ));
            }
            None => out.push_str(&shown),
        }
    }
    out.push_str(if window.end < text.len() { "…" } else { "" });
}

/// The heaviest first.
fn rank(class: &str) -> usize {
    ["error", "warning", "note"].iter().position(|name| *name == class).unwrap_or(3)
}

/// What of a text is shown: all of it, or what stands round its marks.
fn window(text: &str, marks: &[Mark]) -> Range<usize> {
    let first = marks.iter().map(|mark| mark.range.start).min().unwrap_or(0);
    let last = marks.iter().map(|mark| mark.range.end.min(mark.range.start + MARGIN)).max().unwrap_or(0);
    let mut start = if text.len() > 3 * MARGIN { first.saturating_sub(MARGIN) } else { 0 };
    let mut end = if text.len() > 3 * MARGIN { (last + MARGIN).min(text.len()) } else { text.len() };
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// A stretch of a text as HTML: lines stay lines, what could hurt is shown as a mark.
fn masked(text: &str, range: Range<usize>, hidden: &[Range<usize>]) -> String {
    let is_hidden = |at: usize| {
        let next = hidden.partition_point(|range| range.end <= at);
        hidden.get(next).is_some_and(|range| range.start <= at)
    };
    let characters = text[range.clone()].char_indices().map(|(at, c)| (range.start + at, c));
    let characters = characters.filter(|(_, c)| *c != '\r');
    let plain: String =
        characters.map(|(at, c)| if is_hidden(at) && !c.is_whitespace() { '*' } else { c }).collect();
    let lines = plain.split('\n').map(|line| escape(Untrusted(line).to_string()).into_owned());
    lines.collect::<Vec<_>>().join("\n")
}
