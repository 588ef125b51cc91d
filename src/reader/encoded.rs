//! Inputs that are not in UTF-8: held in memory whole, decoded, and read as what they say; what is told of them leads back
//! to their own bytes.

use std::io::BufRead;

use crate::diagnostic::{Diagnostic, Place};
use crate::language::Bilingual;
use crate::say;
use crate::source::{Charset, Map, SUBSTITUTE, Source, Span, Undecodable};

use super::whole;

/// How an input is encoded, and the way back from what it says to its bytes.
#[derive(Debug)]
pub struct Encoded {
    /// In what.
    pub charset: Charset,
    /// Whether nobody said so.
    pub is_guess: bool,
    map: Map,
}

/// An input that was decoded.
#[derive(Debug)]
pub struct Decoded {
    /// What it says.
    pub text: String,
    /// How it says it.
    pub encoded: Encoded,
    /// What of it could not be decoded, each piece of which stands in the text as U+001A.
    pub fault: Option<Box<Diagnostic>>,
}

impl Encoded {
    /// Decodes an input that somebody says is in a character set, or that is guessed to be.
    ///
    /// # Errors
    /// When it cannot be read, or is too large to be held in memory.
    pub fn decode(
        name: &str,
        input: Box<dyn BufRead + '_>,
        charset: Charset,
        is_guess: bool,
    ) -> Result<Decoded, Box<Diagnostic>> {
        let (text, map, undecodable) = charset.decode(whole::bytes(name, input)?);
        let encoded = Self { charset, is_guess, map };
        let fault = undecodable.map(|bad| encoded.undecodable(name, &text, bad));
        Ok(Decoded { text, encoded, fault })
    }

    /// Lets a diagnostic about the text name the bytes of the input. A change cannot be offered: it is UTF-8.
    pub fn restore(&self, diagnostic: &mut Diagnostic) {
        diagnostic.fix = None;
        let labels = diagnostic.labels.iter_mut().map(|label| &mut label.place);
        let places = labels.chain(&mut diagnostic.place).filter(|place| place.line.is_some());
        places.for_each(|place| self.restore_place(place));
    }

    fn restore_place(&self, place: &mut Place) {
        let raw = self.map.raw_of(place.start.byte..place.end.byte);
        (place.start.byte, place.end.byte) = (raw.start, raw.end);
    }

    fn undecodable(&self, name: &str, text: &str, bad: Undecodable) -> Box<Diagnostic> {
        let (count, charset) = (bad.count, self.charset.name());
        let said = say!(
            "有 {count} 个字节不是 {charset}，未能检查；第一个在这里",
            "bytes that are no {charset} were not checked: {count}, the first one here",
        );
        let help = match text.ends_with(SUBSTITUTE) && bad.count < whole::LONGEST_CHARACTER {
            true => whole::cut_off(),
            false => Bilingual::new(
                "说明它真正的编码：--encoding gb18030、big5、utf-16le …",
                "say what it is really in: --encoding gb18030, big5, utf-16le …",
            ),
        };
        let mut marks = text.match_indices(SUBSTITUTE).map(|(at, mark)| at..at + mark.len());
        let is_first = |mark: &std::ops::Range<usize>| self.map.raw_of(mark.clone()).start == bad.first;
        let place = marks.find(is_first).map_or(Span::at(0), |mark| Span::new(mark.start, mark.end));
        let source = Source::new(name, text.to_owned());
        let mut fault = Diagnostic::error("input/undecodable", said).at(&source, place).help(help);
        self.restore(&mut fault);
        Box::new(fault)
    }
}
