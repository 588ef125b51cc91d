//! The manual has a page for each command, and each page has what `--help` has.

use std::fs;

use super::liyi;

#[test]
fn each_command_has_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let written = liyi(&["man", folder.path().to_str().unwrap()]);
    let names = String::from_utf8(written.stdout).unwrap();
    let mut on_disk: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    on_disk.sort_unstable();
    assert_eq!(names.lines().collect::<Vec<_>>(), on_disk);
    assert!(on_disk.len() > 15, "{on_disk:?}");
    for name in on_disk {
        let words: Vec<&str> = name.trim_end_matches(".1").split('-').skip(1).collect();
        let help = liyi(&[&words[..], &["--help"]].concat());
        let help = String::from_utf8(help.stdout).unwrap();
        let page = fs::read_to_string(folder.path().join(&name)).unwrap().replace('\\', "");
        let flags = help.split_whitespace().filter(|word| word.starts_with("--"));
        let flags = flags.map(|word| word.split(['=', ',', ';', ')', '.']).next().unwrap());
        let missing: Vec<&str> = flags.filter(|flag| !page.contains(flag)).collect();
        assert!(help.contains("--help") && missing.is_empty(), "{name}: {missing:?}");
    }
}
