//! `liyi check --list-files`: what would be read, as what, and what not, and why.

use std::io::BufRead;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::reader::{self, Recognition};
use crate::say;
use crate::source::Untrusted;

use super::args::Check;
use super::check::options;
use super::inputs::{self, Input, Inputs, no_text, unreadable};
use super::output::{Answer, Output};
use super::{CLEAN, NOT_CHECKED};

/// Lists the inputs.
pub(super) fn list(command: &Check, inputs: Inputs, output: &mut Output<'_, '_>) -> Answer {
    let mut lines: Vec<(String, Bilingual)> = Vec::new();
    let mut faults = inputs.faults;
    let mut found = 0;
    for input in &inputs.files {
        match look(command, input, output.world.stdin) {
            Ok((said, is_read)) => {
                lines.push((input.name.clone(), said));
                found += usize::from(is_read);
            }
            Err(fault) => faults.push(*fault),
        }
    }
    lines.extend(inputs.folders.iter().map(|(name, reason)| (format!("{name}/"), skipped(reason))));
    if found == 0 && faults.is_empty() {
        faults.push(inputs::nothing_found(&command.paths));
    }
    let lang = output.style.lang;
    let mut lines = lines.iter().map(|(name, said)| format!("{}: {}", Untrusted(name), said.get(lang)));
    let listed = lines.try_for_each(|line| output.line(&line));
    let code = if faults.is_empty() { CLEAN } else { NOT_CHECKED };
    Answer { code, written: listed.and_then(|()| output.faults(&faults)) }
}

/// What an input is, and whether it would be read.
fn look(
    command: &Check,
    input: &Input,
    stdin: &mut dyn BufRead,
) -> Result<(Bilingual, bool), Box<Diagnostic>> {
    if let Some(reason) = &input.passed {
        return Ok((skipped(reason), false));
    }
    let opened = inputs::open(input, &options(command, input), stdin);
    let opened = opened.map_err(|error| Box::new(unreadable(input, &error)))?;
    match opened.recognition {
        Recognition::Format(format) => Ok((inputs::title(format), true)),
        Recognition::Empty => Ok((Bilingual::new("空文件", "empty"), true)),
        Recognition::Binary if !input.by_hand => Ok((not_recognised(&no_text()), false)),
        Recognition::Binary | Recognition::OtherEncoding => {
            match reader::fault_of_bytes(&input.name, opened.reader) {
                Some(fault) => Err(Box::new(fault)),
                None => Ok((not_recognised(&no_text()), false)),
            }
        }
        Recognition::Unknown(reason) if input.by_hand => {
            Err(Box::new(inputs::not_recognised(&input.name, &reason)))
        }
        Recognition::Unknown(reason) => Ok((not_recognised(&reason), false)),
    }
}

fn skipped(reason: &Bilingual) -> Bilingual {
    let Bilingual { zh, en } = reason;
    say!("跳过：{zh}", "skipped: {en}")
}

fn not_recognised(reason: &Bilingual) -> Bilingual {
    let Bilingual { zh, en } = reason;
    say!("未能识别：{zh}", "not recognised: {en}")
}
