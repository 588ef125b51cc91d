//! Named lists: which one a reference means, and what it holds.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::pattern::{ListId, Pattern};
use crate::say;
use crate::source::brief;

use super::library::{Library, List, ListKey, RulesetId, Scope};
use crate::yaml::fields::{Faults, Fields, first_here};
use crate::yaml::node::{Node, Value};
use crate::yaml::suggestion::did_you_mean;

/// How deep lists may name lists.
const DEEPEST: usize = 64;

/// How many searches a list may take, with its exceptions and theirs.
const MOST_SEARCHES: usize = 1000;

/// What a name was found to mean: the ruleset that has the list, and the name of the list there.
type Found<'n> = Result<(RulesetId, &'n str), Box<Diagnostic>>;

/// The lists under the key `lists`, each once.
pub(super) fn nodes(fields: &Fields<'_>, faults: &mut Faults) -> Vec<List> {
    let mut lists: Vec<List> = Vec::new();
    let Some(Value::Map(pairs)) = fields.get("lists").map(|node| &node.value) else {
        return lists;
    };
    for (key, node) in pairs {
        let name = key.text().unwrap_or_default().to_owned();
        if let Some(first) = lists.iter().find(|list| list.name == name) {
            let (shown, label) = (brief(&name), first_here(&fields.source, first.place));
            let text = say!("词表 `{shown}` 写了两次", "the list `{shown}` stands here twice");
            faults.add("ruleset/duplicate-list", text, &fields.source, key.span).labels.push(label);
        } else {
            lists.push(List { name, place: key.span, node: node.clone(), is_used: false });
        }
    }
    lists
}

