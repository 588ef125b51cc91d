//! The text of a source: of its own, or the bytes that were read, once they have been found to be UTF-8. Those of a long
//! stream are not copied.

use std::fmt;
use std::ops::Deref;

use yoke::Yoke;

/// A text, which may stand in the bytes that were read.
pub(super) enum Text {
    Own(String),
    Read(Yoke<&'static str, Vec<u8>>),
}

impl Text {
    /// The text that bytes are. Where they are no UTF-8, the error is a copy of them.
    pub(super) fn read(bytes: Vec<u8>) -> Result<Self, Vec<u8>> {
        let text = Yoke::try_attach_to_cart(bytes, |bytes| {
            simdutf8::basic::from_utf8(bytes).map_err(|_| bytes.to_vec())
        });
        text.map(Self::Read)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Own(text) => text,
            Self::Read(text) => text.get(),
        }
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
