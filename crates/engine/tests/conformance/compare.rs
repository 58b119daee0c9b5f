//! Comparison of values: everything that is not masked must be equal.

use std::fmt;

use stepwright_json::Value;

use crate::placeholder::{Bindings, Piece, fill, is_iso8601, pieces};

/// What has been bound so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Binding(Bindings);

/// Something that is not as AWS had it.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    pub(crate) path: String,
    pub(crate) expected: String,
    pub(crate) actual: String,
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
const TEXT_MEMBERS: [&str; 5] = ["input", "output", "parameters", "cause", "taskCredentials"];

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
