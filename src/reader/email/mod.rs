//! E-mail.

pub(super) mod draft;
mod files;
mod html;
pub(super) mod letter;
pub(super) mod mail;
pub(super) mod mbox;
mod parts;
