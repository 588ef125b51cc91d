//! The files that come with a letter, as facts for rules.

/// The fact how many files come with it.
const COUNT: &str = "attachments";

/// The fact what they are called, one behind the other.
const NAMES: &str = "attachment-names";

/// The facts about some files, each known by its name, or by none.
pub(super) fn facts(files: &[String]) -> [(String, String); 2] {
    let names: Vec<&str> = files.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
    [(COUNT.to_owned(), files.len().to_string()), (NAMES.to_owned(), names.join(", "))]
}
