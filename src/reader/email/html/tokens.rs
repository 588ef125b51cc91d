//! The tokens of HTML, each with its place, as a page takes them.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, Error, ForwardingEmitter, Span, State, Tokenizer};

use super::{Gap, Page, To};

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
    /// The name of its attribute that is being read.
    attribute: Vec<u8>,
}

/// Reads a document.
pub(super) fn read(html: &str, page: &mut Page) {
    let mut inner: Silent = CallbackEmitter::new(|_, _| None);
    inner.naively_switch_states(true);
    let (position, from, mark) = (0, 0, 0);
    let (tag, is_start, attribute) = (Vec::new(), false, Vec::new());
    let reader = Reader { html, page, inner, position, from, mark, tag, is_start, attribute };
    let Ok(()) = Tokenizer::new_with_emitter(html, reader).finish();
}

/// The attributes whose values are read.
const READ: [&[u8]; 2] = [b"alt", b"title"];

impl Reader<'_> {
    /// Takes a text that was read since the last one.
    fn take(&mut self, text: &[u8], to: Option<To>) {
        let (from, end) = (self.from, self.position);
        self.from = end;
        let Some(to) = to else { return };
        let start = end.saturating_sub(text.len());
        let is_pre = self.page.pre > 0 && to == To::Body;
        if start >= from && self.html.as_bytes().get(start..end) == Some(text) {
            self.page.text(to).push_verbatim(text, start, is_pre);
        } else {
            self.page.text(to).push_unit(text, from.min(end)..end);
        }
    }
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
        let to = self.page.to();
        self.take(text, to);
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

    fn init_attribute(&mut self) {
        self.attribute.clear();
        self.inner.init_attribute();
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attribute.extend_from_slice(name);
        self.inner.push_attribute_name(name);
    }

    fn init_attribute_value(&mut self) {
        self.from = self.position;
        if READ.contains(&&*self.attribute) {
            self.page.text(To::Beside).widen(Gap::Block);
        }
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        let is_read = self.is_start && READ.contains(&&*self.attribute) && self.page.to().is_some();
        self.take(value, is_read.then_some(To::Beside));
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        self.page.tag(&self.tag, self.is_start, self.mark);
        self.inner.emit_current_tag()
    }
}
