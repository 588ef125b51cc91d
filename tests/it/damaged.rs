//! Damaged inputs, as the tables of `tests/damaged` list them: each ends in its exit code, with what is told in its place,
//! within bounds of time and memory, and the good file beside it is still checked. `UPDATE=1` rewrites what is told.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::root;

/// What is looked for in all files, and the good file that holds it: a mail where the character set is given, since mail
/// says that itself.
const PHRASE: &str = "不知道";
const GOOD: (&str, &str) = ("good.txt", "客服：这个我不知道。\n");
const GOOD_MAIL: (&str, &str) = ("good.eml", "Subject: test\nFrom: a@example.com\n\n这个我不知道。\n");

/// The most processor time of a run, in seconds, and the most memory, in KiB of addresses.
const MOST_SECONDS: usize = 20;
const MOST_MEMORY: usize = 1 << 20;

/// A row of a table.
struct Row<'a> {
    /// The name of the file and what is wrong with it.
    title: &'a str,
    /// Arguments, on a line `$ …`.
    arguments: Vec<&'a str>,
    /// How its bytes are written.
    written: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn of(section: &'a str) -> Self {
        let mut lines = section.lines().filter(|line| !line.starts_with("--- "));
        let title = lines.next().unwrap();
        let (arguments, written): (Vec<_>, Vec<_>) = lines.partition(|line| line.starts_with("$ "));
        let arguments = arguments.iter().flat_map(|line| line.split(' ').skip(1)).collect();
        Self { title, arguments, written }
    }

    fn file(&self) -> &'a str {
        self.title.split(':').next().unwrap()
    }

    /// The bytes of its lines: each ends in LF, unless a `\` stands at its end.
    fn bytes(&self) -> Vec<u8> {
        let lines = self.written.iter().map(|line| match line.strip_suffix('\\') {
            Some(open) if !open.ends_with('\\') => open.to_owned(),
            _ => format!("{line}\n"),
        });
        unescaped(&lines.collect::<String>())
    }

    /// The good file beside it.
    fn good(&self) -> (&'static str, &'static str) {
        if self.arguments.contains(&"--encoding") { GOOD_MAIL } else { GOOD }
    }

    /// What the program tells: its exit code, what could not be read, what was found.
    fn told(&self, folder: &Path) -> Vec<String> {
        fs::write(folder.join(self.file()), self.bytes()).unwrap();
        let (good_file, good_text) = self.good();
        fs::write(folder.join(good_file), good_text).unwrap();
        let arguments =
            [&["--format", "json", "--forbid", PHRASE], &*self.arguments, &[self.file(), good_file]];
        let (code, report) = run(folder, &arguments.concat(), self.title);
        let list = |name: &str| report[name].as_array().unwrap().clone();
        let (good, found): (Vec<Value>, Vec<Value>) =
            list("diagnostics").into_iter().partition(|found| found["path"] == good_file);
        assert_eq!(good.len(), 1, "{}: the good file was not checked", self.title);
        let faults = list("errors");
        let passed = list("not_recognised").len();
        assert_eq!(code == 2, faults.len() + passed > 0, "{}: {faults:?}", self.title);
        let faults = faults.iter().map(|fault| self.fault(fault));
        let found =
            found.iter().map(|found| format!("{} finds {}", place(found), excerpt(&found["excerpt"])));
        [format!("exit {code}")].into_iter().chain(faults).chain(found).collect()
    }

    /// A fault, which is told in both languages.
    fn fault(&self, fault: &Value) -> String {
        assert_eq!(fault["path"], self.file(), "{}", self.title);
        for text in [&fault["text"], &fault["help"]].into_iter().filter(|text| !text.is_null()) {
            assert!(text["zh"] != text["en"] && text["zh"] != "", "{}: {fault}", self.title);
        }
        let help = fault["help"]["en"].as_str().map(|help| format!(" | {help}")).unwrap_or_default();
        let code = fault["code"].as_str().unwrap();
        format!("{} {code}: {}{help}", place(fault), line(&fault["text"]["en"]))
    }
}

