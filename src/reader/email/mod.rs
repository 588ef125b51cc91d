//! E-mail.

pub(super) mod draft;
pub(super) mod letter;
