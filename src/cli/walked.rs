//! What a walk through a folder passes by, and why.

use std::path::Path;

use walkdir::DirEntry;

use crate::language::Bilingual;
use crate::project;
use crate::reader::{has_known_extension, is_project_paper};

/// Whether somebody says what the file at a path is.
pub(super) type IsTold<'a> = &'a dyn Fn(&Path) -> bool;

/// Why a folder is not walked into.
pub(super) fn passed_folder(entry: &DirEntry) -> Option<Bilingual> {
    if entry.depth() == 0 || !entry.file_type().is_dir() {
        return None;
    }
    let name = entry.file_name().to_string_lossy();
    match name.as_ref() {
        "target" | "node_modules" => Some(Bilingual::new("构建目录", "a folder of builds")),
        _ if name.starts_with('.') => Some(Bilingual::new("隐藏文件夹", "a hidden folder")),
        _ => None,
    }
}

/// Why a file that a walk found is not read.
pub(super) fn passed_file(path: &Path, is_told: IsTold<'_>) -> Option<Bilingual> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if name.starts_with('.') {
        return Some(Bilingual::new("隐藏文件", "a hidden file"));
    }
    if name == project::FILE {
        return Some(Bilingual::new("配置文件，不是文本", "a configuration, no text"));
    }
    if is_told(path) {
        return None;
    }
    if is_project_paper(&name) {
        return Some(Bilingual::new("项目自身的说明，不是草稿", "about the project, nobody's draft"));
    }
    has_known_extension(&name).err()
}
