//! Exports of chats: whatever stands round a phrase, it is read as its speaker's, and the bytes of its span hold it.

use std::sync::Arc;

use liyi::document::{Conversation, Message};
use liyi::reader::{Export, Format, Options, Recognition, read_source, recognise};
use liyi::source::Source;
use proptest::prelude::*;
use regex::Regex;

use super::times::read as lines_read;
use super::{liyi, root};

/// What is looked for; it stands in every line of every message, and nowhere else.
const PHRASE: &str = "不知Z道😀";

const EXPORTS: [Export; 7] =
    [Export::WhatsApp, Export::WeChat, Export::Qq, Export::Line, Export::WebVtt, Export::Srt, Export::Irc];

/// A message: whether the agent says it, and its lines.
type Said = (bool, Vec<String>);

fn said() -> impl Strategy<Value = Vec<Said>> {
    let line = "[a-z您😀é][a-z您好😀é，。\t &<]{0,8}".prop_flat_map(|before| {
        "[a-z好，。\t &]{0,6}[a-z好😀。]".prop_map(move |after| format!("{before}{PHRASE}{after}"))
    });
    prop::collection::vec((any::<bool>(), prop::collection::vec(line, 1..4)), 2..8)
}

/// How a file is written.
#[derive(Clone, Debug)]
struct Style {
    mark: bool,
    line_end: &'static str,
    choices: Vec<u8>,
}

fn style() -> impl Strategy<Value = Style> {
    let line_end = prop::sample::select(vec!["\n", "\r\n"]);
    (any::<bool>(), line_end, prop::collection::vec(any::<u8>(), 1..9))
        .prop_map(|(mark, line_end, choices)| Style { mark, line_end, choices })
}

impl Style {
    fn chooses(&self, at: usize) -> bool {
        self.choices[at % self.choices.len()].is_multiple_of(2)
    }

    /// A file of an export that says some messages.
    fn written(&self, export: Export, said: &[Said]) -> String {
        let name = |is_agent: bool| if is_agent { "客服" } else { "Lily" };
        let messages = said.iter().enumerate().map(|(number, (is_agent, lines))| {
            let (name, text) = (name(*is_agent), lines.join("\n"));
            match export {
                Export::WhatsApp if self.chooses(0) => format!("13/05/2024, 10:00 - {name}: {text}\n"),
                Export::WhatsApp => format!("[13/05/2024, 10:00:00\u{202F}PM] {name}: {text}\n"),
                Export::WeChat => format!("{name}  10:00\n\n{text}\n\n"),
                Export::Qq => format!("2024-05-13 9:00:00 {name}(123)\n{text}\n\n"),
                Export::Line if lines.len() > 1 => format!("10:00\t{name}\t\"{text}\"\n"),
                Export::Line => format!("下午10:00\t{name}\t{text}\n"),
                Export::Irc => format!("[10:00] <{name}> {}\n", lines.join(" ")),
                Export::WebVtt | Export::Srt => self.cues(export, number, name, lines),
            }
        });
        let head = match export {
            Export::WeChat => "—————  2024-05-13  —————\n\n",
            Export::Qq => "消息记录（此消息记录为文本格式，不支持重新导入）\n\n",
            Export::Line => "[LINE] 与Lily的聊天记录\n\n2024/5/13（一）\n",
            Export::WebVtt => "WEBVTT\n\n",
            Export::WhatsApp | Export::Srt | Export::Irc => "",
        };
        (head.to_owned() + &messages.collect::<String>()).replace('\n', self.line_end)
    }

    /// A message in one cue or in several.
    fn cues(&self, export: Export, number: usize, name: &str, lines: &[String]) -> String {
        let mut cues = String::new();
        for (at, line) in lines.iter().enumerate() {
            let point = if export == Export::Srt { ',' } else { '.' };
            if at == 0 || self.chooses(at) {
                let time = format!("00:00:{number:02}{point}{at:03}");
                cues.push_str(&format!("\n{number}\n{time} --> 00:01:00{point}000\n"));
                cues.push_str(&if export == Export::Srt {
                    format!("{name}：")
                } else {
                    format!("<v {name}>")
                });
            }
            cues.push_str(&self.marked_up(line));
            cues.push('\n');
        }
        cues.trim_start().to_owned() + "\n"
    }

