//! Intrinsic functions: `States.Format('{}', $.a)` and the other seventeen.

mod array;
mod call;
mod encoding;
mod error;
mod format;
mod json;
mod math;
mod random;
mod string;

pub use call::Intrinsic;
pub use error::{IntrinsicError, IntrinsicErrorKind};
pub use random::Randomness;

use stepwright_json::Value;

/// A function's result, or why there is none.
pub(crate) type Done = Result<Value, String>;

/// The intrinsic functions. How many arguments each takes is part of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Format,
    StringToJson,
    JsonToString,
    Array,
    ArrayPartition,
    ArrayContains,
    ArrayRange,
    ArrayGetItem,
    ArrayLength,
    ArrayUnique,
    Base64Encode,
    Base64Decode,
    Hash,
    JsonMerge,
    MathRandom,
    MathAdd,
    StringSplit,
    Uuid,
}

impl Function {
    /// Name, and the fewest and the most arguments.
    pub(crate) const ALL: [(&'static str, Self, usize, usize); 18] = [
        ("Format", Self::Format, 1, usize::MAX),
        ("StringToJson", Self::StringToJson, 1, 1),
        ("JsonToString", Self::JsonToString, 1, 1),
        ("Array", Self::Array, 0, usize::MAX),
        ("ArrayPartition", Self::ArrayPartition, 2, 2),
        ("ArrayContains", Self::ArrayContains, 2, 2),
        ("ArrayRange", Self::ArrayRange, 3, 3),
        ("ArrayGetItem", Self::ArrayGetItem, 2, 2),
        ("ArrayLength", Self::ArrayLength, 1, 1),
        ("ArrayUnique", Self::ArrayUnique, 1, 1),
        ("Base64Encode", Self::Base64Encode, 1, 1),
        ("Base64Decode", Self::Base64Decode, 1, 1),
        ("Hash", Self::Hash, 2, 2),
        ("JsonMerge", Self::JsonMerge, 3, 3),
        ("MathRandom", Self::MathRandom, 2, 3),
        ("MathAdd", Self::MathAdd, 2, 2),
        ("StringSplit", Self::StringSplit, 2, 2),
        ("UUID", Self::Uuid, 0, 0),
    ];

    pub(crate) fn apply(self, arguments: &[Value], chance: &mut Randomness) -> Done {
        match (self, arguments) {
            (Self::Format, [template, values @ ..]) => format::format(template, values),
            (Self::StringToJson, [text]) => json::string_to_json(text),
            (Self::JsonToString, [value]) => Ok(Value::from(value.to_string())),
            (Self::Array, items) => Ok(items.iter().cloned().collect()),
            (Self::ArrayPartition, [list, size]) => array::partition(list, size),
            (Self::ArrayContains, [list, value]) => array::contains(list, value),
            (Self::ArrayRange, [start, end, step]) => array::range(start, end, step),
            (Self::ArrayGetItem, [list, index]) => array::get_item(list, index),
            (Self::ArrayLength, [list]) => array::length(list),
            (Self::ArrayUnique, [list]) => array::unique(list),
            (Self::Base64Encode, [text]) => encoding::base64_encode(text),
            (Self::Base64Decode, [text]) => encoding::base64_decode(text),
            (Self::Hash, [data, algorithm]) => encoding::hash(data, algorithm),
            (Self::JsonMerge, [first, second, deep]) => json::merge(first, second, deep),
            (Self::MathRandom, [start, end, seed @ ..]) => {
                math::random(start, end, seed.first(), chance)
            }
            (Self::MathAdd, [a, b]) => math::add(a, b),
            (Self::StringSplit, [text, delimiters]) => string::split(text, delimiters),
            (Self::Uuid, []) => Ok(Value::from(chance.uuid())),
            // The parser has counted the arguments.
            _ => Err("wrong number of arguments".to_owned()),
        }
    }
}

fn text_of<'v>(value: &'v Value, what: &str) -> Result<&'v str, String> {
    value.as_str().ok_or_else(|| format!("{what} must be a string, but is {value}"))
}

fn list_of<'v>(value: &'v Value, what: &str) -> Result<&'v [Value], String> {
    match value.as_array() {
        Some(list) => Ok(list),
        None => Err(format!("{what} must be an array, but is {value}")),
    }
}

/// A number, rounded half up, toward positive infinity.
fn whole_of(value: &Value, what: &str) -> Result<i64, String> {
    if let Some(it) = value.as_i64() {
        return Ok(it);
    }
    let number =
        value.as_f64().ok_or_else(|| format!("{what} must be a number, but is {value}"))?;
    let rounded = (number + 0.5).floor();
    if rounded.abs() >= 9.0e15 {
        return Err(format!("{what} is too large: {value}"));
    }
    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "whole, and bounded above"
    )]
    Ok(rounded as i64)
}
