//! Findings: what one shows.

use std::sync::Arc;

use crate::diagnostic::{At, Diagnostic, Fix, Label, Place};
use crate::document::{Kind, PartKind, Role};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Passage, Source, Span, Untrusted};
use crate::text::{is_han, is_opaque};

use super::found::Objection;
use super::hits::Hit;
use super::limit::in_words;
use super::measure::Measure;
use super::model::{Limit, Per, Rule, Same, Unit, Within};
use super::scene::{Scene, Stretch};
use super::select::Occurrence;

/// The finding of a hit.
pub(super) fn of_hit(scene: &Scene<'_>, rule: &Rule, hit: &Hit, trigger: Option<&Occurrence>) -> Diagnostic {
    let (source, span) = place_of(scene, hit);
    let mut finding = begin(scene, rule, hit, source, span, trigger);
    finding.label = match hit.event {
        Some(_) => Bilingual::new("不该发生在这里", "not to happen here"),
        None => hit_label(source.slice(span), scene.folded(&hit.words)),
    };
    let passage = &scene.text(hit.words.text).part.passage;
    let instead = rule.instead.as_ref().map(|instead| wording(instead, passage).trim());
    finding.help = instead.map(|instead| say!("可以写：{instead}", "say instead: {instead}"));
    finding
}

/// The finding of an old wording, with the new one as a fix that nobody has to look at.
pub(super) fn of_replaced(
    scene: &Scene<'_>,
    rule: &Rule,
    hit: &Hit,
    value: &str,
    trigger: Option<&Occurrence>,
) -> Diagnostic {
    let mut finding = of_hit(scene, rule, hit, trigger);
    let (source, span) = place_of(scene, hit);
    let shown = Untrusted(value);
    finding.help = Some(match value {
        "" => Bilingual::new("删去", "leave it out"),
        _ => say!("改成“{shown}”", "write \"{shown}\""),
    });
    let insert = scene.text(hit.words.text).part.passage.encode(value);
    finding.fix = insert.map(|insert| Fix { place: Place::new(source, span), insert, safe: true });
    finding
}

/// The finding of a count or measure out of bounds.
pub(super) fn of_measure(
    scene: &Scene<'_>,
    rule: &Rule,
    limit: &Limit,
    value: f64,
    at: &Hit,
    trigger: Option<&Occurrence>,
) -> Diagnostic {
    let is_surplus = limit.max.is_some_and(|max| value > max);
    let is_exact =
        matches!(limit.of, Measure::Unanswered) || is_surplus && matches!(limit.of, Measure::Hits(_));
    let (source, span) = if is_exact { place_of(scene, at) } else { place_of_piece(scene, rule, at) };
    let mut finding = begin(scene, rule, at, source, span, trigger);
    finding.label = in_words(limit, value);
    let passage = &scene.text(at.words.text).part.passage;
    let instead = rule.instead.as_ref().map(|instead| wording(instead, passage).trim());
    finding.help = instead.map(|instead| say!("可以写：{instead}", "say instead: {instead}"));
    finding
}

/// Where a hit stands.
fn place_of<'s>(scene: &'s Scene<'_>, hit: &Hit) -> (&'s Source, Span) {
    let event = hit.event.and_then(|event| scene.conversation.events[event].place.as_ref());
    match event {
        Some(passage) => (passage.source(), passage.span()),
        None => {
            let passage = &scene.text(hit.words.text).part.passage;
            (passage.source(), passage.span_of(hit.words.range.clone()))
        }
    }
}

/// Where a piece stands that begins at a place: its message, or what of the message it is where the rule cuts messages.
fn place_of_piece<'s>(scene: &'s Scene<'_>, rule: &Rule, at: &Hit) -> (&'s Source, Span) {
    let message = scene.conversation.messages[at.message(scene)].place();
    match message {
        Some((source, span)) if !is_cut(rule) => (source, span),
        _ => place_of(scene, at),
    }
}

