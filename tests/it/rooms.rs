//! The house: rooms import downwards only, and no file grows past what one can read.

use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

use super::root;

/// The rooms from the ground up; a room imports only from those before it.
const ROOMS: [&str; 19] = [
    "language",
    "threads",
    "source",
    "diagnostic",
    "yaml",
    "document",
    "text",
    "reader",
    "pattern",
    "rule",
    "ruleset",
    "project",
    "lint",
    "proof",
    "measure",
    "gate",
    "baseline",
    "report",
    "cli",
];

/// The longest file, in lines; a table of keys is a list and no room.
const LONGEST: usize = 300;

#[test]
fn rooms_import_downwards_only() {
    let import = Regex::new(r"crate::(\w+)").unwrap();
    let mut wrong = Vec::new();
    for path in sources() {
        let Some(room) = room_of(&path) else { continue };
        let rank = rank(&room).unwrap_or_else(|| panic!("{room} is not among the rooms"));
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("crate::{"), "{} imports several rooms in one line", path.display());
        for found in import.captures_iter(&text) {
            let other = if matches!(&found[1], "say" | "words") { "language" } else { &found[1] };
            match self::rank(other) {
                Some(other) if other <= rank => (),
                _ => wrong.push(format!("{} imports {}", path.display(), &found[0])),
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_are_small_and_say_their_job() {
    for path in sources() {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} does not say its job in its first line", path.display());
        assert!(text.lines().count() <= LONGEST, "{} has more than {LONGEST} lines", path.display());
    }
}

fn rank(room: &str) -> Option<usize> {
    ROOMS.iter().position(|name| *name == room)
}

/// The room of a file: the folder or file right under `src`.
fn room_of(path: &Path) -> Option<String> {
    let inner = path.strip_prefix(root().join("src")).unwrap();
    let first = inner.components().next()?.as_os_str().to_str()?;
    let room = first.trim_end_matches(".rs");
    (!matches!(room, "main" | "lib")).then(|| room.to_owned())
}

fn sources() -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(root().join("src")).into_iter().map(|entry| entry.unwrap().into_path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}
