//! Where the configuration stands: where the command line says, else in this folder or the nearest above it.

use std::path::Path;

use crate::project::{FILE, Project};

use super::args::Configuration;
use super::files::Disk;

impl Configuration {
    /// The project whose configuration holds.
    pub(super) fn project(&self) -> Project {
        let named = || self.config.as_ref().map(|path| path.to_string_lossy().into_owned());
        let file = if self.no_config { None } else { named().or_else(nearest) };
        file.map_or_else(Project::default, |file| Project::read(&file, &Disk))
    }
}

/// The configuration of this folder, or of the nearest above it that has one.
fn nearest() -> Option<String> {
    let folders = std::env::current_dir().map_or(1, |folder| folder.ancestors().count());
    let files = (0..folders).map(|up| format!("{}{FILE}", "../".repeat(up)));
    { files }.find(|file| Path::new(file).is_file())
}
