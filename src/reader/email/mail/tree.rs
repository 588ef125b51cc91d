//! The parts of a mail (RFC 2046, section 5.1) and of mails attached to it: one walk over its lines, which sees each
//! boundary once.

use std::ops::Range;

use super::faults::Faults;
use super::head::{Content, Head};

/// How deep multiparts and attached mails may stand in each other.
const DEEPEST: usize = 64;

/// How many parts a mail has at most.
const MOST_PARTS: usize = 10_000;

/// A part of a mail, or the mail as a whole.
#[derive(Debug)]
pub(super) struct Entity {
    pub(super) head: Head,
    pub(super) content: Content,
    /// Its bytes behind the header; of a multipart, none.
    pub(super) body: Range<usize>,
    pub(super) children: Vec<usize>,
    /// The part that is the whole of the mail to which it belongs.
    pub(super) mail: usize,
    /// How many parts it stands in.
    depth: usize,
}

/// A mail that is attached as it was sent, and what is sometimes called so.
pub(super) const ATTACHED: &str = "message/rfc822";

/// The parts of a mail; the first one is the mail as a whole.
pub(super) fn parts(raw: &[u8], faults: &mut Faults<'_>) -> Vec<Entity> {
    let mut walk = Walk { raw, faults, parts: Vec::new(), open: Vec::new(), state: State::Between };
    let blank = raw.len() - raw.trim_ascii_start().len();
    let mut at = raw[..blank].iter().rposition(|&byte| byte == b'\n').map_or(0, |line| line + 1);
    walk.state = State::Header(at, None);
    for line in raw[at..].split_inclusive(|&byte| byte == b'\n') {
        walk.take(line, at);
        at += line.len();
        if let State::Full = walk.state {
            return walk.parts;
        }
    }
    walk.finish();
    walk.parts
}

/// Where the walk is.
enum State {
    /// In a header that begins at a byte, of a part of another.
    Header(usize, Option<usize>),
    /// In the body of a part that has no parts.
    Body(usize),
    /// Before the first or behind the last part of a multipart.
    Between,
    /// Behind what is read at most.
    Full,
}

/// A multipart that has not ended.
struct Open {
    part: usize,
    boundary: Vec<u8>,
    is_seen: bool,
}

struct Walk<'a, 'f> {
    raw: &'a [u8],
    faults: &'a mut Faults<'f>,
    parts: Vec<Entity>,
    open: Vec<Open>,
    state: State,
}

impl Walk<'_, '_> {
    fn take(&mut self, line: &[u8], at: usize) {
        if let Some((depth, is_last)) = self.boundary(line) {
            self.end_part(at);
            if !matches!(self.state, State::Full) {
                self.close_down_to(depth + 1);
                self.open[depth].is_seen = true;
                if is_last {
                    self.open.truncate(depth);
                } else {
                    self.state = State::Header(at + line.len(), Some(self.open[depth].part));
                }
            }
            return;
        }
        if let State::Header(start, parent) = self.state
            && line.trim_ascii().is_empty()
        {
            self.begin_part(parent, start..at, at + line.len());
        }
    }

    /// Which open multipart a line parts, counted from the outermost, and whether it ends it.
    fn boundary(&self, line: &[u8]) -> Option<(usize, bool)> {
        let name = line.strip_prefix(b"--")?.trim_ascii_end();
        let depth = |name: &[u8]| self.open.iter().rposition(|open| open.boundary == name);
        let more = depth(name).map(|depth| (depth, false));
        more.or_else(|| Some((depth(name.strip_suffix(b"--")?)?, true)))
    }

    /// Takes the header of a part up, which stands in a parent.
    fn begin_part(&mut self, parent: Option<usize>, header: Range<usize>, body: usize) {
        if self.parts.len() == MOST_PARTS {
            self.faults.too_many_parts(header.start, MOST_PARTS);
            self.state = State::Full;
            return;
        }
        let part = self.parts.len();
        let above = parent.and_then(|parent| self.parts.get_mut(parent));
        above.into_iter().for_each(|above| above.children.push(part));
        let above = parent.map(|parent| (parent, &self.parts[parent]));
        let depth = above.map_or(0, |(_, above)| above.depth + 1);
        let is_within = |name: &str| above.is_some_and(|(_, above)| above.content.name == name);
        let mail = match above {
            Some((_, above)) if !is_within(ATTACHED) => above.mail,
            _ => part,
        };
        let usual = if is_within("multipart/digest") { ATTACHED } else { "text/plain" };
        let head = Head::read(self.raw, header.clone(), self.faults);
        let content = head.content(self.raw, usual);
        self.parts.push(Entity { head, content, body: body..body, children: Vec::new(), mail, depth });
        self.state = self.begin_body(part, header.start, body);
    }

