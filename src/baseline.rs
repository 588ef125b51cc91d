//! Baselines: findings that do not count, since they were there before; known by file, rule and a hash of their text.

use std::collections::BTreeMap;
use std::hash::Hasher;

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use siphasher::sip::SipHasher13;

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::say;
use crate::source::{Source, brief, is_dangerous};

/// The first line of a baseline. Another number is another format.
const HEAD: &str = "# liyi baseline 1";

/// What people read behind it.
const REMARK: &str = "# Findings that do not count: hash of the text, how often, rule, file. `liyi baseline update` writes this.";

/// What a finding is known by from one run to the next, also when its line has moved.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Known {
    /// The file, as seen from the folder of the baseline, with slashes.
    pub file: String,
    /// `ruleset/rule`.
    pub rule: String,
    hash: u64,
}

impl Known {
    /// What a finding in a file is known by.
    pub fn new(finding: &Diagnostic, file: &str) -> Self {
        let mut hasher = SipHasher13::new();
        for word in finding.excerpt.split_whitespace() {
            hasher.write(word.as_bytes());
            // No text holds this byte.
            hasher.write_u8(0xFF);
        }
        Self { file: file.to_owned(), rule: finding.code.to_string(), hash: hasher.finish() }
    }
}

/// Findings that are known, and how often each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Known, usize>,
}

impl Baseline {
    /// Reads what [`Baseline::text`] wrote.
    ///
    /// # Errors
    /// With every line that is none of a baseline.
    pub fn read(source: &Source) -> Result<Self, Vec<Diagnostic>> {
        let (mut baseline, mut faults) = (Self::default(), Vec::new());
        let mut lines = source.lines();
        match lines.next() {
            Some((_, HEAD)) => (),
            Some((span, _)) => return Err(vec![foreign().at(source, span)]),
            None => return Err(vec![foreign().in_file(source.name())]),
        }
        for (span, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            match entry(line) {
                Some((known, count)) => *baseline.counts.entry(known).or_default() += count,
                None => faults.push(broken(line).at(source, span)),
            }
        }
        if faults.is_empty() { Ok(baseline) } else { Err(faults) }
    }

    /// The same as a text, one finding a line, sorted by file and rule.
    pub fn text(&self) -> String {
        let mut text = format!("{HEAD}\n{REMARK}\n");
        for (Known { file, rule, hash }, count) in &self.counts {
            let file = escaped(file);
            text.push_str(&format!("{hash:016x} {count} {rule} {file}\n"));
        }
        text
    }

    /// Adds a finding.
    pub fn add(&mut self, known: Known) {
        *self.counts.entry(known).or_default() += 1;
    }

    /// Takes a finding out, if it is there.
    pub fn take(&mut self, known: &Known) -> bool {
        let Some(count) = self.counts.get_mut(known) else { return false };
        *count -= 1;
        if *count == 0 {
            self.counts.remove(known);
        }
        true
    }

    /// Adds all of another.
    pub fn join(&mut self, other: Self) {
        for (known, count) in other.counts {
            *self.counts.entry(known).or_default() += count;
        }
    }

    /// The same, by the names that rules have now, where they were renamed.
    pub fn renamed<'n>(self, name_now: impl Fn(&str) -> Option<&'n str>) -> Self {
        let mut renamed = Self::default();
        for (known, count) in self.counts {
            let rule = name_now(&known.rule).map_or_else(|| known.rule.clone(), str::to_owned);
            *renamed.counts.entry(Known { rule, ..known }).or_default() += count;
        }
        renamed
    }

    /// Those that some condition holds for, and the others.
    pub fn split(self, is_first: impl Fn(&Known) -> bool) -> (Self, Self) {
        let (first, second) = self.counts.into_iter().partition(|(known, _)| is_first(known));
        (Self { counts: first }, Self { counts: second })
    }

    /// How many findings there are, each counted as often as it is there.
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }
}

/// The name of a file as it can stand on a line, and be read there.
fn escaped(file: &str) -> String {
    let mut text = String::new();
    for c in file.chars() {
        match c == '%' || is_dangerous(c) {
            true => {
                text.extend(utf8_percent_encode(c.encode_utf8(&mut [0; 4]), NON_ALPHANUMERIC));
            }
            false => text.push(c),
        }
    }
    text
}

/// A line of a baseline: `HASH COUNT RULE FILE`.
fn entry(line: &str) -> Option<(Known, usize)> {
    let mut words = line.splitn(4, ' ');
    let (hash, count, rule, file) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let hash = u64::from_str_radix(hash, 16).ok().filter(|_| hash.len() == 16)?;
    let count = count.parse().ok().filter(|count| (1..=u32::MAX).contains(count))?;
    let file = percent_decode_str(file).decode_utf8().ok().filter(|file| !file.is_empty())?;
    let known = Known { file: file.into_owned(), rule: rule.to_owned(), hash };
    rule.contains('/').then_some((known, count as usize))
}

fn foreign() -> Diagnostic {
    let text = Bilingual::new("这不是 liyi 的基线文件", "this is no baseline of liyi");
    let zh = format!("基线以 `{HEAD}` 开头，由 `liyi baseline update 文件 路径…` 写出");
    let en = format!("a baseline begins with `{HEAD}`; `liyi baseline update FILE PATH…` writes one");
    Diagnostic::error("baseline/foreign", text).help(Bilingual { zh, en })
}

fn broken(line: &str) -> Diagnostic {
    let shown = brief(line);
    let text = say!("`{shown}` 不是基线里的一行", "`{shown}` is no line of a baseline");
    let help = Bilingual::new(
        "一行是：散列值 次数 规则 文件；重新写出：liyi baseline update",
        "a line is HASH COUNT RULE FILE; liyi baseline update writes them anew",
    );
    Diagnostic::error("baseline/line", text).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn source(text: &str) -> Source {
        Source::new("baseline", text.to_owned())
    }

    proptest! {
        /// Whatever files are called, what is written is read again.
        #[test]
        fn what_is_written_is_read(files in proptest::collection::vec(".+", 0..5)) {
            let mut baseline = Baseline::default();
            for (at, file) in files.into_iter().enumerate() {
                let known = Known { file, rule: "set/rule".to_owned(), hash: at as u64 % 2 };
                (0..=at).for_each(|_| baseline.add(known.clone()));
            }
            prop_assert_eq!(Baseline::read(&source(&baseline.text())).ok(), Some(baseline));
        }

        /// Nothing that is no baseline is taken for one, and nothing breaks.
        #[test]
        fn anything_is_read_or_told(text in "(# liyi baseline 1\n)?([0-9a-f]{16} [0-9]{1,12} [a-z/]{3} .{0,3}\n|.*)*") {
            if let Err(faults) = Baseline::read(&source(&text)) {
                prop_assert!(faults.iter().all(|fault| fault.place.is_some()));
            }
        }
    }
}
