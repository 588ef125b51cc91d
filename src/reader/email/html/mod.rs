//! The text of HTML as a reader sees it, with the way back to the source of each character.

mod tokens;

use std::ops::Range;

use crate::language::Bilingual;
use crate::source::Map;

/// Elements whose text nobody sees.
const UNSEEN: [&[u8]; 11] = [
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
    b"mj-style",
];

/// Elements that do not end a line: all others of the language that hold text do.
const INLINE: [&[u8]; 44] = [
    b"a", b"abbr", b"acronym", b"b", b"bdi", b"bdo", b"big", b"cite", b"code", b"data", b"del", b"dfn",
    b"em", b"font", b"i", b"img", b"input", b"ins", b"kbd", b"label", b"map", b"mark", b"meter", b"nobr",
    b"o:p", b"q", b"rp", b"rt", b"ruby", b"s", b"samp", b"small", b"span", b"strike", b"strong", b"sub",
    b"sup", b"svg", b"time", b"tt", b"u", b"var", b"wbr", b"button",
];

/// A document as it is read.
pub(in crate::reader) struct Document {
    /// What its reader sees.
    pub(in crate::reader) body: Text,
    /// Its title, if it has one.
    pub(super) title: Option<Text>,
    /// What is shown beside it or instead of its pictures: the preview of MJML, the attributes `alt` and `title`.
    pub(super) beside: Text,
    /// Where something begins that does not end and hides what stands behind: a tag, a comment, a style sheet.
    pub(super) open: Option<usize>,
}

/// The texts of a document, each with the way back to it.
pub(in crate::reader) fn read(html: &str) -> Document {
    let mut page = Page::default();
    tokens::read(html, &mut page);
    let open = page.cut.or(page.unseen.map(|(_, start)| start).or(page.inside.map(|(_, start)| start)));
    let [body, title, beside] = page.texts;
    Document { body, title: page.has_title.then_some(title), beside, open }
}

/// What is said of a document that ends in a tag, in a comment, or in an element whose text nobody sees.
pub(super) fn does_not_end() -> Bilingual {
    Bilingual::new(
        "这里的标签、注释或元素没有结束，后面的内容未检查",
        "what begins here, a tag, a comment or an element, does not end; nothing behind it was checked",
    )
}

/// Where text goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum To {
    #[default]
    Body,
    Title,
    Beside,
}

/// The elements whose text does not go into the body.
const ASIDE: [(&[u8], To); 3] =
    [(b"title", To::Title), (b"mj-title", To::Title), (b"mj-preview", To::Beside)];

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

/// A text in the making, or made.
#[derive(Default)]
pub(in crate::reader) struct Text {
    text: Vec<u8>,
    map: Map,
    /// Where the source of the text ends so far.
    end: usize,
    gap: Gap,
}

impl Text {
    /// The text, and the way back.
    pub(in crate::reader) fn made(self) -> (String, Map) {
        (String::from_utf8(self.text).unwrap_or_default(), self.map)
    }

    /// Adds text that stands in the source as it is, in or outside of `<pre>`.
    fn push_verbatim(&mut self, text: &[u8], start: usize, is_pre: bool) {
        let mut at = 0;
        for piece in text.chunk_by(|a, b| a.is_ascii_whitespace() == b.is_ascii_whitespace()) {
            let raw = start + at..start + at + piece.len();
            at += piece.len();
            if !piece[0].is_ascii_whitespace() {
                self.fill_gap(raw.start);
                self.map.push_verbatim(raw.clone());
                self.text.extend_from_slice(piece);
                self.end = raw.end;
            } else if is_pre && piece.contains(&b'\n') {
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
}

/// The page as it is read.
#[derive(Default)]
struct Page {
    /// By [`To`].
    texts: [Text; 3],
    /// The element whose text nobody sees, while it is open, and where it begins.
    unseen: Option<(Vec<u8>, usize)>,
    /// The element whose text goes elsewhere, while it is open, where, and where it begins.
    inside: Option<(To, usize)>,
    has_title: bool,
    /// How many `<pre>` are open.
    pre: usize,
    /// Where a tag or a comment begins that the end of the document cuts.
    cut: Option<usize>,
}

impl Page {
    fn text(&mut self, to: To) -> &mut Text {
        &mut self.texts[to as usize]
    }

    /// Where text goes that comes next; none if nobody sees it.
    fn to(&self) -> Option<To> {
        self.unseen.is_none().then(|| self.inside.as_ref().map_or(To::Body, |(to, _)| *to))
    }

    fn tag(&mut self, name: &[u8], is_start: bool, at: usize) {
        if let Some((unseen, _)) = &self.unseen {
            if !is_start && unseen == name {
                self.unseen = None;
            }
            return;
        }
        let aside = ASIDE.iter().find(|(own, _)| *own == name).map(|(_, to)| *to);
        match aside.filter(|to| *to != To::Title || self.takes_title()) {
            Some(to) if is_start => {
                self.has_title |= to == To::Title;
                self.inside = Some((to, at));
                return self.text(to).widen(Gap::Block);
            }
            Some(_) => self.inside = None,
            None if is_start && UNSEEN.contains(&name) => self.unseen = Some((name.to_vec(), at)),
            None if name == b"pre" && is_start => self.pre += 1,
            None if name == b"pre" => self.pre = self.pre.saturating_sub(1),
            None => (),
        }
        let body = self.text(To::Body);
        match name {
            b"br" if body.gap < Gap::Line => body.gap = Gap::Line,
            b"br" => body.gap = Gap::Block,
            name if INLINE.contains(&name) || UNSEEN.contains(&name) => (),
            _ => body.widen(Gap::Block),
        }
    }

    /// Whether a title is that of the page: the first one, before all text. Pictures have titles too.
    fn takes_title(&self) -> bool {
        let is_inside = self.inside.as_ref().is_some_and(|(to, _)| *to == To::Title);
        is_inside || !self.has_title && self.texts[To::Body as usize].text.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    /// What each character of the text was made from.
    fn written(html: &str) -> Vec<(char, String)> {
        let (text, map) = read(html).body.made();
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
            assert_eq!(read(html).body.made().0, seen, "{html}");
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
    fn what_stands_beside_the_text_is_told_apart() {
        let html = "<title>订&#21333;</title><mj-preview> a </mj-preview><p><img alt='b&amp;c' src=d title= e>f<svg><title>g</title>h";
        let page = read(html);
        let [body, title, beside] =
            [page.body, page.title.unwrap_or_default(), page.beside].map(super::Text::made);
        assert_eq!([&*body.0, &*title.0, &*beside.0], ["fh", "订单", "a\n\nb&c\n\ne"]);
        let raw = |at: std::ops::Range<usize>| &html[beside.1.raw_of(at)];
        assert_eq!([raw(3..4), raw(4..5), raw(3..6), raw(8..9)], ["b", "&amp;", "b&amp;c", "e"]);
        assert_eq!(&html[title.1.raw_of(3..6)], "&#21333;");
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
