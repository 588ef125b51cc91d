//! Personal data masked, character for character, so that places stay what they are: what is one by its form, and the
//! names under which people speak.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::diagnostic::{At, Diagnostic, Excerpt, Fix, Label, Place};
use crate::language::Bilingual;
use crate::lint::{Reason, Skipped};
use crate::reader::is_role_word;
use crate::text::{Entity, Folding, SURNAMES, constant, fold, zones};

use super::Report;

/// The most names that are told apart; those behind them share one.
const MOST_NAMES: usize = 10_000;

/// What masks a character.
const MASK: char = '*';

/// Numbers of orders, accounts and passports, and codes: six digits or more, with the letters that touch them.
static NUMBERS: LazyLock<Regex> = LazyLock::new(|| constant(r"[A-Za-z]*\d{6,}[0-9A-Za-z]*"));

/// A name before or behind its title: 王小明先生, 欧阳女士, Mr. Smith.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"((?:[{SURNAMES}]|欧阳|司马|上官|诸葛|东方|皇甫|慕容)\p{{Han}}{{0,2}}?)(?:先生|女士|小姐|太太|老师|经理|师傅|主任|医生|阿姨|叔叔|大哥|大姐|总)|\b(?:Mr|Mrs|Ms|Miss|Dr)\b\.? ?((?:\p{{Lu}}[\p{{L}}'’-]+ ?){{1,2}})"
    ))
});

/// Masks what a run reports; a speaker has the same number in all of it.
#[derive(Debug, Default)]
pub struct Redactor {
    names: HashMap<String, String>,
}

impl Redactor {
    /// A finding, masked. What a fix would write is left out where that holds personal data.
    pub fn finding(&mut self, finding: &Diagnostic) -> Diagnostic {
        let labels = finding.at.iter().flat_map(|at| &*at.names).map(|name| &**name);
        let names = names_of(labels);
        // What a rule says of itself tells of nobody.
        let mut masked = Diagnostic { text: Arc::clone(&finding.text), ..faultless(finding, &names) };
        masked.at = finding.at.as_ref().map(|at| At {
            conversation: mask(&at.conversation, &names),
            speaker: at.speaker.as_ref().map(|name| self.number(name, at.role)),
            ..at.clone()
        });
        masked
    }

    /// What a run has to tell beside its findings, masked.
    pub fn rest(&mut self, report: &Report) -> Report {
        let mut skipped = Skipped::new();
        for ((code, reason), count) in &report.skipped {
            // These reasons name speakers.
            let reason =
                if &**code == "input/speaker" { Reason(unquoted(&reason.0)) } else { reason.clone() };
            *skipped.entry((code.clone(), reason)).or_default() += count;
        }
        let errors = report.errors.iter().map(fault).collect();
        let statistics = report.statistics.as_ref().map(|statistics| statistics.masked(self));
        Report { skipped, errors, statistics, ..report.clone() }
    }

    /// The number under which a speaker goes: `agent-1`. Who is called by a role keeps that.
    pub(super) fn number(&mut self, name: &str, role: &str) -> String {
        if is_role_word(name) {
            return name.to_owned();
        }
        if let Some(number) = self.names.get(name) {
            return number.clone();
        }
        if self.names.len() >= MOST_NAMES {
            return role.to_owned();
        }
        let number = format!("{role}-{}", self.names.len() + 1);
        self.names.insert(name.to_owned(), number.clone());
        number
    }
}

fn fault(fault: &Diagnostic) -> Diagnostic {
    let masked = faultless(fault, &[]);
    match &*fault.code {
        // It lists the speakers.
        "input/no-role" => masked.help(Bilingual::new(
            "说明谁是客服：--agent '名字'，或谁是客户：--customer '名字'",
            "say who serves: --agent 'NAME', or who is served: --customer 'NAME'",
        )),
        code if code.starts_with("input/") => masked,
        // Rulesets and configurations tell of nobody.
        _ => fault.clone(),
    }
}

/// A text with what it quotes blanked.
fn unquoted(text: &Bilingual) -> Bilingual {
    let masked = |text: &str, open: char, close: char| match (text.find(open), text.rfind(close)) {
        (Some(start), Some(end)) if start < end => {
            let start = start + open.len_utf8();
            [&text[..start], &blank(&text[start..end]), &text[end..]].concat()
        }
        _ => text.to_owned(),
    };
    Bilingual::new(masked(&text.zh, '“', '”'), masked(&text.en, '"', '"'))
}

/// A diagnostic whose texts and lines are masked; of a line, only what is marked can still be read.
fn faultless(told: &Diagnostic, names: &[&str]) -> Diagnostic {
    let both = |text: &Bilingual| Bilingual::new(mask(&text.zh, names), mask(&text.en, names));
    let labels = told.labels.iter();
    let labels = labels.map(|label| Label { text: both(&label.text), place: place(&label.place, names) });
    let is_clean = |fix: &&Fix| hidden(&fix.insert, names).is_empty();
    Diagnostic {
        text: both(&told.text).into(),
        place: told.place.as_ref().map(|told| place(told, names)),
        label: both(&told.label),
        labels: labels.collect(),
        help: told.help.as_ref().map(both),
        excerpt: mask(&told.excerpt, names),
        fix: told.fix.as_ref().filter(is_clean).cloned(),
        ..told.clone()
    }
}

