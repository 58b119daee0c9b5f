//! Walking an object: [`Iter`] borrows, [`IntoIter`] owns.

use std::sync::Arc;
use std::{slice, vec};

use indexmap::{IndexMap, map};

use crate::Value;

/// Keys and values of an object, in order.
#[derive(Clone, Debug)]
pub struct Iter<'a>(Borrowed<'a>);

#[derive(Clone, Debug)]
enum Borrowed<'a> {
    Small(slice::Iter<'a, (Arc<str>, Value)>),
    Large(map::Iter<'a, Arc<str>, Value>),
}

impl<'a> Iter<'a> {
    pub(super) fn small(entries: &'a [(Arc<str>, Value)]) -> Self {
        Self(Borrowed::Small(entries.iter()))
    }
    pub(super) fn large(entries: &'a IndexMap<Arc<str>, Value>) -> Self {
        Self(Borrowed::Large(entries.iter()))
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a str, &'a Value);

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Borrowed::Small(iter) => iter.next().map(|(key, value)| (key.as_ref(), value)),
            Borrowed::Large(iter) => iter.next().map(|(key, value)| (key.as_ref(), value)),
        }
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Borrowed::Small(iter) => iter.size_hint(),
            Borrowed::Large(iter) => iter.size_hint(),
        }
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Borrowed::Small(iter) => iter.next_back().map(|(key, value)| (key.as_ref(), value)),
            Borrowed::Large(iter) => iter.next_back().map(|(key, value)| (key.as_ref(), value)),
        }
    }
}

impl ExactSizeIterator for Iter<'_> {}

/// Keys and values of an object, in order, owned.
#[derive(Debug)]
pub struct IntoIter(Owned);

#[derive(Debug)]
enum Owned {
    Small(vec::IntoIter<(Arc<str>, Value)>),
    Large(map::IntoIter<Arc<str>, Value>),
}

impl IntoIter {
    pub(super) fn small(entries: Vec<(Arc<str>, Value)>) -> Self {
        Self(Owned::Small(entries.into_iter()))
    }
    pub(super) fn large(entries: IndexMap<Arc<str>, Value>) -> Self {
        Self(Owned::Large(entries.into_iter()))
    }
}

impl Iterator for IntoIter {
    type Item = (Arc<str>, Value);

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Owned::Small(iter) => iter.next(),
            Owned::Large(iter) => iter.next(),
        }
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Owned::Small(iter) => iter.size_hint(),
            Owned::Large(iter) => iter.size_hint(),
        }
    }
}

impl ExactSizeIterator for IntoIter {}
