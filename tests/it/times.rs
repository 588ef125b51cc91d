//! Times: what a stamp says, and whose time it is.

use std::sync::Arc;

use liyi::document::{Conversation, Kind, Time};
use liyi::reader::{Format, Options, read_source, time_of};
use liyi::source::Source;

/// A time in one line: `2024-05-06 10:00:03+08:00`; `utc` behind it where nobody there looks at that clock.
fn shown(time: Option<Time>) -> String {
    let Some(Time { date, clock, offset, is_local }) = time else { return "?".to_owned() };
    let date = date.map(|date| format!("{date} ")).unwrap_or_default();
    let offset = offset.map(|seconds| format!("{:+}s", seconds)).unwrap_or_default();
    format!("{date}{clock}{offset}{}", if is_local { "" } else { " utc" })
}

#[test]
fn stamps_say_when() {
    for (stamp, time) in [
        ("10:00", "10:00:00"),
        ("[10:00:03]", "10:00:03"),
        ("（9:05）", "09:05:00"),
        ("2024-05-06 10:00", "2024-05-06 10:00:00"),
        ("2024/5/6 10:00:03.123", "2024-05-06 10:00:03"),
        ("2024.5.6 10:00:03,123", "2024-05-06 10:00:03"),
        ("2024年5月6日 10:00", "2024-05-06 10:00:00"),
        ("2024年5月6日 星期一 下午3:05", "2024-05-06 15:05:00"),
        ("2024-05-06, 10:00", "2024-05-06 10:00:00"),
        ("2024-05-06T10:00:03Z", "2024-05-06 10:00:03+0s utc"),
        ("2024-05-06T10:00:03.123+08:00", "2024-05-06 10:00:03+28800s"),
        ("2024-05-06 10:00:03 -0530", "2024-05-06 10:00:03-19800s"),
        ("20240506100003", "2024-05-06 10:00:03"),
        ("下午3:05", "15:05:00"),
        ("下午15:05", "15:05:00"),
        ("凌晨12:10", "00:10:00"),
        ("中午12:10", "12:10:00"),
        ("中午1:10", "13:10:00"),
        ("3:05 PM", "15:05:00"),
        ("3:05\u{202F}p. m.", "15:05:00"),
        ("12:05am", "00:05:00"),
        // A day without a year, or in an order that nobody can tell, is not known; the clock is.
        ("昨天 10:00", "10:00:00"),
        ("5月6日 10:00", "10:00:00"),
        ("05-06 10:00", "10:00:00"),
        ("5/6/2024 10:00", "10:00:00"),
        ("13/6/2024, 10:00", "2024-06-13 10:00:00"),
        ("6/13/2024 10:00", "2024-06-13 10:00:00"),
        // Seconds, milliseconds and microseconds since 1970.
        ("1714960803", "2024-05-06 02:00:03+0s utc"),
        ("1714960803.729059", "2024-05-06 02:00:03+0s utc"),
        ("1714960803123", "2024-05-06 02:00:03+0s utc"),
        ("1714960803123456", "2024-05-06 02:00:03+0s utc"),
        ("", "?"),
        ("42", "?"),
        ("10", "?"),
        ("25:00", "?"),
        ("10:61", "?"),
        ("2024-13-45 10:00", "?"),
        ("2024-05-06", "?"),
        ("10:00 左右", "?"),
        ("刚刚", "?"),
        ("2024-05-06 10:00:03 +99:00", "?"),
        ("１０:００", "?"),
    ] {
        assert_eq!(shown(time_of(stamp)), time, "{stamp}");
    }
}

/// All that was said and done in a text, each with its time.
pub(super) fn read(text: &str, format: Format, options: &Options) -> Vec<String> {
    let source = Arc::new(Source::new("test", text.to_owned()));
    let conversations = read_source(&source, format, options).map(|read| read.unwrap());
    conversations.flat_map(|conversation| lines_of(&conversation)).collect()
}

fn lines_of(Conversation { messages, events, .. }: &Conversation) -> Vec<String> {
    let event = |at| {
        let here = events.iter().filter(move |event| event.before == at);
        here.map(|event| format!("{} [{}]", shown(event.time), event.name))
    };
    let said = messages.iter().enumerate().flat_map(|(at, message)| {
        let text = message.parts[0].passage.text();
        event(at).chain([format!("{} {}: {text}", shown(message.time()), message.role.name())])
    });
    said.chain(event(messages.len())).collect()
}

