//! Times as people and programs write them: `10:00`, `2024年5月6日 下午3:05`, ISO 8601, seconds since 1970.

use jiff::Timestamp;
use jiff::civil::{self, Date};
use jiff::tz::Offset;

use crate::document::Time;

/// The time that a text says and nothing beside it. A day without a year (昨天, 5月6日), or whose day and month may
/// change places (5/6/2024), is not known.
pub fn time_of(text: &str) -> Option<Time> {
    iso(text.as_bytes()).or_else(|| time_as_written(text))
}

/// `2024-05-06T10:00:03+08:00`: what programs write, in a tenth of the time. All else, and what is wrong with it, is for
/// [`time_as_written`].
fn iso(text: &[u8]) -> Option<Time> {
    let (month, rest) = text.split_first_chunk()?;
    let ([tens, ones, b'T' | b' '], rest) = rest.split_first_chunk()? else { return None };
    let (clock, zone) = rest.split_first_chunk()?;
    let (month, clock) = (digits(*month, b"0000-00-")?, digits(*clock, b"00:00:00")?);
    let pair = |digits: [u8; 8], at: usize| (digits[at] * 10 + digits[at + 1]) as i8;
    let year = i16::from(pair(month, 0)) * 100 + i16::from(pair(month, 2));
    let date = Date::new(year, pair(month, 5), number(*tens, *ones)?).ok().filter(|_| year >= 1000)?;
    let clock = civil::Time::new(pair(clock, 0), pair(clock, 3), pair(clock, 6), 0).ok()?;
    let offset = match *zone {
        [] => None,
        [sign @ (b'+' | b'-'), a, b, b':', c, d] => {
            let (hours, minutes) = (i32::from(number(a, b)?), i32::from(number(c, d)?));
            let ahead = (hours < 24 && minutes < 60).then_some(hours * 3600 + minutes * 60)?;
            Some(if sign == b'+' { ahead } else { -ahead })
        }
        _ => return None,
    };
    Some(Time { offset, ..Time::local(Some(date), clock) })
}

/// The digits of a text that is written like another one, in which digits are zeros; all eight bytes at once.
fn digits(text: [u8; 8], like: &[u8; 8]) -> Option<[u8; 8]> {
    let (ones, signs) = (u64::MAX / 255, like.map(|byte| if byte == b'0' { 0 } else { u8::MAX }));
    let digits = u64::from_le_bytes(text) ^ u64::from_le_bytes(*like);
    // What is no digit, or not the sign, has its highest bit set now.
    let wrong = digits.wrapping_add(ones * (0x80 - 10)) | digits;
    let is_alike = wrong & (ones << 7) == 0 && digits & u64::from_le_bytes(signs) == 0;
    is_alike.then_some(digits.to_le_bytes())
}

/// The number that two ASCII digits say.
fn number(tens: u8, ones: u8) -> Option<i8> {
    let are_digits = tens.is_ascii_digit() && ones.is_ascii_digit();
    are_digits.then_some((tens & 15) as i8 * 10 + (ones & 15) as i8)
}

fn time_as_written(text: &str) -> Option<Time> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "[]()［］（）【】".contains(c));
    if text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return counted(text);
    }
    let mut rest = Rest(text);
    let date = rest.day()?;
    rest.pass_weekday();
    let clock = rest.clock()?;
    let zone = if rest.0.is_empty() { None } else { Some(rest.zone()?) };
    let time = Time { offset: zone.map(|(offset, _)| offset), ..Time::local(date, clock) };
    rest.0.is_empty().then_some(Time { is_local: zone.is_none_or(|(_, is_local)| is_local), ..time })
}

/// The time that a JSON value says: a string, or a number.
pub(super) fn time_in_json(raw: &str) -> Option<Time> {
    match memchr::memchr(b'\\', raw.as_bytes()) {
        Some(_) => time_of(&serde_json::from_str::<String>(raw).ok()?),
        None => time_of(raw.trim_matches('"')),
    }
}

