//! The JSON report follows its published schema, on every example and on what cannot be read.

use std::fs;

use serde_json::Value;

use super::{liyi, root};

fn schema() -> Value {
    let text = fs::read_to_string(root().join("docs/check-output.schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[test]
fn json_follows_its_schema() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let runs: &[&[&str]] = &[
        &["examples"],
        &["--ruleset", "cnc-hall-taboos", "examples"],
        &["no-such-file.txt", "tests/cases/bad-input.in"],
        &["--ruleset", "no-such-ruleset", "examples"],
        &["src"],
        &["tests/cases/allowed.in"],
        &["--forbid", "我", "--forbid", "/你|您/", "examples"],
        &["--forbid", "", "examples"],
    ];
    for &run in runs {
        let output = liyi(&[&["check", "--format", "json"], run].concat());
        let value: Value = serde_json::from_slice(&output.stdout).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&value)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{run:?}: {errors:#?}");
    }
}

#[test]
fn spans_hold_what_the_excerpt_says() {
    let output = liyi(&["check", "--format", "json", "examples"]);
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    let diagnostics = value["diagnostics"].as_array().unwrap();
    assert!(diagnostics.len() > 20);
    for diagnostic in diagnostics {
        let bytes = fs::read(root().join(diagnostic["path"].as_str().unwrap())).unwrap();
        let at = |end: &str| diagnostic["span"][end]["byte"].as_u64().unwrap() as usize;
        assert_eq!(&bytes[at("start")..at("end")], diagnostic["excerpt"].as_str().unwrap().as_bytes());
        let line = 1 + bytes[..at("start")].iter().filter(|byte| **byte == b'\n').count();
        assert_eq!(diagnostic["span"]["start"]["line"], line);
    }
}
