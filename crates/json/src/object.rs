//! [`Object`]: keys and values in source order, shared.

mod iter;
mod key;

pub use iter::{IntoIter, Iter};

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::Value;
use crate::shared::{Size, drop_flat};

/// Objects up to this many keys are searched from the front, which is quicker than hashing.
const SMALL_KEYS_MAX: usize = 16;

/// A JSON object in source order. Cloning is O(1); changing a shared one copies its spine only.
///
/// ```
/// use stepwright_json::{Object, json};
///
/// let object = Object::from_iter([("b", 1), ("a", 2)]);
/// let other = object.with("b", 3);
/// assert_eq!(json!(object).to_string(), r#"{"b":1,"a":2}"#);
/// assert_eq!(json!(other).to_string(), r#"{"b":3,"a":2}"#);
/// ```
#[derive(Clone, Default)]
pub struct Object(Arc<Inner>);

#[derive(Clone, Default)]
struct Inner {
    entries: Entries,
    size: Size,
}

/// Most objects are small, and then a vector is smaller and quicker than a table.
#[derive(Clone)]
enum Entries {
    // Invariant: no key twice.
    Small(Vec<(Arc<str>, Value)>),
    Large(IndexMap<Arc<str>, Value>),
}

impl Object {
    /// An empty object.
    pub fn new() -> Self {
        Self::default()
    }
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        match &self.0.entries {
            Entries::Small(entries) => {
                entries.iter().find(|(it, _)| key::is_same(it, key)).map(|(_, value)| value)
            }
            Entries::Large(entries) => entries.get(key),
        }
    }
    /// The value of a key, to be changed; a shared object is copied (its spine) first.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        if !self.contains_key(key) {
            return None;
        }
        match self.make_mut() {
            Entries::Small(entries) => {
                entries.iter_mut().find(|(it, _)| key::is_same(it, key)).map(|(_, value)| value)
            }
            Entries::Large(entries) => entries.get_mut(key),
        }
    }
    /// Whether there is such a key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
    /// How many keys there are.
    pub fn len(&self) -> usize {
        match &self.0.entries {
            Entries::Small(entries) => entries.len(),
            Entries::Large(entries) => entries.len(),
        }
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The key and the value at a place in the order.
    pub fn get_index(&self, index: usize) -> Option<(&Arc<str>, &Value)> {
        match &self.0.entries {
            Entries::Small(entries) => entries.get(index).map(|(key, value)| (key, value)),
            Entries::Large(entries) => entries.get_index(index),
        }
    }
    /// Keys and values, in order.
    pub fn iter(&self) -> Iter<'_> {
        match &self.0.entries {
            Entries::Small(entries) => Iter::small(entries),
            Entries::Large(entries) => Iter::large(entries),
        }
    }
    /// The keys, in order.
    pub fn keys(&self) -> impl ExactSizeIterator<Item = &str> {
        self.iter().map(|(key, _)| key)
    }
    /// The keys as shared text, in order.
    pub fn shared_keys(&self) -> impl Iterator<Item = &Arc<str>> {
        (0..self.len()).filter_map(|index| self.get_index(index)).map(|(key, _)| key)
    }
    /// The values, in order of their keys.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &Value> {
        self.iter().map(|(_, value)| value)
    }
    /// Sets a key: in its place where it was there, else at the end. Gives back what was there.
    pub fn insert(&mut self, key: impl Into<Arc<str>>, value: impl Into<Value>) -> Option<Value> {
        self.make_mut().insert(key.into(), value.into())
    }
    /// Takes a key out; the order of the others stays.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        if !self.contains_key(key) {
            return None;
        }
        match self.make_mut() {
            Entries::Small(entries) => {
                let index = entries.iter().position(|(it, _)| key::is_same(it, key))?;
                Some(entries.remove(index).1)
            }
            Entries::Large(entries) => entries.shift_remove(key),
        }
    }
    /// This object with a key set, as [`insert`](Self::insert) sets it. Copies the spine only.
    #[must_use]
    pub fn with(&self, key: impl Into<Arc<str>>, value: impl Into<Value>) -> Self {
        let mut it = self.clone();
        it.insert(key, value);
        it
    }
    /// The length of the compact text in bytes, as [`Value::size_bytes`] has it.
    #[inline]
    pub fn size_bytes(&self) -> usize {
        self.size().get().unwrap_or_else(|| Value::Object(self.clone()).size_bytes())
    }
    /// Whether both are one and the same in memory.
    pub fn ptr_eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
    /// Where it is in memory, for as long as it lives.
    pub(crate) fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    fn make_mut(&mut self) -> &mut Entries {
        let inner = Arc::make_mut(&mut self.0);
        inner.size.forget();
        &mut inner.entries
    }
    #[inline]
    pub(crate) fn size(&self) -> &Size {
        &self.0.size
    }
    /// Moves containers that only this object holds to `acc`.
    pub(crate) fn take_nested(self, acc: &mut Vec<Value>) {
        if let Some(mut inner) = Arc::into_inner(self.0) {
            acc.extend(inner.entries.take().filter(Value::is_container));
        }
    }
}

