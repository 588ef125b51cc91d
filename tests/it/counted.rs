//! What does not count: findings of a baseline, and those on lines that have not changed.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const ONE: &str = "客户：我的订单到哪儿了？\n客服：这个我不知道。\n";
const RULE: [&str; 4] = ["--format", "short", "--select", "common/says-dont-know"];

/// Runs the program in a folder.
fn liyi_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liyi"));
    command.args(arguments).current_dir(folder).env_clear().env("LC_ALL", "C");
    command.output().unwrap()
}

fn told(output: &Output) -> String {
    [&*output.stdout, &*output.stderr].map(String::from_utf8_lossy).concat()
}

/// What a check of a folder by one rule says, and its exit code.
fn check(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let output = liyi_in(folder, &[&["check"], &RULE[..], arguments].concat());
    (told(&output), output.status.code().unwrap())
}

fn update(folder: &Path, what: &str, arguments: &[&str]) -> (String, i32) {
    let output = liyi_in(folder, &[&["baseline", what], arguments].concat());
    (told(&output), output.status.code().unwrap())
}

#[test]
fn a_baseline_survives_moved_lines_and_counts() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("one.txt"), ONE).unwrap();
    fs::write(at("two.txt"), ONE).unwrap();
    assert_eq!(
        update(folder.path(), "update", &["base", "."]),
        ("base: 6 findings, 6 of them new; 0 dropped, which no longer occur\n".to_owned(), 0)
    );
    let first = fs::read_to_string(at("base")).unwrap();
    assert!(!first.contains("不知道"), "{first}");
    // The same again, from another folder and by another path, is the same.
    fs::create_dir(at("sub")).unwrap();
    let (said, code) = update(&at("sub"), "update", &["../base", ".."]);
    assert_eq!((&*said, code), ("../base: 6 findings, 0 of them new; 0 dropped, which no longer occur\n", 0));
    assert_eq!(fs::read_to_string(at("base")).unwrap(), first);

    fs::write(at("one.txt"), format!("客户：在吗\n{ONE}")).unwrap();
    let (said, code) = check(folder.path(), &["--baseline", "base", "."]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("not counted: 2 in the baseline"), "{said}");

    // Twice the same is one more than the baseline has.
    fs::write(at("one.txt"), format!("{ONE}{ONE}")).unwrap();
    let (said, code) = check(folder.path(), &["--baseline", "base", "."]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("one.txt:4:7:") && !said.contains("one.txt:2:"), "{said}");

    // What was mended is told, dropped by `prune`, and counts from then on.
    fs::write(at("one.txt"), "客户：在吗\n客服：您好，在的，再见。\n").unwrap();
    fs::remove_file(at("two.txt")).unwrap();
    let (said, code) = check(folder.path(), &["--baseline", "base", "."]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("no longer found: 2 of the baseline"), "{said}");
    let (said, code) = update(folder.path(), "prune", &["base", "."]);
    assert_eq!((&*said, code), ("base: 0 findings; 6 dropped, which no longer occur\n", 0));
    fs::write(at("one.txt"), ONE).unwrap();
    assert_eq!(check(folder.path(), &["--baseline", "base", "."]).1, 1);
}

#[test]
fn a_baseline_stays_where_not_everything_was_checked() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("one.txt"), ONE).unwrap();
    fs::write(at("two.txt"), ONE).unwrap();
    assert_eq!(update(folder.path(), "update", &["base", "one.txt"]).1, 0);
    let first = fs::read_to_string(at("base")).unwrap();
    let (said, code) = update(folder.path(), "update", &["base", "one.txt", "three.txt"]);
    assert_eq!((code, fs::read_to_string(at("base")).unwrap()), (2, first), "{said}");
    // What is not checked stays: another file, and rules that were not judged.
    assert_eq!(update(folder.path(), "update", &["base", "two.txt"]).1, 0);
    let only = ["base", "one.txt", "--select", "common/says-dont-know"];
    assert_eq!(update(folder.path(), "prune", &only).1, 0);
    let (said, code) = check(folder.path(), &["--baseline", "base", "."]);
    assert!(code == 0 && said.contains("not counted: 2 in the baseline"), "{said}");
    assert_eq!(check(folder.path(), &["--quiet", "--baseline", "base", "."]), (String::new(), 0));
}

