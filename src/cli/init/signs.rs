//! What the texts of SMS tell of where they go.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{constant, is_han};

/// How to opt out: a reply with a word, which carriers of the United States ask for first, and others take over.
static STOP: LazyLock<Regex> =
    LazyLock::new(|| constant(r#"(?i)\b(?:reply|text|txt)\s+["'“]?stop["'”]?\s+(?:to|2)\s+[a-z]"#));

/// What those carriers alone ask for, and numbers of their country.
static AMERICA: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi) \b(?:msg|message)s?\s*(?:&|&amp;|and)\s*data\ rates | \bhelp\s+for\s+(?:help|info)
        | \+1[\s.(-]*[2-9][0-9]{2}[\s.)-]*[0-9]{3}",
    )
});

/// Money and numbers of Europe, and short codes that take STOP there.
static EUROPE: LazyLock<Regex> = LazyLock::new(|| {
    constant(
        r"(?xi) [€£] | [0-9]\s?(?:euros?|eur|gbp)\b | \+[34][0-9](?:[\s.()-]*[0-9]){6} | \bstop(?:\ sms)?\ (?:au|à|an)\ [0-9]{5}",
    )
});

/// What was seen in SMS.
#[derive(Default)]
pub(super) struct Signs {
    /// Whether some are in Chinese, and some files have none that are.
    chinese: bool,
    others: bool,
    stop: bool,
    america: bool,
    europe: bool,
}

impl Signs {
    /// Looks at the text of a file, line by line.
    pub(super) fn look_at(&mut self, text: &str) {
        let (chinese, others): (Vec<&str>, Vec<&str>) =
            text.lines().partition(|line| line.chars().any(is_han));
        let tell = |sign: &Regex| others.iter().any(|line| sign.is_match(line));
        self.chinese |= !chinese.is_empty();
        self.others |= chinese.is_empty();
        self.stop |= tell(&STOP);
        self.america |= tell(&AMERICA);
        self.europe |= tell(&EUROPE);
    }

    /// The rulesets of SMS that clearly fit all of them.
    pub(super) fn ruleset(&self) -> Option<&'static str> {
        match *self {
            Self { chinese: true, .. } => Some("sms-cn"),
            Self { europe: true, america: false, .. } => Some("sms-eu"),
            Self { europe: false, america, stop, .. } if america || stop => Some("sms-us"),
            _ => None,
        }
    }

    /// Whether some may go abroad.
    pub(super) fn go_abroad(&self) -> bool {
        self.others || self.stop || self.america || self.europe
    }
}
