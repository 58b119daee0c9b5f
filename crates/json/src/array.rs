//! [`Array`]: a list of values, shared.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use crate::Value;
use crate::shared::{Size, drop_flat};

/// A JSON array. Cloning is O(1); it reads as a slice.
///
/// ```
/// use stepwright_json::{Array, json};
///
/// let array = Array::from_iter([json!(1), json!("two")]);
/// let longer = { let mut it = array.clone(); it.push(3); it };
/// assert_eq!((array.len(), longer.len()), (2, 3));
/// assert_eq!(longer[1].as_str(), Some("two"));
/// ```
#[derive(Clone, Default)]
pub struct Array(Arc<Inner>);

#[derive(Clone, Default)]
struct Inner {
    items: Vec<Value>,
    size: Size,
}

impl Array {
    /// An empty array.
    pub fn new() -> Self {
        Self::default()
    }
    /// The items as a vector that may be changed; a shared array is copied (its spine) first.
    pub fn make_mut(&mut self) -> &mut Vec<Value> {
        let inner = Arc::make_mut(&mut self.0);
        inner.size.forget();
        &mut inner.items
    }
    /// Adds a value at the end; a shared array is copied (its spine) first.
    pub fn push(&mut self, value: impl Into<Value>) {
        self.make_mut().push(value.into());
    }
    /// This array with another value at `index`; past the end, this array.
    #[must_use]
    pub fn with(&self, index: usize, value: impl Into<Value>) -> Self {
        let mut it = self.clone();
        if index < it.len()
            && let Some(slot) = it.make_mut().get_mut(index)
        {
            *slot = value.into();
        }
        it
    }
    /// The items; copied (their spine) where the array is shared.
    pub fn into_vec(mut self) -> Vec<Value> {
        match Arc::get_mut(&mut self.0) {
            Some(inner) => std::mem::take(&mut inner.items),
            None => self.0.items.clone(),
        }
    }
    /// Whether both are one and the same in memory.
    pub fn ptr_eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
    /// Where it is in memory, for as long as it lives.
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    #[inline]
    pub(crate) fn size(&self) -> &Size {
        &self.0.size
    }
    /// Moves containers that only this array holds to `acc`.
    pub(crate) fn take_nested(self, acc: &mut Vec<Value>) {
        if let Some(mut inner) = Arc::into_inner(self.0) {
            acc.extend(std::mem::take(&mut inner.items).into_iter().filter(Value::is_container));
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if self.items.iter().any(Value::is_container) {
            drop_flat(std::mem::take(&mut self.items).into_iter());
        }
    }
}

impl Deref for Array {
    type Target = [Value];
    fn deref(&self) -> &[Value] {
        &self.0.items
    }
}

impl fmt::Debug for Array {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Value::Array(self.clone()), f)
    }
}

impl PartialEq for Array {
    fn eq(&self, other: &Self) -> bool {
        Value::Array(self.clone()) == Value::Array(other.clone())
    }
}

impl From<Vec<Value>> for Array {
    fn from(items: Vec<Value>) -> Self {
        Self(Arc::new(Inner { items, size: Size::default() }))
    }
}

impl<V: Into<Value>> FromIterator<V> for Array {
    fn from_iter<I: IntoIterator<Item = V>>(iter: I) -> Self {
        Self::from(iter.into_iter().map(Into::into).collect::<Vec<Value>>())
    }
}

impl<V: Into<Value>> Extend<V> for Array {
    fn extend<I: IntoIterator<Item = V>>(&mut self, iter: I) {
        self.make_mut().extend(iter.into_iter().map(Into::into));
    }
}

impl IntoIterator for Array {
    type Item = Value;
    type IntoIter = std::vec::IntoIter<Value>;
    fn into_iter(self) -> Self::IntoIter {
        self.into_vec().into_iter()
    }
}

impl<'a> IntoIterator for &'a Array {
    type Item = &'a Value;
    type IntoIter = std::slice::Iter<'a, Value>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
