//! In the place of sendmail: the mail on standard input goes to a command as it came, if it may go out. Exit codes are those
//! of `sysexits.h`, which mail programs understand.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;

use crate::diagnostic::Diagnostic;
use crate::gate::Decision;
use crate::language::Bilingual;
use crate::say;
use crate::source::brief;

use super::super::check::STDIN;
use super::super::output::{Answer, Output};
use super::args::Gate;
use super::once::{self, Judged};
use super::within;

/// The command line asks for what is no mail (EX_USAGE).
const USAGE: u8 = 64;
/// The mail may not go out as it is (EX_DATAERR).
const DATA: u8 = 65;
/// There is no command to hand it to (EX_UNAVAILABLE).
const UNAVAILABLE: u8 = 69;
/// It may go out another time (EX_TEMPFAIL).
const TRY_AGAIN: u8 = 75;

/// The options of sendmail under which no mail stands on standard input.
const NO_MAIL: [&str; 6] = ["-bs", "-bS", "-bd", "-bp", "-bi", "-bt"];

pub(super) fn run(gate: &Gate, command: &[OsString], output: &mut Output<'_, '_>) -> Answer {
    if let Some(option) = command.iter().find(|word| NO_MAIL.iter().any(|other| *word == other)) {
        return Answer { code: USAGE, written: output.faults(&[no_mail(option)]) };
    }
    let judging = gate.judging.of_mail();
    let (stdin, policy, begun) = (output.take_stdin(), judging.policy(), Instant::now());
    let read = within(gate.watch.deadline, move || once::bytes(STDIN, stdin));
    let bytes = match read.and_then(|bytes| bytes) {
        Ok(bytes) => Arc::new(bytes),
        // What has not come to its end cannot be handed on, whatever the policy.
        Err(fault) => return Answer { code: TRY_AGAIN, written: output.short_faults(&[*fault]) },
    };
    let mail = Arc::clone(&bytes);
    let left = gate.watch.deadline.saturating_sub(begun.elapsed());
    let judged = within(left, move || once::judge(&judging, None, STDIN, mail.to_vec()));
    let judged = judged.unwrap_or_else(|fault| Judged::not(vec![*fault], policy));
    deliver(command, &bytes, &judged, output)
}

/// Hands a mail on, if it may go out, and tells what is wrong with it.
fn deliver(command: &[OsString], bytes: &[u8], judged: &Judged, output: &mut Output<'_, '_>) -> Answer {
    let Judged { verdict, hints } = judged;
    let told = [hints, &verdict.findings[..], &verdict.faults].concat();
    let written = output.short_faults(&told);
    let code = match verdict.decision {
        Decision::Block if verdict.may_change() => TRY_AGAIN,
        Decision::Block => DATA,
        Decision::Pass | Decision::Warn => match hand_on(command, bytes) {
            Ok(code) => code,
            Err(error) => {
                let fault = cannot_start(&command[0], &error);
                return Answer { code: UNAVAILABLE, written: output.short_faults(&[fault]) };
            }
        },
    };
    Answer { code, written }
}

/// Runs a command with some bytes on its standard input; the answer is its exit code.
fn hand_on(command: &[OsString], bytes: &[u8]) -> io::Result<u8> {
    let mut child = Command::new(&command[0]).args(&command[1..]).stdin(Stdio::piped()).spawn()?;
    // A command that has read enough, or failed, says so by its exit code.
    let _ = child.stdin.take().map(|mut stdin| stdin.write_all(bytes));
    let code = child.wait()?.code();
    Ok(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(TRY_AGAIN))
}

fn cannot_start(command: &OsString, error: &io::Error) -> Diagnostic {
    let command = brief(&command.to_string_lossy());
    Diagnostic::error(
        "gate/command",
        say!(
            "`{command}` 无法运行，没有发出：{error}",
            "`{command}` cannot be run, and nothing was sent: {error}"
        ),
    )
}

fn no_mail(option: &OsString) -> Diagnostic {
    let option = brief(&option.to_string_lossy());
    let text = say!(
        "用 {option} 时标准输入上没有邮件，没有可检查的",
        "with {option} there is no mail on standard input, and nothing to judge"
    );
    let help = Bilingual::new(
        "让发信程序把邮件写到标准输入（-t、-i），或用 milter",
        "have the mail written to standard input (-t, -i), or use a milter",
    );
    Diagnostic::error("gate/no-mail", text).help(help)
}
