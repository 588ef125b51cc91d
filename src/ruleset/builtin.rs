//! The rulesets that the program brings along.

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
