//! What an SMS says when it is filled: its slots taken for so many digits, of each choice one arm.

use super::measure::sms_segments;
use super::{Choice, TextRange, Zones};

/// Which of the texts is meant that an SMS may become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Those with the least.
    Least,
    /// Those with the most.
    Most,
}

/// The most arms that are looked at one by one; of more, those that are the shortest or longest are taken.
const MOST_ARMS: usize = 64;

/// The least or the most segments that an SMS is sent in, whose text is ranges of texts one behind the other; a slot is so many
/// characters, or as it is written.
pub fn segments_filled<'a>(
    stretches: impl Iterator<Item = (&'a str, &'a Zones, &'a TextRange)>,
    length: Option<usize>,
    end: End,
) -> usize {
    let parts =
        stretches.map(|(text, zones, range)| Filling { text, zones, length, end }.texts(range)).collect();
    let counts = joined(parts).into_iter().map(|text| sms_segments(text.trim()));
    let count = if end == End::Least { counts.min() } else { counts.max() };
    count.unwrap_or_default()
}

/// A text that is filled.
struct Filling<'a> {
    text: &'a str,
    zones: &'a Zones,
    length: Option<usize>,
    end: End,
}

impl Filling<'_> {
    /// What a range of the text may become: first with the shortest or longest arm of each choice, then with each of the other
    /// arms, since a letter in one can make all of an SMS longer.
    fn texts(&self, range: &TextRange) -> Vec<String> {
        let (mut parts, mut at) = (Vec::new(), range.start);
        while let Some((special, texts)) = self.next(&(at..range.end)) {
            parts.push(vec![self.text[at..special.start].to_owned()]);
            parts.push(texts);
            at = special.end;
        }
        parts.push(vec![self.text[at..range.end].to_owned()]);
        joined(parts)
    }

    /// The next slot or choice in a range, and what it may become.
    fn next(&self, range: &TextRange) -> Option<(TextRange, Vec<String>)> {
        let (slots, choices) = (&self.zones.slots, &self.zones.choices);
        let slot = slots.get(slots.partition_point(|slot| slot.start < range.start));
        let slot = slot.filter(|slot| slot.end <= range.end);
        let choice = choices.get(choices.partition_point(|choice| choice.range.start < range.start));
        let choice = choice.filter(|choice| choice.range.end <= range.end);
        match (slot, choice) {
            (slot, Some(choice)) if slot.is_none_or(|slot| choice.range.start <= slot.start) => {
                Some((choice.range.clone(), self.arms(choice)))
            }
            (slot, _) => slot.map(|slot| (slot.clone(), vec![self.value(slot)])),
        }
    }

    fn value(&self, slot: &TextRange) -> String {
        self.length.map_or_else(|| self.text[slot.clone()].to_owned(), |length| "0".repeat(length))
    }

    fn arms(&self, choice: &Choice) -> Vec<String> {
        let mut texts: Vec<String> = choice.arms.iter().flat_map(|arm| self.texts(arm)).collect();
        let length = |text: &String| text.chars().map(char::len_utf16).sum::<usize>();
        texts.sort_by_key(length);
        if self.end == End::Most {
            texts.reverse();
        }
        texts
    }
}

/// Parts one behind the other, each of which may become one of several texts: all the first ones, then each other one among
/// the first ones.
fn joined(parts: Vec<Vec<String>>) -> Vec<String> {
    let with = |other: Option<(usize, &String)>| {
        let of = |(index, texts): (usize, &Vec<String>)| match other {
            Some((own, text)) if own == index => text.clone(),
            _ => texts.first().cloned().unwrap_or_default(),
        };
        parts.iter().enumerate().map(of).collect::<String>()
    };
    let others = parts
        .iter()
        .enumerate()
        .flat_map(|(index, texts)| texts.iter().skip(1).map(move |text| Some((index, text))));
    std::iter::once(None).chain(others.take(MOST_ARMS)).map(with).collect()
}
