//! The library: rulesets that were opened, each once, and their lists.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::language::{self, Bilingual};
use crate::pattern::{Lexicon, ListId};
use crate::reader::whole;
use crate::say;
use crate::source::{Source, Span, Untrusted, brief};

use super::keys::On;
use super::overrides::Overrides;
use super::{Files, builtin, is_path, lists};
use crate::yaml::fields::{Faults, Fields};
use crate::yaml::node::{self, Node, Value};
use builtin::unknown_ruleset;

/// A ruleset of the library, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct RulesetId(usize);

/// Whose lists a name means: those of the ruleset where it is written, but for those that a ruleset which took the rule by
/// `like` has of the same name; the last one to take it goes first.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Scope {
    pub(super) home: RulesetId,
    pub(super) takers: Vec<RulesetId>,
}

impl Scope {
    /// The scope of what is written in a ruleset for itself.
    pub(super) fn of(home: RulesetId) -> Self {
        Self { home, takers: Vec::new() }
    }

    /// The same takers, in another ruleset.
    pub(super) fn at(&self, home: RulesetId) -> Self {
        Self { home, takers: self.takers.clone() }
    }

    /// The scope of what a rule in this one takes from another ruleset.
    pub(super) fn taking_from(&self, home: RulesetId) -> Self {
        let mut takers = self.takers.clone();
        takers.push(self.home);
        Self { home, takers }
    }
}

/// A ruleset as it was read, its rules not yet looked at.
pub(super) struct Document {
    pub(super) name: String,
    pub(super) source: Arc<Source>,
    pub(super) node: Arc<Node>,
    /// The folder it stands in; none for those that come with the program.
    pub(super) folder: Option<String>,
    pub(super) uses: Vec<RulesetId>,
    /// Whether a ruleset that it uses could not be opened, which has been told.
    pub(super) lacks_used: bool,
    pub(super) lists: Vec<List>,
}

/// A list as it was read.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) name: String,
    pub(super) place: Span,
    pub(super) node: Node,
    /// Whether anything has named it.
    pub(super) is_used: bool,
}

/// A list by the scope of its ruleset, its name and whether it is exact.
pub(super) type ListKey = (Scope, String, bool);

/// All rulesets that were opened, and what they look for.
pub(super) struct Library<'f> {
    pub(super) files: &'f dyn Files,
    documents: Vec<Document>,
    /// The configuration of a project, whose lists replace those of the same name.
    pub(super) project: Option<RulesetId>,
    /// Built-in names and paths, with the ruleset each led to; none where it could not be read.
    opened: HashMap<String, Option<RulesetId>>,
    /// The rulesets that are being opened, each of which uses the next.
    opening: Vec<String>,
    /// Lists that were read; none while one is being read.
    pub(super) lists: HashMap<ListKey, Option<ListId>>,
    pub(super) lexicon: Lexicon,
    pub(super) faults: Faults,
}

impl<'f> Library<'f> {
    pub(super) fn new(files: &'f dyn Files) -> Self {
        Self {
            files,
            documents: Vec::new(),
            project: None,
            opened: HashMap::new(),
            opening: Vec::new(),
            lists: HashMap::new(),
            lexicon: Lexicon::default(),
            faults: Faults::default(),
        }
    }

    pub(super) fn document(&self, id: RulesetId) -> &Document {
        &self.documents[id.0]
    }

    pub(super) fn document_mut(&mut self, id: RulesetId) -> &mut Document {
        &mut self.documents[id.0]
    }

    /// The rulesets that were opened.
    pub(super) fn rulesets(&self) -> impl Iterator<Item = RulesetId> + Clone {
        let project = self.project;
        (0..self.documents.len()).map(RulesetId).filter(move |id| project != Some(*id))
    }

    /// Puts the lists of a project before those of the rulesets, which it may name.
    pub(super) fn put_first(&mut self, overrides: &Overrides) {
        let uses = self.rulesets().collect();
        self.project = Some(RulesetId(self.documents.len()));
        self.documents.push(Document {
            name: String::new(),
            source: Arc::clone(&overrides.source),
            node: Arc::clone(&overrides.node),
            folder: Some(overrides.folder.clone()),
            uses,
            lacks_used: false,
            lists: overrides.lists.clone(),
        });
    }

    /// Opens a ruleset by the name of a built-in one or by its path.
    pub(super) fn open(&mut self, wanted: &str) -> Option<RulesetId> {
        let key = key(wanted);
        if let Some(known) = self.opened.get(&key) {
            return *known;
        }
        self.opened.insert(key.clone(), None);
        self.opening.push(key.clone());
        let (source, folder) = match builtin::text(wanted) {
            Some(text) => (Some(Arc::new(Source::new(format!("{wanted}.yaml"), text.to_owned()))), None),
            None => (self.read(wanted), Some(folder_of(wanted))),
        };
        let id = source.and_then(|source| self.add(source, folder));
        self.opening.pop();
        self.opened.insert(key, id);
        id
    }

    fn read(&mut self, wanted: &str) -> Option<Arc<Source>> {
        let (source, fault) = match self.files.read(wanted) {
            Ok(bytes) => whole::load(wanted, Box::new(&*bytes)),
            Err(reason) if is_path(wanted) => {
                let shown = Untrusted(wanted);
                let Bilingual { zh, en } = language::reason(&reason);
                let text = say!("规则集 {shown} 无法读取：{zh}", "the ruleset {shown} cannot be read: {en}");
                (None, Some(Diagnostic::error("ruleset/unreadable", text)))
            }
            Err(_) => (None, Some(unknown_ruleset(wanted))),
        };
        let is_whole = fault.is_none();
        self.faults.0.extend(fault);
        source.filter(|_| is_whole)
    }

