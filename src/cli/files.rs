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
