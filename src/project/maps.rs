//! Maps of exports that somebody asks for: by the name of one that comes along, or by the path of a file.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::language::{self, Bilingual};
use crate::reader::{Mapping, map, whole};
use crate::ruleset::Files;
use crate::say;
use crate::yaml::suggestion::did_you_mean;

/// Finds a map; paths begin in a folder.
///
/// # Errors
/// With the reason why there is none, which has no place, or with everything that is wrong with it.
pub fn find(name: &str, folder: &Path, files: &dyn Files) -> Result<&'static Mapping, Vec<Diagnostic>> {
    if let Some(map) = Mapping::named(name) {
        return Ok(map);
    }
    let path = folder.join(name).to_string_lossy().into_owned();
    if !name.contains(['/', '\\', '.']) && !files.is_there(&path) {
        let text = Bilingual::new("没有这个映射", "there is no such map");
        let help = did_you_mean(name, Mapping::shipped().map(|map| &*map.name));
        return Err(vec![Diagnostic::error("map/unknown", text).help(help)]);
    }
    let bytes = files.read(&path).map_err(|reason| {
        let Bilingual { zh, en } = language::reason(&reason);
        let text = say!("打不开：{zh}", "cannot be opened: {en}");
        vec![Diagnostic::error("map/unreadable", text)]
    })?;
    match whole::load(&path, Box::new(&*bytes)) {
        // A run has few maps of its own, which all its texts refer to until it ends.
        (Some(source), None) => map::read(&source).map(|map| &*Box::leak(Box::new(map))),
        (_, fault) => Err(fault.into_iter().collect()),
    }
}
