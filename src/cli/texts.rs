//! How texts are read: the arguments that several commands share. The doc comments are the English help.

use std::path::Path;

use clap::Args;

use crate::diagnostic::Diagnostic;
use crate::document::{Kind, Mode};
use crate::language::Bilingual;
use crate::project::{Entry, Project, maps};
use crate::reader::{Field, Mapping, Options};
use crate::source::{Charset, Untrusted};

use super::columns::ColumnParser;
use super::encoding::EncodingParser;
use super::entries::{Entries, read_as};
use super::facts::FactParser;
use super::files::Disk;
use super::inputs::Input;

/// How texts are read.
#[derive(Debug, Default, Args)]
pub(super) struct Reading {
    /// What the texts are, where it is not to be recognised: chat, email or sms.
    #[arg(long, value_name = "KIND", value_parser = Kind::NAMES)]
    kind: Option<String>,

    /// Whether slots such as ${code} are still to be filled: template (drafts and SMS by default) or sent (chats, mail).
    #[arg(long, value_name = "MODE", value_parser = Mode::NAMES)]
    mode: Option<String>,

    /// The character set of the inputs, where they do not say it: utf-8, gb18030, big5, utf-16le … Without it GB 18030 is
    /// recognised, and that is said. Mail says it itself.
    #[arg(long, value_name = "NAME", value_parser = EncodingParser)]
    encoding: Option<Charset>,

    /// A speaker who serves, as the text or the role or speaker column of a table names them. Repeatable.
    #[arg(long, value_name = "NAME")]
    pub(super) agent: Vec<String>,

    /// A speaker who is served, likewise. Repeatable.
    #[arg(long, value_name = "NAME")]
    pub(super) customer: Vec<String>,

    /// Which column of a table, or key of JSON, holds what, where its name does not say: text=内容,role=发送方. Without a
    /// head line, by number: text=3. Of JSON, a path: text=body.text. Repeatable.
    #[arg(long, value_name = "FIELD=COLUMN", value_delimiter = ',', value_parser = ColumnParser)]
    columns: Vec<(Field, String)>,

    /// The map that exports of JSON, and tables, are read by: the name of one that comes along (liyi formats), or a file with your own.
    #[arg(long, value_name = "NAME|FILE")]
    map: Option<String>,

    /// A fact about the texts that they do not tell themselves, as `when` of rules asks for: provider=aliyun,
    /// direction=outbound. What the input says wins. Repeatable.
    #[arg(long, value_name = "NAME=VALUE", value_parser = FactParser)]
    fact: Vec<(String, String)>,
}

impl Reading {
    /// How texts are read in a project.
    ///
    /// # Errors
    /// With everything that is wrong with the map that was asked for.
    pub(super) fn ways<'a>(&'a self, project: &'a Project) -> Result<Ways<'a>, Vec<Diagnostic>> {
        let map = self.map.as_deref().map(asked_for).transpose()?;
        Ok(Ways { typed: self, map, entries: Entries::of(project) })
    }
}

/// How texts are read: as the command line says, else as the configuration says of a file, else as they look.
pub(super) struct Ways<'a> {
    typed: &'a Reading,
    /// The map that was asked for on the command line.
    map: Option<&'static Mapping>,
    entries: Entries<'a>,
}

impl<'a> Ways<'a> {
    /// What the configuration says of an input.
    pub(super) fn entry(&self, input: &Input) -> Option<&'a Entry> {
        self.entries.for_input(input)
    }

    /// What the configuration says of the file at a path.
    pub(super) fn entry_of(&self, path: &Path) -> Option<&'a Entry> {
        self.entries.for_path(path)
    }

    /// Whether the configuration tells what the file at a path is.
    pub(super) fn tell(&self, path: &Path) -> bool {
        self.entry_of(path).is_some_and(Entry::says_what)
    }

    /// What the reading of an input depends on.
    pub(super) fn options(&self, input: &Input) -> Options {
        let Reading { mode, agent, customer, columns, encoding, fact, .. } = self.typed;
        let mapped = || self.map.map(Mapping::columns).unwrap_or_default();
        let typed = Options {
            kind: self.kind(),
            mode: mode.as_deref().and_then(Mode::named),
            columns: if columns.is_empty() { mapped() } else { columns.clone() },
            map: self.map,
            agents: agent.clone(),
            customers: customer.clone(),
            charset: *encoding,
            facts: fact.clone(),
            ..Options::default()
        };
        let read = read_as(typed, self.entry(input));
        Options { bare_lines: input.is_stdin() && read.kind == Some(Kind::Chat), ..read }
    }

    /// What says what an input is, if anything but its look does.
    pub(super) fn said_by(&self, input: &Input) -> Option<Bilingual> {
        let entry = self.entry(input).filter(|entry| entry.says_what());
        let flag = self.kind().map(|_| Bilingual::same("--kind"));
        flag.or_else(|| entry.map(|entry| Bilingual::same(&Untrusted(&entry.place).to_string())))
    }

    fn kind(&self) -> Option<Kind> {
        self.typed.kind.as_deref().and_then(Kind::named)
    }
}

/// The map of a name, or of a path from here.
fn asked_for(name: &str) -> Result<&'static Mapping, Vec<Diagnostic>> {
    let placed = |fault: Diagnostic| if fault.place.is_some() { fault } else { fault.in_file(name) };
    let found = maps::find(name, Path::new(""), &Disk);
    found.map_err(|faults| faults.into_iter().map(placed).collect())
}
