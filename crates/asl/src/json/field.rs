//! [`Field`]: a type that a field of the language can have, and [`Slot`]: the field itself.

use stepwright_json::{Array, Object, Value};

/// A type that a field can have.
///
/// Reading says `None` where the value has another type: then the object that has the field keeps
/// the value in its `extra`, and nothing is lost.
pub(crate) trait Field: Sized {
    /// The JSON type, for messages.
    const EXPECTED: Expected;

    fn read(value: &Value, depth: Depth) -> Option<Self>;

    fn write(&self) -> Value;
}

/// A field of a struct: where what is read of a key goes.
pub(crate) trait Slot {
    /// The JSON type, for messages.
    const EXPECTED: Expected;

    /// Reads the value; `false`, and nothing is changed, where it has another type.
    fn fill(&mut self, value: &Value, depth: Depth) -> bool;

    /// Whether there is something to write; `in_source` says whether the source had the key.
    fn is_set(&self, in_source: Option<bool>) -> bool;

    /// What is to be written, where there is something.
    fn value(&self) -> Value;
}

impl<T: Field> Slot for Option<T> {
    const EXPECTED: Expected = T::EXPECTED;

    fn fill(&mut self, value: &Value, depth: Depth) -> bool {
        *self = T::read(value, depth);
        self.is_some()
    }

    fn is_set(&self, _: Option<bool>) -> bool {
        self.is_some()
    }

    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::write)
    }
}

/// The JSON type of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Any,
    Array,
    ArrayOfObjects,
    ArrayOfStrings,
    Boolean,
    Number,
    Object,
    String,
}

impl Expected {
    /// The type of an array's items, where it is known.
    pub(crate) fn item(self) -> Option<Self> {
        match self {
            Self::ArrayOfObjects => Some(Self::Object),
            Self::ArrayOfStrings => Some(Self::String),
            Self::Any
            | Self::Array
            | Self::Boolean
            | Self::Number
            | Self::Object
            | Self::String => None,
        }
    }
}

/// How deep a value lies in nested state machines and Choice rules.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Depth(usize);

impl Depth {
    /// What lies deeper is kept as it is, unread: every recursion over a model is as deep as the
    /// model, so the model has a bound. AWS's own bound is not published; real definitions have
    /// been seen to nest six deep.
    const MAX: usize = 64;

    /// One deeper, where that is allowed.
    pub(crate) fn deeper(self) -> Option<Self> {
        (self.0 < Self::MAX).then_some(Self(self.0 + 1))
    }
}

impl Field for String {
    const EXPECTED: Expected = Expected::String;

    fn read(value: &Value, _: Depth) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }

    fn write(&self) -> Value {
        self.as_str().into()
    }
}

impl Field for bool {
    const EXPECTED: Expected = Expected::Boolean;

    fn read(value: &Value, _: Depth) -> Option<Self> {
        value.as_bool()
    }

    fn write(&self) -> Value {
        (*self).into()
    }
}

impl Field for Value {
    const EXPECTED: Expected = Expected::Any;

    fn read(value: &Value, _: Depth) -> Option<Self> {
        Some(value.clone())
    }

    fn write(&self) -> Value {
        self.clone()
    }
}

impl Field for Object {
    const EXPECTED: Expected = Expected::Object;

    fn read(value: &Value, _: Depth) -> Option<Self> {
        value.as_object().cloned()
    }

    fn write(&self) -> Value {
        self.clone().into()
    }
}

/// `null`, or a value.
impl<T: Field> Field for Option<T> {
    const EXPECTED: Expected = T::EXPECTED;

    fn read(value: &Value, depth: Depth) -> Option<Self> {
        if value.is_null() { Some(None) } else { T::read(value, depth).map(Some) }
    }

    fn write(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::write)
    }
}

impl<T: Field> Field for Vec<T> {
    const EXPECTED: Expected = match T::EXPECTED {
        Expected::String => Expected::ArrayOfStrings,
        Expected::Object => Expected::ArrayOfObjects,
        _ => Expected::Array,
    };

    fn read(value: &Value, depth: Depth) -> Option<Self> {
        value.as_array()?.iter().map(|it| T::read(it, depth)).collect()
    }

    fn write(&self) -> Value {
        Value::Array(self.iter().map(Field::write).collect::<Array>())
    }
}
