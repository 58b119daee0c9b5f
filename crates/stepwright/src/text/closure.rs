//! Functions over lists that are written as JSONata functions: their parameters' names, and when
//! the path form will not do.

use std::collections::BTreeSet;

use super::writer::{Item, Writer, Written};
use super::{Source, visit};
use crate::node::{Node, NodeRef, Param};

/// Whether something inside `body` that has an item (or an index) of its own reads `param`: written
/// as the context, the inner item would hide the outer one.
pub(super) fn is_read_in_closure(body: NodeRef, param: Param) -> bool {
    body.get().any(&|node| match node {
        Node::Map { body: inner, .. }
        | Node::Filter { body: inner, .. }
        | Node::SortBy { body: inner, .. }
        | Node::Get { index: inner, .. } => inner.get().reads_param(param),
        _ => false,
    })
}

impl Writer<'_> {
    /// The body of a function whose parameter is the item: its name, and the text.
    pub(super) fn function(&self, param: Param, body: NodeRef) -> (String, Written) {
        let name = self.free_name(&["x", "y", "z"], body);
        let inner = self.with(param, Item::Variable(name.clone()));
        let body = inner.leaf(body);
        (name, body)
    }

    /// A name that nothing read in `body` has.
    pub(super) fn free_name(&self, wanted: &[&str], body: NodeRef) -> String {
        let mut taken = BTreeSet::new();
        for (_, item) in &self.items {
            if let Item::Variable(name) = item {
                taken.insert(name.clone());
            }
        }
        self.variables(body, &mut taken);
        let numbered = (1_u32..).flat_map(|n| wanted.iter().map(move |it| format!("{it}{n}")));
        let mut names = wanted.iter().map(|&it| it.to_owned()).chain(numbered);
        // The numbers do not end, and what is taken does.
        names.find(|name| !taken.contains(name)).unwrap_or_default()
    }

    /// The variables that a node's text will name.
    fn variables(&self, node: NodeRef, found: &mut BTreeSet<String>) {
        visit(node, &mut |node| match node {
            Node::Bind { bind, .. } => match (self.resolve)(*bind) {
                Source::Text(text) => names_in(&text, found),
                Source::Node(node) => self.variables(node, found),
            },
            Node::Raw { parts, .. } => parts.iter().for_each(|part| names_in(part, found)),
            _ => {}
        });
    }
}

/// Every `$name` of a text.
fn names_in(text: &str, found: &mut BTreeSet<String>) {
    for part in text.split('$').skip(1) {
        let name: String =
            part.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
        found.insert(name);
    }
}
