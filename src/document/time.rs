//! When something was said: by the clock of who wrote it down, with the day and the distance from UTC where known.

use jiff::SignedDuration;
use jiff::civil::{self, Date, DateTime};

use crate::source::Span;

/// Seconds in a day.
const DAY: i64 = 24 * 60 * 60;

/// A time as a log has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// The day, where the log says it.
    pub date: Option<Date>,
    /// The clock.
    pub clock: civil::Time,
    /// How far the clock is ahead of UTC, in seconds, where the log says it.
    pub offset: Option<i32>,
    /// Whether it is the clock that people there look at; a number of seconds since 1970 is none.
    pub is_local: bool,
}

/// When a message was said. Most times nobody asks for: where one stands in the source, it is read when somebody does.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// The input does not say it.
    Unknown,
    /// Then.
    At(Time),
    /// It stands so many bytes behind the beginning of the message's text, or in front of it, and this reads it.
    Written(i32, u32, Read),
}

/// Reads a time.
type Read = fn(&str) -> Option<Time>;

impl When {
    /// That of a message with a text, in whose source it stands at a place. Both are in one row, which is far shorter than
    /// the distance could say.
    pub fn written(place: Span, text: Span, read: Read) -> Self {
        let behind = i32::try_from(place.start.wrapping_sub(text.start) as isize);
        match (behind, u32::try_from(place.end - place.start)) {
            (Ok(behind), Ok(length)) => Self::Written(behind, length, read),
            _ => Self::Unknown,
        }
    }
}

impl From<Option<Time>> for When {
    fn from(time: Option<Time>) -> Self {
        time.map_or(Self::Unknown, Self::At)
    }
}

impl Time {
    /// A local time whose distance from UTC is not known.
    pub fn local(date: Option<Date>, clock: civil::Time) -> Self {
        Self { date, clock, offset: None, is_local: true }
    }

    /// So many seconds behind the beginning of a recording: no clock that people look at.
    pub fn of_recording(seconds: u32) -> Self {
        let clock = civil::Time::midnight().wrapping_add(SignedDuration::from_secs(seconds.into()));
        Self { is_local: false, ..Self::local(None, clock) }
    }

    /// The seconds from an earlier time to this one; negative if that is in fact later. Clocks without days are of one
    /// day, and of the next one where they go back.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        match (self.moment(), earlier.moment()) {
            (Some(now), Some(then)) => {
                let shift = match (self.offset, earlier.offset) {
                    (Some(now), Some(then)) => i64::from(now - then),
                    _ => 0,
                };
                now.duration_since(then).as_secs() - shift
            }
            _ => (seconds_of(self.clock) - seconds_of(earlier.clock)).rem_euclid(DAY),
        }
    }

    fn moment(self) -> Option<DateTime> {
        Some(self.date?.to_datetime(self.clock))
    }
}

fn seconds_of(clock: civil::Time) -> i64 {
    i64::from(clock.hour()) * 3600 + i64::from(clock.minute()) * 60 + i64::from(clock.second())
}
