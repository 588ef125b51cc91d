//! `liyi init`: looks at a folder, asks at most three questions, and writes a `liyi.yaml` and a ruleset with a proven rule.

mod questions;
mod seen;
mod signs;
mod sketch;

use std::io;
use std::path::{Component, Path, PathBuf};

use clap::Args;

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, Lang};
use crate::project::{FILE, Project};
use crate::say;
use crate::source::Untrusted;

use super::files::Drafts;
use super::output::{Answer, Output};
use super::template::Sketch;
use super::{CLEAN, new};
use seen::Seen;

/// The file of the first rules of one's own.
const RULES: &str = "my-rules.yaml";

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder; by default the one you are in.
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,

    /// Ask nothing, and write what seems right; without a terminal nothing is asked in any case.
    #[arg(long, short)]
    yes: bool,
}

/// What the configuration is to say.
struct Wanted {
    rulesets: Vec<String>,
    /// What agents must not say; a phrase that shows what a rule is, where nobody says one.
    phrase: String,
    company: Vec<String>,
}

pub(super) fn run(command: &Init, output: &mut Output<'_, '_>) -> Answer {
    let place = Place::below(&command.folder);
    if let Some(fault) = place.fault(&command.folder) {
        return output.refuse(&[fault]);
    }
    let seen = Seen::of(&command.folder);
    let lang = output.style.lang;
    let said = seen.lines(&command.folder).iter().try_for_each(|line| output.line(line.get(lang)));
    let is_asked = output.world.stdin_is_terminal && output.world.stdout_is_terminal && !command.yes;
    let wanted = said.and_then(|()| match is_asked {
        true => questions::ask(&place, &seen, output),
        false => Ok(seen.wanted(lang)),
    });
    let wanted = match wanted {
        Ok(wanted) => wanted,
        Err(error) => return Answer { code: CLEAN, written: Err(error) },
    };
    match place.write(&wanted, &seen, lang) {
        Ok(written) => Answer { code: CLEAN, written: output.line(written.get(lang)) },
        Err(faults) => output.refuse(&faults),
    }
}

/// Where the files are to stand.
struct Place {
    config: PathBuf,
    rules: PathBuf,
    /// Whether there are rules already, which are left as they are.
    has_rules: bool,
}

impl Place {
    fn below(folder: &Path) -> Self {
        let folder: PathBuf = folder.components().filter(|part| *part != Component::CurDir).collect();
        let (config, rules) = (folder.join(FILE), folder.join(RULES));
        let has_rules = rules.exists();
        Self { config, rules, has_rules }
    }

    /// Why nothing can be written in a folder.
    fn fault(&self, folder: &Path) -> Option<Diagnostic> {
        if !folder.is_dir() {
            let text = Bilingual::new("没有这个文件夹", "there is no such folder");
            return Some(Diagnostic::error("init/folder", text).in_file(&folder.to_string_lossy()));
        }
        let text =
            Bilingual::new("已经有这个文件，没有动它", "this file is there already, and was left as it is");
        let help = Bilingual::new(
            "`liyi doctor` 说明它写了什么；要重写，先把它移开",
            "`liyi doctor` says what it holds; to begin anew, move it away first",
        );
        let fault =
            || Diagnostic::error("init/exists", text).in_file(&self.config.to_string_lossy()).help(help);
        self.config.exists().then(fault)
    }

    /// The rules as YAML; none where some are there already.
    fn rules(&self, phrase: &str, lang: Lang) -> Result<Option<String>, Vec<Diagnostic>> {
        let ruleset = RULES.trim_end_matches(".yaml").to_owned();
        let sketch = Sketch { ruleset, id: "unwanted-phrase", verb: "forbid", phrase: Some(phrase) };
        if self.has_rules { Ok(None) } else { new::proven(&sketch, lang).map(Some) }
    }

    /// Writes both files, once it is sure that the program takes them. The answer is what to do next.
    fn write(&self, wanted: &Wanted, seen: &Seen, lang: Lang) -> Result<Bilingual, Vec<Diagnostic>> {
        let (config, rules) = self.checked(wanted, seen, lang)?;
        let write = |path: &PathBuf, text: &str| {
            new::write(path, text).map_err(|error: io::Error| vec![new::unwritten(path, &error)])
        };
        if let Some(rules) = rules {
            write(&self.rules, &rules)?;
        }
        write(&self.config, &config)?;
        Ok(self.next_steps())
    }

    /// The texts of both files.
    ///
    /// # Errors
    /// With what the program would have against them.
    fn checked(
        &self,
        wanted: &Wanted,
        seen: &Seen,
        lang: Lang,
    ) -> Result<(String, Option<String>), Vec<Diagnostic>> {
        let (config, rules) = (sketch::text(wanted, seen, lang), self.rules(&wanted.phrase, lang)?);
        let mut drafts = Drafts::default();
        drafts.add(&self.config, &config);
        rules.iter().for_each(|rules| drafts.add(&self.rules, rules));
        let project = Project::read(&self.config.to_string_lossy(), &drafts);
        project.load(&project.all_rulesets(), &drafts)?;
        Ok((config, rules))
    }

    fn next_steps(&self) -> Bilingual {
        let shown = |path: &Path| Untrusted(&path.to_string_lossy()).to_string();
        let (config, rules) = (shown(&self.config), shown(&self.rules));
        let folder = self.config.parent().map(shown).filter(|folder| !folder.is_empty());
        let folder = folder.map(|folder| format!(" {folder}")).unwrap_or_default();
        let Bilingual { zh, en } = match self.has_rules {
            true => say!(
                "已写好 {config}；{rules} 早已在那里，没有动它。",
                "{config} is written; {rules} was there, and stays as it was."
            ),
            false => say!("已写好 {config} 和 {rules}。", "{config} and {rules} are written."),
        };
        say!(
            "{zh}\n\
             检查这里的文本：        liyi check{folder}\n\
             试自己的规则的例子：    liyi test {rules}\n\
             看配置、规则集是否正常：liyi doctor",
            "{en}\n\
             check the texts here:               liyi check{folder}\n\
             try the examples of your own rules: liyi test {rules}\n\
             see whether all is sound:           liyi doctor",
        )
    }
}
