//! The matcher: every phrase of every rule in one pass over a folded text.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::text::{Folded, Folding, TextRange, Zones, fold, zones};

use super::lexicon::{ExpressionId, Lexicon, PhraseId, Reading};

/// Finds the phrases and regexes of a lexicon.
#[derive(Debug)]
pub struct Matcher {
    phrases: AhoCorasick,
    lexicon: Lexicon,
    /// For each phrase, the expressions that may match where it stands.
    woken: Vec<Vec<ExpressionId>>,
    /// The expressions that may match anywhere.
    sleepless: Vec<ExpressionId>,
}

/// Too many or too long phrases to build a matcher of.
#[derive(Debug)]
pub struct TooManyPhrases;

impl Matcher {
    /// A matcher for a lexicon.
    ///
    /// # Errors
    /// When the automaton does not fit.
    pub fn new(lexicon: Lexicon) -> Result<Self, TooManyPhrases> {
        let folded = lexicon.phrases.iter().map(|phrase| phrase.folded.as_str());
        let phrases = AhoCorasick::builder().match_kind(MatchKind::Standard).build(folded);
        let phrases = phrases.map_err(|_| TooManyPhrases)?;
        let (mut woken, mut sleepless) = (vec![Vec::new(); lexicon.phrases.len()], Vec::new());
        for (index, expression) in lexicon.expressions.iter().enumerate() {
            let id = ExpressionId(index as u32);
            match &expression.heads {
                Some(heads) => heads.iter().for_each(|head| woken[head.0 as usize].push(id)),
                None => sleepless.push(id),
            }
        }
        Ok(Self { phrases, lexicon, woken, sleepless })
    }

    /// What is looked for.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Scans a text.
    pub fn scan(&self, text: &str, setting: Setting) -> Scanned {
        let zones = zones(text);
        let folded = fold(text, &zones, Folding { exact: false, wraps: setting.wraps });
        let (mut heads, mut hits) = (Vec::new(), Vec::new());
        for found in self.phrases.find_overlapping_iter(folded.text()) {
            let id = PhraseId(found.pattern().as_u32());
            heads.push(id);
            if self.lexicon.phrases[id.0 as usize].bounds.hold(folded.text(), &found.range()) {
                hits.push((id, folded.origin(found.range())));
            }
        }
        heads.sort_unstable();
        heads.dedup();
        let woken = heads.iter().flat_map(|head| &self.woken[head.0 as usize]).chain(&self.sleepless);
        let mut awake: Vec<ExpressionId> = woken.copied().collect();
        awake.sort_unstable();
        awake.dedup();
        Scanned { zones, folded, heads, awake, hits, setting }
    }

    /// The matches of a regex in a part of a scanned text.
    pub(super) fn find_expression(
        &self,
        id: ExpressionId,
        text: &str,
        scanned: &Scanned,
        part: &TextRange,
    ) -> Vec<TextRange> {
        let expression = &self.lexicon.expressions[id.0 as usize];
        let unfolded;
        let folded = match expression.reading {
            Reading::Regex | Reading::LoosePhrase => &scanned.folded,
            Reading::ExactRegex | Reading::ExactPhrase => {
                unfolded = fold(text, &scanned.zones, Folding { exact: true, wraps: false });
                &unfolded
            }
        };
        let image = folded.image(part.clone());
        let found = expression.regex.find_iter(&folded.text()[image.clone()]);
        let found = found.map(|found| image.start + found.start()..image.start + found.end());
        let is_word = |range: &TextRange| expression.bounds.hold(folded.text(), range);
        let hits = found.filter(is_word).map(|range| folded.origin(range));
        hits.filter(|hit| !scanned.setting.sent || !scanned.has_slot_in(hit)).collect()
    }
}

/// What the text is, as far as matching depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// A single line end is a blank (e-mail).
    pub wraps: bool,
    /// The customer reads it as it is: no phrase runs over a slot.
    pub sent: bool,
}

/// A text with what was found in it.
#[derive(Debug)]
pub struct Scanned {
    /// What is quoted, masked or to be filled.
    pub zones: Zones,
    folded: Folded,
    /// The phrases that stand anywhere in the folded text, inside words too, in order.
    heads: Vec<PhraseId>,
    /// The expressions that may match in it, in order.
    awake: Vec<ExpressionId>,
    /// The phrases found, with their ranges of the text.
    pub(super) hits: Vec<(PhraseId, TextRange)>,
    setting: Setting,
}

impl Scanned {
    /// The phrases that stand anywhere in it, inside words too, in order.
    pub fn phrases(&self) -> impl Iterator<Item = &PhraseId> {
        self.heads.iter()
    }

    /// Whether an expression may match in it.
    pub(super) fn is_awake(&self, expression: ExpressionId) -> bool {
        self.awake.binary_search(&expression).is_ok()
    }

    /// The folded text of a range.
    pub fn folded(&self, range: &TextRange) -> &str {
        &self.folded.text()[self.folded.image(range.clone())]
    }

    fn has_slot_in(&self, range: &TextRange) -> bool {
        self.zones.slots.iter().any(|slot| range.start <= slot.start && slot.end <= range.end)
    }
}
