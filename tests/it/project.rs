//! Where the configuration of a project is found.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What `liyi check --list-files` says of the configuration in a folder, with some arguments.
fn configuration(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liyi"));
    command.args(["check", "--list-files", "."]).args(arguments);
    let output = command.current_dir(folder).env_clear().env("LC_ALL", "C").output().unwrap();
    let listed = String::from_utf8(output.stdout).unwrap();
    listed.lines().find_map(|line| line.strip_suffix(": the configuration")).map(str::to_owned)
}

#[test]
fn the_nearest_configuration_holds() {
    let root = tempfile::tempdir().unwrap();
    let deep = root.path().join("a/b/c");
    fs::create_dir_all(&deep).unwrap();
    fs::write(deep.join("chat.txt"), "客服：您好。\n").unwrap();
    assert_eq!(configuration(&deep, &[]), None);
    fs::write(root.path().join("liyi.yaml"), "").unwrap();
    assert_eq!(configuration(&deep, &[]).as_deref(), Some("../../../liyi.yaml"));
    fs::create_dir(root.path().join("a/b/liyi.yaml")).unwrap();
    assert_eq!(configuration(&deep, &[]).as_deref(), Some("../../../liyi.yaml"), "a folder is none");
    fs::write(root.path().join("a/liyi.yaml"), "rulesets: common\n").unwrap();
    assert_eq!(configuration(&deep, &[]).as_deref(), Some("../../liyi.yaml"));
    assert_eq!(configuration(&deep, &["--no-config"]), None);
    let other = ["--config", "../../../liyi.yaml"];
    assert_eq!(configuration(&deep, &other).as_deref(), Some("../../../liyi.yaml"));
}
