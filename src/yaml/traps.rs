//! The traps of YAML: texts that YAML takes for something else, and how to write them.

use crate::language::Bilingual;
use crate::say;
use crate::source::Source;

/// The longest text that is shown again, in characters.
const LONGEST_SHOWN: usize = 60;

/// What to do about a line that YAML cannot read, if its text begins with a sign that means something to YAML.
pub(crate) fn at_line(source: &Source, byte: usize) -> Option<Bilingual> {
    let around = source.line_around(byte);
    let line = source.slice(around);
    // A tab that indents is told at the end of the line before.
    let next = source.slice(source.line_around(around.end + 1));
    if [line, next].iter().any(|line| line.trim_start_matches(' ').starts_with('\t')) {
        return Some(Bilingual::new("缩进请用空格，不能用制表符", "indent with blanks, not with tabs"));
    }
    let before = around.start.checked_sub(1).map(|end| source.slice(source.line_around(end)));
    if let Some(help) = colon(line).or_else(|| before.and_then(colon)) {
        return Some(help);
    }
    let text = value(line);
    if text.starts_with('{') && text.contains('，') {
        return Some(Bilingual::new(
            "花括号里用半角逗号加空格分开：{zh: …, en: …}",
            "inside { } a comma and a blank part the entries: {zh: …, en: …}",
        ));
    }
    if text.contains('\\') && text.contains('"') {
        return Some(Bilingual::new(
            "双引号里的反斜杠要写两个：改用单引号，如 '\\d'",
            "in double quotes a backslash is written twice: use single ones, as in '\\d'",
        ));
    }
    let sign = text.chars().next()?;
    match sign {
        '*' | '&' | '!' | '%' | '@' | '`' | '|' | '>' | '#' | '?' => Some(quote(text)),
        '[' | '{' if !is_closed(text) => Some(quote(text)),
        _ if text.contains("[[") => Some(Bilingual::new(
            "含有 [[ ]] 的句子要加引号，或每行一句写成 “- \"…\"”",
            "put a text with [[ ]] in quotes, or each on its line as `- \"…\"`",
        )),
        _ if text.contains(": ") => Some(quote(text)),
        _ => None,
    }
}

/// What to do about a list or mapping that stands where a text is wanted.
pub(crate) fn for_text(source: &Source, byte: usize) -> Bilingual {
    quote(value(source.slice(source.line_around(byte))))
}

/// What to do about a text that YAML cut at a comma: in `{zh: 请稍等, 谢谢}` it ends there.
pub(crate) fn comma() -> Bilingual {
    Bilingual::new(
        "花括号里的逗号会截断文字：给文字加上引号",
        "inside { } a comma ends a text: put the text in quotes",
    )
}

/// What to do about a key with a full-width colon behind it, or without a blank behind its colon.
fn colon(line: &str) -> Option<Bilingual> {
    let line = line.trim_start().trim_start_matches("- ");
    let (key, value) = line.split_once([':', '：'])?;
    let is_wrong = line[key.len()..].starts_with('：') || !value.starts_with(' ') && !value.is_empty();
    let is_sign = |c: char| c.is_ascii_lowercase() || c == '-';
    let is_key = key.trim().chars().all(is_sign) && !key.trim().is_empty() && !value.starts_with("//");
    let value: String = value.trim().chars().take(LONGEST_SHOWN).collect();
    (is_key && is_wrong).then(|| {
        let shown = format!("{}: {value}", key.trim());
        say!("键后面写半角冒号加空格：`{shown}`", "behind a key write a colon and a blank: `{shown}`")
    })
}

/// The help that shows how to write a text so that YAML leaves it alone.
fn quote(text: &str) -> Bilingual {
    let text = text.trim();
    let text = match text.char_indices().nth(LONGEST_SHOWN) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    };
    let quoted = format!("'{}'", text.replace('\'', "''"));
    say!("给整行加引号：{quoted}，或写在 “- |” 的下一行", "put the line in quotes: {quoted}, or under `- |`",)
}

/// What stands behind the `- ` or the `key: ` of a line.
fn value(line: &str) -> &str {
    let item = line.trim_start().strip_prefix("- ").map(str::trim_start);
    let value = item.or_else(|| line.split_once(": ").map(|(_, value)| value.trim_start()));
    value.unwrap_or(line.trim_start())
}

/// Whether a flow list or mapping ends where its line ends.
fn is_closed(text: &str) -> bool {
    text.trim_end().ends_with([']', '}'])
}
