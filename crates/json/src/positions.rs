//! [`Positions`]: where in a text each value and each key stands.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::Arc;

use crate::Pointer;
use crate::pointer::index;

/// A stretch of a text, in bytes: from `start`, up to but not including `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

/// A key that an object has twice: the last one counts, so the earlier value is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The place of the value, key included.
    pub pointer: Pointer,
    /// Where the key stood before.
    pub first: Span,
    /// Where it stands again.
    pub again: Span,
}

/// The places of all values and keys of a text.
#[derive(Clone, Debug)]
pub struct Positions {
    pub(crate) root: Node,
    pub(crate) duplicates: Vec<Duplicate>,
}

#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) inside: Inside,
}

#[derive(Clone, Debug)]
pub(crate) enum Inside {
    Leaf,
    Array(Vec<Node>),
    Object(Vec<Entry>),
}

#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Arc<str>,
    pub(crate) span: Span,
    pub(crate) node: Node,
}

impl Positions {
    /// The positions of a value that has nothing in it.
    pub fn leaf(span: Span) -> Self {
        Self { root: Node { span, inside: Inside::Leaf }, duplicates: Vec::new() }
    }
    /// The positions of an array, from those of its items.
    pub fn array(span: Span, items: impl IntoIterator<Item = Self>) -> Self {
        let mut duplicates = Vec::new();
        let mut nodes = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            duplicates.extend(item.duplicates.into_iter().map(|it| it.within(index)));
            nodes.push(item.root);
        }
        Self { root: Node { span, inside: Inside::Array(nodes) }, duplicates }
    }
    /// The positions of an object, from its keys, where they stand, and the positions of their
    /// values.
    pub fn object(span: Span, entries: impl IntoIterator<Item = (Arc<str>, Span, Self)>) -> Self {
        let mut duplicates = Vec::new();
        let mut nodes: Vec<Entry> = Vec::new();
        let mut seen: HashMap<Arc<str>, Span> = HashMap::new();
        for (key, span, value) in entries {
            if let Some(first) = seen.insert(Arc::clone(&key), span) {
                let pointer = Pointer::root().join(&key);
                duplicates.push(Duplicate { pointer, first, again: span });
            }
            duplicates.extend(value.duplicates.into_iter().map(|it| it.within(&key)));
            nodes.push(Entry { key, span, node: value.root });
        }
        Self { root: Node { span, inside: Inside::Object(nodes) }, duplicates }
    }
    /// Where the value stands that a pointer points at.
    pub fn value(&self, pointer: &Pointer) -> Option<Span> {
        self.find(pointer).map(|node| node.span)
    }
    /// Where the key stands, quotes included, whose value a pointer points at. The root and the
    /// items of an array have none.
    pub fn key(&self, pointer: &Pointer) -> Option<Span> {
        let last = pointer.last()?;
        self.find(&pointer.parent()?)?.entry(&last).map(|entry| entry.span)
    }
    /// Where the value stands that a pointer points at, or else the nearest thing around it that
    /// is there: for a diagnostic about something that is missing.
    pub fn nearest(&self, pointer: &Pointer) -> Span {
        let mut node = &self.root;
        for token in pointer.tokens() {
            match node.child(&token) {
                Some(child) => node = child,
                None => break,
            }
        }
        node.span
    }
    /// The keys that stand in one object more than once, in the order of the text.
    pub fn duplicates(&self) -> &[Duplicate] {
        &self.duplicates
    }

    fn find(&self, pointer: &Pointer) -> Option<&Node> {
        pointer.tokens().try_fold(&self.root, |node, token| node.child(&token))
    }
}

impl Duplicate {
    /// The same, seen from one step further out.
    fn within(self, token: impl Display) -> Self {
        Self { pointer: Pointer::root().join(token).concat(&self.pointer), ..self }
    }
}

impl Node {
    fn child(&self, token: &str) -> Option<&Self> {
        match &self.inside {
            Inside::Leaf => None,
            Inside::Array(items) => items.get(index(token)?),
            Inside::Object(_) => self.entry(token).map(|entry| &entry.node),
        }
    }
    /// Of a key that stands twice, the last, as in the value.
    fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.inside {
            Inside::Object(entries) => entries.iter().rev().find(|entry| entry.key.as_ref() == key),
            Inside::Leaf | Inside::Array(_) => None,
        }
    }
}
