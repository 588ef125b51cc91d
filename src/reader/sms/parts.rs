//! The parts of an SMS: who sends it, what it says, how to unsubscribe.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::{Conversation, Kind, Message, Mode, Part, PartKind, Role};
use crate::source::Passage;
use crate::text::{constant, slots};

/// The signature of the sender, at the head or at the end.
static SENDER: LazyLock<Regex> = LazyLock::new(|| constant(r"^\s*【[^【】]{1,30}】|【[^【】]{1,30}】\s*$"));

/// A customer addressed at the head, with the text behind it on the same line.
static ADDRESSED: LazyLock<Regex> = LazyLock::new(|| {
    constant(r"^\s*(?:尊敬|敬爱|亲爱|尊贵|敬愛|親愛)的[^。！？!?，,：:]{1,20}[：:，,！!]\s*\S")
});

/// How to unsubscribe, at the end.
static OPT_OUT: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)(?:拒收|退订)请?回复?\ ?[A-Z0-9]{1,4}[。.]?\s*$
        |请?回复?\ ?[A-Z0-9]{1,4}(?:退订|拒收)[。.]?\s*$
        |(?:reply|text|txt)\ +STOP\b[^.]*\.?\s*$",
    )
});

/// Whether most texts are SMS by their look: a signature, a customer addressed, a slot or an opt-out.
pub(in crate::reader) fn look_like_sms<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let looks = [&SENDER, &ADDRESSED, &OPT_OUT];
    let is_marked = |text: &str| looks.iter().any(|look| look.is_match(text)) || !slots(text).is_empty();
    let (marked, all) =
        texts.fold((0, 0), |(marked, all), text| (marked + usize::from(is_marked(text)), all + 1));
    marked * 2 > all
}

/// The conversation that an SMS is: one message by the agent.
pub(in crate::reader) fn conversation(id: String, mode: Mode, text: &Passage) -> Conversation {
    let mut conversation = Conversation::new(id, Kind::Sms, mode);
    let (role, parts) = (Role::Agent, parts(text).into());
    conversation.messages.push(Message { role, speaker: None, time: None, holds_nothing: false, parts });
    conversation
}

/// Sender, body and opt-out in the order in which they stand there; one that is missing is empty, where it belongs.
fn parts(passage: &Passage) -> Vec<Part> {
    let text = passage.text();
    let part = |kind, range| Part { kind, passage: passage.slice(range) };
    let opt_out = OPT_OUT.find(text).map_or(text.len(), |found| found.start());
    let sender = SENDER.find(&text[..opt_out]).map_or(0..0, |found| found.range());
    let (body, is_head) = match sender.start {
        0 => (sender.end..opt_out, true),
        end => (0..end, false),
    };
    let sender = part(PartKind::Sender, if is_head { sender } else { sender.start..opt_out });
    let body = part(PartKind::Body, body);
    let opt_out = part(PartKind::OptOut, opt_out..text.len());
    if is_head { vec![sender, body, opt_out] } else { vec![body, sender, opt_out] }
}
