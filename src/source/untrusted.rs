//! Text from outside, which must not reach a terminal or a report as it is.

use std::fmt::{self, Write};

/// The most characters of a name or word that a message repeats.
const BRIEF: usize = 60;

/// A text somebody else wrote. Its only way out is a `Display` that shows control and direction characters as marks,
/// and commands of CI runners with a backslash. What was shown once may be shown again.
#[derive(Clone, Copy, Debug)]
pub struct Untrusted<'a>(pub &'a str);

/// A name or word that somebody else wrote, to be repeated in a message: a long one is cut.
pub fn brief(text: &str) -> String {
    match text.char_indices().nth(BRIEF) {
        Some((cut, _)) => format!("{}…", Untrusted(&text[..cut])),
        None => Untrusted(text).to_string(),
    }
}

impl fmt::Display for Untrusted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut plain = 0;
        for (at, c) in self.0.char_indices() {
            if !is_dangerous(c) && !is_command(self.0, at) {
                continue;
            }
            f.write_str(&self.0[plain..at])?;
            plain = at + c.len_utf8();
            match c {
                '\t' => f.write_char(' ')?,
                c if is_dangerous(c) => write_mark(f, c)?,
                c => write!(f, "\\{c}")?,
            }
        }
        f.write_str(&self.0[plain..])
    }
}

/// Whether a command of a CI runner would begin with the character at a byte: it is the `[` of `##[command]`, the `v`
/// of `##vso[command]`, which are obeyed anywhere in a line, or the second colon of `::command`, which is obeyed at the
/// head of a line, and a text may be wrapped anywhere.
pub fn is_command(text: &str, at: usize) -> bool {
    let (before, behind) = (&text.as_bytes()[..at], &text.as_bytes()[at..]);
    match behind {
        [b'[' | b'v', ..] => before.ends_with(b"##"),
        [b':', next, ..] => before.ends_with(b":") && next.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Whether a character could steer a terminal, hide text or turn its direction, or is one that no file should hold.
pub fn is_dangerous(c: char) -> bool {
    let is_variation_selector =
        matches!(c, '\u{180B}'..='\u{180D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..);
    let is_no_character = u32::from(c) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}');
    c.is_control()
        || is_no_character
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FFF9}'..='\u{FFFB}')
        || is_invisible(c) && !is_variation_selector
}

/// Whether a character has no shape of its own (Unicode `Default_Ignorable_Code_Point`, most of it).
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}')
}

/// `ESC` as ␛, `DEL` as ␡, anything else as `<U+202E>`.
fn write_mark(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    match u32::from(c) {
        code @ 0..0x20 => f.write_char(char::from_u32(0x2400 + code).unwrap_or('\u{FFFD}')),
        0x7F => f.write_char('\u{2421}'),
        code => write!(f, "<U+{code:04X}>"),
    }
}
