//! Counts and measures, and whether they stay within their bounds.

use super::find::{Area, leftmost_longest};
use super::judge::{Case, Window, mark_of};
use super::model::{Mark, Measure, Unit, Within};
use super::open;
use super::turns::{cuts, turns};

pub(super) type Bounds<'a> = (&'a Measure, Option<u32>, Option<u32>);

/// What is out of bounds in the windows of one occurrence: of several windows, the first that has too much, the last
/// that has too little.
pub(super) fn limit(case: Case<'_>, bounds: Bounds<'_>, group: &[Window], skipped: &mut bool) -> Vec<Mark> {
    let (of, max, min) = bounds;
    let mut over: Vec<Vec<Mark>> = Vec::new();
    let mut under: Vec<Vec<Mark>> = Vec::new();
    for window in group {
        let usual = match of {
            _ if window.trigger.is_some() => Unit::Conversation,
            Measure::Of(_) | Measure::Chars | Measure::Sentences | Measure::Lines => Unit::Message,
            _ => Unit::Conversation,
        };
        let pieces = case.pieces(&window.area, usual);
        let is_whole = open::is_closed(case, window);
        let marks = pieces.iter().filter_map(|piece| too_much(case, of, max?, window, piece, skipped));
        over.push(marks.collect());
        if case.is_judged(window) && is_whole {
            let marks = pieces.iter().filter_map(|piece| too_little(case, of, min?, window, piece, skipped));
            under.push(marks.collect());
        }
    }
    let (first, last) = if case.is_before() {
        (over.iter().rfind(|marks| !marks.is_empty()), under.iter().find(|marks| !marks.is_empty()))
    } else {
        (over.iter().find(|marks| !marks.is_empty()), under.iter().rfind(|marks| !marks.is_empty()))
    };
    first.into_iter().chain(last).flatten().copied().collect()
}

/// The first that is too much; where nothing is counted one by one, the piece.
fn too_much(
    case: Case<'_>,
    of: &Measure,
    max: u32,
    window: &Window,
    piece: &Area,
    skipped: &mut bool,
) -> Option<Mark> {
    match countable(case, of, window, piece) {
        Some(counted) => counted.get(max as usize).copied(),
        None => {
            let size = size(case, of, window, piece, skipped)?.1;
            (size > f64::from(max)).then(|| case.place(piece))
        }
    }
}

fn too_little(
    case: Case<'_>,
    of: &Measure,
    min: u32,
    window: &Window,
    piece: &Area,
    skipped: &mut bool,
) -> Option<Mark> {
    let size = match countable(case, of, window, piece) {
        Some(counted) => u32::try_from(counted.len()).map(f64::from).unwrap(),
        None => size(case, of, window, piece, skipped)?.0,
    };
    (size < f64::from(min)).then(|| case.place(piece))
}

/// The things that are counted in a piece.
fn countable(case: Case<'_>, of: &Measure, window: &Window, piece: &Area) -> Option<Vec<Mark>> {
    let messages = piece.said.keys().copied();
    match of {
        Measure::Of(pattern) => {
            let hits = leftmost_longest(case.hits(pattern, window, piece));
            Some(hits.into_iter().map(mark_of).collect())
        }
        Measure::Turns => {
            let turns = turns(case.chat, &case.rule.from).into_iter();
            let begun =
                turns.filter_map(|turn| turn.into_iter().find(|message| piece.said.contains_key(message)));
            let mut begun: Vec<usize> = begun.collect();
            begun.sort_unstable();
            Some(begun.into_iter().map(|message| case.message(message)).collect())
        }
        Measure::Messages => Some(messages.map(|message| case.message(message)).collect()),
        Measure::Repeats => {
            // Punctuation aside.
            let text = |message: usize| -> String {
                piece.said.get(&message).map_or(String::new(), |bytes| {
                    case.chat.messages[message].text[bytes.clone()]
                        .chars()
                        .filter(|c| c.is_alphanumeric())
                        .collect()
                })
            };
            let is_long = |message: &usize| text(*message).chars().count() >= 6;
            let is_again = |message: &usize| {
                messages.clone().any(|other| other < *message && text(other) == text(*message))
            };
            let again = messages.clone().filter(is_long).filter(is_again);
            Some(again.map(|message| case.message(message)).collect())
        }
        _ => None,
    }
}

