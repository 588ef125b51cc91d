//! Texts whose lines go on (`format=flowed`, RFC 3676), and the way back.

use crate::source::Map;

/// The text with its paragraphs in one line each. A line goes on if it ends with a blank, in the next one that is quoted as
/// deep; with `delsp=yes` the blank goes too, as between characters of Chinese. A blank that keeps a line from looking like
/// something else is taken off.
pub(super) fn read(text: &str, takes_blank: bool) -> (String, Map) {
    let (mut whole, mut map) = (String::with_capacity(text.len()), Map::default());
    let mut push = |from: usize, to: usize| {
        whole.push_str(&text[from..to]);
        map.push_verbatim(from..to);
    };
    let mut at = 0;
    // How deep the line before is quoted, and where it ends, if it may go on.
    let mut goes_on: Option<(usize, usize)> = None;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let bare = line.trim_end_matches(['\r', '\n']);
        let depth = bare.bytes().take_while(|byte| *byte == b'>').count();
        let content = start + depth + usize::from(bare[depth..].starts_with(' '));
        let until = start + bare.len();
        let is_signature = &text[content..until] == "-- ";
        match goes_on.take() {
            Some((above, _)) if above == depth && !is_signature => (),
            open => {
                open.into_iter().for_each(|(_, until)| push(until, start));
                push(start, start + depth);
                if depth > 0 {
                    push(start + depth, content);
                }
            }
        }
        if bare.ends_with(' ') && until > content && !is_signature {
            push(content, until - usize::from(takes_blank));
            goes_on = Some((depth, until));
        } else {
            push(content, end);
        }
    }
    goes_on.into_iter().for_each(|(_, until)| push(until, text.len()));
    (whole, map)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn lines_go_on_behind_a_blank() {
        for (text, takes_blank, whole) in [
            ("a \nb\r\n\r\nc", false, "a b\r\n\r\nc"),
            ("不知 \r\n道 \r\n", true, "不知道\r\n"),
            ("> a \n> b \n>> c\nd", false, "> a b \n>> c\nd"),
            (" >a\n  b\n -- \nc", false, ">a\n b\n-- \nc"),
            ("a \n-- \nb", false, "a \n-- \nb"),
            (" \na", false, "\na"),
        ] {
            let (read, map) = read(text, takes_blank);
            assert_eq!((read.as_str(), map.len()), (whole, whole.len()), "{text:?}");
            for (at, c) in read.char_indices() {
                assert_eq!(text[map.raw_of(at..at + c.len_utf8())], *c.encode_utf8(&mut [0; 4]));
            }
        }
    }
}
