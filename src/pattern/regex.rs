//! A regex of a lexicon, with what is asked before it is compiled.

use std::borrow::Cow;
use std::iter;
use std::ops::Range;

use super::essence::{self, MOST_ASKED, MOST_TEXTS};
use super::lexicon::{Lexicon, PhraseId, Reading};
use super::phrase::Bounds;
use super::program::Program;
use super::sketch::Sketch;
use super::stops::Stops;

/// A compiled regex, or a phrase that only a regex can say.
#[derive(Debug)]
pub(super) struct Expression {
    pub(super) written: Cow<'static, str>,
    pub(super) reading: Reading,
    pub(super) program: Program,
    /// What stands for it where it may match.
    pub(super) sign: PhraseId,
    /// Sets of phrases, each in order: of every set one stands in every match.
    pub(super) texts: Vec<Vec<PhraseId>>,
    /// More such sets, of more texts each, a line for each text.
    pub(super) asked: Vec<&'static str>,
    /// All that it matches, a line for each text, where these are few; of those that begin at one place the first one counts.
    pub(super) literals: Option<&'static str>,
    /// Characters that stand in none of its matches.
    pub(super) stops: Stops,
    pub(super) bounds: Bounds,
}

impl Expression {
    /// Where it matches in a text, which is one of many or one of few. Of few as little as can be is searched, since what is
    /// soon compiled searches slowly.
    pub(super) fn matches(&self, lexicon: &Lexicon, text: &str, for_many: bool) -> Vec<Range<usize>> {
        let candidates = || self.candidates(lexicon, text);
        if for_many {
            let may_match = self.program.is_compiled() || !candidates().is_empty();
            return if may_match { self.program.matches(text, true) } else { Vec::new() };
        }
        if let Some(found) = self.literally(text) {
            return found;
        }
        let found = |part: Range<usize>| {
            let found = self.program.matches(&text[part.clone()], false).into_iter();
            found.map(move |found| part.start + found.start..part.start + found.end)
        };
        candidates().into_iter().flat_map(found).collect()
    }

    /// The parts of a text in which it may match: of each set that is certain to stand in its matches, a text does. To ask
    /// takes less time than to compile.
    fn candidates(&self, lexicon: &Lexicon, text: &str) -> Vec<Range<usize>> {
        let Some(certain) = self.standing(lexicon, text) else { return Vec::new() };
        let stands = |part: &Range<usize>| {
            certain.iter().all(|set| set.iter().any(|certain| text[part.clone()].contains(certain)))
        };
        self.stops.parts(text).filter(stands).collect()
    }

    /// Of each set that is certain to stand in its matches, what stands in a text; none where of a set nothing does.
    fn standing<'l>(&'l self, lexicon: &'l Lexicon, text: &str) -> Option<Vec<Vec<&'l str>>> {
        let sketch = Sketch::of(text);
        let stands = |certain: &&'l str| sketch.may_hold(certain) && text.contains(certain);
        let is_known = |set: &Vec<&str>| !set.is_empty();
        // What is asked for is written as the regex reads a text, what stands for it is folded.
        let folded = self.texts.iter().filter(|_| self.reading.is_folded());
        let folded = folded.map(|set| set.iter().map(|id| lexicon.folded_text(*id)).filter(stands).collect());
        let asked = self.asked.iter().map(|set| set.split('\n').filter(stands).collect());
        folded.chain(asked).map(|set| Some(set).filter(is_known)).collect()
    }

    /// Where it matches in a text, if all that it matches is known: no match overlaps another.
    fn literally(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let literals = self.literals?;
        let mut end = 0;
        let next = || {
            let rest = text.get(end..)?;
            let places =
                literals.split('\n').filter_map(|literal| Some((rest.find(literal)?, literal.len())));
            let (at, len) = places.min_by_key(|(at, _)| *at)?;
            let start = end + at;
            end = start + len;
            Some(start..end)
        };
        Some(iter::from_fn(next).collect())
    }

