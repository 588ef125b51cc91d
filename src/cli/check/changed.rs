//! Which lines have changed since a revision, as git knows them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::diagnostic::{Diagnostic, Place};
use crate::language::{self, Bilingual};
use crate::say;
use crate::source::brief;

use super::super::inputs::Input;
use super::paths::path;

/// What has changed of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Lines {
    All,
    /// Ranges of lines, from 1.
    Some(Vec<Range<usize>>),
}

/// What has changed in a repository.
pub(super) struct Changed {
    /// The files that differ, by their paths from the root of the machine.
    files: BTreeMap<PathBuf, Lines>,
    /// The files that git knows.
    known: BTreeSet<PathBuf>,
    /// What has changed of the file that findings come of.
    here: Lines,
}

impl Changed {
    /// Asks git what has changed since a revision in the repository of this folder.
    ///
    /// # Errors
    /// When there is no git, no repository, or no such revision.
    pub(super) fn since(revision: &str) -> Result<Self, Box<Diagnostic>> {
        let root = git(&["rev-parse", "--show-toplevel"])?.ok_or_else(|| Box::new(no_repository()))?;
        let root = path(root.strip_suffix(b"\n").unwrap_or(&root));
        let root = root.canonicalize().unwrap_or(root);
        let commit = format!("{revision}^{{commit}}");
        let found = git(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        let commit = found.ok_or_else(|| Box::new(no_revision(revision)))?;
        let commit = String::from_utf8_lossy(&commit).trim().to_owned();
        let ask = |arguments: &[&str]| git(arguments)?.ok_or_else(|| Box::new(no_answer()));
        // Whatever a person has configured, the answer is the same.
        let diff = [
            "diff",
            "--no-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--no-color",
            "--inter-hunk-context=0",
            "--ignore-submodules",
        ];
        let counts = ask(&[&diff[..], &["--numstat", "-z", &commit]].concat())?;
        let patch = ask(&[&diff[..], &["--unified=0", &commit]].concat())?;
        let known = ask(&["ls-files", "-z", "--full-name", ":/"])?;
        let under_root = |name: &[u8]| root.join(path(name));
        let files = changes(&counts, &patch).into_iter().map(|(name, lines)| (under_root(name), lines));
        let known = known.split(|byte| *byte == 0).filter(|name| !name.is_empty()).map(under_root);
        Ok(Self { files: files.collect(), known: known.collect(), here: Lines::All })
    }

    /// Begins with the findings of an input.
    pub(super) fn file(&mut self, input: &Input) {
        let place = input.path.canonicalize();
        self.here = match place.ok().filter(|place| self.known.contains(place)) {
            Some(place) => self.files.get(&place).cloned().unwrap_or(Lines::Some(Vec::new())),
            None => Lines::All,
        };
    }

    /// Whether a finding, or something that explains it, stands on a line that has changed.
    pub(super) fn touches(&self, finding: &Diagnostic) -> bool {
        let places = finding.place.iter().chain(finding.labels.iter().map(|label| &label.place));
        match &self.here {
            Lines::All => true,
            Lines::Some(ranges) => { places }.any(|place| ranges.iter().any(|range| cross(range, place))),
        }
    }
}

fn cross(lines: &Range<usize>, place: &Place) -> bool {
    lines.start <= place.end.line && place.start.line < lines.end
}

/// The files of a diff with what has changed of them: `counts` are those of `--numstat -z`, in the order of the patch.
fn changes<'a>(counts: &'a [u8], patch: &[u8]) -> Vec<(&'a [u8], Lines)> {
    let mut lines = patch.split(|byte| *byte == b'\n');
    let mut patches: Vec<Vec<Range<usize>>> = Vec::new();
    while let Some(line) = lines.next() {
        match (line.strip_prefix(b"@@ "), patches.last_mut()) {
            (Some(hunk), Some(ranges)) => {
                if let Some((range, skipped)) = hunk_of(hunk) {
                    ranges.push(range);
                    // What stands in a hunk is text, and no head of a file.
                    (0..skipped).for_each(|_| _ = lines.next());
                }
            }
            _ if line.starts_with(b"diff --git ") => patches.push(Vec::new()),
            _ => (),
        }
    }
    let counts = counts.split(|byte| *byte == 0).filter_map(|entry| {
        let mut fields = entry.splitn(3, |byte| *byte == b'\t');
        let (added, _, name) = (fields.next()?, fields.next()?, fields.next()?);
        Some((name, added == b"-"))
    });
    let counts: Vec<(&[u8], bool)> = counts.collect();
    let are_paired = counts.len() == patches.len();
    let mut patches = patches.into_iter();
    let of = |(name, is_binary): (_, bool)| match patches.next() {
        Some(ranges) if are_paired && !is_binary => (name, Lines::Some(ranges)),
        _ => (name, Lines::All),
    };
    counts.into_iter().map(of).collect()
}

