//! What `liyi init` asks on a terminal, and what becomes of the answers.

use std::fs;
use std::io::{BufWriter, Cursor};
use std::path::Path;

use liyi::cli::{UntilClosed, World, run};

/// Begins a project in a folder as somebody who types some lines; what was shown on both streams.
fn begin(folder: &Path, lang: &str, typed: &'static str) -> (String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut stdout = BufWriter::new(UntilClosed::new(&mut out));
    let mut world = World {
        stdin: Box::new(Cursor::new(typed)),
        stdout: &mut stdout,
        stderr: &mut err,
        stdin_is_terminal: true,
        stdout_is_terminal: true,
        stderr_is_terminal: false,
        variables: &|_| None,
    };
    let arguments = ["liyi", "init", folder.to_str().unwrap(), "--lang", lang, "--color", "never"];
    assert_eq!(run(arguments.map(Into::into).to_vec(), &mut world), 0);
    drop(stdout);
    (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

/// The lines of a file that are no remarks.
fn lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let said = |line: &&str| !line.is_empty() && !line.trim_start().starts_with('#');
    text.lines().filter(said).map(str::to_owned).collect()
}

#[test]
fn answers_are_written_and_those_that_cannot_be_are_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let typed =
        "common, hotel-etiquete\nbase\nhotel-etiquette，common\n[[\n这不算\n青禾，$x\n青禾, \"禾\" # 宿\n";
    let (out, err) = begin(folder.path(), "zh", typed);
    assert_eq!(out.matches('？').count(), 7, "{out}");
    for fault in ["ruleset/unknown", "ruleset/base", "new/unproven", "config/undefined-list"] {
        assert!(err.contains(fault), "{fault}: {err}");
    }
    let config = lines(&folder.path().join("liyi.yaml"));
    let expected = [
        "rulesets: [hotel-etiquette, common, ./my-rules.yaml]",
        "lists:",
        r#"  company: ["青禾", "\"禾\" # 宿"]"#,
    ];
    assert_eq!(config, expected);
    assert!(lines(&folder.path().join("my-rules.yaml")).contains(&r#"      - "这不算""#.to_owned()));
}

#[test]
fn empty_lines_and_the_end_of_input_stand_for_the_usual() {
    for typed in ["\n\n\n", ""] {
        let folder = tempfile::tempdir().unwrap();
        let (out, err) = begin(folder.path(), "en", typed);
        // No rule of `common` asks for the name of a company.
        assert_eq!((out.matches("] ").count(), &*err), (2, ""), "{out}");
        assert_eq!(lines(&folder.path().join("liyi.yaml")), ["rulesets: [common, ./my-rules.yaml]"]);
        assert!(folder.path().join("my-rules.yaml").is_file());
    }
}
