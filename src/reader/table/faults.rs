//! What can be wrong with tables and lists.

use crate::diagnostic::Diagnostic;
use crate::document::{Event, Kind};
use crate::language::{self, Bilingual};
use crate::say;
use crate::source::{Source, Span, brief, lone_surrogate};

use super::super::chat::said::Row;
use super::columns::Field;

/// How many columns a message about them names.
const COLUMNS_SHOWN: usize = 20;

fn at_line(row: Row<'_>, code: &str, text: Bilingual) -> Diagnostic {
    Diagnostic::error(code, text).at(row.source, row.source.line_around(row.start))
}

/// A head line in which no column is known to hold a field, or not the one that the caller named.
pub(super) fn no_column(
    row: Row<'_>,
    names: &[String],
    field: Field,
    given: Option<&str>,
    kind: Kind,
) -> Diagnostic {
    let (key, columns) = (field.name(), shown(names));
    let text = match (given.map(brief), field) {
        (Some(given), _) => {
            say!("没有“{given}”这一列，未检查", "there is no column \"{given}\", and nothing was checked")
        }
        (None, Field::Text) => Bilingual::new(
            "看不出哪一列是说的话，未检查",
            "no column is known to hold what was said, and nothing was checked",
        ),
        (None, _) => Bilingual::new(
            "看不出哪一列写着谁说的，未检查",
            "no column is known to say who speaks, and nothing was checked",
        ),
    };
    let (zh, en) = match (field, kind) {
        (Field::Text, _) => (
            "（没有表头就写第几列：--columns text=3）",
            " (without a head line, by number: --columns text=3)",
        ),
        (_, Kind::Chat) => ("；如果是短信模板：--kind sms", "; if these are templates of SMS: --kind sms"),
        _ => ("", ""),
    };
    let help = say!(
        "各列是：{columns}；用 --columns {key}=列名 指明{zh}",
        "the columns are {columns}; say which with --columns {key}=NAME{en}",
    );
    at_line(row, "input/columns", text).help(help)
}

/// A head line in which two columns are called the same.
pub(super) fn columns_twice(row: Row<'_>, name: &str, field: Field, numbers: [usize; 2]) -> Diagnostic {
    let ([one, other], name, key) = (numbers, brief(name), field.name());
    let text = say!(
        "有两列都叫“{name}”（第 {one} 列和第 {other} 列），未检查",
        "two columns are called \"{name}\", number {one} and number {other}; nothing was checked",
    );
    let help = say!("说明读哪一列：--columns {key}={one}", "say which one to read: --columns {key}={one}");
    at_line(row, "input/columns", text).help(help)
}

pub(super) fn too_wide(row: Row<'_>, fields: usize, most: usize) -> Diagnostic {
    let text = say!(
        "这一行有 {fields} 个字段，超过 {most} 个，未检查",
        "this row has {fields} fields, more than {most}, and was not checked",
    );
    let help = Bilingual::new("只留下要检查的列再导出", "export only the columns that are to be checked");
    at_line(row, "input/too-large", text).help(help)
}

/// A row with a NUL, at a byte of it.
pub(super) fn nul(Row { source, start, .. }: Row<'_>, at: usize) -> Diagnostic {
    let text = Bilingual::new(
        "这里是 NUL 字节，这一行未检查",
        "there is a NUL byte here, and the row was not checked",
    );
    Diagnostic::error("input/binary", text).at(source, Span::at(start + at))
}

/// The names of columns, the first of many.
fn shown(names: &[String]) -> String {
    let more = if names.len() > COLUMNS_SHOWN { " …" } else { "" };
    let names: Vec<String> = names.iter().take(COLUMNS_SHOWN).map(|name| brief(name)).collect();
    names.join(", ") + more
}

pub(super) fn uneven(row: Row<'_>, fields: usize, width: usize) -> Diagnostic {
    let text = say!(
        "这一行有 {fields} 个字段，应有 {width} 个；这一行未检查",
        "this row has not {width} fields but {fields}, and was not checked",
    );
    let fault = at_line(row, "input/uneven", text);
    match fields > width {
        true => fault.help(Bilingual::new(
            "文字里如果有分隔符，整个字段要放在双引号里",
            "a field whose text holds the separator stands in double quotes",
        )),
        false => fault.help(Bilingual::new("空的字段也要写分隔符", "empty fields need their separators too")),
    }
}

pub(super) fn bad_quote(source: &Source, quote: usize) -> Diagnostic {
    let text = Bilingual::new(
        "这个引号没有正确关闭，这一行未检查",
        "this quote is not closed as it should be, and the row was not checked",
    );
    let help = Bilingual::new(
        "以引号开头的字段要以引号结尾，里面的引号写两遍：\"他说\"\"好\"\"\"",
        "a field that begins with a quote ends with one, and a quote in it is doubled: \"he said \"\"fine\"\"\"",
    );
    Diagnostic::error("input/quote", text).at(source, Span::new(quote, quote + 1)).help(help)
}

