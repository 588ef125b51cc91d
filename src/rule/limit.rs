//! `limit`: a count or measure stays within bounds; a piece out of bounds is a finding.

use std::rc::Rc;

use crate::language::Bilingual;
use crate::say;

use super::facts::no_time;
use super::finding;
use super::hits::Hit;
use super::judge::Judge;
use super::measure::{self, Extent, Measure, other_side};
use super::model::{Limit, Within};
use super::piece::Piece;
use super::pieces;
use super::scene::{Scene, Stretch};
use super::select::{self, Occurrence};
use super::windows;

/// Reports what of some windows of the selected text is out of bounds.
pub(super) fn judge<'s>(
    judge: &mut Judge<'s, '_>,
    limit: &'s Limit,
    selected: &[Stretch],
    groups: Vec<Vec<Piece>>,
) {
    match &limit.of {
        Measure::ReplyDelay => replies(judge, limit, selected),
        Measure::Unanswered => unanswered(judge, limit),
        _ => groups.into_iter().for_each(|group| windows_of_one(judge, limit, group)),
    }
}

/// What is out of bounds.
struct Excess {
    value: f64,
    place: Hit,
    trigger: Option<Rc<Occurrence>>,
}

/// Reports the first of some windows of one occurrence that has too much, and the last that has too little; with
/// `before`, the other way round.
fn windows_of_one<'s>(judge: &mut Judge<'s, '_>, limit: &'s Limit, mut group: Vec<Piece>) {
    if judge.rule.is_before() {
        group.reverse();
    }
    let (mut over, mut under) = (Vec::new(), Vec::new());
    for window in group {
        let may_be_less = window.is_answered && window.is_closed;
        if limit.max.is_none() && !may_be_less {
            continue;
        }
        let (mut more, mut less) = (Vec::new(), Vec::new());
        for piece in pieces::cut(judge.scene, judge.rule, window) {
            match value(judge, limit, &piece) {
                Ok(Some((Extent { least, most }, surplus))) => {
                    let first = || piece.place(judge.scene).map(Hit::of);
                    let trigger = &piece.trigger;
                    let excess = |value| move |place| Excess { value, place, trigger: trigger.clone() };
                    if limit.max.is_some_and(|max| most > max) {
                        more.extend(surplus.or_else(first).map(excess(most)));
                    }
                    if limit.min.is_some_and(|min| least < min) && may_be_less {
                        less.extend(first().map(excess(least)));
                    }
                }
                Ok(None) => (),
                Err(reason) => judge.skip([reason]),
            }
        }
        over = if over.is_empty() { more } else { over };
        under = if less.is_empty() { under } else { less };
    }
    over.into_iter().chain(under).for_each(|excess| report(judge, limit, &excess));
}

fn report<'s>(judge: &mut Judge<'s, '_>, limit: &'s Limit, excess: &Excess) {
    let (scene, rule, trigger) = (judge.scene, judge.rule, excess.trigger.as_deref());
    judge.report(&excess.place, || {
        finding::of_measure(scene, rule, limit, excess.value, &excess.place, trigger)
    });
}

/// A value, and what is the first beyond the most, where that has a place of its own.
type Value = (Extent, Option<Hit>);

/// The value of a piece; none where it has none.
fn value<'s>(judge: &Judge<'s, '_>, limit: &'s Limit, piece: &Piece) -> Result<Option<Value>, Bilingual> {
    let (scene, rule) = (judge.scene, judge.rule);
    let counted: Vec<Hit> = match &limit.of {
        Measure::Hits(wanted) => {
            let (seek, hits) = (judge.seek(wanted), judge.seek(wanted).hits(piece));
            match seek.unknown_event(piece).filter(|_| !is_settled(limit, hits.len())) {
                Some(event) => return Err(select::unknown_actor(event)),
                None => hits,
            }
        }
        Measure::Repeats(similarity) => at(scene, measure::repeats(scene, *similarity, piece)),
        Measure::Messages => at(scene, piece.messages(scene)),
        Measure::Turns => at(scene, measure::turns(scene, rule.selection.from, piece)),
        of => return Ok(measure::of_piece(scene, rule, of, piece)?.map(|value| (value, None))),
    };
    Ok(Some((Extent::of(counted.len() as f64), counted.into_iter().nth(most(limit)))))
}

/// Whether more of them would change nothing.
fn is_settled(limit: &Limit, count: usize) -> bool {
    count > most(limit) || limit.max.is_none() && limit.min.is_none_or(|min| count as f64 >= min)
}

/// How many are not too many.
fn most(limit: &Limit) -> usize {
    limit.max.map_or(usize::MAX, |max| max.max(0.0) as usize)
}

fn at(scene: &Scene<'_>, messages: Vec<usize>) -> Vec<Hit> {
    messages.into_iter().map(|message| Hit::of(scene.stretch_at(message))).collect()
}

/// Reports answers that took too long, or not long enough: to a turn of the other side, or to a trigger.
fn replies<'s>(judge: &mut Judge<'s, '_>, limit: &'s Limit, selected: &[Stretch]) {
    let scene = judge.scene;
    for asked in asked(judge).into_iter().flatten() {
        let Some(reply) = reply(judge, &asked) else { continue };
        let own = selected.iter().find(|stretch| scene.text(stretch.text).message == reply);
        let Some(place) = own.cloned().map(Hit::of) else { continue };
        match delay(judge, &asked, reply) {
            Some(value) => {
                let is_more = limit.max.is_some_and(|max| value > max);
                if is_more || limit.min.is_some_and(|min| value < min) {
                    report(judge, limit, &Excess { value, place, trigger: Some(Rc::new(asked)) });
                }
            }
            None => judge.skip([no_time()]),
        }
    }
}

