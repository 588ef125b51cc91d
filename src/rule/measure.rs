//! What `limit` counts and measures.

use serde::{Deserialize, Serialize};

use crate::document::{Role, Roles};
use crate::language::Bilingual;
use crate::text;

use super::facts::{Count, no_time};
use super::model::{Per, Rule, Side};
use super::piece::Piece;
use super::scene::{Scene, Stretch};
use super::wanted::Wanted;

/// What is counted or measured.
#[derive(Debug, Serialize, Deserialize)]
pub enum Measure {
    /// Hits of a pattern.
    Hits(Box<Wanted>),
    /// Characters, as people see them.
    Chars,
    /// Sentences.
    Sentences,
    /// Lines with something on them.
    Lines,
    /// The parts that an SMS is sent in (3GPP TS 23.038), a slot taken for so many characters, else as it is written.
    SmsSegments(Option<Count>),
    /// Turns.
    Turns,
    /// Messages.
    Messages,
    /// The share of all characters of the conversation, from 0 to 1.
    Share,
    /// Messages that say again what an earlier one says, at least this similar (from 0 to 1).
    Repeats(f64),
    /// The share of capitals among Latin letters, from 0 to 1.
    Uppercase,
    /// From the first message to the last, in seconds.
    Duration,
    /// From a turn of the other side, or a trigger, to the answer, in seconds.
    ReplyDelay,
    /// Turns of the other side, or triggers, without an answer.
    Unanswered,
}

impl Measure {
    /// The words for those that are no pattern.
    pub const WORDS: [&'static str; 12] = [
        "chars",
        "sentences",
        "lines",
        "sms-segments",
        "turns",
        "messages",
        "share",
        "repeats",
        "uppercase",
        "duration",
        "reply-delay",
        "unanswered",
    ];

    /// The one that a word names.
    pub fn named(word: &str, similarity: f64) -> Option<Self> {
        let measure = match word {
            "chars" => Self::Chars,
            "sentences" => Self::Sentences,
            "lines" => Self::Lines,
            "sms-segments" => Self::SmsSegments(None),
            "turns" => Self::Turns,
            "messages" => Self::Messages,
            "share" => Self::Share,
            "repeats" => Self::Repeats(similarity),
            "uppercase" => Self::Uppercase,
            "duration" => Self::Duration,
            "reply-delay" => Self::ReplyDelay,
            "unanswered" => Self::Unanswered,
            _ => return None,
        };
        Some(measure)
    }

    /// What it is called.
    pub fn title(&self) -> Bilingual {
        match self {
            Self::Hits(_) => Bilingual::new("次数", "times"),
            Self::Chars => Bilingual::new("字数", "characters"),
            Self::Sentences => Bilingual::new("句数", "sentences"),
            Self::Lines => Bilingual::new("行数", "lines"),
            Self::SmsSegments(_) => Bilingual::new("短信条数", "SMS segments"),
            Self::Turns => Bilingual::new("轮数", "turns"),
            Self::Messages => Bilingual::new("消息数", "messages"),
            Self::Share => Bilingual::new("占全部文字的比例", "the share of all characters"),
            Self::Repeats(_) => Bilingual::new("重复的话", "messages said again"),
            Self::Uppercase => Bilingual::new("大写字母的比例", "the share of capitals"),
            Self::Duration => Bilingual::new("时长", "the duration"),
            Self::ReplyDelay => Bilingual::new("多久才回复", "the time to the reply"),
            Self::Unanswered => Bilingual::new("没有回复的轮次", "turns without a reply"),
        }
    }

    /// Whether its bounds are shares of a whole.
    pub fn is_share(&self) -> bool {
        matches!(self, Self::Share | Self::Uppercase)
    }

    /// Whether its bounds are times.
    pub fn is_time(&self) -> bool {
        matches!(self, Self::Duration | Self::ReplyDelay)
    }
}

/// A value as far as it is known: the least that it may be, and the most, which is another one where slots wait for values.
pub(super) struct Extent {
    pub(super) least: f64,
    pub(super) most: f64,
}

impl Extent {
    /// A value that is known.
    pub(super) fn of(value: f64) -> Self {
        Self { least: value, most: value }
    }
}

/// The value of a measure that a piece has as a whole; none where it has none, an error where it cannot be known.
pub(super) fn of_piece(
    scene: &Scene<'_>,
    rule: &Rule,
    measure: &Measure,
    piece: &Piece,
) -> Result<Option<Extent>, Bilingual> {
    let sum = |of: &dyn Fn(&Stretch) -> usize| piece.stretches().map(of).sum::<usize>();
    let count = match measure {
        Measure::Chars => sum(&|stretch| text::chars(scene.written(stretch))),
        Measure::Lines => sum(&|stretch| text::lines(scene.written(stretch))),
        Measure::Sentences => sum(&|stretch| sentences(scene, stretch)),
        Measure::SmsSegments(slots) => return Ok(Some(segments(scene, piece, *slots))),
        Measure::Share => return Ok(share(scene, piece).map(Extent::of)),
        Measure::Uppercase => return Ok(capitals(scene, piece).map(Extent::of)),
        Measure::Duration => return Ok(duration(scene, rule, piece)?.map(Extent::of)),
        Measure::Hits(_) | Measure::Repeats(_) | Measure::Turns | Measure::Messages => return Ok(None),
        Measure::ReplyDelay | Measure::Unanswered => return Ok(None),
    };
    Ok(Some(Extent::of(count as f64)))
}

