//! The languages of expressions, and the fields that hold a number or an expression, as yet
//! unparsed. Knows no grammar of either language.

use std::fmt;

use stepwright_json::{Number, Value};

use crate::json::{Depth, Expected, Field};
use crate::words::words;

/// Absent, an explicit `null`, or a value: `"ResultPath": null` drops the result, no `ResultPath`
/// makes it the output.
pub type Nullable<T> = Option<Option<T>>;

words! {
    /// `QueryLanguage`: the language of a state's expressions.
    pub enum QueryLanguage {
        /// Paths, payload templates and intrinsic functions; where nothing is said, it is this.
        JsonPath = "JSONPath",
        /// Expressions between `{%` and `%}`.
        Jsonata = "JSONata",
    }
}

/// A number, or a text in its place: a JSONata expression, or a placeholder such as `${Seconds}`.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberOr {
    /// A number.
    Number(Number),
    /// An expression or a placeholder.
    Text(String),
}

impl NumberOr {
    /// The number, where it is one.
    pub fn as_number(&self) -> Option<&Number> {
        if let Self::Number(it) = self { Some(it) } else { None }
    }

    /// The text, where it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(it) = self { Some(it) } else { None }
    }
}

impl From<Number> for NumberOr {
    fn from(it: Number) -> Self {
        Self::Number(it)
    }
}

/// An `impl` for each integer: one for all that is `Into<Number>` would leave no room for text.
macro_rules! from_integer {
    ($($integer:ty)*) => {$(
        impl From<$integer> for NumberOr {
            fn from(it: $integer) -> Self {
                Self::Number(it.into())
            }
        }
    )*};
}

from_integer!(i32 i64 u32 u64);

impl From<&str> for NumberOr {
    fn from(it: &str) -> Self {
        Self::Text(it.to_owned())
    }
}

impl From<String> for NumberOr {
    fn from(it: String) -> Self {
        Self::Text(it)
    }
}

impl fmt::Display for NumberOr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(it) => Value::Number(*it).fmt(f),
            Self::Text(it) => f.write_str(it),
        }
    }
}

impl Field for NumberOr {
    const EXPECTED: Expected = Expected::Number;

    fn read(value: &Value, _: Depth) -> Option<Self> {
        match value {
            Value::Number(it) => Some(Self::Number(*it)),
            Value::String(it) => Some(Self::Text(it.as_ref().to_owned())),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Number(it) => Value::Number(*it),
            Self::Text(it) => it.as_str().into(),
        }
    }
}

/// The code of a JSONata expression: what stands between `{%` and `%}`, where the text begins and
/// ends with exactly these. Any other text stands for itself.
///
/// ```
/// use stepwright_asl::jsonata_code;
///
/// assert_eq!(jsonata_code("{% $states.input.id %}"), Some("$states.input.id"));
/// assert_eq!(jsonata_code("{%1%}"), Some("1"));
/// assert_eq!(jsonata_code(" {% 1 %}"), None);
/// ```
pub fn jsonata_code(text: &str) -> Option<&str> {
    Some(text.strip_prefix("{%")?.strip_suffix("%}")?.trim())
}

/// The fields that only JSONPath has: of states, of their parts, and of a Choice's rules.
pub const JSON_PATH_FIELDS: [&str; 23] = [
    "InputPath",
    "OutputPath",
    "ResultPath",
    "Parameters",
    "ResultSelector",
    "Result",
    "ItemsPath",
    "TimeoutSecondsPath",
    "HeartbeatSecondsPath",
    "SecondsPath",
    "TimestampPath",
    "ErrorPath",
    "CausePath",
    "MaxConcurrencyPath",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentagePath",
    "MaxItemsPath",
    "MaxItemsPerBatchPath",
    "MaxInputBytesPerBatchPath",
    "Variable",
    "And",
    "Or",
    "Not",
];
