//! The rules of a run, with what they are for and the clauses that they enforce.

use crate::diagnostic::Level;
use crate::language::{Bilingual, Lang};
use crate::lint::UNUSED;
use crate::rule::Rule;
use crate::ruleset::Entry;
use crate::source::Untrusted;

use super::super::spoken;
use super::level;
use super::model::{Configuration, Descriptor, Driver, Help, Properties, Text};

/// Where more is said about the program and its rules.
const ABOUT: &str = "https://crates.io/crates/liyi";

/// The most tags of a rule; services take no more.
const MOST_TAGS: usize = 10;

/// The program and its rules.
pub(super) fn driver(rules: &[&Entry], lang: Lang) -> Driver<'static> {
    let version = env!("CARGO_PKG_VERSION");
    Driver {
        name: "liyi",
        version,
        semantic_version: version,
        information_uri: ABOUT,
        rules: rules.iter().map(|entry| descriptor(&entry.rule, lang)).chain([of_allowances(lang)]).collect(),
    }
}

/// What finds allowances that nothing needs: no rule of a ruleset, and behind all of them.
fn of_allowances(lang: Lang) -> Descriptor {
    let text =
        Bilingual::new("允许的规则在那里没有报告，不必允许。", "What is allowed is not reported there.");
    let text = text.get(lang).to_owned();
    Descriptor {
        id: UNUSED.to_owned(),
        name: camel(UNUSED),
        short_description: Text { text: text.clone() },
        full_description: Text { text: text.clone() },
        help: Help { markdown: escaped(&text), text },
        help_uri: ABOUT,
        default_configuration: Configuration { level: level(Level::Warning) },
        properties: Properties { tags: vec!["allow".to_owned()], severity: Level::Warning.name() },
    }
}

fn descriptor(rule: &Rule, lang: Lang) -> Descriptor {
    let summary = sentence(rule.summary.get(lang), lang);
    let why = rule.why.as_ref().map(|why| sentence(why.get(lang), lang));
    let clauses: Vec<String> = rule.clauses.iter().map(|clause| spoken::clause(clause, lang)).collect();
    let instead = rule.instead.as_ref().map(|instead| {
        spoken::pair(Bilingual::new("可以写", "say").get(lang), &shown(instead.get(lang).trim()), lang)
    });
    let ruleset = rule.code.split('/').next().unwrap_or_default();
    let tags = std::iter::once(ruleset).chain(rule.clauses.iter().map(|clause| clause.id.as_str()));
    let paragraphs: Vec<&String> = why.iter().chain(&clauses).chain(&instead).collect();
    let text = if paragraphs.is_empty() { vec![&summary] } else { paragraphs };
    Descriptor {
        id: rule.code.to_string(),
        name: camel(&rule.code),
        short_description: Text { text: summary.clone() },
        full_description: Text { text: why.clone().unwrap_or_else(|| summary.clone()) },
        help: Help {
            text: join(&text, "\n"),
            markdown: join(&text.iter().map(|text| escaped(text)).collect::<Vec<_>>(), "\n\n"),
        },
        help_uri: ABOUT,
        default_configuration: Configuration { level: level(rule.level) },
        properties: Properties {
            tags: tags.map(shown).take(MOST_TAGS).collect(),
            severity: match rule.level {
                Level::Note => "recommendation",
                level => level.name(),
            },
        },
    }
}

fn join<T: AsRef<str>>(lines: &[T], between: &str) -> String {
    lines.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(between)
}

/// `common/says-dont-know` as `CommonSaysDontKnow`.
fn camel(code: &str) -> String {
    let words = code.split(|c: char| !c.is_alphanumeric());
    words
        .flat_map(|word| {
            let mut rest = word.chars();
            rest.next().into_iter().flat_map(char::to_uppercase).chain(rest)
        })
        .collect()
}

fn sentence(text: &str, lang: Lang) -> String {
    let text = shown(text.trim());
    let is_ended = text.ends_with(['.', '。', '！', '!', '?', '？']);
    if is_ended { text } else { text + Bilingual::new("。", ".").get(lang) }
}

fn shown(text: &str) -> String {
    Untrusted(text).to_string()
}

/// A text in which no character means anything to Markdown.
fn escaped(text: &str) -> String {
    super::super::markdown::escaped(text)
}
