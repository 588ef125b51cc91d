//! `liyi check --list-files`: what would be read, as what, and what not, and why.

use crate::language::Bilingual;
use crate::project::Project;
use crate::say;
use crate::source::Untrusted;

use super::check::args::Check;
use super::inputs::{self, Inputs, Look, Text};
use super::output::{Answer, Output};
use super::{CLEAN, NOT_CHECKED};

/// Lists the inputs.
pub(super) fn list(
    command: &Check,
    inputs: Inputs,
    project: &Project,
    output: &mut Output<'_, '_>,
) -> Answer {
    let mut lines: Vec<(String, Bilingual)> = Vec::new();
    let mut faults = [inputs.faults, project.faults.clone()].concat();
    if let Some(file) = &project.file {
        lines.push((file.clone(), Bilingual::new("配置文件", "the configuration")));
    }
    let mut found = 0;
    for input in &inputs.files {
        match inputs::look(input, &command.reading.options(input), &mut *output.world.stdin) {
            Look::Fault(fault) => faults.push(*fault),
            look => {
                found += usize::from(!matches!(look, Look::Passed(_)));
                lines.push((input.name.clone(), look.title()));
            }
        }
    }
    if let Some(list) = &inputs.empty_list {
        lines.push((list.clone(), Look::Empty.title()));
        found += 1;
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

impl Look<'_> {
    /// What a list says of the input.
    pub(super) fn title(&self) -> Bilingual {
        match self {
            Self::Text(text) => title(text),
            Self::Empty => Bilingual::new("空文件", "empty"),
            Self::Passed(reason) => skipped(reason),
            Self::Fault(_) => Bilingual::new("读不了", "cannot be read"),
        }
    }
}

/// What a list says of what is passed by.
fn skipped(reason: &Bilingual) -> Bilingual {
    let Bilingual { zh, en } = reason;
    say!("跳过：{zh}", "skipped: {en}")
}

/// What a format is called in a list: `chat (chat text)`.
pub(super) fn title(text: &Text<'_>) -> Bilingual {
    let (kind, Bilingual { zh, en }) = (text.format.kind().name(), text.format.title());
    match text.encoded.as_ref().map(|encoded| encoded.charset.name()) {
        Some(charset) => say!("{kind}（{zh}，{charset}）", "{kind} ({en}, {charset})"),
        None => say!("{kind}（{zh}）", "{kind} ({en})"),
    }
}
