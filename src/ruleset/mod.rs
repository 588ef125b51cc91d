//! Rulesets: from YAML to checked rules. Every fault is told on its line, all of them at once.

pub mod builtin;
pub mod bundle;
pub mod keys;
pub mod schema;

mod checks;
mod contradictions;
mod examples;
mod facts;
mod head;
mod library;
mod like;
mod limits;
mod lists;
mod measures;
mod overrides;
mod patterns;
mod phrases;
mod renamed;
mod rules;
mod selectors;
mod shape;

use std::sync::Arc;

use crate::diagnostic::{Clause, Diagnostic, Level};
use crate::language::Bilingual;
use crate::pattern::{Lexicon, Matcher, TooManyPhrases};
use crate::rule::{Index, Rule};
use crate::say;
use crate::source::brief;
use crate::yaml::fields::{self, Fields};
use crate::yaml::suggestion;

use keys::On;
use library::{Library, RulesetId, Scope};
use rules::Frame;

pub(crate) use builtin::unknown_ruleset;
pub use examples::Example;
pub use overrides::Overrides;

/// Where rulesets are read from; what touches files stays outside.
pub trait Files {
    /// The bytes of a file.
    ///
    /// # Errors
    /// With the reason, in the words of the operating system.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// Whether there is anything at a path, readable or not.
    fn is_there(&self, path: &str) -> bool {
        self.read(path).is_ok()
    }
}

/// Rules ready to judge, with all that is known about them.
#[derive(Debug)]
pub struct Rulebook {
    /// The rulesets, in the order they were asked for; none where they were loaded to judge.
    pub rulesets: Vec<Ruleset>,
    /// Their rules, in the order they stand there.
    pub entries: Vec<Entry>,
    /// Finds what they look for.
    pub matcher: Matcher,
    /// Their patterns by what the matcher finds.
    pub index: Index,
    /// What is worth knowing and no fault, such as old names of rules.
    pub hints: Vec<Diagnostic>,
}

/// What a ruleset says about itself.
#[derive(Debug)]
pub struct Ruleset {
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub title: Option<Bilingual>,
    /// The document it follows.
    pub document: Option<Bilingual>,
    /// The clauses of that document.
    pub clauses: Vec<Arc<Clause>>,
}

/// A rule with its proof.
#[derive(Debug)]
pub struct Entry {
    /// The rule.
    pub rule: Rule,
    /// What it must report; nothing where it was loaded to judge.
    pub flags: Vec<Example>,
    /// What it must not.
    pub passes: Vec<Example>,
    /// The names it had before.
    pub was: Vec<String>,
    /// The file it stands in.
    pub file: Arc<str>,
    /// Whether the project does without it.
    pub is_off: bool,
}

impl Rulebook {
    /// Rules with the phrases and regexes that they look for.
    ///
    /// # Errors
    /// When these are too many.
    fn new(
        rulesets: Vec<Ruleset>,
        mut entries: Vec<Entry>,
        lexicon: Lexicon,
    ) -> Result<Self, TooManyPhrases> {
        let index = Index::of(entries.iter_mut().map(|entry| &mut entry.rule), &lexicon);
        Ok(Self { rulesets, entries, matcher: Matcher::new(lexicon)?, index, hints: Vec::new() })
    }

    /// The rule of a name, also an old one, in a ruleset, which is named as it was asked for or as it calls itself.
    ///
    /// # Errors
    /// When there is none, with the names there are.
    pub fn rule_of(&self, ruleset: &str, name: &str) -> Result<&Entry, Box<Diagnostic>> {
        let entries = || self.entries.iter().filter(|entry| entry.is_of(ruleset));
        let names = entries().map(Entry::name);
        if let Some(entry) = entries().find(|entry| entry.is_called(name)) {
            return Ok(entry);
        }
        let shown = brief(name);
        let text = say!("没有规则 `{shown}`", "there is no rule `{shown}`");
        let help = suggestion::did_you_mean(name, names);
        Err(Box::new(Diagnostic::error("ruleset/unknown-rule", text).help(help)))
    }
}

impl Entry {
    /// Its name, without its ruleset.
    pub fn name(&self) -> &str {
        self.rule.code.rsplit('/').next().unwrap_or_default()
    }

    /// The name of its ruleset.
    pub fn ruleset(&self) -> &str {
        self.rule.code.split('/').next().unwrap_or_default()
    }

    /// `ruleset/rule`, as it is called now and as it was.
    fn codes(&self) -> impl Iterator<Item = String> {
        let olds = self.was.iter().map(|old| format!("{}/{old}", self.ruleset()));
        std::iter::once(self.rule.code.to_string()).chain(olds)
    }

    /// The word for its level, or `off`.
    pub fn level(&self) -> &'static str {
        if self.is_off { "off" } else { self.rule.level.name() }
    }

    /// Whether it is of a ruleset that was asked for by name or by path.
    pub fn is_of(&self, wanted: &str) -> bool {
        self.ruleset() == wanted || *self.file == *wanted
    }
}

/// The ruleset and the rule that a name means: `ruleset/rule`, `ruleset`, `path.yaml` or `path.yaml/rule`.
pub fn split_name(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('/') {
        Some((ruleset, rule)) if !rule.ends_with(".yaml") && !rule.ends_with(".yml") => (ruleset, Some(rule)),
        _ => (name, None),
    }
}

