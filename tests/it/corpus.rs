//! The figures of `docs/precision.md` are those that measuring the labelled texts brings. `UPDATE=1` rewrites them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::{liyi, root};

/// The halves of the corpus; rules are mended by the first, never by the second.
const HALVES: [&str; 2] = ["development", "held-out"];

/// What one half measures.
fn measured(half: &str) -> Value {
    let output = liyi(&["measure", "--no-config", "--format", "json", &format!("tests/corpus/{half}")]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_figures_in_the_docs_are_those_that_are_measured() {
    let halves = HALVES.map(measured);
    for (page, lang) in [("docs/precision.zh-CN.md", 0), ("docs/precision.md", 1)] {
        let path = root().join(page);
        let text = fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once("<!-- corpus -->\n").unwrap();
        let (_, after) = rest.split_once("<!-- /corpus -->").unwrap();
        let fresh = format!("{before}<!-- corpus -->\n\n{}\n<!-- /corpus -->{after}", table(&halves, lang));
        if std::env::var("UPDATE").is_ok() {
            fs::write(&path, &fresh).unwrap();
        }
        assert!(fs::read_to_string(&path).unwrap() == fresh, "{page} is stale; UPDATE=1 rewrites it");
    }
}

/// The corpus is large enough, and at least half of it has nothing to find, so that noise shows.
#[test]
fn the_corpus_is_large_and_half_of_it_is_clean() {
    let halves = HALVES.map(measured);
    let count = |key: &str| -> u64 { halves.iter().map(|half| half[key].as_u64().unwrap()).sum() };
    assert!(count("texts") >= 160, "{}", count("texts"));
    assert!(2 * count("clean") >= count("texts"), "{} of {}", count("clean"), count("texts"));
}

/// The figures of each rule; `lang` is 0 for Chinese, 1 for English.
fn table(halves: &[Value; 2], lang: usize) -> String {
    let head = [
        "| 规则 | 开发：正确/报告 | 找到/标注 | 留出：正确/报告 | 找到/标注 |",
        "| rule | development: right/findings | found/labels | held out: right/findings | found/labels |",
    ];
    let mut page = format!("{}\n|---|--:|--:|--:|--:|\n", head[lang]);
    let rules: BTreeSet<&String> =
        halves.iter().flat_map(|half| half["rules"].as_object().unwrap().keys()).collect();
    for rule in rules {
        row(&mut page, rule, halves.each_ref().map(|half| &half["rules"][rule]));
    }
    row(&mut page, ["**合计**", "**all**"][lang], halves.each_ref().map(|half| &half["sum"]));
    page
}

fn row(page: &mut String, name: &str, figures: [&Value; 2]) {
    let cells: Vec<String> =
        figures.iter().flat_map(|figures| [precision(figures), recall(figures)]).collect();
    writeln!(page, "| {name} | {} |", cells.join(" | ")).unwrap();
}

fn precision(figures: &Value) -> String {
    share(number(figures, "right"), number(figures, "findings"))
}

fn recall(figures: &Value) -> String {
    share(number(figures, "found"), number(figures, "found") + number(figures, "missed"))
}

fn number(figures: &Value, key: &str) -> u64 {
    figures[key].as_u64().unwrap_or(0)
}

fn share(part: u64, of: u64) -> String {
    match of {
        0 => "–".to_owned(),
        _ => format!("{part}/{of} = {:.2}", part as f64 / of as f64),
    }
}
