//! Broken rulesets and configurations: each fault is told on its line and column, with what to do. `UPDATE=1` rewrites
//! what is told.

use std::collections::BTreeMap;
use std::fs;

use liyi::diagnostic::Diagnostic;
use liyi::project::Project;
use liyi::ruleset::{Files, load};

use super::root;

/// The files of one case: the first, and what it names.
struct Case(BTreeMap<String, String>);

impl Files for Case {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let known = self.0.get(path).map(|text| text.clone().into_bytes());
        known.ok_or_else(|| "No such file or directory".to_owned())
    }
}

impl Case {
    /// The files of a section: what stands behind `>>> name` is that of the name.
    fn of(lines: &[&str], first: &str) -> Self {
        let mut files = BTreeMap::new();
        let mut name = first.to_owned();
        for line in lines {
            match line.strip_prefix(">>> ") {
                Some(other) => name = other.to_owned(),
                None => *files.entry(name.clone()).or_insert_with(String::new) += &format!("{line}\n"),
            }
        }
        Self(files)
    }
}

/// A fault as the table has it; the name of the first file is left out.
fn told(fault: &Diagnostic, first: &str) -> String {
    let place = fault.place.as_ref().map_or_else(String::new, |place| {
        let file = place.path.strip_suffix(first).unwrap_or(&place.path);
        let colon = if file.is_empty() { "" } else { ":" };
        format!("{file}{colon}{}:{} ", place.start.line, place.start.column)
    });
    let label = fault
        .labels
        .first()
        .map(|label| format!(" [first at {}:{}]", label.place.start.line, label.place.start.column));
    let help = fault.help.as_ref().map(|help| format!(" | {}", help.en));
    let line = format!(
        "{place}{}: {}{}{}",
        fault.code,
        fault.text.en,
        label.unwrap_or_default(),
        help.unwrap_or_default()
    );
    line.replace('\n', "⏎")
}

#[test]
fn every_fault_of_a_ruleset_is_told_in_its_place() {
    let faults = |files: &Case| load(&["main.yaml".to_owned()], files).err();
    assert!(tell("tests/broken-rulesets.txt", "main.yaml", faults) >= 60);
}

#[test]
fn every_fault_of_a_configuration_is_told_in_its_place() {
    let faults = |files: &Case| {
        let project = Project::read("liyi.yaml", files);
        project.load_to_judge(&project.all_rulesets(), files).err()
    };
    assert!(tell("tests/broken-configurations.txt", "liyi.yaml", faults) >= 25);
}

/// Compares a table of cases with what is told of each; the answer is how many there are.
fn tell(table: &str, first: &str, faults: impl Fn(&Case) -> Option<Vec<Diagnostic>>) -> usize {
    let path = root().join(table);
    let table = fs::read_to_string(&path).unwrap();
    let (head, _) = table.split_once("=== ").unwrap();
    let mut fresh = head.to_owned();
    let mut cases = 0;
    for section in table[head.len()..].split("=== ").skip(1) {
        let lines: Vec<&str> = section.lines().collect();
        let (title, lines) = lines.split_first().unwrap();
        let lines: Vec<&str> = lines.iter().copied().filter(|line| !line.starts_with("--- ")).collect();
        let end = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
        let faults = faults(&Case::of(&lines[..end], first)).unwrap_or_default();
        assert!(!faults.is_empty(), "{title}: nothing is told");
        for fault in &faults {
            let texts = [Some(&*fault.text), fault.help.as_ref()];
            let both = texts.into_iter().flatten();
            let says = |text: &liyi::language::Bilingual| !text.zh.is_empty() && text.zh != text.en;
            assert!(both.into_iter().all(says), "{title}: {fault:?}");
        }
        let told: Vec<String> = faults.iter().map(|fault| told(fault, first)).collect();
        fresh += &format!("=== {title}\n{}\n--- {}\n\n", lines[..end].join("\n"), told.join("\n--- "));
        cases += 1;
    }
    if std::env::var("UPDATE").is_ok() {
        fs::write(&path, &fresh).unwrap();
    }
    assert!(
        fs::read_to_string(&path).unwrap() == fresh,
        "what is told has changed; UPDATE=1 rewrites it:\n{fresh}"
    );
    cases
}
