//! The text of an HTML mail as a reader sees it, with the way back to the source of each character.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, State, Tokenizer};

use crate::source::Map;

/// Elements whose text nobody sees.
const UNSEEN: [&[u8]; 10] = [
    b"script",
    b"style",
    b"title",
    b"textarea",
    b"iframe",
    b"xmp",
    b"noembed",
    b"noframe",
    b"noscript",
    b"template",
];

/// Elements that do not end a line: all others of the language that hold text do.
const INLINE: [&[u8]; 44] = [
    b"a", b"abbr", b"acronym", b"b", b"bdi", b"bdo", b"big", b"cite", b"code", b"data", b"del", b"dfn",
    b"em", b"font", b"i", b"img", b"input", b"ins", b"kbd", b"label", b"map", b"mark", b"meter", b"nobr",
    b"o:p", b"q", b"rp", b"rt", b"ruby", b"s", b"samp", b"small", b"span", b"strike", b"strong", b"sub",
    b"sup", b"svg", b"time", b"tt", b"u", b"var", b"wbr", b"button",
];

/// The text of a document, and the way back to it.
pub(super) fn text(html: &str) -> (String, Map) {
    let mut page = Page::default();
    let mut inner: Silent = CallbackEmitter::new(|_, _| None);
    inner.naively_switch_states(true);
    let reader =
        Reader { html, page: &mut page, inner, position: 0, from: 0, tag: Vec::new(), is_start: false };
    let Ok(()) = Tokenizer::new_with_emitter(html, reader).finish();
    (String::from_utf8(page.text).unwrap_or_default(), page.map)
}

/// What stands between two pieces of text, the stronger behind the weaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    /// A blank, or a line end of the source.
    Blank,
    /// `<br>`: a line end, which some programs also write where they wrap.
    Line,
    /// The end of a block: an empty line, over which no sentence goes on.
    Block,
}

impl Gap {
    fn text(self) -> &'static [u8] {
        match self {
            Self::None => b"",
            Self::Blank => b" ",
            Self::Line => b"\n",
            Self::Block => b"\n\n",
        }
    }
}

/// The page as it is read.
#[derive(Default)]
struct Page {
    text: Vec<u8>,
    map: Map,
    /// Where the source of the text ends so far.
    end: usize,
    gap: Gap,
    /// The element whose text nobody sees, while it is open.
    unseen: Option<Vec<u8>>,
    /// How many `<pre>` are open.
    pre: usize,
}

impl Page {
    /// Adds text that stands in the source as it is.
    fn push_verbatim(&mut self, text: &[u8], start: usize) {
        let mut at = 0;
        for piece in text.chunk_by(|a, b| a.is_ascii_whitespace() == b.is_ascii_whitespace()) {
            let raw = start + at..start + at + piece.len();
            at += piece.len();
            if !piece[0].is_ascii_whitespace() {
                self.fill_gap(raw.start);
                self.map.push_verbatim(raw.clone());
                self.text.extend_from_slice(piece);
                self.end = raw.end;
            } else if self.pre > 0 && piece.contains(&b'\n') {
                self.widen(Gap::Line);
            } else {
                self.widen(Gap::Blank);
            }
        }
    }

    /// Adds text that was written in another way, as `&nbsp;` is.
    fn push_unit(&mut self, text: &[u8], raw: Range<usize>) {
        if text.trim_ascii().is_empty() {
            return self.widen(Gap::Blank);
        }
        self.fill_gap(raw.start);
        self.map.push_unit(text.len(), raw.clone());
        self.text.extend_from_slice(text);
        self.end = raw.end;
    }

    fn widen(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Writes the gap before a piece of text, except before the first.
    fn fill_gap(&mut self, start: usize) {
        let gap = std::mem::take(&mut self.gap).text();
        if !self.text.is_empty() {
            self.map.push_unit(gap.len(), self.end..start.max(self.end));
            self.text.extend_from_slice(gap);
        }
    }

    fn tag(&mut self, name: &[u8], is_start: bool) {
        if let Some(unseen) = &self.unseen {
            if !is_start && unseen == name {
                self.unseen = None;
            }
            return;
        }
        if is_start && UNSEEN.contains(&name) {
            self.unseen = Some(name.to_vec());
        } else if name == b"pre" {
            self.pre = if is_start { self.pre + 1 } else { self.pre.saturating_sub(1) };
        }
        match name {
            b"br" if self.gap < Gap::Line => self.gap = Gap::Line,
            b"br" => self.gap = Gap::Block,
            name if INLINE.contains(&name) || UNSEEN.contains(&name) => (),
            _ => self.widen(Gap::Block),
        }
    }
}

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
    /// The name of the tag that is being read.
    tag: Vec<u8>,
    is_start: bool,
}

impl ForwardingEmitter for Reader<'_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.inner
    }

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
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
        self.page.tag(&self.tag, self.is_start);
        self.inner.emit_current_tag()
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    /// What each character of the text was made from.
    fn written(html: &str) -> Vec<(char, String)> {
        let (text, map) = text(html);
        let raw = |at: usize, c: char| html[map.raw_of(at..at + c.len_utf8())].to_owned();
        text.char_indices().map(|(at, c)| (c, raw(at, c))).collect()
    }

    #[test]
    fn a_page_is_read_as_it_is_seen() {
        for (html, seen) in [
            ("<p>您好，</p><p>再见</p>", "您好，\n\n再见"),
            ("a<br>b<br/>\n<br>c", "a\nb\n\nc"),
            ("<head><title>x</title><style>p{}</style></head><body>\r\n <b>a</b>\r\n c <!-- d -->e", "a c e"),
            (
                "<script>if (a < b) '<p>no'</script>y&lt;z&copy &#x4f60;&#22909;&xnot; &你&",
                "y<z© 你好&xnot; &你&",
            ),
            ("<pre>a\n b</pre><table><tr><td>c<td>d</table>", "a\nb\n\nc\n\nd"),
            ("a&nbsp;b&#10;c", "a\u{A0}b c"),
            ("<textarea>x</textarea>a < b", "a < b"),
            ("", ""),
        ] {
            assert_eq!(text(html).0, seen, "{html}");
        }
    }

    #[test]
    fn each_character_leads_to_its_source() {
        let expected = [
            ('您', "您"),
            ('&', "&amp;"),
            ('好', "&#22909;"),
            (' ', "\r\n  <b>"),
            ('a', "a"),
            ('\n', "</b> <br>"),
            ('&', "&"),
            ('你', "你"),
        ];
        let expected: Vec<(char, String)> = expected.map(|(c, raw)| (c, raw.to_owned())).into();
        assert_eq!(written("<p>您&amp;&#22909;\r\n  <b>a</b> <br>&你"), expected);
    }
}
