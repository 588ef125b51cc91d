//! Files, for the rooms that must not open them.

use std::io::{self, Write};
use std::path::Path;

use crate::language::{Bilingual, reason};
use crate::ruleset::Files;

/// The files of this machine.
pub(super) struct Disk;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(path).map_err(|error| error.to_string())
    }

    fn is_there(&self, path: &str) -> bool {
        Path::new(path).exists()
    }
}

/// A ruleset that stands in no file, and beside it the files of this machine.
pub(super) struct Typed(pub(super) String);

impl Typed {
    /// The path under which it is read.
    pub(super) const PATH: &str = "--forbid";
}

impl Files for Typed {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == Self::PATH { Ok(self.0.clone().into_bytes()) } else { Disk.read(path) }
    }

    fn is_there(&self, path: &str) -> bool {
        Disk.is_there(path)
    }
}

/// Files that are still to be written, and beside them those of this machine.
#[derive(Default)]
pub(super) struct Drafts(Vec<(String, String)>);

impl Drafts {
    /// Adds a file.
    pub(super) fn add(&mut self, path: &Path, text: &str) {
        self.0.push((path.to_string_lossy().into_owned(), text.to_owned()));
    }
}

impl Files for Drafts {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let draft = self.0.iter().find(|(name, _)| name == path);
        draft.map_or_else(|| Disk.read(path), |(_, text)| Ok(text.clone().into_bytes()))
    }

    fn is_there(&self, path: &str) -> bool {
        self.0.iter().any(|(name, _)| name == path) || Disk.is_there(path)
    }
}

/// Writes a file whole, or not at all; a device or pipe takes what comes.
pub(super) fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let place = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if std::fs::metadata(&place).is_ok_and(|there| !there.is_file()) {
        return std::fs::write(&place, bytes);
    }
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = temporary().tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.persist(&place).map(|_| ()).map_err(|error| error.error)
}

/// Why a file could not be written. The name of a temporary one is nobody's business.
pub(super) fn cause(error: &io::Error) -> Bilingual {
    reason(error.to_string().split(" at path ").next().unwrap_or_default())
}

/// What makes temporary files with the permissions of any other.
pub(super) fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}
