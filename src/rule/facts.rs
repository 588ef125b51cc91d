//! Facts: what must hold of a conversation, or of the time of a message, else a rule is silent.

use std::fmt;

use jiff::civil::{Date, Time as Clock, Weekday};

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::document::{Mode, Role, Roles, Time};
use crate::language::{Bilingual, Lang};
use crate::say;
use crate::source::brief;
use crate::text::is_han;

use super::scene::{Scene, Stretch};

/// Facts that must hold, each where it is named.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Facts {
    /// Whether slots are still to fill.
    pub mode: Option<Mode>,
    /// How many turns both sides have together.
    pub turns: Option<Count>,
    /// How many turns the agent has.
    pub agent_turns: Option<Count>,
    /// How many turns the customer has.
    pub customer_turns: Option<Count>,
    /// Who began: `inbound` or `outbound`.
    pub direction: Option<String>,
    /// The script that most letters of the judged text are in.
    pub language: Option<Lang>,
    /// Facts that came with the conversation, by name.
    pub meta: Vec<(String, String)>,
    /// The clock, from the first up to the second, maybe past midnight.
    pub hours: Option<(Clock, Clock)>,
    /// Days, each from the first to the second.
    pub dates: Vec<(Day, Day)>,
    /// Days of the week.
    #[serde(serialize_with = "write_weekdays", deserialize_with = "read_weekdays")]
    pub weekdays: Vec<Weekday>,
}

/// Days of the week as numbers, Monday as 1 (ISO 8601).
fn write_weekdays<S: Serializer>(days: &[Weekday], serializer: S) -> Result<S::Ok, S::Error> {
    days.iter().map(|day| day.to_monday_one_offset()).collect::<Vec<_>>().serialize(serializer)
}

fn read_weekdays<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Weekday>, D::Error> {
    let days: Vec<i8> = Vec::deserialize(deserializer)?;
    days.into_iter().map(|day| Weekday::from_monday_one_offset(day).map_err(D::Error::custom)).collect()
}

impl fmt::Display for Facts {
    /// The facts as a ruleset writes them, in a row.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            ("turns", self.turns),
            ("agent-turns", self.agent_turns),
            ("customer-turns", self.customer_turns),
        ];
        let mut said: Vec<String> = self.mode.iter().map(|mode| mode.name().to_owned()).collect();
        said.extend(counts.into_iter().filter_map(|(name, count)| Some(format!("{name} {}", count?))));
        said.extend(self.direction.clone());
        said.extend(self.language.map(|lang| if lang == Lang::Zh { "zh" } else { "en" }.to_owned()));
        said.extend(self.meta.iter().map(|(name, value)| format!("{} = {}", brief(name), brief(value))));
        said.extend(
            self.hours
                .map(|(from, until)| format!("{}..{}", from.strftime("%H:%M"), until.strftime("%H:%M"))),
        );
        said.extend(
            self.dates
                .iter()
                .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}..{to}") }),
        );
        said.extend(self.weekdays.iter().map(|day| format!("{day:?}")));
        f.write_str(&said.join(", "))
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (least, most) if least == most => write!(f, "{least}"),
            (least, usize::MAX) => write!(f, "{least}.."),
            (least, most) => write!(f, "{least}..{most}"),
        }
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.year.iter().try_for_each(|year| write!(f, "{year:04}-"))?;
        write!(f, "{:02}-{:02}", self.month, self.day)
    }
}

/// A range of counts, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The least.
    pub least: usize,
    /// The most.
    pub most: usize,
}

impl Count {
    fn holds(self, count: usize) -> bool {
        (self.least..=self.most).contains(&count)
    }
}

/// A day of one year or of every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// The year; none for every one.
    pub year: Option<i16>,
    /// The month, from 1.
    pub month: i8,
    /// The day, from 1.
    pub day: i8,
}

impl Day {
    /// The day of a year, or of its own; none for the 29th of February of most.
    pub fn in_year(self, year: i16) -> Option<Date> {
        Date::new(self.year.unwrap_or(year), self.month, self.day).ok()
    }
}

/// Whether facts hold, or why that is not known.
pub(super) type Holds = Result<bool, Bilingual>;

/// Whether all of some facts hold: one that is false settles it, whatever else is not known.
pub(super) fn all(facts: impl IntoIterator<Item = Holds>) -> Holds {
    let mut holds = Ok(true);
    for fact in facts {
        match fact {
            Ok(true) => (),
            Ok(false) => return Ok(false),
            unknown => holds = unknown,
        }
    }
    holds
}

