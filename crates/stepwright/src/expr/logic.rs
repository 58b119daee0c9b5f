//! Truth: `and`, `or`, `!`, and the conditional value that `expr!` makes of `if`.

use std::ops::{BitAnd, BitOr, Not};

use super::Expr;
use super::compare::binary;
use crate::into_expr::{AsExpr, IntoExpr};
use crate::node::{Node, NodeRef, Operator};
use crate::shape::Shape;

impl Expr<bool> {
    /// Whether both are true.
    #[must_use]
    pub fn and(self, other: impl IntoExpr<bool>) -> Self {
        binary(Operator::And, self.node, other.into_expr().node)
    }

    /// Whether one of both is true.
    #[must_use]
    pub fn or(self, other: impl IntoExpr<bool>) -> Self {
        binary(Operator::Or, self.node, other.into_expr().node)
    }

    /// One value or the other: what `expr!` makes of `if .. { .. } else { .. }`.
    pub fn if_else<V: AsExpr>(self, then: V, otherwise: impl IntoExpr<V::Of>) -> Expr<V::Of> {
        Expr::of_node(NodeRef::of(Node::If {
            condition: self.node,
            then: then.as_expr().node,
            otherwise: otherwise.into_expr().node,
            kind: <V::Of as Shape>::KIND,
        }))
    }
}

impl<R: IntoExpr<bool>> BitAnd<R> for Expr<bool> {
    type Output = Self;
    fn bitand(self, other: R) -> Self {
        self.and(other)
    }
}

impl<R: IntoExpr<bool>> BitOr<R> for Expr<bool> {
    type Output = Self;
    fn bitor(self, other: R) -> Self {
        self.or(other)
    }
}

impl Not for Expr<bool> {
    type Output = Self;
    fn not(self) -> Self {
        Self::of_node(NodeRef::of(Node::Not(self.node)))
    }
}
