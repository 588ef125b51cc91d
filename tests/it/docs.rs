//! The pages that are made of the program's own lists are fresh. `UPDATE=1` rewrites them.

use std::fs;

use liyi::project::Project;
use liyi::proof::trials;
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
fn the_table_of_keys_is_fresh() {
    let pages = ["rule-language", "configuration"].into_iter();
    let pages = pages.flat_map(|page| [(page, ".md", 1), (page, ".zh-CN.md", 0)]);
    for (page, end, lang) in pages {
        let is_of = |on| matches!(on, On::Project | On::File | On::Columns) == (page == "configuration");
        let page = format!("docs/{page}{end}");
        let path = root().join(&page);
        let text = fs::read_to_string(&path).unwrap();
        let (before, rest) = text.split_once("<!-- keys -->\n").unwrap();
        let (_, after) = rest.split_once("<!-- /keys -->").unwrap();
        let fresh = format!("{before}<!-- keys -->\n{}\n<!-- /keys -->{after}", tables(lang, is_of));
        if std::env::var("UPDATE").is_ok() {
            fs::write(&path, &fresh).unwrap();
        }
        assert!(fs::read_to_string(&path).unwrap() == fresh, "{page} is stale; UPDATE=1 rewrites it");
    }
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
        let head = ["| 键 | 值 | 含义 |", "| key | takes | means |"][lang];
        page.push_str(&format!("\n### {}\n\n{head}\n|---|---|---|\n", title[lang]));
        for key in Key::all(on) {
            let takes = key.takes.title();
            let takes = [takes.zh, takes.en][lang].clone();
            page.push_str(&format!("| `{}` | {takes} | {} |\n", key.name, key.means[lang]));
        }
    }
    page
}
