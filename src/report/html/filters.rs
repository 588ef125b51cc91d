//! What the conversations of a page can be filtered by: rule, level, file, speaker.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::diagnostic::{Diagnostic, Level};
use crate::language::{Bilingual, Lang};

use super::{level_title, shown};

/// What findings have in common.
#[derive(Default)]
pub(super) struct Filters {
    /// For each rule its level, what it says, and how often it found something.
    rules: BTreeMap<String, (Level, String, usize)>,
    /// The values of those that are on the page.
    shown: [BTreeSet<String>; KEYS.len()],
}

/// The names of the filters, each with its title.
const KEYS: [(&str, [&str; 2]); 4] = [
    ("rule", ["规则", "Rule"]),
    ("level", ["级别", "Level"]),
    ("file", ["文件", "File"]),
    ("speaker", ["说话人", "Speaker"]),
];

impl Filters {
    /// Counts a finding, whether it is on the page or not.
    pub(super) fn count(&mut self, finding: &Diagnostic, lang: Lang) {
        let text = || (finding.level, finding.text.get(lang).to_owned(), 0);
        match self.rules.get_mut(&*finding.code) {
            Some(rule) => rule.2 += 1,
            None => self.rules.entry(finding.code.to_string()).or_insert_with(text).2 += 1,
        }
    }

    /// Takes note of a finding that is on the page.
    pub(super) fn show(&mut self, finding: &Diagnostic) {
        for (values, value) in self.shown.iter_mut().zip(values(finding)) {
            values.insert(value);
        }
    }

    /// Writes the table of the rules.
    pub(super) fn write_rules(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        if self.rules.is_empty() {
            return Ok(());
        }
        let title = Bilingual::new("各条规则报告了几处", "Findings by rule");
        write!(out, "<details><summary>{}</summary><table>", title.get(lang))?;
        let mut rules: Vec<_> = self.rules.iter().collect();
        rules.sort_by_key(|(code, (level, _, count))| (std::cmp::Reverse((*level, *count)), *code));
        for (code, (level, text, count)) in rules {
            let (name, code, text) = (level.name(), shown(code), shown(text));
            let title = level_title(*level);
            write!(
                out,
                "<tr class=\"{name}\"><td>{count}</td><td><span class=\"badge {name}\">{}</span></td><td>{text}<br><code>{code}</code></td></tr>",
                singular(title.get(lang)),
            )?;
        }
        out.write_all(b"</table></details>")
    }

    /// Writes the fields to choose from.
    pub(super) fn write(&self, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
        let all = Bilingual::new("全部", "all");
        for ((name, [zh, en]), values) in KEYS.iter().zip(&self.shown) {
            let title = Bilingual::new(*zh, *en);
            write!(
                out,
                "<label>{}<select name=\"{name}\"><option value=\"\">{}</option>",
                title.get(lang),
                all.get(lang)
            )?;
            for value in values {
                let value = shown(value);
                write!(out, "<option value=\"{value}\">{value}</option>")?;
            }
            out.write_all(b"</select></label>")?;
        }
        Ok(())
    }
}

/// The values of a finding for each filter.
fn values(finding: &Diagnostic) -> [String; KEYS.len()] {
    let at = finding.at.as_ref();
    let speaker = at.map(|at| at.speaker.clone().unwrap_or_else(|| at.role.to_owned()));
    let file = finding.place.as_ref().map(|place| place.path.to_string());
    [
        finding.code.to_string(),
        finding.level.name().to_owned(),
        file.unwrap_or_default(),
        speaker.unwrap_or_default(),
    ]
}

/// The attributes of a finding that the filters look at.
pub(super) fn attributes(finding: &Diagnostic) -> String {
    let values = KEYS.iter().zip(values(finding));
    values.map(|((name, _), value)| format!(" data-{name}=\"{}\"", shown(&value))).collect()
}

fn singular(title: &str) -> &str {
    title.strip_suffix('s').unwrap_or(title)
}
