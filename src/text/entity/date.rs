//! Days of the calendar.
//!
//! A day without a year is told in words only: `10月1日`, `Oct 1`. `10/1`, `10.1` and `10-1` are fractions, versions and ranges as often.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::super::{TextRange, constant};
use super::merged;
use super::place::{Place, find_where};

/// Year, month and day (ISO 8601, also with strokes or dots), or the year last.
static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x-u)\b{start-half}
        (?: (?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}
        |   (?:19|20)[0-9]{2}/[0-9]{1,2}/[0-9]{1,2}
        |   (?:19|20)[0-9]{2}\.[0-9]{1,2}\.[0-9]{1,2}
        |   (?:19|20)[0-9]{2}[01][0-9][0-3][0-9]
        |   [0-9]{1,2}/[0-9]{1,2}/(?:19|20)[0-9]{2} )",
    )
});

/// The Chinese way, in digits or characters; the last day of a range as in 10月1-7日.
static CHINESE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x)(?-u:\b{start-half})
        (?: (?P<year>[0-9]{4}|[0-9]{2}|[〇零一二三四五六七八九]{4})\ ?年\ ? )?
        (?P<month>[0-9]{1,2}|十[一二]?|[一二三四五六七八九])\ ?月\ ?
        (?P<day>[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])
        (?: \ ?[-~–—至到]\ ?(?P<last>[0-9]{1,2}) )? \ ?[日号]",
    )
});

const MONTH: &str = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?
    |sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: &str = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:[-–](?P<last>[0-9]{1,2})(?:st|nd|rd|th)?)?";
const YEAR: &str = "(?P<year>(?:19|20)[0-9]{2})";

/// October 1st, 2026.
static MONTH_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(r"(?xi)(?-u:\b{{start-half}}){MONTH}\.?\ ?{DAYS}(?:,?\ ?{YEAR})?(?-u:\b{{end-half}})"))
});

/// 1 Oct 2026.
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?xi)(?-u:\b{{start-half}}){DAYS}(?:\ of)?[\ -]?{MONTH}(?:\.?,?[\ -]?{YEAR})?(?-u:\b{{end-half}})"
    ))
});

/// Finds days.
pub(super) fn dates(text: &str) -> Vec<TextRange> {
    merged([
        find_where(text, &NUMERIC, is_numeric),
        find_where(text, &CHINESE, is_chinese),
        find_where(text, &MONTH_FIRST, |place| place.stands_alone() && is_english(place, &MONTH_FIRST)),
        find_where(text, &DAY_FIRST, |place| {
            place.stands_alone() && !is_verb(place) && is_english(place, &DAY_FIRST)
        }),
    ])
}

/// Whether digits and the marks between them are a day of their own. `2026.10.1-2026.10.7` are two; a time may follow a `T`.
fn is_numeric(place: &Place<'_>) -> bool {
    let mark = place.itself.chars().find(|c| !c.is_ascii_digit()).unwrap_or('-');
    let has_time = place
        .after
        .strip_prefix(['t', 'T'])
        .is_some_and(|time| time.starts_with(|c: char| c.is_ascii_digit()));
    (has_time || !place.is_cut())
        && !place.goes_on(mark)
        && !place.goes_on('.')
        && !place.is_labelled()
        && is_possible(place.itself)
}

fn is_possible(digits: &str) -> bool {
    let numbers: Vec<&str> = digits.split(['-', '/', '.']).collect();
    match numbers[..] {
        [one, two, year] if year.len() == 4 => is_day(year, one, two) || is_day(year, two, one),
        [year, month, day] => is_day(year, month, day),
        [day] if day.len() == 8 => is_day(&day[..4], &day[4..6], &day[6..]),
        _ => false,
    }
}

fn is_day(year: &str, month: &str, day: &str) -> bool {
    exists(year.parse().ok(), number(month), number(day))
}

/// Whether the calendar has a day; of a year that nobody knows, some year's.
fn exists(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> bool {
    const LEAP: i16 = 2000;
    month.zip(day).is_some_and(|(month, day)| Date::new(year.unwrap_or(LEAP), month, day).is_ok())
}

/// Whether it is a day, and no rest of a date whose year does not have it: 2025年2月29日.
fn is_chinese(place: &Place<'_>) -> bool {
    let is_digit = |c: char| c.is_ascii_digit() || numeral(c).is_some() || c == '十';
    let year = place.before.trim_end_matches(' ').strip_suffix('年').map(|year| year.trim_end_matches(' '));
    let is_rest = year.is_some_and(|year| year.ends_with(is_digit))
        || !place.itself.starts_with(|c: char| c.is_ascii_digit()) && place.before.ends_with(is_digit);
    place.stands_alone()
        && !is_rest
        && CHINESE.captures(place.itself).is_some_and(|found| has_days(&found, number))
}

fn is_english(place: &Place<'_>, pattern: &Regex) -> bool {
    pattern.captures(place.itself).is_some_and(|found| has_days(&found, month))
}

/// `5 may be`: no month.
fn is_verb(place: &Place<'_>) -> bool {
    let is_may = place.itself.get(place.itself.len().saturating_sub(3)..);
    is_may.is_some_and(|end| end.eq_ignore_ascii_case("may"))
        && place
            .after
            .strip_prefix(' ')
            .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_alphabetic()))
}

/// Whether the days that a pattern found are in the calendar.
fn has_days(found: &Captures<'_>, month: impl Fn(&str) -> Option<i8>) -> bool {
    let named = |name| found.name(name).map(|it| it.as_str());
    let (year, month) = (named("year").and_then(year), named("month").and_then(month));
    let days = [named("day"), named("last")];
    days.into_iter().flatten().all(|day| exists(year, month, number(day)))
}

/// The number of an English month, told by three letters.
fn month(name: &str) -> Option<i8> {
    let name = name.get(..3)?.to_ascii_lowercase();
    (1..).zip(MONTHS).find(|(_, month)| *month == name).map(|(number, _)| number)
}

/// A year in digits or characters; two digits are of this century.
fn year(year: &str) -> Option<i16> {
    let mut digits = year.chars().map(|c| c.to_digit(10).map(|digit| digit as i16).or_else(|| numeral(c)));
    let value = digits.try_fold(0, |value, digit| Some(value * 10 + digit?))?;
    Some(if value < 100 { 2000 + value } else { value })
}

/// A month or day in digits or characters.
fn number(text: &str) -> Option<i8> {
    let one = |text: &str, none: i8| match text.chars().next() {
        None => Some(none),
        Some(c) => numeral(c).map(|value| value as i8),
    };
    match text.split_once('十') {
        Some((tens, ones)) => Some(one(tens, 1)? * 10 + one(ones, 0)?),
        None => text.parse().ok().or_else(|| one(text, 0)),
    }
}

fn numeral(c: char) -> Option<i16> {
    let values = (0..).zip("零一二三四五六七八九".chars());
    values.chain([(0, '〇')]).find(|(_, numeral)| *numeral == c).map(|(value, _)| value)
}