/// A repository with two files, committed.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("客服")).unwrap();
    fs::write(folder.path().join("one.txt"), format!("{ONE}{ONE}")).unwrap();
    fs::write(folder.path().join("客服/b c.txt"), ONE).unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    for (name, value) in [("diff.interHunkContext", "9"), ("diff.noprefix", "true"), ("color.ui", "always")] {
        git(folder.path(), &["config", name, value]);
    }
    git(folder.path(), &["add", "."]);
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    git(folder.path(), &[&who[..], &["commit", "-q", "-m", "first"]].concat());
    folder
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    let command = command.args(arguments).current_dir(folder);
    let command = command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", told(&output));
}

#[test]
fn only_changed_lines_count() {
    let folder = repository();
    let at = |name: &str| folder.path().join(name);
    let since =
        |arguments: &[&str]| check(folder.path(), &[&["--changed-since", "HEAD"], arguments].concat());
    let (said, code) = since(&["."]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("not counted: 3 on lines that have not changed"), "{said}");
    assert_eq!(since(&["--quiet", "."]), (String::new(), 0));

    // A line is changed, one is taken away before others, and what looks like a patch is text.
    let text = format!("{ONE}客户：@@ -1 +1 @@\n客服：嗯，我不知道。\ndiff --git a/x b/x\n@@ -1,9 +1,9 @@\n");
    fs::write(at("one.txt"), text).unwrap();
    let (said, code) = since(&["."]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("one.txt:4:") && !said.contains("one.txt:2:") && !said.contains("b c.txt:"),
        "{said}"
    );

    // Files that git does not know count whole, also where a name wants quotes, and from a folder below.
    fs::write(at("客服/\"新\".txt"), ONE).unwrap();
    fs::write(at("客服/b c.txt"), format!("{ONE}客户：嗯\n客服：不知道。\n")).unwrap();
    let output = liyi_in(&at("客服"), &[&["check"], &RULE[..], &["--changed-since", "main", "."]].concat());
    let said = told(&output);
    assert!(said.contains("\"新\".txt:2:") && said.contains("b c.txt:4:"), "{said}");
    assert!(!said.contains("b c.txt:2:"), "{said}");
}

/// What is missing counts where the line it is told on has changed, or what called for it.
#[test]
fn what_is_missing_counts_by_its_line() {
    let folder = repository();
    let chat = "客户：你们这服务太差了，我要投诉\n客服：好的，我们会处理。\n";
    let at = folder.path().join("three.txt");
    fs::write(&at, chat.replace("服务太差了，我要投诉", "服务好")).unwrap();
    git(folder.path(), &["add", "three.txt"]);
    let rule = ["check", "--format", "short", "--select", "common/missing-apology-after-complaint"];
    let run = || liyi_in(folder.path(), &[&rule[..], &["--changed-since", "HEAD", "three.txt"]].concat());
    assert_eq!(run().status.code(), Some(0));
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    git(folder.path(), &[&who[..], &["commit", "-q", "-m", "second"]].concat());
    fs::write(&at, chat).unwrap();
    let output = run();
    assert_eq!(output.status.code(), Some(1), "{}", told(&output));
    assert!(told(&output).contains("three.txt:2:"), "{}", told(&output));
}

#[test]
fn git_that_cannot_tell_is_a_fault() {
    let folder = repository();
    for revision in ["nowhere", "--help", "", "HEAD:one.txt"] {
        let (said, code) = check(folder.path(), &[&format!("--changed-since={revision}"), "."]);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains("error[git/revision]"), "{said}");
    }
    let bare = tempfile::tempdir().unwrap();
    fs::write(bare.path().join("one.txt"), ONE).unwrap();
    let (said, code) = check(bare.path(), &["--changed-since", "HEAD", "."]);
    assert!(code == 2 && said.contains("error[git/repository]"), "{said}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_liyi"));
    let command = command.args(["check", "--changed-since", "HEAD", "."]).current_dir(folder.path());
    let output = command.env_clear().env("LC_ALL", "C").env("PATH", bare.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told(&output).contains("error[git/missing]"), "{}", told(&output));
}
