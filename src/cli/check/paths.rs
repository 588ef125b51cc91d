//! Which paths a run checks: those on the command line, and those of a list (`--files-from`).

use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, reason};
use crate::say;

use super::super::inputs::Inputs;
use super::super::walked::IsTold;
use super::STDIN;
use super::args::Task;

impl Task {
    /// Puts the paths of the list behind those of the command line.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub(super) fn take_listed(&mut self, stdin: &mut dyn BufRead) -> Result<(), Box<Diagnostic>> {
        let Some(list) = &self.files_from else { return Ok(()) };
        if is_stdin(list) && self.paths.iter().any(|path| is_stdin(path)) {
            return Err(Box::new(twice()));
        }
        let mut bytes = Vec::new();
        let read =
            if is_stdin(list) { stdin.read_to_end(&mut bytes).map(|_| bytes) } else { std::fs::read(list) };
        let bytes = read.map_err(|error| Box::new(unreadable(list, &error)))?;
        self.paths.extend(listed(&bytes));
        Ok(())
    }

    /// What there is to read; nothing where a list names nothing.
    pub(super) fn inputs(&self, is_told: IsTold<'_>) -> Inputs {
        match &self.files_from {
            Some(list) if self.paths.is_empty() => {
                Inputs { empty_list: Some(name(list)), ..Inputs::default() }
            }
            _ => Inputs::collect(&self.paths, self.stdin_filename.as_deref().unwrap_or(STDIN), is_told),
        }
    }
}

/// The paths of a list: one a line or, where a NUL stands in it, which no path holds, one up to each NUL.
fn listed(bytes: &[u8]) -> impl Iterator<Item = PathBuf> {
    let end = if bytes.contains(&0) { 0 } else { b'\n' };
    let entries = bytes.split(move |byte| *byte == end);
    let entries =
        entries.map(move |line| if end == 0 { line } else { line.strip_suffix(b"\r").unwrap_or(line) });
    let paths = entries.filter(|entry| !entry.is_empty()).map(path);
    // Standard input is none of the files of a list.
    paths.map(|path| if is_stdin(&path) { Path::new(".").join(path) } else { path })
}

/// A path as the system writes it.
#[cfg(unix)]
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    let name: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(bytes);
    PathBuf::from(name)
}

/// A path as the system writes it.
#[cfg(not(unix))]
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn name(list: &Path) -> String {
    if is_stdin(list) { STDIN.to_owned() } else { list.to_string_lossy().into_owned() }
}

fn unreadable(list: &Path, error: &io::Error) -> Diagnostic {
    let Bilingual { zh, en } = reason(&error.to_string());
    let text = say!("文件列表无法读取：{zh}", "the list of files cannot be read: {en}");
    Diagnostic::error("input/list", text).in_file(&name(list))
}

/// The fault of asking standard input for two things.
fn twice() -> Diagnostic {
    let text = Bilingual::new(
        "标准输入不能既是文件列表又是要检查的文本",
        "standard input cannot be both the list of files and a text to check",
    );
    Diagnostic::error("input/list", text)
        .help(Bilingual::new("把其中一个放进文件", "put one of them into a file"))
}
