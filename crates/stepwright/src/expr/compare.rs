//! Comparisons: `eq`, `ne` on every value, `gt` and its like where there is an order.

use std::cmp::Ordering;

use super::Expr;
use crate::into_expr::IntoExpr;
use crate::node::{Node, NodeRef, Operator};
use crate::shape::{Kind, Shape, Timestamp};

/// What has an order in a workflow expression.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be ordered in a workflow expression",
    label = "a number, a string or a timestamp is needed here"
)]
pub trait Ordered: Shape {
    #[doc(hidden)]
    fn key(node: NodeRef) -> NodeRef {
        node
    }
}

impl Ordered for String {}
impl Ordered for Timestamp {
    // By the instant: two offsets can write one moment.
    fn key(node: NodeRef) -> NodeRef {
        let (function, arguments) = ("toMillis", vec![node]);
        NodeRef::of(Node::Call { function, arguments, kind: Kind::Scalar })
    }
}

/// Never satisfied. Rust's own comparison of an `Expr` would decide while the workflow is built, not
/// while it runs: write it inside `expr!(..)`, or as `.eq(..)`, `.gt(..)` and their like.
#[diagnostic::on_unimplemented(
    message = "an `Expr` is compared while the workflow runs: write the comparison inside `expr!(..)`",
    note = "for steps that depend on it, use `choice(..)`"
)]
pub trait CompareInsideExprMacro {}

impl<T: Shape, R> PartialEq<R> for Expr<T>
where
    Self: CompareInsideExprMacro,
{
    fn eq(&self, _: &R) -> bool {
        false
    }
}

impl<T: Shape, R> PartialOrd<R> for Expr<T>
where
    Self: CompareInsideExprMacro,
{
    fn partial_cmp(&self, _: &R) -> Option<Ordering> {
        None
    }
}

impl<T: Shape> Expr<T> {
    /// Whether both are equal.
    pub fn eq(self, other: impl IntoExpr<T>) -> Expr<bool> {
        binary(Operator::Equal, self.node, other.into_expr().node)
    }

    /// Whether they differ.
    pub fn ne(self, other: impl IntoExpr<T>) -> Expr<bool> {
        binary(Operator::NotEqual, self.node, other.into_expr().node)
    }

    /// Whether this is greater.
    pub fn gt(self, other: impl IntoExpr<T>) -> Expr<bool>
    where
        T: Ordered,
    {
        binary(Operator::Greater, T::key(self.node), T::key(other.into_expr().node))
    }

    /// Whether this is greater or equal.
    pub fn ge(self, other: impl IntoExpr<T>) -> Expr<bool>
    where
        T: Ordered,
    {
        binary(Operator::GreaterEqual, T::key(self.node), T::key(other.into_expr().node))
    }

    /// Whether this is less.
    pub fn lt(self, other: impl IntoExpr<T>) -> Expr<bool>
    where
        T: Ordered,
    {
        binary(Operator::Less, T::key(self.node), T::key(other.into_expr().node))
    }

    /// Whether this is less or equal.
    pub fn le(self, other: impl IntoExpr<T>) -> Expr<bool>
    where
        T: Ordered,
    {
        binary(Operator::LessEqual, T::key(self.node), T::key(other.into_expr().node))
    }
}

pub(super) fn binary<T: Shape>(operator: Operator, left: NodeRef, right: NodeRef) -> Expr<T> {
    Expr::of_node(NodeRef::of(Node::Binary { operator, left, right }))
}
