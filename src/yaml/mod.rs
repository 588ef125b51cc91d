//! YAML: a tree of nodes with their places, read by a table of keys, every fault on its line.

pub(crate) mod fields;
pub(crate) mod node;
pub(crate) mod scalar;
pub(crate) mod schema;
pub(crate) mod suggestion;
pub(crate) mod traps;
