//! E-mail.

pub(super) mod draft;
