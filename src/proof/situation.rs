//! The situation of an example: what it does not say of its kind, time, direction and facts is taken from its rule.

use jiff::civil::{Date, Time as Clock};

use crate::document::{Conversation, Kind, Mode, Time};
use crate::rule::{Facts, Rule};
use crate::ruleset::Example;

/// What an example is, and in which mode.
pub(super) fn kind_and_mode(rule: &Rule, example: &Example) -> (Kind, Option<Mode>) {
    let kind = example.kind.or(rule.selection.kinds.first().copied()).unwrap_or(Kind::Chat);
    (kind, example.mode.or(rule.selection.mode()))
}

/// Puts an example that was read into its situation.
pub(super) fn put(rule: &Rule, example: &Example, conversation: &mut Conversation) {
    let facts = &rule.selection.when;
    let direction = example.direction.clone().or(facts.iter().find_map(|facts| facts.direction.clone()));
    conversation.direction = conversation.direction.take().or(direction);
    for (name, value) in example.meta.iter().chain(facts.iter().flat_map(|facts| &facts.meta)) {
        conversation.meta.entry(name.clone()).or_insert_with(|| value.clone());
    }
    let Some(usual) = usual_time(facts, example.date) else { return };
    let is_timed = conversation.messages.iter().any(|message| message.time().is_some());
    let put = |time: Option<Time>| match time {
        Some(time) => Some(Time { date: time.date.or(usual.date), ..time }),
        None => (!is_timed).then_some(usual),
    };
    conversation.messages.iter_mut().for_each(|message| message.when = put(message.time()).into());
    conversation.events.iter_mut().for_each(|event| event.time = put(event.time));
}

/// A time at which the facts hold, on the day of the example if it has one; none where neither asks for times.
fn usual_time(facts: &[Facts], date: Option<Date>) -> Option<Time> {
    if date.is_none() && !facts.iter().any(Facts::asks_time) {
        return None;
    }
    let noon = Clock::constant(12, 0, 0, 0);
    let clocks: Vec<Clock> = facts.iter().filter_map(|facts| Some(facts.hours?.0)).chain([noon]).collect();
    let days = facts.iter().flat_map(|facts| &facts.dates).filter_map(|(from, _)| from.in_year(2026));
    let weeks = days
        .chain([Date::constant(2026, 1, 1)])
        .flat_map(|day| day.series(jiff::Span::new().days(1)).take(14));
    let days: Vec<Date> = date.map_or_else(|| weeks.collect(), |date| vec![date]);
    let times = days.iter().flat_map(|&day| clocks.iter().map(move |&clock| Time::local(Some(day), clock)));
    let usual = Time::local(days.first().copied(), noon);
    let holds = |time: &Time| facts.iter().all(|facts| facts.holds_at(*time));
    Some({ times }.find(holds).unwrap_or(usual))
}
