//! The columns of every report, in its own unit, where bytes, characters, UTF-16 and what is seen all differ: behind a byte
//! order mark, an emoji, a tab and a combining mark, in lines that end in CRLF.

use regex::Regex;
use serde_json::Value;

use super::{check, folder, json, list};

const CHAT: &str =
    "\u{FEFF}客服😀：\t您好e\u{301}，不知道。\r\n客户：在吗\r\n客服😀：\t这e\u{301}个我不知道😀\r\n";

/// What each report says of the two findings. In characters they begin at 11, in UTF-16 at 12, in bytes of their lines at 30
/// with the mark and at 27 without one, in bytes of the file at 29 and 86, counted from 0.
const TOLD: &str = "
full: 1:11, 3:11
short: 1:11, 3:11
json: 1:11 to 1:14 (bytes 29 to 38), 3:11 to 3:14 (bytes 86 to 95)
github: 1:11 to 1:14, 3:11 to 3:14
gitlab: 1 to 1, 3 to 3
sarif: 1:11 to 1:14 (bytes 29 and 9), 3:11 to 3:14 (bytes 86 and 9)
junit: 1:11, 3:11
rdjson: 1:30 to 1:39, 3:27 to 3:36
csv: 1:11, 3:11
markdown: 1:11, 3:11
html: 1:11, 3:11
";

#[test]
fn every_report_has_its_columns() {
    let folder = folder("chat.txt", CHAT);
    let formats = TOLD.lines().filter_map(|line| Some(line.split_once(':')?.0));
    let told = formats.map(|format| {
        let report = check(folder.path(), &["--forbid", "不知道", "--format", format, "chat.txt"]);
        format!("{format}: {}\n", places(format, &report).join(", "))
    });
    assert_eq!(format!("\n{}", told.collect::<String>()), TOLD);
}

/// The places of the findings of a report.
fn places(format: &str, report: &str) -> Vec<String> {
    match format {
        "json" => each(report, "/diagnostics", |found| {
            let at = |end: &str| format!("{}:{}", number(found, end, "line"), number(found, end, "column"));
            let bytes = ["/span/start", "/span/end"].map(|end| number(found, end, "byte"));
            format!("{} to {} (bytes {} to {})", at("/span/start"), at("/span/end"), bytes[0], bytes[1])
        }),
        "gitlab" => each(report, "", |found| {
            let line = |end| number(found, "/location/lines", end);
            format!("{} to {}", line("begin"), line("end"))
        }),
        "sarif" => each(report, "/runs/0/results", |found| {
            let [line, column, end_line, end_column, byte, bytes] =
                ["startLine", "startColumn", "endLine", "endColumn", "byteOffset", "byteLength"]
                    .map(|name| number(found, "/locations/0/physicalLocation/region", name));
            format!("{line}:{column} to {end_line}:{end_column} (bytes {byte} and {bytes})")
        }),
        "rdjson" => each(report, "/diagnostics", |found| {
            let at = |end: &str| format!("{}:{}", number(found, end, "line"), number(found, end, "column"));
            format!("{} to {}", at("/location/range/start"), at("/location/range/end"))
        }),
        "github" => matches(
            report,
            r"line=(?<line>\d+),endLine=(?<end>\d+),col=(?<column>\d+),endColumn=(?<last>\d+)",
            "$line:$column to $end:$last",
        ),
        "csv" => matches(report, r"chat\.txt,(?<line>\d+),(?<column>\d+)", "$line:$column"),
        "html" => matches(report, r"phrase · (?<line>\d+):(?<column>\d+)", "$line:$column"),
        "junit" => matches(report, r">chat\.txt:(?<line>\d+):(?<column>\d+)", "$line:$column"),
        _ => matches(report, r"chat\.txt:(?<line>\d+):(?<column>\d+)", "$line:$column"),
    }
}

fn each(report: &str, list_at: &str, place: impl Fn(&Value) -> String) -> Vec<String> {
    list(json(report).pointer(list_at).unwrap()).iter().map(place).collect()
}

fn number(found: &Value, at: &str, name: &str) -> u64 {
    found.pointer(at).unwrap()[name].as_u64().unwrap()
}

fn matches(report: &str, pattern: &str, shown: &str) -> Vec<String> {
    let expand = |found: regex::Captures<'_>| {
        let mut place = String::new();
        found.expand(shown, &mut place);
        place
    };
    Regex::new(pattern).unwrap().captures_iter(report).map(expand).collect()
}
