//! `--columns text=内容`: which column holds what.

use std::ffi::OsStr;

use clap::builder::TypedValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

use crate::reader::Field;

/// Reads `FIELD=COLUMN`.
#[derive(Clone)]
pub(super) struct ColumnParser;

impl TypedValueParser for ColumnParser {
    type Value = (Field, String);

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, Error> {
        let value = value.to_string_lossy();
        let (name, column) = value.split_once('=').unwrap_or((&value, ""));
        match Field::named(name.trim()) {
            Some(field) if !column.trim().is_empty() => Ok((field, column.trim().to_owned())),
            _ => Err(no_column(command, arg, name.trim(), &value)),
        }
    }
}

/// The error of a value that names no field, or no column.
fn no_column(command: &Command, arg: Option<&Arg>, name: &str, value: &str) -> Error {
    let fields = Field::NAMES.iter().map(|field| format!("{field}=COLUMN")).collect();
    let column = value.split_once('=').map_or("COLUMN", |(_, column)| column);
    let meant = meant(name, &Field::NAMES).map(|meant| format!("{meant}={column}"));
    no_value(command, arg, value, fields, meant)
}

/// The name that somebody most likely meant.
pub(super) fn meant<'n>(name: &str, names: &[&'n str]) -> Option<&'n str> {
    let distance = |other: &&&str| strsim::damerau_levenshtein(name, other);
    names.iter().min_by_key(distance).filter(|other| distance(other) <= 2).copied()
}

/// The error of a value that is none of those there are.
pub(super) fn no_value(
    command: &Command,
    arg: Option<&Arg>,
    value: &str,
    valid: Vec<String>,
    meant: Option<String>,
) -> Error {
    let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
    let argument = arg.map(ToString::to_string).unwrap_or_default();
    error.insert(ContextKind::InvalidArg, ContextValue::String(argument));
    error.insert(ContextKind::InvalidValue, ContextValue::String(value.to_owned()));
    error.insert(ContextKind::ValidValue, ContextValue::Strings(valid));
    if let Some(meant) = meant {
        error.insert(ContextKind::SuggestedValue, ContextValue::String(meant));
    }
    error
}
