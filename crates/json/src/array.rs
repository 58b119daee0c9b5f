//! [`Array`]: a list of values, shared.

use std::ops::Deref;
use std::sync::Arc;

use crate::Value;

/// A JSON array. Cloning is O(1); it reads as a slice.
#[derive(Clone, Debug, Default)]
pub struct Array(Arc<Vec<Value>>);

impl Array {
    /// An empty array.
    pub fn new() -> Self {
        Self::default()
    }
    /// Adds a value at the end; a shared array is copied (its spine) first.
    pub fn push(&mut self, value: impl Into<Value>) {
        Arc::make_mut(&mut self.0).push(value.into());
    }
}

impl Deref for Array {
    type Target = [Value];
    fn deref(&self) -> &[Value] {
        &self.0
    }
}

impl PartialEq for Array {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl From<Vec<Value>> for Array {
    fn from(it: Vec<Value>) -> Self {
        Self(Arc::new(it))
    }
}

impl FromIterator<Value> for Array {
    fn from_iter<I: IntoIterator<Item = Value>>(iter: I) -> Self {
        Self(Arc::new(iter.into_iter().collect()))
    }
}
