//! `liyi check --list-files`: what would be read, as what, and what not, and why.

use crate::language::Bilingual;
use crate::project::{Entry, Project};
use crate::say;
use crate::source::Untrusted;

use super::check::args::Check;
use super::inputs::{self, Inputs, Look, Text};
use super::output::{Answer, Output};
use super::texts::Ways;
use super::{CLEAN, NOT_CHECKED};

/// Lists the inputs.
pub(super) fn list(
    command: &Check,
    inputs: Inputs,
    (project, ways): (&Project, &Ways<'_>),
    output: &mut Output<'_, '_>,
) -> Answer {
    let mut lines: Vec<(String, Bilingual)> = Vec::new();
    let mut faults = [inputs.faults, project.faults.clone()].concat();
    if let Some(file) = &project.file {
        lines.push((file.clone(), Bilingual::new("配置文件", "the configuration")));
    }
    let mut found = 0;
    for input in &inputs.files {
        let entry = ways.entry(input);
        match inputs::look(input, &ways.options(input), &mut *output.world.stdin) {
            Look::Fault(fault) => faults.push(*fault),
            look => {
                found += usize::from(!matches!(look, Look::Passed(_)));
                lines.push((input.name.clone(), said(&look, entry)));
            }
        }
    }
    if let Some(list) = &inputs.empty_list {
        lines.push((list.clone(), said(&Look::Empty, None)));
        found += 1;
    }
    lines.extend(inputs.folders.iter().map(|(name, reason)| (format!("{name}/"), skipped(reason))));
    if found == 0 && faults.is_empty() {
        faults.push(inputs::nothing_found(&command.task.paths));
    }
    let lang = output.style.lang;
    let mut lines = lines.iter().map(|(name, said)| format!("{}: {}", Untrusted(name), said.get(lang)));
    let listed = lines.try_for_each(|line| output.line(&line));
    let code = if faults.is_empty() { CLEAN } else { NOT_CHECKED };
    Answer { code, written: listed.and_then(|()| output.faults(&faults)) }
}

/// What a list says of an input, of which the configuration may say something.
pub(super) fn said(look: &Look<'_>, entry: Option<&Entry>) -> Bilingual {
    match look {
        Look::Text(text) => sorted(title(text), entry),
        Look::Empty => Bilingual::new("空文件", "empty"),
        Look::Passed(reason) => skipped(reason),
        Look::Fault(_) => Bilingual::new("读不了", "cannot be read"),
    }
}

/// What an input is, and where the configuration says something of it.
fn sorted(title: Bilingual, entry: Option<&Entry>) -> Bilingual {
    let Some(entry) = entry else { return title };
    let (Bilingual { zh, en }, place) = (title, Untrusted(&entry.place));
    say!("{zh}，按 {place}", "{en}, as {place} says")
}

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
