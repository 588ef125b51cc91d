//! Every example has its expected output beside it: `NAME.out`, or `NAME.RULESET.out` for a ruleset that is not the
//! usual one. `UPDATE=1` rewrites them.

use std::fs;

use super::{liyi, root};

#[test]
fn examples_print_what_stands_beside_them() {
    let mut inputs = 0;
    let mut wrong = Vec::new();
    for input in names(|name| !name.ends_with(".out")) {
        inputs += 1;
        let outputs = names(|name| name.starts_with(&format!("{input}.")) && name.ends_with(".out"));
        assert!(
            outputs.contains(&format!("{input}.out")) || std::env::var("UPDATE").is_ok(),
            "{input} has no .out"
        );
        let usual = format!("{input}.out");
        for expected in outputs.into_iter().chain([usual]).collect::<std::collections::BTreeSet<_>>() {
            let ruleset =
                expected[input.len()..].trim_start_matches('.').trim_end_matches("out").trim_end_matches('.');
            let ruleset = if ruleset.is_empty() { "common" } else { ruleset };
            let lang = if input.contains("english") { "en" } else { "zh" };
            let path = format!("examples/{input}");
            let output = liyi(&["check", "--lang", lang, "--ruleset", ruleset, &path]);
            assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
            wrong.extend(differs(&expected, &output.stdout));
        }
    }
    assert!(inputs >= 12, "{inputs} examples");
    assert!(wrong.is_empty(), "these differ (UPDATE=1 rewrites them): {wrong:?}");
}

fn names(wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let entries = fs::read_dir(root().join("examples")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| wanted(name)).collect()
}

fn differs(expected: &str, printed: &[u8]) -> Option<String> {
    let path = root().join("examples").join(expected);
    if std::env::var("UPDATE").is_ok() {
        fs::write(&path, printed).unwrap();
    }
    let same = fs::read(&path).is_ok_and(|text| text == printed);
    (!same).then(|| expected.to_owned())
}
