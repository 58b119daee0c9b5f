//! `States.Format`.

use stepwright_json::Value;

use super::{Done, text_of};

/// Puts one value after the other where `{}` stands; `\{` and `\}` are braces.
pub(super) fn format(template: &Value, values: &[Value]) -> Done {
    let template = text_of(template, "the template")?;
    let mut values = values.iter();
    let mut text = String::new();
    let mut characters = template.chars().peekable();
    while let Some(it) = characters.next() {
        match it {
            '\\' => match characters.next() {
                Some(brace @ ('{' | '}')) => text.push(brace),
                Some(other) => {
                    text.push('\\');
                    text.push(other);
                }
                None => text.push('\\'),
            },
            '{' => {
                if characters.next() != Some('}') {
                    // The service's own words.
                    return Err(
                        "Invalid template in States.Format: matching '}' not found for '{'."
                            .to_owned(),
                    );
                }
                let value = values.next().ok_or("there are more `{}` than values")?;
                render(value, &mut text);
            }
            it => text.push(it),
        }
    }
    if values.next().is_some() {
        return Err("there are more values than `{}`".to_owned());
    }
    Ok(Value::from(text))
}

/// A value as Java writes it: objects as `{a=1, b=[]}`. Depth is bounded by what could be parsed.
fn render(value: &Value, acc: &mut String) {
    match value {
        Value::String(text) => acc.push_str(text),
        Value::Array(items) => {
            acc.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    acc.push_str(", ");
                }
                render(item, acc);
            }
            acc.push(']');
        }
        Value::Object(fields) => {
            acc.push('{');
            for (index, (key, item)) in fields.iter().enumerate() {
                if index > 0 {
                    acc.push_str(", ");
                }
                acc.push_str(key);
                acc.push('=');
                render(item, acc);
            }
            acc.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => acc.push_str(&value.to_string()),
    }
}
