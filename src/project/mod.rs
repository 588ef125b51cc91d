//! The configuration of a project, `liyi.yaml`: the rulesets it uses, what its files are, words of its own for lists of
//! rulesets, levels of their rules. One file, and none above it counts.

mod files;
pub mod maps;

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::language::{self, Bilingual};
use crate::reader::whole;
use crate::ruleset::keys::On;
use crate::ruleset::{self, Files, Overrides, Rulebook, builtin};
use crate::say;
use crate::source::{Source, Untrusted};
use crate::yaml::fields::{Faults, Fields, empty_list};
use crate::yaml::node::{self, Node, Value};

pub use files::Entry;
use files::Home;

/// The name of the file.
pub const FILE: &str = "liyi.yaml";

/// The ruleset that is used where none is asked for.
const DEFAULT_RULESET: &str = "common";

/// The configuration of a project, or none, which is the default.
#[derive(Debug, Default)]
pub struct Project {
    /// The file as it is shown.
    pub file: Option<String>,
    /// What is wrong with it, as far as it can be seen without its rulesets.
    pub faults: Vec<Diagnostic>,
    /// What it says of files; the first one that fits counts.
    pub files: Vec<Entry>,
    rulesets: Vec<String>,
    overrides: Option<Overrides>,
}

impl Project {
    /// Reads a file; its faults are kept, to be told with those of its rulesets.
    pub fn read(file: &str, files: &dyn Files) -> Self {
        let (source, fault) = match files.read(file) {
            Ok(bytes) => whole::load(file, Box::new(&*bytes)),
            Err(reason) => (None, Some(unreadable(file, &reason))),
        };
        let mut project = Self { file: Some(file.to_owned()), ..Self::default() };
        project.faults.extend(fault);
        if let Some(source) = source {
            project.take(&source, files);
        }
        project
    }

    fn take(&mut self, source: &Arc<Source>, files: &dyn Files) {
        let mut faults = Faults::default();
        match node::parse(source).map(Arc::new) {
            Err(fault) => faults.0.push(*fault),
            Ok(node) if matches!(node.value, Value::Nothing) => (),
            Ok(node) => {
                if let Some(fields) = Fields::of(&node, On::Project, source, &mut faults) {
                    let folder = Path::new(&**source.name()).parent().unwrap_or(Path::new(""));
                    let home = Home { folder, files };
                    self.rulesets = rulesets(&fields, &home, &mut faults);
                    self.files = files::read(&fields, &home, &mut faults);
                    let lacks_used = !faults.0.is_empty();
                    let (folder, used) = (folder.to_string_lossy().into_owned(), self.all_rulesets());
                    let overrides = Overrides::read(&node, &fields, folder, used, lacks_used, &mut faults);
                    self.overrides = Some(overrides);
                }
            }
        }
        self.faults.extend(faults.0.into_iter().map(|fault| of_configuration(fault, source.name())));
    }

    /// The rulesets to check against: those that are asked for, else the project's, else the usual one.
    pub fn rulesets(&self, wanted: &[String]) -> Vec<String> {
        match (wanted, &self.rulesets[..]) {
            ([], []) => vec![DEFAULT_RULESET.to_owned()],
            ([], own) => own.to_vec(),
            _ => wanted.to_vec(),
        }
    }

    /// The rulesets of the project and of all its files, each once.
    pub fn all_rulesets(&self) -> Vec<String> {
        let mut all = self.rulesets(&[]);
        for ruleset in self.files.iter().flat_map(|entry| &entry.rulesets) {
            if !all.contains(ruleset) {
                all.push(ruleset.clone());
            }
        }
        all
    }

    /// The lists that have words of its own.
    pub fn lists(&self) -> impl Iterator<Item = &str> {
        self.overrides.iter().flat_map(Overrides::lists)
    }

    /// The rules that it gives a level, each with the word for that.
    pub fn levels(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.overrides.iter().flat_map(Overrides::levels)
    }

