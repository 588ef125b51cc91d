//! Reading phrases and regexes, one by one or from a file with one phrase a line, and what can be wrong with them.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use crate::language::{self, Bilingual};
use crate::pattern::{BadExpression, Pattern, Template};
use crate::reader::whole;
use crate::say;
use crate::source::{Source, Span, brief};
use crate::text::{is_han, zones};

use super::library::{Library, Scope};
use crate::yaml::fields::first_here;
use crate::yaml::node::{Node, Value};

/// How many faults of one file are told one by one.
const MOST_FAULTS: usize = 20;

impl Library<'_> {
    pub(super) fn phrase(&mut self, by: &Scope, node: &Node, text: &str, exact: bool) -> Option<Pattern> {
        if let Some(template) = Template::of(text) {
            return Some(Pattern::Template(Arc::new(template)));
        }
        if let Some((fault, help)) = never_said(text) {
            let source = Arc::clone(&self.document(by.home).source);
            self.faults.add("ruleset/phrase", fault, &source, node.span).help = Some(help);
            return None;
        }
        let pattern = self.lexicon.phrase(text, exact);
        self.or_fault(by, node, pattern)
    }

    /// Reads the phrases of a file below the folder of the ruleset; empty lines and those behind `# ` are none.
    pub(super) fn file(&mut self, by: &Scope, node: &Node, exact: bool) -> Option<Pattern> {
        let path = self.path_below(by, node)?;
        let source = match self.files.read(&path) {
            Ok(bytes) => {
                let (source, fault) = whole::load(&path, Box::new(&*bytes));
                self.faults.0.extend(fault);
                source?
            }
            Err(reason) => {
                let home = Arc::clone(&self.document(by.home).source);
                let (shown, Bilingual { zh, en }) = (brief(&path), language::reason(&reason));
                let text = say!(
                    "词语文件 {shown} 无法读取：{zh}",
                    "the file of phrases {shown} cannot be read: {en}"
                );
                self.faults.add("ruleset/unreadable", text, &home, node.span);
                return None;
            }
        };
        Some(Pattern::Any { of: self.lines(&source, exact), allow: Vec::new() })
    }

    fn lines(&mut self, source: &Arc<Source>, exact: bool) -> Vec<Pattern> {
        let before = self.faults.0.len();
        let (mut patterns, mut seen, mut start) = (Vec::new(), HashMap::new(), source.span().start);
        for line in source.text().split_inclusive('\n') {
            let phrase = line.trim();
            let first = start + (line.len() - line.trim_start().len());
            start += line.len();
            if phrase.is_empty() || phrase == "#" || phrase.starts_with("# ") {
                continue;
            }
            let span = Span::new(first, first + phrase.len());
            let node = Node { span, value: Value::Text(phrase.to_owned()) };
            match self.lexicon.phrase(phrase, exact) {
                Ok(pattern) => {
                    let twice =
                        super::patterns::identity(&pattern).and_then(|identity| seen.insert(identity, span));
                    if let Some(earlier) = twice {
                        let text = Bilingual::new(
                            "这里写了两次（折叠后相同）",
                            "this stands here twice (after folding)",
                        );
                        let label = first_here(source, earlier);
                        self.faults.add("ruleset/duplicate-phrase", text, source, span).labels.push(label);
                    }
                    patterns.push(pattern);
                }
                Err(fault) => self.bad_expression(source, &node, &fault),
            }
        }
        let more = self.faults.0.len().saturating_sub(before + MOST_FAULTS);
        if more > 0 {
            self.faults.0.truncate(before + MOST_FAULTS);
            let text = say!("这个文件里还有 {more} 处错误", "there are {more} more faults in this file");
            self.faults.add("ruleset/more", text, source, Span::at(source.span().start));
        }
        patterns
    }

    /// The path of a file below the folder of a ruleset.
    fn path_below(&mut self, by: &Scope, node: &Node) -> Option<String> {
        let name = node.text()?;
        let document = self.document(by.home);
        let (folder, source) = (document.folder.clone(), Arc::clone(&document.source));
        let is_below = !name.is_empty()
            && Path::new(name).components().all(|part| matches!(part, std::path::Component::Normal(_)));
        match folder {
            Some(folder) if is_below => Some(Path::new(&folder).join(name).to_string_lossy().into_owned()),
            _ => {
                let text = Bilingual::new(
                    "词语文件要在引用它的文件所在的文件夹之内",
                    "a file of phrases has to stand below the folder of the file that names it",
                );
                let help = Bilingual::new(
                    "写相对路径，如 file: banned.txt",
                    "write a relative path: file: banned.txt",
                );
                self.faults.add("ruleset/file", text, &source, node.span).help = Some(help);
                None
            }
        }
    }

    /// The pattern, or the fault told.
    pub(super) fn or_fault(
        &mut self,
        by: &Scope,
        node: &Node,
        pattern: Result<Pattern, BadExpression>,
    ) -> Option<Pattern> {
        let source = Arc::clone(&self.document(by.home).source);
        pattern.map_err(|fault| self.bad_expression(&source, node, &fault)).ok()
    }

    fn bad_expression(&mut self, source: &Arc<Source>, node: &Node, fault: &BadExpression) {
        let (span, help) = match fault {
            BadExpression::Syntax(reason, Some(at)) => (inside(source, node, *at), instead_of(reason)),
            BadExpression::Syntax(reason, None) => (node.span, instead_of(reason)),
            _ => (node.span, None),
        };
        let (code, text) = said_of(fault);
        self.faults.add(code, text, source, span).help = help;
    }
}

