//! Rules that were typed on the command line: the loader makes them ready as it does those of files.

use serde_json::json;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::project::Project;
use crate::ruleset::Rulebook;
use crate::say;
use crate::source::brief;

use super::files::{Disk, Typed};

/// A rule of one phrase, as it was typed.
pub(super) struct TypedRule<'a> {
    pub(super) id: String,
    /// `forbid` or `require`: the key of the language, and the flag.
    pub(super) verb: &'static str,
    pub(super) phrase: &'a str,
}

/// Loads rulesets to judge by, as a project has them, and behind them the ruleset `one-off` of phrases that must not occur,
/// if there are any.
pub(super) fn with_forbidden(
    wanted: &[String],
    phrases: &[String],
    project: &Project,
) -> Result<Rulebook, Vec<Diagnostic>> {
    if phrases.is_empty() {
        return project.load_to_judge(wanted, &Disk);
    }
    // Phrases alone need nothing of the project.
    let none = Project::default();
    let project = if wanted.is_empty() { &none } else { project };
    let id = |index| if index == 0 { "phrase".to_owned() } else { format!("phrase-{}", index + 1) };
    let rules = phrases.iter().enumerate();
    let rules = rules.map(|(index, phrase)| TypedRule { id: id(index), verb: "forbid", phrase });
    load(wanted, &rules.collect::<Vec<_>>(), &how_to_type(), project)
}

/// Loads rulesets, and behind them one of the rules that were typed. The help is for phrases that are none.
pub(super) fn load(
    wanted: &[String],
    rules: &[TypedRule<'_>],
    help: &Bilingual,
    project: &Project,
) -> Result<Rulebook, Vec<Diagnostic>> {
    let wanted = [wanted, &[Typed::PATH.to_owned()]].concat();
    let loaded = project.load_to_judge(&wanted, &Typed(yaml(rules)));
    loaded.map_err(|faults| faults.into_iter().map(|fault| at_flag(fault, rules, help)).collect())
}

/// The rules as YAML, each on a line of its own from the second on. JSON is YAML, and quotes whatever was typed.
fn yaml(rules: &[TypedRule<'_>]) -> String {
    let rules: Vec<String> = rules.iter().map(TypedRule::yaml).collect();
    format!("{{\"ruleset\": \"one-off\", \"rules\": [\n{}\n]}}", rules.join(",\n"))
}

impl TypedRule<'_> {
    fn yaml(&self) -> String {
        let shown = brief(self.phrase);
        let (summary, pattern) = match between_slashes(self.phrase) {
            Some(regex) => (say!("出现 {shown}", "matches {shown}"), json!({ "regex": regex })),
            None => (say!("出现“{shown}”", "says \"{shown}\""), json!(self.phrase)),
        };
        json!({ "id": self.id, "level": "error", "summary": summary, (self.verb): pattern }).to_string()
    }
}

/// The regex of a phrase such as `/不知道|不清楚/`.
fn between_slashes(phrase: &str) -> Option<&str> {
    let inner = phrase.strip_prefix('/')?.strip_suffix('/')?;
    (!inner.is_empty()).then_some(inner)
}

/// A fault of what was typed, told at its flag; nobody has seen the YAML it stands in.
fn at_flag(fault: Diagnostic, rules: &[TypedRule<'_>], help: &Bilingual) -> Diagnostic {
    let Some(place) = fault.place.as_ref().filter(|place| &*place.path == Typed::PATH) else {
        return fault;
    };
    let rule = place.start.line.checked_sub(2).and_then(|index| rules.get(index));
    let is_name = &*fault.code == "ruleset/name";
    let Bilingual { zh, en } = &*fault.text;
    let text = match rule {
        Some(TypedRule { id, .. }) if is_name => {
            let id = brief(id);
            say!("--id “{id}”：{zh}", "--id \"{id}\": {en}")
        }
        Some(TypedRule { verb, phrase, .. }) => {
            let phrase = brief(phrase);
            say!("--{verb} “{phrase}”：{zh}", "--{verb} \"{phrase}\": {en}")
        }
        None => say!("--forbid：{zh}", "--forbid: {en}"),
    };
    let help = if is_name || rule.is_none() { fault.help } else { Some(help.clone()) };
    Diagnostic { help, ..Diagnostic::error(&fault.code, text) }
}

/// What a phrase may be. The loader's own help speaks of YAML.
fn how_to_type() -> Bilingual {
    Bilingual::new(
        "词语照说的写，… 代表任意文字；正则写在两条斜线之间，如 --forbid '/不知道|不清楚/'；\
         要用词表或例外，就写成规则：liyi new rule",
        "write a phrase as it is said, with … for any text, and a regex between slashes, as in \
         --forbid '/不知道|不清楚/'; lists and exceptions take a rule: liyi new rule",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever is typed is one phrase to the loader, and its faults are told at the flag.
        #[test]
        fn nothing_that_is_typed_breaks_out(phrase in any::<String>()) {
            match with_forbidden(&[], std::slice::from_ref(&phrase), &Project::default()) {
                Ok(rulebook) => prop_assert_eq!(rulebook.entries.len(), 1),
                Err(faults) => for fault in faults {
                    prop_assert!(fault.text.en.starts_with("--forbid \""), "{:?}", fault);
                    prop_assert!(&*fault.code != "ruleset/yaml", "{:?}", fault);
                },
            }
        }
    }
}
