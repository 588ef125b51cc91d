//! The rulesets that come along: each is built in, each rule is proven on both sides.

use std::collections::BTreeSet;
use std::fs;

use liyi::proof::{Outcome, trials};
use liyi::ruleset::{Entry, Files, Rulebook, builtin, bundle, load, load_to_judge};

use super::root;

/// How many examples prove a rule at least, on each side.
const FLAGS: usize = 2;
const PASSES: usize = 3;

/// Built-in rulesets need no file.
pub(super) struct NoFiles;

impl Files for NoFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("{path} was asked for"))
    }
}

#[test]
fn every_file_is_built_in() {
    let files = fs::read_dir(root().join("rulesets")).unwrap();
    let names = files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned());
    let built_in = builtin::names().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(names.collect::<BTreeSet<_>>(), built_in);
}

#[test]
fn every_rule_is_proven() {
    let names: Vec<String> = builtin::names().map(str::to_owned).collect();
    let rulebook = load(&names, &NoFiles).unwrap();
    let mut wrong = Vec::new();
    for entry in &rulebook.entries {
        let trials = trials(&rulebook, entry);
        let right =
            |outcome| trials.iter().filter(|trial| trial.outcome == outcome && !trial.example.todo).count();
        let (reported, passed) = (right(Outcome::Reported), right(Outcome::Passed));
        if reported < FLAGS || passed < PASSES {
            wrong.push(format!("{} has {reported} flags and {passed} passes", entry.rule.code));
        }
        wrong.extend(trials.iter().filter(|trial| !trial.example.todo).filter_map(|trial| {
            let fault = trial.fault()?;
            Some(format!("{}: {} ({:?})", fault.text.en, trial.example.text, fault.help))
        }));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_bundle_is_fresh() {
    let rulebook = load(&builtin::names().map(str::to_owned).collect::<Vec<_>>(), &NoFiles).unwrap();
    let fresh = bundle::of(&rulebook).unwrap();
    for (name, fresh) in [("bundle.bin", fresh.bytes), ("bundle.txt", fresh.texts.into_bytes())] {
        let path = root().join("src/ruleset").join(name);
        if std::env::var("UPDATE").is_ok() {
            fs::write(&path, &fresh).unwrap();
        }
        assert!(
            fs::read(&path).unwrap() == fresh,
            "{name} is stale; `liyi bundle src/ruleset/bundle.bin` writes it"
        );
    }
}

#[test]
fn rules_of_the_bundle_do_as_their_examples_say() {
    let names: Vec<String> = builtin::names().map(str::to_owned).collect();
    let (read, bundled) = (load(&names, &NoFiles).unwrap(), load_to_judge(&names, &NoFiles, None).unwrap());
    let Rulebook { rulesets, entries, matcher, index, hints } = bundled;
    let bundled = Rulebook { rulesets, entries: Vec::new(), matcher, index, hints };
    assert_eq!(read.entries.len(), entries.len());
    for (read, entry) in read.entries.into_iter().zip(entries) {
        assert!(entry.flags.is_empty(), "{} is not of the bundle", entry.rule.code);
        assert_eq!((&read.rule.code, &read.was), (&entry.rule.code, &entry.was));
        let entry = Entry { rule: entry.rule, ..read };
        let trials = trials(&bundled, &entry);
        let wrong = trials.iter().filter(|trial| !trial.example.todo && !trial.outcome.is_right()).count();
        assert_eq!(wrong, 0, "{}", entry.rule.code);
    }
}
