//! A lexicon as bytes, out of which the phrases, regexes and lists that some rules name are taken without reading the
//! rest.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Pattern;
use super::lexicon::{Bounds, Expression, ExpressionId, Lexicon, ListId, Phrase, PhraseId, Reading};
use super::program::Program;

/// A lexicon, each of its parts by number.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Stored<'a> {
    #[serde(borrow)]
    phrases: Records<'a>,
    #[serde(borrow)]
    expressions: Records<'a>,
    #[serde(borrow)]
    lists: Records<'a>,
}

/// Records in a row.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Records<'a> {
    /// Where each ends, in four bytes, the least first.
    ends: &'a [u8],
    bytes: &'a [u8],
}

/// Records that are written.
#[derive(Default)]
struct Rows {
    ends: Vec<u8>,
    bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct PhraseRecord<'a> {
    #[serde(borrow)]
    written: Written<'a>,
    folded: &'a str,
    bounds: Bounds,
}

/// How a ruleset writes a phrase.
#[derive(Serialize, Deserialize)]
enum Written<'a> {
    /// No ruleset does.
    Nowhere,
    AsFolded,
    So(&'a str),
}

#[derive(Serialize, Deserialize)]
struct ExpressionRecord<'a> {
    written: &'a str,
    /// The regex, where it is not as it is written.
    text: Option<&'a str>,
    reading: Reading,
    sign: PhraseId,
    texts: Vec<Vec<PhraseId>>,
    bounds: Bounds,
}

impl<'a> Records<'a> {
    fn len(&self) -> usize {
        self.ends.len() / 4
    }

    fn get<T: Deserialize<'a>>(&self, number: u32) -> Option<T> {
        let end = |index: usize| {
            let bytes = self.ends.get(4 * index..4 * index + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
        };
        let number = number as usize;
        let start = if number == 0 { 0 } else { end(number - 1)? };
        postcard::from_bytes(self.bytes.get(start..end(number)?)?).ok()
    }
}

impl Rows {
    fn of<T: Serialize>(records: impl Iterator<Item = T>) -> Self {
        let mut rows = Self::default();
        for record in records {
            rows.bytes.extend(postcard::to_stdvec(&record).unwrap_or_default());
            rows.ends.extend((rows.bytes.len() as u32).to_le_bytes());
        }
        rows
    }

    fn records(&self) -> Records<'_> {
        Records { ends: &self.ends, bytes: &self.bytes }
    }
}

impl Lexicon {
    /// Hands over the lexicon as it can be written.
    pub fn stored<T>(&self, with: impl FnOnce(Stored<'_>) -> T) -> T {
        let phrases = Rows::of(self.phrases.iter().map(|phrase| PhraseRecord {
            written: match phrase.written.as_deref() {
                None => Written::Nowhere,
                Some(written) if written == phrase.folded => Written::AsFolded,
                Some(written) => Written::So(written),
            },
            folded: &phrase.folded,
            bounds: phrase.bounds,
        }));
        let expressions = Rows::of(self.expressions.iter().map(|expression| ExpressionRecord {
            written: &expression.written,
            text: Some(expression.program.text()).filter(|text| *text != expression.written),
            reading: expression.reading,
            sign: expression.sign,
            texts: expression.texts.clone(),
            bounds: expression.bounds,
        }));
        let lists = Rows::of(self.lists());
        with(Stored {
            phrases: phrases.records(),
            expressions: expressions.records(),
            lists: lists.records(),
        })
    }
}

/// A lexicon that is filled from a stored one as patterns call for its parts.
#[derive(Debug)]
pub struct Import {
    stored: Stored<'static>,
    lexicon: Lexicon,
    /// For each part of the stored lexicon one more than its number in this one; nothing for what was not called for.
    phrases: Vec<u32>,
    expressions: Vec<u32>,
    lists: Vec<u32>,
}

impl Import {
    /// Nothing yet.
    pub fn new(stored: Stored<'static>) -> Self {
        Self {
            stored,
            lexicon: Lexicon::default(),
            phrases: vec![0; stored.phrases.len()],
            expressions: vec![0; stored.expressions.len()],
            lists: vec![0; stored.lists.len()],
        }
    }