/// How much a piece has, at least and at most.
fn size(
    case: Case<'_>,
    of: &Measure,
    window: &Window,
    piece: &Area,
    skipped: &mut bool,
) -> Option<(f64, f64)> {
    match of {
        Measure::Segments(least, most) => Some((segments(case, piece, *least), segments(case, piece, *most))),
        _ => known_size(case, of, window, piece, skipped).map(|size| (size, size)),
    }
}

/// The segments of each message, in which nothing is of the GSM alphabet alone.
fn segments(case: Case<'_>, piece: &Area, slot: u32) -> f64 {
    let of = |(message, bytes): (&usize, &std::ops::Range<usize>)| {
        let text = &case.chat.messages[*message].text[bytes.clone()];
        let filled = text.replace("×××", &"0".repeat(slot as usize));
        match filled.trim().chars().count() {
            0 => 0,
            1..=70 => 1,
            length => length.div_ceil(67),
        }
    };
    piece.said.iter().map(of).map(|count| f64::from(u32::try_from(count).unwrap())).sum()
}

#[allow(clippy::cast_precision_loss, reason = "small numbers")]
fn known_size(
    case: Case<'_>,
    of: &Measure,
    window: &Window,
    piece: &Area,
    skipped: &mut bool,
) -> Option<f64> {
    let texts: Vec<&str> =
        piece.said.iter().map(|(message, bytes)| &case.chat.messages[*message].text[bytes.clone()]).collect();
    let chars = |texts: &[&str]| {
        texts.iter().map(|text| text.trim().replace('\n', "").chars().count()).sum::<usize>() as f64
    };
    Some(match of {
        Measure::Chars => chars(&texts),
        Measure::Sentences => {
            let said = |text: &&str| {
                let cuts = cuts(text, Unit::Sentence).into_iter();
                cuts.filter(|cut| text[cut.clone()].contains(char::is_alphanumeric)).count()
            };
            texts.iter().map(said).sum::<usize>() as f64
        }
        Measure::Lines => {
            let said = |text: &&str| text.lines().filter(|line| !line.trim().is_empty()).count();
            texts.iter().map(said).sum::<usize>() as f64
        }
        Measure::Share => {
            let all: Vec<&str> = case.chat.messages.iter().map(|message| message.text.as_str()).collect();
            100.0 * chars(&texts) / chars(&all)
        }
        Measure::Duration => {
            let is_all = window.trigger.is_none()
                && case.rule.at.is_none()
                && case.rule.per.is_none_or(|per| per == Unit::Conversation);
            let (first, last) = match is_all {
                true => (0, case.chat.messages.len() - 1),
                false => (*piece.said.keys().next()?, *piece.said.keys().last()?),
            };
            let mut times = vec![case.chat.messages[first].time, case.chat.messages[last].time];
            let is_same = matches!(case.rule.within, Some(Within::Same(_)));
            match &window.trigger {
                Some(trigger) if case.is_before() && !is_same => {
                    times[1] = match trigger.messages.is_empty() {
                        true => trigger.time,
                        false => case.chat.messages[trigger.messages.start].time,
                    };
                }
                Some(trigger) if !is_same => times[0] = trigger.time,
                _ => (),
            }
            let Some(times) = times.into_iter().collect::<Option<Vec<u32>>>() else {
                *skipped = true;
                return None;
            };
            f64::from(times.last()? - times.first()?)
        }
        _ => return None,
    })
}
