//! Expressions that give another value each time they are evaluated.
//!
//! A value is evaluated once, where it is set. On the very edge that sets it, though, it is written
//! out instead of read, so an expression that is not the same twice must not be written twice.

use super::{Assign, Graph, Open};
use crate::node::{Bind, Node, NodeRef};
use crate::text::{self, Source};

/// The functions of JSONata, and those that Step Functions adds, whose value changes.
const IMPURE: [&str; 4] = ["$random", "$uuid", "$now", "$millis"];

/// Whether evaluating it twice gives two values.
fn is_impure(node: NodeRef) -> bool {
    node.get().any(&|node| match node {
        Node::Raw { parts, .. } => {
            parts.iter().any(|part| IMPURE.iter().any(|it| part.contains(it)))
        }
        Node::Call { function, .. } | Node::ListCall { function, .. } => {
            IMPURE.iter().any(|it| it.strip_prefix('$') == Some(function))
        }
        _ => false,
    })
}

impl Graph {
    /// What is set on an open edge, is not the same twice, and would be written out once more by an
    /// expression there.
    pub(crate) fn repeats(&self, open: Open, node: NodeRef) -> Option<Bind> {
        let assigns: &[Assign] = match open {
            Open::Start(_) => &[],
            Open::Of(state, slot) => {
                self.states[state].edges.get(&slot).map_or(&[], |edge| &edge.assigns)
            }
            Open::Handler(handler) => &self.handlers[handler].entry.assigns,
        };
        let reads = text::reads(node);
        let repeated = assigns.iter().find(|it| {
            let Source::Node(source) = it.source else { return false };
            reads.contains(&it.bind) && (is_impure(source) || self.repeats(open, source).is_some())
        });
        repeated.map(|it| it.bind)
    }
}
