//! `--map`: the map that exports are read by, one that comes along or a file.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, reason};
use crate::reader::whole;
use crate::reader::{Mapping, map};
use crate::say;
use crate::yaml::suggestion::did_you_mean;

use super::texts::Reading;

/// Reads the map that was asked for, if one was.
///
/// # Errors
/// With everything that is wrong with it.
pub(super) fn learn(reading: &mut Reading) -> Result<(), Vec<Diagnostic>> {
    if let Some(name) = &reading.map {
        reading.mapping = Some(find(name)?);
    }
    Ok(())
}

fn find(name: &str) -> Result<&'static Mapping, Vec<Diagnostic>> {
    if let Some(map) = Mapping::named(name) {
        return Ok(map);
    }
    let is_path = name.contains(['/', '\\', '.']) || Path::new(name).exists();
    if !is_path {
        let text = Bilingual::new("没有这个映射", "there is no such map");
        let help = did_you_mean(name, Mapping::shipped().map(|map| &*map.name));
        return Err(vec![Diagnostic::error("map/unknown", text).in_file(name).help(help)]);
    }
    let file = File::open(name).map_err(|error| {
        let Bilingual { zh, en } = reason(&error.to_string());
        let text = say!("打不开：{zh}", "cannot be opened: {en}");
        vec![Diagnostic::error("map/unreadable", text).in_file(name)]
    })?;
    match whole::load(name, Box::new(BufReader::new(file))) {
        // A run has one map, which all its texts refer to until it ends.
        (Some(source), None) => map::read(&source).map(|map| &*Box::leak(Box::new(map))),
        (_, fault) => Err(fault.into_iter().collect()),
    }
}
