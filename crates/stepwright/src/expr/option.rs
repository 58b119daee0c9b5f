//! Optional values: `is_some`, `unwrap_or`, `map`. An absent value must be dealt with.

use super::Expr;
use crate::into_expr::{AsExpr, IntoExpr};
use crate::node::{Node, NodeRef};
use crate::shape::{Kind, Shape};

impl<T: Shape> Expr<Option<T>> {
    /// Whether there is a value.
    pub fn is_some(self) -> Expr<bool> {
        let null = !matches!(self.node.get().kind(), Kind::Optional { null: false, .. });
        Expr::of_node(NodeRef::of(Node::IsSome { value: self.node, null }))
    }

    /// Whether there is none.
    pub fn is_none(self) -> Expr<bool> {
        !self.is_some()
    }

    /// The value, or `other` where there is none.
    pub fn unwrap_or(self, other: impl IntoExpr<T>) -> Expr<T> {
        conditional(self.is_some(), self.present().node, other.into_expr().node, T::KIND)
    }

    /// The value, changed, if there is one.
    pub fn map<V: AsExpr>(self, f: impl FnOnce(Expr<T>) -> V) -> Expr<Option<V::Of>> {
        let changed = f(self.present()).as_expr().node;
        let kind = <Option<V::Of> as Shape>::KIND;
        conditional(self.is_some(), changed, NodeRef::literal(stepwright_json::Value::Null), kind)
    }

    /// The value where it is known to be there.
    fn present(self) -> Expr<T> {
        let node = self.node;
        Expr::of_node(match node.get() {
            Node::Bind { bind, .. } => NodeRef::of(Node::Bind { bind: *bind, kind: T::KIND }),
            Node::Param { param, .. } => NodeRef::of(Node::Param { param: *param, kind: T::KIND }),
            Node::Field { base, key, .. } => {
                NodeRef::of(Node::Field { base: *base, key: key.clone(), kind: T::KIND })
            }
            _ => node,
        })
    }
}

fn conditional<T: Shape>(
    condition: Expr<bool>,
    then: NodeRef,
    otherwise: NodeRef,
    kind: Kind,
) -> Expr<T> {
    Expr::of_node(NodeRef::of(Node::If { condition: condition.node, then, otherwise, kind }))
}