    /// What stands below the header of a part: other parts, another mail, or a text.
    fn begin_body(&mut self, part: usize, header: usize, body: usize) -> State {
        let Entity { head, content, depth, .. } = &self.parts[part];
        // A mail is attached as it is (RFC 2046, section 5.2.1); one that is encoded is a file.
        let is_attached = content.name == ATTACHED && !head.is_encoded(self.raw);
        if !is_attached && !content.name.starts_with("multipart/") {
            return State::Body(part);
        }
        let declared = head.content_type.clone().unwrap_or(header..header);
        match &content.boundary {
            _ if *depth >= DEEPEST => {
                self.faults.too_deep(declared, DEEPEST);
                return if is_attached { State::Body(part) } else { State::Between };
            }
            _ if is_attached => return State::Header(body, Some(part)),
            None => self.faults.no_boundary(declared),
            Some(boundary) => self.open.push(Open { part, boundary: boundary.clone(), is_seen: false }),
        }
        State::Between
    }

    /// Ends the part that the walk is in, if it is in one; the line end before a boundary belongs to that.
    fn end_part(&mut self, at: usize) {
        if let State::Header(start, parent) = self.state {
            self.begin_part(parent, start..at, at);
        }
        if let State::Body(part) = self.state {
            let body = &mut self.parts[part].body;
            let text = &self.raw[body.start..at];
            let bare = text.strip_suffix(b"\n").unwrap_or(text);
            body.end = body.start + bare.strip_suffix(b"\r").unwrap_or(bare).len();
        }
        if !matches!(self.state, State::Full) {
            self.state = State::Between;
        }
    }

    /// Closes the multiparts inside another that goes on or ends. They may lack their own end; what they hold is read.
    fn close_down_to(&mut self, depth: usize) {
        for open in self.open.drain(depth..) {
            if !open.is_seen {
                self.faults.lost_boundary(declared(&self.parts, &open));
            }
        }
    }

    /// Ends what is open at the end of the mail.
    fn finish(&mut self) {
        match self.state {
            State::Header(start, parent) => self.begin_part(parent, start..self.raw.len(), self.raw.len()),
            State::Body(part) => self.parts[part].body.end = self.raw.len(),
            State::Between | State::Full => (),
        }
        let cut = self.open.iter().rfind(|open| open.is_seen).map(|open| declared(&self.parts, open));
        self.close_down_to(0);
        if let Some(opened) = cut {
            self.faults.cut_off(self.raw.len(), opened);
        }
    }
}

/// Where a multipart declares its boundary.
fn declared(parts: &[Entity], open: &Open) -> Range<usize> {
    parts.get(open.part).and_then(|part| part.head.content_type.clone()).unwrap_or(0..0)
}

#[cfg(test)]
mod tests {
    use super::{Faults, parts};
    use crate::source::Source;

    /// The bodies of a mail's parts that hold no parts, and the codes of its faults.
    fn read(mail: &str) -> (Vec<String>, Vec<String>) {
        let source = Source::new("test", mail.to_owned());
        let mut faults = Faults::new(&source);
        let parts = parts(source.bytes(), &mut faults);
        let leaves = parts.iter().filter(|part| !part.content.name.starts_with("multipart/"));
        let bodies = leaves.map(|part| mail[part.body.clone()].to_owned()).collect();
        (bodies, faults.list.iter().map(|fault| fault.code.to_string()).collect())
    }

    fn multipart(boundary: &str) -> String {
        format!("Content-Type: multipart/mixed; boundary=\"{boundary}\"\n\n")
    }

    #[test]
    fn only_a_whole_line_is_a_boundary() {
        let (outer, inner) = (multipart("b1"), multipart("b"));
        let mail = format!(
            "{outer}preamble\n--b1\n{inner}--b\n\na --b1 b\r\n--b1 c\r\n--b  \n\nd\n--b--\ne\n--b1\n\n--b\nf\n--b1--\ng"
        );
        let bodies = ["a --b1 b\r\n--b1 c", "d", "--b\nf"].map(str::to_owned);
        assert_eq!(read(&mail), (bodies.into(), vec![]));
    }

    #[test]
    fn what_does_not_end_is_read_and_told() {
        let (outer, inner) = (multipart("o"), multipart("i"));
        let bodies = |bodies: &[&str]| bodies.iter().map(|body| (*body).to_owned()).collect::<Vec<_>>();
        // An inner multipart without its end, and an outer one.
        let unclosed = format!("{outer}--o\n{inner}--i\n\na\n--o\n\nb\n--o--\n");
        assert_eq!(read(&unclosed), (bodies(&["a", "b"]), vec![]));
        let cut = format!("{outer}--o\n\na\n--o\n\nb");
        assert_eq!(read(&cut), (bodies(&["a", "b"]), bodies(&["input/cut-off"])));
        let lost = format!("{outer}--o\n{inner}--x\n\na\n--o\nContent-Type: text/html");
        let codes = bodies(&["input/mime-boundary", "input/cut-off"]);
        assert_eq!(read(&lost), (bodies(&[""]), codes));
    }

    #[test]
    fn depth_and_number_of_parts_have_limits() {
        let deep: String =
            (0..100_000).map(|depth| format!("{}--b{depth}\n", multipart(&format!("b{depth}")))).collect();
        assert_eq!(read(&deep).1, ["input/mime-depth", "input/cut-off"]);
        let many = multipart("b") + &"--b\n\nx\n".repeat(20_000);
        let (bodies, faults) = read(&many);
        assert_eq!((bodies.len(), faults), (9_999, vec!["input/mime-parts".to_owned()]));
    }
}
