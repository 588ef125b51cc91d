//! Exports read by maps: whatever layers a phrase is written in, the bytes of its span decode to it.

use std::sync::Arc;

use liyi::document::Role;
use liyi::reader::{Format, Mapping, Options, Recognition, read_source, recognise};
use liyi::source::Source;
use proptest::prelude::*;

use super::spans::written;

/// What is looked for; it stands once in the text.
const PHRASE: &str = "不Z道😀";

/// A document of each map of JSON with a text in it, written as a JSON string without its quotes; with the keys it is known by.
const DOCUMENTS: [(&str, &str); 13] = [
    (
        "contact-lens",
        r#"{"Participants":[{"ParticipantId":"A","ParticipantRole":"AGENT"}],"Transcript":[{"ParticipantId":"A","Content":"@"}]}"#,
    ),
    (
        "discord",
        r#"{"guild":{},"channel":{"name":"c"},"exportedAt":"","messages":[{"author":{"name":"a"},"content":"@"}]}"#,
    ),
    (
        "feishu",
        r#"{"data":{"items":[{"msg_type":"text","chat_id":"c","sender":{"id":"a","sender_type":"user"},"body":{"content":"@"}}]}}"#,
    ),
    (
        "intercom",
        r#"{"source":{},"conversation_parts":{"conversation_parts":[{"part_type":"comment","author":{"type":"admin"},"body":"@"}]}}"#,
    ),
    (
        "livechat",
        r#"{"users":[{"id":"a","type":"agent"}],"threads":[{"events":[{"type":"message","author_id":"a","text":"@"}]}]}"#,
    ),
    ("openai", r#"{"messages":[{"role":"assistant","content":"@"}]}"#),
    ("slack", r#"[{"type":"message","user":"a","ts":"1","text":"@"}]"#),
    (
        "telegram",
        r#"{"messages":[{"type":"message","date_unixtime":"1","from":"a","from_id":"a","text":["a ",{"type":"bold","text":"@"}]}]}"#,
    ),
    (
        "twilio-conversations",
        r#"{"messages":[{"conversation_sid":"c","participant_sid":"p","author":"a","body":"@"}]}"#,
    ),
    (
        "vcon",
        r#"{"vcon":"1","uuid":"u","parties":[{"name":"a","role":"agent"}],"dialog":[{"type":"text","parties":[0],"body":"@"}]}"#,
    ),
    (
        "wecom",
        r#"{"msgid":"1","action":"send","from":"a","tolist":[],"msgtime":1,"msgtype":"text","text":{"content":"@"}}"#,
    ),
    (
        "wecom mixed",
        r#"{"msgid":"1","action":"send","from":"a","tolist":[],"msgtime":1,"msgtype":"mixed","mixed":{"item":[{"type":"image","content":"{\"md5sum\":\"x\"}"},{"type":"text","content":"{\"content\":\"z\\u4e0d\"}"},{"type":"text","content":"@"}]}}"#,
    ),
    (
        "zendesk",
        r#"{"users":[{"id":1,"role":"agent"}],"comments":[{"author_id":1,"public":true,"html_body":"","body":"@"}]}"#,
    ),
];

/// A message of each map that is a picture or a file.
const PICTURES: [(&str, &str); 7] = [
    (
        "contact-lens",
        r#"{"Transcript":[{"ParticipantId":"a","Type":"ATTACHMENT","Attachments":[{"AttachmentName":"a.png"}]}]}"#,
    ),
    (
        "feishu",
        r#"{"data":{"items":[{"msg_type":"image","sender":{"id":"a"},"body":{"content":"{\"image_key\":\"i\"}"}}]}}"#,
    ),
    (
        "intercom",
        r#"{"source":{"author":{"name":"a"},"body":null,"attachments":[{"type":"upload","name":"a.png"}]}}"#,
    ),
    (
        "livechat",
        r#"{"threads":[{"events":[{"type":"file","author_id":"a","url":"https://example.com/a.png"}]}]}"#,
    ),
    ("slack", r#"[{"type":"message","user":"a","files":[{"id":"F1"}]}]"#),
    ("twilio-conversations", r#"{"messages":[{"author":"a","body":null,"media":[{"sid":"M1"}]}]}"#),
    ("wecom", r#"{"action":"send","from":"a","msgtype":"image","image":{"md5sum":"x"}}"#),
];

/// Who spoke when counts, as in exports of text, which have a mark in the place of a picture.
#[test]
fn a_picture_is_a_message_without_text() {
    let options = Options { agents: vec!["a".to_owned()], ..Options::default() };
    for (name, document) in PICTURES {
        let source = Arc::new(Source::new("export.json", document.to_owned()));
        let format = Format::Mapped(Mapping::named(name).unwrap());
        let read: Vec<_> = read_source(&source, format, &options).filter_map(Result::ok).collect();
        let messages: Vec<_> = read.iter().flat_map(|read| &read.messages).collect();
        let said: Vec<_> =
            messages.iter().map(|message| (message.role, message.parts[0].passage.text())).collect();
        assert_eq!(said, [(Role::Agent, "")], "{name}");
    }
}

/// What is counted from the beginning of a call is no clock that people look at.
#[test]
fn messages_of_a_call_have_the_time_since_its_beginning() {
    let said = r#"{"Transcript":[{"ParticipantId":"A","Content":"a","BeginOffsetMillis":92090},{"ParticipantId":"A","Content":"b"}]}"#;
    let source = Arc::new(Source::new("call.json", said.to_owned()));
    let (format, options) = (Format::Mapped(Mapping::named("contact-lens").unwrap()), Options::default());
    let options = Options { agents: vec!["A".to_owned()], ..options };
    let read: Vec<_> = read_source(&source, format, &options).filter_map(Result::ok).collect();
    let times: Vec<_> = read[0].messages.iter().map(|message| message.time()).collect();
    let time = times[0].unwrap();
    assert_eq!((time.clock.to_string().as_str(), time.date, time.is_local), ("00:01:32", None, false));
    assert_eq!(times[1], None);
}

/// How the layers of a map write a text: as HTML, as JSON in a string.
fn layered(map: &str, text: &str, choices: &[u8]) -> String {
    let text = match map {
        "intercom" | "feishu" => text.replace('不', "&#x4e0d;"),
        _ => text.to_owned(),
    };
    match map {
        "feishu" => written(&format!("{{\"text\": \"{}\"}}", written(&text, choices)), choices),
        "wecom mixed" => written(&format!("{{\"content\": \"{}\"}}", written(&text, choices)), choices),
        _ => written(&text, choices),
    }
}

proptest! {
    #[test]
    fn spans_of_mapped_texts_hold_their_phrases(
        at in 0..DOCUMENTS.len(),
        before in "[a-z您好😀é]{0,8}",
        after in "[a-z好😀。]{0,8}",
        choices in prop::collection::vec(any::<u8>(), 1..9),
    ) {
        let (name, document) = DOCUMENTS[at];
        let value = layered(name, &format!("{before}{PHRASE}{after}"), &choices);
        let text = document.replace('@', &value);
        let is_nested = matches!(name, "feishu" | "wecom mixed");
        let map = name.split(' ').next().unwrap();
        let asked = Mapping::named(map).filter(|_| name == "openai");
        let options = Options { map: asked, agents: vec!["a".to_owned()], ..Options::default() };
        let map = Mapping::named(map).unwrap();
        let recognised = recognise("export.json", text.as_bytes(), &options);
        prop_assert_eq!(recognised, Recognition::Format(Format::Mapped(map)));
        let source = Arc::new(Source::new("export.json", text.clone()));
        let read: Vec<_> = read_source(&source, Format::Mapped(map), &options).filter_map(Result::ok).collect();
        let passage = &read.iter().flat_map(|read| &read.messages).last().unwrap().parts.first().unwrap().passage;
        let start = passage.text().find(PHRASE).unwrap();
        let span = passage.span_of(start..start + PHRASE.len());
        // The bytes of the span, read alone as the same layers write them, are the phrase; so are those before and behind.
        let place = document.find('@').unwrap();
        let decoded = |bytes: &str| undone(name, bytes);
        prop_assert_eq!(decoded(source.slice(span)), PHRASE);
        let head = &text[place..span.start];
        let head = if is_nested { head.to_owned() } else { decoded(head) };
        prop_assert!(is_nested || head == before, "{} before {}", head, before);
        prop_assert!(passage.span().start <= span.start && span.end <= passage.span().end);
    }
}

/// What some bytes say in the layers of a map.
fn undone(map: &str, raw: &str) -> String {
    let once = |raw: &str| serde_json::from_str::<String>(&format!("\"{raw}\"")).unwrap();
    let text = if matches!(map, "feishu" | "wecom mixed") { once(&once(raw)) } else { once(raw) };
    text.replace("&#x4e0d;", "不")
}
