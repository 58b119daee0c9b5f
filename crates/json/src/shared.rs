//! What arrays and objects share: the remembered size of their text, and how they are dropped.
//!
//! A value that a program has built may be nested deeper than a stack is high. So nothing in this
//! crate walks a value by recursion without a bound, and dropping one is no exception.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::Value;

/// The length of a container's compact text, once somebody has asked for it.
#[derive(Debug, Default)]
pub(crate) struct Size(AtomicUsize);

impl Size {
    /// The length, where it is known. No container has an empty text, so zero is free.
    #[inline]
    pub(crate) fn get(&self) -> Option<usize> {
        let size = self.0.load(Ordering::Relaxed);
        (size != 0).then_some(size)
    }
    pub(crate) fn set(&self, size: usize) {
        self.0.store(size, Ordering::Relaxed);
    }
    pub(crate) fn forget(&mut self) {
        *self.0.get_mut() = 0;
    }
}

impl Clone for Size {
    fn clone(&self) -> Self {
        Self(AtomicUsize::new(self.0.load(Ordering::Relaxed)))
    }
}

/// Drops `values`, and what only they hold, without recursion.
pub(crate) fn drop_flat(values: impl Iterator<Item = Value>) {
    let mut nested: Vec<Value> = values.filter(Value::is_container).collect();
    while let Some(value) = nested.pop() {
        match value {
            Value::Array(array) => array.take_nested(&mut nested),
            Value::Object(object) => object.take_nested(&mut nested),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}