fn sentences(scene: &Scene<'_>, stretch: &Stretch) -> usize {
    let overlaps = |range: &&text::TextRange| {
        let part = range.start.max(stretch.range.start)..range.end.min(stretch.range.end);
        part.start < part.end
            && scene.written(&Stretch { text: stretch.text, range: part }).contains(char::is_alphanumeric)
    };
    scene.sentences(stretch.text).iter().filter(overlaps).count()
}

/// The segments of each of its messages, the parts of a message taken together.
fn segments(scene: &Scene<'_>, piece: &Piece, slots: Option<Count>) -> Extent {
    let all = |length: Option<usize>, end: text::End| {
        let of_message = |message: &usize| {
            let own = piece.stretches().filter(|stretch| scene.text(stretch.text).message == *message);
            let written = |text: usize| scene.text(text).part.passage.text();
            let own = own.map(|stretch| (written(stretch.text), scene.zones(stretch.text), &stretch.range));
            text::segments_filled(own, length, end)
        };
        piece.messages(scene).iter().map(of_message).sum::<usize>() as f64
    };
    let (least, most) = (slots.map(|slots| slots.least), slots.map(|slots| slots.most));
    Extent { least: all(least, text::End::Least), most: all(most, text::End::Most) }
}

/// The first message of each turn of a side that stands in a piece, in order.
pub(super) fn turns(scene: &Scene<'_>, side: Roles, piece: &Piece) -> Vec<usize> {
    let turns = scene.turns(side);
    let mut seen = Vec::new();
    let mut first = piece.messages(scene);
    first.retain(|&message| {
        let turn = turns.holding(message);
        let is_new = !seen.contains(&turn);
        seen.push(turn);
        is_new
    });
    first
}

fn share(scene: &Scene<'_>, piece: &Piece) -> Option<f64> {
    let length = |stretch: &Stretch| text::chars(scene.written(stretch));
    let all = (0..scene.conversation.messages.len()).flat_map(|message| scene.judged(message));
    let all: usize = all.map(|stretch| length(&stretch)).sum();
    let own: usize = piece.stretches().map(length).sum();
    (all > 0).then(|| own as f64 / all as f64)
}

fn capitals(scene: &Scene<'_>, piece: &Piece) -> Option<f64> {
    let counts = piece.stretches().map(|stretch| {
        text::capitals(scene.written(stretch), |at| {
            scene.zones(stretch.text).is_opaque_at(at + stretch.range.start)
        })
    });
    let (capitals, letters) = counts.fold((0, 0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    (letters > 1).then(|| capitals as f64 / letters as f64)
}

/// From the first message of a piece to its last, and from or to the trigger that opened its window; where the piece is
/// the whole conversation, of anybody.
fn duration(scene: &Scene<'_>, rule: &Rule, piece: &Piece) -> Result<Option<f64>, Bilingual> {
    let time = |message: usize| scene.conversation.messages[message].time().ok_or_else(no_time);
    let messages = piece.messages(scene);
    let (Some(&first), Some(&last)) = (messages.first(), messages.last()) else { return Ok(None) };
    let is_all = rule.unit() == Per::Conversation && rule.selection.at.is_none();
    let opener = piece.opener.as_ref().filter(|_| !rule.is_within_same());
    let (from, to) = match (opener, rule.side()) {
        (Some(opener), Some(Side::Before)) => (time(first)?, opener.first_time(scene).ok_or_else(no_time)?),
        (Some(opener), _) => (opener.time(scene).ok_or_else(no_time)?, time(last)?),
        (None, None) if is_all => (time(0)?, time(scene.conversation.messages.len() - 1)?),
        (None, _) => (time(first)?, time(last)?),
    };
    Ok(Some(to.seconds_since(from) as f64))
}

/// The messages that say again what an earlier one says, in order.
pub(super) fn repeats(scene: &Scene<'_>, similarity: f64, piece: &Piece) -> Vec<usize> {
    let mut earlier: Vec<String> = Vec::new();
    let mut copies = Vec::new();
    for message in piece.messages(scene) {
        let own = piece.stretches().filter(|stretch| scene.text(stretch.text).message == message);
        let letters = own.flat_map(|stretch| scene.folded(stretch).chars()).filter(|c| c.is_alphanumeric());
        let said: String = letters.collect();
        if said.chars().count() < SHORTEST_COPY {
            continue;
        }
        let is_like = |other: &String| similarity < 1.0 && text::similarity(other, &said) >= similarity;
        if earlier.iter().any(|other| *other == said || is_like(other)) {
            copies.push(message);
        }
        earlier.push(said);
    }
    copies
}

/// The least letters and digits of a text that is said again.
const SHORTEST_COPY: usize = 6;

/// The side that a side talks to.
pub(super) fn other_side(side: Roles) -> Roles {
    match side.contains(Role::Customer) && side != Roles::ANY {
        true => Roles::only(Role::Agent),
        false => Roles::only(Role::Customer),
    }
}
