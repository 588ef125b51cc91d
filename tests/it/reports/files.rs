//! Reports in files: several at once, whole or not at all, and never over an input.

use std::fs;

use super::{check, folder, run};

const CHAT: &str = "客户：在吗\n客服：您好，这个我不知道，再见。\n";

#[test]
fn several_reports_are_written_at_once() {
    let folder = folder("chat.txt", CHAT);
    let formats = ["--format", "short", "--format", "sarif=out.sarif", "--format", "html=page.html"];
    let short = check(folder.path(), &[&formats[..], &["."]].concat());
    assert!(short.starts_with("./chat.txt:2:"), "{short}");
    for (file, format) in [("out.sarif", "sarif"), ("page.html", "html")] {
        let written = fs::read_to_string(folder.path().join(file)).unwrap();
        assert_eq!(
            written,
            check(folder.path(), &["--format", format, "chat.txt"])
                .replace("chat.txt", "./chat.txt")
                .replace("\"uri\":\"./", "\"uri\":\""),
            "{format}"
        );
    }
    // A run in the same folder finds the same, with its reports lying there.
    assert_eq!(check(folder.path(), &[&formats[..], &["."]].concat()), short);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3, "nothing else is left there");
}

#[test]
fn a_report_that_cannot_be_written_is_a_fault() {
    let folder = folder("chat.txt", CHAT);
    fs::write(folder.path().join("old.csv"), "old").unwrap();
    let formats = ["--format", "csv=old.csv", "--format", "sarif=no-such-folder/out.sarif", "."];
    let output = run(folder.path(), &formats);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("report/unwritable") && told.contains("no-such-folder"), "{told}");
    assert_eq!(fs::read_to_string(folder.path().join("old.csv")).unwrap(), "old");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing is left half written");
}

#[test]
fn an_input_is_not_written_over() {
    let folder = folder("chat.txt", CHAT);
    let output = run(folder.path(), &["--format", "csv=./chat.txt", "chat.txt"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_to_string(folder.path().join("chat.txt")).unwrap(), CHAT);
}

#[cfg(unix)]
#[test]
fn devices_and_links_stay_what_they_are() {
    let folder = folder("chat.txt", CHAT);
    std::os::unix::fs::symlink("real.csv", folder.path().join("link.csv")).unwrap();
    fs::write(folder.path().join("real.csv"), "old").unwrap();
    check(folder.path(), &["--format", "csv=link.csv", "--format", "sarif=/dev/null", "chat.txt"]);
    assert!(folder.path().join("link.csv").is_symlink());
    assert!(fs::read_to_string(folder.path().join("real.csv")).unwrap().contains("says-dont-know"));
    assert!(!fs::metadata("/dev/null").unwrap().is_file());
}
