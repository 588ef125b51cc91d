//! Clocks as programs write them in their locales: `01.55 p. m.`, `下午7:04`, `21:25:15`.

use jiff::civil;
use regex::Captures;

use super::super::super::stamp::time_of;

/// A clock, as a part of a regex in verbose form; its groups are named.
pub(super) const CLOCK: &str = r"(?:klo\ )?(?P<before>(?:上午|下午|中午|早上|晚上|凌晨|午前|午後)\s?)?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})
    (?:[:.](?P<second>\d{2}))?(?P<after>\s?[AaPp]\.?\s?[Mm]\b\.?)?";

/// The clock of a match; none where there is no such hour.
pub(super) fn clock_of(found: &Captures<'_>) -> Option<civil::Time> {
    let part = |name| found.name(name).map_or("", |part| part.as_str());
    let second = if part("second").is_empty() { "00" } else { part("second") };
    let written = format!("{}{}:{}:{second}{}", part("before"), part("hour"), part("minute"), part("after"));
    time_of(&written).map(|time| time.clock)
}
