//! `like`: the rules that a rule begins from, one behind the other.

use std::sync::Arc;

use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, brief};

use super::library::{Library, RulesetId, Scope};
use super::renamed;
use crate::yaml::fields::items;
use crate::yaml::node::{Node, Value};
use crate::yaml::suggestion::did_you_mean;

/// A rule that another begins from, as it stands in its ruleset.
pub(super) struct Base {
    /// Whose lists it names.
    pub(super) scope: Scope,
    pub(super) source: Arc<Source>,
    document: Arc<Node>,
    index: usize,
}

impl Base {
    /// The rule.
    pub(super) fn node(&self) -> Option<&Node> {
        rules(&self.document).get(self.index).copied()
    }
}

impl Library<'_> {
    /// The rules that one begins from, the nearest first; what cannot be found or leads back to itself is told.
    pub(super) fn bases(&mut self, scope: &Scope, rule: &Node, source: &Arc<Source>) -> Vec<Base> {
        let mut bases: Vec<Base> = Vec::new();
        let (mut scope, mut source) = (scope.clone(), Arc::clone(source));
        let mut like = value_of(rule, "like").cloned();
        let mut seen: Vec<(RulesetId, String)> =
            name_of(rule).map(|name| (scope.home, name.to_owned())).into_iter().collect();
        while let Some(node) = like {
            let Some((home, index)) = self.base(&scope, &node, &source) else { break };
            let document = Arc::clone(&self.document(home).node);
            let found =
                (home, node.text().and_then(|name| name.rsplit('/').next()).unwrap_or_default().to_owned());
            if seen.contains(&found) {
                let text = Bilingual::new("`like` 绕了一圈又回到自己", "`like` leads back to itself");
                self.faults.add("ruleset/circle", text, &source, node.span);
                break;
            }
            seen.push(found);
            scope = if home == scope.home { scope } else { scope.taking_from(home) };
            source = Arc::clone(&self.document(home).source);
            let base = Base { scope: scope.clone(), source: Arc::clone(&source), document, index };
            like = base.node().and_then(|rule| value_of(rule, "like")).cloned();
            bases.push(base);
        }
        bases
    }

    /// The rules of a ruleset, as `ruleset/rule`.
    pub(super) fn codes(&self, id: RulesetId) -> Vec<String> {
        let document = self.document(id);
        let rules = rules(&document.node);
        let olds =
            rules.iter().filter_map(|rule| value_of(rule, "was")).flat_map(items).filter_map(Node::text);
        let names = rules.iter().filter_map(|rule| name_of(rule)).chain(olds);
        names.map(|name| format!("{}/{name}", document.name)).collect()
    }

    /// The ruleset and the number of the rule that `like` names: `ruleset/rule`, or `rule` of the same ruleset.
    fn base(&mut self, scope: &Scope, like: &Node, source: &Arc<Source>) -> Option<(RulesetId, usize)> {
        let written = like.text()?;
        let (ruleset, rule) = match written.rsplit_once('/') {
            Some((ruleset, rule)) => (Some(ruleset), rule),
            None => (None, written),
        };
        let home = match ruleset.filter(|name| self.document(scope.home).name != *name) {
            Some(name) => {
                let used = Node { span: like.span, value: Value::Text(name.to_owned()) };
                self.open_used(scope.home, &used, source)?
            }
            None => scope.home,
        };
        let document = Arc::clone(&self.document(home).node);
        let rules = rules(&document);
        let index = rules.iter().position(|node| name_of(node) == Some(rule)).or_else(|| {
            let index = rules.iter().position(|node| renamed::was_called(value_of(node, "was"), rule))?;
            let hint = renamed::hint(rule, name_of(rules[index]).unwrap_or_default());
            self.faults.0.push(hint.at(source, like.span));
            Some(index)
        });
        if index.is_none() {
            let shown = brief(written);
            let text = say!("没有规则 `{shown}`", "there is no rule `{shown}`");
            let help = did_you_mean(rule, rules.iter().filter_map(|node| name_of(node)));
            self.faults.add("ruleset/unknown-rule", text, source, like.span).help = Some(help);
        }
        Some((home, index?))
    }
}

/// The rules of a ruleset.
fn rules(document: &Node) -> Vec<&Node> {
    value_of(document, "rules").map(items).unwrap_or_default()
}

/// The name of a rule: its own, else that of the rule it begins from.
pub(super) fn name_of(rule: &Node) -> Option<&str> {
    let like = || value_of(rule, "like")?.text()?.rsplit('/').next();
    value_of(rule, "id").and_then(Node::text).or_else(like)
}

fn value_of<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let Value::Map(pairs) = &node.value else { return None };
    pairs.iter().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
}
