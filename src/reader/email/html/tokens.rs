//! The tokens of HTML, each with its place, as a page takes them.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Error, ForwardingEmitter, Span, State, Tokenizer};

use super::Page;

/// The emitter that knows the rules of HTML, and is told nothing of texts.
type Silent = CallbackEmitter<fn(CallbackEvent<'_>, Span<()>) -> Option<Infallible>, Infallible, ()>;

/// Takes the tokens of a document.
struct Reader<'a> {
    html: &'a str,
    page: &'a mut Page,
    inner: Silent,
    /// How far the document has been read.
    position: usize,
    /// Where the source begins of the text that comes next.
    from: usize,
    /// Where the tag or comment begins that is being read.
    mark: usize,
    /// The name of the tag that is being read.
    tag: Vec<u8>,
    is_start: bool,
}

/// Reads a document.
pub(super) fn read(html: &str, page: &mut Page) {
    let mut inner: Silent = CallbackEmitter::new(|_, _| None);
    inner.naively_switch_states(true);
    let (position, from, mark, tag, is_start) = (0, 0, 0, Vec::new(), false);
    let reader = Reader { html, page, inner, position, from, mark, tag, is_start };
    let Ok(()) = Tokenizer::new_with_emitter(html, reader).finish();
}

impl ForwardingEmitter for Reader<'_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.inner
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn start_open_tag(&mut self) {
        self.mark = self.position.saturating_sub(1);
        self.inner.start_open_tag();
    }

    fn emit_error(&mut self, error: Error) {
        if matches!(error, Error::EofInTag | Error::EofInComment | Error::EofInDoctype) {
            self.page.cut = Some(self.mark);
        }
    }

    fn init_string(&mut self) {
        self.from = self.position;
    }

    fn emit_string(&mut self, text: &[u8]) {
        let (from, to) = (self.from, self.position);
        self.from = to;
        if self.page.unseen.is_some() {
            return;
        }
        let start = to.saturating_sub(text.len());
        if start >= from && self.html.as_bytes().get(start..to) == Some(text) {
            self.page.push_verbatim(text, start);
        } else {
            self.page.push_unit(text, from.min(to)..to);
        }
    }

    fn init_start_tag(&mut self) {
        self.tag.clear();
        self.is_start = true;
        self.inner.init_start_tag();
    }

    fn init_end_tag(&mut self) {
        self.tag.clear();
        self.is_start = false;
        self.inner.init_end_tag();
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.extend_from_slice(name);
        self.inner.push_tag_name(name);
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.page.tag(&self.tag, self.is_start, self.mark);
        self.inner.emit_current_tag()
    }
}