/// Whether what a rule judges is less than a message.
fn is_cut(rule: &Rule) -> bool {
    let within = rule.window.as_ref().and_then(|window| window.within);
    rule.selection.parts.0.is_some()
        || matches!(rule.per, Some(Per::Clause | Per::Sentence | Per::Part))
        || matches!(within, Some(Within::Same(Same::Clause | Same::Sentence)))
}

/// What to write instead, in the language of what is written there.
fn wording<'r>(instead: &'r Bilingual, passage: &Passage) -> &'r str {
    if passage.text().chars().any(is_han) { &instead.zh } else { &instead.en }
}

/// What to say at a hit. Where the source hides what it says, in escapes or between blanks, its reading is said too.
fn hit_label(written: &str, read: &str) -> Bilingual {
    let is_plain = written.chars().count() == read.chars().count();
    let shown = Untrusted(read);
    match is_plain || read.contains(is_opaque) {
        true => Bilingual::new("不该这样写", "not to be said"),
        false => say!("读作“{shown}”，不该这样写", "reads \"{shown}\", not to be said"),
    }
}

/// The finding of an absence; with `before`, on the trigger.
pub(super) fn of_absence(
    scene: &Scene<'_>,
    rule: &Rule,
    at: &Hit,
    trigger: Option<&Occurrence>,
    near_miss: Option<NearMiss>,
) -> Diagnostic {
    let is_on_trigger = rule.is_before() && rule.per.is_none();
    let (source, span) = if is_on_trigger { place_of(scene, at) } else { place_of_piece(scene, rule, at) };
    let mut finding = begin(scene, rule, at, source, span, trigger.filter(|_| !is_on_trigger));
    let is_alone = scene.conversation.kind != Kind::Chat;
    finding.label = match is_on_trigger {
        true => Bilingual::new("在这之前没有说", "not said before this"),
        false => absence_label(rule, is_cut(rule), is_alone),
    };
    finding.labels.extend(near_miss.map(|miss| miss.label(scene, at)));
    let passage = &scene.text(at.words.text).part.passage;
    let instead = rule.instead.as_ref().map(|instead| wording(instead, passage));
    finding.help = instead.map(str::trim).map(|instead| say!("可以加上：{instead}", "add: {instead}"));
    finding.fix = instead.filter(|_| !is_on_trigger).and_then(|instead| match is_cut(rule) {
        true => {
            let place = Place::new(source, Span::at(span.start));
            passage.encode(instead).map(|insert| Fix { place, insert, safe: false })
        }
        false => insertion(scene, rule, at.message(scene), passage, instead),
    });
    finding
}

/// What almost made an absence none: wanted words where they do not count.
#[derive(Clone, Debug)]
pub(super) struct NearMiss {
    pub(super) words: Stretch,
    /// Why they do not count; none if they stand outside of the piece.
    pub(super) objection: Option<Objection>,
}

impl NearMiss {
    fn label(&self, scene: &Scene<'_>, at: &Hit) -> Label {
        let text = scene.text(self.words.text);
        let turn = scene.turn_number(text.message);
        let label = match self.objection {
            Some(objection) => objection.reason(),
            None if text.message == at.message(scene) => {
                Bilingual::new("说在了这里，不在要求的位置", "said here, which is not where it is wanted")
            }
            None => say!(
                "说在了第 {turn} 轮，不在要求的位置",
                "said in turn {turn}, which is not where it is wanted"
            ),
        };
        let span = text.part.passage.span_of(self.words.range.clone());
        Label { text: label, place: Place::new(text.part.passage.source(), span) }
    }
}

