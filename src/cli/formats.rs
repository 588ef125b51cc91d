//! `liyi formats`: the formats there are; or what a file was recognised as, and what is in it.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Kind, Role};
use crate::language::{Bilingual, Lang};
use crate::reader::{self, FORMATS, Known, Mapping, Passed, REFUSED};
use crate::report::{count, write_value};
use crate::say;
use crate::source::Untrusted;

use super::args::Formats;
use super::inputs::{self, Inputs, Look, Text};
use super::output::{Answer, Output};
use super::texts::Ways;
use super::{CLEAN, NOT_CHECKED, check, listing, whole};

pub(super) fn run(command: &Formats, output: &mut Output<'_, '_>) -> Answer {
    match &command.file {
        None => list(command, output),
        Some(file) => {
            let project = command.configuration.project();
            if !project.faults.is_empty() {
                return output.refuse(&project.faults);
            }
            match command.reading.ways(&project) {
                Ok(ways) => look_at(file, &ways, output),
                Err(faults) => output.refuse(&faults),
            }
        }
    }
}

/// Lists what is read, and what is not.
fn list(command: &Formats, output: &mut Output<'_, '_>) -> Answer {
    let listed = FORMATS.iter().map(Listed::of).chain(Mapping::shipped().map(Listed::of_map));
    if command.format == "json" {
        let listed: Vec<Listed> = listed.collect();
        return Answer { code: CLEAN, written: write_value(&listed, output.world.stdout) };
    }
    let lang = output.style.lang;
    let refused = REFUSED.iter().map(|refused| {
        let (Bilingual { zh, en }, extensions) = (refused.reason(), refused.extensions.join(" "));
        say!("—                    {zh}（{extensions}）", "-                    {en} ({extensions})")
    });
    let mut lines = listed.map(|listed| listed.line()).chain(refused);
    Answer { code: CLEAN, written: lines.try_for_each(|line| output.line(line.get(lang))) }
}

/// A format in the list.
#[derive(Serialize)]
struct Listed {
    name: &'static str,
    title: Bilingual,
    kinds: String,
    extensions: &'static [&'static str],
    #[serde(skip)]
    is_map: bool,
    /// Of a map: whether nobody has held it against an export yet.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unverified: bool,
}

impl Listed {
    fn of(known: &Known) -> Self {
        let Known { name, extensions, .. } = *known;
        Self {
            name,
            title: known.title(),
            kinds: known.kinds(),
            extensions,
            is_map: false,
            unverified: false,
        }
    }

    fn of_map(map: &'static Mapping) -> Self {
        let (name, kinds) = (&*map.name, Kind::Chat.name().to_owned());
        Self {
            name,
            title: map.title.clone(),
            kinds,
            extensions: &["json", "jsonl"],
            is_map: true,
            unverified: map.is_unverified,
        }
    }

    /// The format on a line.
    fn line(&self) -> Bilingual {
        let Self { name, title: Bilingual { zh, en }, kinds, .. } = self;
        let Bilingual { zh: zh_more, en: en_more } = match (self.is_map, self.unverified) {
            (false, _) => Bilingual::same(&self.extensions.join(" ")),
            (true, false) => Bilingual::new("映射", "a map"),
            (true, true) => Bilingual::new("映射；未经样本验证", "a map; unverified"),
        };
        say!("{name:20} {kinds:9} {zh}（{zh_more}）", "{name:20} {kinds:9} {en} ({en_more})")
    }
}

/// Says what an input is, and what was understood of it.
fn look_at(file: &Path, ways: &Ways<'_>, output: &mut Output<'_, '_>) -> Answer {
    let inputs = Inputs::collect(&[file.to_owned()], check::STDIN, &|path| ways.tell(path));
    let mut faults = inputs.faults;
    let lang = output.style.lang;
    let (mut lines, mut is_checked) = (Vec::new(), true);
    for input in &inputs.files {
        let options = reader::Options { without_roles: true, ..ways.options(input) };
        let said = match inputs::look(input, &options, &mut *output.world.stdin) {
            Look::Text(text) => {
                let title = listing::title(&text);
                let sign = ways.said_by(input).unwrap_or_else(|| text.format.sign());
                let (Bilingual { zh, en }, (zh_sign, en_sign)) = (title, (sign.zh, sign.en));
                let title = say!("{zh}，依据：{zh_sign}", "{en}, known by {en_sign}");
                let contents = Contents::of(&input.name, text, &options, &mut faults);
                is_checked &= contents.without_roles == 0;
                lines.push((input.name.clone(), title));
                lines.extend(contents.lines(lang).into_iter().map(|line| (String::new(), line)));
                continue;
            }
            Look::Empty => Bilingual::new("空文件", "empty"),
            Look::Passed(reason) => reason,
            Look::Fault(fault) => {
                faults.push(*fault);
                continue;
            }
        };
        lines.push((input.name.clone(), said));
    }
    let shown = |(name, said): &(String, Bilingual)| match name.as_str() {
        "" => format!("  {}", said.get(lang)),
        name => format!("{}: {}", Untrusted(name), said.get(lang)),
    };
    let written = lines.iter().map(shown).try_for_each(|line| output.line(&line));
    let code = if faults.is_empty() && is_checked { CLEAN } else { NOT_CHECKED };
    Answer { code, written: written.and_then(|()| output.faults(&faults)) }
}

