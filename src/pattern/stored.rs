//! A lexicon as bytes, out of which the phrases, regexes and lists that some rules name are taken without reading the
//! rest.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Pattern;
use super::essence;
use super::lexicon::{ExpressionId, Lexicon, ListId, PhraseId, Reading};
use super::phrase::{Bounds, Phrases, Written};
use super::program::Program;
use super::records::{PhraseRecord, Records, Rows};
use super::regex::Expression;
use super::stops::Stops;

/// A lexicon, each of its parts by number.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Stored<'a> {
    /// The phrases, folded, a line each. They are kept beside the rest: what a program carries as text is text for certain,
    /// and a part of it is taken without another look.
    #[serde(skip)]
    pub texts: &'a str,
    /// For each phrase what else is known of it.
    #[serde(borrow)]
    phrases: &'a [u8],
    /// How rulesets write the phrases that they do not write as these fold.
    spellings: Records<'a>,
    #[serde(borrow)]
    expressions: Records<'a>,
    #[serde(borrow)]
    lists: Records<'a>,
}

#[derive(Serialize, Deserialize)]
struct ExpressionRecord {
    /// As its ruleset writes it, and as a regex has to, where that is not the same: stretches of the texts, as all that is
    /// text here.
    written: Stretch,
    text: Option<Stretch>,
    reading: Reading,
    sign: PhraseId,
    texts: Vec<Vec<PhraseId>>,
    bounds: Bounds,
    stops: Stops,
    /// What is asked, what it matches, and how it is printed.
    asked: Vec<Stretch>,
    literals: Option<Stretch>,
    printed: Option<Stretch>,
    places: usize,
}

/// Where a stretch of the texts begins and ends, in bytes.
type Stretch = (u32, u32);

impl<'a> Stored<'a> {
    /// The same with the phrases that were kept beside it.
    pub fn with_texts(self, texts: &'a str) -> Self {
        Self { texts, ..self }
    }

    /// What is known of a phrase, and where it stands in the texts.
    fn phrase(&self, number: u32) -> Option<(PhraseRecord, Range<usize>)> {
        let start = match number.checked_sub(1) {
            Some(before) => PhraseRecord::read(self.phrases, before)?.end as usize + 1,
            None => 0,
        };
        let record = PhraseRecord::read(self.phrases, number)?;
        let place = start..record.end as usize;
        (place.end <= self.texts.len()).then_some((record, place))
    }
}

impl Lexicon {
    /// An empty lexicon beside the texts of a stored one.
    fn beside(texts: &'static str) -> Self {
        let mut lexicon = Self::default();
        lexicon.phrases = Phrases::stored(texts);
        lexicon
    }

    /// How many regexes it has.
    pub fn expressions(&self) -> usize {
        self.expressions.len()
    }

    /// Hands over the lexicon as it can be written.
    pub fn stored<T>(&self, with: impl FnOnce(Stored<'_>) -> T) -> T {
        let (mut texts, mut phrases) = (String::new(), Vec::new());
        for id in self.phrases.ids() {
            texts.push_str(self.phrases.folded(id));
            let (written, bounds) = (self.phrases.written(id), self.phrases.bounds(id));
            PhraseRecord { end: texts.len() as u32, written, bounds }.write(&mut phrases);
            texts.push('\n');
        }
        let spellings = Rows::of(self.spellings.iter());
        let mut kept = Kept { texts: &mut texts, known: HashMap::new() };
        let expressions = Rows::of(self.expressions.iter().map(|expression| expression.record(&mut kept)));
        let lists = Rows::of(self.lists());
        with(Stored {
            texts: &texts,
            phrases: &phrases,
            spellings: spellings.records(),
            expressions: expressions.records(),
            lists: lists.records(),
        })
    }
}

impl Expression {
    fn record(&self, kept: &mut Kept<'_>) -> ExpressionRecord {
        let program = &self.program;
        let literals = essence::literals(program.hir()).map(|all| all.join("\n"));
        let printed = program.printed().filter(|_| literals.is_none());
        ExpressionRecord {
            written: kept.keep(self.written.to_string()),
            text: Some(program.text())
                .filter(|text| *text != self.written)
                .map(|text| kept.keep(text.to_owned())),
            reading: self.reading,
            sign: self.sign,
            // The others are asked: they need not be looked for in every text.
            texts: self.texts.iter().take(1).cloned().collect(),
            bounds: self.bounds,
            stops: self.stops,
            asked: self.to_ask().into_iter().map(|set| kept.keep(set)).collect(),
            literals: literals.map(|all| kept.keep(all)),
            printed: printed.map(|printed| kept.keep(printed)),
            places: program.places(),
        }
    }
}

/// Texts that are kept behind the phrases, each once.
struct Kept<'t> {
    texts: &'t mut String,
    known: HashMap<String, Stretch>,
}

