//! `liyi completions` and `liyi man`: what shells and manuals want to know of the command line, made of its flags.

use std::path::{Path, PathBuf};

use clap::Args;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::say;

use super::output::{Answer, Output};
use super::{CLEAN, files, help};

/// The name of the program.
const NAME: &str = "liyi";

#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell: bash, elvish, fish, powershell or zsh.
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

#[derive(Debug, Args)]
pub(super) struct Manual {
    /// The folder for the pages, one a command; without it, that of the program goes to standard output.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// Writes what completes the command line in a shell to standard output.
pub(super) fn complete(command: &Completions, output: &mut Output<'_, '_>) -> Answer {
    let mut script = Vec::new();
    clap_complete::generate(command.shell, &mut help::command(output.style.lang), NAME, &mut script);
    Answer { code: CLEAN, written: output.world.stdout.write_all(&script) }
}

/// Writes the pages of the manual.
pub(super) fn pages(command: &Manual, output: &mut Output<'_, '_>) -> Answer {
    let mut program = help::command(output.style.lang).name(NAME);
    program.build();
    let Some(folder) = &command.folder else {
        let written = page(&program).and_then(|page| output.world.stdout.write_all(&page));
        return Answer { code: CLEAN, written };
    };
    let mut commands = vec![program];
    let mut names = Vec::new();
    while let Some(command) = commands.pop() {
        let name = format!("{}.1", command.get_display_name().unwrap_or(NAME));
        if let Err(fault) = write(&folder.join(&name), &command) {
            return output.refuse(&[*fault]);
        }
        names.push(name);
        commands.extend(command.get_subcommands().cloned());
    }
    names.sort_unstable();
    let written = names.iter().try_for_each(|name| output.line(name));
    Answer { code: CLEAN, written }
}

fn page(command: &clap::Command) -> std::io::Result<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command.clone()).source(concat!("liyi ", env!("CARGO_PKG_VERSION"))).render(&mut page)?;
    Ok(page)
}

fn write(path: &Path, command: &clap::Command) -> Result<(), Box<Diagnostic>> {
    page(command).and_then(|page| files::put(path, &page)).map_err(|error| {
        let Bilingual { zh, en } = files::cause(&error);
        let text = say!("手册页写不了：{zh}", "the page cannot be written: {en}");
        Box::new(Diagnostic::error("output/unwritable", text).in_file(&path.to_string_lossy()))
    })
}
