//! Where the library reads the contract otherwise: `true` is what the contract says, `false` what the library does.

use super::judge::Case;
use super::model::{Unit, Within};

/// A `require` with `per` is satisfied where there is no piece; else it is skipped.
pub(super) const PER_WITHOUT_PIECES_IS_SATISFIED: bool = true;

/// What stands behind a trigger in its own message is forbidden though nobody says anything later.
pub(super) const HITS_NEED_NO_LATER_MESSAGE: bool = true;

/// The turn of a trigger is one of the side that is judged; else of the side that the selector names.
pub(super) const TURN_IS_OF_JUDGED_SIDE: bool = true;

/// A rest of punctuation is no clause, sentence or message that lacks something.
pub(super) const PUNCTUATION_IS_NO_PIECE: bool = true;

/// One piece that lacks something is one finding, however many triggers call for it.
pub(super) const A_PIECE_IS_ONE_FINDING: bool = true;

/// Who did an event that would exempt is asked only where there is something to exempt.
pub(super) const EXEMPTIONS_ARE_FOR_FINDINGS: bool = true;

/// Triggers that are turns, one inside the other, stand alone with `N messages`.
pub(super) const NESTED_TURNS_STAND_ALONE: bool = true;

/// An event in front of everything is as near as what it stands in front of.
pub(super) const EVENTS_AT_THE_HEAD_ARE_NEAR: bool = true;

/// A turn that exempts is as near as its end.
pub(super) const TURNS_ARE_AS_NEAR_AS_THEIR_ENDS: bool = true;

/// More turns reach as far as fewer, though one lies inside the other (only of `any`).
pub(super) const NESTED_TURNS_END_WITH_THE_LAST: bool = true;

/// Of triggers that are one occurrence, the windows are judged all; else they end where that of the last does.
pub(super) const WINDOWS_OF_ONE_OCCURRENCE_ADD_UP: bool = true;

/// A trigger that is an event is in the turn that it cuts or ends; else in that of the message in front of it (of the
/// first message where there is none), if that is by the side that the selector names, and else in that message.
pub(super) const EVENTS_ARE_IN_THE_TURN_ROUND_THEM: bool = true;

/// An event shares no message with what is said in front of it, so that it is a trigger of its own with `N messages`.
pub(super) const EVENTS_SHARE_NO_MESSAGE: bool = true;

/// Whether the library reads a case in a way that is not modelled here.
pub(super) fn is_disputed(case: Case<'_>) -> bool {
    let all = case.rule.trigger.as_ref().map(|trigger| case.occurrences(trigger, &mut false));
    let is_nested = all.unwrap_or_default().windows(2).any(|pair| pair[0].end > pair[1].start);
    let selectors = case.rule.trigger.as_ref().map_or(&[][..], |trigger| &trigger.any);
    let sides = selectors.iter().filter_map(|selector| selector.from.as_ref());
    let by_turn = matches!(case.rule.within, Some(Within::Turns(_) | Within::Same(Unit::Turn)));
    let is_mixed = by_turn && sides.clone().any(|side| Some(side) != sides.clone().next());
    is_nested && !NESTED_TURNS_STAND_ALONE || is_mixed && !TURN_IS_OF_JUDGED_SIDE
}
