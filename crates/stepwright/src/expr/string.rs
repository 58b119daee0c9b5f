//! Text: `concat`, `contains`, `split`, `parse_json` and their like.

use super::compare::binary;
use super::{Expr, list_call};
use crate::into_expr::IntoExpr;
use crate::node::{Node, NodeRef, Operator};
use crate::shape::{Kind, Shape};

impl Expr<String> {
    /// Both, one behind the other.
    #[must_use]
    pub fn concat(self, other: impl IntoExpr<String>) -> Self {
        binary(Operator::Concat, self.node, other.into_expr().node)
    }

    /// Whether `part` is somewhere in it.
    pub fn contains(self, part: impl IntoExpr<String>) -> Expr<bool> {
        Expr::call("contains", vec![self.node, part.into_expr().node])
    }

    /// Whether it begins with `part`.
    pub fn starts_with(self, part: impl IntoExpr<String>) -> Expr<bool> {
        let part = part.into_expr().node;
        let length = scalar("length", vec![part]);
        let start = scalar("substring", vec![self.node, NodeRef::literal(0), length]);
        binary(Operator::Equal, start, part)
    }

    /// How many characters it has.
    pub fn len(self) -> Expr<u64> {
        Expr::call("length", vec![self.node])
    }

    /// In small letters.
    #[must_use]
    pub fn lowercase(self) -> Self {
        Self::call("lowercase", vec![self.node])
    }

    /// In capitals.
    #[must_use]
    pub fn uppercase(self) -> Self {
        Self::call("uppercase", vec![self.node])
    }

    /// Without blanks at its ends, and with single ones inside, as JSONata trims.
    #[must_use]
    pub fn trim(self) -> Self {
        Self::call("trim", vec![self.node])
    }

    /// The parts between the separators.
    pub fn split(self, separator: impl IntoExpr<String>) -> Expr<Vec<String>> {
        list_call("split", vec![self.node, separator.into_expr().node])
    }

    /// The value whose JSON text it is; the type is asserted.
    pub fn parse_json<U: Shape>(self) -> Expr<U> {
        Expr::call("parse", vec![self.node])
    }

    /// The number that it spells.
    pub fn to_number(self) -> Expr<f64> {
        Expr::call("number", vec![self.node])
    }
}

fn scalar(function: &'static str, arguments: Vec<NodeRef>) -> NodeRef {
    NodeRef::of(Node::Call { function, arguments, kind: Kind::Scalar })
}
