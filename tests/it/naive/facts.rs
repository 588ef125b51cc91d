//! The facts that `when` asks for.

use super::model::{Between, Chat, Fact, Role, Side};
use super::turns::turns;

/// Whether all facts hold; none where that is not known.
pub(super) fn all(facts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let facts: Vec<_> = facts.collect();
    if facts.contains(&Some(false)) { Some(false) } else { (!facts.contains(&None)).then_some(true) }
}

/// Whether a fact of the conversation holds; none where it is not known.
pub(super) fn of_chat(chat: &Chat, fact: &Fact) -> Option<bool> {
    let count = |role| u32::try_from(turns(chat, &Side(vec![role])).len()).unwrap();
    let (agent, customer) = (count(Role::Agent), count(Role::Customer));
    match fact {
        Fact::Turns(between) => Some(is_between(agent + customer, between)),
        Fact::AgentTurns(between) => Some(is_between(agent, between)),
        Fact::CustomerTurns(between) => Some(is_between(customer, between)),
        Fact::Direction(wanted) => chat.direction.map(|direction| direction == *wanted),
        Fact::Queue(wanted) => chat.queue.map(|queue| queue == *wanted),
        Fact::Sent(wanted) => Some(*wanted),
        Fact::Hours(..) | Fact::Dates(..) | Fact::Weekdays(_) => Some(true),
    }
}

fn is_between(count: u32, (from, to): &Between) -> bool {
    *from <= count && to.is_none_or(|to| count <= to)
}

/// Whether a fact of a message holds; none where its time is not known.
pub(super) fn of_message(chat: &Chat, fact: &Fact, message: usize) -> Option<bool> {
    if !matches!(fact, Fact::Hours(..) | Fact::Dates(..) | Fact::Weekdays(_)) {
        return Some(true);
    }
    let time = chat.messages[message].time?;
    let (day, minute) = (time / 86_400, time % 86_400 / 60);
    Some(match fact {
        Fact::Hours(from, to) if from <= to => (*from..*to).contains(&minute),
        Fact::Hours(from, to) => minute >= *from || minute < *to,
        Fact::Dates(from, to, _) => (*from..=*to).contains(&(day + 1)),
        // The first of October 2026 is a Thursday.
        Fact::Weekdays(days) => days.contains(&((day + 3) % 7)),
        _ => true,
    })
}
