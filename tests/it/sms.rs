//! An SMS has a sender, a body and an opt-out; one that is missing is empty, where it belongs.

use std::sync::Arc;

use liyi::reader::{Format, Options, read_source};
use liyi::source::Source;

#[test]
fn an_sms_has_all_its_parts() {
    for (text, parts) in [
        (
            "【青禾】您好，拒收请回复R",
            ["sender 0..12 【青禾】", "body 12..21 您好，", "opt-out 21..37 拒收请回复R"],
        ),
        ("您好，拒收请回复R", ["sender 0..0 ", "body 0..9 您好，", "opt-out 9..25 拒收请回复R"]),
        ("您好【青禾】回T退订", ["body 0..6 您好", "sender 6..18 【青禾】", "opt-out 18..28 回T退订"]),
        ("您好，退訂回T【青禾】", ["body 0..9 您好，", "opt-out 9..19 退訂回T", "sender 19..31 【青禾】"]),
        (
            "【青禾】您好，拒收請回覆 R",
            ["sender 0..12 【青禾】", "body 12..21 您好，", "opt-out 21..38 拒收請回覆 R"],
        ),
        ("您好", ["sender 0..0 ", "body 0..6 您好", "opt-out 6..6 "]),
        ("【青禾】", ["sender 0..12 【青禾】", "body 12..12 ", "opt-out 12..12 "]),
    ] {
        let source = Arc::new(Source::new("test", text.to_owned()));
        let options = Options::default();
        let read = read_source(&source, Format::SmsLines, &options).next().unwrap().unwrap();
        let shown = read.messages[0].parts.iter().map(|part| {
            let span = part.passage.span();
            format!("{} {}..{} {}", part.kind.name(), span.start, span.end, part.passage.text())
        });
        assert_eq!(shown.collect::<Vec<_>>(), parts, "{text}");
    }
}