    fn add(&mut self, source: Arc<Source>, folder: Option<String>) -> Option<RulesetId> {
        let node = node::parse(&source).map_err(|fault| self.faults.0.push(*fault)).ok().map(Arc::new)?;
        if matches!(node.value, Value::Nothing) {
            self.nameless(&source, node.span);
            return None;
        }
        let fields = Fields::of(&node, On::Ruleset, &source, &mut self.faults)?;
        let name = self.name(&fields, &source);
        let uses = fields.texts("use").into_iter().cloned().collect::<Vec<_>>();
        let lists = lists::nodes(&fields, &mut self.faults);
        let id = RulesetId(self.documents.len());
        let document = Document {
            name,
            source: Arc::clone(&source),
            node: Arc::clone(&node),
            folder,
            uses: Vec::new(),
            lacks_used: false,
            lists,
        };
        self.documents.push(document);
        for used in &uses {
            match self.open_used(id, used, &source) {
                Some(found) => self.documents[id.0].uses.push(found),
                None => self.documents[id.0].lacks_used = true,
            }
        }
        Some(id)
    }

    /// What a ruleset calls itself. One without a name is read as well, for its other faults.
    fn name(&mut self, fields: &Fields<'_>, source: &Source) -> String {
        let Some(node) = fields.get("ruleset") else {
            if fields.lacks(&["ruleset"]) {
                self.nameless(source, fields.span);
            }
            return String::new();
        };
        let name = node.text().unwrap_or_default();
        if !is_kebab_case(name) {
            let shown = brief(name);
            let text = say!("规则集的名称 `{shown}` 不是 kebab-case", "the name `{shown}` is not kebab-case");
            let help = Bilingual::new(
                "用小写字母、数字和连字符，如 my-rules",
                "use lower case, digits and hyphens: my-rules",
            );
            self.faults.add("ruleset/name", text, source, node.span).help = Some(help);
        }
        name.to_owned()
    }

    fn nameless(&mut self, source: &Source, span: Span) {
        let text = Bilingual::new("缺少规则集的名称", "the ruleset has no name");
        let help = Bilingual::new("在第一行写 `ruleset: 名称`", "begin with `ruleset: name`");
        self.faults.add("ruleset/missing-key", text, source, Span::at(span.start)).help = Some(help);
    }

    /// Says that a ruleset is not called as its file is, so that its lists cannot be named.
    fn other_name(&mut self, id: RulesetId, file: &str, used: &Node, source: &Source) {
        let (file, name) = (brief(file), brief(&self.document(id).name));
        let text = say!("{file}.yaml 自称 `{name}`", "{file}.yaml calls itself `{name}`");
        let help =
            say!("让文件名和 `ruleset: {name}` 一致", "let the file and `ruleset: {name}` have one name");
        self.faults.add("ruleset/name", text, source, used.span).help = Some(help);
    }

    /// Opens what a ruleset uses: a built-in ruleset, else a file beside it.
    pub(super) fn open_used(&mut self, by: RulesetId, used: &Node, source: &Source) -> Option<RulesetId> {
        let name = used.text()?;
        if builtin::text(name).is_some() {
            return self.open(name);
        }
        let folder = self.documents[by.0].folder.clone();
        let is_plain = !name.contains(['/', '\\']) && !name.starts_with('.');
        let siblings = [format!("{name}.yaml"), format!("{name}.yml")];
        let paths = folder.filter(|_| is_plain).into_iter().flat_map(|folder| {
            siblings.clone().map(|file| Path::new(&folder).join(file).to_string_lossy().into_owned())
        });
        let path = paths.into_iter().find(|path| self.files.is_there(path));
        match path {
            Some(path) if self.opening.contains(&key(&path)) => {
                let text = Bilingual::new("`use` 绕了一圈又回到自己", "`use` leads back to itself");
                self.faults.add("ruleset/circle", text, source, used.span);
                None
            }
            Some(path) => {
                let id = self.open(&path)?;
                if !["", name].contains(&&*self.document(id).name) {
                    self.other_name(id, name, used, source);
                }
                Some(id)
            }
            None => {
                let mut fault = unknown_ruleset(name).at(source, used.span);
                let stem = Path::new(name).file_stem().unwrap_or_default().to_string_lossy();
                if !is_plain && is_kebab_case(&stem) {
                    fault.help = Some(say!(
                        "只写名称：`use: {stem}`，在同一文件夹里找 {stem}.yaml",
                        "write the name alone: `use: {stem}` finds {stem}.yaml in the same folder",
                    ));
                }
                self.faults.0.push(fault);
                None
            }
        }
    }
}

/// One file is one ruleset, however its path is spelt.
pub(super) fn key(path: &str) -> String {
    let parts = Path::new(path).components().filter(|part| *part != Component::CurDir);
    parts.collect::<PathBuf>().to_string_lossy().into_owned()
}

fn folder_of(path: &str) -> String {
    Path::new(path).parent().map(|parent| parent.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a name is made of lower case letters, digits and single hyphens, a letter first.
pub(super) fn is_kebab_case(name: &str) -> bool {
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.split('-').all(is_part)
}
