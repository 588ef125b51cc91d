//! What can be wrong with a line.

use crate::diagnostic::Diagnostic;
use crate::document::Event;
use crate::language::{self, Bilingual};
use crate::say;
use crate::source::{Source, Span, brief};

use super::super::said::Row;

/// What is wrong with a piece of a line, which may be all of it.
pub(super) fn broken(row: Row<'_>, piece: &str, error: &serde_json::Error) -> Diagnostic {
    if error.is_data() && !row.text.trim_start().starts_with('{') {
        return no_object(row);
    }
    let end = piece.trim_end().len();
    // What is cut off lacks something at its end.
    let column = if error.is_eof() { end } else { error.column().saturating_sub(1).min(end) };
    let column = (0..=column).rev().find(|&at| piece.is_char_boundary(at)).unwrap_or(0);
    let at = row.span_of(piece).start + column;
    let (code, reason) = if error.is_data() {
        ("input/json-shape", Bilingual::new("不是一条消息", "is no message"))
    } else {
        ("input/json", Bilingual::new("不是 JSON", "is no JSON"))
    };
    let (zh, en, why) = (reason.zh, reason.en, language::reason(&without_place(error)));
    let (zh_why, en_why) = (why.zh, why.en);
    let text = say!("这一行{zh}，未检查（{zh_why}）", "this line {en} and was not checked ({en_why})");
    Diagnostic::error(code, text).at(row.source, Span::at(at)).help(one_object())
}

fn no_object(row: Row<'_>) -> Diagnostic {
    let text = Bilingual::new("这一行不是对象，未检查", "this line is no object and was not checked");
    whole_line(row.source, row.span(), "input/json-shape", text).help(one_object())
}

fn one_object() -> Bilingual {
    Bilingual::new(
        "每行一个对象，例如 {\"conversation_id\":\"1\",\"role\":\"agent\",\"text\":\"您好\"}",
        "one object a line, such as {\"conversation_id\":\"1\",\"role\":\"agent\",\"text\":\"Hello\"}",
    )
}

/// What an error says, without the line and column of its own that it adds.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

fn whole_line(source: &Source, line: Span, code: &str, text: Bilingual) -> Diagnostic {
    Diagnostic::error(code, text).at(source, source.line_around(line.start))
}

pub(super) fn no_text(row: Row<'_>) -> Diagnostic {
    let text = Bilingual::new(
        "这一行没有字符串 `text`，也没有 `event`，未检查",
        "this line has neither a string `text` nor an `event` and was not checked",
    );
    let help = Bilingual::new(
        "消息写在 `text` 里，谁说的写在 `role` 或 `speaker` 里；写在别的键里，用 --columns text=键 指明；是别家的导出，用 --map",
        "the message stands in `text`, who said it in `role` or `speaker`; where it has another key, say so with \
         --columns text=KEY, of an export with --map",
    );
    whole_line(row.source, row.span(), "input/json-shape", text).help(help)
}

pub(super) fn unknown_event(row: Row<'_>, word: &str) -> Diagnostic {
    let shown = brief(word);
    let names = Event::NAMES.join(", ");
    let text = say!("不认识的事件 `{shown}`", "unknown event `{shown}`");
    whole_line(row.source, row.span(), "input/json-shape", text)
        .help(say!("可用的事件：{names}", "events are {names}"))
}

/// What to do about a conversation whose lines stand too far apart.
pub(super) fn how_to_sort(is_named: bool) -> Bilingual {
    match is_named {
        true => Bilingual::new("请先按会话排序", "sort the lines by conversation first"),
        false => Bilingual::new(
            "没有 `conversation_id` 的行都算一段会话：给每行写上它",
            "lines without a `conversation_id` are one conversation: give each line one",
        ),
    }
}
