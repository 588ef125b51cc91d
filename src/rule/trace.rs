//! Tracing: why a rule finds something in a message, or does not, step by step.

use crate::language::Bilingual;
use crate::say;
use crate::source::{Untrusted, brief};
use crate::text::is_opaque;

use super::exempt::Exemptions;
use super::facts;
use super::hits::{Hit, Seek};
use super::model::{Rule, Verb, What};
use super::open;
use super::piece::Piece;
use super::scene::{Scene, Stretch};
use super::select::{self, messages_at};
use super::wanted::Wanted;
use super::windows;

/// What a rule does at one message.
#[derive(Debug, Default)]
pub struct Trace {
    /// The steps, in the order of judging.
    pub steps: Vec<Bilingual>,
    /// Whether anything that the rule looks for stands in the message, or opens a window there.
    pub is_touched: bool,
}

impl Trace {
    fn step(&mut self, step: Bilingual) {
        self.steps.push(step);
    }

    /// Notes something that the rule looks for.
    fn found(&mut self, step: Bilingual) {
        self.is_touched = true;
        self.steps.push(step);
    }
}

impl Rule {
    /// Why the rule finds something in a message (counted from 0), or does not.
    pub fn trace(&self, scene: &Scene<'_>, message: usize) -> Trace {
        let mut trace = Trace::default();
        if self.is_about(scene, &mut trace) {
            self.trace_triggers(scene, message, &mut trace);
            let is_selected = self.trace_selection(scene, message, &mut trace);
            if is_selected {
                self.trace_window(scene, message, &mut trace);
                self.trace_hits(scene, message, &mut trace);
            }
        }
        trace
    }

    /// Whether the rule is about the conversation at all.
    fn is_about(&self, scene: &Scene<'_>, trace: &mut Trace) -> bool {
        let (kind, mode) = (scene.conversation.kind, scene.conversation.mode);
        if !self.selection.covers(kind, mode) {
            let (kind, mode) = (kind.name(), mode.name());
            trace.step(say!("不用于 {kind}（{mode}）", "not for {kind} ({mode})"));
            return false;
        }
        let selected = select::selected(scene, &self.selection);
        match facts::all(self.selection.when.iter().map(|facts| facts.hold(scene, &selected.stretches))) {
            Ok(true) if open::waits(scene, self) => {
                trace.step(Bilingual::new("会话还没有结束，先不判", "waits for the end of the conversation"));
                false
            }
            Ok(true) => true,
            Ok(false) => {
                trace.step(Bilingual::new("when 的条件不成立", "a fact under `when` is false"));
                false
            }
            Err(Bilingual { zh, en }) => {
                trace.step(say!("跳过：{zh}", "skipped: {en}"));
                false
            }
        }
    }

    /// What of the triggers stands in the message.
    fn trace_triggers(&self, scene: &Scene<'_>, message: usize, trace: &mut Trace) {
        for selector in self.window.iter().flat_map(|window| &window.triggers) {
            if !messages_at(scene, selector.from, selector.at).contains(&message) {
                continue;
            }
            match &selector.what {
                What::Says(wanted) => {
                    for stretch in scene.parts(message, &selector.parts) {
                        let seek = Seek { scene, wanted, side: selector.from };
                        trace_words(&seek, &stretch, "触发", "trigger", trace);
                    }
                }
                What::Turn => trace.found(Bilingual::new("触发：这一轮", "trigger: this turn")),
                What::Event(_) => (),
            }
        }
    }

    /// Whether the message is among what is judged.
    fn trace_selection(&self, scene: &Scene<'_>, message: usize, trace: &mut Trace) -> bool {
        let said = &scene.conversation.messages[message];
        let Bilingual { zh, en } = said.role.title();
        let step = if !self.selection.from.contains(said.role) {
            say!("不检查{zh}的话", "does not judge what {en} says")
        } else if !messages_at(scene, self.selection.from, self.selection.at).contains(&message) {
            Bilingual::new("不在 at 指的位置", "not at the position of `at`")
        } else if scene.parts(message, &self.selection.parts).next().is_none() {
            Bilingual::new("没有 part 指的部分", "has no part that `part` names")
        } else {
            match facts::all(self.selection.when.iter().map(|facts| facts.hold_at(said.time()))) {
                Ok(true) => return true,
                Ok(false) => Bilingual::new("不在 when 指的时间", "not at a time that `when` names"),
                Err(Bilingual { zh, en }) => say!("跳过：{zh}", "skipped: {en}"),
            }
        };
        trace.step(step);
        false
    }

