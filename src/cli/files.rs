//! Files, for the rooms that must not open them.

use crate::ruleset::Files;

/// The files of this machine.
pub(super) struct Disk;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(path).map_err(|error| error.to_string())
    }

    fn is_there(&self, path: &str) -> bool {
        std::path::Path::new(path).exists()
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

/// What makes temporary files with the permissions of any other.
pub(super) fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}
