//! `files` of a configuration: what the files of a project are, how they are read, and what they are checked against.

use std::path::Path;
use std::sync::Arc;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Kind, Mode};
use crate::language::{self, Bilingual};
use crate::reader::{Field, Mapping, Options};
use crate::ruleset::Files;
use crate::ruleset::keys::{On, Shape};
use crate::say;
use crate::source::{Charset, Source, brief};
use crate::yaml::fields::{Faults, Fields, empty_list, first_here, items, wrong_type};
use crate::yaml::node::{Node, Value};

use super::{maps, rulesets};

/// What a configuration says of some files.
#[derive(Debug)]
pub struct Entry {
    matches: GlobSet,
    /// The paths as they are written.
    pub globs: Vec<String>,
    /// Where it stands, as it is shown: `liyi.yaml:4`.
    pub place: String,
    /// How they are read.
    pub options: Options,
    /// What they are checked against; nothing where it says nothing of it.
    pub rulesets: Vec<String>,
}

impl Entry {
    /// Whether it is about the file at a path below the folder of the configuration.
    pub fn fits(&self, path: &Path) -> bool {
        self.matches.is_match(path)
    }

    /// Whether it says what the files are, so that nobody need recognise them.
    pub fn says_what(&self) -> bool {
        self.options.kind.is_some() || self.options.map.is_some()
    }
}

/// Where the configuration stands.
pub(super) struct Home<'a> {
    pub(super) folder: &'a Path,
    pub(super) files: &'a dyn Files,
}

/// Reads the entries.
pub(super) fn read(fields: &Fields<'_>, home: &Home<'_>, faults: &mut Faults) -> Vec<Entry> {
    let nodes = fields.get("files").map(items).unwrap_or_default();
    nodes.into_iter().filter_map(|node| entry(node, &fields.source, home, faults)).collect()
}

fn entry(node: &Node, source: &Arc<Source>, home: &Home<'_>, faults: &mut Faults) -> Option<Entry> {
    let fields = Fields::of(node, On::File, source, faults)?;
    if fields.lacks(&["match"]) {
        let text =
            Bilingual::new("缺少 `match`：说的是哪些文件", "`match` is missing: which files it is about");
        let help = Bilingual::new("写上路径，如 match: sms/*.txt", "write paths: match: sms/*.txt");
        faults.add("ruleset/missing-key", text, source, node.span).help = Some(help);
    }
    let matches = globs(&fields, faults);
    let columns = fields.get("columns").and_then(|node| Fields::of(node, On::Columns, source, faults));
    let (agents, customers) = sides(fields.get("roles"), source, faults);
    let options = Options {
        kind: fields.text("kind").and_then(Kind::named),
        mode: fields.text("mode").and_then(Mode::named),
        map: fields.get("map").and_then(|node| map(node, source, home, faults)),
        columns: columns.map(|columns| columns_of(&columns)).unwrap_or_default(),
        agents,
        customers,
        charset: fields.get("encoding").and_then(|node| charset(node, source, faults)),
        facts: fields.get("facts").map(|node| pairs(node, source, faults)).unwrap_or_default(),
        ..Options::default()
    };
    let rulesets = rulesets(&fields, home, faults);
    let line = Place::new(source, node.span).start.line;
    let globs = fields.texts("match").into_iter().filter_map(Node::text).map(str::to_owned).collect();
    Some(Entry { matches: matches?, globs, place: format!("{}:{line}", source.name()), options, rulesets })
}

/// The paths under `match`: as in a `.gitignore`, one without a slash is a name in any folder, one that ends in a slash is all
/// that stands below a folder.
fn globs(fields: &Fields<'_>, faults: &mut Faults) -> Option<GlobSet> {
    let nodes = fields.texts("match");
    if let Some(node) = fields.get("match").filter(|_| nodes.is_empty()) {
        faults.add("ruleset/empty-list", empty_list(), &fields.source, node.span);
    }
    let mut set = GlobSetBuilder::new();
    for node in nodes {
        match glob(node.text().unwrap_or_default()) {
            Ok(glob) => _ = set.add(glob),
            Err(Bilingual { zh, en }) => {
                let text = say!("这不是路径的模式：{zh}", "this is no pattern of paths: {en}");
                faults.add("ruleset/glob", text, &fields.source, node.span);
            }
        }
    }
    set.build().ok()
}

