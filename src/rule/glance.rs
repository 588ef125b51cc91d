//! A glance: whether it shows, before anything is laid out, that a rule has nothing to find. Most conversations have what
//! is required of them.

use crate::document::{Roles, first_turns};

use super::facts::Facts;
use super::hits::Seek;
use super::model::{Position, Rule, Selection, Unit, Verb};
use super::scene::Scene;
use super::select::messages_at;

/// Whether a rule requires something of the conversation as a whole, and it stands there.
pub(super) fn is_met(scene: &Scene<'_>, rule: &Rule) -> bool {
    let Verb::Require(wanted) = &rule.verb else { return false };
    let is_of_all = rule.window.is_none() && rule.per.is_none() && wanted.search.combined().is_empty();
    let is_known = rule.selection.when.iter().all(Facts::are_known);
    let seek = Seek { scene, wanted, side: rule.selection.from };
    let stands_in = |message| scene.parts(message, &rule.selection.parts).any(|stretch| seek.is_in(&stretch));
    is_of_all && is_known && any_message(scene, &rule.selection, stands_in)
}

/// Whether something holds of a message that is selected.
fn any_message(scene: &Scene<'_>, selection: &Selection, mut holds: impl FnMut(usize) -> bool) -> bool {
    let (messages, side) = (&scene.conversation.messages, selection.from);
    match selection.at {
        None => (0..messages.len()).any(|message| side.contains(messages[message].role) && holds(message)),
        Some(Position { last: false, count, unit: Unit::Turns }) if side != Roles::ANY => {
            first_turns(messages, side, count).any(holds)
        }
        at => messages_at(scene, side, at).into_iter().any(holds),
    }
}
