//! Inputs in other character sets: findings name the bytes of the file, whatever it is in and whatever format it has.

use std::fs;
use std::process::Command;

use liyi::source::Charset;
use proptest::prelude::*;
use serde_json::Value;

const PHRASE: &str = "不知道";

/// A text as a character set writes it, behind its byte order mark if it has one. What it lacks is left out.
fn encoded(text: &str, name: &str, has_mark: bool) -> Vec<u8> {
    let utf16 = |to: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let mark = has_mark.then_some('\u{FEFF}');
        let text: String = mark.into_iter().chain(text.chars()).collect();
        text.encode_utf16().flat_map(to).collect()
    };
    match name {
        "utf-16le" => utf16(u16::to_le_bytes),
        "utf-16be" => utf16(u16::to_be_bytes),
        _ => {
            let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
            let known = |c: &char| !encoding.encode(c.encode_utf8(&mut [0; 4])).2;
            let text: String = text.chars().filter(known).collect();
            encoding.encode(&text).0.into_owned()
        }
    }
}

/// Two messages in a format, the second one the agent's.
fn written(format: &str, asked: &str, answer: &str, line_end: &str) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let lines = match format {
        "txt" => vec![format!("Customer: {asked}"), format!("Agent: {answer}")],
        "csv" => vec!["role,text".into(), format!("customer,\"{asked}\""), format!("agent,\"{answer}\"")],
        _ => vec![
            format!("{{\"role\": \"customer\", \"text\": {}}}", quoted(asked)),
            format!("{{\"role\": \"agent\", \"text\": {}}}", quoted(answer)),
        ],
    };
    lines.iter().map(|line| format!("{line}{line_end}")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn findings_name_the_bytes_of_the_file(
        name in prop::sample::select(vec!["gb18030", "big5", "utf-16le", "utf-16be", "shift_jis"]),
        format in prop::sample::select(vec!["txt", "csv", "jsonl"]),
        asked in "[a-z订单呢é😀，。]{1,12}",
        around in ("[a-zA-Z您好😀，。 \t]{0,8}", "[a-z请稍等😀！e\u{301}]{0,8}"),
        line_end in prop::sample::select(vec!["\n", "\r\n"]),
        has_mark in any::<bool>(),
    ) {
        let text = written(format, &asked, &format!("{}，{PHRASE}，{}", around.0, around.1), line_end);
        let bytes = encoded(&text, name, has_mark);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(format!("log.{format}"));
        fs::write(&file, &bytes).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_liyi"));
        command.args(["check", "--forbid", PHRASE, "--kind", "chat", "--format", "json", "--encoding", name]);
        let output = command.arg(&file).output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        prop_assert_eq!(report["errors"].as_array().unwrap().len(), 0, "{}", report);
        let spans: Vec<&Value> = report["diagnostics"].as_array().unwrap().iter().map(|found| &found["span"]).collect();
        prop_assert_eq!(spans.len(), 1, "{} {}", text, report);
        let byte = |end: &str| spans[0][end]["byte"].as_u64().unwrap() as usize;
        let (decoded, ..) = Charset::of(name).unwrap().decode(bytes[byte("start")..byte("end")].to_vec());
        prop_assert_eq!(decoded, PHRASE);
    }
}
