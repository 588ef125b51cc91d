//! E-mail.

pub(super) mod draft;
pub(super) mod letter;
pub(super) mod mail;
pub(super) mod mbox;
mod parts;
