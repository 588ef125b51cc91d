//! The bundle: the rules that come along, read and checked beforehand, so that a run need not read YAML and regexes. It
//! has no proofs; those stay in the YAML.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::pattern::{Import, Stored};
use crate::rule::Rule;

use super::{Entry, Rulebook};

/// The bundle of the rulesets that come along, and its phrases; `liyi bundle` writes them.
const BYTES: &[u8] = include_bytes!("bundle.bin");
const TEXTS: &str = include_str!("bundle.txt");

/// Rulesets with one lexicon, whose phrases are in the order of their characters.
#[derive(Serialize, Deserialize)]
struct Bundle<'a> {
    #[serde(borrow)]
    lexicon: Stored<'a>,
    /// The names of the rulesets, and a [`Volume`] for each.
    volumes: Vec<(&'a str, &'a [u8])>,
}

/// The rules of a ruleset.
#[derive(Serialize, Deserialize)]
struct Volume {
    /// The phrases they call for, each as the distance from the one before.
    steps: Vec<u32>,
    /// How many regexes they call for.
    expressions: usize,
    rules: Vec<Rule>,
    was: Olds,
}

/// The old names of rules that were renamed, by the number of the rule.
type Olds = Vec<(usize, Vec<String>)>;

/// The rules of some rulesets that come along; none if one of the names is not among them, or if the bundle is that of
/// another version.
pub(super) fn load(names: &[String]) -> Option<Rulebook> {
    let bundle: Bundle<'static> = postcard::from_bytes(BYTES).ok()?;
    let mut volumes: Vec<(&str, Volume)> = Vec::new();
    for name in names {
        let (name, bytes) = bundle.volumes.iter().find(|(known, _)| known == name)?;
        if !volumes.iter().any(|(known, _)| known == name) {
            volumes.push((name, postcard::from_bytes(bytes).ok()?));
        }
    }
    let mut import = Import::new(bundle.lexicon.with_texts(TEXTS));
    let phrases = phrases(volumes.iter().map(|(_, volume)| volume));
    import.reserve(phrases.len(), volumes.iter().map(|(_, volume)| volume.expressions).sum());
    for number in phrases {
        import.phrase(number)?;
    }
    let mut entries = Vec::new();
    for (name, volume) in volumes {
        let file: Arc<str> = format!("{name}.yaml").into();
        let first = entries.len();
        for mut rule in volume.rules {
            take(&mut rule, &mut import)?;
            let (flags, passes, was, file) = (Vec::new(), Vec::new(), Vec::new(), Arc::clone(&file));
            entries.push(Entry { rule, flags, passes, was, file, is_off: false });
        }
        for (number, was) in volume.was {
            entries.get_mut(first + number)?.was = was;
        }
    }
    Rulebook::new(Vec::new(), entries, import.into_lexicon()).ok()
}

/// The phrases that some volumes call for, in order.
fn phrases<'v>(volumes: impl Iterator<Item = &'v Volume>) -> Vec<u32> {
    let numbers = |volume: &'v Volume| {
        volume.steps.iter().scan(0, |number, step| {
            *number += step;
            Some(*number)
        })
    };
    let mut all: Vec<u32> = volumes.flat_map(numbers).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Lets a rule name what a lexicon is filled with.
fn take(rule: &mut Rule, import: &mut Import) -> Option<()> {
    for wanted in rule.wanted_mut() {
        let mut patterns = wanted.of.iter_mut().chain(&mut wanted.allow);
        patterns.try_for_each(|pattern| import.pattern(pattern))?;
        wanted.make_ready(import.lexicon());
    }
    Some(())
}

/// A bundle as it is written: its bytes, and the phrases in it.
pub struct Written {
    /// All but the phrases.
    pub bytes: Vec<u8>,
    /// The phrases, folded, a line each.
    pub texts: String,
}

/// The bundle of some rulesets; none if they cannot be put into one.
pub fn of(rulebook: &Rulebook) -> Option<Written> {
    let stored = rulebook.matcher.lexicon().stored(leaked)?;
    let mut first = Import::new(stored);
    for entry in &rulebook.entries {
        take(&mut copied(&entry.rule)?, &mut first)?;
    }
    // Taken once more, in order, and without the phrases that nothing calls for.
    let mut import = Import::new(stored);
    for number in first.in_order() {
        import.phrase(number)?;
    }
    let mut volumes: Vec<(&str, Vec<Rule>, Olds)> = Vec::new();
    for ruleset in &rulebook.rulesets {
        let entries = rulebook.entries.iter().filter(|entry| entry.ruleset() == ruleset.name);
        let was = entries.clone().enumerate().filter(|(_, entry)| !entry.was.is_empty());
        let was = was.map(|(number, entry)| (number, entry.was.clone())).collect();
        let rules = entries.map(|entry| {
            let mut rule = copied(&entry.rule)?;
            take(&mut rule, &mut import)?;
            Some(rule)
        });
        volumes.push((&ruleset.name, rules.collect::<Option<_>>()?, was));
    }
    let lexicon = import.into_lexicon().stored(leaked)?;
    let written = volumes.iter().map(|(name, rules, was)| Some((*name, volume(rules, was, lexicon)?)));
    let written: Vec<(&str, Vec<u8>)> = written.collect::<Option<_>>()?;
    let volumes = written.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let bytes = postcard::to_stdvec(&Bundle { lexicon, volumes }).ok()?;
    Some(Written { bytes, texts: lexicon.texts.to_owned() })
}

fn copied(rule: &Rule) -> Option<Rule> {
    postcard::from_bytes(&postcard::to_stdvec(rule).ok()?).ok()
}

/// A stored lexicon that lasts as long as the program: what is written once is never given back.
fn leaked(stored: Stored<'_>) -> Option<Stored<'static>> {
    let texts = stored.texts.to_owned().leak();
    let bytes = postcard::to_stdvec(&stored).ok()?.leak();
    Some(postcard::from_bytes::<Stored<'_>>(bytes).ok()?.with_texts(texts))
}

/// The volume of some rules, as bytes.
fn volume(rules: &[Rule], was: &Olds, lexicon: Stored<'static>) -> Option<Vec<u8>> {
    let (mut import, rules) = (Import::new(lexicon), postcard::to_stdvec(rules).ok()?);
    let mut taken: Vec<Rule> = postcard::from_bytes(&rules).ok()?;
    taken.iter_mut().try_for_each(|rule| take(rule, &mut import))?;
    let steps = import.taken().into_iter().scan(0, |before, number| {
        let step = number - *before;
        *before = number;
        Some(step)
    });
    let (steps, expressions) = (steps.collect(), import.lexicon().expressions());
    let rules = postcard::from_bytes(&rules).ok()?;
    postcard::to_stdvec(&Volume { steps, expressions, rules, was: was.clone() }).ok()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failing test says so by panicking")]
mod tests {
    use super::super::builtin;
    use super::load;

    /// What the rulesets are written in holds what they look for: their examples, their phrases, their explanations.
    #[test]
    fn few_texts_are_searched_otherwise_than_many_and_bring_the_same() {
        let names: Vec<String> = builtin::names().map(str::to_owned).collect();
        let matcher = load(&names).unwrap().matcher;
        let texts = names.iter().flat_map(|name| builtin::text(name).unwrap().lines().step_by(3));
        let mut found = 0;
        for text in texts {
            for (id, [few, many]) in matcher.few_and_many(text) {
                assert_eq!(few, many, "{} in {text}", matcher.lexicon().expression_text(id));
                found += few.len();
            }
        }
        assert!(found > 500, "{found}");
    }
}
