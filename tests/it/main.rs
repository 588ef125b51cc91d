//! Tests through the outer door: folders of inputs, commands and expected outputs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a failing test says so by panicking"
)]
#![allow(clippy::disallowed_methods, reason = "tests read the tree")]

mod broken;
mod cases;
mod choices;
mod corpora;
mod corpus;
mod counted;
mod coverage;
mod damaged;
mod docs;
mod encodings;
mod entities;
mod examples;
mod exports;
mod gate;
mod init;
mod integrations;
mod mail;
mod manual;
mod maps;
mod measures;
mod memory;
mod naive;
mod output;
mod project;
mod reports;
mod rooms;
mod rulesets;
mod schemas;
mod sms;
mod spans;
mod tables;
mod templates;
mod threads;
mod times;
mod words;

use std::path::PathBuf;
use std::process::{Command, Output};

/// The root of the project.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the program at the root of the project, without the caller's locale and colours.
fn liyi(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liyi"));
    command.args(arguments).current_dir(root()).env_clear().env("LC_ALL", "C");
    command.output().unwrap()
}
