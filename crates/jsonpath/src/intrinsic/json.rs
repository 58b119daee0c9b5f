//! `States.StringToJson` and `States.JsonMerge`.

use stepwright_json::Value;

use super::{Done, text_of};

pub(super) fn string_to_json(text: &Value) -> Done {
    let text = text_of(text, "the argument")?;
    // Nothing is null, as recorded.
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    Value::parse(text).map_err(|error| format!("the text is not JSON: {error}"))
}

/// Shallow: of a key that both have, the second's value stands.
pub(super) fn merge(first: &Value, second: &Value, deep: &Value) -> Done {
    if deep.as_bool() != Some(false) {
        return Err(format!("the third argument must be false, but is {deep}"));
    }
    let (Some(first), Some(second)) = (first.as_object(), second.as_object()) else {
        return Err("both arguments must be objects".to_owned());
    };
    let mut merged = first.clone();
    merged.extend(second.clone());
    Ok(Value::Object(merged))
}