impl Library<'_> {
    /// The list that a reference in a ruleset names, as `$list` or `$ruleset/list`.
    pub(super) fn list(&mut self, by: &Scope, reference: &Node, name: &str, exact: bool) -> Option<Pattern> {
        let (id, bare) = match self.find_list(by, name) {
            Ok(found) => found,
            // What a list of a missing ruleset holds cannot be known.
            Err(_) if self.document(by.home).lacks_used => return None,
            Err(fault) => {
                let fault = fault.at(&self.document(by.home).source, reference.span);
                self.faults.0.push(fault);
                return None;
            }
        };
        let key = (by.at(id), bare.to_owned(), exact);
        let shown = brief(name);
        let being_read = || self.lists.values().filter(|list| list.is_none()).count();
        let read = match self.lists.get(&key) {
            Some(Some(list)) => return Some(Pattern::List(name.to_owned(), *list)),
            Some(None) => {
                let text =
                    say!("词表 `{shown}` 绕了一圈又引用自己", "the list `{shown}` leads back to itself");
                Err(("ruleset/circle", text))
            }
            None if being_read() >= DEEPEST => {
                let text = say!("词表套词表超过 {DEEPEST} 层", "lists name lists more than {DEEPEST} deep");
                Err(("ruleset/too-deep", text))
            }
            None => self.read_list(key, &shown),
        };
        match read {
            Ok(list) => Some(Pattern::List(name.to_owned(), list)),
            Err((code, text)) => {
                let source = Arc::clone(&self.document(by.home).source);
                self.faults.add(code, text, &source, reference.span);
                None
            }
        }
    }

    /// Reads a list of a ruleset, which has it.
    fn read_list(&mut self, key: ListKey, shown: &str) -> Result<ListId, (&'static str, Bilingual)> {
        let (scope, bare, exact) = key.clone();
        let id = scope.home;
        self.lists.insert(key.clone(), None);
        let list = self.document_mut(id).lists.iter_mut().find(|list| list.name == bare);
        let node = list.map(|list| {
            list.is_used = true;
            list.node.clone()
        });
        let nothing = Pattern::Any { of: Vec::new(), allow: Vec::new() };
        let pattern = node.and_then(|node| self.pattern(&scope, &node, exact)).unwrap_or(nothing);
        let list = self.lexicon.add_list(pattern);
        if self.lexicon.list_search(list).cost(MOST_SEARCHES) >= MOST_SEARCHES {
            return Err((
                "ruleset/too-deep",
                say!(
                    "词表 `{shown}` 的例外套得太多",
                    "the list `{shown}` has too many exceptions in exceptions"
                ),
            ));
        }
        self.lists.insert(key, Some(list));
        Ok(list)
    }

    /// Reads the lists that no rule has asked for, so that their faults are told too. Where there are rules, a list that
    /// nothing names is a fault itself.
    pub(super) fn read_other_lists(&mut self, id: RulesetId, has_rules: bool) {
        // A list that was misspelt somewhere may be the one that nothing names.
        let is_misspelt = self.faults.0.iter().any(|fault| &*fault.code == "ruleset/undefined-list");
        let document = self.document(id);
        let source = Arc::clone(&document.source);
        let is_named = |name: &str| {
            let references = [format!("${name}"), format!("${}/{name}", document.name)];
            document.node.says(&|text| references.iter().any(|reference| reference == text))
        };
        let unread = document.lists.iter().filter(|list| !list.is_used);
        let unread: Vec<_> = unread
            .map(|list| {
                let is_idle = has_rules && !is_misspelt && !is_named(&list.name);
                (list.node.clone(), is_idle.then(|| (brief(&list.name), list.place)))
            })
            .collect();
        for (node, idle) in unread {
            if let Some((shown, place)) = idle {
                let text = say!("词表 `{shown}` 没有用到", "nothing names the list `{shown}`");
                let help = say!("写成 `${shown}` 来引用它，或删去", "name it as `${shown}`, or leave it out");
                self.faults.add("ruleset/unused-list", text, &source, place).help = Some(help);
            }
            self.pattern(&Scope::of(id), &node, false);
        }
    }

    pub(super) fn has_list(&self, id: RulesetId, name: &str) -> bool {
        self.document(id).lists.iter().any(|list| list.name == name)
    }

    /// The list that a name means in a scope: found where it is written, then maybe replaced by the project's, or by a
    /// taker's. The project itself names them as they are.
    fn find_list<'n>(&self, scope: &Scope, name: &'n str) -> Found<'n> {
        let (found, bare) = self.find_written(scope.home, name)?;
        match self.project {
            Some(project) if project == scope.home => return Ok((found, bare)),
            Some(project) if self.has_list(project, bare) => return Ok((project, bare)),
            _ => (),
        }
        let is_exact = name.contains('/');
        let mut takers = scope.takers.iter().filter(|_| !is_exact);
        let taker = takers.find(|taker| self.has_list(**taker, bare));
        Ok((taker.copied().unwrap_or(found), bare))
    }

    fn find_written<'n>(&self, by: RulesetId, name: &'n str) -> Found<'n> {
        if let Some((ruleset, list)) = name.split_once('/') {
            return self.find_in(by, name, ruleset, list);
        }
        if self.has_list(by, name) {
            return Ok((by, name));
        }
        let uses = &self.document(by).uses;
        let found: Vec<RulesetId> = uses.iter().filter(|id| self.has_list(**id, name)).copied().collect();
        match found[..] {
            [id] => Ok((id, name)),
            [] => Err(self.undefined(&[uses, &[by][..]].concat(), name, name)),
            _ => Err(self.ambiguous(&found, name)),
        }
    }

    /// Finds a list of a ruleset that is named.
    fn find_in<'n>(&self, by: RulesetId, written: &str, ruleset: &str, list: &'n str) -> Found<'n> {
        let uses = &self.document(by).uses;
        match uses.iter().chain([&by]).find(|id| self.document(**id).name == ruleset) {
            Some(id) if self.has_list(*id, list) => Ok((*id, list)),
            Some(id) => Err(self.undefined(&[*id], written, list)),
            None if self.project == Some(by) => {
                let ruleset = brief(ruleset);
                let text = say!("没有用到规则集 `{ruleset}`", "the ruleset `{ruleset}` is not used here");
                let help = Bilingual::new(
                    "只能引用 `rulesets` 里的规则集和它们 `use` 的词表",
                    "lists of the `rulesets`, and of what those `use`, may be named",
                );
                Err(Box::new(Diagnostic::error("ruleset/undefined-list", text).help(help)))
            }
            None => {
                let ruleset = brief(ruleset);
                let text = say!("`{ruleset}` 不在 `use` 中", "`{ruleset}` is not among `use`");
                let help = say!("加上 `use: [{ruleset}]`", "add `use: [{ruleset}]`");
                Err(Box::new(Diagnostic::error("ruleset/undefined-list", text).help(help)))
            }
        }
    }

    fn ambiguous(&self, among: &[RulesetId], name: &str) -> Box<Diagnostic> {
        let names: Vec<String> =
            among.iter().map(|id| format!("${}/{name}", self.document(*id).name)).collect();
        let (shown, names) = (brief(name), names.join(", "));
        let text = say!("`${shown}` 在几个规则集里都有", "`${shown}` stands in several rulesets");
        let help = say!("写明是哪一个：{names}", "say which: {names}");
        Box::new(Diagnostic::error("ruleset/ambiguous-list", text).help(help))
    }

    fn undefined(&self, among: &[RulesetId], written: &str, list: &str) -> Box<Diagnostic> {
        let lists = among.iter().flat_map(|id| &self.document(*id).lists);
        let names: Vec<String> = lists.map(|list| format!("${}", list.name)).collect();
        let shown = brief(written);
        let text = say!("没有词表 `${shown}`", "there is no list `${shown}`");
        let help = match names[..] {
            [] => Bilingual::new(
                "自带的词表要先引用：`use: [vocabulary-zh, vocabulary-en]`",
                "lists that come along have to be asked for: `use: [vocabulary-zh, vocabulary-en]`",
            ),
            _ => did_you_mean(&format!("${list}"), names.iter().map(String::as_str)),
        };
        Box::new(Diagnostic::error("ruleset/undefined-list", text).help(help))
    }
}
