//! Replies that come late, and what nobody answers: to turns of the other side, or to triggers.

use super::judge::Case;
use super::measure::Bounds;
use super::model::{Mark, Measure, Role, Selector, Side, Trigger, Way, What, Within};
use super::turns::selected;
use super::windows::{Occurrence, are_one};

pub(super) fn replies(case: Case<'_>, bounds: Bounds<'_>, skipped: &mut bool) -> Vec<Mark> {
    let asked = asked(case, skipped);
    match bounds {
        (Measure::Unanswered, max, _) => {
            let marks = unanswered(case, &asked, skipped);
            marks.into_iter().skip(max.unwrap_or(0) as usize).collect()
        }
        (_, max, min) => {
            let mut late: Vec<Mark> =
                asked.iter().filter_map(|one| late(case, one, (max, min), skipped)).collect();
            late.dedup();
            late
        }
    }
}

fn asked(case: Case<'_>, skipped: &mut bool) -> Vec<Occurrence> {
    let other = if case.rule.from.has(Role::Customer) { Role::Agent } else { Role::Customer };
    let turn = Selector { from: Some(Side(vec![other])), at: None, what: What::Turn, within: None };
    let usual = Trigger { way: Way::After, any: vec![turn] };
    case.occurrences(case.rule.trigger.as_ref().unwrap_or(&usual), skipped)
}

/// The next message of the side: behind the trigger, or behind the first message of the other side's turn.
fn reply(case: Case<'_>, asked: &Occurrence) -> Option<usize> {
    let is_turn = case.rule.trigger.is_none();
    let start = if is_turn { asked.messages.start + 1 } else { asked.messages.end };
    selected(case.chat, &case.rule.from, None).into_iter().find(|reply| *reply >= start)
}

/// The seconds up to a reply; none where they are not known.
fn delay(case: Case<'_>, asked: &Occurrence, reply: usize) -> Option<u32> {
    let is_turn = case.rule.trigger.is_none();
    let time = if is_turn { case.chat.messages[asked.messages.start].time } else { asked.time };
    Some(case.chat.messages[reply].time? - time?)
}

fn late(
    case: Case<'_>,
    asked: &Occurrence,
    (max, min): (Option<u32>, Option<u32>),
    skipped: &mut bool,
) -> Option<Mark> {
    let reply = reply(case, asked)?;
    let delay = delay(case, asked, reply);
    *skipped |= delay.is_none();
    let is_out =
        delay.is_some_and(|delay| max.is_some_and(|max| delay > max) || min.is_some_and(|min| delay < min));
    (is_out && case.holds(reply) == Some(true)).then(|| case.message(reply))
}

/// Each that no reply follows; of those that are one occurrence, the last.
fn unanswered(case: Case<'_>, asked: &[Occurrence], skipped: &mut bool) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (index, one) in asked.iter().enumerate() {
        let is_in_time = match (reply(case, one), case.rule.within) {
            (None, _) => Some(false),
            (Some(reply), Some(Within::Seconds(seconds))) => {
                delay(case, one, reply).map(|delay| delay <= seconds)
            }
            _ => Some(true),
        };
        *skipped |= is_in_time.is_none();
        let is_last = asked.get(index + 1).is_none_or(|next| !are_one(case.chat, case.rule, one, next));
        if is_last && is_in_time == Some(false) {
            marks.push(one.mark);
        }
    }
    marks
}