fn place(place: &Place, names: &[&str]) -> Place {
    Place { line: place.line.as_ref().map(|line| excerpt(line, names)), ..place.clone() }
}

fn excerpt(line: &Excerpt, names: &[&str]) -> Excerpt {
    // A fault may begin or end inside of a character.
    let boundary = |mut at: usize, step: fn(usize) -> usize| {
        while !line.text.is_char_boundary(at) {
            at = step(at);
        }
        at
    };
    let (start, end) = (boundary(line.mark.start, |at| at - 1), boundary(line.mark.end, |at| at + 1));
    let (before, marked) = (blank(&line.text[..start]), mask(&line.text[start..end], names));
    let mark = before.len()..before.len() + marked.len();
    Excerpt { text: [before, marked, blank(&line.text[end..])].concat(), column: line.column, mark }
}

/// A text of which only blanks and punctuation are left.
fn blank(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { MASK } else { c }).collect()
}

/// A text with its personal data masked; `names` are those of [`names_of`].
pub(super) fn mask(text: &str, names: &[&str]) -> String {
    let hidden = hidden(text, names);
    let is_hidden = |at: usize| {
        let next = hidden.partition_point(|range| range.end <= at);
        hidden.get(next).is_some_and(|range| range.start <= at)
    };
    text.char_indices().map(|(at, c)| if is_hidden(at) && !c.is_whitespace() { MASK } else { c }).collect()
}

/// Where a text holds personal data, in order and apart.
pub(super) fn hidden(text: &str, names: &[&str]) -> Vec<Range<usize>> {
    let (entities, numbers) = match text.contains(|c: char| c.is_numeric() || c == '@') {
        true => (entities(text), NUMBERS.find_iter(text).map(|found| found.range()).collect::<Vec<_>>()),
        // Most texts hold no number at all.
        false => Default::default(),
    };
    let titled = TITLED.captures_iter(text).filter_map(|found| found.get(1).or(found.get(2)));
    let spoken = names.iter().flat_map(|name| occurrences(text, name));
    let mut all: Vec<Range<usize>> =
        entities.into_iter().chain(numbers).chain(titled.map(|found| found.range())).chain(spoken).collect();
    all.sort_by_key(|range| range.start);
    let mut apart: Vec<Range<usize>> = Vec::new();
    for range in all {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}

/// What is told by its form.
fn entities(text: &str) -> Vec<Range<usize>> {
    let folded = fold(text, &zones(text), Folding::default());
    let kinds = [Entity::Phone, Entity::IdCard, Entity::BankCard, Entity::Email];
    let found = kinds.iter().flat_map(|kind| kind.find(folded.text()));
    found.map(|range| folded.origin(range)).collect()
}

/// The names in some labels, each once.
pub(super) fn names_of<'n>(labels: impl Iterator<Item = &'n str>) -> Vec<&'n str> {
    let labels: BTreeSet<&str> = labels.collect();
    labels.into_iter().flat_map(names_in).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The names in a label: 周敏 of 客服周敏, Amy of Agent Amy. One character is a word more often than a name, and what
/// everybody is called is nobody's.
fn names_in(label: &str) -> impl Iterator<Item = &str> {
    let pieces = label.split(|c: char| c.is_whitespace() || "()（）[]【】<>《》:：/|".contains(c));
    let bare = pieces.clone().map(without_role);
    let names = std::iter::once(label).chain(pieces).chain(bare).map(str::trim);
    names.filter(|name| name.chars().nth(1).is_some() && !is_role_word(name))
}

/// A label without the words for a role at its ends.
fn without_role(label: &str) -> &str {
    let bounds = || label.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
    let start = bounds().rev().find(|at| is_role_word(&label[..*at])).unwrap_or(0);
    let end = bounds().find(|at| *at > start && is_role_word(&label[*at..])).unwrap_or(label.len());
    &label[start..end]
}

/// Where a name stands in a text; one in Latin letters is no part of a longer word.
fn occurrences<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let is_latin = name.is_ascii();
    let found = text.match_indices(name).map(|(at, name)| at..at + name.len());
    found.filter(move |range| {
        let before = text[..range.start].chars().next_back();
        let neighbours = before.into_iter().chain(text[range.end..].chars().next());
        !is_latin || !neighbours.into_iter().any(|c| c.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::{mask, names_of};

    #[test]
    fn people_are_masked_and_the_rest_stays() {
        for (text, masked) in [
            ("请拨 13812345678，谢谢", "请拨 ***********，谢谢"),
            ("请拨１３８１２３４５６７８", "请拨***********"),
            ("tel 010-62345678", "tel ************"),
            ("写信到 li.ming@example.com", "写信到 *******************"),
            ("订单 A20260101 已发出", "订单 ********* 已发出"),
            ("王小明先生，您好", "***先生，您好"),
            ("Dear Mr. Smith, hello", "Dear Mr. *****, hello"),
            ("我是小王，这个我不知道", "我是**，这个我不知道"),
            ("周敏今天不在，Amy 在，Amysoft 是公司", "**今天不在，*** 在，Amysoft 是公司"),
            ("客服会在 3 天内答复，热线 12345", "客服会在 3 天内答复，热线 *****"),
        ] {
            let names = names_of(["小王", "客服", "我", "客服周敏", "Amy (Agent)"].into_iter());
            assert_eq!(mask(text, &names), masked);
        }
    }
}
