//! The names of events, as logs write them.

use crate::document::{Event, Role};

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

/// What stands in a line that is an event alone: `[transfer]`, `[hang-up by agent]`, `[客服挂断]`.
pub(super) fn in_line(line: &str) -> Option<(&'static str, Option<Role>)> {
    let inner = line.trim().strip_prefix(['[', '【'])?.strip_suffix([']', '】'])?;
    if let Some((event, actor)) = inner.split_once(" by ") {
        return Some((named(event)?, super::super::role_of(actor)));
    }
    let by = [("客服", Role::Agent), ("客户", Role::Customer), ("系统", Role::System)];
    let actor = by.iter().find_map(|(word, role)| Some((inner.strip_prefix(word)?, *role)));
    match actor {
        Some((event, role)) => Some((named(event)?, Some(role))),
        None => Some((named(inner)?, None)),
    }
}