impl Kept<'_> {
    fn keep(&mut self, text: String) -> Stretch {
        let texts = &mut *self.texts;
        *self.known.entry(text).or_insert_with_key(|text| {
            let start = texts.len();
            texts.push_str(text);
            texts.push('\n');
            (start as u32, (start + text.len()) as u32)
        })
    }
}

/// A lexicon that is filled from a stored one as patterns call for its parts.
#[derive(Debug)]
pub struct Import {
    stored: Stored<'static>,
    lexicon: Lexicon,
    /// For each part of the stored lexicon its number in this one; [`NOT_TAKEN`] for what was not called for.
    phrases: Vec<u32>,
    expressions: Vec<u32>,
    lists: Vec<u32>,
}

impl Import {
    /// Nothing yet.
    pub fn new(stored: Stored<'static>) -> Self {
        Self {
            stored,
            lexicon: Lexicon::beside(stored.texts),
            phrases: vec![NOT_TAKEN; stored.phrases.len() / PhraseRecord::SIZE],
            expressions: vec![NOT_TAKEN; stored.expressions.len()],
            lists: vec![NOT_TAKEN; stored.lists.len()],
        }
    }

    /// Makes room for as many phrases and regexes more.
    pub fn reserve(&mut self, phrases: usize, expressions: usize) {
        self.lexicon.phrases.reserve(phrases);
        self.lexicon.expressions.reserve_exact(expressions);
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
        all.filter(|(_, taken)| **taken != NOT_TAKEN).map(|(number, _)| number).collect()
    }

    /// The numbers of the stored phrases that were taken, in the order of their characters.
    pub fn in_order(&self) -> Vec<u32> {
        let mut numbers = self.taken();
        numbers.sort_by_key(|number| self.stored.texts.get(self.stored.phrase(*number)?.1));
        numbers
    }

    /// Takes a phrase; none where the bytes are broken, as of everything here.
    pub fn phrase(&mut self, number: u32) -> Option<PhraseId> {
        if let Some(taken) = taken(&self.phrases, number)? {
            return Some(PhraseId(taken));
        }
        let (PhraseRecord { written, bounds, .. }, place) = self.stored.phrase(number)?;
        let written = match written {
            Written::Otherwise(spelling) => {
                self.lexicon.spell(Cow::Borrowed(self.stored.spellings.get(spelling)?))
            }
            other => other,
        };
        let id = self.lexicon.phrases.push_stored(place, written, bounds);
        self.phrases[number as usize] = id.0;
        Some(id)
    }

    fn expression(&mut self, number: u32) -> Option<ExpressionId> {
        if let Some(taken) = taken(&self.expressions, number)? {
            return Some(ExpressionId(taken));
        }
        let record: ExpressionRecord = self.stored.expressions.get(number)?;
        let ExpressionRecord { reading, sign, mut texts, bounds, stops, places, .. } = record;
        let stretch = |(start, end): Stretch| self.stored.texts.get(start as usize..end as usize);
        let asked = record.asked.into_iter().map(stretch).collect::<Option<_>>()?;
        let [literals, printed, text] =
            [record.literals, record.printed, record.text].map(|place| place.and_then(stretch));
        let written = stretch(record.written)?;
        for set in &mut texts {
            for text in set.iter_mut() {
                *text = self.phrase(text.0)?;
            }
            set.sort_unstable();
        }
        let program = Program::known(Cow::Borrowed(text.unwrap_or(written)), reading, printed, places);
        let (written, sign) = (Cow::Borrowed(written), self.phrase(sign.0)?);
        let id = ExpressionId(self.lexicon.expressions.len() as u32);
        self.lexicon.expressions.push(Expression {
            written,
            reading,
            program,
            sign,
            texts,
            asked,
            literals,
            stops,
            bounds,
        });
        self.expressions[number as usize] = id.0;
        Some(id)
    }

    fn list(&mut self, number: u32) -> Option<ListId> {
        if let Some(taken) = taken(&self.lists, number)? {
            return Some(ListId(taken));
        }
        let mut of: Pattern = self.stored.lists.get(number)?;
        self.pattern(&mut of)?;
        let id = self.lexicon.add_list(of);
        self.lists[number as usize] = id.0;
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

/// No number of a part. (Zeros would be had without being written, and so be paid for twice: when they are read, and when they
/// are written over.)
const NOT_TAKEN: u32 = u32::MAX;

/// The number under which a part was taken, if it was; nothing where there is no such part.
fn taken(numbers: &[u32], number: u32) -> Option<Option<u32>> {
    numbers.get(number as usize).map(|taken| Some(*taken).filter(|taken| *taken != NOT_TAKEN))
}
