//! Reports: each is what its readers take, whatever was said; personal data is masked; files are whole or not there.

mod columns;
mod files;
mod nasty;
mod places;
mod redaction;
mod valid;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use super::root;

/// The formats that are made to be shown to others.
const PUBLISHED: [&str; 8] = ["github", "gitlab", "sarif", "junit", "rdjson", "csv", "markdown", "html"];

/// A folder with one file.
fn folder(name: &str, text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    folder
}

/// Checks in a folder, with findings, and what is on standard output.
fn check(folder: &Path, arguments: &[&str]) -> String {
    let output = run(folder, arguments);
    assert!(output.status.code().is_some_and(|code| code > 0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liyi"));
    command.args(["check", "--lang", "en"]).args(arguments).current_dir(folder).env_clear();
    command.output().unwrap()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// Holds a report against a schema in `tests/schemas`.
fn assert_follows(report: &Value, schema: &str) {
    let text = fs::read_to_string(root().join("tests/schemas").join(schema)).unwrap();
    let validator = jsonschema::validator_for(&json(&text)).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(report).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}
