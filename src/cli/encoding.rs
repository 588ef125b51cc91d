//! `--encoding gb18030`: in which character set inputs are.

use std::ffi::OsStr;

use clap::builder::TypedValueParser;
use clap::{Arg, Command, Error};

use crate::source::Charset;

use super::columns::{meant, no_value};

/// The usual names; any other name of the Encoding Standard will do (https://encoding.spec.whatwg.org).
const USUAL: [&str; 7] = ["utf-8", "gb18030", "big5", "utf-16le", "utf-16be", "shift_jis", "windows-1252"];

/// Reads the name of a character set.
#[derive(Clone)]
pub(super) struct EncodingParser;

impl TypedValueParser for EncodingParser {
    type Value = Charset;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Charset, Error> {
        let value = value.to_string_lossy();
        let charset = Charset::of(&value).filter(|_| !value.trim().is_empty());
        charset.ok_or_else(|| {
            let usual = USUAL.map(str::to_owned).to_vec();
            no_value(command, arg, &value, usual, meant(&value.to_lowercase(), &USUAL).map(str::to_owned))
        })
    }
}
