//! The small grammars: positions such as `last 2 messages`, widths such as `same turn`.

use crate::language::Bilingual;
use crate::rule::{Position, Same, Unit, Within};

/// Reads `first turn`, `last turn`, `first 3 turns`, `last message` …
///
/// # Errors
/// With what can be written.
pub(super) fn position(text: &str) -> Result<Position, Bilingual> {
    let help = || {
        Bilingual::new(
            "写成 `first turn`、`last turn`、`first 3 turns` 或 `last message`",
            "write `first turn`, `last turn`, `first 3 turns` or `last message`",
        )
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let (end, count, unit) = match words[..] {
        [end, unit] => (end, 1, unit),
        [end, count, unit] => (end, count.parse().map_err(|_| help())?, unit),
        _ => return Err(help()),
    };
    let last = match end {
        "first" => false,
        "last" => true,
        _ => return Err(help()),
    };
    match unit_of(unit) {
        Some(unit) if count > 0 => Ok(Position { last, count, unit }),
        _ => Err(help()),
    }
}

/// Reads `same turn`, `2 messages`, `1 turn` …
///
/// # Errors
/// With what can be written.
pub(super) fn within(text: &str) -> Result<Within, Bilingual> {
    let help = || {
        Bilingual::new(
            "写成 `same clause`、`same sentence`、`same message`、`same turn`、`1 turn` 或 `2 messages`（时长此版本尚不支持）",
            "write `same clause`, `same sentence`, `same message`, `same turn`, `1 turn` or `2 messages` \
             (durations are not in this version yet)",
        )
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    match words[..] {
        ["same", unit] => Same::named(unit).map(Within::Same).ok_or_else(help),
        [count, unit] => {
            let count: usize = count.parse().map_err(|_| help())?;
            match unit_of(unit) {
                Some(unit) if count > 0 => Ok(Within::Next(count, unit)),
                _ => Err(help()),
            }
        }
        _ => Err(help()),
    }
}

fn unit_of(word: &str) -> Option<Unit> {
    match word {
        "turn" | "turns" => Some(Unit::Turns),
        "message" | "messages" => Some(Unit::Messages),
        _ => None,
    }
}
