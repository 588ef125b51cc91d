//! What tells a person is masked where a report is made to be shown, and not where it is not.

use super::{PUBLISHED, check, folder};

const SECRETS: [&str; 9] = [
    "13812345678",
    "陈晓燕",
    "王小明",
    "11010519491231002X",
    "4111111111111111",
    "li.ming@example.com",
    "A20260101",
    "SecretNick",
    "路人甲",
];

/// All of them in one message that lacks an apology, so that it is the excerpt; in names of speakers; and beside.
fn stream() -> String {
    let nobody = r#"{"conversation_id":"c-7","speaker":"路人甲","text":"嗯"}"#;
    let said = "我是陈晓燕，王小明先生的电话 13812345678，身份证 11010519491231002X，卡 4111 1111 1111 1111 即 \
                4111111111111111，邮箱 li.ming@example.com，订单 A20260101，不知道 SecretNick 在哪";
    let line = |role: &str, speaker: &str, text: &str| {
        serde_json::json!({"conversation_id": "c-7", "role": role, "speaker": speaker, "text": text})
            .to_string()
            + "\n"
    };
    [line("customer", "SecretNick", "我要投诉，太差了"), line("agent", "陈晓燕", said), format!("{nobody}\n")]
        .concat()
}

#[test]
fn published_reports_mask_personal_data() {
    let folder = folder("chat.jsonl", &stream());
    for format in PUBLISHED {
        let text = check(folder.path(), &["--format", format, "."]);
        assert!(text.contains("chat.jsonl"), "{format}");
        let leaks: Vec<&str> = leaks(&text);
        assert!(leaks.is_empty(), "{format}: {leaks:?}");
        let open = check(folder.path(), &["--format", format, "--redact", "no", "."]);
        assert!(open.contains("13812345678"), "{format}");
    }
}

#[test]
fn the_others_do_so_when_told() {
    let folder = folder("chat.jsonl", &stream());
    for format in ["full", "short", "json"] {
        let text = check(folder.path(), &["--format", format, "--redact", "yes", "."]);
        assert!(leaks(&text).is_empty(), "{format}: {text}");
    }
    assert!(check(folder.path(), &["--format", "json", "."]).contains("13812345678"));
    assert!(check(folder.path(), &["--format", "full", "."]).contains("陈晓燕"));
}

/// The secrets that a report still tells.
fn leaks(text: &str) -> Vec<&'static str> {
    SECRETS.into_iter().filter(|secret| text.contains(secret)).collect()
}

/// The same person is the same number in all reports of a run, and the reasons on standard error name nobody.
#[test]
fn speakers_have_numbers() {
    let folder = folder("chat.jsonl", &stream());
    let csv = check(folder.path(), &["--format", "csv", "--format", "html=page.html", "."]);
    let page = std::fs::read_to_string(folder.path().join("page.html")).unwrap();
    assert!(csv.contains(",agent-1,agent,") && page.contains(">agent-1 "), "{csv}");
    let told = String::from_utf8(super::run(folder.path(), &["--format", "csv", "."]).stderr).unwrap();
    assert!(told.contains("whether \"***\" serves") && !told.contains("路人甲"), "{told}");
}
