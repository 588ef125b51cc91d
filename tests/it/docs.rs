//! The pages that are made of the program's own lists are fresh. `UPDATE=1` rewrites them.

use std::fs;

use liyi::language::Bilingual;
use liyi::project::Project;
use liyi::proof::trials;
use liyi::reader::map_keys;
use liyi::ruleset::keys::{Key, On};
use liyi::ruleset::{Files, load};

use super::root;

/// Has one file: a ruleset out of a page.
struct Page(String);

impl Files for Page {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

/// Has a configuration out of a page, and what it names.
struct Configured(String);

impl Files for Configured {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let text = match path {
            "liyi.yaml" => self.0.clone(),
            "house-rules.yaml" => "ruleset: house-rules\nrules: [{id: rude, forbid: 滚}]\n".to_owned(),
            "products.txt" => "青禾早茶\n".to_owned(),
            _ => return Err("No such file or directory".to_owned()),
        };
        Ok(text.into_bytes())
    }
}

/// Every block of a page that is a whole ruleset loads, and its rules are proven.
#[test]
fn rulesets_in_the_docs_hold() {
    let mut rulesets = 0;
    for page in ["docs/rule-language.md", "docs/rule-language.zh-CN.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let blocks = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
        for block in blocks.filter(|block| block.starts_with("ruleset:")) {
            rulesets += 1;
            let rulebook = load(&["page.yaml".to_owned()], &Page(block.to_owned()));
            let rulebook = rulebook.unwrap_or_else(|faults| panic!("{page}: {faults:#?}"));
            for entry in &rulebook.entries {
                let wrong = trials(&rulebook, entry)
                    .into_iter()
                    .filter_map(|trial| Some(trial.fault()?.text.en.clone()));
                assert_eq!(wrong.collect::<Vec<_>>(), Vec::<String>::new(), "{page}");
            }
        }
    }
    assert!(rulesets >= 2);
}

/// The configuration that the page shows holds.
#[test]
fn the_configuration_in_the_docs_holds() {
    for page in ["docs/configuration.md", "docs/configuration.zh-CN.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let block = text.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
        let files = Configured(block.to_owned());
        let project = Project::read("liyi.yaml", &files);
        let rulebook = project.load(&project.rulesets(&[]), &files);
        let rulebook = rulebook.unwrap_or_else(|faults| panic!("{page}: {faults:#?}"));
        assert!(rulebook.entries.iter().any(|entry| entry.is_off), "{page}");
    }
}

#[test]
fn the_tables_of_keys_are_fresh() {
    let of_rulesets = |lang| tables(lang, |on| !is_of_project(on));
    let of_projects = |lang| tables(lang, is_of_project);
    for (end, lang) in [(".md", 1), (".zh-CN.md", 0)] {
        is_fresh(&format!("docs/rule-language{end}"), &of_rulesets(lang));
        is_fresh(&format!("docs/configuration{end}"), &of_projects(lang));
        is_fresh(&format!("docs/formats/maps{end}"), &tables_of_maps(lang));
    }
}

fn is_of_project(on: On) -> bool {
    matches!(on, On::Project | On::File | On::Columns)
}

/// Compares a page with the tables that it has to show.
fn is_fresh(page: &str, tables: &str) {
    let path = root().join(page);
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("<!-- keys -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- /keys -->").unwrap();
    let fresh = format!("{before}<!-- keys -->\n{tables}\n<!-- /keys -->{after}");
    if std::env::var("UPDATE").is_ok() {
        fs::write(&path, &fresh).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap() == fresh, "{page} is stale; UPDATE=1 rewrites it");
}

const HEADS: [&str; 2] = ["| 键 | 值 | 含义 |\n|---|---|---|\n", "| key | takes | means |\n|---|---|---|\n"];

/// A row of a table of keys.
fn row(name: &str, takes: Bilingual, means: [&str; 2], lang: usize) -> String {
    format!("| `{name}` | {} | {} |\n", [takes.zh, takes.en][lang], means[lang])
}

/// The keys of a map.
fn tables_of_maps(lang: usize) -> String {
    let titles =
        [(map_keys::On::Map, ["一份映射", "A map"]), (map_keys::On::People, ["`people`", "`people`"])];
    let mut page = String::new();
    for (on, title) in titles {
        page.push_str(&format!("\n### {}\n\n{}", title[lang], HEADS[lang]));
        let keys = map_keys::KEYS.iter().filter(|key| key.on == on);
        page.extend(keys.map(|key| row(key.name, key.takes(), key.means, lang)));
    }
    page
}

/// The keys of each place of a page; `lang` is 0 for Chinese, 1 for English.
fn tables(lang: usize, is_of: impl Fn(On) -> bool) -> String {
    let titles = [
        (On::Project, ["键", "Keys"]),
        (On::File, ["`files` 的一项", "An entry of `files`"]),
        (On::Columns, ["`columns`", "`columns`"]),
        (On::Ruleset, ["规则集", "A ruleset"]),
        (On::Source, ["规则集的 `source`", "`source` of a ruleset"]),
        (On::Clause, ["条款", "A clause"]),
        (On::Rule, ["规则", "A rule"]),
        (On::Selector, ["触发和豁免", "A selector"]),
        (On::Pattern, ["模式", "A pattern"]),
        (On::When, ["`when`", "`when`"]),
        (On::Limit, ["`limit`", "`limit`"]),
        (On::Example, ["例子", "An example"]),
        (On::Said, ["分语言的文字", "A text by language"]),
    ];
    let mut page = String::new();
    for (on, title) in titles.into_iter().filter(|(on, _)| is_of(*on)) {
        page.push_str(&format!("\n### {}\n\n{}", title[lang], HEADS[lang]));
        page.extend(Key::all(on).map(|key| row(key.name, key.takes.title(), key.means, lang)));
    }
    page
}
