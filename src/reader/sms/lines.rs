//! One SMS a line; a line that begins with `# ` is a remark.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::document::{Conversation, Kind, Message, Part, PartKind, Role};
use crate::source::{Passage, Source, Span};
use crate::text::{constant, slots};

use super::super::{Options, Read};

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

/// Whether most lines are SMS by their look: a signature, a customer addressed, a slot or an opt-out.
pub(in crate::reader) fn looks_like_sms(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| is_template(line)).collect();
    let looks = [&SENDER, &ADDRESSED, &OPT_OUT];
    let is_marked = |line: &&&str| looks.iter().any(|look| look.is_match(line)) || !slots(line).is_empty();
    lines.iter().filter(is_marked).count() * 2 > lines.len()
}

/// Reads the lines: each a conversation of one message by the agent.
pub(in crate::reader) fn read(source: &Arc<Source>, options: &Options) -> Read {
    let mode = options.mode(Kind::Sms);
    let lines = source.lines().enumerate().filter(|(_, (_, line))| is_template(line));
    let conversations = lines.map(|(index, (span, line))| {
        let mut conversation = Conversation::new((index + 1).to_string(), Kind::Sms, mode);
        conversation.messages.push(Message {
            role: Role::Agent,
            speaker: None,
            time: None,
            parts: parts(source, span, line),
        });
        Ok(conversation)
    });
    conversations.collect()
}

fn is_template(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with("# ")
}

fn parts(source: &Arc<Source>, span: Span, line: &str) -> Vec<Part> {
    let part = |kind, range: std::ops::Range<usize>| Part {
        kind,
        passage: Passage::verbatim(source, Span::new(span.start + range.start, span.start + range.end)),
    };
    let opt_out = OPT_OUT.find(line).map_or(line.len(), |found| found.start());
    let sender = SENDER.find(&line[..opt_out]).map(|found| found.range());
    let mut parts = Vec::new();
    match sender {
        Some(sender) if sender.start == 0 => {
            parts.push(part(PartKind::Sender, sender.clone()));
            parts.push(part(PartKind::Body, sender.end..opt_out));
        }
        Some(sender) => {
            parts.push(part(PartKind::Body, 0..sender.start));
            parts.push(part(PartKind::Sender, sender.start..opt_out));
        }
        None => parts.push(part(PartKind::Body, 0..opt_out)),
    }
    if opt_out < line.len() {
        parts.push(part(PartKind::OptOut, opt_out..line.len()));
    }
    parts
}
