//! Comparison of values: everything that is not masked must be equal.

mod events;
mod placeholder;
mod threads;

use std::fmt;

use stepwright_json::Value;

pub(crate) use self::events::compare_events;
use self::placeholder::{Bindings, Piece, fill, is_iso8601, pieces};

/// What has been bound so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Binding(Bindings);

/// Something that is not as AWS had it.
#[derive(Clone, Debug)]
pub struct Difference {
    /// Where: a path into what was recorded.
    pub path: String,
    /// What AWS had.
    pub expected: String,
    /// What the engine has.
    pub actual: String,
}

impl Difference {
    pub(crate) fn new(path: &str, expected: impl fmt::Display, actual: impl fmt::Display) -> Self {
        Self { path: path.to_owned(), expected: expected.to_string(), actual: actual.to_string() }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, expected, actual } = self;
        write!(f, "  {path}\n    expected: {expected}\n    actual:   {actual}")
    }
}

/// The members whose value is JSON text on the wire.
const TEXT_MEMBERS: [&str; 17] = [
    "input",
    "output",
    "parameters",
    "cause",
    "definition",
    "result",
    "variables",
    "taskCredentials",
    "afterInputPath",
    "afterParameters",
    "afterResultSelector",
    "afterResultPath",
    "afterItemsPath",
    "afterItemSelector",
    "afterItemBatcher",
    "afterArguments",
    "arguments",
];

/// Adds what differs at a place: its path, and the name of the member.
pub(crate) fn diff(
    expected: Option<&Value>,
    actual: Option<&Value>,
    (path, key): (&str, &str),
    binding: &mut Binding,
    acc: &mut Vec<Difference>,
) {
    let different = || Difference::new(path, show(expected), show(actual));
    match (expected, actual) {
        (None, None) => {}
        (Some(Value::String(expected)), actual) => {
            if !text_agrees(expected, actual, (path, key), binding, acc) {
                acc.push(different());
            }
        }
        (Some(Value::Object(_) | Value::Array(_)), Some(Value::String(text))) => {
            match Value::parse(text) {
                Ok(value) => diff(expected, Some(&value), (path, key), binding, acc),
                Err(_) => acc.push(different()),
            }
        }
        (Some(Value::Object(expected)), Some(Value::Object(actual))) => {
            for (key, value) in expected {
                let path = format!("{path}.{key}");
                diff(Some(value), actual.get(key), (&path, key), binding, acc);
            }
            for (key, value) in actual.iter().filter(|(key, _)| !expected.contains_key(key)) {
                acc.push(Difference::new(&format!("{path}.{key}"), "(absent)", value));
            }
        }
        (Some(Value::Array(expected)), Some(Value::Array(actual))) => {
            for index in 0..expected.len().max(actual.len()) {
                let path = format!("{path}[{index}]");
                diff(expected.get(index), actual.get(index), (&path, key), binding, acc);
            }
        }
        (expected, actual) if expected == actual => {}
        _ => acc.push(different()),
    }
}

/// Whether something agrees with an expected text. Where both are JSON texts, what differs within is
/// added and this says that they agree.
fn text_agrees(
    expected: &str,
    actual: Option<&Value>,
    (path, key): (&str, &str),
    binding: &mut Binding,
    acc: &mut Vec<Difference>,
) -> bool {
    let pieces = pieces(expected);
    if let [piece] = pieces.as_slice()
        && !matches!(piece, Piece::Literal(_))
    {
        return masked_agrees(piece, actual, binding, key);
    }
    let actual = match actual {
        None => return false,
        Some(Value::String(actual)) => actual,
        Some(other) => {
            let value = Value::parse(expected).ok().filter(|_| TEXT_MEMBERS.contains(&key));
            if let Some(value) = &value {
                diff(Some(value), Some(other), (path, ""), binding, acc);
            }
            return value.is_some();
        }
    };
    if expected == actual.as_ref() {
        return true;
    }
    if pieces.iter().any(|it| !matches!(it, Piece::Literal(_)))
        && let Some(filled) = fill(&pieces, actual, &binding.0)
    {
        binding.0 = filled;
        return true;
    }
    let may_be_json = expected.starts_with(['[', '{']) || TEXT_MEMBERS.contains(&key);
    match (Value::parse(expected), Value::parse(actual)) {
        (Ok(expected), Ok(actual)) if may_be_json && expected.as_str().is_none() => {
            diff(Some(&expected), Some(&actual), (path, ""), binding, acc);
            true
        }
        _ => false,
    }
}

