//! Masks: what hides a value in data sets, exports and messages.

use std::sync::LazyLock;

use regex::Regex;

use super::{SURNAMES, TextRange, constant, is_digit};

/// Surnames that are words as well, and so show a name only where a title follows: 林**女士.
const MORE_SURNAMES: &str = "林高何马谢唐许傅曾程苏叶于余任方石戴金范田夏白毕江史龙万段雷钱汤尹黎易常武乔贺赖文施洪季庞樊兰殷颜倪严牛温芦俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边";

/// `[数字x]`, as data sets and exports write it.
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| constant(r"\[[\p{Han}A-Za-z]{1,12}[xX]\]"));

/// Finds what hides a value.
pub(super) fn masks(text: &str) -> Vec<TextRange> {
    let mut masks = stars(text);
    // Most brackets hold something else.
    if text.contains("x]") || text.contains("X]") {
        masks.extend(BRACKETED.find_iter(text).map(|found| found.range()));
        masks.sort_by_key(|mask| mask.start);
    }
    masks
}

/// Finds stars for what is not told, without a regex, which would take half as long to compile as a message takes to be judged:
/// 138****1234, 6222****, ****1234; 王**; 林**女士.
fn stars(text: &str) -> Vec<TextRange> {
    let (mut masks, mut done) = (Vec::new(), 0);
    while let Some(at) = text[done..].find('*') {
        let start = done + at;
        let count = text[start..].bytes().take_while(|byte| *byte == b'*').count();
        let (before, rest) = (&text[done..start], &text[start + count..]);
        let number = digits(before.chars().rev());
        let name = before.chars().next_back().filter(|c| is_surname(*c, rest, count));
        done = start + count;
        if number > 0 && count >= 2 {
            done += digits(rest.chars());
            masks.push(start - number..done);
        } else if let Some(name) = name {
            done = start + count.min(2);
            masks.push(start - name.len_utf8()..done);
        } else if count >= 3 && rest.chars().take(2).filter(|c| is_digit(*c)).count() == 2 {
            done += digits(rest.chars());
            masks.push(start..done);
        }
    }
    masks
}

/// How many bytes the digits at the head of some characters take.
fn digits(characters: impl Iterator<Item = char>) -> usize {
    characters.take_while(|c| is_digit(*c)).map(char::len_utf8).sum()
}

/// Whether a character before so many stars is a surname: one that is nothing else, or one that is a word as well before a title.
fn is_surname(c: char, behind: &str, stars: usize) -> bool {
    let has_title = || ["先生", "女士", "小姐", "老师", "经理"].iter().any(|title| behind.starts_with(title));
    SURNAMES.contains(c) || MORE_SURNAMES.contains(c) && stars <= 2 && has_title()
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use proptest::prelude::*;

    use super::{MORE_SURNAMES, SURNAMES, constant, masks};

    /// The same as one regex.
    fn by_regex(text: &str) -> Vec<Range<usize>> {
        let forms = constant(&format!(
            r"\[[\p{{Han}}A-Za-z]{{1,12}}[xX]\]|[0-9０-９]+\*{{2,}}[0-9０-９]*|\*{{3,}}[0-9０-９]{{2,}}|(?P<mask>[{MORE_SURNAMES}]\*{{1,2}})(?:先生|女士|小姐|老师|经理)|[{SURNAMES}]\*{{1,2}}",
        ));
        let found = forms.captures_iter(text);
        found
            .filter_map(|found| found.name("mask").or_else(|| found.get(0)))
            .map(|found| found.range())
            .collect()
    }

    proptest! {
        #[test]
        fn masks_are_those_of_their_forms(
            parts in prop::collection::vec(prop::sample::select(&["*", "*", "**", "1", "38", "９", "王", "林", "女士", "好", "[数字x]", "[", "x]", " "][..]), 0..12),
        ) {
            let text = parts.concat();
            prop_assert_eq!(masks(&text), by_regex(&text), "{:?}", text);
        }
    }
}