/// What is in an input.
#[derive(Default)]
struct Contents {
    conversations: usize,
    /// In how many of them nobody has a role.
    without_roles: usize,
    /// How many messages each role has.
    roles: BTreeMap<&'static str, usize>,
    /// Names of speakers nobody knows, and how often each speaks; without a name, what belongs to no speaker.
    unknown: BTreeMap<String, usize>,
    nobody: usize,
    timed: usize,
    events: BTreeMap<&'static str, usize>,
    passed: Passed,
}

/// The most names that are listed.
const MOST_NAMES: usize = 8;

impl Contents {
    fn of(name: &str, text: Text<'_>, options: &reader::Options, faults: &mut Vec<Diagnostic>) -> Self {
        let mut contents = Self::default();
        let (left, passed) = whole::each(name, text, options, |conversation| contents.add(&conversation));
        faults.extend(left);
        contents.passed = passed;
        contents
    }

    fn add(&mut self, conversation: &Conversation) {
        self.conversations += 1;
        self.without_roles += usize::from(reader::is_without_roles(conversation));
        for message in &conversation.messages {
            self.timed += usize::from(message.time().is_some());
            match (&message.speaker, message.role) {
                (Some(name), Role::Unknown) => *self.unknown.entry(name.to_string()).or_default() += 1,
                (None, Role::Unknown) => self.nobody += 1,
                (_, role) => *self.roles.entry(role.name()).or_default() += 1,
            }
        }
        conversation.events.iter().for_each(|event| *self.events.entry(event.name).or_default() += 1);
    }

    fn lines(&self, lang: Lang) -> Vec<Bilingual> {
        let of_unknown: usize = self.unknown.values().sum();
        let messages = self.roles.values().sum::<usize>() + of_unknown + self.nobody;
        let (conversations, timed) = (self.conversations, self.timed);
        let en_read = format!("{}, {}", count(conversations, "conversation"), count(messages, "message"));
        let roles = listed(self.roles.iter().map(|(role, count)| (*role, *count)), lang);
        let (zh_roles, en_roles) = match roles.is_empty() {
            true => (String::new(), String::new()),
            false => (format!("：{roles}"), format!(": {roles}")),
        };
        let mut lines = vec![
            say!("{conversations} 段会话，{messages} 条消息{zh_roles}", "{en_read}{en_roles}"),
            say!("有时间的消息 {timed} 条", "messages with a time: {timed}"),
        ];
        if !self.events.is_empty() {
            let events = listed(self.events.iter().map(|(event, count)| (*event, *count)), lang);
            lines.push(say!("事件：{events}", "events: {events}"));
        }
        lines.extend(self.without_any_role());
        if of_unknown > 0 {
            let mut names: Vec<(&str, usize)> =
                self.unknown.iter().map(|(name, count)| (&**name, *count)).collect();
            names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let more = names.len().saturating_sub(MOST_NAMES);
            let rest = if more > 0 { format!(" … (+{more})") } else { String::new() };
            let names = listed(names.into_iter().take(MOST_NAMES), lang);
            lines.push(say!(
                "不知道是客服还是客户：{names}{rest}（用 --agent 或 --customer 说明）",
                "neither agent nor customer, as far as is known: {names}{rest} (say it with --agent or --customer)",
            ));
        }
        if self.nobody > 0 {
            let nobody = self.nobody;
            lines.push(say!("不知是谁说的：{nobody} 处", "said by nobody in particular: {nobody}"));
        }
        lines.extend(passed_by(self.passed));
        lines
    }

    /// In how many conversations nobody has a role, if there are any: those are not checked.
    fn without_any_role(&self) -> Option<Bilingual> {
        let count = self.without_roles;
        (count > 0).then(|| {
            say!(
                "没有一个说话人的身份是已知的：{count} 段会话，不会检查",
                "conversations that are not checked, since no role is known in them: {count}",
            )
        })
    }
}

/// What a map passed by, if anything.
fn passed_by(Passed { unasked, empty }: Passed) -> Option<Bilingual> {
    let pieces = [
        (empty, Bilingual::new("没有文字也没有事件", "with neither text nor event")),
        (unasked, Bilingual::new("映射的 `only` 排除", "left out by `only` of the map")),
    ];
    let there = pieces.into_iter().filter(|(count, _)| *count > 0);
    let said = there.map(|(count, Bilingual { zh, en })| say!("{zh} {count} 条", "{count} {en}"));
    let Bilingual { zh, en } = said.reduce(|Bilingual { zh, en }, more| {
        let (zh_more, en_more) = (more.zh, more.en);
        say!("{zh}，{zh_more}", "{en}, {en_more}")
    })?;
    Some(say!("略过：{zh}", "passed by: {en}"))
}

/// Names with how often each is there.
fn listed<'n>(names: impl Iterator<Item = (&'n str, usize)>, lang: Lang) -> String {
    let between = if lang == Lang::Zh { "，" } else { ", " };
    names.map(|(name, count)| format!("{} ×{count}", Untrusted(name))).collect::<Vec<_>>().join(between)
}
