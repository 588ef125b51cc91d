//! Chats: text with labels, and JSONL.

pub(super) mod events;
pub(super) mod export;
pub(super) mod jsonl;
pub(super) mod said;
pub(super) mod sessions;
pub(super) mod stream;
pub(super) mod text;
pub(super) mod voices;

pub(super) mod gathering;
mod label;
mod name;
mod numbers;
mod speakers;

pub(super) use speakers::given_role;
pub(crate) use speakers::is_without_roles;
