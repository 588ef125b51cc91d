//! Lists of phrases and rulesets that resemble what is said and seldom find anything.

use std::collections::HashSet;

use super::random::Random;
use super::words::{FORBIDDEN, RUDE, SERVICE};

/// So many phrases: first those that are planted, then such as share their words with the chats.
pub(crate) fn phrases(random: &mut Random, count: usize) -> Vec<String> {
    let mut phrases: Vec<String> = FORBIDDEN.map(str::to_owned).into();
    let mut known: HashSet<String> = phrases.iter().cloned().collect();
    while phrases.len() < count {
        let (rude, service) = (random.pick(&RUDE), random.pick(&SERVICE));
        let phrase = match random.below(4) {
            0 => format!("{rude}{service}"),
            1 => format!("{service}{rude}"),
            2 => format!("{service}{rude}{}", random.pick(&SERVICE)),
            _ => format!("{rude}{}{service}", random.pick(&SERVICE)),
        };
        if known.insert(phrase.clone()) {
            phrases.push(phrase);
        }
    }
    phrases
}

/// One rule that forbids phrases.
pub(crate) fn of_phrases(phrases: &[String]) -> String {
    let listed: String = phrases.iter().map(|phrase| format!("    - {phrase}\n")).collect();
    format!(
        "ruleset: bench
title: {{zh: 测速, en: benchmark}}
lists:
  forbidden:
{listed}rules:
  - id: forbidden-phrase
    level: error
    summary: {{zh: 说了禁语, en: says what must not be said}}
    forbid: $forbidden
"
    )
}

/// Three rules about the order of things, to stand below another.
pub(crate) const OF_ORDER: &str = "  - id: no-greeting
    summary: {zh: 开头没有问候, en: does not begin with a greeting}
    at: first turn
    require: [您好, 你好, 上午好, 下午好, hello]
  - id: no-apology
    summary: {zh: 客户投诉后没有道歉, en: does not apologise after a complaint}
    after: {from: customer, says: [投诉, 太差了, 太让人失望了]}
    within: 1 turn
    require: [抱歉, 对不起, 不好意思, sorry]
  - id: no-return
    summary: {zh: 让客户等待后没有交代, en: does not come back from a hold}
    after: {from: agent, says: 稍等片刻}
    within: 2 turns
    require: 久等了
";

/// So many rules of one regex each, half of them without a literal head.
pub(crate) fn of_regexes(count: usize) -> String {
    let regex = |number: usize| {
        let (rude, service) = (RUDE[number % RUDE.len()], SERVICE[number * 7 % SERVICE.len()]);
        match number % 6 {
            0 => format!("(你|您|他)们?.{{0,4}}{rude}(去|来)?{service}"),
            1 => format!(r"\d+(分钟|小时|天)(以?内)?{rude}{service}"),
            2 => format!("[^不没]{service}(了|的)?{rude}[吧啊呢]"),
            3 => format!(r"{rude}.{{0,6}}{service}(去|了)"),
            4 => format!(r"\p{{Han}}{{2,3}}{rude}\p{{Han}}?{service}"),
            _ => format!("(这|那)(个|种|点){service}.{{0,3}}{rude}"),
        }
    };
    let rules = (0..count).map(|number| {
        format!(
            "  - id: regex-{number}\n    summary: 规则{number}\n    forbid: [{{regex: '{}'}}]\n",
            regex(number)
        )
    });
    format!("ruleset: bench\nrules:\n{}", rules.collect::<String>())
}

/// So many rules of five phrases each; every tenth asks for words behind words of the customer.
pub(crate) fn many(phrases: &[String], count: usize) -> String {
    let of = |number: usize| {
        phrases.iter().cycle().skip(number * 5).take(5).cloned().collect::<Vec<_>>().join(", ")
    };
    let rule = |number: usize| {
        let says = match number % 10 {
            9 => format!("    after: {{from: customer, says: [{}]}}\n    require: [抱歉, sorry]", of(number)),
            _ => format!("    forbid: [{}]", of(number)),
        };
        format!("  - id: rule-{number}\n    summary: 规则{number}\n{says}\n")
    };
    format!("ruleset: bench\nrules:\n{}", (0..count).map(rule).collect::<String>())
}
