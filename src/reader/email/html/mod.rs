//! The text of HTML as a reader sees it, with the way back to the source of each character.

mod tokens;

use std::ops::Range;

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

/// A document as it is read.
pub(super) struct Document {
    pub(super) text: String,
    /// The way back from the text.
    pub(super) map: Map,
    /// Where something begins that does not end and hides what stands behind: a tag, a comment, a style sheet.
    pub(super) open: Option<usize>,
}

/// The text of a document, and the way back to it.
pub(super) fn read(html: &str) -> Document {
    let mut page = Page::default();
    tokens::read(html, &mut page);
    let open = page.cut.or(page.unseen.map(|(_, start)| start));
    Document { text: String::from_utf8(page.text).unwrap_or_default(), map: page.map, open }
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
    /// The element whose text nobody sees, while it is open, and where it begins.
    unseen: Option<(Vec<u8>, usize)>,
    /// How many `<pre>` are open.
    pre: usize,
    /// Where a tag or a comment begins that the end of the document cuts.
    cut: Option<usize>,
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

    fn tag(&mut self, name: &[u8], is_start: bool, at: usize) {
        if let Some((unseen, _)) = &self.unseen {
            if !is_start && unseen == name {
                self.unseen = None;
            }
            return;
        }
        if is_start && UNSEEN.contains(&name) {
            self.unseen = Some((name.to_vec(), at));
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

#[cfg(test)]
mod tests {
    use super::read;

    /// What each character of the text was made from.
    fn written(html: &str) -> Vec<(char, String)> {
        let (text, map) = (read(html).text, read(html).map);
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
            assert_eq!(read(html).text, seen, "{html}");
        }
    }

    #[test]
    fn what_does_not_end_is_known_by_its_beginning() {
        for (html, open) in [
            ("a<p>b", None),
            ("a < b", None),
            ("a<p title='<", Some(1)),
            ("a</p", Some(1)),
            ("你<!-- <p>a</p>", Some(3)),
            ("<p>a<style>p{}", Some(4)),
            ("<style></style><!---->a", None),
        ] {
            assert_eq!(read(html).open, open, "{html}");
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
