//! The rules that a run judges by.

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::project::Project;
use crate::ruleset::{Rulebook, builtin};
use crate::say;
use crate::source::brief;

use super::super::typed;

/// The rules to judge by: of rulesets, or of the configuration where none are named, and of phrases alone.
pub(in crate::cli) fn rulebook(
    rulesets: &[String],
    phrases: &[String],
    project: &Project,
) -> Result<Rulebook, Vec<Diagnostic>> {
    let wanted = if phrases.is_empty() { project.rulesets(rulesets) } else { rulesets.to_vec() };
    if wanted.iter().any(|name| name == builtin::BASE) {
        return Err(vec![base_alone()]);
    }
    let rulebook = typed::with_forbidden(&wanted, phrases, project)?;
    if rulebook.entries.is_empty() { Err(vec![no_rules(&wanted)]) } else { Ok(rulebook) }
}

/// The fault of running the rules that codes take from.
pub(in crate::cli) fn base_alone() -> Diagnostic {
    let text = Bilingual::new(
        "`base` 是供各规范取用的规则，本身不是一部规范",
        "`base` has rules for codes of conduct to take, and is none itself",
    );
    let help = Bilingual::new(
        "在自己的规则集里写 `like: base/规则名`；`liyi rules --ruleset base` 列出它的规则",
        "write `like: base/NAME` in a ruleset of your own; `liyi rules --ruleset base` lists its rules",
    );
    Diagnostic::error("ruleset/base", text).help(help)
}

/// The fault of rulesets that hold nothing but lists.
fn no_rules(wanted: &[String]) -> Diagnostic {
    let names = brief(&wanted.join(", "));
    let text =
        say!("{names} 里没有规则，没有可检查的", "there is no rule in {names}, and so nothing to check for");
    let help = Bilingual::new(
        "只有词表的规则集供别的规则集 `use`；`liyi rules` 列出所有规则",
        "rulesets of lists are for the `use` of others; `liyi rules` lists all rules",
    );
    Diagnostic::error("ruleset/no-rules", text).help(help)
}
