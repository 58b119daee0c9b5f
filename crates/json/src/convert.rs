//! To and from serde: [`to_value`], [`from_value`], `Serialize` and `Deserialize` of [`Value`].

mod de;
mod read;
mod ser;

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Value;

/// What `value` looks like as JSON.
///
/// ```
/// use stepwright_json::{json, to_value};
///
/// assert_eq!(to_value(&("a", Some(1), [true]))?, json!(["a", 1, [true]]));
/// # Ok::<(), stepwright_json::ConvertError>(())
/// ```
///
/// # Errors
///
/// Where it has no JSON form: a map whose keys are not texts, an integer beyond 64 bits, an error of
/// its own `Serialize`. A number that is not finite is `null`, as `serde_json` has it.
pub fn to_value<T: Serialize + ?Sized>(value: &T) -> Result<Value, ConvertError> {
    value.serialize(ser::ToValue)
}

/// Reads a `T` from a value.
///
/// ```
/// use stepwright_json::{from_value, json};
///
/// let (name, rows): (String, u64) = from_value(&json!(["benner", 9726]))?;
/// assert_eq!((name.as_str(), rows), ("benner", 9726));
/// # Ok::<(), stepwright_json::ConvertError>(())
/// ```
///
/// # Errors
///
/// Where the value does not fit `T`.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, ConvertError> {
    T::deserialize(value)
}

/// A value does not fit a type, or a type has no JSON form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConvertError(String);

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConvertError {}

impl serde::ser::Error for ConvertError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl serde::de::Error for ConvertError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl TryFrom<serde_json::Value> for Value {
    type Error = ConvertError;
    fn try_from(it: serde_json::Value) -> Result<Self, ConvertError> {
        to_value(&it)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Shape {
        Unit,
        New(u8),
        Two(u8, String),
        Named { a: Option<char>, b: BTreeMap<u16, f32> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct All {
        shapes: Vec<Shape>,
        nothing: (),
        big: u64,
        small: i64,
        #[serde(with = "serde_bytes_like")]
        bytes: Vec<u8>,
    }

    mod serde_bytes_like {
        use serde::{Deserialize, Deserializer, Serializer};
        pub(super) fn serialize<S: Serializer>(it: &[u8], to: S) -> Result<S::Ok, S::Error> {
            to.serialize_bytes(it)
        }
        pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
            Vec::deserialize(from)
        }
    }

    fn sample() -> All {
        All {
            shapes: vec![
                Shape::Unit,
                Shape::New(1),
                Shape::Two(2, "b".into()),
                Shape::Named { a: None, b: BTreeMap::from([(7, 0.5)]) },
                Shape::Named { a: Some('x'), b: BTreeMap::new() },
            ],
            nothing: (),
            big: u64::MAX,
            small: i64::MIN,
            bytes: vec![1, 2],
        }
    }

    #[test]
    fn a_value_is_what_serde_json_makes_of_it() {
        let ours = to_value(&sample()).unwrap();
        assert_eq!(ours.to_string(), serde_json::to_string(&sample()).unwrap());
        assert_eq!(from_value::<All>(&ours).unwrap(), sample());
    }

    #[test]
    fn what_does_not_fit_is_said() {
        let error = from_value::<Shape>(&Value::from("Circle")).unwrap_err();
        assert!(error.to_string().contains("unknown variant `Circle`"), "{error}");
        let error = to_value(&BTreeMap::from([(vec![1], 1)])).unwrap_err();
        assert_eq!(error.to_string(), "a key of a JSON object is a text");
    }
}
