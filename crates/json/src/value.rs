//! [`Value`]: any JSON value, shared.

mod equal;
mod from;
mod size;

use std::fmt;
use std::ops::Index;
use std::sync::Arc;

use crate::parse::parse;
use crate::pointer::index;
use crate::{Array, Number, Object, ParseError, Pointer, print};

/// Any JSON value. Cloning is O(1): arrays, objects and strings are shared.
///
/// ```
/// use stepwright_json::{Pointer, json};
///
/// let mut order = json!({ "id": 7, "lines": [{ "n": 1 }, { "n": 2 }] });
/// let before = order.clone();
/// let place = Pointer::root().join("lines").join(1).join("n");
/// *order.pointer_mut(&place).unwrap() = json!(3); // copies three spines, no leaves
/// assert_eq!(order["lines"][1]["n"], json!(3));
/// assert_eq!(before["lines"][1]["n"], json!(2));
/// assert_eq!(format!("{:#}", order["lines"][0]), "{\n  \"n\": 1\n}");
/// ```
#[derive(Clone, Default)]
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

static NULL: Value = Value::Null;

/// How much is reserved at once for a text.
const TEXT_BYTES_RESERVED: usize = 1024 * 1024;

impl Value {
    /// Parses a JSON text, strictly as RFC 8259 has it. Of a key that is written twice the last
    /// value counts; [`parse_with_positions`](crate::parse_with_positions) reports such keys.
    ///
    /// # Errors
    ///
    /// Where the text is not JSON, a number is larger than a double can be, or arrays and objects
    /// are nested deeper than [`DEPTH_MAX`](crate::DEPTH_MAX). The error says where, and names
    /// comments and trailing commas.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse(text)
    }
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
    /// The array, to be changed.
    pub fn as_array_mut(&mut self) -> Option<&mut Array> {
        if let Self::Array(it) = self { Some(it) } else { None }
    }
    /// The object.
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(it) = self { Some(it) } else { None }
    }
    /// The object, to be changed.
    pub fn as_object_mut(&mut self) -> Option<&mut Object> {
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
    /// An array's item.
    pub fn get_index(&self, index: usize) -> Option<&Self> {
        self.as_array()?.get(index)
    }
    /// What a pointer points at in this value.
    pub fn pointer(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.get(self)
    }
    /// What a pointer points at in this value, to be changed. Copies what is shared of the spine
    /// on the way, and nothing else.
    pub fn pointer_mut(&mut self, pointer: &Pointer) -> Option<&mut Self> {
        pointer.get(self)?;
        pointer.tokens().try_fold(self, |value, token| match value {
            Self::Object(object) => object.get_mut(&token),
            Self::Array(array) => array.make_mut().get_mut(index(&token)?),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => None,
        })
    }
    /// Takes the value, and leaves `null`.
    #[must_use]
    pub fn take(&mut self) -> Self {
        std::mem::take(self)
    }
    /// The length of the compact text in bytes, without printing it. Arrays and objects remember
    /// theirs, so asking again costs nothing until they change.
    #[inline]
    pub fn size_bytes(&self) -> usize {
        let remembered = match self {
            Self::Array(array) => array.size().get(),
            Self::Object(object) => object.size().get(),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::String(_) => None,
        };
        remembered.unwrap_or_else(|| size::size_bytes(self))
    }

    /// The compact text, as `Display` has it, without the detour of a formatter.
    pub fn to_text(&self) -> String {
        // What holds itself many times over may have a text of any length.
        let mut text = String::with_capacity(self.size_bytes().min(TEXT_BYTES_RESERVED));
        // Writing to a string does not fail.
        _ = print::compact(self, &mut text);
        text
    }

    pub(crate) fn is_container(&self) -> bool {
        matches!(self, Self::Array(_) | Self::Object(_))
    }
}

impl Index<&str> for Value {
    type Output = Self;
    /// The value of a key; `null` where there is none.
    fn index(&self, key: &str) -> &Self {
        self.get(key).unwrap_or(&NULL)
    }
}

impl Index<usize> for Value {
    type Output = Self;
    /// An array's item; `null` where there is none.
    fn index(&self, index: usize) -> &Self {
        self.get_index(index).unwrap_or(&NULL)
    }
}

impl fmt::Display for Value {
    /// Compact JSON; `{:#}` gives two spaces of indentation.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { print::pretty(self, f) } else { print::compact(self, f) }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
