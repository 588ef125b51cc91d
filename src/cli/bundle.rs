//! `liyi bundle`: writes the bundle of the rulesets that come along, for whoever changes them, and its phrases beside it.

use std::fs;

use crate::diagnostic::Diagnostic;
use crate::language::{self, Bilingual};
use crate::project::Project;
use crate::ruleset::bundle;
use crate::say;
use crate::source::brief;

use super::CLEAN;
use super::args::Bundle;
use super::output::{Answer, Output};

pub(super) fn run(command: &Bundle, output: &mut Output<'_, '_>) -> Answer {
    let rulebook = match output.rulebook(&[], &Project::default()) {
        Ok(rulebook) => rulebook,
        Err(answer) => return answer,
    };
    let path = brief(&command.path.to_string_lossy());
    let Some(bundle) = bundle::of(&rulebook) else {
        let text = Bilingual::new("规则无法编译成包", "the rules cannot be put into a bundle");
        return output.refuse(&[Diagnostic::error("output/bundle", text)]);
    };
    let texts = command.path.with_extension("txt");
    match fs::write(&command.path, bundle.bytes).and_then(|()| fs::write(texts, bundle.texts)) {
        Ok(()) => Answer { code: CLEAN, written: Ok(()) },
        Err(error) => {
            let Bilingual { zh, en } = language::reason(&error.to_string());
            let text = say!("无法写入 {path}：{zh}", "{path} cannot be written: {en}");
            output.refuse(&[Diagnostic::error("output/unwritable", text)])
        }
    }
}
