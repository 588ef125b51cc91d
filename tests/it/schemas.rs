//! The schemas for editors: they take whatever the program takes, and refuse unknown keys, words and types as it does.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use liyi::project::Project;
use liyi::ruleset::{Files, load};
use serde_json::Value;

use super::{liyi, root};

/// The faults that a schema can find.
const FOUND: [&str; 3] = ["/unknown-key", "/wrong-type", "/unknown-word"];

fn schema(of: &str) -> Validator {
    let output = liyi(&["schema", of]);
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(jsonschema::meta::is_valid(&schema), "{of}");
    jsonschema::validator_for(&schema).unwrap()
}

/// A file as editors read it, after YAML 1.2; none if it is no YAML, has a key twice, or is empty.
fn json(yaml: &str) -> Option<Value> {
    let options = serde_yaml::options! { strict_booleans: true };
    serde_yaml::from_str_with_options(yaml, options).ok().filter(|file: &Value| !file.is_null())
}

/// What a schema has against a file.
fn complaints(schema: &Validator, yaml: &str) -> Vec<String> {
    let file = json(yaml).unwrap();
    schema.iter_errors(&file).map(|error| format!("{error} at {}", error.instance_path())).collect()
}

/// The files with an extension in a folder and below.
fn yaml_files(folder: &str) -> impl Iterator<Item = PathBuf> {
    let files = walkdir::WalkDir::new(root().join(folder)).into_iter();
    files
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
}

/// The files of a folder.
struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }
}

#[test]
fn what_comes_along_is_as_its_schema_says() {
    for (folder, of, least) in [("rulesets", "ruleset", 40), ("formats", "map", 10)] {
        let (schema, mut files) = (schema(of), 0);
        for path in yaml_files(folder) {
            let wrong = complaints(&schema, &fs::read_to_string(&path).unwrap());
            assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
            files += 1;
        }
        assert!(files >= least);
    }
}

/// The rulesets, maps and configurations of the cases that load are as their schemas say.
#[test]
fn schemas_take_what_the_program_takes() {
    let (rulesets, configs) = (schema("ruleset"), schema("config"));
    let mut taken = [0, 0];
    for path in yaml_files("tests/cases") {
        let (folder, name) = (Folder(path.parent().unwrap().to_owned()), path.file_name().unwrap());
        let name = name.to_str().unwrap().to_owned();
        let is_ruleset = load(std::slice::from_ref(&name), &folder).is_ok();
        let project = Project::read(&name, &folder);
        let is_config = project.load(&project.all_rulesets(), &folder).is_ok();
        let text = fs::read_to_string(&path).unwrap();
        // `~` is a text here, and nothing to an editor.
        if text.contains('~') {
            continue;
        }
        let both = [(is_ruleset, &rulesets), (is_config, &configs)];
        for (at, (_, schema)) in
            both.into_iter().enumerate().filter(|(_, (is_one, _))| *is_one && json(&text).is_some())
        {
            let wrong = complaints(schema, &text);
            assert!(wrong.is_empty(), "{}: {wrong:#?}", path.display());
            taken[at] += 1;
        }
    }
    assert!(taken[0] >= 15 && taken[1] >= 3, "{taken:?}");
}

/// Each block of YAML in the docs is as the schema says that its first key calls for.
#[test]
fn what_the_docs_show_is_as_its_schema_says() {
    let schemas = BTreeMap::from(["ruleset", "config", "map"].map(|of| (of, schema(of))));
    let mut shown = BTreeMap::new();
    for path in walkdir::WalkDir::new(root().join("docs")).into_iter().map(|entry| entry.unwrap().into_path())
    {
        if path.extension().is_none_or(|end| end != "md") {
            continue;
        }
        for block in blocks(&path) {
            let of = match block.lines().find(|line| !line.starts_with('#')) {
                Some(line) if line.starts_with("ruleset:") => "ruleset",
                Some(line) if line.starts_with("rulesets:") => "config",
                Some(line) if line.starts_with("map:") => "map",
                _ => continue,
            };
            let wrong = complaints(&schemas[of], &block);
            assert!(wrong.is_empty(), "{}: {wrong:#?}\n{block}", path.display());
            *shown.entry(of).or_insert(0) += 1;
        }
    }
    assert!(["ruleset", "config", "map"].iter().all(|of| shown[of] >= 2), "{shown:?}");
}

fn blocks(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let blocks = ["```yaml\n", "```text\n"].into_iter().flat_map(|begin| text.split(begin).skip(1));
    blocks.filter_map(|rest| Some(rest.split("```").next()?.to_owned())).collect()
}

/// What is told of unknown keys, wrong types and unknown words, the schemas refuse, but for values that only reading knows.
#[test]
fn schemas_refuse_unknown_keys_words_and_types() {
    for (table, first, of, least) in [
        ("tests/broken-rulesets.txt", "main.yaml", "ruleset", 20),
        ("tests/broken-configurations.txt", "liyi.yaml", "config", 10),
    ] {
        let (schema, mut refused) = (schema(of), 0);
        let table = fs::read_to_string(root().join(table)).unwrap();
        for section in table.split("=== ").skip(1) {
            let (title, rest) = section.split_once('\n').unwrap();
            let yaml = rest.split(">>> ").next().unwrap().split("\n---").next().unwrap();
            let told = rest.lines().filter_map(|line| line.strip_prefix("--- "));
            // Faults of the first file alone.
            let is_found = |line: &str| {
                let (place, said) = line.split_once(' ').unwrap();
                place.split(':').count() == 2
                    && FOUND.iter().any(|code| said.split(':').next().unwrap().ends_with(code))
                    && !said.contains("no such measure")
            };
            if let Some(file) = json(yaml).filter(|_| told.clone().any(is_found)) {
                assert!(!schema.is_valid(&file), "{first}: {title}");
                refused += 1;
            }
        }
        assert!(refused >= least, "{refused} {of}");
    }
}
