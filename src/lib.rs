//! A linter for service etiquette (礼仪) in chats, e-mail drafts and SMS templates.
//!
//! The way of a message, one room after the other; a room imports only from those before it:
//!
//! ```text
//! bytes ─► source ─► yaml ─► document ─► text ─► reader ─► pattern ─► rule ─► ruleset ─► project ─► lint ─► proof ─► measure ─► gate ─► baseline ─► report ─► cli
//! ```
//!
//! * [`language`] says things in Chinese and English; [`diagnostic`] is what there is to say, and where.
//! * [`source`] holds bytes and positions, and leads from decoded text back to bytes.
//! * `yaml` reads YAML by tables of keys, each fault on its line.
//! * [`document`] is the model: conversations, turns, messages, parts.
//! * [`text`] folds text, with a way back, and knows quotations, slots and sentences.
//! * [`reader`] turns bytes into conversations, one file a format.
//! * [`pattern`] finds every phrase of every rule in one pass.
//! * [`rule`] judges a conversation: select, open windows, cut pieces, ask the verb.
//! * [`ruleset`] turns YAML into checked rules, and tells every fault on its line.
//! * [`project`] is the configuration of a project, `liyi.yaml`.
//! * [`lint`] judges one conversation by all rules, [`proof`] each rule by its own examples, [`measure`] all by labelled texts.
//! * [`gate`] judges one message before it goes out.
//! * [`threads`] shares work and keeps its order.
//! * [`baseline`] knows the findings that were there before.
//! * [`report`] shows what was found; [`cli`] is the only room that touches files, environment and terminal.

pub mod baseline;
pub mod cli;
pub mod diagnostic;
pub mod document;
pub mod gate;
pub mod language;
pub mod lint;
pub mod measure;
pub mod pattern;
pub mod project;
pub mod proof;
pub mod reader;
pub mod report;
pub mod rule;
pub mod ruleset;
pub mod source;
pub mod text;
pub mod threads;
mod yaml;
