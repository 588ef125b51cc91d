//! The draft as it could be: with every change that findings propose.

use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{Source, Span};

/// A text with the changes of findings made, in the order of their places; none if there is no change to make. Of changes
/// that overlap, the first is made.
pub(super) fn of(text: &Source, findings: &[Diagnostic]) -> Option<String> {
    let fixes = findings.iter().filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
    let mut fixes: Vec<_> = fixes.filter(|(_, fix)| fix.place.path == *text.name()).collect();
    // A greeting, which nothing calls for, goes before an apology, which a complaint called for.
    fixes.sort_by_key(|(finding, fix)| (fix.place.start.byte, !finding.labels.is_empty()));
    let start = text.span().start;
    let (mut changed, mut done) = (String::new(), start);
    for (_, Fix { place, insert, .. }) in &fixes {
        if place.start.byte < done {
            continue;
        }
        changed.push_str(text.slice(Span::new(done, place.start.byte)));
        changed.push_str(insert);
        done = place.end.byte;
    }
    changed.push_str(text.slice(Span::new(done, text.span().end)));
    (!fixes.is_empty()).then_some(changed)
}
