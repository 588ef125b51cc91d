//! Records of a stored lexicon: rows of them, each found by its number without reading the rest.

use serde::{Deserialize, Serialize};

use super::phrase::{Bounds, Written};

/// Records in a row.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Records<'a> {
    /// Where each ends, in four bytes, the least first.
    ends: &'a [u8],
    bytes: &'a [u8],
}

/// Records that are written.
#[derive(Default)]
pub(super) struct Rows {
    ends: Vec<u8>,
    bytes: Vec<u8>,
}

impl<'a> Records<'a> {
    pub(super) fn len(&self) -> usize {
        self.ends.len() / 4
    }

    pub(super) fn get<T: Deserialize<'a>>(&self, number: u32) -> Option<T> {
        let end = |index: usize| {
            let bytes = self.ends.get(4 * index..4 * index + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
        };
        let number = number as usize;
        let start = if number == 0 { 0 } else { end(number - 1)? };
        postcard::from_bytes(self.bytes.get(start..end(number)?)?).ok()
    }
}

impl Rows {
    pub(super) fn of<T: Serialize>(records: impl Iterator<Item = T>) -> Self {
        let mut rows = Self::default();
        for record in records {
            rows.bytes.extend(postcard::to_stdvec(&record).unwrap_or_default());
            rows.ends.extend((rows.bytes.len() as u32).to_le_bytes());
        }
        rows
    }

    pub(super) fn records(&self) -> Records<'_> {
        Records { ends: &self.ends, bytes: &self.bytes }
    }
}

/// What is known of a phrase, in nine bytes: where it ends in the texts; how a ruleset writes it; its bounds as bits.
pub(super) struct PhraseRecord {
    pub(super) end: u32,
    pub(super) written: Written,
    pub(super) bounds: Bounds,
}

impl PhraseRecord {
    pub(super) const SIZE: usize = 9;

    pub(super) fn read(records: &[u8], number: u32) -> Option<Self> {
        let (records, _) = records.as_chunks::<{ Self::SIZE }>();
        let [a, b, c, d, e, f, g, h, bounds] = *records.get(number as usize)?;
        let written = Written::of_code(u32::from_le_bytes([e, f, g, h]));
        let bounds = Bounds { start: bounds & 1 != 0, end: bounds & 2 != 0 };
        Some(Self { end: u32::from_le_bytes([a, b, c, d]), written, bounds })
    }

    pub(super) fn write(&self, records: &mut Vec<u8>) {
        records.extend(self.end.to_le_bytes());
        records.extend(self.written.code().to_le_bytes());
        records.push(u8::from(self.bounds.start) | u8::from(self.bounds.end) << 1);
    }
}
