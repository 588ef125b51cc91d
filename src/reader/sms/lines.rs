//! One SMS a line; a line that begins with `# ` is a remark.

use std::sync::Arc;

use crate::document::Kind;
use crate::source::{Passage, Source};

use super::super::{Options, Read};
use super::parts::{conversation, look_like_sms};

/// Whether most lines are SMS by their look.
pub(in crate::reader) fn looks_like_sms(text: &str) -> bool {
    look_like_sms(text.lines().filter(|line| is_template(line)))
}

/// Reads the lines: each a conversation of one message by the agent.
pub(in crate::reader) fn read(source: &Arc<Source>, options: &Options) -> Read {
    let mode = options.mode(Kind::Sms);
    let lines = source.lines().enumerate().filter(|(_, (_, line))| is_template(line));
    let number = |index: usize| (index + 1).to_string();
    lines
        .map(|(index, (span, _))| Ok(conversation(number(index), mode, &Passage::verbatim(source, span))))
        .collect()
}

fn is_template(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with("# ")
}