/// A row, or an element of a list, in which there is no message and no template.
pub(super) fn no_message(row: Row<'_>) -> Diagnostic {
    let text = Bilingual::new(
        "这里没有一段文字，也没有事件，未检查",
        "there is neither a text nor an event here, and it was not checked",
    );
    let help = Bilingual::new(
        "消息写在 `text` 里（或用 --columns text=键名 指明），谁说的写在 `role` 或 `speaker` 里",
        "the message stands in `text` (or say where: --columns text=KEY), who said it in `role` or `speaker`",
    );
    Diagnostic::error("input/json-shape", text).at(row.source, within_line(row)).help(help)
}

/// Something among the messages of an export that is none.
pub(super) fn no_object(row: Row<'_>) -> Diagnostic {
    let text = Bilingual::new(
        "按这份映射，这里该是一条消息，但不是对象，未检查",
        "by the map this should be a message, but it is no object, and it was not checked",
    );
    let help = Bilingual::new(
        "看看映射的 `messages` 是不是消息所在的地方",
        "look whether `messages` of the map leads to where messages are",
    );
    Diagnostic::error("input/json-shape", text).at(row.source, within_line(row)).help(help)
}

/// A row up to the end of the line that it begins in.
fn within_line(row: Row<'_>) -> Span {
    let line = row.source.line_around(row.start);
    Span::new(row.start, row.span().end.min(line.end))
}

pub(super) fn unknown_event(row: Row<'_>, word: &str) -> Diagnostic {
    let shown = brief(word);
    let names = Event::NAMES.join(", ");
    let text = say!("不认识的事件 `{shown}`，未检查", "unknown event `{shown}`; it was not checked");
    at_line(row, "input/event", text).help(say!("可用的事件：{names}", "events are {names}"))
}

/// Text that is no JSON.
pub(in crate::reader) fn broken(source: &Source, error: &serde_json::Error) -> Diagnostic {
    let text = source.text();
    let end = text.trim_end().len();
    let first = source.position(source.span().start).line;
    let line = source
        .line(first + error.line().saturating_sub(1))
        .map_or(end, |line| line.start - source.span().start);
    // What is cut off lacks something at its end.
    let at = if error.is_eof() { end } else { (line + error.column().saturating_sub(1)).min(end) };
    let at = (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let Bilingual { zh, en } = language::reason(&without_place(error));
    let text = say!("这里不是 JSON，未检查（{zh}）", "this is no JSON, and it was not checked ({en})");
    let help = match error.is_eof() {
        true => Bilingual::new("文件可能不完整：重新导出一遍", "the file may be cut off: export it again"),
        false => Bilingual::new("改正这里，或重新导出一遍", "mend it here, or export it again"),
    };
    Diagnostic::error("input/json", text).at(source, Span::at(source.span().start + at)).help(help)
}

pub(in crate::reader) fn unreadable_text(
    source: &Source,
    span: Span,
    error: &serde_json::Error,
) -> Diagnostic {
    if let Some(half) = lone_surrogate(source.slice(span)) {
        return half_character(source, Span::new(span.start + half.start, span.start + half.end));
    }
    let Bilingual { zh, en } = language::reason(&without_place(error));
    let text =
        say!("这段文字无法解码，未检查（{zh}）", "this text cannot be decoded and was not checked ({en})");
    Diagnostic::error("input/json", text).at(source, span)
}

/// A text with a surrogate that has no other half.
fn half_character(source: &Source, escape: Span) -> Diagnostic {
    let written = source.slice(escape);
    let text = say!(
        "`{written}` 只是半个字符，这段文字未检查",
        "`{written}` is half a character; this text was not checked",
    );
    let help = Bilingual::new(
        "写出它的程序把一个字符（常是表情）切成了两半：要在字符之间截断",
        "the program that wrote it cut a character in two, most often an emoji: have it cut between characters",
    );
    Diagnostic::error("input/json", text).at(source, escape).help(help)
}

/// An object that has a key twice, of which one value would be lost; `value` is the second.
pub(in crate::reader) fn key_twice(row: Row<'_>, key: &str, value: &str) -> Diagnostic {
    let key = brief(key);
    let text = say!(
        "键 `{key}` 写了两次，这一条未检查",
        "the key `{key}` is there twice, and this message was not checked"
    );
    let help = Bilingual::new(
        "只留一个；大小写不同的算同一个键",
        "keep one of the two; keys that differ in letter case are the same",
    );
    Diagnostic::error("input/json-shape", text).at(row.source, row.span_of(value)).help(help)
}

pub(in crate::reader) fn too_deep(source: &Source, at: usize, most: usize) -> Diagnostic {
    let text = say!("嵌套超过 {most} 层，未检查", "nested more than {most} deep, and not checked");
    let help = Bilingual::new(
        "消息用不着这么深：不带别的数据再导出一遍",
        "messages need no such depth: export them without the other data",
    );
    Diagnostic::error("input/too-deep", text).at(source, Span::at(at)).help(help)
}

/// What an error says, without the line and column of its own that it adds.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// What to do about a conversation whose rows stand too far apart.
pub(super) fn how_to_sort(_: bool) -> Bilingual {
    Bilingual::new(
        "请先按会话排序；如果没有哪一列写着会话，所有行算一段：用 --columns conversation=列名 指明",
        "sort the rows by conversation first; where no column names it, all rows are one: --columns conversation=NAME",
    )
}
