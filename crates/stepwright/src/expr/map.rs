//! Objects with keys of the data's own: `get`, `keys`, `values`.

use std::collections::BTreeMap;

use super::{Expr, list_call};
use crate::into_expr::IntoExpr;
use crate::node::{Node, NodeRef};
use crate::shape::{Kind, Shape};

impl<T: Shape> Expr<BTreeMap<String, T>> {
    /// The value of a key, if it is there.
    pub fn get(self, key: impl IntoExpr<String>) -> Expr<Option<T>> {
        let arguments = vec![self.node, key.into_expr().node];
        let kind = Kind::absent(T::KIND);
        Expr::of_node(NodeRef::of(Node::Call { function: "lookup", arguments, kind }))
    }

    /// The keys.
    pub fn keys(self) -> Expr<Vec<String>> {
        list_call("keys", vec![self.node])
    }

    /// The values, in the order of their keys.
    pub fn values(self) -> Expr<Vec<T>> {
        Expr::of_node(NodeRef::of(Node::Values { object: self.node, item: T::KIND }))
    }
}
