//! The questions of `liyi init`, each with an answer that an empty line stands for.

use std::io::{self, BufRead};

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::ruleset::{builtin, unknown_ruleset};
use crate::say;

use super::super::check::rules::base_alone;
use super::super::output::Output;
use super::seen::Seen;
use super::{Place, Wanted};

/// Asks what the configuration is to say: which rulesets, what agents must not say, and what the company is called, where
/// a rule asks for that.
pub(super) fn ask(place: &Place, seen: &Seen, output: &mut Output<'_, '_>) -> io::Result<Wanted> {
    let lang = output.style.lang;
    let mut wanted = seen.wanted(lang);
    let usual = wanted.rulesets.join(", ");
    let question = say!(
        "按哪些规则集检查？用逗号隔开；liyi rules 列出全部 [{usual}]",
        "Which rulesets are to be checked against? With commas between them; liyi rules lists all [{usual}]"
    );
    let rulesets = until_taken(&question, output, |line| rulesets(&words(line)))?;
    wanted.rulesets = rulesets.unwrap_or(wanted.rulesets);
    if !place.has_rules {
        let usual = &wanted.phrase;
        let question = say!("客服绝不能说哪句话？ [{usual}]", "What must your agents never say? [{usual}]");
        let taken = |line: &str| place.rules(line, lang).map(|_| line.to_owned());
        let phrase = until_taken(&question, output, taken)?;
        wanted.phrase = phrase.unwrap_or(wanted.phrase);
    }
    let with_company = |company: Vec<String>| Wanted {
        company,
        rulesets: wanted.rulesets.clone(),
        phrase: wanted.phrase.clone(),
    };
    let taken =
        |company: Vec<String>| place.checked(&with_company(company.clone()), seen, lang).map(|_| company);
    // Most rulesets have no list of the names of companies.
    if taken(vec!["x".to_owned()]).is_ok() {
        let question = Bilingual::new(
            "公司叫什么？几个名称用逗号隔开；不写就什么公司名都算 []",
            "What is your company called? With commas between several names; without one, any company's name will do []",
        );
        wanted.company = until_taken(&question, output, |line| taken(words(line)))?.unwrap_or_default();
    }
    Ok(wanted)
}

/// Asks until an answer is taken; none for an empty line, or where nobody answers any more.
fn until_taken<T>(
    question: &Bilingual,
    output: &mut Output<'_, '_>,
    taken: impl Fn(&str) -> Result<T, Vec<Diagnostic>>,
) -> io::Result<Option<T>> {
    loop {
        write!(output.world.stdout, "{} ", question.get(output.style.lang))?;
        output.world.stdout.flush()?;
        let mut line = String::new();
        output.world.stdin.read_line(&mut line)?;
        match taken(line.trim()) {
            _ if line.trim().is_empty() => return Ok(None),
            Ok(answer) => return Ok(Some(answer)),
            Err(faults) => output.faults(&faults)?,
        }
    }
}

/// The words of an answer.
fn words(line: &str) -> Vec<String> {
    let words = line.split([',', '，', '、']).map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn rulesets(names: &[String]) -> Result<Vec<String>, Vec<Diagnostic>> {
    let fault = |name: &String| match builtin::names().any(|known| known == name) {
        _ if name == builtin::BASE => Some(base_alone()),
        true => None,
        false => Some(unknown_ruleset(name)),
    };
    let faults: Vec<Diagnostic> = names.iter().filter_map(fault).collect();
    if faults.is_empty() { Ok(names.to_vec()) } else { Err(faults) }
}
