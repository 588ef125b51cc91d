//! SMS and templates of SMS.

mod android;
mod c_string;
pub(super) mod catalogue;
mod gettext;
pub(super) mod lines;
mod literal;
pub(super) mod parts;
pub(super) mod tree;
