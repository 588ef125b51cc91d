//! One SMS a line; a line that begins with `# ` is a remark, which may allow findings in the line below.

use std::sync::Arc;

use crate::document::Kind;
use crate::source::{Passage, Source, Span};

use super::super::{Options, Read, allow};
use super::parts::{conversation, look_like_sms};

/// Whether most lines are SMS by their look.
pub(in crate::reader) fn looks_like_sms(text: &str) -> bool {
    look_like_sms(text.lines().filter(|line| is_template(line)))
}

/// Reads the lines: each a conversation of one message by the agent.
pub(in crate::reader) fn read(source: &Arc<Source>, options: &Options) -> Read {
    let mode = options.mode(Kind::Sms);
    let (mut read, mut remarks): (Read, Vec<(Span, &str)>) = (Vec::new(), Vec::new());
    for (index, (span, line)) in source.lines().enumerate() {
        if is_template(line) {
            let id = (index + 1).to_string();
            let mut said = conversation(id, mode, &Passage::verbatim(source, span));
            let remarks = remarks.drain(..);
            let (allowed, faults) =
                allow::sorted(remarks.map(|(at, text)| allow::read(source, at, text, span)));
            said.allowances = allowed;
            read.extend(faults.into_iter().map(|fault| Err(Box::new(fault))));
            read.push(Ok(said));
        } else {
            remarks.extend(allow::in_remark(line).map(|written| (span, written.trim())));
        }
    }
    read.extend(remarks.into_iter().map(|(at, _)| Err(Box::new(allow::nothing_below().at(source, at)))));
    read
}

fn is_template(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with("# ") && allow::in_remark(line).is_none()
}
