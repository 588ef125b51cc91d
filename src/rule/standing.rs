//! Which patterns may stand in each text of a scene, and in what each role says.

use crate::document::{Role, Roles};
use crate::pattern::PhraseId;

use super::index::{self, Index};
use super::scene::Scene;
use super::wanted::Wanted;

/// Rows of an index.
pub(super) struct Standing<'a> {
    index: &'a Index,
    /// What may stand in each text, one row behind the other.
    texts: Vec<u64>,
    /// What may stand in what each role says.
    roles: Vec<u64>,
}

impl<'a> Standing<'a> {
    /// Nothing, with room for some texts.
    pub(super) fn new(index: &'a Index, texts: usize) -> Self {
        let width = index.width();
        Self { index, texts: Vec::with_capacity(texts * width), roles: vec![0; Role::ALL.len() * width] }
    }

    /// Adds the next text, by the phrases that stand in it.
    pub(super) fn add(&mut self, phrases: &[PhraseId], role: Role) {
        let (start, width) = (self.texts.len(), self.index.width());
        self.index.add_row(phrases, &mut self.texts);
        index::add(&mut self.roles[role as usize * width..], &self.texts[start..]);
    }

    fn of_role(&self, role: Role) -> &[u64] {
        let width = self.index.width();
        &self.roles[role as usize * width..][..width]
    }
}

impl Scene<'_> {
    /// The patterns that may stand anywhere, by their numbers, in order.
    pub fn patterns(&self) -> impl Iterator<Item = usize> {
        let mut all = vec![0; self.standing.index.width()];
        Role::ALL.iter().for_each(|role| index::add(&mut all, self.standing.of_role(*role)));
        index::numbers(all)
    }

    /// Whether a pattern may stand in a text.
    pub(super) fn may_stand(&self, wanted: &Wanted, text: usize) -> bool {
        let width = self.standing.index.width();
        index::holds(&self.standing.texts[text * width..][..width], wanted)
    }

    /// Whether a pattern may stand in what some roles say.
    pub(super) fn may_be_said(&self, wanted: &Wanted, from: Roles) -> bool {
        let mut roles = Role::ALL.iter().filter(|role| from.contains(**role));
        roles.any(|role| index::holds(self.standing.of_role(*role), wanted))
    }
}
