//! SMS and templates of SMS.

pub(super) mod lines;
pub(super) mod parts;
