//! What a table or a list holds, by its columns and its texts: chats or SMS.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::document::Kind;
use crate::source::Source;
use crate::text::constant;

use super::super::{Options, sms};
use super::columns::{Columns, Field, Naming, known};
use super::records::{Record, Records, Separator};

/// How many rows are looked at.
const ROWS: usize = 100;

/// A string of JSON, and whether it is a key.
static STRING: LazyLock<Regex> = LazyLock::new(|| constant(r#""((?:[^"\\]|\\.)*)"\s*(:)?"#));

/// What the first bytes of a table show that it holds, if they do.
pub(in crate::reader) fn kind_of_csv(head: &str, separator: Option<u8>, options: &Options) -> Option<Kind> {
    let source = Arc::new(Source::new("", head.to_owned()));
    let (mut separator, mut width) = (Separator::new(separator), None);
    let mut records = Records::new(&source, &mut separator, &mut width);
    let names: Vec<String> = records.next_sound(|record| record.values().map(Cow::into_owned).collect())?;
    let columns = Columns::of(&names, &options.columns, Naming::Message);
    let text = columns.index(Field::Text)?;
    let fields = Field::ALL.into_iter().filter(|field| columns.index(*field).is_some()).collect();
    let value = |record: Record<'_>| record.values().nth(text).map(Cow::into_owned);
    let texts: Vec<String> = (0..ROWS).map_while(|_| records.next_sound(value)).flatten().collect();
    kind_of(&fields, &texts)
}

/// What the first bytes of a list show that it holds, if they do.
pub(in crate::reader) fn kind_of_json(head: &str, options: &Options) -> Option<Kind> {
    let is_list_of_texts =
        head.trim_start().strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with('"'));
    let (mut fields, mut texts, mut all) = (BTreeSet::new(), Vec::new(), Vec::new());
    let mut field = is_list_of_texts.then_some(Field::Text);
    for string in STRING.captures_iter(head) {
        let word: String = serde_json::from_str(&format!("\"{}\"", &string[1])).unwrap_or_default();
        if string.get(2).is_some() {
            field = field_of(&word, options);
            fields.extend(field);
            continue;
        }
        if field == Some(Field::Text) && texts.len() < ROWS {
            texts.push(word.clone());
        }
        all.push(word);
    }
    let kind = kind_of(&fields, &texts).filter(|_| is_list_of_texts || fields.contains(&Field::Text));
    let is_tree = || sms::tree::look_like_sms(all.iter().map(String::as_str));
    kind.or_else(|| is_tree().then_some(Kind::Sms))
}

/// What a key means: by the last step of a path that the caller gave, or by its name.
fn field_of(key: &str, options: &Options) -> Option<Field> {
    let is_last = |path: &str| path.rsplit('.').next() == Some(key);
    let given = options.columns.iter().find(|(_, path)| is_last(path)).map(|(field, _)| *field);
    given.or_else(|| Some(known(key, Naming::Message)?.0))
}

/// A role or an event is that of a message; texts may look like SMS; a name may be a speaker's or a template's.
fn kind_of(fields: &BTreeSet<Field>, texts: &[String]) -> Option<Kind> {
    let says = |field| fields.contains(&field);
    if says(Field::Role) || says(Field::Event) {
        Some(Kind::Chat)
    } else if sms::parts::look_like_sms(texts.iter().map(String::as_str)) {
        Some(Kind::Sms)
    } else {
        says(Field::Speaker).then_some(Kind::Chat)
    }
}
