//! The doorstep.
fn main() {}
