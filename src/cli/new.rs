//! `liyi new rule`: begins a ruleset with one rule, which is proven before it is written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::language::{Bilingual, Lang, reason};
use crate::project::Project;
use crate::proof::trials;
use crate::ruleset;
use crate::say;
use crate::source::{Untrusted, brief};

use super::CLEAN;
use super::args::{New, NewRule, What};
use super::files::{Typed, temporary};
use super::output::{Answer, Output};
use super::template::{self, Sketch};
use super::typed::{self, TypedRule};

/// The ruleset where its file gives it no name, and its file where that is to stand in a folder.
const NAME: &str = "my-rules";

pub(super) fn run(command: &New, output: &mut Output<'_, '_>) -> Answer {
    let What::Rule(command) = &command.what;
    let path = path(&command.path);
    let sketch = sketch(command, &path);
    let lang = output.style.lang;
    let text = match proven(&sketch, lang) {
        Ok(text) => text,
        Err(faults) => return output.refuse(&faults),
    };
    if is_stdout(&path) {
        return Answer { code: CLEAN, written: output.world.stdout.write_all(text.as_bytes()) };
    }
    if let Err(error) = write(&path, &text) {
        return output.refuse(&[unwritten(&path, &error)]);
    }
    Answer { code: CLEAN, written: output.line(next_steps(&path, &sketch).get(lang)) }
}

/// Where the ruleset is to stand: in a folder under its own name, and always as YAML.
fn path(wanted: &Path) -> PathBuf {
    let is_yaml = wanted.extension().is_some_and(|extension| extension == "yaml" || extension == "yml");
    if wanted.is_dir() {
        wanted.join(format!("{NAME}.yaml"))
    } else if is_yaml || is_stdout(wanted) {
        wanted.to_owned()
    } else {
        let mut path = wanted.as_os_str().to_owned();
        path.push(".yaml");
        path.into()
    }
}

fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn sketch<'a>(command: &'a NewRule, path: &Path) -> Sketch<'a> {
    let (verb, phrase, id) = match (&command.forbid, &command.require) {
        (Some(phrase), _) => ("forbid", Some(phrase.trim()), "unwanted-phrase"),
        (None, Some(phrase)) => ("require", Some(phrase.trim()), "missing-phrase"),
        (None, None) => ("forbid", None, "says-dont-know"),
    };
    Sketch { ruleset: name(path), id: command.id.as_deref().unwrap_or(id), verb, phrase }
}

/// The name of a ruleset as its file is called, where that makes a name.
fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let words = stem.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-");
    if name.starts_with(|c: char| c.is_ascii_lowercase()) { name } else { NAME.to_owned() }
}

/// The text of the ruleset, once its rule has reported what it must and nothing else.
pub(super) fn proven(sketch: &Sketch<'_>, lang: Lang) -> Result<String, Vec<Diagnostic>> {
    let (id, phrase) = (sketch.id.to_owned(), sketch.phrase(lang));
    typed::load(&[], &[TypedRule { id, verb: sketch.verb, phrase }], &by_hand(), &Project::default())?;
    let text = template::text(sketch, lang);
    let loaded = ruleset::load(&[Typed::PATH.to_owned()], &Typed(text.clone()));
    let is_proven = loaded.is_ok_and(|rulebook| {
        let mut trials = rulebook.entries.iter().flat_map(|entry| trials(&rulebook, entry));
        trials.all(|trial| trial.outcome.is_right())
    });
    if is_proven { Ok(text) } else { Err(vec![unproven(sketch.verb, phrase)]) }
}

fn unproven(verb: &str, phrase: &str) -> Diagnostic {
    let phrase = brief(phrase);
    let text = say!(
        "--{verb} “{phrase}”：造不出能证明它的例子",
        "--{verb} \"{phrase}\": no example could be made up that proves it"
    );
    Diagnostic::error("new/unproven", text).help(by_hand())
}

/// What to do where no rule can be made of what was typed.
fn by_hand() -> Bilingual {
    Bilingual::new(
        "先用 liyi new rule 写出样例，再在文件里改词语和例子；正则在文件里写成 {regex: '…'}",
        "begin with liyi new rule alone, then change phrase and examples in the file, where a regex is \
         {regex: '…'}",
    )
}

/// Writes a file all at once, and never over another.
pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = temporary().tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text.as_bytes())?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

pub(super) fn unwritten(path: &Path, error: &io::Error) -> Diagnostic {
    let name = path.to_string_lossy();
    if error.kind() == io::ErrorKind::AlreadyExists {
        let text =
            Bilingual::new("已经有这个文件，没有动它", "this file is there already, and was left as it is");
        let help = Bilingual::new(
            "换个文件名：liyi new rule 文件名.yaml；或用 liyi new rule - 显示出来，把规则抄进已有的文件",
            "give another name: liyi new rule NAME.yaml; or see the rule with liyi new rule - and copy it",
        );
        return Diagnostic::error("new/exists", text).in_file(&name).help(help);
    }
    // The name of the temporary file is nobody's business.
    let cause = error.to_string();
    let Bilingual { zh, en } = reason(cause.split(" at path ").next().unwrap_or_default());
    Diagnostic::error("new/unwritable", say!("写不了：{zh}", "cannot be written: {en}")).in_file(&name)
}

/// What was written, and what to do with it.
fn next_steps(path: &Path, sketch: &Sketch<'_>) -> Bilingual {
    let path = Untrusted(&path.to_string_lossy()).to_string();
    let typed = if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path.clone() };
    let Sketch { ruleset, id, .. } = sketch;
    say!(
        "已写好 {path}，里面是规则 {ruleset}/{id}。\n\
         改成你要的，再试例子：  liyi test {typed}\n\
         用它检查文本：          liyi check --ruleset {typed} 文件",
        "{path} is written; it holds the rule {ruleset}/{id}.\n\
         change it, and try its examples:  liyi test {typed}\n\
         check texts against it:           liyi check --ruleset {typed} FILE",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn forbidding(phrase: &str) -> Sketch<'_> {
        Sketch { ruleset: NAME.to_owned(), id: "x", verb: "forbid", phrase: Some(phrase) }
    }

    #[test]
    fn what_means_something_to_yaml_stays_a_phrase() {
        let phrases = "'，it's，\"好\"的，a # b，key: value，客服: 好，- 好，[好]，[[，{，*a，&a，!好，%好，@好，`，|，>，? 好，\
                       NO，~，001，1e3，c:\\new，---，...，#好，好:，一行\n二行";
        let refused = |phrase: &&str| proven(&forbidding(phrase), Lang::Zh).is_err();
        let refused: Vec<&str> = phrases.split('，').filter(refused).collect();
        // One would be half a pin, the other runs over two lines of a chat.
        assert_eq!(refused, ["[[", "一行\n二行"]);
    }

    proptest! {
        /// A ruleset that is written holds one rule, and proves it; anything else is refused.
        #[test]
        fn what_is_written_is_proven(phrase in any::<String>()) {
            let phrase = phrase.trim().replace('…', "");
            if let Ok(text) = proven(&forbidding(&phrase), Lang::En) {
                let loaded = ruleset::load(&[Typed::PATH.to_owned()], &Typed(text.clone()));
                let rulebook = loaded.map_err(|faults| TestCaseError::fail(format!("{faults:?}")))?;
                prop_assert_eq!(rulebook.entries.len(), 1);
                let flags = &rulebook.entries[0].flags;
                prop_assert_eq!(flags.len(), 1);
                prop_assert!(flags[0].text.ends_with(&phrase), "{}", text);
            }
        }
    }
}
