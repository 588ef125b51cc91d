//! `liyi rules`: lists rules.

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::diagnostic::{Clause, Level};
use crate::language::Bilingual;
use crate::report::write_value;
use crate::ruleset::{self, Entry, builtin};

use super::args::Rules;
use super::files::Disk;
use super::output::{Answer, Output};
use super::{CLEAN, NOT_CHECKED};

/// A rule in the list.
#[derive(Serialize)]
struct Listed<'a> {
    rule: &'a str,
    level: Level,
    summary: &'a Bilingual,
    kinds: Vec<&'static str>,
    clauses: Vec<&'a Clause>,
}

impl<'a> Listed<'a> {
    fn of(entry: &'a Entry) -> Self {
        let rule = &entry.rule;
        Self {
            rule: &rule.code,
            level: rule.level,
            summary: &rule.summary,
            kinds: rule.selection.kinds.iter().map(|kind| kind.name()).collect(),
            clauses: rule.clauses.iter().map(|clause| &**clause).collect(),
        }
    }
}

pub(super) fn run(command: &Rules, output: &mut Output<'_, '_>) -> Answer {
    let wanted = match &command.ruleset[..] {
        [] => builtin::names().map(str::to_owned).collect(),
        wanted => wanted.to_vec(),
    };
    let rulebook = match ruleset::load(&wanted, &Disk) {
        Ok(rulebook) => rulebook,
        Err(faults) => {
            return Answer { code: NOT_CHECKED, written: output.faults(&faults) };
        }
    };
    let listed: Vec<Listed<'_>> = rulebook.entries.iter().map(Listed::of).collect();
    let written = if command.format == "json" {
        write_value(&listed, output.world.stdout)
    } else {
        let width = listed.iter().map(|rule| rule.rule.width()).max().unwrap_or(0);
        let lang = output.style.lang;
        listed.iter().try_for_each(|rule| {
            let (level, summary) = (rule.level.name(), rule.summary.get(lang));
            output.line(&format!("{:width$}  {level:7}  {summary}", rule.rule))
        })
    };
    Answer { code: CLEAN, written }
}
