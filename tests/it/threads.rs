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
    let faults = ["input/json", "input/not-utf8"];
    check("mixed.jsonl", (0..LINES).flat_map(line).collect(), &faults, &["short", "json", "html"]);
}

#[test]
fn any_number_of_threads_finds_the_same_in_tables() {
    let head = "会话,角色,时间,内容,备注\n".bytes();
    let faults = ["input/quote", "input/uneven", "input/not-utf8"];
    check("mixed.csv", head.chain((0..LINES).flat_map(row)).collect(), &faults, &["json"]);
}

#[test]
fn any_number_of_threads_counts_the_same_templates() {
    let row = |number: usize| format!("\"【青禾】您好，\n这个我不知道。\",{}\n", "x".repeat(number % 50));
    let table = (0..LINES).flat_map(|number| row(number).into_bytes());
    check("sms.csv", "短信内容,备注\n".bytes().chain(table).collect(), &[], &["short"]);
}

/// Checks a file with one, two and eight threads, and expects these faults to be told of it, in some formats.
fn check(name: &str, bytes: Vec<u8>, faults: &[&str], formats: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let path = path.to_str().unwrap();
    for format in formats {
        let [one, two, eight] = ["1", "2", "8"].map(|threads| {
            let output = liyi(&["check", "--lang", "en", "--threads", threads, "--format", format, path]);
            String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
        });
        assert!(one.matches("common/says-dont-know").count() > LINES / 20, "{one}");
        assert!(faults.iter().all(|fault| one.contains(fault)), "{one}");
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

/// A row of one of three hundred conversations at a time, quoted in one way or another, or now and then one that cannot be
/// read.
fn row(number: usize) -> Vec<u8> {
    let (role, text) = (["客服", "客户"][number / 7 % 2], TEXTS[number * 5 % 8]);
    let id = number / 3000 * 300 + number % 300;
    let text = match number % 3 {
        0 => text.to_owned(),
        1 => format!("\"{text}\""),
        _ => format!("\"{text}\r\n\"\"好\"\",\""),
    };
    match number % 1777 {
        1000 => "x,客服,,\"一句,\n".into(),
        1001 => b"x,agent,,\xD0\xFF,\n".to_vec(),
        1002 => "x,客服,你好\n".into(),
        1003 => " \r\n".into(),
        _ => format!("{id},{role},2026-01-01 09:00:00,{text},\"{}\"\n", number % 5).into_bytes(),
    }
}
