//! `liyi schema`: the JSON Schema of a file that people write, for their editors.

use clap::Args;

use crate::reader::map_keys;
use crate::report::write_value;
use crate::ruleset::schema;

use super::CLEAN;
use super::output::{Answer, Output};

#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of what: config (liyi.yaml), ruleset or map.
    #[arg(value_name = "WHAT", value_parser = ["config", "ruleset", "map"])]
    of: String,
}

pub(super) fn run(command: &Schema, output: &mut Output<'_, '_>) -> Answer {
    let schema = match &*command.of {
        "config" => schema::of_project(),
        "map" => map_keys::schema(),
        _ => schema::of_ruleset(),
    };
    Answer { code: CLEAN, written: write_value(&schema, output.world.stdout) }
}
