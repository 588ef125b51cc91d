//! The parts of an SMS: who sends it, what it says, how to unsubscribe.

use std::ops::Range;
use std::sync::LazyLock;

use regex_lite::Regex;

use crate::document::{Conversation, Kind, Message, Mode, Part, PartKind};
use crate::source::Passage;
use crate::text::{constant_lite, slots};

/// A customer addressed at the head, with the text behind it on the same line.
static ADDRESSED: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(r"^(?:尊敬|敬爱|亲爱|尊贵|敬愛|親愛)的[^。！？!?，,：:]{1,20}[：:，,！!]\s*\S")
});

/// How to unsubscribe, at the end.
static OPT_OUT: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r"(?xi)(?:拒收|退订|退訂)[请請]?回[复復覆]?\ ?[A-Z0-9]{1,4}[。.]?\s*$
        |[请請]?回[复復覆]?\ ?[A-Z0-9]{1,4}\ ?(?:退订|退訂|拒收)[。.]?\s*$
        |[请請]?回[复復覆]?\ ?[A-Z]{1,4}退[。.]?\s*$
        |(?:reply|text|txt)\ +STOP\b[^.]*\.?\s*$
        |STOP\ +(?:au|à|an|to|at)\ +[0-9]{3,6}\.?\s*$",
    )
});

/// Whether most texts are SMS by their look: a signature, a customer addressed, a slot or an opt-out.
pub(in crate::reader) fn look_like_sms<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let is_addressed = |text: &str| text.contains('的') && ADDRESSED.is_match(text.trim());
    let is_marked = |text: &str| {
        signature(text).is_some()
            || is_addressed(text)
            || opt_out_at(text) < text.len()
            || !slots(text).is_empty()
    };
    let (marked, all) =
        texts.fold((0, 0), |(marked, all), text| (marked + usize::from(is_marked(text)), all + 1));
    marked * 2 > all
}

/// The conversation that an SMS is: one message by the agent.
pub(in crate::reader) fn conversation(id: String, mode: Mode, text: &Passage) -> Conversation {
    let mut conversation = Conversation::new(id, Kind::Sms, mode);
    conversation.messages.push(Message::by_agent(parts(text)));
    conversation
}

/// Sender, body and opt-out in the order in which they stand there; one that is missing is empty, where it belongs.
fn parts(passage: &Passage) -> Vec<Part> {
    let text = passage.text();
    let part = |kind, range| Part { kind, passage: passage.slice(range) };
    // 退订回T【青禾】: the sender may stand behind it.
    let end = signature(text).map_or(0, |sender| sender.start);
    let opt_out = opt_out_at(&text[..end]);
    if opt_out < end {
        return vec![
            part(PartKind::Body, 0..opt_out),
            part(PartKind::OptOut, opt_out..end),
            part(PartKind::Sender, end..text.len()),
        ];
    }
    let opt_out = opt_out_at(text);
    let sender = signature(&text[..opt_out]).unwrap_or(0..0);
    let (body, is_head) = match sender.start {
        0 => (sender.end..opt_out, true),
        end => (0..end, false),
    };
    let sender = part(PartKind::Sender, if is_head { sender } else { sender.start..opt_out });
    let body = part(PartKind::Body, body);
    let opt_out = part(PartKind::OptOut, opt_out..text.len());
    if is_head { vec![sender, body, opt_out] } else { vec![body, sender, opt_out] }
}

/// The signature of the sender with the blanks round it, at the head or at the end: `【…】`.
fn signature(text: &str) -> Option<Range<usize>> {
    let is_name = |name: &str| (1..=30).contains(&name.chars().count()) && !name.contains(['【', '】']);
    let head = text.trim_start().strip_prefix('【').and_then(|rest| rest.split_once('】'));
    if let Some((_, behind)) = head.filter(|(name, _)| is_name(name)) {
        return Some(0..text.len() - behind.len());
    }
    let (before, name) = text.trim_end().strip_suffix('】')?.rsplit_once('【')?;
    is_name(name).then_some(before.len()..text.len())
}

/// Where the text begins that says how to unsubscribe; the end of the text where none does.
fn opt_out_at(text: &str) -> usize {
    let may_say =
        ["拒收", "退"].iter().any(|word| text.contains(word)) || text.to_ascii_lowercase().contains("stop");
    let found = if may_say { OPT_OUT.find(text) } else { None };
    found.map_or(text.len(), |found| found.start())
}