/// Of `-3,2 +3,4 @@ …`, the lines that are new, and how many lines the hunk has.
fn hunk_of(head: &[u8]) -> Option<(Range<usize>, usize)> {
    let head = std::str::from_utf8(head.split(|byte| *byte == b'@').next()?).ok()?;
    let mut sides = head.split_whitespace();
    let (_, removed) = side(sides.next()?.strip_prefix('-')?)?;
    let (start, added) = side(sides.next()?.strip_prefix('+')?)?;
    Some((start..start + added, removed + added))
}

/// Of `3,2`, the first line and how many there are; `3` is one line.
fn side(text: &str) -> Option<(usize, usize)> {
    let (start, count) = text.split_once(',').unwrap_or((text, "1"));
    Some((start.parse().ok()?, count.parse().ok()?))
}

/// What git says, if it has an answer.
fn git(arguments: &[&str]) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
    let run = Command::new("git").args(arguments).stdin(Stdio::null()).output();
    let run = run.map_err(|error| Box::new(no_git(&error)))?;
    Ok(run.status.success().then_some(run.stdout))
}

fn no_git(error: &std::io::Error) -> Diagnostic {
    let Bilingual { zh, en } = language::reason(&error.to_string());
    let text = say!(
        "--changed-since 要用 git，它没能运行：{zh}",
        "--changed-since asks git, which did not run: {en}"
    );
    Diagnostic::error("git/missing", text).help(Bilingual::new(
        "装上 git，或不用 --changed-since",
        "install git, or do without --changed-since",
    ))
}

fn no_repository() -> Diagnostic {
    let text = Bilingual::new(
        "当前文件夹不在 git 仓库里，无从知道哪些行有改动",
        "this folder is in no git repository, which would tell what lines have changed",
    );
    let help = Bilingual::new(
        "在仓库里运行，或不用 --changed-since",
        "run it in a repository, or do without --changed-since",
    );
    Diagnostic::error("git/repository", text).help(help)
}

fn no_revision(revision: &str) -> Diagnostic {
    let shown = brief(revision);
    let text = say!("git 不认识版本 `{shown}`", "git knows no revision `{shown}`");
    let help = Bilingual::new(
        "写分支、标签或提交，如 origin/main、HEAD~1；CI 里往往要先取来历史（actions/checkout 的 fetch-depth: 0）",
        "name a branch, tag or commit, such as origin/main or HEAD~1; in CI its history may have to be fetched first \
         (fetch-depth: 0 of actions/checkout)",
    );
    Diagnostic::error("git/revision", text).help(help)
}

fn no_answer() -> Diagnostic {
    let text = Bilingual::new("git 没能说出哪些行有改动", "git could not tell what lines have changed");
    let help =
        Bilingual::new("看 `git status` 和 `git diff` 说什么", "see what `git status` and `git diff` say");
    Diagnostic::error("git/diff", text).help(help)
}
