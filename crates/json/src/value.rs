//! [`Value`]: any JSON value, shared.

use std::fmt;
use std::sync::Arc;

use crate::{Array, Number, Object};

/// Any JSON value. Cloning is O(1): arrays, objects and strings are shared.
#[derive(Clone, PartialEq, Default)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number; integers are exact.
    Number(Number),
    /// A string.
    String(Arc<str>),
    /// An array.
    Array(Array),
    /// An object, in source order.
    Object(Object),
}

impl Value {
    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }
    /// The truth of a boolean.
    pub fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(it) = self { Some(*it) } else { None }
    }
    /// The number.
    pub fn as_number(&self) -> Option<&Number> {
        if let Self::Number(it) = self { Some(it) } else { None }
    }
    /// A number that is an integer and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number().and_then(Number::as_i64)
    }
    /// A number that is an integer, not negative, and fits.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number().and_then(Number::as_u64)
    }
    /// A number as the nearest double.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number().map(Number::as_f64)
    }
    /// The array.
    pub fn as_array(&self) -> Option<&Array> {
        if let Self::Array(it) = self { Some(it) } else { None }
    }
    /// The object.
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(it) = self { Some(it) } else { None }
    }
    /// Whether this is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
    /// The value of an object's key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.as_object()?.get(key)
    }
    /// Parses a JSON text.
    ///
    /// # Errors
    ///
    /// Where the text is not JSON.
    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(text)
    }
}

impl fmt::Display for Value {
    /// Compact JSON; `{:#}` gives two spaces of indentation.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = if f.alternate() {
            serde_json::to_string_pretty(self)
        } else {
            serde_json::to_string(self)
        };
        f.write_str(&text.map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<&str> for Value {
    fn from(it: &str) -> Self {
        Self::String(it.into())
    }
}
impl From<String> for Value {
    fn from(it: String) -> Self {
        Self::String(it.into())
    }
}
impl From<bool> for Value {
    fn from(it: bool) -> Self {
        Self::Bool(it)
    }
}
impl<T: Into<Number>> From<T> for Value {
    fn from(it: T) -> Self {
        Self::Number(it.into())
    }
}
impl From<Array> for Value {
    fn from(it: Array) -> Self {
        Self::Array(it)
    }
}
impl From<Object> for Value {
    fn from(it: Object) -> Self {
        Self::Object(it)
    }
}
impl FromIterator<Self> for Value {
    fn from_iter<I: IntoIterator<Item = Self>>(iter: I) -> Self {
        Self::Array(iter.into_iter().collect())
    }
}
