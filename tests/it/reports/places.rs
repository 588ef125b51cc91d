//! Places are those of the bytes, in the unit that a format counts in, also behind wide characters, tabs and emoji.

use std::fs;

use serde_json::Value;

use super::{check, folder, json, list};

const CHAT: &str = "客户：在吗\r\n客服：\t您好😀👨\u{200D}👩e\u{301}，这个我不知道，也不清楚。\r\n客户：哦\r\n客服：再见\r\n";

#[test]
fn sarif_counts_characters_and_bytes() {
    let folder = folder("聊天 记录.txt", CHAT);
    let report = json(&check(folder.path(), &["--format", "sarif", "."]));
    let bytes = fs::read(folder.path().join("聊天 记录.txt")).unwrap();
    let run = &report["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let results = list(&run["results"]);
    assert!(results.len() >= 2);
    for result in results {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "%E8%81%8A%E5%A4%A9%20%E8%AE%B0%E5%BD%95.txt");
        let region = &place["region"];
        let number = |name: &str| region[name].as_u64().unwrap() as usize;
        let start = number("byteOffset");
        let text = std::str::from_utf8(&bytes[start..start + number("byteLength")]).unwrap();
        assert_eq!(text, region["snippet"]["text"]);
        let line = CHAT.lines().nth(number("startLine") - 1).unwrap();
        let columns = number("startColumn") - 1..number("endColumn") - 1;
        assert_eq!(line.chars().skip(columns.start).take(columns.len()).collect::<String>(), text);
    }
}

#[test]
fn reviewdog_counts_bytes() {
    let folder = folder("chat.txt", CHAT);
    let report = json(&check(folder.path(), &["--format", "rdjson", "."]));
    let excerpts = json(&check(folder.path(), &["--format", "json", "."]));
    let pairs = list(&report["diagnostics"]).iter().zip(list(&excerpts["diagnostics"]));
    let texts: Vec<&str> = pairs
        .map(|(found, full)| {
            let range = &found["location"]["range"];
            let text = &line(range)[column(&range["start"])..column(&range["end"])];
            assert_eq!(text, full["excerpt"]);
            text
        })
        .collect();
    assert!(texts.contains(&"不知道"), "{texts:?}");
}

fn line(range: &Value) -> &'static str {
    CHAT.lines().nth(range["start"]["line"].as_u64().unwrap() as usize - 1).unwrap()
}

fn column(position: &Value) -> usize {
    position["column"].as_u64().unwrap() as usize - 1
}

/// What is known stays known when its lines move, and when the same is said once more.
#[test]
fn fingerprints_survive_moved_lines() {
    let first = "客户：在吗\n客服：您好，这个我不知道。\n客户：哦\n客服：我也不清楚，再见\n";
    let again = format!("客户：早\n客服：您好，不知道呢\n{first}");
    let of = |text: &str| -> Vec<String> {
        let folder = folder("chat.txt", text);
        let report = json(&check(folder.path(), &["--format", "gitlab", "./chat.txt"]));
        let is_known = |item: &&Value| item["check_name"] == "common/says-dont-know";
        list(&report)
            .iter()
            .filter(is_known)
            .map(|item| item["fingerprint"].as_str().unwrap().to_owned())
            .collect()
    };
    let (before, after) = (of(first), of(&again));
    assert_eq!((before.len(), after.len()), (2, 3));
    assert!(before.iter().all(|known| after.contains(known)), "{before:?} {after:?}");
    // What they are made of holds from release to release.
    assert_eq!(before[0], "b47049a7ab5f98f495e0b4d17524cfaf:1");
}

/// A change that can be made exactly is offered with its bytes.
#[test]
fn fixes_are_offered() {
    let folder = folder("chat.txt", "客户：在吗\n客服：您好，改造前的说法\n");
    let rules = "ruleset: own\nrules: [{id: old, replace: {旧说法: 新说法, 改造前: 改造后}}]\n";
    fs::write(folder.path().join("own.yaml"), rules).unwrap();
    let report = json(&check(folder.path(), &["--ruleset", "own.yaml", "--format", "sarif", "chat.txt"]));
    let change = &report["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(change["insertedContent"]["text"], "改造后");
    assert_eq!(
        (&change["deletedRegion"]["byteOffset"], &change["deletedRegion"]["byteLength"]),
        (&json("34"), &json("9"))
    );
    let report = json(&check(folder.path(), &["--ruleset", "own.yaml", "--format", "rdjson", "chat.txt"]));
    assert_eq!(report["diagnostics"][0]["suggestions"][0]["text"], "改造后");
}
