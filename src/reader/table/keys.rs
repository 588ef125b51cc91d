//! What the keys of objects mean: most objects of a file have the same ones, which are then looked up once.

use super::columns::{Columns, Field, Naming};

/// How many sets of keys are remembered; beyond, looking for one costs more than finding out again.
const MOST: usize = 8;

/// The sets of keys that have been met.
#[derive(Default)]
pub(in crate::reader) struct Known(Vec<Keys>);

/// The keys of an object, in order, and what they mean.
pub(in crate::reader) struct Keys {
    names: Vec<String>,
    fields: Vec<Option<Field>>,
    /// A key that is there twice and means something, and the place of the second.
    twice: Option<usize>,
}

impl Known {
    /// What the keys of an object mean.
    pub(in crate::reader) fn keys<'n>(
        &mut self,
        names: impl Iterator<Item = &'n str> + Clone,
        given: &[(Field, String)],
        naming: Naming,
    ) -> &Keys {
        let known = self.0.iter().position(|keys| keys.names.iter().map(String::as_str).eq(names.clone()));
        let at = known.unwrap_or_else(|| {
            self.0.truncate(MOST - 1);
            self.0.push(Keys::of(names, given, naming));
            self.0.len() - 1
        });
        &self.0[at]
    }
}

impl Keys {
    /// What the keys of an object mean.
    pub(in crate::reader) fn of<'n>(
        names: impl Iterator<Item = &'n str>,
        given: &[(Field, String)],
        naming: Naming,
    ) -> Self {
        let names: Vec<String> = names.map(str::to_owned).collect();
        let columns = Columns::of(&names, given, naming);
        let twice = columns.twice(&names, given).map(|(_, [first, second])| first.max(second));
        let fields = (0..names.len()).map(|index| columns.field(index)).collect();
        Self { names, fields, twice }
    }

    /// What the key at a place means; none if it is a fact.
    pub(in crate::reader) fn field(&self, index: usize) -> Option<Field> {
        self.fields.get(index).copied().flatten()
    }

    /// Where the key of a field stands.
    pub(in crate::reader) fn index(&self, field: Field) -> Option<usize> {
        self.fields.iter().position(|known| *known == Some(field))
    }

    /// The second place of a key that is there twice and means something.
    pub(in crate::reader) fn twice(&self) -> Option<usize> {
        self.twice
    }
}
