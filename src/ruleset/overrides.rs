//! What a project sets over the rulesets it uses: words of its own for their lists, and levels of their rules.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Level};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, Span, brief};

use super::library::{Library, List, RulesetId};
use super::lists;
use super::{Entry, builtin};
use crate::yaml::fields::{Faults, Fields, first_here, is_word};
use crate::yaml::node::{Node, Value};
use crate::yaml::suggestion::{did_you_mean, meant};

/// The words for a level: `off` is for rules that are not judged.
pub(super) const LEVELS: &[&str] = &{
    let [note, warning, error] = Level::NAMES;
    ["off", note, warning, error]
};

/// What a project sets over the rulesets it uses.
#[derive(Debug)]
pub struct Overrides {
    pub(super) source: Arc<Source>,
    pub(super) node: Arc<Node>,
    /// The folder that files of phrases stand below.
    pub(super) folder: String,
    /// The rulesets that it uses where nobody asks for others.
    rulesets: Vec<String>,
    /// Whether one of those could not be found, which has been told.
    lacks_used: bool,
    pub(super) lists: Vec<List>,
    levels: Vec<Setting>,
}

/// The level that a rule is given.
#[derive(Debug)]
struct Setting {
    /// `ruleset/rule`.
    rule: String,
    place: Span,
    /// None for a rule that is not judged.
    level: Option<Level>,
}

impl Overrides {
    /// Reads the keys `lists` and `levels` of a configuration.
    pub(crate) fn read(
        node: &Arc<Node>,
        fields: &Fields<'_>,
        folder: String,
        rulesets: Vec<String>,
        lacks_used: bool,
        faults: &mut Faults,
    ) -> Self {
        let source = Arc::clone(&fields.source);
        let (lists, levels) = (lists::nodes(fields, faults), settings(fields, faults));
        Self { source, node: Arc::clone(node), folder, rulesets, lacks_used, lists, levels }
    }

    /// The lists that are replaced.
    pub fn lists(&self) -> impl Iterator<Item = &str> {
        self.lists.iter().map(|list| &*list.name)
    }

    /// The rules that are given a level, each with the word for it.
    pub fn levels(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.levels.iter().map(|setting| (&*setting.rule, setting.level.map_or("off", Level::name)))
    }

    /// Whether only the YAML of rulesets will do, since lists are replaced.
    pub(super) fn has_lists(&self) -> bool {
        !self.lists.is_empty()
    }

    /// Whether a run uses all that the project uses, so that whatever the project names has to be there.
    fn are_all_among(&self, wanted: &[String]) -> bool {
        !self.lacks_used && self.rulesets.iter().all(|ruleset| wanted.contains(ruleset))
    }

    /// Gives rules their levels; the answer is what to tell about old names of rules.
    pub(super) fn set_levels(&self, entries: &mut [Entry]) -> Vec<Diagnostic> {
        let mut hints = Vec::new();
        for setting in &self.levels {
            let (ruleset, name) = setting.rule.split_once('/').unwrap_or_default();
            let is_meant = |entry: &&mut Entry| entry.ruleset() == ruleset && entry.is_called(name);
            for entry in entries.iter_mut().filter(is_meant) {
                entry.is_off = setting.level.is_none();
                entry.rule.level = setting.level.unwrap_or(entry.rule.level);
                hints.extend(entry.renamed(name).map(|hint| hint.at(&self.source, setting.place)));
            }
        }
        hints
    }

    /// The faults of levels for rules that are not among those of a run.
    pub(super) fn unknown_rules(&self, wanted: &[String], codes: &[String]) -> Faults {
        let (mut faults, is_whole) = (Faults::default(), self.are_all_among(wanted));
        for Setting { rule, place, .. } in self.levels.iter().filter(|one| !codes.contains(&one.rule)) {
            let (ruleset, name) = rule.split_once('/').unwrap_or_default();
            let names: Vec<&str> =
                codes.iter().filter_map(|code| code.strip_prefix(ruleset)?.strip_prefix('/')).collect();
            // Levels for rulesets that this run does not use.
            if names.is_empty() && !is_whole {
                continue;
            }
            let help = match names.is_empty() {
                true => ruleset_that_was_meant(ruleset, codes),
                false => did_you_mean(name, names.into_iter()),
            };
            let shown = brief(rule);
            let text = say!("没有规则 `{shown}`", "there is no rule `{shown}`");
            faults.add("ruleset/unknown-rule", text, &self.source, *place).help = Some(help);
        }
        faults
    }
}

