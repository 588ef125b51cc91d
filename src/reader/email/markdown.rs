//! The text of Markdown without its marks, and the way back: emphasis round or inside a phrase does not hide it; code blocks,
//! HTML tags and the targets of links are no text.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use crate::source::Map;
use crate::text::{constant, slots};

/// A tag or a comment of HTML.
static TAG: LazyLock<Regex> = LazyLock::new(|| constant(r"(?s)<!--.*?(?:-->|$)|</?[A-Za-z][^<>]*>"));

/// The text without marks, and the way back; none if there are none. Lines stay lines: quotations keep their `>`, as they
/// are told apart by it, and what is indented is read, since letters are.
pub(in crate::reader) fn without(text: &str) -> Option<(String, Map)> {
    let mut marks = Marks { text, found: Vec::new(), open: Vec::new(), end: 0, quoted: 0, in_code: false };
    let parser = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH);
    let definitions: Vec<Range<usize>> =
        parser.reference_definitions().iter().map(|(_, definition)| definition.span.clone()).collect();
    parser.into_offset_iter().for_each(|(event, range)| marks.take(event, range));
    definitions.into_iter().for_each(|range| marks.drop(range));
    let mut found = marks.found;
    // `*|NAME|*` is no emphasis; `**` is, where two stand round something.
    let mut slots = slots(text);
    slots.retain(|slot| !text[slot.clone()].bytes().all(|byte| byte == b'*'));
    found.retain(|(mark, _)| !slots.iter().any(|slot| slot.start < mark.end && mark.start < slot.end));
    found.sort_by_key(|(mark, _)| mark.start);
    (!found.is_empty()).then(|| left(text, found))
}

/// What is left of a text, each mark replaced by what it says.
fn left(text: &str, marks: Vec<(Range<usize>, String)>) -> (String, Map) {
    let (mut left, mut map, mut at) = (String::with_capacity(text.len()), Map::default(), 0);
    for (mark, says) in marks {
        if mark.start < at {
            continue;
        }
        left.push_str(&text[at..mark.start]);
        map.push_verbatim(at..mark.start);
        left.push_str(&says);
        map.push_unit(says.len(), mark.clone());
        at = mark.end;
    }
    left.push_str(&text[at..]);
    map.push_verbatim(at..text.len());
    (left, map)
}

/// The marks of a text on the way through it.
struct Marks<'a> {
    text: &'a str,
    /// Each with what it says.
    found: Vec<(Range<usize>, String)>,
    /// How far what is open between marks has been read.
    open: Vec<usize>,
    /// Where the last text ends.
    end: usize,
    /// How many quotations are open.
    quoted: usize,
    in_code: bool,
}

