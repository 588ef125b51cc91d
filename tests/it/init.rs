//! What `liyi init` asks on a terminal, and what becomes of the answers.

use std::fs;
use std::io::{BufWriter, Cursor};
use std::path::Path;

use liyi::cli::{UntilClosed, World, run};

/// Begins a project in a folder as somebody who types some lines; what was shown on both streams.
fn begin(folder: &Path, lang: &str, typed: &'static str) -> (String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut stdout = BufWriter::new(UntilClosed::new(&mut out));
    let mut world = World {
        stdin: Box::new(Cursor::new(typed)),
        stdout: &mut stdout,
        stderr: &mut err,
        stdin_is_terminal: true,
        stdout_is_terminal: true,
        stderr_is_terminal: false,
        variables: &|_| None,
    };
    let arguments = ["liyi", "init", folder.to_str().unwrap(), "--lang", lang, "--color", "never"];
    assert_eq!(run(arguments.map(Into::into).to_vec(), &mut world), 0);
    drop(stdout);
    (String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

/// The lines of a file that are no remarks.
fn lines(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap();
    let said = |line: &&str| !line.is_empty() && !line.trim_start().starts_with('#');
    text.lines().filter(said).map(str::to_owned).collect()
}

#[test]
fn answers_are_written_and_those_that_cannot_be_are_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let typed =
        "common, hotel-etiquete\nbase\nhotel-etiquette，common\n[[\n这不算\n青禾，$x\n青禾, \"禾\" # 宿\n";
    let (out, err) = begin(folder.path(), "zh", typed);
    assert_eq!(out.matches('？').count(), 7, "{out}");
    for fault in ["ruleset/unknown", "ruleset/base", "new/unproven", "config/undefined-list"] {
        assert!(err.contains(fault), "{fault}: {err}");
    }
    let config = lines(&folder.path().join("liyi.yaml"));
    let expected = [
        "rulesets: [hotel-etiquette, common, ./my-rules.yaml]",
        "lists:",
        r#"  company: ["青禾", "\"禾\" # 宿"]"#,
    ];
    assert_eq!(config, expected);
    assert!(lines(&folder.path().join("my-rules.yaml")).contains(&r#"      - "这不算""#.to_owned()));
}

#[test]
fn empty_lines_and_the_end_of_input_stand_for_the_usual() {
    for typed in ["\n\n\n", ""] {
        let folder = tempfile::tempdir().unwrap();
        let (out, err) = begin(folder.path(), "en", typed);
        // No rule of `common` asks for the name of a company.
        assert_eq!((out.matches("] ").count(), &*err), (2, ""), "{out}");
        assert_eq!(lines(&folder.path().join("liyi.yaml")), ["rulesets: [common, ./my-rules.yaml]"]);
        assert!(folder.path().join("my-rules.yaml").is_file());
    }
}

#[test]
fn sms_tell_by_which_rules_they_are_checked_or_a_remark_names_those_there_are() {
    let (us, eu) = (
        "Juniper Lane: hi {name}. Reply STOP to opt out",
        "Juniper Lane: {name}, £5 off. Reply STOP to opt out",
    );
    for (texts, ruleset, remarked) in [
        (&["【青禾】您的验证码是${code}。"][..], "sms-cn, ", false),
        (&["【青禾】您的验证码是${code}。", us], "sms-cn, ", true),
        (&[us], "sms-us, ", true),
        (&["Welcome to {shop}! Msg & data rates may apply. Reply HELP for help"], "sms-us, ", true),
        (&[eu], "sms-eu, ", true),
        (&["Dear {name}, your invoice of 24.90 EUR is due"], "sms-eu, ", true),
        (&["{nom}, chez {shop} -30% aujourd'hui. STOP au 36111"], "sms-eu, ", true),
        (&["Call {shop} at +44 20 7946 0000"], "sms-eu, ", true),
        // Nothing tells, or one tells this and one that.
        (&["Your code is {code}"], "", true),
        (&["Dear {name}, your parcel is here. Text STOP to 60777"], "", true),
        (&[eu, "Dear {name}, call +1 (800) 555-0100"], "", true),
        (&["Dear {name}, your bus stop 2 is closed; lamps cost $20"], "", true),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("sms.txt"), texts.join("\n")).unwrap();
        let (out, _) = begin(folder.path(), "en", "");
        assert!(out.contains("sms ×1"), "{texts:?}: {out}");
        let config = folder.path().join("liyi.yaml");
        assert_eq!(lines(&config), [format!("rulesets: [common, {ruleset}./my-rules.yaml]")], "{texts:?}");
        let text = fs::read_to_string(&config).unwrap();
        assert_eq!(
            text.contains("# sms-us is for SMS to the United States, sms-eu for"),
            remarked,
            "{texts:?}"
        );
    }
}
