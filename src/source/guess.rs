//! Guessing the character set of bytes that do not say it: only where little speaks against it.

use super::charset::Charset;
use super::decode::has_utf16_mark;

impl Charset {
    /// The character set of an input by its first bytes, if they are not UTF-8: UTF-16 with a byte order mark, and
    /// GB 18030 where nearly all of what is no ASCII is in pairs that GB 2312 has. Big5, Latin-1 and the like look so
    /// seldom enough; what was guessed has to be said all the same.
    pub fn guess(head: &[u8]) -> Option<Self> {
        if has_utf16_mark(head) {
            return Some(Self::Utf16);
        }
        let invalid: usize = head.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
        let others = head.iter().filter(|byte| !byte.is_ascii()).count();
        // Of Chinese in GB 18030 a few characters pass for UTF-8; of damaged UTF-8 most do.
        let is_utf8 = invalid * 2 < others || others == 0;
        (!is_utf8 && !head.contains(&0) && is_plausible(head)).then_some(Self::Named(encoding_rs::GB18030))
    }
}

/// Whether nine tenths of the bytes that are no ASCII begin pairs of GB 2312, or are the second of one.
fn is_plausible(head: &[u8]) -> bool {
    let (mut pairs, mut others, mut at) = (0, 0, 0);
    while let Some(&byte) = head.get(at) {
        match (byte, head.get(at + 1)) {
            (byte, _) if byte.is_ascii() => at += 1,
            (0xA1..=0xF7, Some(0xA1..=0xFE)) => (pairs, at) = (pairs + 1, at + 2),
            // Two bytes that GBK has beyond GB 2312.
            (0x81..=0xFE, Some(0x40..)) => (others, at) = (others + 1, at + 2),
            _ => (others, at) = (others + 1, at + 1),
        }
    }
    pairs >= 9 * others && pairs > 0
}

#[cfg(test)]
mod tests {
    use super::Charset;

    #[test]
    fn only_what_looks_like_nothing_else_is_guessed() {
        let written =
            |text: &str, encoding: &'static encoding_rs::Encoding| encoding.encode(text).0.into_owned();
        let text = "客服：您好，请问有什么可以帮您？\n客户：我的订单什么时候到？联通的\n";
        let gb = Some(Charset::Named(encoding_rs::GB18030));
        assert_eq!(Charset::guess(&written(text, encoding_rs::GB18030)), gb);
        assert_eq!(Charset::guess(&written("【青禾】联通", encoding_rs::GBK)), gb);
        assert_eq!(Charset::guess(b"\xFF\xFEa\x00"), Some(Charset::Utf16));
        for (text, encoding) in [
            ("客服：您好，請問有什麼可以幫您？\n客戶：我的訂單什麼時候到？", encoding_rs::BIG5),
            ("お客様、いつもお世話になっております。", encoding_rs::SHIFT_JIS),
            ("Café, à bientôt, déjà réglé", encoding_rs::WINDOWS_1252),
            (text, encoding_rs::UTF_8),
            ("hello", encoding_rs::UTF_8),
        ] {
            assert_eq!(Charset::guess(&written(text, encoding)), None, "{}", encoding.name());
        }
        let damaged = [text.as_bytes(), b"\xC4\xE3", text.as_bytes()].concat();
        assert_eq!(Charset::guess(&damaged), None, "UTF-8 with two wrong bytes");
    }
}
