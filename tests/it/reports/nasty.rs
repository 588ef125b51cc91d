//! Nobody who chats can write into a report: no command, no formula, no element, no character that steers.

use std::fs;

use super::valid::all_are_valid;
use super::{PUBLISHED, check};

/// What people might try, in texts, in names and in the names of files.
const TRIES: [&str; 12] = [
    "\u{1B}[31m\u{1B}]0;pwn\u{7}",
    "\u{202E}\u{2066}\u{200B}\u{FEFF}",
    "]]> <!-- ]]&gt;",
    "::error file=a::pwn",
    "##[error]pwn ##vso[task.complete]",
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\u{2400}\u{1}\u{FFFE}\u{FFFF}\u{85}\u{2028}",
    "`a` | b \\| [x](javascript:alert(1)) @someone #1",
    "100%0A::error::x %25 ,a=b:c",
    "{{talks}} {{summary}} </script></style>",
    "&lt;b&gt; &#60; \"'><b onclick=alert(1)>",
];

fn chat() -> String {
    let lines = TRIES.iter().map(|text| format!("客户：{text}\n客服：{text} 这个我不知道 {text}\n"));
    lines.collect()
}

/// A stream whose names and texts are all of them; as escapes, also what no text can hold.
fn stream() -> String {
    let mut lines: Vec<String> = TRIES
        .iter()
        .map(|text| {
            let value = serde_json::json!({
                "conversation_id": text, "role": "agent", "speaker": text,
                "text": format!("{text} 这个我不知道 {text}"),
            });
            value.to_string()
        })
        .collect();
    lines.push(
        r#"{"conversation_id":"x","role":"agent","text":"\u0000\u001b[0m 我不知道 \ud800"}"#.to_owned(),
    );
    lines.push(
        r#"{"conversation_id":"y","role":"agent","text":"\u0000\u001b[0m 我不知道 \u202e"}"#.to_owned(),
    );
    lines.join("\n") + "\n"
}

#[test]
fn nothing_that_is_said_gets_into_a_report() {
    let folder = super::folder("chat,%0A::error::x.txt", &chat());
    fs::write(folder.path().join("=cmd <b>.jsonl"), stream()).unwrap();
    for redact in ["yes", "no"] {
        let inputs = ["--redact", redact, "."];
        all_are_valid(folder.path(), &inputs);
        for format in [&PUBLISHED[..], &["full", "short", "json"]].concat() {
            let text = check(folder.path(), &[&["--format", format], &inputs[..]].concat());
            assert!(text.len() > 1000, "{format}");
            // The mark at the head of a table is the format's own.
            let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
            let steers = |c: char| c != '\n' && liyi::source::is_dangerous(c);
            let text = if format == "csv" { text.replace("\r\n", "\n") } else { text.to_owned() };
            assert_eq!(text.chars().find(|c| steers(*c)), None, "{format}");
            let is_obeyed = |line: &str| {
                line.contains("##[") || line.contains("##vso[") || line.trim_start().starts_with("::error::")
            };
            assert_eq!(text.lines().find(|line| is_obeyed(line)), None, "{format}");
        }
    }
}
