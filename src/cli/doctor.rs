//! `liyi doctor`: whether all is sound: the configuration, the rulesets with their proofs, the maps.

use std::path::Path;

use clap::Args;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::project::Project;
use crate::proof::trials;
use crate::reader::{FORMATS, Mapping};
use crate::report::{count, wrapped};
use crate::ruleset::{self, Rulebook, builtin, is_path};
use crate::say;
use crate::source::Untrusted;

use super::args::Configuration;
use super::files::Disk;
use super::inputs::Inputs;
use super::output::{Answer, Output};
use super::{CLEAN, NOT_CHECKED};

#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    configuration: Configuration,
}

pub(super) fn run(command: &Doctor, output: &mut Output<'_, '_>) -> Answer {
    let project = command.configuration.project();
    let used = project.all_rulesets();
    let mut faults = project.load(&used, &Disk).err().unwrap_or_default();
    let is_sound = faults.is_empty();
    let version = env!("CARGO_PKG_VERSION");
    let mut lines = vec![Bilingual::same(&format!("liyi {version}"))];
    lines.extend(configuration(&project));
    lines.push(Bilingual::new("用到的规则集：", "rulesets in use:"));
    for name in &used {
        let (line, unproven) = ruleset(name, &project, is_sound);
        lines.push(line);
        faults.extend(unproven);
    }
    lines.extend([others(&used), formats()]);
    let code = if faults.is_empty() { CLEAN } else { NOT_CHECKED };
    lines.push(match faults.len() {
        0 => Bilingual::new("一切正常", "all is sound"),
        broken => {
            let en = count(broken, "fault");
            say!("有 {broken} 处毛病", "{en}")
        }
    });
    let (lang, width) = (output.style.lang, output.style.width);
    let shown = |line: &Bilingual| {
        let line = line.get(lang);
        let indent = if line.starts_with(' ') { "  " } else { "" };
        wrapped(line.trim_start(), width, indent, "    ")
    };
    let written = lines.iter().map(shown).try_for_each(|line| output.line(&line));
    // Whoever looks at both sees what is broken last.
    let written = written.and_then(|()| output.world.stdout.flush());
    Answer { code, written: written.and_then(|()| output.faults(&faults)) }
}

/// Which file the configuration is, and what it says.
fn configuration(project: &Project) -> Vec<Bilingual> {
    let Some(file) = &project.file else {
        return vec![Bilingual::new(
            "没有配置文件：用规则集 common（liyi init 写一份）",
            "no configuration: the ruleset common is used (liyi init writes one)",
        )];
    };
    let shown = Untrusted(file);
    let mut lines = vec![say!("配置文件 {shown}", "the configuration {shown}")];
    lines.extend(project.files.iter().zip(fitting(project, file)).map(|(entry, fitting)| {
        let (globs, place) = (Untrusted(&entry.globs.join(" ")).to_string(), Untrusted(&entry.place));
        let en = count(fitting, "file");
        say!("  files：{globs} → {fitting} 个文件（{place}）", "  files: {globs} → {en} ({place})")
    }));
    // What is not sound is told, and has no meaning yet.
    if !project.faults.is_empty() {
        return lines;
    }
    let lists = project.lists().collect::<Vec<_>>().join(", ");
    let levels =
        project.levels().map(|(rule, level)| format!("{rule}: {level}")).collect::<Vec<_>>().join(", ");
    let (lists, levels) = (Untrusted(&lists).to_string(), Untrusted(&levels).to_string());
    lines.extend((!lists.is_empty()).then(|| say!("  lists：{lists}", "  lists: {lists}")));
    lines.extend((!levels.is_empty()).then(|| say!("  levels：{levels}", "  levels: {levels}")));
    lines
}

/// How many files below the folder of a configuration each of its entries counts for.
fn fitting(project: &Project, file: &str) -> Vec<usize> {
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    let root = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut fitting = vec![0; project.files.len()];
    for input in Inputs::collect(&[root.to_owned()], "", &|_| true).files {
        let path = input.path.strip_prefix(root).unwrap_or(&input.path);
        if let Some(at) = project.files.iter().position(|entry| entry.fits(path)) {
            fitting[at] += 1;
        }
    }
    fitting
}

/// A ruleset in use: how many rules it has, and whether all is well with it; what comes along is proven as it comes along.
fn ruleset(name: &str, project: &Project, is_sound: bool) -> (Bilingual, Vec<Diagnostic>) {
    let wanted = [name.to_owned()];
    let shown = Untrusted(name);
    let loaded = match is_path(name) && is_sound {
        true => project.load(&wanted, &Disk),
        false => ruleset::load(&wanted, &Disk),
    };
    let Ok(rulebook) = loaded else {
        return (say!("  {shown}：读不出", "  {shown}: cannot be loaded"), Vec::new());
    };
    let unproven = unproven(&rulebook);
    let (rules, wrong) = (rulebook.entries.len(), unproven.len());
    let en_rules = count(rules, "rule");
    let line = match wrong {
        0 => say!("  {shown}：{rules} 条规则，例子都对", "  {shown}: {en_rules}, all examples hold"),
        _ => say!(
            "  {shown}：{rules} 条规则，{wrong} 个例子不对",
            "  {shown}: {en_rules}, examples that do not hold: {wrong}"
        ),
    };
    (line, unproven)
}

/// The examples that do not come out as they say.
fn unproven(rulebook: &Rulebook) -> Vec<Diagnostic> {
    let trials = rulebook.entries.iter().flat_map(|entry| trials(rulebook, entry));
    trials.filter(|trial| !trial.example.todo).filter_map(|trial| trial.fault()).collect()
}

/// The rulesets that come along and are not in use, with how many rules each has.
fn others(used: &[String]) -> Bilingual {
    let names: Vec<String> =
        builtin::names().map(str::to_owned).filter(|name| !used.contains(name)).collect();
    let loaded = ruleset::load_to_judge(&names, &Disk, None).ok();
    let entries = loaded.as_ref().map(|rulebook| &rulebook.entries[..]).unwrap_or_default();
    let sized = |name: &String| {
        let rules = entries.iter().filter(|entry| entry.ruleset() == name).count();
        format!("{name} ({rules})")
    };
    let names = names.iter().map(sized).collect::<Vec<_>>().join(", ");
    say!("自带的其他规则集（规则数）：{names}", "other rulesets that come along, with their rules: {names}")
}

/// The formats that are read, and the maps that come along.
fn formats() -> Bilingual {
    let formats = FORMATS.iter().map(|known| known.name).collect::<Vec<_>>().join(", ");
    let maps = Mapping::shipped().map(|map| &*map.name).collect::<Vec<_>>().join(", ");
    say!("格式：{formats}；映射：{maps}", "formats: {formats}; maps: {maps}")
}