/// Runs the program within the bounds; the answer is its exit code and its report.
fn run(folder: &Path, arguments: &[&str], title: &str) -> (i32, Value) {
    let bounds = format!("ulimit -t {MOST_SECONDS}; ulimit -v {MOST_MEMORY}; exec \"$0\" check \"$@\"");
    let mut shell = Command::new("sh");
    shell.args(["-c", &bounds, env!("CARGO_BIN_EXE_liyi")]).args(arguments);
    let output = shell.current_dir(folder).env_clear().env("LC_ALL", "C").output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let code = output.status.code().unwrap_or_else(|| panic!("{title}: {:?} {errors}", output.status));
    assert!((0..=2).contains(&code), "{title}: {code} {errors}");
    (code, serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{title}: {error} {errors}")))
}

fn place(told: &Value) -> String {
    let start = &told["span"]["start"];
    start["line"]
        .as_u64()
        .map(|line| format!("{line}:{}", start["column"]))
        .unwrap_or_else(|| "file".to_owned())
}

/// A text on one line.
fn line(text: &Value) -> String {
    text.as_str().unwrap().escape_debug().to_string().replace("\\\"", "\"")
}

/// What was found, or how long it is.
fn excerpt(text: &Value) -> String {
    match text.as_str().unwrap().len() {
        ..100 => line(text),
        len => format!("{len} bytes"),
    }
}

/// Undoes `\xFF`, `\r`, `\n`, `\\`, and `\{1000:…\}`, which stands there so many times with `\#` as the number of each.
fn unescaped(mut text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some(at) = text.find('\\') {
        bytes.extend(text[..at].bytes());
        let kind = text[at + 1..].chars().next().unwrap();
        text = &text[at + 1 + kind.len_utf8()..];
        match kind {
            'x' => {
                bytes.push(u8::from_str_radix(&text[..2], 16).unwrap());
                text = &text[2..];
            }
            'r' => bytes.push(b'\r'),
            'n' => bytes.push(b'\n'),
            '\\' => bytes.push(b'\\'),
            '{' => {
                let (repeated, rest) = text.split_once("\\}").unwrap();
                let (times, repeated) = repeated.split_once(':').unwrap();
                for number in 0..times.parse::<usize>().unwrap() {
                    bytes.extend(unescaped(&repeated.replace("\\#", &number.to_string())));
                }
                text = rest;
            }
            _ => panic!("there is no escape \\{kind}"),
        }
    }
    bytes.extend(text.bytes());
    bytes
}

/// A folder for the files of a table.
fn folder(table: &Path) -> PathBuf {
    let name = format!("damaged-{}", table.file_stem().unwrap().to_string_lossy());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Compares a table with what is told; the answer is how many rows it has.
fn tell(table: &Path) -> usize {
    let text = fs::read_to_string(table).unwrap();
    let folder = folder(table);
    let mut sections = text.split("\n=== ");
    let mut fresh = sections.next().unwrap().to_owned();
    let mut rows = 0;
    for section in sections {
        let row = Row::of(section);
        let written =
            section.lines().take_while(|line| !line.starts_with("--- ")).collect::<Vec<_>>().join("\n");
        fresh += &format!("\n=== {}\n--- {}\n", written, row.told(&folder).join("\n--- "));
        rows += 1;
    }
    if std::env::var("UPDATE").is_ok() {
        fs::write(table, &fresh).unwrap();
    }
    let is_same = fs::read_to_string(table).unwrap() == fresh;
    assert!(is_same, "what is told has changed; UPDATE=1 rewrites it:\n{fresh}");
    rows
}

#[test]
#[cfg(target_os = "linux")]
fn every_damage_is_told_and_the_rest_is_checked() {
    let tables = fs::read_dir(root().join("tests/damaged")).unwrap().map(|entry| entry.unwrap().path());
    let rows: usize = tables.map(|table| tell(&table)).sum();
    assert!(rows >= 200, "{rows} rows");
}
