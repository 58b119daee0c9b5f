//! Optional values: where JSONata would have `undefined`, `null` is written.

use super::writer::{Level, Writer, Written};
use crate::expr::is_optional;
use crate::node::{Node, NodeRef};

impl Writer<'_> {
    /// A value that may not be missing: a leaf of a template, a member of an object, an item.
    pub(super) fn leaf(&self, node: NodeRef) -> Written {
        let written = self.write(node);
        if !may_be_undefined(node.get()) {
            return written;
        }
        let value = written.text.clone();
        Written::new(
            Level::Conditional,
            format!("$exists({value}) ? {} : null", written.at(Level::Or)),
        )
    }

    pub(super) fn is_some(&self, value: NodeRef, null: bool) -> Written {
        let value = self.write(value);
        let exists = format!("$exists({})", value.text);
        if null {
            let value = value.at(Level::Sum);
            Written::new(Level::And, format!("{exists} and {value} != null"))
        } else {
            Written::path(exists)
        }
    }
}

/// Whether an optional value may be `undefined` as it is written.
pub(super) fn may_be_undefined(node: &Node) -> bool {
    match node {
        Node::Bind { kind, .. }
        | Node::Field { kind, .. }
        | Node::Call { kind, .. }
        | Node::Raw { kind, .. } => is_optional(*kind),
        Node::Get { .. } => true,
        // An item of a list is there; both sides of a conditional are written as leaves.
        _ => false,
    }
}
