//! The small grammars: positions such as `last 2 messages`, widths such as `same turn`.

use crate::language::Bilingual;
use crate::rule::{Per, Position, Same, Unit, Within};

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
        ["same", unit] => same(unit).map(Within::Same).ok_or_else(help),
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

/// Reads a unit that a window is cut by.
pub(super) fn per(text: &str) -> Option<Per> {
    match text {
        "clause" => Some(Per::Clause),
        "sentence" => Some(Per::Sentence),
        "part" => Some(Per::Part),
        "message" => Some(Per::Message),
        "turn" => Some(Per::Turn),
        "conversation" => Some(Per::Conversation),
        _ => None,
    }
}

fn same(unit: &str) -> Option<Same> {
    match unit {
        "clause" => Some(Same::Clause),
        "sentence" => Some(Same::Sentence),
        "message" => Some(Same::Message),
        "turn" => Some(Same::Turn),
        _ => None,
    }
}

fn unit_of(word: &str) -> Option<Unit> {
    match word {
        "turn" | "turns" => Some(Unit::Turns),
        "message" | "messages" => Some(Unit::Messages),
        _ => None,
    }
}
