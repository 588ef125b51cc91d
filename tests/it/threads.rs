//! What is found does not depend on how many threads look for it.

use std::fs;

use super::liyi;

/// How many lines: a few chunks of them, and batches of conversations.
const LINES: usize = 20_000;

const TEXTS: [&str; 8] = [
    "您好，请讲。",
    "这个我不知道。",
    "您发来的照片不清楚，请重新拍一张。",
    "不\\u77e5道\\n自己看",
    "我要投诉！太差了！！！",
    "“不知道”是谁说的？",
    "請您稍等。",
    "再见",
];

#[test]
fn any_number_of_threads_finds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mixed.jsonl");
    fs::write(&path, (0..LINES).flat_map(line).collect::<Vec<u8>>()).unwrap();
    let path = path.to_str().unwrap();
    for format in ["short", "json", "html"] {
        let [one, two, eight] = ["1", "2", "8"].map(|threads| {
            let output = liyi(&["check", "--lang", "en", "--threads", threads, "--format", format, path]);
            String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
        });
        assert!(one.matches("common/says-dont-know").count() > LINES / 10, "{one}");
        assert!(one.contains("input/json") && one.contains("input/not-utf8"), "{one}");
        assert!(one == two && two == eight, "{format}");
    }
}

/// A line of one of three hundred conversations at a time, or now and then one that cannot be read.
fn line(number: usize) -> Vec<u8> {
    let (role, text) = (["agent", "customer"][number / 7 % 2], TEXTS[number * 5 % 8]);
    let id = number / 3000 * 300 + number % 300;
    match number % 1777 {
        1000 => b"{\"conversation_id\":\"x\",\"text\":\"\xD0\xFF\"}\n".to_vec(),
        1001 => b"{\"conversation_id\":\"x\",\n".to_vec(),
        1002 => b"\r\n".to_vec(),
        _ => format!(
            "{{\"conversation_id\": \"{id}\",\"role\":\"{role}\",\"time\":\"2026-01-01T09:00:00+08:00\",\"text\":\"{text}\"}}\n"
        )
        .into_bytes(),
    }
}
