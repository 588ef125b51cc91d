//! A baseline in use: its findings are struck off as they are found.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::baseline::{Baseline, Known};
use crate::diagnostic::Diagnostic;
use crate::language::{self, Bilingual};
use crate::reader::whole;
use crate::ruleset::Rulebook;
use crate::say;

use super::super::entries::whole_path;
use super::super::inputs::Input;

/// A baseline, and what a run has found of it.
pub(in crate::cli) struct Ledger {
    path: PathBuf,
    /// The folder of the baseline, from the root.
    folder: PathBuf,
    /// What has not been found, or not yet.
    left: Baseline,
    /// What was found again.
    again: Baseline,
    /// What was found and is not in it, where that is wanted.
    pub(in crate::cli) new: Option<Baseline>,
    /// What is in it and no longer occurs, once that is settled.
    pub(in crate::cli) gone: Baseline,
    /// The file that findings come of, and all files so far.
    file: String,
    files: BTreeSet<String>,
}

impl Ledger {
    /// Opens a baseline to check against.
    ///
    /// # Errors
    /// When it cannot be read, or is none.
    pub(super) fn open(path: &Path) -> Result<Self, Vec<Diagnostic>> {
        let name = path.to_string_lossy();
        let bytes = std::fs::read(path).map_err(|error| vec![unreadable(&name, &error)])?;
        let (source, fault) = whole::load(&name, Box::new(&*bytes));
        if let Some(fault) = fault {
            return Err(vec![fault]);
        }
        let left = source.map_or_else(|| Ok(Baseline::default()), |source| Baseline::read(&source))?;
        Ok(Self::with(path, left))
    }

    /// Opens a baseline to write it anew; it may not be there yet.
    ///
    /// # Errors
    /// When it is there and cannot be read, or is none.
    pub(in crate::cli) fn to_write(path: &Path, takes_new: bool) -> Result<Self, Vec<Diagnostic>> {
        let is_there = !takes_new || path.symlink_metadata().is_ok();
        let ledger = if is_there { Self::open(path)? } else { Self::with(path, Baseline::default()) };
        Ok(Self { new: takes_new.then(Baseline::default), ..ledger })
    }

    fn with(path: &Path, left: Baseline) -> Self {
        let whole = whole_path(path).unwrap_or_else(|| path.to_owned());
        let folder = whole.parent().unwrap_or(Path::new("")).to_owned();
        let (again, gone) = (Baseline::default(), Baseline::default());
        Self {
            path: whole,
            folder,
            left,
            again,
            new: None,
            gone,
            file: String::new(),
            files: BTreeSet::new(),
        }
    }

    /// Calls rules that were renamed as they are called now.
    pub(super) fn rename(&mut self, rulebook: &Rulebook) {
        self.left = std::mem::take(&mut self.left).renamed(|rule| rulebook.name_now(rule));
    }

    /// Whether it stands at a path.
    pub(super) fn is_at(&self, path: &Path) -> bool {
        whole_path(path).is_some_and(|path| path == self.path)
    }

    /// Begins with the findings of an input.
    pub(super) fn file(&mut self, input: &Input) {
        let path = if input.is_stdin() { Path::new(&input.name) } else { &input.path };
        self.file = seen_from(&self.folder, path);
        self.files.insert(self.file.clone());
    }

    /// Whether a finding is in the baseline; it is struck off.
    pub(super) fn knows(&mut self, finding: &Diagnostic) -> bool {
        let known = Known::new(finding, &self.file);
        let is_known = self.left.take(&known);
        if is_known {
            self.again.add(known);
        } else if let Some(new) = &mut self.new {
            new.add(known);
        }
        is_known
    }

    /// Settles what no longer occurs: of files that were read or are gone, by rules that were judged or are gone. The
    /// answer is how many findings that is.
    pub(super) fn settle(&mut self, rulebook: &Rulebook) -> usize {
        let is_file_known = |file: &str| self.files.contains(file) || !self.folder.join(file).exists();
        let (gone, left) = std::mem::take(&mut self.left)
            .split(|known| is_file_known(&known.file) && is_judged(&known.rule, rulebook));
        (self.gone, self.left) = (gone, left);
        self.gone.len()
    }

    /// The baseline as the run leaves it.
    pub(in crate::cli) fn into_baseline(self) -> Baseline {
        let mut baseline = self.left;
        baseline.join(self.again);
        baseline.join(self.new.unwrap_or_default());
        baseline
    }
}

/// Whether a rule was judged, or is one that its ruleset, which was judged, does not have.
fn is_judged(rule: &str, rulebook: &Rulebook) -> bool {
    match rulebook.entries.iter().find(|entry| *entry.rule.code == *rule) {
        Some(entry) => !entry.is_off,
        None => rulebook.entries.iter().any(|entry| rule.split('/').next() == Some(entry.ruleset())),
    }
}

/// A path as seen from a folder, with slashes.
fn seen_from(folder: &Path, path: &Path) -> String {
    let path = whole_path(path).unwrap_or_else(|| path.to_owned());
    let shared = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    let parts = up.chain(path.components().skip(shared));
    parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn unreadable(name: &str, error: &std::io::Error) -> Diagnostic {
    let Bilingual { zh, en } = language::reason(&error.to_string());
    let text = say!("基线无法读取：{zh}", "the baseline cannot be read: {en}");
    let help = Bilingual::new(
        "`liyi baseline update 文件 路径…` 写出一份",
        "`liyi baseline update FILE PATH…` writes one",
    );
    Diagnostic::error("baseline/unreadable", text).in_file(name).help(help)
}
