//! The rules of a run that a person chose among those of its rulesets.

use clap::Args;

use crate::diagnostic::{Diagnostic, Level};
use crate::language::Bilingual;
use crate::ruleset::{Entry, Rulebook, split_name};
use crate::say;
use crate::source::brief;
use crate::yaml::suggestion::did_you_mean;

use super::level::LevelParser;

/// The flags that choose. Help in Chinese stands in `help`.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Chosen {
    /// Only judge by this rule (RULESET/RULE, as reports name it), or by all of a RULESET. Repeatable.
    #[arg(long, global = true, value_name = "RULE")]
    select: Vec<String>,

    /// Do not judge by this rule, or by any of a RULESET. Repeatable.
    #[arg(long, global = true, value_name = "RULE")]
    ignore: Vec<String>,

    /// The level of a rule (RULESET/RULE), or of all of a RULESET: off, note, warning or error. It wins over liyi.yaml.
    /// Repeatable.
    #[arg(long, global = true, value_name = "RULE=LEVEL", value_parser = LevelParser)]
    level: Vec<(String, Option<Level>)>,
}

impl Chosen {
    /// The rules that are chosen, at their levels: those that are selected, or all, without those that are ignored or off.
    ///
    /// # Errors
    /// With a fault for each name that no rule has, or if no rule is left.
    pub(super) fn of(&self, mut rulebook: Rulebook) -> Result<Rulebook, Vec<Diagnostic>> {
        let levels = self.level.iter().map(|(name, _)| name);
        let names = || self.select.iter().chain(&self.ignore).chain(levels.clone());
        let unknown = names().filter(|name| !rulebook.entries.iter().any(|entry| is_named(entry, name)));
        let faults: Vec<Diagnostic> = unknown.map(|name| no_rule(name, &rulebook)).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        let old = |name: &String| {
            let (ruleset, rule) = split_name(name);
            let mut entries = rulebook.entries.iter().filter(|entry| entry.is_of(ruleset));
            entries.find_map(|entry| entry.renamed(rule?))
        };
        let hints: Vec<Diagnostic> = names().filter_map(old).collect();
        rulebook.hints.extend(hints);
        for (name, level) in &self.level {
            for entry in rulebook.entries.iter_mut().filter(|entry| is_named(entry, name)) {
                entry.is_off = level.is_none();
                entry.rule.level = level.unwrap_or(entry.rule.level);
            }
        }
        for entry in &mut rulebook.entries {
            let is_among = |names: &[String]| names.iter().any(|name| is_named(entry, name));
            let is_chosen = (self.select.is_empty() || is_among(&self.select)) && !is_among(&self.ignore);
            entry.is_off |= !is_chosen;
        }
        if rulebook.entries.iter().all(|entry| entry.is_off) { Err(vec![none_left()]) } else { Ok(rulebook) }
    }
}

/// Whether a name is that of a rule, or of its ruleset.
fn is_named(entry: &Entry, name: &str) -> bool {
    let (ruleset, rule) = split_name(name);
    entry.is_of(ruleset) && rule.is_none_or(|rule| entry.is_called(rule))
}

fn none_left() -> Diagnostic {
    let text =
        Bilingual::new("一条规则也没剩下，没有可检查的", "no rule is left, and so nothing to check for");
    let help = Bilingual::new(
        "少写几个 --ignore；用 --level 或 liyi.yaml 的 levels 把要查的规则打开",
        "leave out some --ignore, or turn rules on by --level or by `levels` of liyi.yaml",
    );
    Diagnostic::error("ruleset/no-rules", text).help(help)
}

fn no_rule(name: &str, rulebook: &Rulebook) -> Diagnostic {
    let shown = brief(name);
    let text = say!("这次用到的规则里没有 `{shown}`", "there is no rule `{shown}` among those of this run",);
    let (ruleset, rule) = split_name(name);
    let of_ruleset = rulebook.entries.iter().filter(|entry| rule.is_some() && entry.is_of(ruleset));
    let mut possible: Vec<&str> = of_ruleset.map(|entry| &*entry.rule.code).collect();
    if possible.is_empty() {
        possible = rulebook.entries.iter().map(Entry::ruleset).collect();
        possible.dedup();
    }
    Diagnostic::error("ruleset/unknown-rule", text).help(did_you_mean(name, possible.into_iter()))
}
