//! Slots: places that wait for a value, and the forms in which programs write them.

use super::super::TextRange;
use super::super::characters::SLOT;
use super::Entity;

impl Entity {
    /// Whether this is a slot of some form or of any.
    pub fn is_slot(self) -> bool {
        matches!(self, Self::Slot | Self::DollarSlot | Self::NumberSlot | Self::BraceSlot | Self::DoubleSlot)
            || self == Self::HashSlot
    }

    /// Whether a slot, as it is written, is one of these.
    pub fn takes_slot(self, slot: &str) -> bool {
        let inside =
            |open: &str, close: &str| slot.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        let is_number = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
        let single = || inside("{", "}").filter(|name| !name.starts_with('{'));
        match self {
            Self::Slot => true,
            Self::DollarSlot => inside("${", "}").is_some(),
            Self::NumberSlot => single().is_some_and(is_number),
            Self::BraceSlot => single().is_some_and(|name| !is_number(name)),
            Self::DoubleSlot => inside("{{", "}}").is_some(),
            Self::HashSlot => inside("#", "#").is_some(),
            _ => false,
        }
    }
}

/// The runs of slots in a folded text: `${city}${street}` is one place to fill.
pub(super) fn slots(text: &str) -> Vec<TextRange> {
    let mut runs: Vec<TextRange> = Vec::new();
    for (at, slot) in text.match_indices(SLOT) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += slot.len(),
            _ => runs.push(at..at + slot.len()),
        }
    }
    runs
}
