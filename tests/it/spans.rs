//! Spans are exact: whatever the source does to a phrase, the bytes of the finding hold that phrase and nothing else.

use std::sync::Arc;

use liyi::source::{Passage, Source, Span};
use liyi::text::{Folding, LineEnds, clauses, fold, sentences, zones};
use proptest::prelude::*;

/// A JSON string written in one of the ways that JSON allows for each character.
pub(super) fn written(text: &str, choices: &[u8]) -> String {
    let mut raw = String::new();
    for (at, c) in text.chars().enumerate() {
        let choice = choices.get(at % choices.len().max(1)).copied().unwrap_or(0);
        let plain = !matches!(c, '"' | '\\') && !c.is_control();
        match c {
            c if plain && choice % 2 == 0 => raw.push(c),
            '"' => raw.push_str("\\\""),
            '\n' if choice % 3 == 0 => raw.push_str("\\n"),
            c => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| raw.push_str(&format!("\\u{unit:04x}"))),
        }
    }
    raw
}

fn char_bounds(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

proptest! {
    #[test]
    fn a_range_of_a_json_string_is_found_in_its_escapes(
        text in "[a-z不知道您好😀é\"\\\\\n ，]{0,24}",
        choices in prop::collection::vec(any::<u8>(), 1..8),
        ends in any::<(prop::sample::Index, prop::sample::Index)>(),
    ) {
        let raw = written(&text, &choices);
        let source = Arc::new(Source::new("test", format!("\"{raw}\"")));
        let passage = Passage::json(&source, Span::new(1, 1 + raw.len())).unwrap();
        prop_assert_eq!(passage.text(), &text);
        let bounds = char_bounds(&text);
        let (a, b) = (bounds[ends.0.index(bounds.len())], bounds[ends.1.index(bounds.len())]);
        let range = a.min(b)..a.max(b);
        let span = passage.span_of(range.clone());
        let value: String = serde_json::from_str(&format!("\"{}\"", source.slice(span))).unwrap();
        prop_assert_eq!(value, &text[range]);
    }

    #[test]
    fn a_folded_range_leads_back_and_forth(
        text in "[a-zA-Z不知道您妳 後。，,.\u{200B}\u{3000}Ａ①×*{}\n]{0,40}",
        ends in any::<(prop::sample::Index, prop::sample::Index)>(),
        wraps in any::<bool>(),
    ) {
        let zones = zones(&text);
        let folded = fold(&text, &zones, Folding { exact: false, wraps });
        let bounds = char_bounds(folded.text());
        let (a, b) = (bounds[ends.0.index(bounds.len())], bounds[ends.1.index(bounds.len())]);
        let range = a.min(b)..a.max(b);
        let origin = folded.origin(range.clone());
        prop_assert!(text.get(origin.clone()).is_some(), "{origin:?} cuts a character of {text:?}");
        if !range.is_empty() {
            // What was folded to the range folds to it again, alone or with what was dropped round it.
            let image = folded.image(origin.clone());
            prop_assert_eq!(&image, &range);
        }
        // Folding again changes nothing, but that the line end which a paragraph's end leaves would be a blank.
        if !wraps {
            let again = fold(folded.text(), &Default::default(), Folding::default());
            let opaque_shown = |text: &str| text.replace(['\u{E000}', '\u{E001}'], "\u{FFFD}");
            prop_assert_eq!(opaque_shown(again.text()), opaque_shown(folded.text()));
        }
    }

    #[test]
    fn sentences_and_clauses_part_a_text_and_no_slot(
        text in "[a-z不知道。！？，,.:： \n{}$《》“”]{0,40}",
    ) {
        let zones = zones(&text);
        let (sentences, clauses) =
            (sentences(&text, &zones, LineEnds::End), clauses(&text, &zones, LineEnds::End));
        for pieces in [&sentences, &clauses] {
            prop_assert!(pieces.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for piece in pieces {
                prop_assert!(text.get(piece.clone()).is_some(), "{piece:?} cuts a character of {text:?}");
                let is_whole = |slot: &std::ops::Range<usize>| {
                    slot.end <= piece.start || piece.end <= slot.start || (piece.start <= slot.start && slot.end <= piece.end)
                };
                prop_assert!(zones.slots.iter().all(is_whole), "{piece:?} cuts a slot of {text:?}");
            }
        }
        // But for the marks behind it, a clause lies in one sentence.
        let is_in_a_sentence = |clause: &std::ops::Range<usize>| {
            let said = text[clause.clone()].trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            let end = clause.start + said;
            sentences.iter().any(|sentence| sentence.start <= clause.start && end <= sentence.end)
        };
        prop_assert!(clauses.iter().all(is_in_a_sentence));
    }
}