impl Entries {
    fn with_capacity(capacity: usize) -> Self {
        if capacity <= SMALL_KEYS_MAX {
            Self::Small(Vec::with_capacity(capacity))
        } else {
            Self::Large(IndexMap::with_capacity(capacity))
        }
    }
    fn insert(&mut self, key: Arc<str>, value: Value) -> Option<Value> {
        match self {
            Self::Large(entries) => entries.insert(key, value),
            Self::Small(entries) => {
                if let Some((_, slot)) = entries.iter_mut().find(|(it, _)| key::is_same(it, &key)) {
                    return Some(std::mem::replace(slot, value));
                }
                entries.push((key, value));
                if entries.len() > SMALL_KEYS_MAX {
                    *self = Self::Large(std::mem::take(entries).into_iter().collect());
                }
                None
            }
        }
    }
    fn take(&mut self) -> impl Iterator<Item = Value> + use<> {
        std::mem::take(self).into_iter().map(|(_, value)| value)
    }
    fn into_iter(self) -> IntoIter {
        match self {
            Self::Small(entries) => IntoIter::small(entries),
            Self::Large(entries) => IntoIter::large(entries),
        }
    }
    fn has_container(&self) -> bool {
        match self {
            Self::Small(entries) => entries.iter().any(|(_, value)| value.is_container()),
            Self::Large(entries) => entries.values().any(Value::is_container),
        }
    }
}

impl Default for Entries {
    fn default() -> Self {
        Self::Small(Vec::new())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if self.entries.has_container() {
            drop_flat(self.entries.take());
        }
    }
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Value::Object(self.clone()), f)
    }
}

impl PartialEq for Object {
    /// The same keys with equal values, in any order.
    fn eq(&self, other: &Self) -> bool {
        Value::Object(self.clone()) == Value::Object(other.clone())
    }
}

impl<K: Into<Arc<str>>, V: Into<Value>> FromIterator<(K, V)> for Object {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(iter: I) -> Self {
        let iter = iter.into_iter();
        let mut entries = Entries::with_capacity(iter.size_hint().0.min(1024));
        for (key, value) in iter {
            entries.insert(key.into(), value.into());
        }
        Self(Arc::new(Inner { entries, size: Size::default() }))
    }
}

impl<K: Into<Arc<str>>, V: Into<Value>> Extend<(K, V)> for Object {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, iter: I) {
        let entries = self.make_mut();
        for (key, value) in iter {
            entries.insert(key.into(), value.into());
        }
    }
}

impl IntoIterator for Object {
    type Item = (Arc<str>, Value);
    type IntoIter = IntoIter;
    fn into_iter(mut self) -> IntoIter {
        match Arc::get_mut(&mut self.0) {
            Some(inner) => std::mem::take(&mut inner.entries).into_iter(),
            None => self.0.entries.clone().into_iter(),
        }
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = (&'a str, &'a Value);
    type IntoIter = Iter<'a>;
    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}
