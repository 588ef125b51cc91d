//! What the configuration says of files, wherever they are named from.

use std::path::{Component, Path, PathBuf};

use crate::document::Kind;
use crate::project::{Entry, Project};
use crate::reader::{Mapping, Options};

use super::inputs::Input;

/// The entries of a configuration.
pub(super) struct Entries<'a> {
    project: &'a Project,
    /// The folder of the configuration, from the root.
    folder: Option<PathBuf>,
}

impl<'a> Entries<'a> {
    pub(super) fn of(project: &'a Project) -> Self {
        let file = project.file.as_ref().filter(|_| !project.files.is_empty());
        let folder = file.and_then(|file| Some(whole_path(Path::new(file))?.parent()?.to_owned()));
        Self { project, folder }
    }

    /// The one that counts for an input.
    pub(super) fn for_input(&self, input: &Input) -> Option<&'a Entry> {
        self.for_path(if input.is_stdin() { Path::new(&input.name) } else { &input.path })
    }

    /// The one that counts for the file at a path.
    pub(super) fn for_path(&self, path: &Path) -> Option<&'a Entry> {
        let folder = self.folder.as_ref()?;
        self.project.entry(whole_path(path)?.strip_prefix(folder).ok()?)
    }
}

/// How a file is read: as somebody says, else as the entry for it does.
pub(super) fn read_as(said: Options, entry: Option<&Entry>) -> Options {
    let told = entry.map(|entry| entry.options.clone()).unwrap_or_default();
    // A map is for chats.
    let map = said.map.or(told.map.filter(|_| matches!(said.kind, None | Some(Kind::Chat))));
    let columns = if said.map.is_some() || !said.columns.is_empty() {
        said.columns
    } else if told.columns.is_empty() {
        map.map(Mapping::columns).unwrap_or_default()
    } else {
        told.columns
    };
    // A speaker is on one side: that which was said.
    let others =
        |told: Vec<String>, said: &[String]| told.into_iter().filter(|name| !said.contains(name)).collect();
    let (told_agents, told_customers): (Vec<_>, Vec<_>) =
        (others(told.agents, &said.customers), others(told.customers, &said.agents));
    Options {
        kind: said.kind.or(told.kind),
        mode: said.mode.or(told.mode),
        columns,
        map,
        agents: [said.agents, told_agents].concat(),
        customers: [said.customers, told_customers].concat(),
        charset: said.charset.or(told.charset),
        // The first that names a fact wins.
        facts: [said.facts, told.facts].concat(),
        without_roles: said.without_roles,
        bare_lines: said.bare_lines,
    }
}

/// A path from the root, without `.` and `..`.
pub(super) fn whole_path(path: &Path) -> Option<PathBuf> {
    let mut whole = PathBuf::new();
    for part in std::path::absolute(path).ok()?.components() {
        match part {
            Component::ParentDir => _ = whole.pop(),
            part => whole.push(part),
        }
    }
    Some(whole)
}