/// The day that a heading says and nothing beside it, but for the day of the week.
pub(super) fn date_of(heading: &str) -> Option<Date> {
    let mut rest = Rest(heading.trim());
    let date = rest.day()?;
    rest.pass_weekday();
    date.filter(|_| rest.0.is_empty())
}

/// A time written as a number: `20240506100003`, or seconds, milliseconds or microseconds since 1970.
fn counted(digits: &str) -> Option<Time> {
    let whole = digits.split('.').next().unwrap_or_default();
    let number: i64 = whole.parse().ok()?;
    let seconds = match whole.len() {
        10 => number,
        13 => number / 1000,
        14 => return in_one_row(number),
        16 => number / 1_000_000,
        _ => return None,
    };
    let moment = Offset::UTC.to_datetime(Timestamp::from_second(seconds).ok()?);
    let local = Time::local(Some(moment.date()), moment.time());
    Some(Time { offset: Some(0), is_local: false, ..local })
}

/// Year, month, day, hour, minute and second in one number.
fn in_one_row(number: i64) -> Option<Time> {
    let pair = |place: i64| i8::try_from(number / place % 100).ok();
    let year = i16::try_from(number / 10_000_000_000).ok()?;
    let date = Date::new(year, pair(100_000_000)?, pair(1_000_000)?).ok()?;
    let clock = civil::Time::new(pair(10_000)?, pair(100)?, pair(1)?, 0).ok()?;
    Some(Time::local(Some(date), clock))
}

/// The half of a day.
#[derive(Clone, Copy)]
enum Half {
    Morning,
    Noon,
    Afternoon,
}

/// The words for it, before the clock.
const HALVES: [(&str, Half); 9] = [
    ("上午", Half::Morning),
    ("早上", Half::Morning),
    ("凌晨", Half::Morning),
    ("午前", Half::Morning),
    ("中午", Half::Noon),
    ("下午", Half::Afternoon),
    ("晚上", Half::Afternoon),
    ("午後", Half::Afternoon),
    ("傍晚", Half::Afternoon),
];

/// What of a text has not been read yet.
#[derive(Clone, Copy)]
struct Rest<'a>(&'a str);

