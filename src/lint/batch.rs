//! Batches: as many conversations at once as are worth a thread's while.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::document::{Conversation, Kind, keep_room};
use crate::reader::Conversations;
use crate::source::Span;
use crate::threads::{STRETCH, stretch};

use super::{Enough, Linter, Skipped};

/// How many messages are judged at once, at least, if they are of less than a stretch of a stream.
const MESSAGES: usize = 1000;

/// Conversations to judge, with what was met on the way to them.
#[derive(Default)]
pub struct Batch {
    conversations: Vec<Conversation>,
    faults: Vec<Diagnostic>,
    settled: usize,
    is_full: bool,
}

impl Batch {
    /// The number of the stretch of their stream that they begin in.
    pub fn stretch(&self) -> usize {
        self.conversations.iter().find_map(source).map_or(0, |source| stretch(source.start))
    }
}

/// The conversations of a reader in batches.
pub struct Batches<'a>(pub &'a mut dyn Conversations);

impl Iterator for Batches<'_> {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let (mut batch, mut messages, mut bytes) = (Batch::default(), 0, 0);
        while messages < MESSAGES && bytes < STRETCH {
            match self.0.next() {
                Some(Ok(conversation)) => {
                    messages += conversation.messages.len();
                    bytes += size(&conversation);
                    batch.conversations.push(conversation);
                }
                Some(Err(fault)) => {
                    messages += 1;
                    batch.faults.push(*fault);
                }
                None => break,
            }
        }
        batch.settled = self.0.settled();
        batch.is_full = messages >= MESSAGES || bytes >= STRETCH;
        (!batch.conversations.is_empty() || !batch.faults.is_empty()).then_some(batch)
    }
}

/// How long the texts and the facts of a conversation are, in bytes, roughly: the first text stands for all, which need not
/// be fetched for that. Of a mail, which has its source for itself, all of that.
fn size(conversation: &Conversation) -> usize {
    let length = |span: Span| span.end - span.start;
    let first = conversation.messages.first().and_then(|message| message.parts.first());
    let facts = conversation.meta.values().map(String::len).sum::<usize>();
    facts
        + match conversation.kind {
            Kind::Email => source(conversation).map_or(0, length),
            Kind::Chat | Kind::Sms => {
                conversation.messages.len() * first.map_or(0, |part| length(part.passage.span()))
            }
        }
}

/// The span of the source that a conversation begins in.
fn source(conversation: &Conversation) -> Option<Span> {
    let (source, _) = conversation.messages.first()?.place()?;
    Some(source.span())
}

/// What judging a batch brought.
#[derive(Default)]
pub struct Judged {
    /// The findings, in the order of their conversations.
    pub findings: Vec<Diagnostic>,
    /// How many more there are that somebody allowed.
    pub allowed: usize,
    /// What could not be judged.
    pub skipped: Skipped,
    /// What could not be read.
    pub faults: Vec<Diagnostic>,
    /// How many conversations were judged.
    pub conversations: usize,
    /// How many messages they hold.
    pub messages: usize,
    /// Those of the names asked for under which somebody speaks.
    pub heard: BTreeSet<String>,
    /// The byte before which nothing is still to come.
    pub settled: usize,
    /// The conversations with findings, where they are kept.
    pub kept: Vec<Kept>,
}

/// A conversation with findings.
pub struct Kept {
    /// What was said.
    pub conversation: Conversation,
    /// What is wrong with it: a range of the findings of its batch.
    pub findings: Range<usize>,
}

impl Linter<'_> {
    /// Lints the conversations of a batch until enough is known, and listens for some names.
    pub fn judge(&self, batch: Batch, names: &BTreeSet<String>, enough: &Enough) -> Judged {
        let Batch { conversations, faults, settled, is_full } = batch;
        if is_full {
            self.rulebook.matcher.expect_many();
        }
        let mut judged = Judged { faults, settled, conversations: conversations.len(), ..Judged::default() };
        for conversation in conversations {
            judged.messages += conversation.messages.len();
            let mut findings = match enough.is_reached() {
                true => Vec::new(),
                false => self.lint(&conversation, &mut judged.skipped),
            };
            let allowed = self.allow(&conversation, &mut findings, &mut judged.skipped);
            judged.allowed += allowed.count;
            judged.faults.extend(allowed.faults);
            enough.note(&findings);
            if !names.is_empty() {
                let speakers = conversation.messages.iter().filter_map(|message| message.speaker.as_deref());
                judged.heard.extend(speakers.filter(|name| names.contains(*name)).map(str::to_owned));
            }
            if self.keeps && !findings.is_empty() {
                let first = judged.findings.len();
                judged.kept.push(Kept { conversation, findings: first..first + findings.len() });
            } else {
                keep_room(conversation.messages);
            }
            judged.findings.append(&mut findings);
        }
        judged
    }
}
