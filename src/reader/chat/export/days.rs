//! Days that a program writes in the order of its locale, which the file as a whole may give away.

use jiff::civil::Date;

/// Three numbers of a day, as they are written.
pub(super) type Written<'a> = [&'a str; 3];

/// The order of day and month where the year comes last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Order {
    DayFirst,
    MonthFirst,
    /// No day of the file says which.
    #[default]
    Unknown,
}

/// There is no such day.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NoSuchDay;

impl Order {
    /// The order that the days of a file have in common: one above 12 cannot be the month.
    pub(super) fn among<'a>(days: impl Iterator<Item = Written<'a>>) -> Self {
        let (mut day_first, mut month_first) = (false, false);
        for day in days.filter(|day| !is_year_first(day)) {
            let [first, second, _] = day.map(number);
            day_first |= (13..=31).contains(&first);
            month_first |= (13..=31).contains(&second);
        }
        match (day_first, month_first) {
            (true, false) => Self::DayFirst,
            (false, true) => Self::MonthFirst,
            _ => Self::Unknown,
        }
    }

    /// A day; none inside where nobody can tell which it is.
    pub(super) fn day(self, written: Written<'_>) -> Result<Option<Date>, NoSuchDay> {
        let [first, second, third] = written.map(number);
        if is_year_first(&written) {
            return date(first, second, third).map(Some);
        }
        let year = if third < 100 { third + 2000 } else { third };
        match self {
            Self::DayFirst => date(year, second, first).map(Some),
            Self::MonthFirst => date(year, first, second).map(Some),
            Self::Unknown if first == second || first > 12 => date(year, second, first).map(Some),
            Self::Unknown if second > 12 => date(year, first, second).map(Some),
            Self::Unknown => date(year, first, second).map(|_| None),
        }
    }
}

fn is_year_first(written: &Written<'_>) -> bool {
    written[0].len() == 4
}

/// What at most four digits say.
fn number(digits: &str) -> i16 {
    digits.parse().unwrap_or(i16::MAX)
}

fn date(year: i16, month: i16, day: i16) -> Result<Date, NoSuchDay> {
    let small = |number: i16| i8::try_from(number).map_err(|_| NoSuchDay);
    Date::new(year, small(month)?, small(day)?).map_err(|_| NoSuchDay)
}

#[cfg(test)]
mod tests {
    use super::{NoSuchDay, Order, Written};

    fn read(days: &[Written<'_>]) -> Vec<String> {
        let order = Order::among(days.iter().copied());
        let shown = |day: &Written<'_>| match order.day(*day) {
            Ok(Some(date)) => date.to_string(),
            Ok(None) => "?".to_owned(),
            Err(NoSuchDay) => "none".to_owned(),
        };
        days.iter().map(shown).collect()
    }

    #[test]
    fn one_day_above_twelve_tells_the_order_of_all() {
        assert_eq!(read(&[["5", "6", "24"], ["13", "6", "24"]]), ["2024-06-05", "2024-06-13"]);
        assert_eq!(read(&[["5", "6", "2024"], ["6", "13", "2024"]]), ["2024-05-06", "2024-06-13"]);
        assert_eq!(read(&[["2024", "5", "6"], ["5", "6", "24"]]), ["2024-05-06", "?"]);
    }

    #[test]
    fn what_nobody_can_tell_is_not_known() {
        assert_eq!(read(&[["5", "6", "24"], ["6", "6", "24"]]), ["?", "2024-06-06"]);
        // Two orders in one file: each day speaks for itself.
        assert_eq!(
            read(&[["13", "6", "24"], ["6", "14", "24"], ["1", "2", "24"]]),
            ["2024-06-13", "2024-06-14", "?"]
        );
    }

    #[test]
    fn there_are_days_that_are_none() {
        for day in [["31", "2", "24"], ["2024", "13", "45"], ["99", "99", "2024"], ["0", "0", "0"]] {
            assert_eq!(read(&[day]), ["none"], "{day:?}");
        }
    }
}
