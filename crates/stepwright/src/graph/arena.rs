//! [`Arena`]: things that are referred to by number, and [`Id`], the number.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The number of a thing in its [`Arena`].
pub(crate) struct Id<T> {
    index: usize,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    fn new(index: usize) -> Self {
        Self { index, of: PhantomData }
    }
}

// By hand: derives would ask the same of `T`.
impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.index == other.index
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.index.cmp(&other.index)
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.index)
    }
}

/// Things in the order in which they were added. Nothing is ever taken out.
#[derive(Debug, Clone)]
pub(crate) struct Arena<T>(Vec<T>);

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Arena<T> {
    /// Adds a thing.
    pub(crate) fn push(&mut self, thing: T) -> Id<T> {
        self.0.push(thing);
        Id::new(self.0.len() - 1)
    }

    /// The number that the next one will have.
    pub(crate) fn next(&self) -> Id<T> {
        Id::new(self.0.len())
    }

    /// All of them, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Id<T>, &T)> {
        self.0.iter().enumerate().map(|(index, thing)| (Id::new(index), thing))
    }

    /// Their numbers, in order.
    pub(crate) fn ids(&self) -> impl Iterator<Item = Id<T>> + use<T> {
        (0..self.0.len()).map(Id::new)
    }
}

impl<T> Index<Id<T>> for Arena<T> {
    type Output = T;

    #[expect(clippy::indexing_slicing, reason = "an Id comes from `push` of the very arena")]
    fn index(&self, id: Id<T>) -> &T {
        &self.0[id.index]
    }
}

impl<T> IndexMut<Id<T>> for Arena<T> {
    #[expect(clippy::indexing_slicing, reason = "an Id comes from `push` of the very arena")]
    fn index_mut(&mut self, id: Id<T>) -> &mut T {
        &mut self.0[id.index]
    }
}