impl Facts {
    /// Whether the facts about a conversation hold, of which a rule judges some stretches.
    pub(super) fn hold(&self, scene: &Scene<'_>, judged: &[Stretch]) -> Holds {
        let turns = [
            (self.turns, &[Role::Agent, Role::Customer][..]),
            (self.agent_turns, &[Role::Agent]),
            (self.customer_turns, &[Role::Customer]),
        ];
        let are_so_many =
            turns.map(|(turns, roles)| Ok(turns.is_none_or(|turns| turns.holds(count(scene, roles)))));
        let is_language = self.language.is_none_or(|lang| language(scene, judged) == Some(lang));
        let said = self.meta.iter().map(|(name, wanted)| meta(scene, name, wanted));
        all(are_so_many.into_iter().chain([Ok(is_language), self.direction(scene)]).chain(said))
    }

    fn direction(&self, scene: &Scene<'_>) -> Holds {
        let Some(wanted) = &self.direction else { return Ok(true) };
        let known = scene.conversation.direction.as_ref().map(|direction| direction == wanted);
        known.ok_or_else(|| {
            Bilingual::new("不知道是谁先发起会话（direction）", "who began (direction) is not known")
        })
    }

    /// Whether they are known of every conversation, and hold of all its messages or of none.
    pub(super) fn are_known(&self) -> bool {
        self.direction.is_none() && self.meta.is_empty() && !self.asks_time()
    }

    /// Whether they say anything about the time of messages.
    pub fn asks_time(&self) -> bool {
        self.hours.is_some() || !self.dates.is_empty() || !self.weekdays.is_empty()
    }

    /// Whether those about the time of messages hold at a time.
    pub fn holds_at(&self, time: Time) -> bool {
        self.hold_at(Some(time)) == Ok(true)
    }

    /// Whether the facts about the time of a message hold.
    pub(super) fn hold_at(&self, time: Option<Time>) -> Holds {
        let time = time.filter(|time| time.is_local);
        let date = || time.ok_or_else(no_time)?.date.ok_or_else(no_date);
        let hours =
            self.hours.map(|(from, until)| Ok(is_between(time.ok_or_else(no_time)?.clock, from, until)));
        let is_day = |date| self.dates.iter().any(|days| is_among(date, *days));
        let dates = (!self.dates.is_empty()).then(|| date().map(is_day));
        let is_weekday = |date: Date| self.weekdays.contains(&date.weekday());
        let weekdays = (!self.weekdays.is_empty()).then(|| date().map(is_weekday));
        all([hours, dates, weekdays].into_iter().flatten())
    }
}

/// Whether a fact that comes with a conversation is what a rule asks for.
fn meta(scene: &Scene<'_>, name: &str, wanted: &str) -> Holds {
    let known = scene.conversation.meta.get(name).map(|value| value == wanted);
    let shown = brief(name);
    known.ok_or_else(|| {
        say!("输入里没有 `{shown}`（可用 --fact 说明）", "the input has no `{shown}` (say it with --fact)")
    })
}

/// Why a rule about times is not judged.
pub(super) fn no_time() -> Bilingual {
    Bilingual::new("有的消息没有时间", "some messages have no time")
}

fn no_date() -> Bilingual {
    Bilingual::new("有的消息没有日期", "some messages have no date")
}

fn count(scene: &Scene<'_>, roles: &[Role]) -> usize {
    roles.iter().map(|role| scene.turns(Roles::only(*role)).list().len()).sum()
}

/// From a clock up to another, which is not included; of the same two, the whole day.
fn is_between(clock: Clock, from: Clock, until: Clock) -> bool {
    if from < until { from <= clock && clock < until } else { from <= clock || clock < until }
}

/// Whether a date is in a range of days, both ends included; without years it may pass the end of one.
fn is_among(date: Date, (from, to): (Day, Day)) -> bool {
    let of_year = |day: Day| (day.month, day.day);
    let today = (date.month(), date.day());
    match (from.year, to.year) {
        (Some(first), Some(last)) => {
            let today = (date.year(), today);
            (first, of_year(from)) <= today && today <= (last, of_year(to))
        }
        _ if of_year(from) <= of_year(to) => of_year(from) <= today && today <= of_year(to),
        _ => of_year(from) <= today || today <= of_year(to),
    }
}

/// The script that most letters of some text are in; none without letters.
fn language(scene: &Scene<'_>, judged: &[Stretch]) -> Option<Lang> {
    let letters = judged.iter().flat_map(|stretch| scene.written(stretch).chars());
    let (han, others) = letters
        .filter(|c| c.is_alphabetic())
        .fold((0, 0), |(han, others), c| if is_han(c) { (han + 1, others) } else { (han, others + 1) });
    match (han, others) {
        (0, 0) => None,
        _ if han >= others => Some(Lang::Zh),
        _ => Some(Lang::En),
    }
}
