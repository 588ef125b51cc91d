//! `liyi check --list-files`: what would be read, as what, and what not, and why.

use crate::language::Bilingual;
use crate::project::{Entry, Project};
use crate::say;
use crate::source::Untrusted;

use super::args::Check;
use super::inputs::{self, Inputs, Look};
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
        let said = match inputs::look(input, &ways.options(input), &mut *output.world.stdin) {
            Look::Text(text) => sorted(inputs::title(&text), ways.entry(input)),
            Look::Empty => Bilingual::new("空文件", "empty"),
            Look::Passed(reason) => {
                lines.push((input.name.clone(), skipped(&reason)));
                continue;
            }
            Look::Fault(fault) => {
                faults.push(*fault);
                continue;
            }
        };
        lines.push((input.name.clone(), said));
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
