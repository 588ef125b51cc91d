//! YAML as a tree of nodes, each with its place; what is wrong with one that is none.

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, reason};
use crate::say;
use crate::source::{Source, Span, yaml};

use super::traps;

pub(crate) use crate::source::yaml::{Node, Value};

/// Reads a YAML document.
///
/// # Errors
/// When it is no YAML, at the place where reading stopped.
pub(crate) fn parse(source: &Source) -> Result<Node, Box<Diagnostic>> {
    yaml::parse(source).map_err(|error| Box::new(syntax_error(source, error)))
}

fn syntax_error(source: &Source, error: serde_yaml::Error) -> Diagnostic {
    let error = error.without_snippet();
    let at = yaml::place_of(error, source);
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let (text, help) = if message.contains("limit") || message.contains("budget") {
        (
            say!("YAML 太大或嵌套太深（{message}）", "this YAML is too large or nests too deep ({message})"),
            None,
        )
    } else if message.contains("multiple YAML documents") {
        (Bilingual::new("一个文件只写一份 YAML", "a file holds one YAML document"), None)
    } else {
        let help = traps::at_line(source, at);
        let Bilingual { zh, en } = reason(message);
        (say!("YAML 读不懂这里：{zh}", "this is no YAML: {en}"), help)
    };
    let diagnostic = Diagnostic::error("ruleset/yaml", text).at(source, Span::at(at));
    Diagnostic { help, ..diagnostic }
}