    /// What it says of the file at a path below its folder.
    pub fn entry(&self, path: &Path) -> Option<&Entry> {
        self.files.iter().find(|entry| entry.fits(path))
    }

    /// Loads rulesets as the project has them.
    ///
    /// # Errors
    /// With every fault of every ruleset, and of the configuration.
    pub fn load(&self, wanted: &[String], files: &dyn Files) -> Result<Rulebook, Vec<Diagnostic>> {
        self.checked(ruleset::load_with(wanted, files, self.overrides.as_ref()))
    }

    /// Loads rulesets to judge by.
    ///
    /// # Errors
    /// As [`Project::load`].
    pub fn load_to_judge(&self, wanted: &[String], files: &dyn Files) -> Result<Rulebook, Vec<Diagnostic>> {
        let loaded = ruleset::load_to_judge(wanted, files, self.overrides.as_ref());
        self.checked(loaded)
    }

    /// What was loaded, unless the configuration has faults; then all faults, in order.
    fn checked(&self, loaded: Result<Rulebook, Vec<Diagnostic>>) -> Result<Rulebook, Vec<Diagnostic>> {
        let file = self.file.as_deref().unwrap_or_default();
        match loaded {
            Ok(rulebook) if self.faults.is_empty() => Ok(rulebook),
            loaded => {
                let of_rulesets = loaded.err().unwrap_or_default();
                let mut faults = self.faults.clone();
                faults.extend(of_rulesets.into_iter().map(|fault| of_configuration(fault, file)));
                faults.sort_by(|a, b| a.order().cmp(&b.order()));
                Err(faults)
            }
        }
    }
}

/// The fault under the name of its kind, if it stands in the configuration.
fn of_configuration(fault: Diagnostic, file: &str) -> Diagnostic {
    match (&fault.place, fault.code.strip_prefix("ruleset/")) {
        (Some(place), Some(code)) if *place.path == *file => {
            Diagnostic { code: format!("config/{code}").into(), ..fault }
        }
        _ => fault,
    }
}

fn unreadable(file: &str, reason: &str) -> Diagnostic {
    let (shown, Bilingual { zh, en }) = (Untrusted(file), language::reason(reason));
    let text = say!("配置文件 {shown} 无法读取：{zh}", "the configuration {shown} cannot be read: {en}");
    Diagnostic::error("config/unreadable", text)
}

/// The rulesets that a configuration names, paths as they are from here.
fn rulesets(fields: &Fields<'_>, home: &Home<'_>, faults: &mut Faults) -> Vec<String> {
    let nodes = fields.texts("rulesets");
    if let Some(node) = fields.get("rulesets").filter(|_| nodes.is_empty()) {
        faults.add("ruleset/empty-list", empty_list(), &fields.source, node.span);
    }
    nodes.into_iter().filter_map(|node| wanted(node, home, &fields.source, faults)).collect()
}

fn wanted(node: &Node, home: &Home<'_>, source: &Source, faults: &mut Faults) -> Option<String> {
    let written = node.text()?;
    if builtin::names().any(|name| name == written) {
        return Some(written.to_owned());
    }
    if !ruleset::is_path(written) {
        faults.0.push(ruleset::unknown_ruleset(written).at(source, node.span));
        return None;
    }
    let path = home.folder.join(written);
    let path: PathBuf = path.components().filter(|part| *part != Component::CurDir).collect();
    let path = path.to_string_lossy().into_owned();
    if home.files.is_there(&path) {
        return Some(path);
    }
    let shown = Untrusted(&path);
    let text = say!("没有文件 {shown}", "there is no file {shown}");
    let help =
        Bilingual::new("路径从配置文件所在的文件夹算起", "paths begin in the folder of the configuration");
    faults.add("ruleset/unreadable", text, source, node.span).help = Some(help);
    None
}