    /// A line with tags inside.
    fn marked_up(&self, line: &str) -> String {
        let tag = if self.chooses(1) { "<i>" } else { "</c>" };
        let write = |(at, c): (usize, char)| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            c if at > 0 && self.chooses(at) => format!("{tag}{c}"),
            c => c.to_string(),
        };
        line.chars().enumerate().map(write).collect()
    }
}

fn conversations(file: &str, start: usize, export: Export) -> Vec<Conversation> {
    let source = Arc::new(Source::part("test", file.to_owned(), start, 1));
    let options = Options { customers: vec!["Lily".to_owned()], ..Options::default() };
    read_source(&source, Format::Export(export), &options).map(|read| read.unwrap()).collect()
}

/// The bytes of a file that each phrase of a message was found in.
fn found<'a>(file: &'a str, start: usize, message: &'a Message) -> impl Iterator<Item = &'a str> {
    let passage = &message.parts[0].passage;
    passage.text().match_indices(PHRASE).map(move |(at, phrase)| {
        let span = passage.span_of(at..at + phrase.len());
        &file[span.start - start..span.end - start]
    })
}

proptest! {
    #[test]
    fn every_message_is_read_and_every_phrase_found(
        said in said(), style in style(), export in prop::sample::select(EXPORTS.to_vec()),
    ) {
        let file = style.written(export, &said);
        let start = if style.mark { 3 } else { 0 };
        let messages: Vec<Message> =
            conversations(&file, start, export).into_iter().flat_map(|conversation| conversation.messages).collect();
        let is_of_cues = matches!(export, Export::WebVtt | Export::Srt);
        let line_end = if is_of_cues || export == Export::Irc { " " } else { style.line_end };
        let texts = said.iter().map(|(is_agent, lines)| (*is_agent, lines.join(line_end)));
        // The cues of one speaker that follow each other are one message.
        let mut expected: Vec<(bool, String)> = Vec::new();
        for (is_agent, text) in texts {
            match expected.last_mut() {
                Some((before, all)) if is_of_cues && *before == is_agent => all.extend([" ", &text]),
                _ => expected.push((is_agent, text)),
            }
        }
        let read: Vec<(bool, String)> = messages
            .iter()
            .map(|message| {
                let text = message.parts[0].passage.text();
                let text = if is_of_cues { text.replace('\n', " ") } else { text.to_owned() };
                (message.speaker.as_deref() == Some("客服"), text)
            })
            .collect();
        prop_assert_eq!(read, expected, "{}", file);
        let tags = Regex::new("<[^<>]*>").unwrap();
        for raw in messages.iter().flat_map(|message| found(&file, start, message)) {
            prop_assert_eq!(tags.replace_all(raw, ""), PHRASE, "{}", file);
        }
        // What is written so is recognised by its content, but for a chat of one message.
        let recognition = recognise("x.txt", file.as_bytes(), &Options::default());
        prop_assert_eq!(recognition, Recognition::Format(Format::Export(export)), "{}", file);
    }

    #[test]
    fn what_is_cut_off_or_damaged_is_read_or_told(
        said in said(), style in style(), export in prop::sample::select(EXPORTS.to_vec()),
        cut in any::<prop::sample::Index>(), noise in "[\\[\\]<>{}\"0-9:,/ \t\n—=aA客服：*\\-\u{200E}]{0,40}",
    ) {
        let mut file = style.written(export, &said);
        let cuts: Vec<usize> = file.char_indices().map(|(at, _)| at).collect();
        let at = cuts[cut.index(cuts.len())];
        file.truncate(at);
        file.push_str(&noise);
        let source = Arc::new(Source::new("test", file.clone()));
        for read in read_source(&source, Format::Export(export), &Options::default()) {
            let Ok(conversation) = read else { continue };
            for message in &conversation.messages {
                let (passage, len) = (&message.parts[0].passage, message.parts[0].passage.text().len());
                let span = passage.span_of(0..len);
                prop_assert!(file.get(span.start..span.end).is_some(), "{:?} in {:?}", span, file);
            }
        }
    }
}