/// What to say where the missing words should have stood.
fn absence_label(rule: &Rule, is_small: bool, is_alone: bool) -> Bilingual {
    let within = rule.window.as_ref().map(|window| window.within);
    let at = rule.selection.at.map(|at| (at.count, at.unit));
    match (rule.per, within, at) {
        _ if is_small => Bilingual::new("这里没有说", "not said here"),
        _ if is_alone => Bilingual::new("这条消息里没有说", "not said in this message"),
        (Some(Per::Message), ..)
        | (None, Some(Some(Within::Same(Same::Message) | Within::Next(1, Unit::Messages))), _)
        | (None, None, Some((1, Unit::Messages))) => {
            Bilingual::new("这条消息里没有说", "not said in this message")
        }
        (Some(Per::Turn), ..)
        | (None, Some(Some(Within::Same(Same::Turn) | Within::Next(1, Unit::Turns))), _)
        | (None, None, Some((1, Unit::Turns))) => Bilingual::new("这一轮里没有说", "not said in this turn"),
        _ => Bilingual::new("从这里起没有说", "not said from here on"),
    }
}

fn begin(
    scene: &Scene<'_>,
    rule: &Rule,
    hit: &Hit,
    source: &Source,
    span: Span,
    trigger: Option<&Occurrence>,
) -> Diagnostic {
    let message = hit.message(scene);
    Diagnostic {
        code: Arc::clone(&rule.code),
        level: rule.level,
        text: Arc::clone(&rule.summary),
        place: Some(Place::new(source, span)),
        label: Bilingual::default(),
        excerpt: source.slice(span).to_owned(),
        at: Some(at(scene, message)),
        labels: trigger.and_then(|trigger| trigger_label(scene, trigger)).into_iter().collect(),
        help: None,
        clauses: rule.clauses.clone(),
        fix: None,
    }
}

/// Whose message a finding stands on.
pub fn at(scene: &Scene<'_>, message: usize) -> At {
    let said = &scene.conversation.messages[message];
    At {
        kind: scene.conversation.kind.name(),
        conversation: (*scene.conversation.id).to_owned(),
        turn: scene.turn_number(message),
        message: message + 1,
        role: said.role.name(),
        speaker: said.speaker.as_deref().map(str::to_owned),
        names: Arc::default(),
    }
}

/// What called for the missing words, or opened the window in which the wrong ones stand.
fn trigger_label(scene: &Scene<'_>, trigger: &Occurrence) -> Option<Label> {
    if let Some(event) = trigger.event {
        let passage = scene.conversation.events[event].place.as_ref()?;
        let name = scene.conversation.events[event].name;
        let text = say!("由事件 [{name}] 而起", "because of the event [{name}]");
        return Some(Label { text, place: Place::new(passage.source(), passage.span()) });
    }
    let said = scene.conversation.messages.get(trigger.messages.start)?;
    let place = match &trigger.words {
        Some(words) => {
            let passage = &scene.text(words.text).part.passage;
            Place::new(passage.source(), passage.span_of(words.range.clone()))
        }
        None => said.place().map(|(source, span)| Place::new(source, span))?,
    };
    let Bilingual { zh, en } = said.role.title();
    let text = match said.role {
        Role::Unknown => Bilingual::new("由此而起", "because of this"),
        _ => say!("{zh}这样说", "{en} said this"),
    };
    Some(Label { text, place })
}

/// The missing words put where they belong: for `at: last …` at the end of the turn, else at the head of the message.
fn insertion(scene: &Scene<'_>, rule: &Rule, message: usize, passage: &Passage, text: &str) -> Option<Fix> {
    let at_end = rule.selection.at.is_some_and(|at| at.last);
    let turns = scene.turns(rule.selection.from);
    let last = turns.holding(message).and_then(|turn| turns.list()[turn].messages.last().copied());
    let message = last.filter(|_| at_end).unwrap_or(message);
    let parts = scene.conversation.messages[message].parts.iter();
    let mut bodies = parts.filter(|part| part.kind == PartKind::Body).map(|part| &part.passage);
    let (passage, byte) = if at_end {
        let passage = bodies.next_back().unwrap_or(passage);
        (passage, passage.span().end)
    } else {
        let passage = bodies.next().unwrap_or(passage);
        (passage, passage.span().start)
    };
    let place = Place::new(passage.source(), Span::at(byte));
    passage.encode(text).map(|insert| Fix { place, insert, safe: false })
}
