//! Which patterns may stand in each text of a scene, and in what each role says.

use crate::document::{Role, Roles};
use crate::pattern::PhraseId;

use super::index::{self, Index};
use super::scene::Scene;
use super::wanted::Wanted;

/// Rows of an index. In most texts nothing was found, and they have none.
pub(super) struct Standing<'a> {
    index: &'a Index,
    /// The numbers of the texts in which phrases stand, in order.
    texts: Vec<usize>,
    /// What may stand in each of them, one row behind the other.
    rows: Vec<u64>,
    /// What may stand in what each role says, once one of them says something.
    roles: Vec<u64>,
}

impl<'a> Standing<'a> {
    /// Nothing but what may stand anywhere.
    pub(super) fn new(index: &'a Index) -> Self {
        Self { index, texts: Vec::new(), rows: Vec::new(), roles: Vec::new() }
    }

    /// Adds a text, by the phrases that stand in it, behind those before it.
    pub(super) fn add(&mut self, text: usize, phrases: &[PhraseId], role: Role) {
        if phrases.is_empty() {
            return;
        }
        let (start, width) = (self.rows.len(), self.index.width());
        self.roles.resize(Role::ALL.len() * width, 0);
        self.texts.push(text);
        self.index.add_row(phrases, &mut self.rows);
        index::add(&mut self.roles[role as usize * width..], &self.rows[start..]);
    }

    /// What may stand in a text.
    fn of_text(&self, text: usize) -> &[u64] {
        match self.texts.binary_search(&text) {
            Ok(row) => &self.rows[row * self.index.width()..][..self.index.width()],
            Err(_) => self.index.anywhere(),
        }
    }

    /// What the phrases that a role says may be part of.
    fn of_role(&self, role: Role) -> &[u64] {
        let width = self.index.width();
        self.roles.get(role as usize * width..).map_or(&[], |rows| &rows[..width.min(rows.len())])
    }
}

impl Scene<'_> {
    /// The patterns that may stand anywhere by the phrases that do, by their numbers, in order.
    pub fn patterns(&self) -> impl Iterator<Item = usize> {
        let mut all = vec![0; if self.standing.texts.is_empty() { 0 } else { self.standing.index.width() }];
        Role::ALL.iter().for_each(|role| index::add(&mut all, self.standing.of_role(*role)));
        index::numbers(all)
    }

    /// Whether a pattern may stand in a text.
    pub(super) fn may_stand(&self, wanted: &Wanted, text: usize) -> bool {
        index::holds(self.standing.of_text(text), wanted)
    }

    /// Whether a pattern may stand in what some roles say.
    pub(super) fn may_be_said(&self, wanted: &Wanted, from: Roles) -> bool {
        let standing = &self.standing;
        let mut roles = Role::ALL.iter().filter(|role| from.contains(**role));
        index::holds(standing.index.anywhere(), wanted)
            || !standing.texts.is_empty() && roles.any(|role| index::holds(standing.of_role(*role), wanted))
    }
}
