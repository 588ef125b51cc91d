//! Tables and lists: whatever quotes, escapes and line ends do to a phrase, the bytes of its span hold it.

use std::sync::Arc;

use liyi::document::{Conversation, Kind, Message, PartKind, Role};
use liyi::reader::{Field, Format, Options, read_source};
use liyi::source::Source;
use proptest::prelude::*;

use super::spans::written;

/// A phrase that has to be quoted in CSV and escaped in JSON.
const PLANTED: &str = "不\"知,道\\😀";

/// How a table is written.
#[derive(Clone, Debug)]
struct Style {
    mark: bool,
    separator: char,
    line_end: &'static str,
    /// For each field whether it is quoted without need.
    quoted: Vec<bool>,
}

fn style() -> impl Strategy<Value = Style> {
    let separator = prop::sample::select(vec![',', ';', '\t']);
    let line_end = prop::sample::select(vec!["\n", "\r\n"]);
    let quoted = prop::collection::vec(any::<bool>(), 1..8);
    (any::<bool>(), separator, line_end, quoted).prop_map(|(mark, separator, line_end, quoted)| Style {
        mark,
        separator,
        line_end,
        quoted,
    })
}

/// Text with all that means something to a table.
fn text() -> impl Strategy<Value = String> {
    "[a-z您好😀\",;\t '\\\\\u{FEFF}]{0,12}(\r\n|\n|\r)?[您好,\"]{0,3}"
}

impl Style {
    fn field(&self, number: usize, text: &str) -> String {
        let has_to_be = text.contains(['"', '\r', '\n', self.separator]);
        match has_to_be || self.quoted[number % self.quoted.len()] {
            true => format!("\"{}\"", text.replace('"', "\"\"")),
            false => text.to_owned(),
        }
    }

    fn table(&self, texts: &[String]) -> String {
        let head = ["会话ID", "角色", "内容", "备注"].map(str::to_owned);
        let rows = texts.iter().enumerate().map(|(number, text)| {
            let role = if number % 2 == 0 { "客服" } else { "客户" };
            [format!("S{}", number % 3), role.to_owned(), text.clone(), text.clone()]
        });
        let rows = std::iter::once(head).chain(rows).enumerate().map(|(number, row)| {
            let fields: Vec<String> =
                row.iter().enumerate().map(|(index, text)| self.field(number + index, text)).collect();
            fields.join(&self.separator.to_string()) + self.line_end
        });
        let table: String = rows.collect();
        // The last row may do without its line end.
        let table = if self.quoted[0] { table.trim_end_matches(['\r', '\n']).to_owned() } else { table };
        if self.mark { format!("\u{FEFF}{table}") } else { table }
    }
}

fn read(text: &str, format: Format, options: &Options) -> Vec<Conversation> {
    let source = Arc::new(Source::new("test", text.to_owned()));
    read_source(&source, format, options).map(|read| read.unwrap()).collect()
}

/// The messages of all conversations, in the order of the file.
fn messages(conversations: Vec<Conversation>) -> Vec<Message> {
    let mut messages: Vec<Message> =
        conversations.into_iter().flat_map(|conversation| conversation.messages).collect();
    messages.sort_by_key(|message| message.parts[0].passage.span().start);
    messages
}

/// The bytes of a file that a phrase of a message was found in.
fn found<'a>(file: &'a str, message: &Message, phrase: &str) -> &'a str {
    let passage = &message.parts.iter().find(|part| part.kind == PartKind::Body).unwrap().passage;
    let at = passage.text().find(phrase).unwrap();
    let span = passage.span_of(at..at + phrase.len());
    &file[span.start..span.end]
}

