//! Suggestions for names that do not exist: the one that was meant, else all there are.

use crate::language::Bilingual;
use crate::say;

/// The one of some names that somebody meant who wrote another.
pub(crate) fn meant<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let close = names.map(|name| (strsim::damerau_levenshtein(written, name), name));
    let (distance, name) = close.min_by_key(|(distance, _)| *distance)?;
    let length = written.chars().count().max(name.chars().count());
    let limit = if length < 3 { 0 } else { (length / 3).max(1) };
    (distance <= limit).then_some(name)
}

/// The help for somebody who wrote no known name: the one that was meant, else all there are.
pub(crate) fn did_you_mean<'a>(written: &str, names: impl Iterator<Item = &'a str>) -> Bilingual {
    let names: Vec<&str> = names.collect();
    if let Some(name) = meant(written, names.iter().copied()) {
        return say!("是不是想写 `{name}`？", "did you mean `{name}`?");
    }
    match names.join(", ") {
        none if none.is_empty() => Bilingual::new("这里没有可以写的名称", "there is no name to write here"),
        all => say!("可以写：{all}", "possible: {all}"),
    }
}