    /// What is to be asked, beside what stands for it.
    pub(super) fn to_ask(&self) -> Vec<String> {
        let is_large = self.program.is_large() || !self.reading.is_folded();
        let essence = essence::essence(self.program.hir());
        let mut sets = essence::texts(&essence, if is_large { MOST_ASKED } else { MOST_TEXTS });
        if self.reading.is_folded() {
            let known = essence::texts(&essence, MOST_TEXTS).into_iter().next();
            sets.retain(|set| known.as_ref() != Some(set));
        }
        sets.retain(|set| !set.iter().any(|text| text.contains('\n')));
        sets.iter().map(|set| essence::heads(set).join("\n")).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test says so by panicking")]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;
    use proptest::test_runner::TestCaseResult;

    use super::super::{Import, Lexicon, Pattern, Stored};

    /// Regexes, some of which match the empty text.
    fn regexes() -> impl Strategy<Value = String> {
        let leaves =
            r"哈 好 哈哈 后 a ba ， 。 \s [哈好] [^。，] [^后] \p{Han} ^ $ (?m:$) (?-u:\b) \b".split(' ');
        let leaf = select(leaves.collect::<Vec<_>>()).prop_map(str::to_owned);
        leaf.prop_recursive(4, 24, 3, |part| {
            let parts = || prop::collection::vec(part.clone(), 2..4);
            let times = select(&["?", "*", "+", "{2}", "{1,2}", "??", "+?"][..]);
            let named = |part: String| format!("(?P<group{}>{part})", part.matches("?P<").count());
            prop_oneof![
                parts().prop_map(|parts| parts.concat()),
                parts().prop_map(|parts| format!("(?:{})", parts.join("|"))),
                (part.clone(), times).prop_map(|(part, times)| format!("(?:{part}){times}")),
                part.prop_map(named),
            ]
        })
    }

    /// The lexicon as it is taken out of a bundle, with this pattern.
    fn bundled(lexicon: &Lexicon, mut pattern: Pattern) -> Lexicon {
        let leaked = |stored: Stored<'_>| {
            let texts = stored.texts.to_owned().leak();
            let bytes = postcard::to_stdvec(&stored).unwrap().leak();
            postcard::from_bytes::<Stored<'_>>(bytes).unwrap().with_texts(texts)
        };
        let mut import = Import::new(lexicon.stored(leaked));
        import.pattern(&mut pattern).unwrap();
        import.into_lexicon()
    }

    /// Searches a text for a regex as one of few and as one of many; a regex that is none has nothing to find.
    fn is_searched_alike(regex: &str, exact: bool, text: &str) -> TestCaseResult {
        let mut lexicon = Lexicon::default();
        let Ok(pattern) = lexicon.regex(regex, exact) else { return Ok(()) };
        for lexicon in [bundled(&lexicon, pattern), lexicon] {
            let expression = &lexicon.expressions[0];
            let [few, many] = [false, true].map(|many| expression.matches(&lexicon, text, many));
            prop_assert_eq!(few, many, "/{}/ in {:?}", regex, text);
            let places = || (0..=text.len()).filter(|at| text.is_char_boundary(*at));
            for range in places().flat_map(|start| places().map(move |end| start..end.max(start))) {
                let groups = |many| expression.program.groups(text, range.clone(), many);
                prop_assert_eq!(groups(false), groups(true), "/{}/ at {:?} of {:?}", regex, range, text);
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn few_texts_are_searched_otherwise_than_many_and_bring_the_same(
            regex in regexes(),
            exact in any::<bool>(),
            text in "[哈哈哈好后aab。,. \n]{0,16}",
        ) {
            is_searched_alike(&regex, exact, &text)?;
        }
    }

    #[test]
    fn so_it_is_where_an_engine_reads_a_print_otherwise_and_where_texts_overlap() {
        let cases = [
            ("(?:哈{2})?后", "后"),
            ("(?:哈+)??后", "哈哈后"),
            ("好哈|哈哈", "好哈哈哈"),
            ("(?P<a>哈+)", "哈哈"),
        ];
        cases.iter().for_each(|(regex, text)| is_searched_alike(regex, true, text).unwrap());
    }
}
