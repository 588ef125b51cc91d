//! When something was said: by the clock of who wrote it down, with the day and the distance from UTC where known.

use jiff::civil::{self, Date, DateTime};

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

impl Time {
    /// A local time whose distance from UTC is not known.
    pub fn local(date: Option<Date>, clock: civil::Time) -> Self {
        Self { date, clock, offset: None, is_local: true }
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