impl Rest<'_> {
    /// The day at the head: none inside where none stands there, or its year is not known; none where there is no such
    /// day.
    fn day(&mut self) -> Option<Option<Date>> {
        if ["今天", "昨天", "前天"].iter().any(|word| self.word(word)) {
            return Some(None);
        }
        let mut ahead = *self;
        let Some(first) = ahead.number(4) else { return Some(None) };
        if !ahead.one_of("-/.年月") {
            return Some(None);
        }
        let second = ahead.number(2)?;
        let third = if ahead.one_of("-/.月") { Some(ahead.number(4)?) } else { None };
        ahead.one_of("日号號");
        *self = ahead;
        match (first, second, third) {
            (1000.., month, Some(day)) => date(first, month, day).map(Some),
            // Where one of the two is no month, it is plain which is the day.
            (day, month, Some(year @ 1000..)) if day > 12 || day == month => date(year, month, day).map(Some),
            (month, day, Some(year @ 1000..)) if day > 12 => date(year, month, day).map(Some),
            _ => Some(None),
        }
    }

    /// Passes by what may stand between day and clock.
    fn pass_weekday(&mut self) {
        self.one_of("Tt");
        self.pass_blanks();
        if ["星期", "礼拜", "周", "週"].iter().any(|word| self.word(word)) {
            self.one_of("一二三四五六日天");
            self.pass_blanks();
        }
    }

    fn clock(&mut self) -> Option<civil::Time> {
        let before = HALVES.iter().find(|(word, _)| self.word(word)).map(|(_, half)| *half);
        self.pass_blanks();
        let hour = self.number(2)?;
        let minute = if self.one_of(":：") { self.number(2)? } else { return None };
        let second = if self.one_of(":：") { self.number(2)? } else { 0 };
        if self.one_of(".,") {
            self.0 = self.0.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        self.pass_blanks();
        let half = before.or_else(|| self.half_behind());
        let hour = match (half, hour) {
            (Some(Half::Morning), 12) => 0,
            (Some(Half::Afternoon), 1..12) | (Some(Half::Noon), 1..=3) => hour + 12,
            _ => hour,
        };
        civil::Time::new(small(hour)?, small(minute)?, small(second)?, 0).ok()
    }

    /// `AM`, `p.m.`
    fn half_behind(&mut self) -> Option<Half> {
        let half = match self.0.bytes().next()? {
            b'a' | b'A' => Half::Morning,
            b'p' | b'P' => Half::Afternoon,
            _ => return None,
        };
        let rest = self.0[1..].trim_start_matches('.').trim_start();
        self.0 = rest.strip_prefix(['m', 'M'])?.trim_start_matches('.').trim_start();
        Some(half)
    }

    /// How far the clock is ahead of UTC, in seconds, and whether it is the clock that people there look at: `Z` says
    /// only what time it is in UTC (RFC 9557, section 2.2).
    fn zone(&mut self) -> Option<(i32, bool)> {
        if self.one_of("Zz") {
            return Some((0, false));
        }
        let sign = if self.one_of("+") { 1 } else { -i32::from(self.one_of("-")) };
        let hours = if sign == 0 { return None } else { self.number(2)? };
        self.one_of(":");
        let minutes = self.number(2).unwrap_or(0);
        let is_offset = hours < 24 && minutes < 60;
        is_offset.then(|| (sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60), true))
    }

    /// A number of so many ASCII digits at most.
    fn number(&mut self, most: usize) -> Option<i16> {
        let digits = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let number = self.0[..digits].parse().ok()?;
        self.0 = &self.0[digits..];
        Some(number)
    }

    fn word(&mut self, word: &str) -> bool {
        let rest = self.0.strip_prefix(word);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn one_of(&mut self, signs: &str) -> bool {
        let rest = self.0.strip_prefix(|c| signs.contains(c));
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn pass_blanks(&mut self) {
        self.0 = self.0.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, small(month)?, small(day)?).ok()
}

fn small(number: i16) -> Option<i8> {
    i8::try_from(number).ok()
}

/// The day that a heading gives to the clocks below it.
#[derive(Default)]
pub(super) struct Calendar {
    day: Option<Date>,
    /// The last clock that was given a day.
    last: Option<civil::Time>,
}

impl Calendar {
    /// The calendar under a heading; one without a day gives none.
    pub(super) fn under(heading: Option<&str>) -> Self {
        Self::of(heading.and_then(date_of))
    }

    /// The calendar of a day.
    pub(super) fn of(day: Option<Date>) -> Self {
        Self { day, last: None }
    }

    /// A time with its day: where the clock goes back, midnight has passed.
    pub(super) fn dated(&mut self, time: Time) -> Time {
        if time.date.is_some() {
            return time;
        }
        if self.last.replace(time.clock).is_some_and(|last| time.clock < last) {
            self.day = self.day.and_then(|day| day.tomorrow().ok());
        }
        Time { date: self.day, ..time }
    }
}

#[cfg(test)]
mod tests {
    use super::{iso, time_as_written};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_short_way_says_the_same(text in "[0-3][0-9]{3}-[01][0-9]-[0-3][0-9][T ][0-2][0-9]:[0-6][0-9]:[0-6][0-9]([+-][0-2][0-9]:[0-6][0-9])?") {
            let short = iso(text.as_bytes());
            prop_assert!(short.is_none() || short == time_as_written(&text), "{text}");
        }
    }

    #[test]
    fn the_short_way_is_taken() {
        for text in ["2024-05-06T10:00:03", "2024-05-06 10:00:03+08:00"] {
            assert!(iso(text.as_bytes()).is_some(), "{text}");
        }
    }
}