/// Whether something agrees with a text that is nothing but a placeholder.
fn masked_agrees(
    piece: &Piece<'_>,
    actual: Option<&Value>,
    binding: &mut Binding,
    key: &str,
) -> bool {
    let Some(actual) = actual else { return key == "timestamp" };
    match piece {
        Piece::Literal(_) => false,
        Piece::Any => true,
        Piece::Iso8601 => actual.as_str().is_some_and(is_iso8601),
        Piece::Numbered(name) => {
            let text = actual.as_str().map_or_else(|| actual.to_string(), str::to_owned);
            *binding.0.entry((*name).to_owned()).or_insert_with(|| text.clone()) == text
        }
    }
}

fn show(value: Option<&Value>) -> String {
    let text = value.map_or_else(|| "(absent)".to_owned(), ToString::to_string);
    text.chars().take(400).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use stepwright_json::json;

    use super::*;

    #[track_caller]
    fn check(expected: Value, actual: Value, expect: Expect) {
        let (mut binding, mut acc) = (Binding::default(), Vec::new());
        diff(Some(&expected), Some(&actual), ("$", ""), &mut binding, &mut acc);
        let mut lines = vec![format!("differences: {}", acc.len())];
        lines.extend(acc.iter().map(ToString::to_string));
        expect.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn an_absent_member_and_an_extra_one_are_differences() {
        check(
            json!({"a": 1, "b": 2}),
            json!({"b": 2, "c": 3}),
            expect![[r#"
                differences: 2
                  $.a
                    expected: 1
                    actual:   (absent)
                  $.c
                    expected: (absent)
                    actual:   3"#]],
        );
    }

    #[test]
    fn json_text_compares_by_its_value() {
        check(
            json!({"input": {"a": [1, 2]}}),
            json!({"input": "{\"a\": [1,2]}"}),
            expect!["differences: 0"],
        );
        check(json!({"output": "[1, 2]"}), json!({"output": "[1,2]"}), expect!["differences: 0"]);
        check(
            json!({"input": {"a": 1}}),
            json!({"input": "{\"a\": 2}"}),
            expect![[r#"
                differences: 1
                  $.input.a
                    expected: 1
                    actual:   2"#]],
        );
    }

    #[test]
    fn a_numbered_placeholder_is_the_same_text_everywhere() {
        check(json!(["<uuid:1>", "id <uuid:1>"]), json!(["x", "id x"]), expect!["differences: 0"]);
        check(
            json!(["<uuid:1>", "id <uuid:1>"]),
            json!(["x", "id y"]),
            expect![[r#"
                differences: 1
                  $[1]
                    expected: "id <uuid:1>"
                    actual:   "id y""#]],
        );
    }

    #[test]
    fn a_placeholder_without_a_number_is_anything_and_one_of_a_time_is_a_time() {
        check(json!(["<any>", "<any>"]), json!([1, {"a": 2}]), expect!["differences: 0"]);
        check(
            json!(["at <iso8601>!"]),
            json!(["at 2026-01-01T00:00:00Z!"]),
            expect!["differences: 0"],
        );
        check(
            json!(["<iso8601>"]),
            json!(["soon"]),
            expect![[r#"
                differences: 1
                  $[0]
                    expected: "<iso8601>"
                    actual:   "soon""#]],
        );
    }
}
