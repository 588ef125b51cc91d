//! `--fact provider=aliyun`: what is known of the texts and does not stand in them.

use std::ffi::OsStr;

use clap::builder::TypedValueParser;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, Error};

/// Reads `NAME=VALUE`.
#[derive(Clone)]
pub(super) struct FactParser;

impl TypedValueParser for FactParser {
    type Value = (String, String);

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Self::Value, Error> {
        let value = value.to_string_lossy();
        let parts = value.split_once('=').map(|(name, fact)| (name.trim(), fact.trim()));
        match parts.filter(|(name, fact)| !name.is_empty() && !fact.is_empty()) {
            Some((name, fact)) => Ok((name.to_owned(), fact.to_owned())),
            None => Err(no_fact(command, arg, &value)),
        }
    }
}

/// The error of a value that lacks a name or a fact.
fn no_fact(command: &Command, arg: Option<&Arg>, value: &str) -> Error {
    let mut error = Error::new(ErrorKind::InvalidValue).with_cmd(command);
    let argument = arg.map(ToString::to_string).unwrap_or_default();
    error.insert(ContextKind::InvalidArg, ContextValue::String(argument));
    error.insert(ContextKind::InvalidValue, ContextValue::String(value.to_owned()));
    let form = ["provider=aliyun", "direction=outbound"].map(str::to_owned);
    error.insert(ContextKind::ValidValue, ContextValue::Strings(form.to_vec()));
    error
}