fn ruleset_that_was_meant(ruleset: &str, codes: &[String]) -> Bilingual {
    if builtin::names().any(|name| name == ruleset) {
        return say!(
            "在 `rulesets` 里加上 `{ruleset}`，或删去",
            "add `{ruleset}` to `rulesets`, or leave it out"
        );
    }
    let mut used: Vec<&str> = codes.iter().filter_map(|code| code.split('/').next()).collect();
    used.dedup();
    did_you_mean(ruleset, used.into_iter())
}

/// The levels that a configuration gives.
fn settings(fields: &Fields<'_>, faults: &mut Faults) -> Vec<Setting> {
    let mut settings: Vec<Setting> = Vec::new();
    let Some(Value::Map(pairs)) = fields.get("levels").map(|node| &node.value) else {
        return settings;
    };
    for (key, value) in pairs {
        let Some(setting) = setting(key, value, &fields.source, faults) else { continue };
        if let Some(first) = settings.iter().find(|other| other.rule == setting.rule) {
            let (shown, label) = (brief(&setting.rule), first_here(&fields.source, first.place));
            let text = say!("规则 `{shown}` 写了两次", "the rule `{shown}` stands here twice");
            faults.add("ruleset/duplicate-rule", text, &fields.source, key.span).labels.push(label);
        } else {
            settings.push(setting);
        }
    }
    settings
}

fn setting(key: &Node, value: &Node, source: &Source, faults: &mut Faults) -> Option<Setting> {
    let rule = key.text().unwrap_or_default().to_owned();
    if !rule.contains('/') {
        let shown = brief(&rule);
        let text = say!("`{shown}` 没有写明是哪个规则集的规则", "`{shown}` does not say whose rule it is");
        let help = Bilingual::new("写成 规则集/规则，同报告里一样", "write RULESET/RULE, as reports do");
        faults.add("ruleset/unknown-rule", text, source, key.span).help = Some(help);
    }
    is_word(value, LEVELS, source, faults);
    let level = value.text().and_then(Level::named);
    rule.contains('/').then_some(Setting { rule, place: key.span, level })
}

impl Library<'_> {
    /// Tells of lists that replace none, and reads those that no rule has asked for, so that their faults are told too.
    pub(super) fn check_overrides(&mut self, overrides: &Overrides, wanted: &[String]) {
        let Some(project) = self.project else { return };
        let used: Vec<RulesetId> = self.rulesets().collect();
        let is_unknown = |list: &&List| !used.iter().any(|ruleset| self.has_list(*ruleset, &list.name));
        let unknown: Vec<&List> = overrides.lists.iter().filter(is_unknown).collect();
        if !unknown.is_empty() {
            builtin::names().for_each(|name| _ = self.open(name));
            overrides.rulesets.iter().for_each(|name| _ = self.open(name));
        }
        for list in unknown {
            let has_it = self.rulesets().find(|ruleset| self.has_list(*ruleset, &list.name));
            if has_it.is_none() || overrides.are_all_among(wanted) {
                let help = self.list_that_was_meant(&list.name, has_it, &used);
                let shown = brief(&list.name);
                let text =
                    say!("用到的规则集里没有词表 `{shown}`", "no ruleset that is used has a list `{shown}`");
                self.faults.add("ruleset/unknown-list", text, &overrides.source, list.place).help =
                    Some(help);
            }
        }
        self.read_other_lists(project, false);
    }

    fn list_that_was_meant(&self, name: &str, has_it: Option<RulesetId>, used: &[RulesetId]) -> Bilingual {
        if let Some(ruleset) = has_it {
            let ruleset = brief(&self.document(ruleset).name);
            return say!(
                "`{ruleset}` 里有：在 `rulesets` 里加上用到它的规则集，或删去",
                "`{ruleset}` has one: add a ruleset that uses it to `rulesets`, or leave it out",
            );
        }
        let lists = used.iter().flat_map(|ruleset| &self.document(*ruleset).lists);
        match meant(name, lists.map(|list| list.name.as_str())) {
            Some(name) => did_you_mean(name, [name].into_iter()),
            None => Bilingual::new(
                "`lists` 只替换规则集已有的词表；新的词表写在自己的规则集里",
                "`lists` replaces lists that rulesets have; new ones belong into a ruleset of yours",
            ),
        }
    }
}
