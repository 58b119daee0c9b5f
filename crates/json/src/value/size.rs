//! The length of a value's compact text, without printing it.
//!
//! A value that holds another many times over may have a text that no machine could hold: its length
//! is then the largest number there is.

use crate::{Value, print};

/// Down to this depth every container remembers its size; what lies deeper is only counted.
const REMEMBERED_DEPTH: usize = 64;

pub(super) fn size_bytes(value: &Value) -> usize {
    remembered(value, 0)
}

fn remembered(value: &Value, depth: usize) -> usize {
    let memory = match value {
        Value::Array(array) => array.size(),
        Value::Object(object) => object.size(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return leaf(value),
    };
    if let Some(size) = memory.get() {
        return size;
    }
    let size = if depth >= REMEMBERED_DEPTH {
        counted(value)
    } else {
        let add = |size: usize, it: &Value| size.saturating_add(remembered(it, depth + 1));
        match value {
            Value::Array(array) => array.iter().fold(own(value), add),
            Value::Object(object) => object.values().fold(own(value), add),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        }
    };
    memory.set(size);
    size
}

/// Counts without recursion.
fn counted(value: &Value) -> usize {
    let mut size = 0;
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        size += own(value) + leaf(value);
        match value {
            Value::Array(array) => open.extend(array.iter()),
            Value::Object(object) => open.extend(object.values()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    size
}

/// Brackets, commas, keys and colons of a container.
fn own(value: &Value) -> usize {
    match value {
        Value::Array(array) => 2 + array.len().saturating_sub(1),
        Value::Object(object) => {
            let keys: usize = object.keys().map(|key| print::string_size(key) + 1).sum();
            2 + object.len().saturating_sub(1) + keys
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn leaf(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(true) => 4,
        Value::Bool(false) => 5,
        Value::Number(number) => number.size_bytes(),
        Value::String(text) => print::string_size(text),
        Value::Array(_) | Value::Object(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use crate::{Pointer, Value, json};

    #[test]
    fn what_holds_itself_many_times_over_has_a_size() {
        let doubled = (0..80).fold(json!(["a"]), |it, _| {
            let doubled = json!([it.clone(), it]);
            doubled.size_bytes();
            doubled
        });
        assert_eq!(doubled.size_bytes(), usize::MAX);
    }

    #[test]
    fn a_number_has_as_many_bytes_as_its_text() {
        let ends = (0..=19).flat_map(|it| [10_u64.pow(it) - 1, 10_u64.pow(it)]);
        for number in ends.chain([u64::MAX]) {
            let value = Value::from(number);
            assert_eq!(value.size_bytes(), value.to_string().len(), "{value}");
            if let Ok(number) = i64::try_from(number) {
                let value = Value::from(-number);
                assert_eq!(value.size_bytes(), value.to_string().len(), "{value}");
            }
        }
        assert_eq!(Value::from(i64::MIN).size_bytes(), 20);
    }

    #[test]
    fn the_text_is_what_is_displayed() {
        let value = json!({ "a\"": [1, -2.5, "\u{1}é\n", null, true, false], "b": {}, "c": [] });
        assert_eq!(value.to_text(), value.to_string());
    }

    #[test]
    fn the_size_is_the_length_of_the_text_also_after_a_change() {
        let mut value =
            json!({ "a\"": [1, -2.5, "\u{1}é\n", null, true, false], "b": {}, "c": [] });
        assert_eq!(value.size_bytes(), value.to_string().len());
        let shared = value.clone();
        *value.pointer_mut(&Pointer::root().join("a\"").join(0)).unwrap() =
            json!("longer than it was");
        assert_eq!(value.size_bytes(), value.to_string().len());
        assert_eq!(shared.size_bytes(), shared.to_string().len());
    }
}
