//! Rules, and how one is judged: select the text, open the windows, cut them into pieces, judge each piece.

mod exempt;
mod facts;
mod finding;
mod forbid;
mod found;
mod glance;
mod hits;
mod index;
mod judge;
mod limit;
mod measure;
mod model;
mod open;
mod piece;
mod pieces;
mod require;
mod scene;
mod select;
mod standing;
mod trace;
mod turns;
mod wanted;
mod windows;

use crate::language::Bilingual;
use crate::say;

use judge::Judge;

pub use facts::{Count, Day, Facts};
pub use finding::at;
pub use index::Index;
pub use judge::Verdict;
pub use limit::{amount, time};
pub use measure::Measure;
pub use model::{
    Exemption, Limit, Parts, Per, Position, Replacement, Rule, Same, Selection, Selector, Side, Unit, Verb,
    What, Window, Within,
};
pub use scene::Scene;
pub use trace::Trace;
pub use wanted::{Sight, Wanted};

impl Rule {
    /// Judges a conversation.
    pub fn judge(&self, scene: &Scene<'_>) -> Verdict {
        let is_about_it = self.selection.covers(scene.conversation.kind, scene.conversation.mode);
        if !is_about_it || glance::is_met(scene, self) {
            return Verdict::default();
        }
        let mut judge = Judge::new(scene, self);
        if scene.conversation.messages.is_empty() {
            judge.skip([self.nothing_to_judge()]);
            return judge.verdict();
        }
        if !self.may_find(scene) {
            return Verdict::default();
        }
        let selected = select::selected(scene, &self.selection);
        match facts::all(self.selection.when.iter().map(|facts| facts.hold(scene, &selected.stretches))) {
            Ok(true) if !open::waits(scene, self) => self.judge_selected(&mut judge, selected),
            Ok(_) => (),
            Err(reason) => judge.skip([reason]),
        }
        judge.verdict()
    }

    fn judge_selected<'s>(&'s self, judge: &mut Judge<'s, '_>, selected: select::Selected) {
        let scene = judge.scene;
        let triggers = self.window.iter().flat_map(|window| &window.triggers);
        judge.skip(
            triggers.filter_map(|trigger| select::event_by_nobody(scene, trigger)).map(select::unknown_actor),
        );
        judge.skip(selected.unknown.clone());
        if selected.is_nothing
            && matches!(self.verb, Verb::Require(_))
            && self.window.is_none()
            && self.per.is_none()
        {
            return judge.skip([self.nothing_to_judge()]);
        }
        let stretches = selected.stretches.clone();
        let windows = windows::open(scene, self, selected);
        judge.skip(windows.unknown);
        let groups = windows.groups;
        let each = |groups: Vec<Vec<piece::Piece>>| groups.into_iter().flatten().collect();
        match &self.verb {
            Verb::Forbid(wanted) => forbid::judge(judge, wanted, each(groups)),
            Verb::Replace(wanted, new) => forbid::judge_replaced(judge, wanted, new, each(groups)),
            Verb::Require(wanted) => require::judge(judge, wanted, &stretches, groups),
            Verb::Limit(limit) => limit::judge(judge, limit, &stretches, groups),
        }
    }

    /// The patterns, by their numbers, of which one has to stand in a conversation for the rule to find anything; none if
    /// that cannot be said.
    pub fn needs(&self, index: &Index) -> Option<Vec<usize>> {
        let of_verb = || Some(vec![index.needed(self.forbidden()?)?]);
        let of_triggers = || {
            let needs = self.window.as_ref()?.triggers.iter().map(|selector| match &selector.what {
                What::Says(wanted) => index.needed(wanted),
                What::Event(_) | What::Turn => None,
            });
            needs.collect()
        };
        of_verb().or_else(of_triggers)
    }

    /// What may not be said, or not so often: without it there is nothing to find.
    fn forbidden(&self) -> Option<&Wanted> {
        match &self.verb {
            Verb::Forbid(wanted) | Verb::Replace(wanted, _) => Some(wanted),
            Verb::Limit(Limit { of: Measure::Hits(wanted), min: None, .. }) => Some(wanted),
            Verb::Require(_) | Verb::Limit(_) => None,
        }
    }

    /// Whether a look at what stands in a conversation leaves anything to find, or to say about what is not known.
    fn may_find(&self, scene: &Scene<'_>) -> bool {
        let mut triggers = self.window.iter().flat_map(|window| &window.triggers);
        let is_timed = matches!(self.window, Some(Window { within: Some(Within::Time(_)), .. }));
        let is_known = !is_timed
            && self.selection.when.iter().all(Facts::are_known)
            && triggers.all(|trigger| select::event_by_nobody(scene, trigger).is_none());
        let is_there = |selector: &Selector| match &selector.what {
            What::Says(wanted) => scene.may_be_said(wanted, selector.from),
            What::Event(name) => scene.conversation.events.iter().any(|event| event.name == *name),
            What::Turn => true,
        };
        let may_be_there = || {
            self.forbidden().is_none_or(|wanted| scene.may_be_said(wanted, self.selection.from))
                && self.window.as_ref().is_none_or(|window| window.triggers.iter().any(is_there))
        };
        !is_known || may_be_there()
    }

    /// Why a rule that requires something has nothing to look at.
    fn nothing_to_judge(&self) -> Bilingual {
        if let Parts(Some(parts)) = &self.selection.parts {
            let names = parts.iter().map(|part| part.name()).collect::<Vec<_>>().join(", ");
            return say!("没有这样的部分：{names}", "no such part: {names}");
        }
        let roles: Vec<Bilingual> = self.selection.from.list().iter().map(|role| role.title()).collect();
        let zh = roles.iter().map(|role| role.zh.as_str()).collect::<Vec<_>>().join("、");
        let en = roles.iter().map(|role| role.en.as_str()).collect::<Vec<_>>().join(" or ");
        say!("没有{zh}的消息", "no message by {en}")
    }
}
