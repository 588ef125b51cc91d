//! Which integrations a change calls for.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;
use std::process::Command;

use super::root;

/// What `.ci/integrations --list` names in a copy of it.
fn listed(folder: &Path, base: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(folder.join(".ci/integrations"));
    let output = command.arg("--list").args(arguments).env("LIYI_CI_BASE", base).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=Bob", "-c", "user.email=bob@example.com"]).args(arguments);
    assert!(command.current_dir(folder).output().unwrap().status.success(), "{arguments:?}");
}

/// Writes files, each with its name in it.
fn write(folder: &Path, files: &[&str]) {
    for file in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, file).unwrap();
    }
}

#[test]
fn a_change_calls_for_the_integrations_that_may_see_it() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let copied = Command::new("cp").arg("-r").arg(root().join(".ci")).arg(folder).status().unwrap();
    assert!(copied.success());
    git(folder, &["init", "-q", "-b", "main"]);
    let (html, gate) = ("src/report/html/page.html", "src/cli/gate/once.rs");
    write(folder, &[html, gate, "src/lint/mod.rs", "tests/cases/聊天.md"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", "before"]);
    let all = listed(folder, "", &[]);
    assert!(all.split(' ').count() > 10, "{all}");
    let changed = |base: &str| listed(folder, base, &["--changed"]);
    // No base, one that is not there, and nothing that has changed.
    for base in ["", "gone", "HEAD"] {
        assert_eq!(changed(base), all, "{base}");
    }
    let by_mail = "git_send_email sendmail_msmtp sendmail_mutt postfix_milter python_coprocess";
    fs::remove_file(folder.join(gate)).unwrap();
    assert_eq!(changed("HEAD"), by_mail);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", "a file is gone"]);
    assert_eq!(changed("HEAD~1"), by_mail);
    fs::rename(folder.join(html), folder.join("tests/page.html")).unwrap();
    assert_eq!(changed("HEAD"), "chromium");
    assert_eq!(changed("HEAD~1"), format!("chromium {by_mail}"));
    fs::write(folder.join("src/lint/mod.rs"), "else").unwrap();
    assert_eq!(changed("HEAD"), all);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-q", "-m", "a shared room"]);
    git(folder, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    fs::write(folder.join("tests/cases/聊天.md"), "else").unwrap();
    assert_eq!(changed(""), "");
    write(folder, &["docs/ci/liyi.gitlab-ci.yml"]);
    assert_eq!(changed(""), "gitlab_template");
    write(folder, &["src/new.rs"]);
    assert_eq!(changed(""), all);
}

#[test]
fn what_is_said_to_be_seen_is_there() {
    let shows = r#"set -- --list; trap 'printf "%s\n" "${SEES[@]}" >&2' EXIT; source "$0" > /dev/null"#;
    let mut bash = Command::new("bash");
    let output = bash.args(["-c", shows, ".ci/integrations"]).current_dir(root()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.lines().count() > 40, "{said}");
    for line in said.lines() {
        let (_, path) = line.split_once(' ').unwrap();
        assert!(root().join(path).exists(), "{line}");
    }
}
