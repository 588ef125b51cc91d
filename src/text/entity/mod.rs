//! Entities: numbers, addresses and days that a text holds, told by their form, their neighbours and their checksums.

mod card;
mod date;
mod money;
mod phone;
mod place;
mod slot;
mod web;

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use crate::words;

use super::TextRange;

/// What kind of thing a stretch of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Entity {
    /// A telephone number: mobile, landline, hotline, service number, or any with `+` and its country code.
    Phone,
    /// The number of a Chinese resident identity card (GB 11643-1999).
    IdCard,
    /// The number of a bank card (ISO/IEC 7812-1).
    BankCard,
    /// An e-mail address.
    Email,
    /// A web address, with or without its scheme.
    Url,
    /// An amount of money with its currency.
    Money,
    /// A day of the calendar: month and day at least.
    Date,
    /// A place that waits for a value.
    Slot,
    /// One that is written `${code}`.
    DollarSlot,
    /// One that is written `{1}`.
    NumberSlot,
    /// One that is written `{name}`.
    BraceSlot,
    /// One that is written `{{1}}`.
    DoubleSlot,
    /// One that is written `#code#`.
    HashSlot,
}

words!(Entity {
    Phone: "phone",
    IdCard: "id-card",
    BankCard: "bank-card",
    Email: "email",
    Url: "url",
    Money: "money",
    Date: "date",
    Slot: "slot",
    DollarSlot: "dollar-slot",
    NumberSlot: "number-slot",
    BraceSlot: "brace-slot",
    DoubleSlot: "double-slot",
    HashSlot: "hash-slot",
});

impl Entity {
    /// Where such entities stand in a folded text, in order and apart, in time linear in the text. Nothing but slots holds
    /// a mask or a slot, and a number that one of them touches is none: part of it is hidden. Letter case does not matter, so
    /// a text that is folded exactly will do; its digits have to be ASCII.
    pub fn find(self, text: &str) -> Vec<TextRange> {
        match self {
            Self::Phone => outside_addresses(text, phone::phones(text)),
            Self::IdCard => outside_addresses(text, card::id_cards(text)),
            Self::BankCard => outside_addresses(text, card::bank_cards(text)),
            Self::Email => web::emails(text),
            Self::Url => web::urls(text),
            Self::Money => outside_addresses(text, money::amounts(text)),
            Self::Date => outside_addresses(text, date::dates(text)),
            Self::Slot => slot::slots(text),
            // A folded text does not tell how a slot is written: see `takes_slot`.
            Self::DollarSlot | Self::NumberSlot | Self::BraceSlot | Self::DoubleSlot | Self::HashSlot => {
                Vec::new()
            }
        }
    }
}

/// The ranges that are no part of an e-mail or web address, whose digits are names.
fn outside_addresses(text: &str, mut ranges: Vec<TextRange>) -> Vec<TextRange> {
    if !ranges.is_empty() {
        let addresses = [web::emails(text), web::urls(text)];
        ranges.retain(|range| !addresses.iter().any(|list| touches_one_of(list, range)));
    }
    ranges
}

/// Whether a range shares text with one of some ranges that are in order and apart.
fn touches_one_of(ranges: &[TextRange], range: &TextRange) -> bool {
    let next = ranges.partition_point(|other| other.end <= range.start);
    ranges.get(next).is_some_and(|other| other.start < range.end)
}

/// All ranges of some lists, in order. Of two that overlap the earlier one stays, of two that start together the longer one.
fn merged<const N: usize>(lists: [Vec<TextRange>; N]) -> Vec<TextRange> {
    let mut ranges = lists.concat();
    ranges.sort_by_key(|range| (range.start, Reverse(range.end)));
    let mut end = 0;
    ranges.retain(|range| {
        let is_apart = range.start >= end;
        if is_apart {
            end = range.end;
        }
        is_apart
    });
    ranges
}
