//! Paths of a map: keys with dots between them, through lists to each of their elements, and into a string as the JSON that
//! stands in it.

use serde_json::value::RawValue;

use crate::source::{Map, json_string};

use super::object::{Object, place, word};

/// All values behind a path.
pub(super) fn listed(raw: &str, path: &str) -> Vec<String> {
    let mut list = Vec::new();
    each(raw, Some(path), &mut |item| list.push(item.to_owned()));
    list
}

/// Goes to each value behind a path, through all lists.
pub(super) fn each(raw: &str, path: Option<&str>, then: &mut dyn FnMut(&str)) {
    if raw.starts_with('[') {
        let elements: Vec<&RawValue> = serde_json::from_str(raw).unwrap_or_default();
        return elements.into_iter().for_each(|element| each(element.get(), path, then));
    }
    let Some(path) = path else { return then(raw) };
    let Ok(object) = serde_json::from_str::<Object<'_>>(raw) else { return };
    let (key, rest) = step(path);
    if let Some(value) = object.find(key) {
        each(value.get(), rest, then);
    }
}

/// What a path says in a word; of a list its first element.
pub(super) fn value(raw: &str, path: &str) -> Option<String> {
    let mut found = None;
    each(raw, Some(path), &mut |value| {
        let word = serde_json::from_str::<&RawValue>(value).ok().and_then(word);
        found = found.take().or(word);
    });
    found
}

/// Whether a path leads to something that is not empty.
pub(super) fn leads(raw: &str, path: &str) -> bool {
    let mut is_there = false;
    each(raw, Some(path), &mut |value| is_there |= !matches!(value, "null" | "false" | "\"\"" | "{}"));
    is_there
        || located(raw, path)
            .is_some_and(|(value, rest)| !rest.is_empty() && decoded(value, 0, rest).is_some())
}

/// The first key of a path, and what of it is left.
fn step(path: &str) -> (&str, Option<&str>) {
    path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)))
}

/// The value that a path leads to; where it stops at a string or a list, with the rest of the path.
pub(super) fn located<'r, 'p>(raw: &'r str, path: &'p str) -> Option<(&'r str, &'p str)> {
    let object: Object<'r> = serde_json::from_str(raw).ok()?;
    let (key, rest) = step(path);
    let value = object.find(key)?.get();
    match rest {
        Some(rest) if value.starts_with('{') => located(value, rest),
        rest => Some((value, rest.unwrap_or_default())).filter(|_| value.starts_with(['"', '['])),
    }
}

/// What a string says, what the strings of a list say together, or what the JSON in a string says behind a path; with
/// the way back. `start` is where the value stands.
pub(super) fn decoded(raw: &str, start: usize, path: &str) -> Option<(String, Map)> {
    if raw.starts_with('[') && !path.is_empty() {
        return lines(raw, start, path);
    }
    let (mut text, mut map) = (String::new(), Map::default());
    let mut take = |piece: &str| json_string(piece, place(raw, piece, start).start, &mut text, &mut map);
    if raw.starts_with('"') {
        take(raw)?;
    } else {
        let elements: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
        for element in elements {
            match element.get().starts_with('"') {
                true => take(element.get())?,
                false => _ = located(element.get(), "text").and_then(|(piece, _)| take(piece)),
            }
        }
    }
    if path.is_empty() {
        return (!map.is_empty()).then_some((text, map));
    }
    let (inner, rest) = located(text.trim(), path)?;
    let (said, own) = decoded(inner, place(&text, inner, 0).start, rest)?;
    Some((said, own.through(map)))
}

/// What the elements of a list say behind a path, each on a line of its own: they are no one text, and something else may
/// stand between them.
fn lines(raw: &str, start: usize, path: &str) -> Option<(String, Map)> {
    let elements: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
    let said = elements.into_iter().filter_map(|element| {
        let (inner, rest) = located(element.get(), path)?;
        decoded(inner, place(raw, inner, start).start, rest)
    });
    said.reduce(|(mut text, mut map), (more, own)| {
        if map.is_as_deep(&own) {
            let glue = if text.ends_with('\n') { "" } else { "\n" };
            text.extend([glue, &more]);
            map.push_map(glue.len(), own);
        }
        (text, map)
    })
}
