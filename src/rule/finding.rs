//! Findings: what one shows.

use std::sync::Arc;

use crate::diagnostic::{At, Diagnostic, Fix, Label, Place};
use crate::document::{Kind, PartKind, Role};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Passage, Source, Span, Untrusted};
use crate::text::{is_han, is_opaque};

use super::pieces::Piece;
use super::scene::{Scene, Stretch};
use super::select::Occurrence;
use super::{Per, Rule, Same, Unit, Within};

/// The finding of a hit.
pub(super) fn of_hit(
    scene: &Scene<'_>,
    rule: &Rule,
    hit: &Stretch,
    trigger: Option<&Occurrence>,
) -> Diagnostic {
    let passage = &scene.text(hit.text).part.passage;
    let span = passage.span_of(hit.range.clone());
    let mut finding = begin(scene, rule, hit, passage.source(), span, trigger);
    finding.label = hit_label(passage.source().slice(span), scene.folded(hit));
    let instead = rule.instead.as_ref().map(|instead| wording(instead, passage).trim());
    finding.help = instead.map(|instead| say!("可以写：{instead}", "say instead: {instead}"));
    finding
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

/// The finding of an absence, which stands on the message of a stretch; within a message, on the stretch itself.
pub(super) fn of_absence(scene: &Scene<'_>, rule: &Rule, piece: &Piece, at: &Stretch) -> Diagnostic {
    let text = scene.text(at.text);
    let passage = &text.part.passage;
    let within = rule.window.as_ref().and_then(|window| window.within);
    let is_small = matches!(rule.per, Some(Per::Clause | Per::Sentence | Per::Part))
        || matches!(within, Some(Within::Same(Same::Clause | Same::Sentence)));
    let message = scene.conversation.messages[text.message].place();
    let (source, span) = match message {
        Some((source, span)) if !is_small => (source, span),
        _ => (passage.source(), passage.span_of(at.range.clone())),
    };
    let mut finding = begin(scene, rule, at, source, span, piece.trigger.as_deref());
    let is_alone = scene.conversation.kind != Kind::Chat;
    finding.label = absence_label(rule, is_small, is_alone);
    let instead = rule.instead.as_ref().map(|instead| wording(instead, passage));
    finding.help = instead.map(str::trim).map(|instead| say!("可以加上：{instead}", "add: {instead}"));
    finding.fix = instead.map(|instead| match is_small {
        true => {
            let place = Place::new(source, Span::at(passage.span_of(at.range.clone()).start));
            Fix { place, insert: passage.encode(instead), safe: false }
        }
        false => insertion(scene, rule, text.message, passage, instead),
    });
    finding
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
    stretch: &Stretch,
    source: &Source,
    span: Span,
    trigger: Option<&Occurrence>,
) -> Diagnostic {
    let message = scene.text(stretch.text).message;
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

fn at(scene: &Scene<'_>, message: usize) -> At {
    let said = &scene.conversation.messages[message];
    At {
        kind: scene.conversation.kind.name(),
        conversation: scene.conversation.id.clone(),
        turn: scene.turn_number(message),
        message: message + 1,
        role: said.role.name(),
        speaker: said.speaker.as_deref().map(str::to_owned),
    }
}

/// What called for the missing words, or opened the window in which the wrong ones stand.
fn trigger_label(scene: &Scene<'_>, trigger: &Occurrence) -> Option<Label> {
    let said = scene.conversation.messages.get(trigger.first_message)?;
    let place = match &trigger.words {
        Some(words) => {
            let passage = &scene.text(words.text).part.passage;
            Place::new(passage.source(), passage.span_of(words.range.clone()))
        }
        None if trigger.is_event => return None,
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
fn insertion(scene: &Scene<'_>, rule: &Rule, message: usize, passage: &Passage, text: &str) -> Fix {
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
    Fix { place, insert: passage.encode(text), safe: false }
}
