//! What can be wrong with a message before it goes out.

use crate::diagnostic::Diagnostic;
use crate::document::Event;
use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, Span, brief};

/// The help for whoever writes requests.
fn example() -> Bilingual {
    Bilingual::new(
        "例如 {\"conversation\":[{\"role\":\"customer\",\"text\":\"我要投诉\"}],\"draft\":\"非常抱歉……\"}",
        "such as {\"conversation\":[{\"role\":\"customer\",\"text\":\"I am not happy\"}],\"draft\":\"We are sorry …\"}",
    )
}

fn shape(source: &Source, span: Span, text: Bilingual) -> Box<Diagnostic> {
    let line = source.line_around(span.start);
    let span = Span::new(span.start, span.end.min(line.end).max(span.start));
    Box::new(Diagnostic::error("input/json-shape", text).at(source, span).help(example()))
}

/// A message that says nothing.
pub(super) fn nothing(name: &str) -> Diagnostic {
    let text =
        Bilingual::new("消息是空的，没有可检查的", "the message is empty, and there is nothing to check");
    Diagnostic::error("input/nothing", text).in_file(name)
}

/// More than one message.
pub(super) fn several(name: &str) -> Diagnostic {
    let text = Bilingual::new(
        "这里不止一条消息，没有全部检查",
        "there is more than one message here, and not all of it was checked",
    );
    let help =
        Bilingual::new("一条一条地判，或用 liyi check", "judge one after the other, or use liyi check");
    Diagnostic::error("input/several", text).in_file(name).help(help)
}

/// A request without a draft.
pub(super) fn no_draft(source: &Source) -> Box<Diagnostic> {
    let text =
        Bilingual::new("没有字符串 `draft`，未检查", "there is no string `draft`, and nothing was checked");
    shape(source, source.span(), text)
}

/// A key that stands twice, so that others may read another value than was checked.
pub(super) fn twice(source: &Source, key: &str) -> Box<Diagnostic> {
    let key = brief(key);
    let text = say!("`{key}` 写了两遍，未检查", "`{key}` is there twice, and nothing was checked");
    shape(source, source.span(), text)
}

/// A list or an object under a key that means nothing.
pub(super) fn unknown_key(source: &Source, span: Span, key: &str, known: &[&str]) -> Box<Diagnostic> {
    let (key, known) = (brief(key), known.join(", "));
    let text = say!("不认识的键 `{key}`，未检查", "unknown key `{key}`, and nothing was checked");
    let mut fault = shape(source, span, text);
    fault.help = Some(say!(
        "可以写：{known}；其余的键是事实，值是文字或数字",
        "keys are {known}; others are facts, with a text or a number"
    ));
    fault
}

/// A value that is none of those its key takes.
pub(super) fn bad_value(source: &Source, span: Span, key: &str, zh: &str, en: &str) -> Box<Diagnostic> {
    shape(source, span, say!("`{key}` 应是{zh}，未检查", "`{key}` is to be {en}, and nothing was checked"))
}

/// A message that was said, without a text and without an event.
pub(super) fn no_text(source: &Source, span: Span, number: usize) -> Box<Diagnostic> {
    let text = say!(
        "第 {number} 条消息没有字符串 `text`，也没有 `event`，未检查",
        "message {number} has neither a string `text` nor an `event`, and nothing was checked",
    );
    shape(source, span, text)
}

/// An event that is none.
pub(super) fn unknown_event(source: &Source, span: Span, word: &str) -> Box<Diagnostic> {
    let (shown, names) = (brief(word), Event::NAMES.join(", "));
    let mut fault = shape(
        source,
        span,
        say!("不认识的事件 `{shown}`，未检查", "unknown event `{shown}`, and nothing was checked"),
    );
    fault.help = Some(say!("可用的事件：{names}", "events are {names}"));
    fault
}
