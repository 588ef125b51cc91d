//! Measures of texts, against figures that the standards give.

use liyi::text::{capitals, chars, lines, similarity, sms_segments};

#[test]
fn an_sms_is_sent_in_parts() {
    let cases = [
        (String::new(), 0),
        ("a".repeat(160), 1),
        ("a".repeat(161), 2),
        ("a".repeat(306), 2),
        ("a".repeat(307), 3),
        ("您".repeat(70), 1),
        ("您".repeat(71), 2),
        ("您".repeat(134), 2),
        ("您".repeat(135), 3),
        // A character of the extension takes two septets, and is not cut.
        ("€".repeat(80), 1),
        ("€".repeat(81), 2),
        (format!("{}€{}", "a".repeat(152), "a".repeat(152)), 3),
        // So does a character outside of the basic plane.
        ("😀".repeat(35), 1),
        ("😀".repeat(66), 2),
        ("😀".repeat(67), 3),
    ];
    for (text, parts) in cases {
        assert_eq!(sms_segments(&text), parts, "{text}");
    }
}

#[test]
fn characters_and_lines_are_counted_as_people_do() {
    assert_eq!(chars("  您好，\n请稍等。\n"), 7);
    assert_eq!(chars(""), 0);
    assert_eq!(lines("一\n\n 二\n"), 2);
    assert_eq!(lines(""), 0);
}

#[test]
fn capitals_are_those_of_all_latin_letters() {
    let of = |text| capitals(text, |_| false);
    assert_eq!(of("PLEASE wait, 您好 1×2"), (6, 10));
    assert_eq!(of("ÀÉÎ ß Ｖｉp"), (4, 7));
    assert_eq!(of("您好 ДА"), (0, 0));
}

#[test]
fn only_equal_texts_are_wholly_alike() {
    assert!((similarity("请您稍等", "请您稍等") - 1.0).abs() < f64::EPSILON);
    assert!(similarity("天地天", "地天地") < 1.0);
    assert!(similarity("请您稍等一下", "请你稍等一下") > 0.5);
    assert!(similarity("甲乙丙丁", "戊己庚辛").abs() < f64::EPSILON);
    assert!(similarity("", "甲").abs() < f64::EPSILON);
}
