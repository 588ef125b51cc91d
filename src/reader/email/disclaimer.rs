//! How what lawyers add below a letter shows itself.

use std::sync::LazyLock;

use regex_lite::Regex;

use crate::text::constant_lite;

use super::letter::{is_one_of, matches};

/// A line that begins a disclaimer.
static BEGINNING: LazyLock<Regex> = LazyLock::new(|| {
    constant_lite(
        r"(?xi)^(?:
        (?:免责|免責|保密|法律|机密|機密)(?:声明|聲明|提示|条款|條款|须知|須知|通知)\s*(?:[：:】\]。]|$)
        |(?:本|此|这|這|该|該)封?(?:电子|電子)?(?:邮件|郵件|电邮|電郵|信件).{0,40}
            (?:保密|机密|機密|(?:仅|僅|只)[供限].{0,16}(?:收件|收信|接收|指定|使用)|特权|特權)
        |(?:如|若|倘若|假如)(?:果)?(?:您|你|阁下|閣下)?.{0,6}(?:不是|并非|並非|非).{0,16}(?:收件|收信|接收)(?:人|者|方)
        |(?:请|請)?在?打印.{0,8}前.{0,8}(?:环境|環境|环保|環保)
        |(?:confidentiality|legal)\ (?:notice|note|statement|disclaimer)\s*(?:[:.\-–—]|$)
        |(?:confidential|disclaimer)\s*(?:[:.\-–—]|$)
        |(?:this|the)\ (?:information\ (?:contained\ |transmitted\ )?in\ this\ )?(?:e-?mail|message|communication|transmission)\b
            .{0,120}\b(?:confidential|privileged|intended\ (?:(?:only|solely)\ )?(?:for|recipients?))
        |the\ (?:information|contents?)\b.{0,60}\b(?:e-?mail|message|communication)\b.{0,80}
            \b(?:confidential|privileged|intended)
        |if\ you\ (?:are\ not|have\ received\ this)\b.{0,80}\b(?:intended\ recipients?|in\ error|by\ mistake)
        |please\ consider\ the\ environment\ before\ print
        )",
    )
});

/// What such a line begins with, in three bytes: one Han character or three letters. Most lines do not.
const HEADS: [&str; 25] = [
    "免", "保", "法", "机", "機", "本", "此", "这", "這", "该", "該", "如", "若", "倘", "假", "请", "請",
    "打", "con", "dis", "leg", "the", "thi", "if ", "ple",
];

/// Words of which it has one. The regex takes longer to compile than a short letter takes to be judged.
const SIGNS: [&str; 24] = [
    "免责",
    "免責",
    "保密",
    "法律",
    "机密",
    "機密",
    "收件",
    "收信",
    "接收",
    "指定",
    "特权",
    "环",
    "環",
    "onfidential",
    "isclaimer",
    "rivileged",
    "ntended",
    "egal",
    "environment",
    "ONFIDENTIAL",
    "ISCLAIMER",
    "RIVILEGED",
    "NTENDED",
    "EGAL",
];

/// Whether a line begins a disclaimer.
pub(super) fn begins_disclaimer(line: &str) -> bool {
    let words = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    words.get(..3).is_some_and(|head| is_one_of(head, &HEADS))
        && SIGNS.iter().any(|sign| line.contains(sign))
        && matches(&BEGINNING, words)
}
