//! A finding in sentences, for the formats that draw nothing. What they say reaches nobody as a command.

use crate::diagnostic::{Clause, Diagnostic};
use crate::language::{Bilingual, Lang};
use crate::source::Untrusted;

/// The longest excerpt that is repeated in a sentence, in characters.
const LONGEST: usize = 200;

/// What is wrong, in one line.
pub(super) fn text(finding: &Diagnostic, lang: Lang) -> String {
    Untrusted(finding.text.get(lang)).to_string()
}

/// The source text of a finding, cut where it is long.
pub(super) fn excerpt(finding: &Diagnostic) -> String {
    let text = &finding.excerpt;
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", Untrusted(&text[..cut])),
        None => Untrusted(text).to_string(),
    }
}

/// What stands there, and what is wrong with it: `“不知道”: not to be said`.
pub(super) fn place(finding: &Diagnostic, lang: Lang) -> Option<String> {
    let (excerpt, label) = (excerpt(finding), Untrusted(finding.label.get(lang)).to_string());
    match (excerpt.is_empty(), label.is_empty()) {
        (true, true) => None,
        (true, false) => Some(label),
        (false, true) => Some(quoted(&excerpt, lang)),
        (false, false) => Some(pair(&quoted(&excerpt, lang), &label, lang)),
    }
}

/// What to do about it: `help: …`.
pub(super) fn help(finding: &Diagnostic, lang: Lang) -> Option<String> {
    let help = Untrusted(finding.help.as_ref()?.get(lang)).to_string();
    Some(pair(Bilingual::new("建议", "help").get(lang), &help, lang))
}

/// The clauses, each with its document's words: `clause: …`.
pub(super) fn clauses(finding: &Diagnostic, lang: Lang) -> Vec<String> {
    let name = Bilingual::new("条款", "clause");
    finding.clauses.iter().map(|clause| pair(name.get(lang), &self::clause(clause, lang), lang)).collect()
}

/// All of it, line by line.
pub(super) fn lines(finding: &Diagnostic, lang: Lang) -> Vec<String> {
    let head = std::iter::once(text(finding, lang)).chain(place(finding, lang)).chain(help(finding, lang));
    head.chain(clauses(finding, lang)).collect()
}

/// A clause: its name, where it stands, what it says.
pub(super) fn clause(clause: &Clause, lang: Lang) -> String {
    let at = clause.at.as_ref().map(|at| match lang {
        Lang::Zh => format!("（{at}）"),
        Lang::En => format!(" ({at})"),
    });
    let says = clause.says.as_ref().map(|says| match lang {
        Lang::Zh => format!("：{}", says.zh),
        Lang::En => format!(": {}", says.en),
    });
    Untrusted(&[clause.id.as_str(), &at.unwrap_or_default(), &says.unwrap_or_default()].concat()).to_string()
}

/// Two things with a colon between them.
pub(super) fn pair(name: &str, what: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{name}：{what}"),
        Lang::En => format!("{name}: {what}"),
    }
}

fn quoted(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("“{text}”"),
        Lang::En => format!("\"{text}\""),
    }
}

/// The file of a finding as forges name files: relative to where the run began, with slashes.
pub(super) fn path(finding: &Diagnostic) -> String {
    finding.place.as_ref().map(|place| forge_path(&place.path)).unwrap_or_default()
}

/// A path as forges write it.
pub(super) fn forge_path(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    path.strip_prefix("./").map(str::to_owned).unwrap_or(path)
}
