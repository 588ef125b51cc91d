//! The small grammars: positions such as `last 2 messages`, widths such as `same turn`, times, counts, hours and days.

use jiff::civil;

use crate::language::Bilingual;
use crate::rule::{Count, Day, Measure, Position, Same, Unit, Within};

/// Reads `first turn`, `last turn`, `first 3 turns`, `last message` …
///
/// # Errors
/// With what can be written.
pub(super) fn position(text: &str) -> Result<Position, Bilingual> {
    let help = || {
        Bilingual::new(
            "写成 `first turn`、`last turn`、`first 3 turns` 或 `last message`",
            "write `first turn`, `last turn`, `first 3 turns` or `last message`",
        )
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let (end, count, unit) = match words[..] {
        [end, unit] => (end, 1, unit),
        [end, count, unit] => (end, count.parse().map_err(|_| help())?, unit),
        _ => return Err(help()),
    };
    let last = match end {
        "first" => false,
        "last" => true,
        _ => return Err(help()),
    };
    match unit_of(unit) {
        Some(unit) if count > 0 => Ok(Position { last, count, unit }),
        _ => Err(help()),
    }
}

/// Reads `same turn`, `2 messages`, `1 turn`, `30s`, `3d` …
///
/// # Errors
/// With what can be written.
pub(super) fn within(text: &str) -> Result<Within, Bilingual> {
    let help = || {
        Bilingual::new(
            "写成 `same clause`、`same sentence`、`same message`、`same turn`、`1 turn`、`2 messages`、`30s` 或 `3d`",
            "write `same clause`, `same sentence`, `same message`, `same turn`, `1 turn`, `2 messages`, `30s` or `3d`",
        )
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    match words[..] {
        ["same", unit] => Same::named(unit).map(Within::Same).ok_or_else(help),
        [time] => seconds(time).map(Within::Time).ok_or_else(help),
        [count, unit] => {
            let count: usize = count.parse().map_err(|_| help())?;
            match unit_of(unit) {
                Some(unit) if count > 0 => Ok(Within::Next(count, unit)),
                _ => Err(help()),
            }
        }
        _ => Err(help()),
    }
}

/// Reads a time: a whole number with `s`, `m`, `h` or `d` behind it; in seconds.
fn seconds(text: &str) -> Option<i64> {
    let number = text.strip_suffix(['s', 'm', 'h', 'd'])?;
    let length = match text.as_bytes().last()? {
        b's' => 1,
        b'm' => 60,
        b'h' => 60 * 60,
        _ => 24 * 60 * 60,
    };
    number.parse::<u32>().ok().map(|count| i64::from(count) * length)
}

/// Reads a bound of a measure, in its unit: a count, a share (`0.3`, `30%`) or a time (`30s`, `0`).
///
/// # Errors
/// With what can be written.
pub(super) fn amount(measure: &Measure, text: &str) -> Result<f64, Bilingual> {
    let text = text.trim();
    if measure.is_time() {
        let known = seconds(text).or_else(|| (text == "0").then_some(0));
        let help =
            || Bilingual::new("写成时长，如 30s、3m、2h 或 1d", "write a time, such as 30s, 3m, 2h or 1d");
        return known.map(|seconds| seconds as f64).ok_or_else(help);
    }
    if measure.is_share() {
        return share(text);
    }
    let help =
        || Bilingual::new("写成不小于 0 的整数，如 max: 3", "write a whole number from 0, as in max: 3");
    text.parse::<u32>().map(f64::from).map_err(|_| help())
}

/// Reads a share: `0.3` or `30%`.
///
/// # Errors
/// With what can be written.
pub(super) fn share(text: &str) -> Result<f64, Bilingual> {
    let number = match text.trim().strip_suffix('%') {
        Some(percent) => percent.parse::<f64>().map(|percent| percent / 100.0),
        None => text.trim().parse::<f64>(),
    };
    number.ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| {
        Bilingual::new(
            "写成 0 到 1 的数或百分比，如 0.3 或 30%",
            "write a number from 0 to 1 or a percentage: 0.3, 30%",
        )
    })
}

/// Reads `2`, `2..`, `..5` or `2..5`.
///
/// # Errors
/// With what can be written.
pub(super) fn count(text: &str) -> Result<Count, Bilingual> {
    let help = || Bilingual::new("写成 2、2..、..5 或 2..5", "write 2, 2.., ..5 or 2..5");
    let number = |text: &str, or: usize| match text.trim() {
        "" => Ok(or),
        text => text.parse::<usize>().map_err(|_| help()),
    };
    let range = match text.split_once("..") {
        Some((least, most)) if !(least.trim().is_empty() && most.trim().is_empty()) => {
            Count { least: number(least, 0)?, most: number(most, usize::MAX)? }
        }
        None if !text.trim().is_empty() => {
            let count = number(text, 0)?;
            Count { least: count, most: count }
        }
        _ => return Err(help()),
    };
    if range.least <= range.most { Ok(range) } else { Err(help()) }
}

/// Reads `22:00..08:00`.
///
/// # Errors
/// With what can be written.
pub(super) fn hours(text: &str) -> Result<(civil::Time, civil::Time), Bilingual> {
    let read = || {
        let (from, until) = text.split_once("..")?;
        let hours = (clock(from.trim())?, clock(until.trim())?);
        // From midnight to midnight is a day; any other hour to itself is nothing.
        (hours.0 != hours.1 || until.trim() == "24:00").then_some(hours)
    };
    read().ok_or_else(|| {
        Bilingual::new(
            "写成 `22:00..08:00`（含开头，不含结尾）",
            "write `22:00..08:00` (its start included, its end not)",
        )
    })
}

fn clock(text: &str) -> Option<civil::Time> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (hour.parse().ok()?, minute.parse().ok()?);
    if (hour, minute) == (24, 0) { Some(civil::Time::MIN) } else { civil::Time::new(hour, minute, 0, 0).ok() }
}

/// Reads `10-01`, `2026-10-01`, `10-01..10-07` …: the first and the last day.
///
/// # Errors
/// With what can be written.
pub(super) fn days(text: &str) -> Result<(Day, Day), Bilingual> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let days = day(from.trim()).zip(day(to.trim())).filter(|(from, to)| match (from.year, to.year) {
        (Some(_), Some(_)) => (from.year, from.month, from.day) <= (to.year, to.month, to.day),
        (first, last) => first == last,
    });
    days.ok_or_else(|| {
        Bilingual::new(
            "写成 `10-01`、`10-01..10-07` 或 `2026-10-01..2026-10-07`",
            "write `10-01`, `10-01..10-07` or `2026-10-01..2026-10-07`",
        )
    })
}

/// Reads `2026-10-01`.
///
/// # Errors
/// With what can be written.
pub(super) fn date(text: &str) -> Result<civil::Date, Bilingual> {
    text.trim().parse().map_err(|_| Bilingual::new("写成 2026-10-01", "write 2026-10-01"))
}

fn day(text: &str) -> Option<Day> {
    let parts: Vec<&str> = text.split('-').collect();
    let (year, month, day) = match parts[..] {
        [month, day] => (None, month, day),
        [year, month, day] => (Some(year.parse().ok()?), month, day),
        _ => return None,
    };
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    // Of days without a year, the 29th of February is one.
    civil::Date::new(year.unwrap_or(2024), month, day).ok()?;
    Some(Day { year, month, day })
}

fn unit_of(word: &str) -> Option<Unit> {
    match word {
        "turn" | "turns" => Some(Unit::Turns),
        "message" | "messages" => Some(Unit::Messages),
        _ => None,
    }
}
