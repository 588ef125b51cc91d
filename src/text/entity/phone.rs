//! Telephone numbers.
//!
//! Short numbers are told only where they can hardly be anything else: 95xxx and 96xxx, the hotlines of the carriers and of the state
//! (123xx). 110, 119, 120 and 10000 are prices and counts far more often, and are none.

use std::sync::LazyLock;

use regex::Regex;

use super::super::{TextRange, constant};
use super::merged;
use super::place::{Place, find_where};

/// Chinese mobile numbers, landlines with their area code, 400 and 800 numbers; each with an extension.
static DIALLED: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi)
        (?: (?-u:\b{start-half})
            (?: (?:(?:\(\+?86\)|\+?86|0086)[\ -]?)? 1[3-9][0-9] [\ -]?[0-9]{4}[\ -]?[0-9]{4}
            |   0(?:10|2[0-9]|[3-9][0-9]{2}) [\ -] [1-9][0-9]{2,3}[\ -]?[0-9]{4}
            |   0(?:10|2[0-9])[2-9][0-9]{7} | 0[3-9][0-9]{2}[2-9][0-9]{6,7}
            |   [48]00 (?:[\ -]?[0-9]{3}[\ -]?[0-9]{4} | [\ -]?[0-9]{4}[\ -][0-9]{3} | [0-9]-[0-9]{3}-[0-9]{3}) )
        |   \(0(?:10|2[0-9]|[3-9][0-9]{2})\) [\ -]? [1-9][0-9]{2,3}[\ -]?[0-9]{4} )
        (?: (?:\ ?(?:转(?:分机)?|分机|ext\.?)[\ :]?|-) [0-9]{1,6} )?
        (?-u:\b{end-half})",
    )
});

/// Numbers with their country code (ITU-T E.164).
static ABROAD: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x-u)\b{start-half}
        (?: \+[1-9][0-9]{0,3} | 00(?:86|85[23]|886) )
        (?: [\ -]?\([0-9]{1,4}\)[\ -]? )? (?: [\ -]?[0-9]{2,5} ){1,5}
        \b{end-half}",
    )
});

/// Numbers of services: banks, insurers, shops (95xxx, 96xxx), carriers (100xx), the post, the state (123xx).
static SERVICE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?x)(?-u:\b{start-half})
        (?: 9[56][0-9]{3} | 95[0-2][0-9]{3} | 10086(?:1[0-9])?
        |   100(?:1[0-9]|39|50|6[0-9]|8[0-5]|9[69]) | 1118[35] | 123(?:0[1-9]|[1-9][0-9]) )
        (?: 转[0-9]{1,4} )?
        (?-u:\b{end-half})",
    )
});

/// Finds telephone numbers.
pub(super) fn phones(text: &str) -> Vec<TextRange> {
    let is_dialled = |place: &Place<'_>| is_number(place) && !counts(place);
    let is_abroad = |place: &Place<'_>| is_number(place) && (8..=15).contains(&place.digits().len());
    merged([
        find_where(text, &DIALLED, is_dialled),
        find_where(text, &ABROAD, is_abroad),
        find_where(text, &SERVICE, |place| is_dialled(place) && is_service(place)),
    ])
}

fn is_number(place: &Place<'_>) -> bool {
    place.stands_alone() && !place.after.starts_with('@') && !place.is_labelled()
}

/// Whether a short number is no count: not round, not one of a row of numbers, nor under a number sign.
fn is_service(place: &Place<'_>) -> bool {
    let is_in_row = place.before.trim_end_matches([' ', ',']).ends_with(|c: char| c.is_ascii_digit());
    let is_numbered = place.before.ends_with(['#', '第', '共', '约', '超', '近', '='].as_slice());
    !place.itself.ends_with("000") && !is_in_row && !is_numbered
}

/// Whether a currency before it, a unit or more digits behind it make it a count.
fn counts(place: &Place<'_>) -> bool {
    const UNITS: [&str; 31] = [
        "元",
        "块",
        "角",
        "美元",
        "港币",
        "港元",
        "人民币",
        "%",
        "万",
        "亿",
        "余",
        "多万",
        "个",
        "件",
        "名",
        "位",
        "份",
        "张",
        "条",
        "台",
        "套",
        "箱",
        "盒",
        "斤",
        "吨",
        "公里",
        "公斤",
        "米",
        "步",
        "分钟",
        "积分",
    ];
    let after = place.after.strip_prefix(' ').unwrap_or(place.after);
    let is_priced = place.before.trim_end_matches(' ').ends_with(['￥', '¥', '$', '€', '£']);
    let is_unit = UNITS.iter().any(|unit| after.starts_with(unit));
    is_priced
        || is_unit
        || is_short(place) && place.after.strip_prefix([',', ':']).is_some_and(starts_with_digit)
}

/// Whether it is so short that it could be part of a number with commas or of a time.
fn is_short(place: &Place<'_>) -> bool {
    place.itself.len() < 8
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}
