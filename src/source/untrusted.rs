//! Text from outside, which must not reach a terminal or a report as it is.

use std::fmt::{self, Write};

/// A text somebody else wrote. Its only way out is a `Display` that shows control and direction characters as marks.
#[derive(Clone, Copy, Debug)]
pub struct Untrusted<'a>(pub &'a str);

impl fmt::Display for Untrusted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = ['\0'; 2];
        for c in self.0.chars() {
            match c {
                // `##[command]` and `##vso[command]` are obeyed anywhere in a line by some CI runners.
                '[' | 'v' if before == ['#', '#'] => write!(f, "\\{c}")?,
                '\t' => f.write_char(' ')?,
                c if is_dangerous(c) => write_mark(f, c)?,
                c => f.write_char(c)?,
            }
            before = [before[1], c];
        }
        Ok(())
    }
}

/// Whether a character could steer a terminal, hide text or turn its direction.
pub fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// `ESC` as ␛, `DEL` as ␡, anything else as `<U+202E>`.
fn write_mark(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    match u32::from(c) {
        code @ 0..0x20 => f.write_char(char::from_u32(0x2400 + code).unwrap_or('\u{FFFD}')),
        0x7F => f.write_char('\u{2421}'),
        code => write!(f, "<U+{code:04X}>"),
    }
}
