//! Findings that somebody allowed in the text itself, and what is wrong with such allowances.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Level};
use crate::document::{Allowance, Conversation};
use crate::language::Bilingual;
use crate::rule::{self, Scene};
use crate::ruleset::{Entry, builtin};
use crate::say;
use crate::source::brief;
use crate::yaml::suggestion::{did_you_mean, meant};

use super::{Linter, Reason, Skipped, name_speakers};

/// What finds allowances that nothing needs.
pub const UNUSED: &str = "allow/unused";

/// What allowances did to the findings of a conversation.
#[derive(Default)]
pub(super) struct Allowed {
    /// How many findings are allowed.
    pub(super) count: usize,
    /// Allowances of rules that there are not.
    pub(super) faults: Vec<Diagnostic>,
}

impl Linter<'_> {
    /// Takes away the findings that are allowed; allowances that nothing needs become findings.
    pub(super) fn allow(
        &self,
        conversation: &Conversation,
        findings: &mut Vec<Diagnostic>,
        skipped: &mut Skipped,
    ) -> Allowed {
        let (allowances, mut allowed) = (&conversation.allowances, Allowed::default());
        if allowances.is_empty() {
            return allowed;
        }
        let mut used = vec![false; allowances.len()];
        findings.retain(|finding| {
            let mut is_allowed = false;
            for (allowance, used) in allowances.iter().zip(&mut used) {
                let covers = covers(allowance, finding);
                *used |= covers;
                is_allowed |= covers;
            }
            allowed.count += usize::from(is_allowed);
            !is_allowed
        });
        for (allowance, _) in allowances.iter().zip(used).filter(|(_, used)| !used) {
            match self.standing(&allowance.rule) {
                Standing::Judged if allowance.is_shared => (),
                Standing::Judged => findings.push(self.unused(conversation, allowance)),
                Standing::Off => (),
                Standing::OfAnotherRun => {
                    let reason = Reason(of_another_run(allowance));
                    *skipped.entry((Arc::from("allow/ruleset"), reason)).or_default() += 1;
                }
                Standing::Unknown(help) => {
                    allowed.faults.push(unknown(allowance).help(help).at(&allowance.source, allowance.place));
                }
            }
        }
        name_speakers(conversation, findings);
        findings.sort_by(|a, b| a.order().cmp(&b.order()));
        allowed
    }

    fn standing(&self, rule: &str) -> Standing {
        let entries = &self.rulebook.entries;
        let judges = |index: &usize| {
            self.always.contains(index) || self.by_pattern.values().any(|rules| rules.contains(index))
        };
        if let Some(index) = entries.iter().position(|entry| *entry.rule.code == *rule) {
            return if judges(&index) { Standing::Judged } else { Standing::Off };
        }
        let ruleset = rule.split('/').next().unwrap_or_default();
        let of_ruleset = || entries.iter().filter(|entry| entry.ruleset() == ruleset);
        let code = |entry: &'_ Entry| Arc::clone(&entry.rule.code);
        let possible: Vec<Arc<str>> = match of_ruleset().next() {
            Some(_) => of_ruleset().map(code).collect(),
            None if builtin::names().any(|name| name == ruleset) => return Standing::Off,
            None => entries.iter().map(code).collect(),
        };
        let names = || possible.iter().map(|code| &**code);
        match of_ruleset().next().is_some() || meant(rule, names()).is_some() {
            true => Standing::Unknown(did_you_mean(rule, names())),
            false => Standing::OfAnotherRun,
        }
    }

    /// The finding of an allowance that nothing needs.
    fn unused(&self, conversation: &Conversation, allowance: &Allowance) -> Diagnostic {
        let rule = brief(&allowance.rule);
        let text = say!(
            "`{rule}` 在这里没有报告，不必允许",
            "`{rule}` reports nothing here: nothing has to be allowed"
        );
        let scene = Scene::new(conversation, &self.rulebook.matcher, &self.rulebook.index);
        let is_covered = |(source, span): (&Arc<_>, crate::source::Span)| {
            Arc::ptr_eq(source, &allowance.source)
                && span.start < allowance.covers.end
                && allowance.covers.start < span.end
        };
        let messages = &conversation.messages;
        let message =
            messages.iter().position(|message| message.place().is_some_and(is_covered)).unwrap_or(0);
        Diagnostic {
            level: Level::Warning,
            at: (message < messages.len()).then(|| rule::at(&scene, message)),
            help: Some(Bilingual::new("删去这条说明", "leave it out")),
            ..Diagnostic::error(UNUSED, text).at(&allowance.source, allowance.place)
        }
    }
}

/// What a rule that is allowed is in a run.
enum Standing {
    Judged,
    /// Not judged, or not in this file, or of a ruleset that comes along and that the run does without.
    Off,
    /// Of a ruleset that nobody has heard of in this run.
    OfAnotherRun,
    /// There is none, and what to do.
    Unknown(Bilingual),
}

fn covers(allowance: &Allowance, finding: &Diagnostic) -> bool {
    let Allowance { rule, source, covers, .. } = allowance;
    let start =
        finding.place.as_ref().filter(|place| place.path == *source.name()).map(|place| place.start.byte);
    *rule == *finding.code
        && start.is_some_and(|start| (covers.start..covers.end.max(covers.start + 1)).contains(&start))
}

fn unknown(allowance: &Allowance) -> Diagnostic {
    let rule = brief(&allowance.rule);
    Diagnostic::error(
        "allow/unknown-rule",
        say!("没有规则 `{rule}`，不能允许", "there is no rule `{rule}` to allow"),
    )
}

fn of_another_run(allowance: &Allowance) -> Bilingual {
    let rule = brief(&allowance.rule);
    say!(
        "允许了 `{rule}`，这次没有用到它的规则集",
        "`{rule}` is allowed, whose ruleset this run does without"
    )
}
