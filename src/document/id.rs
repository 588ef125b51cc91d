//! The name of a conversation. Where the input has it, it is not copied.

use std::ops::Deref;
use std::sync::Arc;

use crate::source::{Source, Span};

/// A name: a text of its own, or one that stands in a source.
#[derive(Clone, Debug)]
pub struct Id(Held);

#[derive(Clone, Debug)]
enum Held {
    Own(Arc<str>),
    Said(Arc<Source>, Span),
}

impl Id {
    /// The name that stands at a span of a source.
    pub fn said(source: &Arc<Source>, span: Span) -> Self {
        Self(Held::Said(Arc::clone(source), span))
    }
}

impl Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Held::Own(text) => text,
            Held::Said(source, span) => source.slice(*span),
        }
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            // Most are copies of the other; their text need not be looked at, and may be far from the cache.
            (Held::Said(source, span), Held::Said(other, place))
                if Arc::ptr_eq(source, other) && span == place =>
            {
                true
            }
            _ => **self == **other,
        }
    }
}

impl Eq for Id {}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self(Held::Own(text.into()))
    }
}

impl From<String> for Id {
    fn from(text: String) -> Self {
        Self(Held::Own(text.into()))
    }
}
