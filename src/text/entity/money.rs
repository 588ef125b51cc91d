//! Amounts of money with their currency.
//!
//! `5分` and `5块` are as often marks, minutes or pieces: `分` counts behind yuan or before `钱`, `块` where no thing follows.

use std::sync::LazyLock;

use regex::Regex;

use super::super::han::is_han;
use super::super::{TextRange, constant};
use super::merged;
use super::place::{Place, find_where};

/// A number, or two as the ends of a range.
const AMOUNT: &str = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?:\.[0-9]{1,4})?
    (?:\ ?[-~–—至到]\ ?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?:\.[0-9]{1,4})?)?";

/// The currency before the number.
static PREFIXED: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?xi)
        (?: [￥¥€£$] | (?-u:\b{{start-half}})(?:us\$|hk\$|nt\$|rmb|cny|usd|hkd|eur|gbp|人民币|美元|港币) )
        [\ :]? {AMOUNT} (?:[千万亿]|[kwm])? 元?
        (?-u:\b{{end-half}})"
    ))
});

/// The currency behind the number, with what is said in smaller coins.
static SUFFIXED: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?xi)(?-u:\b{{start-half}})
        {AMOUNT} \ ?[十百千万亿]{{0,2}}[kw]?[多余来]?\ ?
        (?: 元[0-9]角(?:[0-9]分)? | 元[0-9]{{1,2}}分 | 块[0-9]毛? | 角[0-9]分
        |   [美港日欧韩澳加]?元 | 块钱? | 角 | 毛钱? | 分钱 | 人民币 | 美金 | 美刀 | 港币 | 英镑
        |   rmb | cny | usd | hkd | eur | gbp | yuan | dollars? | euros? | [￥¥€£] )
        (?-u:\b{{end-half}})"
    ))
});

/// The digits and powers of Chinese numbers, also as they stand on cheques.
const NUMERALS: &str = "零〇一二两三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟半";

/// Numbers in Chinese characters.
static SPELT: LazyLock<Regex> = LazyLock::new(|| {
    constant(&format!(
        r"(?x)(?-u:\b{{start-half}})[{NUMERALS}]{{1,16}}[多余]?
        (?: 元[{NUMERALS}]角(?:[{NUMERALS}]分)? | [美港日欧]?元整? | 圆整 | 块钱 | 毛钱 | 分钱 | 美金 | 港币 | 人民币 )"
    ))
});

/// Finds amounts of money.
pub(super) fn amounts(text: &str) -> Vec<TextRange> {
    merged([
        find_where(text, &PREFIXED, is_priced),
        find_where(text, &SUFFIXED, |place| place.stands_alone() && is_unit(place)),
        find_where(text, &SPELT, |place| !place.is_cut() && is_spelt(place)),
    ])
}

/// Whether a currency before a number is its own: `a$5` is a name.
fn is_priced(place: &Place<'_>) -> bool {
    place.stands_alone() && !place.before.ends_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether the last character is a unit, not the head of another word: 元素, 角度, 三块电池, 5￥ before a number.
fn is_unit(place: &Place<'_>) -> bool {
    let next = place.after.chars().next();
    let is_next = |list: &str| next.is_some_and(|next| list.contains(next));
    match place.itself.chars().next_back() {
        Some('元') => !is_next("素旦宵"),
        Some('角') => !is_next("形度落色"),
        Some('毛') => !is_next("衣巾孩利重笔"),
        Some('块') => !next.is_some_and(is_han) || is_next("多左的了吧呢啊吗嘛和到以运优补退红券起"),
        Some('￥' | '¥' | '€' | '£') => !next.is_some_and(|next| next.is_ascii_digit()),
        _ => true,
    }
}

/// Whether it is money that is spelt, no mathematics: 一元二次方程, 二元论.
fn is_spelt(place: &Place<'_>) -> bool {
    let is_longer = place.before.ends_with(|c| NUMERALS.contains(c) || matches!(c, '第' | '.'));
    let next = ["一次", "二次", "三次", "函数", "模型", "素", "旦", "宵", "化", "论"];
    let is_maths = place.itself.ends_with('元') && next.iter().any(|word| place.after.starts_with(word));
    !is_longer && !is_maths
}
