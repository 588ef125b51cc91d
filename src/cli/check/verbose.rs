//! `--verbose`: by which configuration and rulesets what is read as what, and how long it took, on standard error.

use std::io::{self, Write};
use std::time::Instant;

use crate::language::{Bilingual, Lang};
use crate::project::Project;
use crate::report::count;
use crate::ruleset::Rulebook;
use crate::say;
use crate::source::{Untrusted, brief};

/// Tells how a run goes, if somebody wants to know.
pub(super) struct Verbose {
    /// When the run began, and the language to tell it in; none where nobody asked.
    told: Option<(Instant, Lang)>,
}

impl Verbose {
    pub(super) fn new(is_on: bool, lang: Lang) -> Self {
        Self { told: is_on.then(|| (Instant::now(), lang)) }
    }

    /// Whether somebody wants to know.
    pub(super) fn is_on(&self) -> bool {
        self.told.is_some()
    }

    fn tell(&self, out: &mut dyn Write, said: impl FnOnce() -> Bilingual) -> io::Result<()> {
        self.told.map_or(Ok(()), |(_, lang)| writeln!(out, "{}", said().get(lang)))
    }

    /// By what a run judges.
    pub(super) fn rules(
        &self,
        project: &Project,
        rulebook: &Rulebook,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.tell(out, || match &project.file {
            Some(file) => {
                let file = Untrusted(file);
                say!("配置文件：{file}", "configuration: {file}")
            }
            None => Bilingual::new("配置文件：无", "configuration: none"),
        })?;
        let mut rulesets: Vec<(&str, usize)> = Vec::new();
        for entry in rulebook.entries.iter().filter(|entry| !entry.is_off) {
            match rulesets.iter_mut().find(|(name, _)| *name == entry.ruleset()) {
                Some((_, rules)) => *rules += 1,
                None => rulesets.push((entry.ruleset(), 1)),
            }
        }
        rulesets.into_iter().try_for_each(|(name, rules)| {
            let (name, en_rules) = (brief(name), count(rules, "rule"));
            self.tell(out, || say!("规则集：{name}（{rules} 条规则）", "ruleset: {name} ({en_rules})"))
        })
    }

    /// As what a file is read, or why not.
    pub(super) fn file(&self, name: &str, said: &Bilingual, out: &mut dyn Write) -> io::Result<()> {
        let (name, Bilingual { zh, en }) = (Untrusted(name), said);
        self.tell(out, || say!("{name}：{zh}", "{name}: {en}"))
    }

    /// How long it took.
    pub(super) fn end(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some((began, _)) = self.told else { return Ok(()) };
        let seconds = began.elapsed().as_secs_f64();
        self.tell(out, || say!("用时 {seconds:.3} 秒", "took {seconds:.3} s"))
    }
}