fn chat(text: &str) -> Vec<String> {
    read(text, Format::ChatText, &Options::default())
}

#[test]
fn labels_have_their_times() {
    for (text, read) in [
        ("[2024-05-06 10:00:03] 客服小王：您好", "2024-05-06 10:00:03 agent: 您好"),
        ("2024/5/6 10:00 - 客服：您好", "2024-05-06 10:00:00 agent: 您好"),
        ("客服 10:20：您好", "10:20:00 agent: 您好"),
        ("客服小王 10:00:03\n您好", "10:00:03 agent: 您好"),
        ("2024-05-06 10:00:03 客服小王\n您好", "2024-05-06 10:00:03 agent: 您好"),
        ("客服小美（10:00:03）您好", "10:00:03 agent: 您好"),
        ("2024-05-06 10:00\t客服\t您好", "2024-05-06 10:00:00 agent: 您好"),
        ("青禾旗舰店:小美 (2024-05-06 10:00:20)：您好", "2024-05-06 10:00:20 agent: 您好"),
        ("下午3:05\n客服：您好", "15:05:00 agent: 您好"),
        ("客服：您好", "? agent: 您好"),
    ] {
        assert_eq!(chat(text), [read], "{text}");
    }
}

#[test]
fn events_have_their_times() {
    let text = "客服：您好\n[10:00] [transfer]\n[2026-10-01 10:00] [hang-up by agent]\n10:05 【转接】\n10:06\n[客服挂断]";
    assert_eq!(
        chat(text),
        [
            "? agent: 您好",
            "10:00:00 [transfer]",
            "2026-10-01 10:00:00 [hang-up]",
            "10:05:00 [transfer]",
            "10:06:00 [hang-up]"
        ]
    );
}

#[test]
fn a_time_alone_is_that_of_the_next_message_only() {
    let text = "10:00\n客服：您好\n客户：你好\n10:05\n客服：请讲";
    assert_eq!(chat(text), ["10:00:00 agent: 您好", "? customer: 你好", "10:05:00 agent: 请讲"]);
}

#[test]
fn a_date_heading_gives_clocks_their_day() {
    let text = "—————  2024-05-06  —————\n客服  23:58\n您好\n客户  23:59\n你好\n客服  0:01\n请讲\n# 下一段\n客服  10:00\n您好";
    assert_eq!(
        chat(text),
        [
            "2024-05-06 23:58:00 agent: 您好",
            "2024-05-06 23:59:00 customer: 你好",
            "2024-05-07 00:01:00 agent: 请讲",
            "10:00:00 agent: 您好"
        ]
    );
}

#[test]
fn lines_of_an_example_may_have_times() {
    let options = Options { kind: Some(Kind::Chat), bare_lines: true, ..Options::default() };
    let text = "[10:00] 您好\n[10:01] [transfer]\n[2026-10-01 22:30] 您的快递：已到\n10:00 开门\n[客服挂断]";
    assert_eq!(
        read(text, Format::ChatText, &options),
        [
            "10:00:00 agent: 您好",
            "10:01:00 [transfer]",
            "2026-10-01 22:30:00 agent: 您的快递：已到",
            "? agent: 10:00 开门",
            "? [hang-up]"
        ]
    );
}

#[test]
fn json_times_are_strings_or_numbers() {
    let value = |time: &str| {
        let line = format!("{{\"role\":\"agent\",\"text\":\"您好\",\"event\":\"join\",\"time\":{time}}}");
        let read = read(&line, Format::ChatJsonl, &Options::default());
        read.iter().map(|line| line.split([' ', '[']).next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for (time, date) in [
        ("\"2024-05-06 10:00:03\"", "2024-05-06"),
        ("\"2024\\/05\\/06 10:00:03\"", "2024-05-06"),
        ("1714960803", "2024-05-06"),
        ("1714960803.5", "2024-05-06"),
        ("1714960803123", "2024-05-06"),
        ("\"1714960803\"", "2024-05-06"),
        ("null", "?"),
        ("\"soon\"", "?"),
        ("{\"$date\":1714960803123}", "?"),
        ("-1", "?"),
        ("1e9", "?"),
    ] {
        assert_eq!(value(time), [date, date], "{time}");
    }
}
