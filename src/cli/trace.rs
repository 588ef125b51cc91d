//! `liyi trace`: why rules find something in a message, or do not.

use std::ffi::OsString;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Conversation, Message};
use crate::language::Bilingual;
use crate::rule::Scene;
use crate::ruleset::{Entry, Rulebook, path_or_name, split_name};
use crate::say;
use crate::source::Untrusted;

use super::args::Trace;
use super::check::STDIN;
use super::files::Disk;
use super::output::{Answer, Output};
use super::{CLEAN, whole};

pub(super) fn run(command: &Trace, output: &mut Output<'_, '_>) -> Answer {
    let Some((file, line)) = file_and_line(&command.place) else {
        return output.refuse(&[no_place(&command.place)]);
    };
    let project = command.configuration.project();
    let ways = match command.reading.ways(&project) {
        Ok(ways) => ways,
        Err(faults) => return output.refuse(&faults),
    };
    let of_file = ways.entry_of(Path::new(file)).map_or(&[][..], |entry| &entry.rulesets);
    let asked_for = if command.ruleset.is_empty() { of_file } else { &command.ruleset };
    let asked_for = project.rulesets(asked_for);
    let known = [&asked_for[..], &project.all_rulesets()].concat();
    let (ruleset, rule) = command.rule.as_deref().map_or((None, None), |name| {
        let (ruleset, rule) = split_name(name);
        (Some(path_or_name(ruleset, &known, &Disk)), rule)
    });
    let wanted = ruleset.map_or(asked_for, |ruleset| vec![ruleset.to_owned()]);
    let rulebook = match output.rulebook(&wanted, &project) {
        Ok(rulebook) => rulebook,
        Err(answer) => return answer,
    };
    let mut hinted = Ok(());
    let entries: Vec<&Entry> = match rule {
        Some(rule) => match rulebook.rule_of(ruleset.unwrap_or_default(), rule) {
            Ok(entry) => {
                hinted = output.faults(entry.renamed(rule).as_slice());
                vec![entry]
            }
            Err(fault) => return output.refuse(&[*fault]),
        },
        None => rulebook.entries.iter().filter(|entry| !entry.is_off).collect(),
    };
    let (found, faults) =
        match whole::read(Path::new(file), |input| ways.options(input), &mut *output.world.stdin) {
            Ok(read) => read,
            Err(faults) => return output.refuse(&faults),
        };
    let pages: Vec<String> = found
        .iter()
        .flat_map(|conversation| messages_on(conversation, line).map(move |message| (conversation, message)))
        .map(|(conversation, message)| page(&rulebook, &entries, conversation, message, output))
        .collect();
    match pages.is_empty() {
        true if faults.is_empty() => output.refuse(&[no_message(file, line)]),
        true => output.refuse(&faults),
        false => {
            let written = hinted
                .and_then(|()| output.line(pages.join("\n").trim_end()))
                .and_then(|()| output.faults(&faults));
            Answer { code: CLEAN, written }
        }
    }
}

/// `-:12` as reports say it: to the parser of arguments, what begins with - is a flag.
pub(super) fn line_of_stdin(argument: OsString) -> OsString {
    let is_number = |line: &&str| line.parse::<usize>().is_ok();
    let line = argument.to_str().and_then(|text| text.strip_prefix("-:")).filter(is_number);
    line.map(|line| format!("{STDIN}:{line}").into()).unwrap_or(argument)
}

fn file_and_line(place: &str) -> Option<(&str, usize)> {
    let (file, line) = place.rsplit_once(':')?;
    let line = line.parse().ok().filter(|line| *line > 0)?;
    let file = if file == STDIN { "-" } else { file };
    (!file.is_empty()).then_some((file, line))
}

fn no_place(place: &str) -> Diagnostic {
    let shown = Untrusted(place);
    let text = say!("`{shown}` 没有写行号", "`{shown}` says no line");
    let help = Bilingual::new("写成 文件:行，如 chat.txt:12", "write FILE:LINE, such as chat.txt:12");
    Diagnostic::error("input/line", text).help(help)
}

fn no_message(file: &str, line: usize) -> Diagnostic {
    let text = say!("第 {line} 行没有消息", "there is no message on line {line}");
    Diagnostic::error("input/line", text).in_file(file)
}

