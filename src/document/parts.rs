//! The parts of a message. Of most there is one, and room for it costs no allocation.

use std::ops::{Deref, DerefMut};

use super::Part;

/// Parts in the order of the source.
#[derive(Clone, Debug)]
pub struct Parts(Held);

#[derive(Clone, Debug)]
enum Held {
    One(Part),
    Any(Vec<Part>),
}

impl Deref for Parts {
    type Target = [Part];

    fn deref(&self) -> &[Part] {
        match &self.0 {
            Held::One(part) => std::slice::from_ref(part),
            Held::Any(parts) => parts,
        }
    }
}

impl DerefMut for Parts {
    fn deref_mut(&mut self) -> &mut [Part] {
        match &mut self.0 {
            Held::One(part) => std::slice::from_mut(part),
            Held::Any(parts) => parts,
        }
    }
}

impl<'a> IntoIterator for &'a Parts {
    type Item = &'a Part;
    type IntoIter = std::slice::Iter<'a, Part>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<Part> for Parts {
    fn from(part: Part) -> Self {
        Self(Held::One(part))
    }
}

impl From<Vec<Part>> for Parts {
    fn from(parts: Vec<Part>) -> Self {
        Self(Held::Any(parts))
    }
}
