//! JSON Schemas (draft 7, which editors know) of files in YAML.

use serde_json::{Map, Value, json};

use crate::language::Bilingual;

/// A scalar: whatever YAML takes it for, it is read as the text that is written.
pub(crate) fn text() -> Value {
    json!({ "type": ["string", "number", "boolean"] })
}

/// A text of a grammar, given as a regex and in words, which editors show; or a number, as it may be one.
pub(crate) fn measured(pattern: &str, title: &Bilingual) -> Value {
    let Bilingual { zh, en } = title;
    json!({ "type": ["string", "number"], "pattern": pattern, "patternErrorMessage": format!("{zh}\n{en}") })
}

/// One of some words.
pub(crate) fn word(words: &[&str]) -> Value {
    json!({ "enum": words })
}

/// One or a list of what another schema takes.
pub(crate) fn one_or_several(one: &Value) -> Value {
    json!({ "anyOf": [one, { "type": "array", "items": one }] })
}

/// A list, with something in it, of what another schema takes.
pub(crate) fn list(one: &Value) -> Value {
    json!({ "type": "array", "items": one, "minItems": 1 })
}

/// A mapping from names to what another schema takes.
pub(crate) fn mapping(value: &Value) -> Value {
    json!({ "type": "object", "additionalProperties": value })
}

/// One of several.
pub(crate) fn any_of(schemas: impl IntoIterator<Item = Value>) -> Value {
    json!({ "anyOf": schemas.into_iter().collect::<Vec<_>>() })
}

/// What is defined under a name.
pub(crate) fn defined(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

/// A mapping with known keys: each with what it takes and what that means; and those that have to be there.
pub(crate) fn object<'k>(
    keys: impl IntoIterator<Item = (&'k str, Value, [&'k str; 2])>,
    required: &[&str],
) -> Value {
    let described = |(name, takes, [zh, en]): (&str, Value, [&str; 2])| {
        // Beside a reference nothing else counts.
        let mut schema = if takes.get("$ref").is_some() { json!({ "allOf": [takes] }) } else { takes };
        schema["description"] = json!(format!("{zh}\n{en}"));
        (name.to_owned(), schema)
    };
    let properties: Map<String, Value> = keys.into_iter().map(described).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A whole schema: its title, the file, and what it refers to.
pub(crate) fn document(
    title: &str,
    file: Value,
    definitions: impl IntoIterator<Item = (String, Value)>,
) -> Value {
    let mut schema = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "title": title });
    if let (Value::Object(schema), Value::Object(file)) = (&mut schema, file) {
        schema.extend(file);
        schema.insert("definitions".to_owned(), Value::Object(definitions.into_iter().collect()));
    }
    schema
}
