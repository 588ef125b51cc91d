//! `--level common/missing-farewell=error`: the level that rules are given.

use std::ffi::OsStr;

use clap::builder::TypedValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use crate::diagnostic::Level;

/// The word for rules that are not judged.
const OFF: &str = "off";

/// Reads `RULE=LEVEL`; no level is `off`.
#[derive(Clone)]
pub(super) struct LevelParser;

impl TypedValueParser for LevelParser {
    type Value = (String, Option<Level>);

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, Error> {
        let value = value.to_string_lossy();
        let parts = value.rsplit_once('=').map(|(name, level)| (name.trim(), level.trim()));
        match parts.filter(|(name, _)| !name.is_empty()) {
            Some((name, OFF)) => Ok((name.to_owned(), None)),
            Some((name, level)) if Level::named(level).is_some() => {
                Ok((name.to_owned(), Level::named(level)))
            }
            _ => Err(no_level(command, arg, &value)),
        }
    }
}

/// The error of a value that lacks a rule or a level.
fn no_level(command: &Command, arg: Option<&Arg>, value: &str) -> Error {
    let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
    let argument = arg.map(ToString::to_string).unwrap_or_default();
    error.insert(ContextKind::InvalidArg, ContextValue::String(argument));
    error.insert(ContextKind::InvalidValue, ContextValue::String(value.to_owned()));
    let name = value.split('=').next().filter(|name| !name.is_empty()).unwrap_or("RULE");
    let [note, warning, heavy] = Level::NAMES;
    let forms = [OFF, note, warning, heavy].map(|level| format!("{name}={level}"));
    error.insert(ContextKind::ValidValue, ContextValue::Strings(forms.to_vec()));
    error
}