    /// Makes room for as many phrases more.
    pub fn reserve(&mut self, phrases: usize) {
        self.lexicon.phrases.reserve_exact(phrases);
    }

    /// What was taken so far.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// What was taken.
    pub fn into_lexicon(self) -> Lexicon {
        self.lexicon
    }

    /// The numbers of the stored phrases that were taken, in order.
    pub fn taken(&self) -> Vec<u32> {
        let all = (0..).zip(&self.phrases);
        all.filter(|(_, taken)| **taken > 0).map(|(number, _)| number).collect()
    }

    /// The numbers of all stored phrases, in the order of their characters.
    pub fn sorted(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = (0..self.stored.phrases.len() as u32).collect();
        numbers.sort_by_key(|number| {
            self.stored.phrases.get(*number).map(|phrase: PhraseRecord<'_>| phrase.folded)
        });
        numbers
    }

    /// Takes a phrase; none where the bytes are broken, as of everything here.
    pub fn phrase(&mut self, number: u32) -> Option<PhraseId> {
        if let Some(taken) = taken(&self.phrases, number)? {
            return Some(PhraseId(taken));
        }
        let PhraseRecord { written, folded, bounds } = self.stored.phrases.get(number)?;
        let written = match written {
            Written::Nowhere => None,
            Written::AsFolded => Some(folded.into()),
            Written::So(written) => Some(written.into()),
        };
        let folded = Cow::Borrowed(folded);
        let id = self.lexicon.push(Phrase { written, folded, bounds });
        self.phrases[number as usize] = id.0 + 1;
        Some(id)
    }

    fn expression(&mut self, number: u32) -> Option<ExpressionId> {
        if let Some(taken) = taken(&self.expressions, number)? {
            return Some(ExpressionId(taken));
        }
        let ExpressionRecord { written, text, reading, sign, mut texts, bounds } =
            self.stored.expressions.get(number)?;
        for set in &mut texts {
            for text in set.iter_mut() {
                *text = self.phrase(text.0)?;
            }
            set.sort_unstable();
        }
        let program = Program::known(Cow::Borrowed(text.unwrap_or(written)), reading);
        let (written, sign) = (Cow::Borrowed(written), self.phrase(sign.0)?);
        let id = ExpressionId(self.lexicon.expressions.len() as u32);
        self.lexicon.expressions.push(Expression { written, reading, program, sign, texts, bounds });
        self.expressions[number as usize] = id.0 + 1;
        Some(id)
    }

    fn list(&mut self, number: u32) -> Option<ListId> {
        if let Some(taken) = taken(&self.lists, number)? {
            return Some(ListId(taken));
        }
        let mut of: Pattern = self.stored.lists.get(number)?;
        self.pattern(&mut of)?;
        let id = self.lexicon.add_list(of);
        self.lists[number as usize] = id.0 + 1;
        Some(id)
    }

    /// Takes what a pattern of the stored lexicon names, and lets it name that in this one.
    pub fn pattern(&mut self, pattern: &mut Pattern) -> Option<()> {
        match pattern {
            Pattern::Phrase(id) => *id = self.phrase(id.0)?,
            Pattern::Expression(id) => *id = self.expression(id.0)?,
            Pattern::List(_, id) => *id = self.list(id.0)?,
            Pattern::Any { of, allow } => {
                of.iter_mut().chain(allow).try_for_each(|pattern| self.pattern(pattern))?;
            }
            Pattern::Whole(of) | Pattern::All(of) | Pattern::Order(of) | Pattern::Count(_, of) => {
                of.iter_mut().try_for_each(|pattern| self.pattern(pattern))?;
            }
            Pattern::Template(_) | Pattern::Entity(_) | Pattern::Event(_) => (),
        }
        Some(())
    }
}

/// The number under which a part was taken, if it was; nothing where there is no such part.
fn taken(numbers: &[u32], number: u32) -> Option<Option<u32>> {
    numbers.get(number as usize).map(|taken| taken.checked_sub(1))
}