/// A file, its export, and what is said and done in it.
type Case = (Export, &'static str, &'static [&'static str]);

const CASES: [Case; 15] = [
    (
        Export::WhatsApp,
        "12/05/2024, 9:05 am - Agent: a\n13/05/2024, 12:10 am - Ann: b\n14/05/2024, 9:05\u{202F}p.\u{A0}m. - Ann: c",
        &[
            "2024-05-12 09:05:00 agent: a",
            "2024-05-13 00:10:00 customer: b",
            "2024-05-14 21:05:00 customer: c",
        ],
    ),
    (
        Export::WhatsApp,
        "[5/12/24, 09:05:06] Agent: a\n[5/13/24, 09:05:06] Ann: b",
        &["2024-05-12 09:05:06 agent: a", "2024-05-13 09:05:06 customer: b"],
    ),
    // No day of the file says which is the month.
    (
        Export::WhatsApp,
        "05/06/24, 09:05 - Agent: a\n05/07/24, 09:05 - Ann: b\n05/05/24, 09:05 - Ann: c",
        &["09:05:00 agent: a", "09:05:00 customer: b", "2024-05-05 09:05:00 customer: c"],
    ),
    (
        Export::WhatsApp,
        "13.06.18 21.25.15: Agent: a\n13.6.2018 klo 21.25.15 - Ann: b\n03-06-2018, 01.55 PM - Ann: c",
        &[
            "2018-06-13 21:25:15 agent: a",
            "2018-06-13 21:25:15 customer: b",
            "2018-06-03 13:55:00 customer: c",
        ],
    ),
    (
        Export::WhatsApp,
        "2024/5/6 下午1:05 - 您已创建群组“a: b”\n2024/5/6 下午1:05 - 客服: 一\n12/05/2024, 10:00\n二\n2024/5/7 中午12:05 - 阳光加入了\n2024/5/7 中午12:05 - 阳光:",
        &[
            "2024-05-06 13:05:00 system: 您已创建群组“a: b”",
            "2024-05-06 13:05:00 agent: 一\n12/05/2024, 10:00\n二",
            "2024-05-07 12:05:00 [join]",
            "2024-05-07 12:05:00 customer: ",
        ],
    ),
    (
        Export::WeChat,
        "Dear:\n\n微信群\"售后\"的聊天记录如下:\n\n—————  2026-2-26  —————\n\n客服  23:59\n\n一\n\n二\n\n阳光 10:00-20:00  0:01\n\n[图片]\n[10:00] [转接]",
        &[
            "2026-02-26 23:59:00 agent: 一\n\n二",
            "2026-02-27 00:01:00 customer: ",
            "2026-02-27 10:00:00 [transfer]",
        ],
    ),
    (
        Export::Qq,
        "消息记录（此消息记录为文本格式，不支持重新导入）\n\n2024-05-06 9:00:00 客服(1)\n一\n2024-05-06 9:00:00 二\n====================\n三\n\n2024-05-06 10:00:00 (23333)\n四",
        &[
            "2024-05-06 09:00:00 agent: 一\n2024-05-06 9:00:00 二\n====================\n三",
            "2024-05-06 10:00:00 customer: 四",
        ],
    ),
    (
        Export::Line,
        "[LINE] Chat history with Ann\nSaved on: 2024/05/13 10:00\n\nMon, 05/13/2024\n03:04PM\tAgent\t\"a\n\nb\"\n03:05PM\tAnn\t\"c\n03:06PM\tAnn\td\te",
        &[
            "2024-05-13 15:04:00 agent: a\n\nb",
            "2024-05-13 15:05:00 customer: \"c",
            "2024-05-13 15:06:00 customer: d\te",
        ],
    ),
    (
        Export::Line,
        "[LINE] a\n\n2024.05.06 Monday\n23:59\tAgent\ta\n23:59\t\tAnn left\n2024年5月7日 星期二\n00:01\tAgent\tb",
        &["2024-05-06 23:59:00 agent: a", "2024-05-06 23:59:00 [leave]", "2024-05-07 00:01:00 agent: b"],
    ),
    (
        Export::WebVtt,
        "WEBVTT\n\n00:16.500 --> 00:18.000\nAgent: a\nb\nCustomer: c\n\n25:00:17.000 --> 25:00:18.000\n<v Customer>d</v> e",
        &["00:00:16 utc agent: a b", "00:00:16 utc customer: c\nd", "01:00:17 utc unknown:  e"],
    ),
    (
        Export::WebVtt,
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>a</v>\n\n00:02.000 --> 00:03.000\n<v Agent>b.</v>",
        &["00:00:01 utc agent: a b."],
    ),
    (
        Export::Srt,
        "1\n00:00:01,000 --> 00:00:02,000\n客服：一 & <3\n\n2\n00:00:03,000 --> 00:00:04,000\n客服：二\n客户：三 --> 四",
        &["00:00:01 utc agent: 一 & <3\n二", "00:00:03 utc customer: 三 --> 四"],
    ),
    (
        Export::Irc,
        "--- Log opened Mon May 06 23:58:00 2024\n23:59 <@agent> a\n--- Day changed Tue May 07 2024\n00:01 -!- ann [a@b] has joined #c\n00:01 <+ann> \n00:02  * agent waves",
        &[
            "2024-05-06 23:59:00 agent: a",
            "2024-05-07 00:01:00 [join]",
            "2024-05-07 00:01:00 customer: ",
            "2024-05-07 00:02:00 agent: waves",
        ],
    ),
    (
        Export::Irc,
        "[2024-05-06 10:00:00] <agent> a\n[2024-05-06 10:00:01] -NickServ- hello\n[2024-05-06 10:00:02] <ann> b",
        &[
            "2024-05-06 10:00:00 agent: a",
            "2024-05-06 10:00:01 system: -NickServ- hello",
            "2024-05-06 10:00:02 customer: b",
        ],
    ),
    (
        Export::Irc,
        "2024-05-06 10:00:00\t--\tTopic\n2024-05-06 10:00:01\t@agent\ta\tb",
        &["2024-05-06 10:00:00 system: Topic", "2024-05-06 10:00:01 agent: a\tb"],
    ),
];

#[test]
fn who_says_what_and_when() {
    for (export, file, lines) in CASES {
        assert_eq!(lines_read(file, Format::Export(export), &Options::default()), lines, "{file}");
    }
}

/// What chat text reads is left to it, unless only a program writes so; nor is a log of a program one of IRC.
#[test]
fn chat_text_stays_chat_text() {
    for file in [
        "[2024-05-06 10:00:03] 客服: 您好\n[2024-05-06 10:00:41] 客户: 你好",
        "[2024/5/6 10:00] Agent: a\n还有\n[2024/5/6 10:01] Customer: b",
        "13/05/2024, 10:00 - 客服：您好\n13/05/2024, 10:01 - 客户：你好",
        "# 会话 1\n13/05/2024, 10:00 - Agent: a\n# 会话 2\n13/05/2024, 10:01 - Agent: b",
        "—————  2024-05-06  —————\n客服：您好\n客户：你好",
        "2024-05-06 10:00:03 客服\n您好\n\n2024-05-06 10:00:03 客户\n您好",
        "10:00\t客服\t您好\n10:01\t客户\t你好",
        "<客服> 您好\n<客户> 你好",
    ] {
        let recognition = recognise("x.txt", file.as_bytes(), &Options::default());
        assert_eq!(recognition, Recognition::Format(Format::ChatText), "{file}");
    }
    for log in ["[10:00:00] <info> a\n[10:00:01] <warn> b", "10:00 <a> b\nnothing\nelse", "1\n2 --> 3"] {
        let recognition = recognise("x.log", log.as_bytes(), &Options::default());
        assert!(matches!(recognition, Recognition::Unknown(_)), "{log}: {recognition:?}");
    }
}

/// A message that swallows a file is read to its end, and told.
#[test]
fn a_message_without_an_end_is_told() {
    let file = format!("13/05/2024, 10:00 - Agent: a\n{}", "b\n".repeat(100_000));
    let source = Arc::new(Source::new("test", file.clone()));
    let read: Vec<_> = read_source(&source, Format::Export(Export::WhatsApp), &Options::default()).collect();
    let [Ok(conversation), Err(fault)] = &read[..] else { panic!("{} results", read.len()) };
    assert_eq!(conversation.messages[0].parts[0].passage.text().len(), file.trim_end().len() - 27);
    assert_eq!(&*fault.code, "input/long-message");
    assert_eq!(fault.place.as_ref().map(|place| place.start.line), Some(10_000));
}

/// Of every finding in the samples, the bytes are what it shows.
#[test]
fn the_bytes_of_findings_are_their_excerpts() {
    let folder = "tests/cases/exports.in/chats";
    let output = liyi(&["check", "--format", "json", "--forbid", "不清楚", "--forbid", "您好", folder]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["diagnostics"].as_array().unwrap();
    assert!(findings.len() >= 10, "{}", findings.len());
    for finding in findings {
        let bytes = std::fs::read(root().join(finding["path"].as_str().unwrap())).unwrap();
        let at = |end: &str| finding["span"][end]["byte"].as_u64().unwrap() as usize;
        assert_eq!(
            &bytes[at("start")..at("end")],
            finding["excerpt"].as_str().unwrap().as_bytes(),
            "{finding}"
        );
    }
}
