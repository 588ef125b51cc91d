//! Reports on the examples, and on whatever somebody may have said, are what their readers take.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use html5gum::{Token, Tokenizer};
use quick_xml::events::Event;

use super::super::root;
use super::{assert_follows, check, json, list, run};

/// How many findings a JSON report of some inputs has.
fn findings(folder: &Path, inputs: &[&str]) -> usize {
    let report = json(&check(folder, &[&["--format", "json"], inputs].concat()));
    list(&report["diagnostics"]).len()
}

#[test]
fn the_examples_are_reported_validly() {
    all_are_valid(&root(), &["--ruleset", "cnc-hall-taboos", "--ruleset", "common", "examples"]);
}

#[test]
fn what_cannot_be_read_is_reported_validly() {
    let (damaged, allowed) = ("tests/cases/eml.in", "tests/cases/allowed.in/bad");
    for redact in ["yes", "no"] {
        let inputs = [
            "--redact",
            redact,
            "no-such-file.txt",
            "tests/cases/bad-input.in",
            allowed,
            damaged,
            "examples",
        ];
        all_are_valid(&root(), &inputs);
    }
    all_are_valid(&root(), &["--ruleset", "no-such-ruleset", "examples"]);
}

#[test]
fn nothing_found_is_reported_validly() {
    let folder = super::folder(
        "chat.txt",
        "客户：你好\n客服：您好，请讲。\n客户：没事了\n客服：感谢您的来电，再见！\n",
    );
    for format in super::PUBLISHED {
        let output = run(folder.path(), &["--format", format, "."]);
        assert_eq!(output.status.code(), Some(0), "{format}");
    }
    let junit = run(folder.path(), &["--format", "junit", "."]).stdout;
    assert!(String::from_utf8(junit).unwrap().contains("<testcase name=\"check\""));
    let gitlab = run(folder.path(), &["--format", "gitlab", "."]).stdout;
    assert_eq!(String::from_utf8(gitlab).unwrap(), "[]\n");
}

/// Holds every report of some inputs against what its format asks.
pub(super) fn all_are_valid(folder: &Path, inputs: &[&str]) {
    let found = findings(folder, inputs);
    let report = |format| check(folder, &[&["--format", format], inputs].concat());
    sarif(&report("sarif"), found);
    gitlab(&report("gitlab"), found);
    rdjson(&report("rdjson"), found);
    junit(&report("junit"), found);
    csv(&report("csv"), found);
    html(&report("html"));
    github(&report("github"));
    markdown(&report("markdown"), found);
}

fn sarif(text: &str, found: usize) {
    let report = json(text);
    assert_follows(&report, "sarif-2.1.0.json");
    let run = &report["runs"][0];
    assert_eq!(list(&run["results"]).len(), found);
    for result in list(&run["results"]) {
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
    }
}

fn gitlab(text: &str, found: usize) {
    let report = json(text);
    assert_follows(&report, "gitlab-code-quality.json");
    assert!(list(&report).len() >= found);
    let fingerprints: BTreeSet<&str> =
        list(&report).iter().map(|item| item["fingerprint"].as_str().unwrap()).collect();
    assert_eq!(fingerprints.len(), list(&report).len());
}

fn rdjson(text: &str, found: usize) {
    let report = json(text);
    assert_follows(&report, "rdjson.json");
    assert!(list(&report["diagnostics"]).len() >= found);
}

/// Well-formed, of known elements, and the counts of a suite are those of its cases.
fn junit(text: &str, found: usize) {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut failures, mut counted, mut cases, mut promised) = (0, 0, 0, 0);
    loop {
        let event = reader.read_event().unwrap();
        let (Event::Start(tag) | Event::Empty(tag)) = &event else {
            match event {
                Event::Eof => break,
                _ => continue,
            }
        };
        let number = |name: &str| -> usize {
            let attribute = tag.try_get_attribute(name).unwrap().unwrap();
            attribute.value.parse().unwrap()
        };
        match tag.name().as_ref() {
            "testsuite" => {
                counted += number("failures");
                promised += number("tests");
            }
            "testcase" => cases += 1,
            "failure" => failures += 1,
            "testsuites" | "error" | "skipped" => (),
            other => panic!("{other}"),
        }
    }
    assert_eq!((failures, counted, cases), (found, found, promised));
}

fn csv(text: &str, found: usize) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    assert_eq!(reader.headers().unwrap().get(0), Some("conversation id"));
    let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
    assert!(rows.len() >= found);
    for field in rows.iter().flatten() {
        assert!(!field.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']), "{field}");
    }
}

/// Without faults, with one script, which is ours, and nothing that loads anything.
fn html(text: &str) {
    let (mut scripts, mut opened) = (0, 0i32);
    for token in Tokenizer::new(text) {
        match token.unwrap() {
            Token::Error(error) => panic!("{error:?}"),
            Token::StartTag(tag) => {
                let name = String::from_utf8(tag.name.to_vec()).unwrap();
                let is_void = matches!(name.as_str(), "meta" | "br");
                opened += i32::from(!is_void && !tag.self_closing);
                scripts += i32::from(name == "script");
                assert!(
                    !matches!(name.as_str(), "img" | "iframe" | "link" | "a" | "object" | "base"),
                    "{name}"
                );
                for attribute in tag.attributes.keys() {
                    let name = String::from_utf8(attribute.to_vec()).unwrap();
                    assert!(
                        !name.starts_with("on") && !matches!(name.as_str(), "src" | "href" | "style"),
                        "{name}"
                    );
                }
            }
            Token::EndTag(_) => opened -= 1,
            _ => (),
        }
    }
    assert_eq!((scripts, opened), (1, 0));
    let template = fs::read_to_string(root().join("src/report/html/page.html")).unwrap();
    let script =
        |page: &str| page.split("<script>").nth(1).unwrap().split("</script>").next().unwrap().to_owned();
    assert_eq!(script(text), script(&template));
}

/// Commands and nothing else, at most ten of a kind.
fn github(text: &str) {
    for line in text.lines() {
        let (head, _) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).unwrap();
        let name = head.split(' ').next().unwrap();
        assert!(matches!(name, "error" | "warning" | "notice"), "{line}");
    }
    for name in ["::error ", "::warning ", "::notice "] {
        assert!(text.lines().filter(|line| line.starts_with(name)).count() <= 10);
    }
}

/// A row for each finding, with as many cells as the head, and no element but those of the format itself.
fn markdown(text: &str, found: usize) {
    let rows: Vec<&str> =
        text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| level")).collect();
    assert!(rows.len() >= found);
    for row in rows {
        let bars = row.match_indices('|').filter(|(at, _)| !row[..*at].ends_with('\\')).count();
        assert_eq!(bars, 7, "{row}");
        let outside_code: String = row.split('`').step_by(2).collect();
        let plain = outside_code.replace("<br>", "").replace("<span>", "").replace("</span>", "");
        assert!(!plain.contains('<'), "{row}");
    }
}