/// The messages of a conversation that stand on a line, or reach over it.
fn messages_on(conversation: &Conversation, line: usize) -> impl Iterator<Item = usize> {
    let is_on = move |message: &Message| {
        let places = message.parts.iter().map(|part| Place::new(part.passage.source(), part.passage.span()));
        { places }.any(|place| place.start.line <= line && line <= place.end.line)
    };
    conversation
        .messages
        .iter()
        .enumerate()
        .filter(move |(_, message)| is_on(message))
        .map(|(index, _)| index)
}

fn page(
    rulebook: &Rulebook,
    entries: &[&Entry],
    conversation: &Conversation,
    message: usize,
    output: &Output<'_, '_>,
) -> String {
    let lang = output.style.lang;
    let scene = Scene::new(conversation, &rulebook.matcher, &rulebook.index);
    let mut lines = vec![heading(&scene, message).get(lang).to_owned()];
    lines.extend(scene.parts_read(message).iter().map(|part| format!("  {}", part.get(lang))));
    let mut others = 0;
    for entry in entries {
        let trace = entry.rule.trace(&scene, message);
        let verdict = entry.rule.judge(&scene);
        let here = verdict
            .findings
            .iter()
            .filter(|finding| finding.at.as_ref().is_some_and(|at| at.message == message + 1));
        let here: Vec<&Diagnostic> = here.collect();
        if entries.len() > 1 && !trace.is_touched && here.is_empty() {
            others += 1;
            continue;
        }
        lines.push(String::new());
        lines.push(format!("{} [{}]", entry.rule.code, entry.level()));
        let off = entry.is_off.then(|| {
            Bilingual::new(
                "配置里写了 off，检查时不用这条规则",
                "off in the configuration, so that `check` does without it",
            )
        });
        let skipped =
            verdict.skipped.into_iter().map(|Bilingual { zh, en }| say!("跳过：{zh}", "skipped: {en}"));
        let skipped = skipped.filter(|step| !trace.steps.contains(step)).collect::<Vec<_>>();
        lines.extend(
            off.into_iter().chain(trace.steps).chain(skipped).map(|step| format!("  · {}", step.get(lang))),
        );
        let outcomes = here.iter().map(|finding| outcome(finding));
        let nothing = here.is_empty().then(|| Bilingual::new("这里不报告", "reports nothing here"));
        lines.extend(outcomes.chain(nothing).map(|outcome| format!("  → {}", outcome.get(lang))));
    }
    if others > 0 {
        let more = say!(
            "另有 {others} 条规则与这条消息无关；写出规则的名称可以看原因",
            "{others} more rules find nothing to look at in this message; name one to see why",
        );
        lines.push(format!("\n{}", more.get(lang)));
    }
    lines.join("\n") + "\n"
}

/// Where the message stands, and whose it is.
fn heading(scene: &Scene<'_>, message: usize) -> Bilingual {
    let (conversation, said) = (scene.conversation, &scene.conversation.messages[message]);
    let place = said.place().map(|(source, span)| Place::new(source, span));
    let at = place.map_or_else(String::new, |place| {
        format!("{}:{}:{}", Untrusted(&place.path), place.start.line, place.start.column)
    });
    let name = said.speaker.as_ref().map_or_else(String::new, |name| format!(" {}", Untrusted(name)));
    let time = said.time().map_or_else(String::new, |time| format!(" {}", time.clock));
    let (kind, mode) = (conversation.kind.name(), conversation.mode.name());
    let (id, turn, number) = (Untrusted(&conversation.id), scene.turn_number(message), message + 1);
    let Bilingual { zh, en } = said.role.title();
    say!(
        "{at} {kind}（{mode}）会话 {id}，第 {turn} 轮，第 {number} 条，{zh}{name}{time}",
        "{at} {kind} ({mode}) conversation {id}, turn {turn}, message {number}, by {en}{name}{time}",
    )
}

fn outcome(finding: &Diagnostic) -> Bilingual {
    let place = finding.place.as_ref().map(|place| place.start);
    let (line, column) = place.map_or((0, 0), |start| (start.line, start.column));
    let (zh, en) = (Untrusted(&finding.text.zh), Untrusted(&finding.text.en));
    say!("报告在 {line}:{column}：{zh}", "reported at {line}:{column}: {en}")
}
