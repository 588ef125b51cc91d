//! What exempts a finding.

use super::find::{Area, Finder};
use super::judge::Case;
use super::model::{Mark, Measure, Pattern, Selector, Side, Unit, Unless, Verb, Within};
use super::turns::{events_of, selected, turn_of, turns, unit_at};
use super::windows::{Occurrence, Point, occurrences};

pub(super) fn is_exempt(case: Case<'_>, mark: Mark, skipped: &mut bool) -> bool {
    match &case.rule.unless {
        None => false,
        Some(Unless::Pattern(pattern)) => is_said(case, mark, pattern),
        Some(Unless::Selectors(any)) => {
            let mut unknown = false;
            let is_exempt = any.iter().any(|selector| applies(case, mark, selector, &mut unknown));
            *skipped |= unknown && !is_exempt;
            is_exempt
        }
    }
}

/// A pattern looks in the turn that the finding points at; of a late reply, from that message on.
fn is_said(case: Case<'_>, mark: Mark, pattern: &Pattern) -> bool {
    let mut turn = turn(case, mark);
    if let (Verb::Limit { of: Measure::ReplyDelay, .. }, Mark::Text { message, .. }) = (&case.rule.verb, mark)
    {
        turn.retain(|index| *index >= message);
    }
    let finder = Finder { chat: case.chat, from: &case.rule.from, captured: None };
    let area = Area { events: events_of(case.chat, &turn), ..Area::whole(case.chat, &turn) };
    finder.is_in(pattern, &area, &[])
}

/// The turn that a finding stands in; an event has none.
fn turn(case: Case<'_>, mark: Mark) -> Vec<usize> {
    match mark {
        Mark::Text { message, .. } => turn_of(case.chat, &case.rule.from, message),
        Mark::Event(_) => Vec::new(),
    }
}

fn point(case: Case<'_>, mark: Mark) -> Point {
    match mark {
        Mark::Text { message, start, .. } => (message, 1, start),
        Mark::Event(event) => (case.chat.events[event].place, 0, event),
    }
}

/// A selector looks earlier and in the same turn, not further away than it says.
fn applies(case: Case<'_>, mark: Mark, selector: &Selector, skipped: &mut bool) -> bool {
    let (found, unknown) = occurrences(case.chat, &case.rule.from, selector);
    let side = selector.from.clone().unwrap_or(Side(Vec::new()));
    let near = |one: &Occurrence| match selector.within {
        None => Some(is_in_turn(case, mark, one) || one.start <= point(case, mark)),
        Some(Within::Same(Unit::Turn)) => Some(is_in_turn(case, mark, one)),
        Some(Within::Same(unit)) => Some(match (one.mark, mark) {
            (Mark::Text { message, start, .. }, Mark::Text { message: place, start: first, end }) => {
                // A finding may stand on several sentences.
                let touched = (first..end).map(|byte| unit_at(case.chat, &case.rule.from, unit, place, byte));
                let has = |unit: Area| unit.said.get(&message).is_some_and(|bytes| bytes.contains(&start));
                touched.into_iter().any(has)
            }
            _ => is_in_turn(case, mark, one),
        }),
        Some(Within::Turns(count)) => {
            let turns = turns(case.chat, &side).into_iter().map(|turn| turn[0]);
            Some(is_behind(case, mark, &turns.collect::<Vec<_>>(), count, one))
        }
        Some(Within::Messages(count)) => {
            Some(is_behind(case, mark, &selected(case.chat, &side, None), count, one))
        }
        Some(Within::Seconds(seconds)) => {
            let is_there = is_in_turn(case, mark, one) || one.end <= point(case, mark);
            let time = match mark {
                Mark::Text { message, .. } => case.chat.messages[message].time,
                Mark::Event(event) => case.chat.events[event].time,
            };
            if is_there { Some(one.time?.abs_diff(time?) <= seconds) } else { Some(false) }
        }
    };
    let near: Vec<_> = found.iter().map(near).collect();
    let holds = near.contains(&Some(true));
    *skipped |= !holds && (unknown || near.contains(&None));
    holds
}

/// Whether it stands between the first and the last message of the turn, or is a turn that reaches into it.
fn is_in_turn(case: Case<'_>, mark: Mark, one: &Occurrence) -> bool {
    let turn = turn(case, mark);
    match one.mark {
        Mark::Text { .. } => {
            let (first, last) = (turn.first().copied(), turn.last().copied());
            first.is_some_and(|first| first < one.messages.end)
                && last.is_some_and(|last| one.messages.start <= last)
        }
        Mark::Event(event) => events_of(case.chat, &turn).contains(&event),
    }
}

/// Earlier, and behind the beginning of the first of so many turns or messages of those whom the selector names; an
/// event counts those of anybody, unless it says.
fn is_behind(case: Case<'_>, mark: Mark, beginnings: &[usize], count: usize, one: &Occurrence) -> bool {
    let own = turn(case, mark).first().copied().unwrap_or(point(case, mark).0);
    let earlier: Vec<usize> = beginnings.iter().copied().filter(|first| *first < own).collect();
    let first = if count <= earlier.len() { Some(earlier[earlier.len() - count]) } else { None };
    let begins = match first {
        Some(first) => (first, 1, 0),
        None => (0, 0, 0),
    };
    is_in_turn(case, mark, one) || (begins <= one.end && one.start <= point(case, mark))
}
