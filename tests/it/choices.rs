//! Choices of ICU messages: their heads wait for values, their arms are texts, and an SMS is as long as its longest arm.

use liyi::text::{End, Folding, fold, segments_filled, zones};
use proptest::prelude::*;

/// What a text folds to, with `¤` for what no phrase matches across.
fn folded(text: &str) -> String {
    fold(text, &zones(text), Folding::default()).text().replace(['\u{E000}', '\u{E001}'], "¤")
}

#[test]
fn heads_wait_for_values_and_arms_are_texts() {
    for (text, seen) in [
        ("您有{n, plural, =0 {空邮件} one{#封} other {#封邮件}}，请查收", "您有¤空邮件¤¤封¤¤封邮件¤,请查收"),
        ("{ who , select , new {您好} other {你好{name}} }", "¤您好¤你好¤¤"),
        ("{n,plural,offset:1 other{{who, select, other {您好}}}}再见", "¤¤您好¤¤再见"),
        ("{n, selectordinal, few {第#次} other {#次}}", "¤第¤次¤¤次¤"),
        // The arm is no slot, though it looks like one.
        ("{n, plural, one {parcel} other {parcels}}", "¤parcel¤parcels¤"),
        ("{day, date, short} {n, number} {n, number, ::currency/EUR}", "¤ ¤ ¤"),
    ] {
        assert_eq!(folded(text), seen, "{text}");
    }
}

#[test]
fn what_is_broken_is_no_choice() {
    for text in [
        "{n, plural, one {a}",
        "{n, plural, }",
        "{n, plural, one {a} b}",
        "{n, plural, one a}",
        "{n, plurals, one {a}}",
        "plural, select",
    ] {
        assert!(zones(text).choices.is_empty(), "{text}");
    }
}

#[test]
fn an_sms_is_as_long_as_its_longest_arm() {
    let seventy = "您".repeat(70);
    let long = format!("{{n, plural, one {{{seventy}}} other {{短}}}}");
    let letters = "a".repeat(100);
    for (text, slot, least, most) in [
        (long.clone(), None, 1, 1),
        (format!("{long}您"), None, 1, 2),
        (format!("{long}${{code}}"), Some(0), 1, 1),
        (format!("{long}${{code}}"), Some(70), 2, 3),
        // The arm with the fewer characters makes the text one of UCS-2.
        (format!("{letters}{{n, select, a {{long}} other {{短}}}}"), None, 1, 2),
        (
            format!("{{n, select, a {{}} other {{{{m, plural, one {{#}} other {{{seventy}您}}}}}}}}"),
            None,
            0,
            2,
        ),
        // What is sent is never how a choice is written.
        (format!("{{n, select, a {{{}}} b {{{}}}}}", "a".repeat(150), "b".repeat(150)), None, 1, 1),
    ] {
        let (zones, range) = (zones(&text), 0..text.len());
        let segments = |end| segments_filled([(&*text, &zones, &range)].into_iter(), slot, end);
        assert_eq!((segments(End::Least), segments(End::Most)), (least, most), "{text}");
    }
}

#[test]
fn many_choices_take_no_longer_than_reading() {
    for piece in [
        "{n, plural, one {",
        "{n, select, a {b} ",
        "{n, plural, one {#} other {b}}",
        "{1}",
        "}{n, select, a {",
    ] {
        let text = piece.repeat((1 << 19) / piece.len());
        let (zones, range) = (zones(&text), 0..text.len());
        assert!(segments_filled([(&*text, &zones, &range)].into_iter(), Some(2), End::Most) > 0);
    }
}

proptest! {
    #[test]
    fn a_phrase_in_an_arm_is_found_in_its_bytes(
        arms in prop::collection::vec("[a-d您好，# ]{0,6}", 1..4),
        before in "[a-d您好 ]{0,6}",
        at in any::<prop::sample::Index>(),
        is_nested in any::<bool>(),
    ) {
        let at = at.index(arms.len());
        let arm = |(index, text): (usize, &String)| match index == at {
            true if is_nested => format!("w{index} {{{text}{{x, select, other {{中文}}}}}}"),
            true => format!("w{index} {{{text}中文}}"),
            false => format!("w{index} {{{text}}}"),
        };
        let arms: Vec<String> = arms.iter().enumerate().map(arm).collect();
        let text = format!("{before}{{n, plural, {}}}", arms.join(" "));
        let folded = fold(&text, &zones(&text), Folding::default());
        let hit = folded.text().find("中文").unwrap();
        prop_assert_eq!(&text[folded.origin(hit..hit + "中文".len())], "中文");
        prop_assert!(!folded.text().contains("plural"));
    }
}