/// Reports turns of the other side, or triggers, that have no answer, or none in time; those that are too many.
fn unanswered<'s>(judge: &mut Judge<'s, '_>, limit: &'s Limit) {
    let within = judge.rule.window.as_ref().and_then(|window| window.within);
    let mut open = Vec::new();
    for asked in asked(judge).into_iter().filter_map(|group| group.into_iter().next_back()) {
        let is_late = match (reply(judge, &asked), within) {
            (None, _) => Some(true),
            (Some(reply), Some(Within::Time(seconds))) => {
                delay(judge, &asked, reply).map(|delay| delay > seconds as f64)
            }
            (Some(_), _) => Some(false),
        };
        match is_late {
            Some(true) => open.push(asked.place(judge.scene)),
            Some(false) => (),
            None => judge.skip([no_time()]),
        }
    }
    let value = open.len() as f64;
    for place in open.into_iter().skip(most(limit)) {
        report(judge, limit, &Excess { value, place, trigger: None });
    }
}

/// What asks for an answer, those that are one occurrence together: the triggers of the rule, else the turns of the other
/// side.
fn asked(judge: &Judge<'_, '_>) -> Vec<Vec<Occurrence>> {
    let side = judge.rule.selection.from;
    match judge.rule.window {
        Some(_) => windows::triggers(judge.scene, judge.rule),
        None => {
            let turns = select::turns_as_occurrences(judge.scene, side, other_side(side));
            turns.into_iter().map(|turn| vec![turn]).collect()
        }
    }
}

/// The next message of a side: behind a trigger, else behind the first message of a turn.
fn reply(judge: &Judge<'_, '_>, asked: &Occurrence) -> Option<usize> {
    let is_trigger = judge.rule.window.is_some();
    let start = if is_trigger { asked.messages.end } else { asked.messages.start + 1 };
    let turns = judge.scene.turns(judge.rule.selection.from);
    turns.nth_message_from(start, 1).map(|end| end - 1)
}

/// The seconds up to a reply; none where they are not known.
fn delay(judge: &Judge<'_, '_>, asked: &Occurrence, reply: usize) -> Option<f64> {
    let is_trigger = judge.rule.window.is_some();
    let then = if is_trigger { asked.time(judge.scene) } else { asked.first_time(judge.scene) };
    let now = judge.scene.conversation.messages[reply].time();
    Some(now?.seconds_since(then?) as f64)
}

/// A value and its bounds in words, in the unit of its measure.
pub(super) fn in_words(limit: &Limit, value: f64) -> Bilingual {
    let is_unwanted = limit.max == Some(0.0) && value > 0.0;
    match &limit.of {
        Measure::Unanswered => return Bilingual::new("没有回复", "nobody answers this"),
        Measure::Hits(_) | Measure::Turns | Measure::Messages if is_unwanted => {
            return Bilingual::new("这里不该有", "not to be here at all");
        }
        _ => (),
    }
    let Bilingual { zh, en } = amount(&limit.of, value);
    let most = limit.max.filter(|max| value > *max).map(|max| amount(&limit.of, max));
    let least = limit.min.filter(|min| value < *min).map(|min| amount(&limit.of, min));
    match (most, least) {
        (Some(most), _) => {
            let (zh_most, en_most) = (most.zh, most.en);
            say!("{zh}，最多 {zh_most}", "{en}, at most {en_most}")
        }
        (None, Some(least)) => {
            let (zh_least, en_least) = (least.zh, least.en);
            say!("{zh}，至少 {zh_least}", "{en}, at least {en_least}")
        }
        (None, None) => Bilingual::new(zh, en),
    }
}

/// A value in the unit of its measure: `3 句`, `71%`, `2 分 5 秒`.
pub fn amount(measure: &Measure, value: f64) -> Bilingual {
    let whole = value as i64;
    let s = if whole == 1 { "" } else { "s" };
    match measure {
        Measure::Hits(_) => say!("{whole} 处", "{whole} time{s}"),
        Measure::Chars => say!("{whole} 个字", "{whole} character{s}"),
        Measure::Sentences => say!("{whole} 句", "{whole} sentence{s}"),
        Measure::Lines => say!("{whole} 行", "{whole} line{s}"),
        Measure::SmsSegments(_) => say!("{whole} 条短信", "{whole} segment{s}"),
        Measure::Turns | Measure::Unanswered => say!("{whole} 轮", "{whole} turn{s}"),
        Measure::Messages => say!("{whole} 条消息", "{whole} message{s}"),
        Measure::Repeats(_) => say!("重复 {whole} 次", "said again {whole} time{s}"),
        Measure::Share | Measure::Uppercase => {
            let percent = (value * 100.0).round();
            say!("{percent}%", "{percent}%")
        }
        Measure::Duration | Measure::ReplyDelay => time(whole),
    }
}

/// A time in its largest units.
pub fn time(seconds: i64) -> Bilingual {
    const UNITS: [(i64, &str, &str); 4] =
        [(86_400, "天", "d"), (3600, "小时", "h"), (60, "分", "m"), (1, "秒", "s")];
    let first = UNITS.iter().position(|(length, _, _)| seconds.abs() >= *length).unwrap_or(UNITS.len() - 1);
    let mut rest = seconds.abs();
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (length, zh_unit, en_unit) in UNITS.iter().skip(first).take(2) {
        let count = rest / length;
        rest %= length;
        if count > 0 || zh.is_empty() {
            zh.push(format!("{count} {zh_unit}"));
            en.push(format!("{count}{en_unit}"));
        }
    }
    Bilingual::new(zh.join(" "), en.join(" "))
}
