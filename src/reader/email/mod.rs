//! E-mail.

mod blocks;
mod disclaimer;
pub(super) mod draft;
mod files;
pub(super) mod html;
pub(super) mod letter;
pub(super) mod mail;
pub(super) mod markdown;
pub(super) mod mbox;
mod parts;
mod signature;
pub(super) mod template;
