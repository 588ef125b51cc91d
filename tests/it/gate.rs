//! The gate as programs meet it: a co-process, a stream that never ends, a command that sends mail.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Output, Stdio};
use std::sync::LazyLock;

use liyi::gate::{Decision, Gate, Policy};
use liyi::lint::Linter;
use liyi::reader::outgoing::{Outgoing, Reading};
use liyi::report;
use liyi::ruleset::{Files, Rulebook, load};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{liyi, root};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liyi"));
    command.args(arguments).env_clear().env("LC_ALL", "C").env("PATH", "/usr/bin:/bin");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the program with some bytes on its standard input.
fn fed(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = command(arguments).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || _ = stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}

fn values(output: &Output) -> Vec<Value> {
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

/// A co-process that has said its version.
struct CoProcess {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl CoProcess {
    fn start(arguments: &[&str]) -> Self {
        let mut child = command(&[&["gate", "--jsonl"], arguments].concat()).spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        let mut process = Self { stdout: BufReader::new(child.stdout.take().unwrap()), stdin, child };
        assert_eq!(process.line(), json!({"liyi": env!("CARGO_PKG_VERSION"), "protocol": 1}));
        process
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.stdout.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }

    fn ask(&mut self, request: &Value) -> Value {
        self.stdin.write_all(format!("{request}\n").as_bytes()).unwrap();
        self.line()
    }

    /// The exit code, when standard input has been closed.
    fn end(mut self) -> Option<i32> {
        drop(self.stdin);
        self.stdout.read_to_end(&mut Vec::new()).unwrap();
        self.child.wait().unwrap().code()
    }
}

#[test]
fn each_request_is_answered_before_the_next_one_comes() {
    let mut process = CoProcess::start(&[]);
    for (id, draft, verdict) in [
        (json!(1), "您好，这个我不知道。", "block"),
        (json!("b"), "您好，已经处理好了。", "pass"),
        (json!(null), "已经处理好了。", "warn"),
    ] {
        let answer = process.ask(&json!({"id": id, "draft": draft}));
        assert_eq!((&answer["id"], answer["verdict"].as_str()), (&id, Some(verdict)), "{answer}");
    }
    assert_eq!(process.end(), Some(0));
}

#[test]
fn what_is_said_to_stand_in_a_file_is_judged_as_the_configuration_says_of_it() {
    let folder = root().join("tests/cases/files.in");
    let config = folder.join("liyi.yaml");
    let rules = |place: &str, more: &[&str]| {
        let place = folder.join(place);
        let [place, config] = [&place, &config].map(|path| path.to_str().unwrap());
        let arguments = [&["gate", "--config", config, "--stdin-filename", place], more].concat();
        let output = fed(&arguments, "{\"draft\": \"【青禾】您的灯明天到。\"}".as_bytes());
        let verdict = values(&output).pop().unwrap();
        let found = verdict["diagnostics"].as_array().unwrap().iter();
        found.map(|it| format!("{} {}", it["rule"], it["at"]["kind"]).replace('"', "")).collect::<Vec<_>>()
    };
    assert_eq!(rules("sms/sent/new", &[]), ["night/says-tomorrow sms"]);
    assert_eq!(rules("sms/sent/new", &["--jsonl"]), ["night/says-tomorrow sms"]);
    assert_eq!(rules("sms/sent/new", &["--fact", "provider=tencent"]), ["sms-cn/tencent-signature sms"; 0]);
    assert_eq!(rules("sms/sent/new", &["--ruleset", "common"]), [""; 0]);
    assert_eq!(rules("new", &[]), ["common/missing-greeting chat"]);
}

#[test]
fn bad_lines_are_answered_and_the_next_one_is_judged() {
    let mut long = vec![b'{'; 10 << 20];
    long.extend(b"\n\xFF\n[[[[\n{\"id\": 7, \"draft\": \"\xE6\x82\xA8\xE5\xA5\xBD\"}");
    let output = fed(&["gate", "--jsonl"], &long);
    let [_, too_long, no_text, no_json, last] = &values(&output)[..] else { panic!("{output:?}") };
    for (answer, code) in
        [(too_long, "input/too-large"), (no_text, "input/not-utf8"), (no_json, "input/json")]
    {
        assert_eq!((&answer["verdict"], &answer["judged"]), (&json!("block"), &json!(false)), "{answer}");
        assert_eq!(answer["errors"][0]["code"], code);
    }
    assert_eq!((&last["id"], &last["verdict"]), (&json!(7), &json!("pass")), "{last}");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
#[cfg(unix)]
fn a_signal_ends_it_cleanly() {
    let mut process = CoProcess::start(&[]);
    process.ask(&json!({"draft": "您好"}));
    let killed = Command::new("kill").args(["-TERM", &process.child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    // Standard input is still open.
    assert_eq!(process.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_peer_that_hangs_up_ends_it_cleanly() {
    let mut process = CoProcess::start(&[]);
    drop(process.stdout);
    while process.stdin.write_all("{\"draft\": \"您好\"}\n".as_bytes()).is_ok() {}
    assert_eq!(process.child.wait().unwrap().code(), Some(0));
}

#[test]
fn a_message_that_never_ends_is_not_judged() {
    for (arguments, code) in [
        (&["gate", "--deadline", "0.01"][..], 2),
        (&["gate", "--deadline", "0.01", "--on-error", "open"], 0),
        (&["gate", "sendmail", "--deadline", "0.01", "--", "false"], 75),
        (&["gate", "sendmail", "--deadline", "0.01", "--on-error", "open", "--", "true"], 75),
    ] {
        let mut child = command(arguments).spawn().unwrap();
        let stdin = child.stdin.take();
        let mut told = String::new();
        child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(code), "{arguments:?}");
        assert!(told.contains("gate/deadline"), "{told}");
        drop(stdin);
    }
}

const GOOD: &str =
    "To: a@example.org\r\nSubject: hi\n\nDear Ms Wang,\n\nIt is done.\n.\n\nBest regards,\nBob\n";
const BAD: &str = "To: a@example.org\nSubject: hi\n\nDear Ms Wang,\n\nI don't know.\n\nBest regards,\nBob\n";

#[test]
fn mail_is_handed_on_as_it_came_or_not_at_all() {
    let send = |mail: &[u8], options: &[&str], command: &[&str]| {
        fed(&[&["gate", "sendmail"], options, &["--"], command].concat(), mail)
    };
    let sent = send(GOOD.as_bytes(), &[], &["cat"]);
    assert_eq!((sent.status.code(), &sent.stdout[..]), (Some(0), GOOD.as_bytes()), "{sent:?}");
    let held = send(BAD.as_bytes(), &[], &["cat"]);
    assert_eq!((held.status.code(), &held.stdout[..]), (Some(65), &b""[..]));
    assert!(String::from_utf8(held.stderr).unwrap().contains("common/says-dont-know"));
    let broken = [b"To: a@example.org\n\n\xFF".as_slice(), GOOD.as_bytes()].concat();
    assert_eq!(send(&broken, &[], &["cat"]).status.code(), Some(65));
    let open = send(&broken, &["--on-error", "open"], &["cat"]);
    assert_eq!((open.status.code(), &open.stdout[..]), (Some(0), &broken[..]));
    assert!(String::from_utf8(open.stderr).unwrap().contains("input/not-utf8"));
    // What the command says of it is the answer; one that is not there has sent nothing; rules that are broken may be mended.
    assert_eq!(send(GOOD.as_bytes(), &[], &["sh", "-c", "exit 69"]).status.code(), Some(69));
    assert_eq!(send(GOOD.as_bytes(), &[], &["no-such-command"]).status.code(), Some(69));
    assert_eq!(send(GOOD.as_bytes(), &["--ruleset", "no-such"], &["cat"]).status.code(), Some(75));
}

#[test]
fn places_count_in_the_draft_as_it_was_given() {
    let draft = "您好😀，\n\t这个我不\u{200B}知道。";
    let answer = &values(&fed(&["gate"], json!({"draft": draft}).to_string().as_bytes()))[0];
    let found = &answer["diagnostics"][0];
    let at = |end: &str| found["span"][end]["byte"].as_u64().unwrap() as usize;
    assert_eq!(found["rule"], "common/says-dont-know");
    assert_eq!(&draft[at("start")..at("end")], "不\u{200B}知道");
    assert_eq!(found["excerpt"], "不\u{200B}知道");
}

/// A draft that is held back for what it lacks is not held back for that once it says what was proposed.
#[test]
fn a_suggestion_has_what_was_missing() {
    let mut process = CoProcess::start(&[]);
    let said = json!([{"role": "customer", "text": "太差了，我要投诉"}]);
    let answer = process.ask(&json!({"conversation": said, "draft": "我们会处理。"}));
    assert_eq!(answer["verdict"], "block");
    let suggestion = &answer["suggestion"];
    assert_eq!(suggestion, "您好，非常抱歉给您带来不便。我们会处理。");
    let answer = process.ask(&json!({"conversation": said, "draft": suggestion}));
    assert_eq!((&answer["verdict"], &answer["suggestion"]), (&json!("pass"), &json!(null)));
    assert_eq!(process.end(), Some(0));
}

/// A request as somebody might write it, and what nobody would.
fn request() -> impl Strategy<Value = String> {
    let text = "[您好不知道太差了投诉稍等抱歉，。“”\\n\\\\\"😀\u{200B}a-z${} ]{0,24}";
    let role = prop::sample::select(vec!["agent", "customer", "system", "客服", "martian", ""]);
    let said = prop::collection::vec((role, text), 0..6);
    let kind = prop::sample::select(vec!["chat", "email", "sms"]);
    let whole = (said, text, kind, any::<bool>()).prop_map(|(said, draft, kind, closing)| {
        let said: Vec<_> = said.into_iter().map(|(role, text)| json!({"role": role, "text": text})).collect();
        json!({"id": 1, "conversation": said, "draft": draft, "kind": kind, "closing": closing}).to_string()
    });
    let keys = "(\\{?(\"(draft|conversation|id|time|kind)\":[\\[{\"a0}\\],]{0,6},?){0,3}\\}?|.{0,40})";
    prop_oneof![4 => whole, 1 => keys]
}

proptest! {
    /// Whatever stands on a line, it has a verdict, and what is found stands in the draft.
    #[test]
    fn any_line_has_a_verdict(line in request()) {
        let linter = Linter::new(&COMMON);
        let gate = Gate::new(&linter, Policy::default());
        let draft = serde_json::from_str::<Value>(&line).ok().map(|value| value["draft"].clone());
        let draft = draft.as_ref().and_then(Value::as_str);
        let outgoing = Outgoing::line(&"x".into(), line.clone().into_bytes(), 0, 1, &Reading::default());
        let verdict = gate.judge(outgoing);
        prop_assert_eq!(verdict.is_judged, verdict.faults.is_empty());
        prop_assert!(verdict.is_judged || verdict.decision == Decision::Block);
        for finding in &verdict.findings {
            let span = finding.place.as_ref().unwrap().span();
            prop_assert_eq!(draft.unwrap().get(span.start..span.end), Some(&*finding.excerpt));
        }
        report::write_verdict(&verdict, &mut Vec::new()).unwrap();
    }
}

/// The rules, which are read once.
static COMMON: LazyLock<Rulebook> = LazyLock::new(|| load(&["common".to_owned()], &NoFiles).unwrap());

/// Has no file.
struct NoFiles;

impl Files for NoFiles {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Err("no such file".to_owned())
    }
}

#[test]
fn verdicts_follow_their_schema_and_show_nothing_raw() {
    let schema = fs::read_to_string(root().join("docs/gate-verdict.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let requests = root().join("tests/cases/gate.in/requests.jsonl");
    for options in [&["--on-error", "open"][..], &["--ruleset", "cnc-hall-taboos"]] {
        let output = liyi(&[&["gate", "--jsonl", requests.to_str().unwrap()], options].concat());
        let answers = values(&output);
        assert!(answers.len() > 20);
        for answer in &answers[1..] {
            let errors: Vec<String> = validator
                .iter_errors(answer)
                .map(|error| format!("{error} at {}", error.instance_path()))
                .collect();
            assert!(errors.is_empty(), "{answer}: {errors:#?}");
        }
        let is_raw = |byte: &u8| byte.is_ascii_control() && *byte != b'\n';
        assert!(!output.stdout.iter().any(is_raw) && !output.stdout.windows(2).any(|two| two == b"::"));
    }
}
