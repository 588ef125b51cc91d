//! How texts are read: the arguments that several commands share. The doc comments are the English help.

use clap::Args;

use crate::document::{Kind, Mode};
use crate::reader::{Field, Mapping, Options};
use crate::source::Charset;

use super::columns::ColumnParser;
use super::encoding::EncodingParser;
use super::facts::FactParser;
use super::inputs::Input;

/// How texts are read.
#[derive(Debug, Args)]
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
    pub(super) columns: Vec<(Field, String)>,

    /// The map that exports of JSON, and tables, are read by: the name of one that comes along (liyi formats), or a file with your own.
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) map: Option<String>,

    /// The same, once it has been read.
    #[arg(skip)]
    pub(super) mapping: Option<&'static Mapping>,

    /// A fact about the texts that they do not tell themselves, as `when` of rules asks for: provider=aliyun,
    /// direction=outbound. What the input says wins. Repeatable.
    #[arg(long, value_name = "NAME=VALUE", value_parser = FactParser)]
    fact: Vec<(String, String)>,
}

impl Reading {
    fn kind(&self) -> Option<Kind> {
        self.kind.as_deref().and_then(Kind::named)
    }

    /// Which columns hold what: as somebody says, or as the map says.
    fn columns(&self) -> Vec<(Field, String)> {
        match self.mapping {
            Some(map) if self.columns.is_empty() => map.columns(),
            _ => self.columns.clone(),
        }
    }

    /// What the reading of an input depends on.
    pub(super) fn options(&self, input: &Input) -> Options {
        let is_stdin = input.path.as_os_str() == "-";
        Options {
            kind: self.kind(),
            mode: self.mode.as_deref().and_then(Mode::named),
            columns: self.columns(),
            map: self.mapping,
            agents: self.agent.clone(),
            customers: self.customer.clone(),
            charset: self.encoding,
            facts: self.fact.clone(),
            bare_lines: is_stdin && self.kind() == Some(Kind::Chat),
        }
    }
}
