//! How often what was reported: by rule, ruleset, clause or speaker.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, Lang};
use crate::say;
use crate::source::Untrusted;
use crate::words;

use super::{Redactor, count};

/// How many names are listed, and how many are counted apart.
const LISTED: usize = 30;
const COUNTED: usize = 10_000;

/// What findings are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The rule that reports them.
    Rule,
    /// The ruleset of the rule.
    Ruleset,
    /// The clauses that the rule enforces.
    Clause,
    /// Who speaks where they stand.
    Speaker,
}

words!(By { Rule: "rule", Ruleset: "ruleset", Clause: "clause", Speaker: "speaker" });

/// Counts of findings.
#[derive(Clone, Debug)]
pub struct Statistics {
    by: By,
    /// For each name, and the role of a speaker, how many.
    counts: BTreeMap<(String, &'static str), usize>,
    /// Those of names that came when there were too many.
    others: usize,
}

impl Statistics {
    /// No counts as yet.
    pub fn new(by: By) -> Self {
        Self { by, counts: BTreeMap::new(), others: 0 }
    }

    /// Counts a finding.
    pub fn add(&mut self, finding: &Diagnostic) {
        let ruleset = finding.code.split('/').next().unwrap_or_default();
        match self.by {
            By::Rule => self.add_name(finding.code.to_string(), ""),
            By::Ruleset => self.add_name(ruleset.to_owned(), ""),
            By::Clause => {
                finding
                    .clauses
                    .iter()
                    .for_each(|clause| self.add_name(format!("{ruleset} {}", clause.id), ""));
            }
            By::Speaker => {
                if let Some(at) = &finding.at {
                    self.add_name(at.speaker.clone().unwrap_or_default(), at.role);
                }
            }
        }
    }

    fn add_name(&mut self, name: String, role: &'static str) {
        let key = (name, role);
        match self.counts.len() < COUNTED || self.counts.contains_key(&key) {
            true => *self.counts.entry(key).or_default() += 1,
            false => self.others += 1,
        }
    }

    /// The same with numbers for speakers.
    pub(super) fn masked(&self, redactor: &mut Redactor) -> Self {
        let mut masked = Self { counts: BTreeMap::new(), ..self.clone() };
        for ((name, role), count) in &self.counts {
            let name = match self.by {
                By::Speaker if !name.is_empty() => redactor.number(name, role),
                _ => name.clone(),
            };
            *masked.counts.entry((name, *role)).or_default() += count;
        }
        masked
    }

    /// The most frequent first, each on a line.
    pub(super) fn lines(&self, lang: Lang) -> Vec<String> {
        let title = match self.by {
            By::Rule => Bilingual::new("按规则：", "By rule:"),
            By::Ruleset => Bilingual::new("按规则集：", "By ruleset:"),
            By::Clause => Bilingual::new("按条款：", "By clause:"),
            By::Speaker => Bilingual::new("按说话人：", "By speaker:"),
        };
        let mut counts: Vec<_> = self.counts.iter().collect();
        counts.sort_by_key(|(name, count)| (Reverse(**count), *name));
        let width = counts.first().map_or(1, |(_, count)| count.to_string().len());
        let listed = counts.iter().take(LISTED).map(|((name, role), count)| {
            let name = match (name.as_str(), *role) {
                ("", role) => role.to_owned(),
                (name, "") => Untrusted(name).to_string(),
                (name, role) => format!("{} ({role})", Untrusted(name)),
            };
            format!("  {count:>width$}  {name}")
        });
        let names = counts.len().saturating_sub(LISTED);
        let more = self.others + counts.iter().skip(LISTED).map(|(_, count)| **count).sum::<usize>();
        let en_more = count(more, "more finding");
        let rest = say!("  另有 {names} 个名称，共 {more} 处", "  {en_more}, of {names} other names");
        let rest = (more > 0).then(|| rest.get(lang).to_owned());
        std::iter::once(title.get(lang).to_owned()).chain(listed).chain(rest).collect()
    }
}
