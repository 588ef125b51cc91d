//! What the languages of templates write round a text and is none of it: conditions, loops, comments, includes.
//!
//! What stands there for a value, `{{ name }}`, `<%= name %>`, `*|NAME|*`, stays: it is a slot.

use std::sync::LazyLock;

use regex_lite::Regex;

use crate::source::Map;
use crate::text::constant_lite;

/// How a statement of a template begins and ends, the longer forms first.
const FORMS: [(&str, &str); 8] = [
    ("{{!--", "--}}"),
    ("{{{", "}}}"),
    ("{{", "}}"),
    ("{%", "%}"),
    ("{#", "#}"),
    ("<%", "%>"),
    ("%%[", "]%%"),
    ("*|", "|*"),
];

/// What may stand in a pair of braces and puts nothing into the text: `{{#if x}}`, `{{else}}`, `{{> footer}}`, `{{end}}`.
static BRACES: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r"(?x)^[-~\ ]*(?:[\#/^!>&*] | (?:else|end|if|elseif|with|range|define|template|block|unless|each|import|include)\b)",
    )
});

/// Ruby and JavaScript that put nothing into the text, also where they are written as if they did.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(r"^(?:[^=-]|-?\s*(?:if|end|else|elsif|unless|for|each|while|do|case|when)\b|-\s*\})")
});

/// Merge tags of Mailchimp that are conditions.
static MERGE: LazyLock<Regex> =
    LazyLock::new(|| constant_lite(r"(?i)^(?:if|ifnot|else|elseif|end|interested|group|date-?if)\s*[:|]"));

/// Comments of Liquid and Jinja, with what they hold.
static COMMENT: LazyLock<Regex> = LazyLock::new(|| constant_lite(r"^\s*-?\s*comment\b"));
static END_OF_COMMENT: LazyLock<Regex> = LazyLock::new(|| constant_lite(r"\{%-?\s*endcomment\s*-?%\}"));

/// The text without the statements of a template that put nothing into it, and the way back; none if there are none.
pub(super) fn without(text: &str) -> Option<(String, Map)> {
    let (mut left, mut map) = (String::new(), Map::default());
    let mut keep = |from: usize, to: usize| {
        left.push_str(&text[from..to]);
        map.push_verbatim(from..to);
    };
    let (mut kept, mut at) = (0, 0);
    // Forms that are not closed any more: nobody need look again.
    let mut unclosed = [false; FORMS.len()];
    while let Some(start) = text[at..].find(['{', '<', '%', '*']).map(|len| at + len) {
        let form = FORMS.iter().position(|(open, _)| text[start..].starts_with(open));
        let end = form.filter(|&form| !unclosed[form]).and_then(|form| {
            let end = end_of(text, start, form);
            unclosed[form] = end.is_none();
            Some((form, end?))
        });
        let Some((form, end)) = end else {
            at = start + 1;
            continue;
        };
        let (open, close) = FORMS[form];
        if is_block(open, &text[start + open.len()..end - close.len()]) {
            let end = behind_comment(text, start, end);
            keep(kept, start);
            (kept, at) = (end, end);
        } else {
            at = end;
        }
    }
    keep(kept, text.len());
    (kept > 0).then_some((left, map))
}

/// Where a statement ends.
fn end_of(text: &str, start: usize, form: usize) -> Option<usize> {
    let (open, close) = FORMS[form];
    let inside = start + open.len();
    text[inside..].find(close).map(|len| inside + len + close.len())
}

/// Whether a statement puts nothing into the text.
fn is_block(open: &str, inside: &str) -> bool {
    match open {
        "{{" => BRACES.is_match(inside),
        "{{{" => false,
        "<%" => CODE.is_match(inside),
        "*|" => MERGE.is_match(inside),
        _ => true,
    }
}

/// Where a comment ends that a statement begins; else where that ends.
fn behind_comment(text: &str, start: usize, end: usize) -> usize {
    let is_comment = text[start..].starts_with("{%") && COMMENT.is_match(&text[start + 2..end]);
    let last = is_comment.then(|| END_OF_COMMENT.find_at(text, end)).flatten();
    last.map_or(end, |last| last.end())
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn statements_are_none_of_the_text() {
        for (text, left) in [
            ("a{% if vip %}b{%- else -%}c{% endif %}d", "abcd"),
            ("{{#if vip}}a{{else}}b{{/if}}{{> foot}}{{!-- {{x}} --}}{{! x }}{{~^x}}", "ab"),
            ("{{ name }}{{{html}}}{{if_x}}{{ end }}", "{{ name }}{{{html}}}{{if_x}}"),
            ("<% if x %>a<%= x %>b<%# c %><%- y %><%- end %><% } %>", "a<%= x %>b<%- y %>"),
            ("*|IF:VIP|*a*|FNAME|*b*|ELSE:|*c*|END:IF|*", "a*|FNAME|*bc"),
            ("%%[set @x = 1]%%a%%name%%b{# c #}", "a%%name%%b"),
            ("a{% comment %}b{{c}}{% endcomment %}d{% comment %}e", "ade"),
        ] {
            assert_eq!(without(text).map(|(left, _)| left).as_deref(), Some(left), "{text}");
        }
        for text in ["", "a {% b", "{{ x }} 50% < 3 * 2 | {", "{{# x", "<%= a %>{{{x}}}"] {
            assert_eq!(without(text), None, "{text}");
        }
        let (left, map) = without("不{% if x %}知{% endif %}道").unwrap_or_default();
        assert_eq!((left.as_str(), map.raw_of(0..9)), ("不知道", 0..30));
        assert_eq!([map.raw_of(3..6), map.raw_of(6..9)], [13..16, 27..30]);
    }
}