/// How a bad expression is told: its code, and what is wrong.
fn said_of(fault: &BadExpression) -> (&'static str, Bilingual) {
    match fault {
        BadExpression::Syntax(reason, _) => {
            let Bilingual { zh, en } = language::reason(reason);
            ("ruleset/regex", say!("正则表达式有误：{zh}", "this is no regex: {en}"))
        }
        BadExpression::TooLarge => {
            let text = Bilingual::new(
                "正则表达式太大（自动机超过 5 万个状态）",
                "the regex is too large (its automaton has over 50,000 states)",
            );
            ("ruleset/regex", text)
        }
        BadExpression::Nothing => {
            ("ruleset/regex", Bilingual::new("没有任何文字能匹配这个正则", "no text matches this regex"))
        }
        BadExpression::Empty => {
            let text = Bilingual::new(
                "这个正则可以匹配空文本，会处处命中",
                "this regex matches the empty text, and so everywhere",
            );
            ("ruleset/empty-pattern", text)
        }
        BadExpression::FoldsAway => {
            let text = Bilingual::new(
                "折叠之后什么都没有剩下（空白和零宽字符会去掉），会处处命中",
                "nothing is left after folding, which drops blanks and zero-width characters: it would match everywhere",
            );
            ("ruleset/empty-pattern", text)
        }
    }
}

/// What to write instead of what regexes in linear time do not have.
fn instead_of(reason: &str) -> Option<Bilingual> {
    if reason.contains("look-around") {
        return Some(Bilingual::new(
            "把例外写进 `allow`，如 allow: 您不知道",
            "write the exceptions under `allow`, as in allow: 您不知道",
        ));
    }
    let is_backreference = reason.contains("backreference");
    is_backreference.then(|| Bilingual::new("把重复的词语逐个写出", "write each of the repeated texts out"))
}

/// Why nobody will ever say a phrase, and what was meant: it is a regex, or it holds what no phrase matches.
fn never_said(phrase: &str) -> Option<(Bilingual, Bilingual)> {
    const REGEX: [&str; 10] = [".*", ".+", ".?", ".{", r"\d", r"\s", r"\w", r"\b", "(?", "[^"];
    let is_between_han = |at: usize| {
        let (before, behind) = (phrase[..at].chars().next_back(), phrase[at + 1..].chars().next());
        before.is_some_and(is_han) && behind.is_some_and(is_han)
    };
    let is_in_slashes = phrase.len() > 2 && phrase.starts_with('/') && phrase.ends_with('/');
    if is_in_slashes
        || REGEX.iter().any(|sign| phrase.contains(sign))
        || phrase.match_indices('|').any(|(at, _)| is_between_han(at))
    {
        let text = Bilingual::new(
            "这看起来是正则表达式，却写成了词语",
            "this looks like a regex, but is written as a phrase",
        );
        let shown = brief(&phrase.trim_matches('/').replace('\'', "''"));
        return Some((text, say!("写成 {{regex: '{shown}'}}", "write {{regex: '{shown}'}}")));
    }
    let zones = zones(phrase);
    (!zones.slots.is_empty() || !zones.masks.is_empty()).then(|| {
        let text = Bilingual::new(
            "词语里有占位符或掩码，而词语从不命中它们",
            "this phrase holds a slot or a mask, which no phrase ever matches",
        );
        let help = Bilingual::new(
            "在那里写 `…`（任意文字），或用 {entity: slot} 找占位符",
            "write `…` there, for any text, or look for slots with {entity: slot}",
        );
        (text, help)
    })
}

/// The place of a byte of a scalar's text, where the source writes the scalar as it is; else the whole scalar.
fn inside(source: &Source, node: &Node, at: usize) -> Span {
    let raw = source.slice(node.span);
    let text = node.text().unwrap_or_default();
    match raw.find(text) {
        Some(start) if at <= text.len() => {
            let start = node.span.start + start + at;
            Span::new(start, (start + 1).min(node.span.end))
        }
        _ => node.span,
    }
}
