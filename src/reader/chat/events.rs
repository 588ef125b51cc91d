//! The names of events, as logs write them.

use crate::document::{Event, Role};

use super::super::role_of;
use super::label;

/// Other words for the events of the model.
const WORDS: [(&str, &[&str]); 10] = [
    ("ring", &["响铃", "振铃"]),
    ("connect", &["接通", "接入", "会话开始", "connected"]),
    ("join", &["加入", "进入会话", "进店", "joined"]),
    ("leave", &["离开", "退出", "left"]),
    ("transfer", &["转接", "转人工", "转接人工", "transferred"]),
    ("hold", &["保持", "静音", "等待", "mute", "on hold"]),
    ("resume", &["恢复", "取消静音", "取消保持", "unmute", "resumed"]),
    ("drop", &["中断", "掉线", "断线", "dropped", "disconnected"]),
    ("hang-up", &["挂断", "挂机", "hangup", "hang up"]),
    ("close", &["关闭", "结束", "会话结束", "closed", "end"]),
];

/// The event that a word names, in Chinese or English.
pub(in crate::reader) fn named(word: &str) -> Option<&'static str> {
    let word = word.trim().to_lowercase();
    let known = Event::NAMES.into_iter().find(|name| *name == word);
    known.or_else(|| WORDS.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(name, _)| *name))
}

/// A line that is an event alone.
pub(super) struct Line<'a> {
    pub(super) name: &'static str,
    pub(super) actor: Option<Role>,
    /// The time before it, as it is written.
    pub(super) stamp: Option<&'a str>,
}

/// What stands in a line that is an event alone: `[transfer]`, `[10:00] [hang-up by agent]`, `[客服挂断]`.
pub(super) fn in_line(line: &str) -> Option<Line<'_>> {
    let line = line.trim();
    let stamp = if line.ends_with([']', '】']) { label::stamp_of(line) } else { return None };
    let event = stamp.as_ref().map_or(line, |stamp| stamp.rest);
    let inner = event.strip_prefix(['[', '【'])?.strip_suffix([']', '】'])?;
    let (event, actor) = match inner.split_once(" by ") {
        Some((event, actor)) => (event, role_of(actor)),
        None => {
            let by = [("客服", Role::Agent), ("客户", Role::Customer), ("系统", Role::System)];
            let actor = by.iter().find_map(|(word, role)| Some((inner.strip_prefix(word)?, Some(*role))));
            actor.unwrap_or((inner, None))
        }
    };
    Some(Line { name: named(event)?, actor, stamp: stamp.map(|stamp| stamp.text) })
}
