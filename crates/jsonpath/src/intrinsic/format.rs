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

/// A value as Java writes it: objects as `{a=1, b=[]}`. Not by recursion: data may be deep.
fn render(value: &Value, acc: &mut String) {
    let mut todo = vec![Part::Value(value)];
    while let Some(part) = todo.pop() {
        match part {
            Part::Text(it) => acc.push_str(it),
            Part::Value(Value::String(text)) => acc.push_str(text),
            Part::Value(Value::Array(items)) => {
                acc.push('[');
                todo.push(Part::Text("]"));
                for (index, item) in items.iter().enumerate().rev() {
                    todo.push(Part::Value(item));
                    todo.push(Part::Text(between(index)));
                }
            }
            Part::Value(Value::Object(fields)) => {
                acc.push('{');
                todo.push(Part::Text("}"));
                let fields: Vec<(&str, &Value)> = fields.iter().collect();
                for (index, (key, item)) in fields.into_iter().enumerate().rev() {
                    todo.push(Part::Value(item));
                    todo.extend([Part::Text("="), Part::Text(key), Part::Text(between(index))]);
                }
            }
            Part::Value(it @ (Value::Null | Value::Bool(_) | Value::Number(_))) => {
                acc.push_str(&it.to_string());
            }
        }
    }
}

/// What is still to be written.
enum Part<'v> {
    Text(&'v str),
    Value(&'v Value),
}

/// What stands before an item.
fn between(index: usize) -> &'static str {
    if index > 0 { ", " } else { "" }
}