    /// Whose windows the message lies in.
    fn trace_window(&self, scene: &Scene<'_>, message: usize, trace: &mut Trace) {
        if self.window.is_none() {
            return;
        }
        let windows = windows::open(scene, self, select::selected(scene, &self.selection));
        let holds = |piece: &&Piece| piece.messages(scene).contains(&message);
        let pieces: Vec<&Piece> = windows.groups.iter().flatten().filter(holds).collect();
        if pieces.is_empty() {
            trace.step(Bilingual::new("不在任何触发的窗口里", "in no window of a trigger"));
        }
        let triggers = pieces.iter().filter_map(|piece| piece.opener.as_deref());
        let mut turns: Vec<usize> =
            triggers.map(|trigger| scene.turn_number(trigger.place(scene).message(scene))).collect();
        turns.dedup();
        for turn in turns {
            trace.found(say!("在第 {turn} 轮的触发开的窗口里", "in the window of a trigger in turn {turn}"));
        }
    }

    /// What the verb looks for in the message, what speaks against each hit, and what exempts it.
    fn trace_hits(&self, scene: &Scene<'_>, message: usize, trace: &mut Trace) {
        let Some(wanted) = self.verb.wanted() else { return };
        let seek = Seek { scene, wanted, side: self.selection.from };
        let stretches: Vec<Stretch> = scene.parts(message, &self.selection.parts).collect();
        let mut hits = 0;
        for stretch in &stretches {
            hits += trace_words(&seek, stretch, "命中", "hit", trace);
        }
        if hits == 0 && !wanted.search.combined().is_empty() {
            let whole = seek.hits(&Piece::of(stretches.clone()));
            whole.iter().for_each(|hit| {
                let words = brief(scene.written(&hit.words));
                trace.found(say!("命中“{words}”", "hit \"{words}\""));
            });
            hits += whole.len();
        }
        match self.verb {
            Verb::Require(_) if hits == 0 => {
                trace.step(Bilingual::new("要求的词语这里没有", "what is required does not stand here"));
            }
            Verb::Forbid(_) | Verb::Replace(..) if hits == 0 => {
                trace.step(Bilingual::new("要找的词语这里没有", "nothing that is looked for stands here"));
            }
            _ => (),
        }
        if !self.unless.is_empty() && stretches.first().is_some_and(|first| self.is_exempt(scene, first)) {
            trace.step(Bilingual::new("unless 成立，不报", "`unless` holds: nothing is reported"));
        }
    }

    fn is_exempt(&self, scene: &Scene<'_>, at: &Stretch) -> bool {
        Exemptions::new(scene, self).hold(&Hit::of(at.clone()))
    }
}

impl Scene<'_> {
    /// How the parts of a message were read: folded, with what is masked or waits for a value as □, and what is quoted.
    pub fn parts_read(&self, message: usize) -> Vec<Bilingual> {
        let texts = self.texts_of(message..message + 1);
        texts.map(|text| self.part_read(text)).collect()
    }

    fn part_read(&self, index: usize) -> Bilingual {
        let text = self.text(index);
        let whole = Stretch { text: index, range: 0..text.part.passage.text().len() };
        let folded: String =
            self.folded(&whole).chars().map(|c| if is_opaque(c) { '□' } else { c }).collect();
        let (name, shown) = (text.part.kind.name(), Untrusted(&folded).to_string());
        let quoted = self
            .zones(index)
            .quotes
            .iter()
            .map(|range| brief(self.written(&Stretch { text: index, range: range.clone() })));
        let quoted = quoted.collect::<Vec<_>>().join(" ");
        match quoted.is_empty() {
            true => Bilingual::same(&format!("{name}: {shown}")),
            false => say!("{name}: {shown}（引用：{quoted}）", "{name}: {shown} (quoted: {quoted})"),
        }
    }
}

/// Notes the hits in a stretch, each with what speaks against it; how many there are.
fn trace_words(
    seek: &Seek<'_, '_>,
    stretch: &Stretch,
    zh_what: &str,
    en_what: &str,
    trace: &mut Trace,
) -> usize {
    let Seek { scene, wanted, .. } = seek;
    let Wanted { search, .. } = wanted;
    let mut hits: Vec<Stretch> = scene.find(search, stretch).collect();
    hits.sort_by_key(|hit| (hit.range.start, std::cmp::Reverse(hit.range.end)));
    hits.dedup();
    for hit in &hits {
        let words = brief(scene.written(hit));
        let step = match scene.objection(wanted, hit) {
            None => say!("{zh_what}“{words}”", "{en_what} \"{words}\""),
            Some(objection) => {
                let Bilingual { zh, en } = objection.reason();
                say!("{zh_what}“{words}”：{zh}", "{en_what} \"{words}\": {en}")
            }
        };
        trace.found(step);
    }
    hits.len()
}
