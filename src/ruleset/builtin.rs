//! The rulesets that the program brings along.

use crate::diagnostic::Diagnostic;
use crate::language::Bilingual;
use crate::say;
use crate::source::brief;
use crate::yaml::suggestion::did_you_mean;

/// Lists the rulesets by name.
macro_rules! rulesets {
    ($($name:literal)*) => {
        &[$(($name, include_str!(concat!("../../rulesets/", $name, ".yaml")))),*]
    };
}

/// Name and text of each.
const RULESETS: &[(&str, &str)] = rulesets! {
    "bank-hall-etiquette-course"
    "bank-hall-marketing-course"
    "base"
    "basic-phrases"
    "callcentre-400"
    "callcentre-floor-rules"
    "callcentre-shopping"
    "callcentre-v1-1"
    "callcentre-zheke"
    "cmcc-account-manager"
    "cnc-hall-taboos"
    "cnc-hall-wording"
    "cnc-home-phone"
    "cnc-home-visit"
    "common"
    "csr-donts"
    "csr-dos"
    "ct-account-manager"
    "cu-account-manager"
    "customer-service-standard"
    "email"
    "guest-service-standard"
    "guozhen-service"
    "heating-repair-desk"
    "hotel-etiquette"
    "operator-phrases"
    "phone-service-standard"
    "phone-store-service"
    "plaza-callcentre-handbook"
    "privacy"
    "related-teasers"
    "seven-phrases"
    "shop-service-rules"
    "sms-cn"
    "sms-eu"
    "sms-us"
    "store-tcm"
    "telesales-answering"
    "telesales-basics"
    "telesales-interview-tips"
    "telesales-phone-etiquette"
    "telesales-voice"
    "ten-words"
    "vocabulary-agent"
    "vocabulary-en"
    "vocabulary-zh"
};

/// The ruleset whose rules others take; it follows no document.
pub const BASE: &str = "base";

/// The names of all, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    RULESETS.iter().map(|(name, _)| *name)
}

/// The YAML of a ruleset.
pub(super) fn text(name: &str) -> Option<&'static str> {
    RULESETS.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The fault of a ruleset that does not come along.
pub(crate) fn unknown_ruleset(wanted: &str) -> Diagnostic {
    let shown = brief(wanted);
    let text = say!("没有规则集 `{shown}`", "there is no ruleset `{shown}`");
    let Bilingual { zh, en } = did_you_mean(wanted, names());
    let help = say!("{zh}（自己的规则集请写文件路径）", "{en} (give your own by its path)");
    Diagnostic::error("ruleset/unknown", text).help(help)
}
