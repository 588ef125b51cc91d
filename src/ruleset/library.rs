//! The library: rulesets that were opened, each once, and their lists.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::pattern::{Lexicon, Pattern, Search};
use crate::say;
use crate::source::{Source, Span, Untrusted};

use super::fields::{Faults, Fields, first_here};
use super::keys::{On, did_you_mean};
use super::node::{self, Node, Value};
use super::{Files, builtin};

/// A ruleset of the library, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct RulesetId(usize);

/// A ruleset as it was read, its rules not yet looked at.
pub(super) struct Document {
    pub(super) name: String,
    pub(super) source: Arc<Source>,
    pub(super) node: Node,
    /// The folder it stands in; none for those that come with the program.
    folder: Option<String>,
    pub(super) uses: Vec<RulesetId>,
    pub(super) lists: Vec<List>,
}

/// A list as it was read.
pub(super) struct List {
    pub(super) name: String,
    pub(super) place: Span,
    pub(super) node: Node,
    /// Whether anything has named it.
    pub(super) is_used: bool,
}

/// A list, ready to be looked for.
pub(super) type ReadList = (Arc<Pattern>, Arc<Search>);

/// All rulesets that were opened, and what they look for.
pub(super) struct Library<'f> {
    files: &'f dyn Files,
    documents: Vec<Document>,
    /// Built-in names and paths, with the ruleset each led to; none where it could not be read.
    opened: HashMap<String, Option<RulesetId>>,
    /// Lists that were read, by ruleset, name and exactness; none while one is being read.
    pub(super) lists: HashMap<(RulesetId, String, bool), Option<ReadList>>,
    pub(super) lexicon: Lexicon,
    pub(super) faults: Faults,
}

impl<'f> Library<'f> {
    pub(super) fn new(files: &'f dyn Files) -> Self {
        Self {
            files,
            documents: Vec::new(),
            opened: HashMap::new(),
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

    /// Opens a ruleset by the name of a built-in one or by its path.
    pub(super) fn open(&mut self, wanted: &str) -> Option<RulesetId> {
        if let Some(known) = self.opened.get(wanted) {
            return *known;
        }
        self.opened.insert(wanted.to_owned(), None);
        let (text, folder) = match builtin::text(wanted) {
            Some(text) => (text.to_owned(), None),
            None => (self.read(wanted)?, Some(folder_of(wanted))),
        };
        let name = if folder.is_none() { format!("{wanted}.yaml") } else { wanted.to_owned() };
        let id = self.add(Arc::new(Source::new(name, text)), folder);
        self.opened.insert(wanted.to_owned(), id);
        id
    }

    fn read(&mut self, wanted: &str) -> Option<String> {
        let shown = Untrusted(wanted);
        let looks_like_path =
            wanted.contains(['/', '\\']) || wanted.ends_with(".yaml") || wanted.ends_with(".yml");
        let fault = match self.files.read(wanted) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => {
                    return Some(text.strip_prefix('\u{FEFF}').map_or(text.clone(), str::to_owned));
                }
                Err(error) => {
                    let at = error.utf8_error().valid_up_to();
                    Diagnostic::error(
                        "ruleset/not-utf8",
                        say!("第 {at} 个字节不是 UTF-8", "byte {at} is no UTF-8"),
                    )
                    .in_file(wanted)
                }
            },
            Err(reason) if looks_like_path => {
                let text =
                    say!("规则集 {shown} 无法读取：{reason}", "the ruleset {shown} cannot be read: {reason}");
                Diagnostic::error("ruleset/unreadable", text)
            }
            Err(_) => unknown_ruleset(wanted),
        };
        self.faults.0.push(fault);
        None
    }

    fn add(&mut self, source: Arc<Source>, folder: Option<String>) -> Option<RulesetId> {
        let node = node::parse(&source).map_err(|fault| self.faults.0.push(*fault)).ok()?;
        if matches!(node.value, Value::Nothing) {
            self.nameless(&source, node.span);
            return None;
        }
        let fields = Fields::of(&node, On::Ruleset, &source, &mut self.faults)?;
        let name = self.name(&fields, &source)?;
        let uses = fields.texts("use").into_iter().cloned().collect::<Vec<_>>();
        let lists = self.list_nodes(&fields, &source);
        let id = RulesetId(self.documents.len());
        let document = Document {
            name,
            source: Arc::clone(&source),
            node: node.clone(),
            folder,
            uses: Vec::new(),
            lists,
        };
        self.documents.push(document);
        for used in &uses {
            let found = self.open_used(id, used, &source);
            self.documents[id.0].uses.extend(found);
        }
        Some(id)
    }

    fn name(&mut self, fields: &Fields<'_>, source: &Source) -> Option<String> {
        let Some(node) = fields.get("ruleset") else {
            self.nameless(source, fields.span);
            return None;
        };
        let name = node.text().unwrap_or_default();
        if !is_kebab_case(name) {
            let shown = Untrusted(name);
            let text = say!("规则集的名称 `{shown}` 不是 kebab-case", "the name `{shown}` is not kebab-case");
            let help = Bilingual::new(
                "用小写字母、数字和连字符，如 my-rules",
                "use lower case, digits and hyphens: my-rules",
            );
            self.faults.add("ruleset/name", text, source, node.span).help = Some(help);
        }
        Some(name.to_owned())
    }

    fn nameless(&mut self, source: &Source, span: Span) {
        let text = Bilingual::new("缺少规则集的名称", "the ruleset has no name");
        let help = Bilingual::new("在第一行写 `ruleset: 名称`", "begin with `ruleset: name`");
        self.faults.add("ruleset/missing-key", text, source, Span::at(span.start)).help = Some(help);
    }

    fn list_nodes(&mut self, fields: &Fields<'_>, source: &Source) -> Vec<List> {
        let mut lists: Vec<List> = Vec::new();
        let Some(Value::Map(pairs)) = fields.get("lists").map(|node| &node.value) else {
            return lists;
        };
        for (key, node) in pairs {
            let name = key.text().unwrap_or_default().to_owned();
            if let Some(first) = lists.iter().find(|list| list.name == name) {
                let (shown, label) = (Untrusted(&name), first_here(source, first.place));
                let text = say!("词表 `{shown}` 写了两次", "the list `{shown}` stands here twice");
                self.faults.add("ruleset/duplicate-list", text, source, key.span).labels.push(label);
            } else {
                lists.push(List { name, place: key.span, node: node.clone(), is_used: false });
            }
        }
        lists
    }

    /// Opens what a ruleset uses: a built-in ruleset, else a file beside it.
    fn open_used(&mut self, by: RulesetId, used: &Node, source: &Source) -> Option<RulesetId> {
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
        for path in paths {
            if self.opened.contains_key(&path) || self.files.read(&path).is_ok() {
                return self.open(&path);
            }
        }
        let fault = unknown_ruleset(name).at(source, used.span);
        self.faults.0.push(fault);
        None
    }
}

fn unknown_ruleset(wanted: &str) -> Diagnostic {
    let shown = Untrusted(wanted);
    let names = builtin::names().collect::<Vec<_>>().join(", ");
    let text = say!("没有规则集 `{shown}`", "there is no ruleset `{shown}`");
    let help = match did_you_mean(wanted, builtin::names()) {
        Some(name) => {
            say!("是不是想写 `{name}`？（自带：{names}）", "did you mean `{name}`? (built in: {names})")
        }
        None => {
            say!("自带：{names}；自己的规则集请写文件路径", "built in: {names}; give your own by its path")
        }
    };
    Diagnostic::error("ruleset/unknown", text).help(help)
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
