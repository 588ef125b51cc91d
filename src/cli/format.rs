//! `--format sarif=liyi.sarif`: which report, and where it goes.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::TypedValueParser;
use clap::{Arg, Command, Error};

use crate::report::Format;

use super::columns::{meant, no_value};

/// Reads `FORMAT[=PATH]`.
#[derive(Clone)]
pub(super) struct FormatParser;

impl TypedValueParser for FormatParser {
    type Value = (Format, Option<PathBuf>);

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, Error> {
        let whole = value.to_string_lossy();
        let (name, path) = match whole.split_once('=') {
            Some((name, path)) => (name, Some(path)),
            None => (&*whole, None),
        };
        match Format::named(name) {
            Some(format) if path != Some("") => Ok((format, path.map(PathBuf::from))),
            _ => {
                let end = path.map(|path| format!("={path}")).unwrap_or_default();
                let meant = meant(name, &Format::NAMES).map(|meant| format!("{meant}{end}"));
                let valid = Format::NAMES.map(str::to_owned).to_vec();
                Err(no_value(command, arg, &whole, valid, meant.filter(|meant| *meant != whole)))
            }
        }
    }
}
