//! A value of Rust's own values.

use std::sync::Arc;

use crate::{Array, Number, Object, Value};

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
impl From<&String> for Value {
    fn from(it: &String) -> Self {
        Self::String(it.as_str().into())
    }
}
impl From<Arc<str>> for Value {
    fn from(it: Arc<str>) -> Self {
        Self::String(it)
    }
}
impl From<std::borrow::Cow<'_, str>> for Value {
    fn from(it: std::borrow::Cow<'_, str>) -> Self {
        Self::String(it.into())
    }
}
impl From<bool> for Value {
    fn from(it: bool) -> Self {
        Self::Bool(it)
    }
}
impl From<f64> for Value {
    /// `null` where the number is not finite, since JSON has no other word for it.
    fn from(it: f64) -> Self {
        Number::from_f64(it).map_or(Self::Null, Self::Number)
    }
}
impl<T: Into<Number>> From<T> for Value {
    fn from(it: T) -> Self {
        Self::Number(it.into())
    }
}
impl From<&Self> for Value {
    fn from(it: &Self) -> Self {
        it.clone()
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
impl<T: Into<Self>> From<Vec<T>> for Value {
    fn from(it: Vec<T>) -> Self {
        Self::Array(it.into_iter().collect())
    }
}
impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(it: Option<T>) -> Self {
        it.map_or(Self::Null, Into::into)
    }
}
impl<T: Into<Self>> FromIterator<T> for Value {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        Self::Array(iter.into_iter().collect())
    }
}