#[test]
fn conversations_are_called_by_their_names() {
    let whole = |id: &str| {
        format!(r#"{{"id": "{id}", "queue": "vip", "messages": [{{"role": "agent", "text": "您好"}}]}}"#)
    };
    for (file, format, names) in [
        ("会话ID,角色,内容\nA,客服,一\nB,客服,二\nA,客服,三\n,客服,四", Format::Table(Kind::Chat), "A B 1"),
        ("id,角色,内容\n7,客服,一\n8,客服,二", Format::Table(Kind::Chat), "1"),
        ("名称,模板编号,内容\n催缴,T1,一\n回访,,二", Format::Table(Kind::Sms), "T1 2"),
        (r#"[{"code": "T1", "content": "一"}, "二"]"#, Format::Json(Kind::Sms), "T1 2"),
        (
            r#"[{"role": "agent", "text": "一"}, {"role": "agent", "text": "二"}]"#,
            Format::Json(Kind::Chat),
            "1",
        ),
        (
            r#"[[{"role": "agent", "text": "一"}], [{"role": "agent", "text": "二"}]]"#,
            Format::Json(Kind::Chat),
            "1 2",
        ),
        (&format!("[{}, {}]", whole("A"), whole("B")), Format::Json(Kind::Chat), "A B"),
        (&format!("[{}, {}]", whole("A"), whole("A")), Format::Json(Kind::Chat), "A"),
    ] {
        let conversations = read(file, format, &Options::default());
        let read: Vec<&str> = conversations.iter().map(|conversation| &*conversation.id).collect();
        assert_eq!(read.join(" "), names, "{file}");
        let is_whole = file.contains("queue");
        assert!(!is_whole || conversations.iter().all(|conversation| conversation.meta["queue"] == "vip"));
    }
}

#[test]
fn lists_are_found_and_messages_stay_whole() {
    for file in [
        r#"{"code": 0, "message": "ok", "data": [{"role": "agent", "text": "一"}]}"#,
        r#"{"code": 0, "result": {"total": 1, "list": [{"role": "agent", "text": "一"}]}}"#,
        r#"{"log": [{"role": "agent", "text": "一"}], "tags": ["a", "b"]}"#,
        r#"{"tags": [{"tag": "a"}], "turns": [{"role": "agent", "text": "一"}]}"#,
        r#"[{"role": "agent", "text": "一", "items": [{"sku": 1}]}]"#,
        r#"[{"role": "agent", "text": "一", "data": []}]"#,
        r#"{"role": "agent", "text": "一"}"#,
    ] {
        let messages = messages(read(file, Format::Json(Kind::Chat), &Options::default()));
        let texts: Vec<&str> = messages.iter().map(|message| message.parts[0].passage.text()).collect();
        assert_eq!(texts, ["一"], "{file}");
    }
}

#[test]
fn a_column_is_what_its_name_says() {
    let row = "消息,甲,2024-05-06 10:00:03,inbound,客服,transfer,vip";
    for head in [
        "Text,Speaker_Name,Send Time,Direction,Sender-Type,event,queue",
        "消息内容,姓名,发送时间,方向,发送方,事件,queue",
        "消息內容,姓名,發送時間,方向,發送方,事件,queue",
    ] {
        let pairs = head.split(',').zip(row.split(','));
        let pairs: Vec<String> = pairs.map(|(key, value)| format!("\"{key}\": \"{value}\"")).collect();
        let strings = format!("{{{}}}\n", pairs.join(", "));
        // Lines are read in three ways: with the layout of one before, as an object of strings, and by a parser.
        let number = strings.replace('}', ", \"n\": 1}");
        for (file, format) in [
            (format!("{head}\n{row}"), Format::Table(Kind::Chat)),
            (format!("[{strings}]"), Format::Json(Kind::Chat)),
            (strings.repeat(2), Format::ChatJsonl),
            (number, Format::ChatJsonl),
        ] {
            let conversation = &read(&file, format, &Options::default())[0];
            let (messages, events) = (&conversation.messages, &conversation.events);
            assert_eq!(messages.len(), events.len(), "{file}");
            for (index, (message, event)) in messages.iter().zip(events).enumerate() {
                assert_eq!(message.parts[0].passage.text(), "消息", "{file}");
                assert_eq!((message.role, message.speaker.as_deref()), (Role::Agent, Some("甲")), "{file}");
                assert_eq!((event.name, event.before), ("transfer", index), "{file}");
                assert_eq!(message.time().unwrap().clock.to_string(), "10:00:03", "{file}");
                assert_eq!(message.time(), event.time, "{file}");
            }
            assert_eq!(conversation.direction.as_deref(), Some("inbound"), "{file}");
            assert_eq!(conversation.meta["queue"], "vip", "{file}");
        }
    }
}

proptest! {
    #[test]
    fn a_phrase_of_a_table_is_found_in_its_bytes(
        style in style(),
        ends in prop::collection::vec((text(), text()), 1..6),
        is_sms in any::<bool>(),
    ) {
        let texts: Vec<String> = ends.iter().map(|(head, tail)| format!("{head}{PLANTED}{tail}")).collect();
        let file = style.table(&texts);
        let kind = if is_sms { Kind::Sms } else { Kind::Chat };
        let messages = messages(read(&file, Format::Table(kind), &Options::default()));
        prop_assert_eq!(messages.len(), texts.len());
        for (message, text) in messages.iter().zip(&texts) {
            let said: String = message.parts.iter().map(|part| part.passage.text()).collect();
            prop_assert_eq!(&said, text);
            prop_assert_eq!(found(&file, message, PLANTED).replace("\"\"", "\""), PLANTED);
        }
    }

    #[test]
    fn a_phrase_of_a_list_is_found_in_its_bytes(
        ends in prop::collection::vec((text(), text()), 1..6),
        choices in prop::collection::vec(any::<u8>(), 1..8),
        is_nested in any::<bool>(),
    ) {
        let texts: Vec<String> = ends.iter().map(|(head, tail)| format!("{head}{PLANTED}{tail}")).collect();
        let key = written("内容", &choices);
        let elements = texts.iter().map(|text| {
            let text = written(text, &choices);
            match is_nested {
                true => format!("{{\"role\":\"agent\", \"body\": {{\"{key}\" : \"{text}\"}}}}"),
                false => format!("{{\"role\":\"agent\", \"{key}\":\"{text}\"}}"),
            }
        });
        let file = format!("{{\"code\": 0, \"data\": [\n{}\n]}}", elements.collect::<Vec<_>>().join(",\r\n"));
        let columns = vec![(Field::Text, "body.内容".to_owned())];
        let options = Options { columns: if is_nested { columns } else { Vec::new() }, ..Options::default() };
        let messages = messages(read(&file, Format::Json(Kind::Chat), &options));
        prop_assert_eq!(messages.len(), texts.len());
        for (message, text) in messages.iter().zip(&texts) {
            prop_assert_eq!(message.parts[0].passage.text(), text);
            let bytes: String = serde_json::from_str(&format!("\"{}\"", found(&file, message, PLANTED))).unwrap();
            prop_assert_eq!(bytes, PLANTED);
        }
    }

    /// However broken the rows before it are, a row is read that begins on its own line.
    #[test]
    fn a_broken_row_takes_no_other_with_it(text in "[\",;\t\r\n a您\u{FEFF}]{0,60}") {
        let source = Arc::new(Source::new("test", format!("角色,内容\n{text}\n客服,末行")));
        let options = Options::default();
        let read = read_source(&source, Format::Table(Kind::Chat), &options).filter_map(Result::ok);
        let messages = messages(read.collect());
        prop_assert_eq!(messages.last().unwrap().parts[0].passage.text(), "末行");
    }
}