/// Whether a ruleset is asked for by its path, not by the name of a built-in one.
pub fn is_path(wanted: &str) -> bool {
    wanted.contains(['/', '\\']) || wanted.ends_with(".yaml") || wanted.ends_with(".yml")
}

/// How to ask for a ruleset that is called by its name: by the path of the one among some that calls itself so, else by the
/// name.
pub fn path_or_name<'a>(name: &'a str, among: &'a [String], files: &dyn Files) -> &'a str {
    let calls_itself_so = |path: &&String| {
        let mut library = Library::new(files);
        library.open(path).is_some_and(|id| library.document(id).name == name)
    };
    let own = among.iter().filter(|other| is_path(other) && !is_path(name));
    { own }.find(calls_itself_so).map_or(name, String::as_str)
}

/// Loads rulesets to judge by: what [`load_with`] loads, without what rulesets say of themselves and the proofs of rules.
///
/// # Errors
/// With every fault of every ruleset.
pub fn load_to_judge(
    wanted: &[String],
    files: &dyn Files,
    overrides: Option<&Overrides>,
) -> Result<Rulebook, Vec<Diagnostic>> {
    let has_lists = overrides.is_some_and(Overrides::has_lists);
    let Some(mut rulebook) = (!has_lists).then(|| bundle::load(wanted)).flatten() else {
        return load_with(wanted, files, overrides);
    };
    if let Some(overrides) = overrides {
        let codes: Vec<String> = rulebook.entries.iter().flat_map(Entry::codes).collect();
        let faults = overrides.unknown_rules(wanted, &codes).0;
        if !faults.is_empty() {
            return Err(faults);
        }
        rulebook.hints = overrides.set_levels(&mut rulebook.entries);
    }
    Ok(rulebook)
}

/// Loads rulesets by the names of built-in ones or by their paths.
///
/// # Errors
/// With every fault of every ruleset.
pub fn load(wanted: &[String], files: &dyn Files) -> Result<Rulebook, Vec<Diagnostic>> {
    load_with(wanted, files, None)
}

/// Loads rulesets, and sets over them what a project has of its own.
///
/// # Errors
/// With every fault of every ruleset, and of what is set over them.
pub fn load_with(
    wanted: &[String],
    files: &dyn Files,
    overrides: Option<&Overrides>,
) -> Result<Rulebook, Vec<Diagnostic>> {
    let mut library = Library::new(files);
    let mut ids: Vec<RulesetId> = Vec::new();
    for wanted in wanted {
        ids.extend(library.open(wanted).filter(|id| !ids.contains(id)));
    }
    overrides.into_iter().for_each(|overrides| library.put_first(overrides));
    let (mut rulesets, mut entries) = (Vec::new(), Vec::new());
    for id in &ids {
        read_rules(&mut library, *id, &mut rulesets, &mut entries);
    }
    if let Some(overrides) = overrides {
        library.check_overrides(overrides, wanted);
        let codes: Vec<String> = ids.iter().flat_map(|id| library.codes(*id)).collect();
        library.faults.0.extend(overrides.unknown_rules(wanted, &codes).0);
        library.faults.0.extend(overrides.set_levels(&mut entries));
    }
    let Library { lexicon, mut faults, .. } = library;
    faults.0.sort_by(|a, b| a.order().cmp(&b.order()));
    // What several rules take from one is read for each of them.
    faults.0.dedup_by(|a, b| a.order() == b.order() && a.text == b.text);
    let (hints, faults): (Vec<_>, Vec<_>) = faults.0.into_iter().partition(|told| told.level == Level::Note);
    if !faults.is_empty() {
        return Err(faults);
    }
    let rulebook = Rulebook::new(rulesets, entries, lexicon).map_err(|_| vec![too_many()])?;
    Ok(Rulebook { hints, ..rulebook })
}

fn read_rules(
    library: &mut Library<'_>,
    id: RulesetId,
    rulesets: &mut Vec<Ruleset>,
    entries: &mut Vec<Entry>,
) {
    let document = library.document(id);
    let (name, source, node) = (document.name.clone(), Arc::clone(&document.source), document.node.clone());
    // The top of the document was read before, and its faults are known.
    let Some(fields) = Fields::of(&node, On::Ruleset, &source, &mut fields::Faults::default()) else {
        return;
    };
    if let Some(first) = rulesets.iter().find(|other| other.name == name && !name.is_empty()) {
        let shown = brief(&first.name);
        let text = say!("有两个规则集都叫 `{shown}`", "two rulesets are called `{shown}`");
        let place = fields.get("ruleset").map_or(fields.span, |node| node.span);
        library.faults.add("ruleset/duplicate-ruleset", text, &source, place);
        return;
    }
    let described =
        fields.get("source").and_then(|node| Fields::of(node, On::Source, &source, &mut library.faults));
    let title = fields.said("title", &mut library.faults);
    let document = described.and_then(|described| described.said("document", &mut library.faults));
    let head = library.head(id);
    rulesets.push(Ruleset { name: name.clone(), title, document, clauses: head.clauses.clone() });
    let frame = Frame { scope: Scope::of(id), name, source, fields, head };
    entries.extend(library.rules(&frame));
    library.read_other_lists(id, frame.fields.get("rules").is_some());
}

fn too_many() -> Diagnostic {
    let text = Bilingual::new("词语太多，无法建立匹配器", "there are too many phrases to build a matcher of");
    Diagnostic::error("ruleset/too-many-phrases", text)
}
