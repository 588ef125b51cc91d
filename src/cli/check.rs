//! `liyi check`: reads, lints, reports.

use std::io::BufRead;

use crate::diagnostic::Diagnostic;
use crate::document::Kind;
use crate::language::Bilingual;
use crate::lint::Linter;
use crate::reader::{self, Options, Recognition};
use crate::report::Report;
use crate::ruleset;
use crate::say;
use crate::source::Untrusted;

use super::args::Check;
use super::files::Disk;
use super::inputs::{self, Input, Inputs};
use super::output::{Answer, Output};
use super::{CLEAN, FOUND, NOT_CHECKED};

/// The ruleset that is used where none is asked for.
const DEFAULT_RULESET: &str = "common";

/// The name of standard input where none is given.
const STDIN: &str = "<stdin>";

pub(super) fn run(command: &Check, output: &mut Output<'_, '_>) -> Answer {
    let inputs = Inputs::collect(&command.paths, command.stdin_filename.as_deref().unwrap_or(STDIN));
    if command.list_files {
        return list(command, inputs, output);
    }
    let wanted = match &command.ruleset[..] {
        [] => vec![DEFAULT_RULESET.to_owned()],
        wanted => wanted.to_vec(),
    };
    let report = match ruleset::load(&wanted, &Disk) {
        Ok(rulebook) => check(command, inputs, &Linter::new(&rulebook), output.world.stdin),
        Err(errors) => Report { errors, ..Report::default() },
    };
    let written = output.report(&report, command.format());
    Answer { code: verdict(command, &report), written }
}

fn verdict(command: &Check, report: &Report) -> u8 {
    let fails = |level| command.fail_on().is_some_and(|least| level >= least);
    if !report.errors.is_empty() || (command.fail_on_skipped && report.skips() > 0) {
        NOT_CHECKED
    } else if report.diagnostics.iter().any(|finding| fails(finding.level)) {
        FOUND
    } else {
        CLEAN
    }
}

fn check(command: &Check, inputs: Inputs, linter: &Linter<'_>, stdin: &mut dyn BufRead) -> Report {
    let mut report = Report { errors: inputs.faults, ..Report::default() };
    for input in &inputs.files {
        check_file(command, input, linter, stdin, &mut report);
    }
    if report.files == 0 && report.empty.is_empty() && report.errors.is_empty() {
        report.errors.push(inputs::nothing_found(&command.paths));
    }
    report
}

fn check_file(
    command: &Check,
    input: &Input,
    linter: &Linter<'_>,
    stdin: &mut dyn BufRead,
    report: &mut Report,
) {
    if let Some(reason) = &input.passed {
        report.not_recognised.push((input.name.clone(), reason.clone()));
        return;
    }
    let options = options(command, input);
    let opened = match inputs::open(input, &options, stdin) {
        Ok(opened) => opened,
        Err(error) => return report.errors.push(unreadable(input, &error)),
    };
    match opened.recognition {
        Recognition::Format(format) => {
            report.files += 1;
            let before = report.conversations;
            let conversations = reader::read(&input.name, format, opened.reader, &options);
            let faults = lint_all(conversations, linter, report);
            if report.conversations == before && faults == 0 {
                report.empty.push(input.name.clone());
            }
        }
        Recognition::Empty => report.empty.push(input.name.clone()),
        Recognition::Binary if !input.by_hand => report.not_recognised.push((input.name.clone(), no_text())),
        Recognition::Binary | Recognition::OtherEncoding => {
            report.errors.extend(reader::fault_of_bytes(&input.name, opened.reader));
        }
        Recognition::Unknown(reason) if input.by_hand => {
            report.errors.push(inputs::not_recognised(&input.name, &reason));
        }
        Recognition::Unknown(reason) => report.not_recognised.push((input.name.clone(), reason)),
    }
}

/// Lints the conversations of a file; the answer is how much of it could not be read.
fn lint_all(conversations: reader::Conversations<'_>, linter: &Linter<'_>, report: &mut Report) -> usize {
    let (mut findings, mut faults) = (Vec::new(), 0);
    for conversation in conversations {
        match conversation {
            Ok(conversation) => {
                report.conversations += 1;
                report.messages += conversation.messages.len();
                findings.extend(linter.lint(&conversation, &mut report.skipped));
            }
            Err(fault) => {
                report.errors.push(*fault);
                faults += 1;
            }
        }
    }
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
    report.diagnostics.extend(findings);
    faults
}

fn options(command: &Check, input: &Input) -> Options {
    let is_stdin = input.path.as_os_str() == "-";
    Options {
        kind: command.kind(),
        mode: command.mode(),
        agents: command.agent.clone(),
        customers: command.customer.clone(),
        bare_lines: is_stdin && command.kind() == Some(Kind::Chat),
    }
}

fn unreadable(input: &Input, error: &std::io::Error) -> Diagnostic {
    let text = say!("读取失败：{error}", "reading failed: {error}");
    Diagnostic::error("input/unreadable", text).in_file(&input.name)
}

/// `--list-files`: what would be read, as what, and what not, and why.
fn list(command: &Check, inputs: Inputs, output: &mut Output<'_, '_>) -> Answer {
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

fn no_text() -> Bilingual {
    Bilingual::new("不是文本", "no text")
}

fn skipped(reason: &Bilingual) -> Bilingual {
    let Bilingual { zh, en } = reason;
    say!("跳过：{zh}", "skipped: {en}")
}

fn not_recognised(reason: &Bilingual) -> Bilingual {
    let Bilingual { zh, en } = reason;
    say!("未能识别：{zh}", "not recognised: {en}")
}