fn glob(written: &str) -> Result<globset::Glob, Bilingual> {
    let inner = written.trim_start_matches("./");
    if inner.trim().is_empty() {
        return Err(Bilingual::new("这里是空的", "it is empty"));
    }
    if inner.split('/').any(|part| part == "..") {
        return Err(Bilingual::new(
            "路径从配置文件所在的文件夹算起，不能往上走",
            "paths begin in the folder of the configuration, and do not lead out of it",
        ));
    }
    let anywhere = if inner.trim_end_matches('/').contains('/') || inner != written { "" } else { "**/" };
    let below = if inner.ends_with('/') { "**" } else { "" };
    let glob = format!("{anywhere}{}{below}", inner.trim_start_matches('/'));
    let built = GlobBuilder::new(&glob).literal_separator(true).build();
    built.map_err(|error| language::reason(&error.kind().to_string()))
}

fn map(node: &Node, source: &Source, home: &Home<'_>, faults: &mut Faults) -> Option<&'static Mapping> {
    let found = maps::find(node.text()?, home.folder, home.files);
    // What is wrong inside a map has its place there; that there is none is wrong here.
    let here = |fault: Diagnostic| match fault.place {
        Some(_) => fault,
        None => fault.at(source, node.span),
    };
    found.map_err(|found| faults.0.extend(found.into_iter().map(here))).ok()
}

fn columns_of(columns: &Fields<'_>) -> Vec<(Field, String)> {
    let written = |field: Field| Some((field, columns.text(field.name())?.to_owned()));
    Field::ALL.into_iter().filter_map(written).collect()
}

/// Who serves and who is served.
fn sides(roles: Option<&Node>, source: &Source, faults: &mut Faults) -> (Vec<String>, Vec<String>) {
    let pairs = roles.map(|roles| pairs(roles, source, faults)).unwrap_or_default();
    let (agents, customers): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(_, side)| side == "agent");
    let names = |pairs: Vec<(String, String)>| pairs.into_iter().map(|(name, _)| name).collect();
    (names(agents), names(customers))
}

/// The pairs of a mapping from names to texts, each name once.
fn pairs(node: &Node, source: &Source, faults: &mut Faults) -> Vec<(String, String)> {
    let Value::Map(nodes) = &node.value else { return Vec::new() };
    let mut pairs: Vec<(String, String)> = Vec::new();
    for (at, (name, value)) in nodes.iter().enumerate() {
        let (Some(key), Some(text)) = (name.text(), value.text()) else {
            wrong_type(value, &Shape::Text.title(), source, faults);
            continue;
        };
        match nodes[..at].iter().find(|(other, _)| other.text() == Some(key)) {
            None => pairs.push((key.to_owned(), text.to_owned())),
            Some((first, _)) => {
                let (shown, label) = (brief(key), first_here(source, first.span));
                let text = say!("`{shown}` 写了两次", "`{shown}` stands here twice");
                faults.add("ruleset/duplicate-key", text, source, name.span).labels.push(label);
            }
        }
    }
    pairs
}

fn charset(node: &Node, source: &Source, faults: &mut Faults) -> Option<Charset> {
    let written = node.text().filter(|name| !name.trim().is_empty())?;
    let charset = Charset::of(written);
    if charset.is_none() {
        let shown = brief(written);
        let text = say!("没有编码 `{shown}`", "there is no character set `{shown}`");
        let help =
            Bilingual::new("如 utf-8、gb18030、big5、utf-16le", "such as utf-8, gb18030, big5, utf-16le");
        faults.add("ruleset/unknown-encoding", text, source, node.span).help = Some(help);
    }
    charset
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn paths_are_as_gitignore_writes_them() {
        let fitting = |written: &str| {
            let glob = glob(written).map(|glob| glob.compile_matcher());
            let paths = ["a.log", "sms/a.log", "sms/b/c.log", "x/sms/a.log", "sms", "x/a.LOG"];
            paths
                .into_iter()
                .filter(|path| glob.as_ref().is_ok_and(|glob| glob.is_match(path)))
                .collect::<Vec<_>>()
        };
        assert_eq!(fitting("*.log"), ["a.log", "sms/a.log", "sms/b/c.log", "x/sms/a.log"]);
        for anchored in ["./*.log", "/*.log"] {
            assert_eq!(fitting(anchored), ["a.log"], "{anchored}");
        }
        assert_eq!(fitting("sms/"), ["sms/a.log", "sms/b/c.log", "x/sms/a.log"]);
        assert_eq!(fitting("./sms/"), ["sms/a.log", "sms/b/c.log"]);
        assert_eq!(fitting("sms/*"), ["sms/a.log"]);
        assert_eq!(fitting("sms/**/*.log"), ["sms/a.log", "sms/b/c.log"]);
        assert_eq!(fitting("**/{a,c}.log"), fitting("*.log"));
        for none in ["", "  ", "../a.log", "sms/../a.log", "a{b", "[z-a]"] {
            assert!(glob(none).is_err(), "{none}");
        }
    }
}
