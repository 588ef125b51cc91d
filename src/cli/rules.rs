//! `liyi rules`: lists rules.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::Clause;
use crate::language::Bilingual;
use crate::report::write_value;
use crate::ruleset::{Entry, Rulebook};
use crate::source::Untrusted;

use super::CLEAN;
use super::args::Rules;
use super::output::{Answer, Output};

/// A rule in the list.
#[derive(Serialize)]
struct Listed<'a> {
    rule: &'a str,
    level: &'static str,
    summary: &'a Bilingual,
    kinds: Vec<&'static str>,
    clauses: Vec<&'a Clause>,
}

impl<'a> Listed<'a> {
    fn of(entry: &'a Entry) -> Self {
        let rule = &entry.rule;
        Self {
            rule: &rule.code,
            level: entry.level(),
            summary: &rule.summary,
            kinds: rule.selection.kinds.iter().map(|kind| kind.name()).collect(),
            clauses: rule.clauses.iter().map(|clause| &**clause).collect(),
        }
    }
}

pub(super) fn run(command: &Rules, output: &mut Output<'_, '_>) -> Answer {
    let project = command.configuration.project();
    let rulebook = match output.rulebook(&command.ruleset, &project) {
        Ok(rulebook) => rulebook,
        Err(answer) => return answer,
    };
    if command.format == "json" {
        let listed: Vec<Listed<'_>> = rulebook.entries.iter().map(Listed::of).collect();
        return Answer { code: CLEAN, written: write_value(&listed, output.world.stdout) };
    }
    list(&rulebook, output)
}

/// Lists the rules of a rulebook, each on a line.
pub(super) fn list(rulebook: &Rulebook, output: &mut Output<'_, '_>) -> Answer {
    if rulebook.entries.is_empty() {
        let text = Bilingual::new("只有词表，没有规则", "holds lists and no rules");
        return Answer { code: CLEAN, written: output.line(text.get(output.style.lang)) };
    }
    let width = rulebook.entries.iter().map(|entry| entry.rule.code.width()).max().unwrap_or(0);
    let lang = output.style.lang;
    let written = rulebook.entries.iter().try_for_each(|entry| {
        let (level, summary) = (entry.level(), Untrusted(entry.rule.summary.get(lang)));
        output.line(&format!("{:width$}  {level:7}  {summary}", entry.rule.code))
    });
    Answer { code: CLEAN, written }
}
