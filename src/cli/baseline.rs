//! `liyi baseline`: writes down the findings of today, which `check --baseline` does not count.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::baseline::Baseline as Findings;
use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::report::count;
use crate::say;
use crate::source::Untrusted;

use super::check::args::{Check, Outcome, Task};
use super::check::counted::Counted;
use super::check::ledger::Ledger;
use super::output::{Answer, Output};
use super::{CLEAN, NOT_CHECKED, check, files};

#[derive(Debug, Args)]
pub(super) struct Baseline {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Write the findings of a check into a baseline; those of files that are not checked stay.
    Update(Target),
    /// Drop from a baseline what no longer occurs, and add nothing.
    Prune(Target),
}

#[derive(Debug, Args)]
struct Target {
    /// The baseline.
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    task: Task,
}

pub(super) fn run(command: &mut Baseline, output: &mut Output<'_, '_>) -> Answer {
    let (target, takes_new) = match &mut command.what {
        What::Update(target) => (target, true),
        What::Prune(target) => (target, false),
    };
    let mut counted = match Ledger::to_write(&target.file, takes_new) {
        Ok(ledger) => Counted::against(ledger),
        Err(faults) => return output.refuse(&faults),
    };
    let outcome = Outcome::quiet();
    let mut check = Check { task: std::mem::take(&mut target.task), outcome };
    let answer = check::judge(&mut check, &mut counted, output);
    let Some(ledger) = counted.ledger.filter(|_| answer.code != NOT_CHECKED) else {
        let left = Bilingual::new(
            "没有全部检查，基线没有改动",
            "not everything was checked, and the baseline is as it was",
        );
        let text = Diagnostic::error("baseline/unchanged", left).in_file(&target.file.to_string_lossy());
        return output.refuse(&[text]);
    };
    let gone = ledger.gone.len();
    let new = ledger.new.as_ref().map(Findings::len);
    let baseline = ledger.into_baseline();
    if let Err(error) = files::put(&target.file, baseline.text().as_bytes()) {
        let Bilingual { zh, en } = files::cause(&error);
        let text = say!("基线写不了：{zh}", "the baseline cannot be written: {en}");
        return output.refuse(&[
            Diagnostic::error("baseline/unwritable", text).in_file(&target.file.to_string_lossy())
        ]);
    }
    let line = told(&target.file.to_string_lossy(), baseline.len(), new, gone);
    let line = line.get(output.style.lang).to_owned();
    Answer { code: CLEAN, written: output.line(&line) }
}

/// What is in the baseline, and what has changed of it.
fn told(file: &str, findings: usize, new: Option<usize>, gone: usize) -> Bilingual {
    let (file, en_findings) = (Untrusted(file), count(findings, "finding"));
    match new {
        Some(new) => say!(
            "{file}：{findings} 处，其中新增 {new} 处；去掉了不再出现的 {gone} 处",
            "{file}: {en_findings}, {new} of them new; {gone} dropped, which no longer occur",
        ),
        None => say!(
            "{file}：{findings} 处；去掉了不再出现的 {gone} 处",
            "{file}: {en_findings}; {gone} dropped, which no longer occur",
        ),
    }
}
