//! Reading `when`: the facts that must hold.

use std::sync::Arc;

use jiff::civil::{Date, Weekday};

use crate::document::Mode;
use crate::language::Lang;
use crate::rule::Facts;
use crate::source::Source;

use super::keys::{On, Shape};
use super::library::Library;
use super::measures;
use crate::yaml::fields::{Fields, wrong_type};
use crate::yaml::node::{Node, Value};

impl Library<'_> {
    /// The facts under `when` of a rule or of a ruleset.
    pub(super) fn facts(&mut self, fields: &Fields<'_>) -> Option<Facts> {
        let source = fields.source_of("when");
        let when = Fields::of(fields.get("when")?, On::When, source, &mut self.faults)?;
        Some(Facts {
            mode: when.text("mode").and_then(Mode::named),
            turns: self.measured(&when, "turns", measures::count),
            agent_turns: self.measured(&when, "agent-turns", measures::count),
            customer_turns: self.measured(&when, "customer-turns", measures::count),
            direction: when.text("direction").map(str::to_owned),
            language: when.text("language").and_then(language),
            meta: when.get("meta").map(|node| self.named_texts(node, source)).unwrap_or_default(),
            hours: self.measured(&when, "hours", measures::hours),
            dates: self.dates(&when),
            weekdays: when.texts("weekdays").into_iter().filter_map(|node| weekday(node.text()?)).collect(),
        })
    }

    /// The value of a key with a small grammar.
    fn measured<T>(
        &mut self,
        fields: &Fields<'_>,
        key: &str,
        read: impl Fn(&str) -> Result<T, crate::language::Bilingual>,
    ) -> Option<T> {
        let node = fields.get(key)?;
        read(node.text()?).map_err(|help| self.bad_measure(&fields.source, node, help)).ok()
    }

    fn dates(&mut self, when: &Fields<'_>) -> Vec<(crate::rule::Day, crate::rule::Day)> {
        let mut dates = Vec::new();
        for node in when.texts("dates") {
            match measures::days(node.text().unwrap_or_default()) {
                Ok(days) => dates.push(days),
                Err(help) => self.bad_measure(&when.source, node, help),
            }
        }
        dates
    }

    /// The day under `date`.
    pub(super) fn date(&mut self, example: &Fields<'_>) -> Option<Date> {
        self.measured(example, "date", measures::date)
    }

    /// A mapping from names to texts.
    pub(super) fn named_texts(&mut self, node: &Node, source: &Arc<Source>) -> Vec<(String, String)> {
        let Value::Map(pairs) = &node.value else { return Vec::new() };
        let mut texts = Vec::new();
        for (name, value) in pairs {
            match (name.text(), value.text()) {
                (Some(name), Some(value)) => texts.push((name.to_owned(), value.to_owned())),
                _ => wrong_type(value, &Shape::Text.title(), source, &mut self.faults),
            }
        }
        texts
    }
}

fn language(word: &str) -> Option<Lang> {
    match word {
        "zh" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

fn weekday(word: &str) -> Option<Weekday> {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let index = days.iter().position(|day| *day == word)?;
    i8::try_from(index + 1).ok().and_then(|number| Weekday::from_monday_one_offset(number).ok())
}
