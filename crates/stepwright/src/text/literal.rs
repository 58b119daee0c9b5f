//! Literals, strings and names.

use stepwright_json::Value;

use super::writer::{Level, Written};

/// Words that JSONata would not take for a name.
const RESERVED: [&str; 7] = ["and", "or", "in", "true", "false", "null", "function"];

/// Whether a key can be written as it is.
pub(crate) fn is_name(key: &str) -> bool {
    let mut characters = key.chars();
    characters.next().is_some_and(|it| it.is_ascii_alphabetic() || it == '_')
        && characters.all(|it| it.is_ascii_alphanumeric() || it == '_')
        && !RESERVED.contains(&key)
}

/// A key as a step of a path.
pub(super) fn name(key: &str) -> String {
    if is_name(key) {
        return key.to_owned();
    }
    if key.contains('`') {
        // A name in backticks ends at the next one; a name in quotes is a step too.
        return quoted(key);
    }
    format!("`{key}`")
}

/// A string in double quotes.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A literal.
pub(super) fn written(value: &Value) -> Written {
    let negative = value.as_f64().is_some_and(f64::is_sign_negative);
    Written {
        text: text_of(value),
        level: if negative { Level::Sign } else { Level::Path },
        bracketed: matches!(value, Value::Array(_)),
    }
}

/// The text of a literal.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(text_of).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(key, it)| format!("{}: {}", quoted(key), text_of(it)))
                .collect();
            format!("{{{}}}", fields.join(", "))
        }
        _ => value.to_string(),
    }
}
