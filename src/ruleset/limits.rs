//! Reading `limit` and `replace`: what is counted or measured, its bounds, and old wordings with new ones.

use crate::language::Bilingual;
use crate::pattern::Pattern;
use crate::rule::{Count, Limit, Measure, Replacement, Verb, Wanted};
use crate::say;

use super::keys::On;
use super::library::Library;
use super::measures;
use super::patterns::identity;
use super::rules::Reading;
use crate::yaml::fields::{Fields, first_here, wrong_type};
use crate::yaml::node::{Node, Value};
use crate::yaml::suggestion::meant;

/// The most characters that a slot may count.
const MOST_CHARS: usize = 1000;

impl Library<'_> {
    /// The limit under `limit`.
    pub(super) fn limit(&mut self, rule: &Reading<'_>) -> Option<Verb> {
        let source = rule.fields.source_of("limit").clone();
        let node = rule.fields.get("limit")?;
        let before = self.faults.0.len();
        let fields = Fields::of(node, On::Limit, &source, &mut self.faults)?;
        // What was written in place of a key has been told.
        let is_whole = self.faults.0.len() == before;
        let Some(of) = fields.get("of") else {
            if fields.lacks(&["of"]) {
                let text = Bilingual::new("`limit` 没有 `of`：数什么？", "`limit` has no `of`: of what?");
                let help =
                    Bilingual::new("如 of: chars，或 of: [词语]", "such as of: chars, or of: [phrases]");
                self.faults.add("ruleset/missing-key", text, &source, node.span).help = Some(help);
            }
            return None;
        };
        let measure = self.measure(rule, &fields, of)?;
        let bounds = (self.bound(&fields, "min", &measure), self.bound(&fields, "max", &measure));
        match bounds {
            (Ok(None), Ok(None)) if is_whole => {
                let text =
                    Bilingual::new("`limit` 没有 `max` 也没有 `min`", "`limit` has neither `max` nor `min`");
                let help = Bilingual::new("写上 `max: 3` 或 `min: 1`", "add `max: 3` or `min: 1`");
                self.faults.add("ruleset/missing-key", text, &source, node.span).help = Some(help);
                None
            }
            (Ok(Some(min)), Ok(Some(max))) if min > max => {
                let text = Bilingual::new(
                    "`min` 大于 `max`，永远不会满足",
                    "`min` is more than `max`: nothing can satisfy that",
                );
                self.faults.add("ruleset/never", text, &source, node.span);
                None
            }
            (Ok(Some(0.0)), Ok(None)) if is_whole => {
                let text = Bilingual::new(
                    "什么都不少于 0：这条规则永远不报告",
                    "nothing is less than 0: this rule never reports",
                );
                let help = Bilingual::new("写上 `max:`，或更大的 `min:`", "add `max:`, or a greater `min:`");
                self.faults.add("ruleset/never", text, &source, node.span).help = Some(help);
                None
            }
            (Ok(min), Ok(max)) => Some(Verb::Limit(Limit { of: measure, min, max })),
            _ => None,
        }
    }

    /// What `of` counts or measures: a measure by its word, else a pattern.
    fn measure(&mut self, rule: &Reading<'_>, fields: &Fields<'_>, of: &Node) -> Option<Measure> {
        let measure = of.text().and_then(|word| Measure::named(word, 1.0));
        let similarity = fields.get("similarity");
        if let (Some(node), false) = (similarity, matches!(measure, Some(Measure::Repeats(_)))) {
            let text = Bilingual::new(
                "`similarity` 只与 `of: repeats` 同用",
                "`similarity` goes with `of: repeats`",
            );
            self.faults.add("ruleset/never", text, &fields.source, node.span);
        }
        let slots = fields.get("slots");
        if let (Some(node), false) = (slots, matches!(measure, Some(Measure::SmsSegments(_)))) {
            let text = Bilingual::new(
                "`slots` 只与 `of: sms-segments` 同用",
                "`slots` goes with `of: sms-segments`",
            );
            self.faults.add("ruleset/never", text, &fields.source, node.span);
        }
        match measure {
            Some(Measure::Repeats(alike)) => self.alike(fields, alike).map(Measure::Repeats),
            Some(Measure::SmsSegments(_)) => self.slots(fields).map(Measure::SmsSegments),
            Some(measure) => Some(measure),
            None => {
                self.misspelt_measure(fields, of)?;
                let scope = rule.scope_of("limit");
                Some(Measure::Hits(Box::new(self.wanted_by(rule, scope, of))))
            }
        }
    }

    /// How alike messages have to be under `similarity`; none where it cannot be read.
    fn alike(&mut self, fields: &Fields<'_>, usual: f64) -> Option<f64> {
        let Some(node) = fields.get("similarity") else { return Some(usual) };
        let read = measures::share(node.text().unwrap_or_default());
        read.map_err(|help| self.bad_measure(&fields.source, node, help)).ok()
    }

    /// How many characters a slot counts under `slots`; none where it cannot be read.
    fn slots(&mut self, fields: &Fields<'_>) -> Option<Option<Count>> {
        let Some(node) = fields.get("slots") else { return Some(None) };
        match measures::count(node.text().unwrap_or_default()) {
            Ok(count) if count.most <= MOST_CHARS => Some(Some(count)),
            _ => {
                let help = Bilingual::new(
                    "写成 0 到 1000 的整数，或最短和最长，如 2..20",
                    "write a whole number from 0 to 1000, or the least and the most, as in 2..20",
                );
                self.bad_measure(&fields.source, node, help);
                None
            }
        }
    }

    /// Tells a word that was meant as a measure; none if it was.
    fn misspelt_measure(&mut self, fields: &Fields<'_>, of: &Node) -> Option<()> {
        let Some(word) = of.text().and_then(|word| meant(word, Measure::WORDS.into_iter())) else {
            return Some(());
        };
        let text = Bilingual::new("没有这种度量", "there is no such measure");
        let help = say!("是不是要写 `{word}`？", "did you mean `{word}`?");
        self.faults.add("ruleset/unknown-word", text, &fields.source, of.span).help = Some(help);
        None
    }

    fn bound(&mut self, fields: &Fields<'_>, key: &str, measure: &Measure) -> Result<Option<f64>, ()> {
        let Some(node) = fields.get(key) else { return Ok(None) };
        match measures::amount(measure, node.text().unwrap_or_default()) {
            Ok(amount) => Ok(Some(amount)),
            Err(help) => {
                self.bad_measure(&fields.source, node, help);
                Err(())
            }
        }
    }

    /// The old wordings under `replace` with their new ones.
    pub(super) fn replace(&mut self, rule: &Reading<'_>) -> Option<Verb> {
        let (source, scope) = (rule.fields.source_of("replace").clone(), rule.scope_of("replace"));
        let Value::Map(pairs) = &rule.fields.get("replace")?.value else { return None };
        let mut replacements: Vec<(Pattern, Replacement, crate::source::Span)> = Vec::new();
        for (old, new) in pairs {
            let value = match &new.value {
                Value::Text(value) => value.clone(),
                Value::Nothing => String::new(),
                _ => {
                    wrong_type(new, &Bilingual::new("一段文字", "a text"), &source, &mut self.faults);
                    continue;
                }
            };
            let written = old.text().unwrap_or_default();
            let Some(pattern) = self.phrase(scope, old, written, rule.exact) else { continue };
            if value == written {
                let text = Bilingual::new("新词和旧词一样", "the new wording is the old one");
                let help = Bilingual::new(
                    "写上别的说法；只想禁止，用 `forbid`",
                    "write another one; to forbid it alone, use `forbid`",
                );
                self.faults.add("ruleset/never", text, &source, new.span).help = Some(help);
            }
            let alike = |other: &&(Pattern, Replacement, _)| identity(&other.0) == identity(&pattern);
            match replacements.iter().find(alike) {
                Some((_, first, span)) if first.value != value || first.written == written => {
                    let text = Bilingual::new(
                        "这个旧词写了两次（折叠后相同）",
                        "this old wording stands here twice (after folding)",
                    );
                    let label = first_here(&source, *span);
                    self.faults.add("ruleset/duplicate-phrase", text, &source, old.span).labels.push(label);
                }
                _ => {
                    let replacement = Replacement { written: written.to_owned(), value };
                    replacements.push((pattern, replacement, old.span));
                }
            }
        }
        let of = replacements.iter().map(|(pattern, ..)| pattern.clone()).collect();
        let allow = self.allow(rule);
        let wanted = Wanted::new(of, allow, rule.sight, &self.lexicon);
        Some(Verb::Replace(wanted, replacements.into_iter().map(|(_, replacement, _)| replacement).collect()))
    }
}