impl Marks<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::BlockQuote(_)) => self.quoted += 1,
            Event::End(TagEnd::BlockQuote(_)) => self.quoted = self.quoted.saturating_sub(1),
            _ if self.quoted > 0 => (),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) if self.is_closed(&range) => {
                self.drop(range)
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => self.in_code = true,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => self.in_code = true,
            Event::End(TagEnd::CodeBlock) => self.in_code = false,
            Event::Html(_) => {
                let tags = TAG.find_iter(&self.text[range.clone()]);
                let tags: Vec<Range<usize>> = tags.map(|tag| tag.range()).collect();
                tags.into_iter().for_each(|tag| self.drop(range.start + tag.start..range.start + tag.end));
            }
            Event::Start(tag) if self.is_between_marks(&tag, &range) => {
                self.reach(&range);
                self.open.push(range.start);
            }
            Event::End(TagEnd::Heading(_)) if !self.is_marked_heading(&range) => (),
            Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
                | TagEnd::Heading(_),
            ) => self.close(range.end),
            Event::Text(says) => self.say(&says, range),
            Event::Code(_) => {
                self.reach(&range);
                let ticks = self.text[range.clone()].bytes().take_while(|byte| *byte == b'`').count();
                self.drop(range.start..range.start + ticks);
                self.drop(range.end - ticks..range.end);
            }
            Event::InlineHtml(_) => {
                self.reach(&range);
                self.drop(range);
            }
            Event::SoftBreak | Event::HardBreak => self.reach(&range),
            _ => (),
        }
    }

    /// Whether what begins stands between marks: `**…**`, `[…](…)`, `# …`.
    fn is_between_marks(&self, tag: &Tag<'_>, range: &Range<usize>) -> bool {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. } => true,
            Tag::Heading { .. } => self.is_marked_heading(range),
            _ => false,
        }
    }

    /// Whether a block of code ends; one that does not might swallow the letter, and is read.
    fn is_closed(&self, block: &Range<usize>) -> bool {
        let mut lines = self.text[block.clone()].trim_end().lines();
        let (first, last) = (lines.next(), lines.next_back());
        let fence = |line: &str| line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
        first.is_some() && last.is_some_and(fence)
    }

    /// A line above dashes is a heading as well; in a letter the dashes begin the signature.
    fn is_marked_heading(&self, range: &Range<usize>) -> bool {
        self.text[range.clone()].starts_with('#')
    }

    /// Comes to a range: what was not read before it is a mark.
    fn reach(&mut self, range: &Range<usize>) {
        if let Some(read) = self.open.last_mut() {
            let before = *read..range.start.max(*read);
            *read = range.end;
            self.drop(before);
        }
        self.end = range.end;
    }

    fn close(&mut self, end: usize) {
        if let Some(read) = self.open.pop() {
            self.drop(read..end);
        }
        self.open.last_mut().into_iter().for_each(|read| *read = end);
        self.end = end;
    }

    fn say(&mut self, says: &str, range: Range<usize>) {
        let is_escaped = range.start > self.end && self.text[..range.start].ends_with('\\');
        if is_escaped && self.open.is_empty() && !self.in_code {
            self.drop(range.start - 1..range.start);
        }
        self.reach(&range);
        if says != &self.text[range.clone()] && !self.in_code {
            self.found.push((range, says.to_owned()));
        }
    }

    /// Notes a mark that says nothing; line ends in it stay.
    fn drop(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for line in self.text[range].split_inclusive('\n') {
            let bare = line.trim_end_matches(['\r', '\n']);
            if !bare.is_empty() {
                self.found.push((at..at + bare.len(), String::new()));
            }
            at += line.len();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn marks_are_none_of_the_text() {
        for (text, left) in [
            ("这个我**不**知道，*您* ~~问~~ __他__", "这个我不知道，您 问 他"),
            ("[我们](https://example.com/不知道 \"a\")和![图](b.png)<https://c.d>", "我们和图https://c.d"),
            ("# 标题 #\n\n```\n不知道\n```\n\n`a`b", "标题\n\n\n\n\n\nab"),
            ("a\\*b&amp;c\\*", "a*b&c*"),
            ("a<b>c</b><!-- d -->\n\n<div>\ne\n</div>", "ac\n\n\ne\n"),
            ("[a][b]\n\n[b]: https://c.d", "a\n\n"),
            ("**一[二*三*](x)四**", "一二三四"),
            ("- a\n- **b**\n\n1. c", "- a\n- b\n\n1. c"),
        ] {
            let (read, map) = without(text).unwrap_or_default();
            assert_eq!((read.as_str(), map.len()), (left, left.len()), "{text}");
        }
        for text in [
            "",
            "小李\n-- \n电话 1",
            "    敬礼！**",
            "> **问**\n\n答",
            "尊敬的*|NAME|*，{a_b_c}，您好",
            "*月*日 2 * 3 * 4",
            "小李\n--\n电话",
            "```\n不知道",
        ] {
            assert_eq!(without(text), None, "{text}");
        }
        let (read, map) = without("我**不**&#x77e5;`道`").unwrap_or_default();
        assert_eq!((read.as_str(), map.raw_of(3..12)), ("我不知道", 5..22));
    }
}
