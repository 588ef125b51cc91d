//! Which random rules the contract has a meaning for.

use super::model::{Fact, Measure, Role, Rule, Selector, Unit, Unless, Verb, Way, What, Within};

/// Whether the contract has a meaning for all the keys of a rule.
pub(super) fn is_valid(rule: &Rule) -> bool {
    let triggers = rule.trigger.iter().flat_map(|trigger| &trigger.any);
    let exempting = rule.unless.iter().flat_map(|unless| match unless {
        Unless::Selectors(any) => any.as_slice(),
        Unless::Pattern(_) => &[],
    });
    let is_about_replies =
        matches!(&rule.verb, Verb::Limit { of: Measure::ReplyDelay | Measure::Unanswered, .. });
    let is_empty = |fact: &Fact| matches!(fact, Fact::Hours(from, to) if from == to);
    !rule.when.iter().any(is_empty)
        && (!is_about_replies || may_reply(rule))
        && triggers.into_iter().all(|selector| is_near(rule, selector, rule.within))
        && exempting
            .into_iter()
            .all(|selector| is_near(rule, selector, selector.within) && has_place(rule, selector.within))
}

/// Replies have one side, nothing in front of them, and no width but of time.
fn may_reply(rule: &Rule) -> bool {
    let is_delay = matches!(&rule.verb, Verb::Limit { of: Measure::ReplyDelay, .. });
    let has_width = match rule.within {
        None => false,
        Some(Within::Seconds(_)) => is_delay,
        _ => true,
    };
    let is_timed =
        rule.when.iter().any(|fact| matches!(fact, Fact::Hours(..) | Fact::Dates(..) | Fact::Weekdays(_)));
    let is_before = rule.trigger.as_ref().is_some_and(|trigger| trigger.way == Way::Before);
    let has_other = rule.from.has(Role::Agent) != rule.from.has(Role::Customer) || rule.trigger.is_some();
    has_other
        && !has_width
        && !is_before
        && rule.at.is_none()
        && rule.per.is_none()
        && (is_delay || !is_timed)
}

/// A message that lacks something is not in one clause or sentence.
fn has_place(rule: &Rule, within: Option<Within>) -> bool {
    let is_cut = matches!(within, Some(Within::Same(Unit::Clause | Unit::Sentence)));
    !is_cut || matches!(rule.verb, Verb::Forbid(_) | Verb::Replace(_))
}

/// `same …` is of the side that is judged; a whole turn stands in no clause, sentence or message, and an event neither.
fn is_near(rule: &Rule, selector: &Selector, within: Option<Within>) -> bool {
    let Some(Within::Same(unit)) = within else { return true };
    let is_ours = selector.from.as_ref().is_some_and(|from| from.is_within(&rule.from));
    is_ours && (unit == Unit::Turn || matches!(selector.what, What::Says(_)))
}
