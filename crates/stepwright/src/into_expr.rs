//! What may be given where a value is wanted: [`IntoExpr`], [`AsExpr`], [`List`].

use serde::Serialize;

use crate::expr::Expr;
use crate::node::{Node, NodeRef};
use crate::shape::Shape;

/// What may stand where a `T` is expected: a `T`, an `Expr<T>`, or a close relative (`&str` for
/// `String`, an `Expr<T>` for `Option<T>`).
#[diagnostic::on_unimplemented(
    message = "expected a workflow value of type `{T}`, found `{Self}`",
    label = "this is not a `{T}`",
    note = "give a `{T}`, or an `Expr` of one: the value of an earlier step, one of its fields, or `expr!(..)`"
)]
pub trait IntoExpr<T: Shape> {
    /// The value.
    fn into_expr(self) -> Expr<T>;
}

#[diagnostic::do_not_recommend]
impl<T: Shape> IntoExpr<T> for Expr<T> {
    fn into_expr(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Shape> IntoExpr<Option<T>> for Expr<T> {
    fn into_expr(self) -> Expr<Option<T>> {
        Expr::of_node(self.node())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Shape + Serialize> IntoExpr<T> for T {
    fn into_expr(self) -> Expr<T> {
        literal(&self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoExpr<String> for &str {
    fn into_expr(self) -> Expr<String> {
        Expr::of_node(NodeRef::literal(self))
    }
}

/// A value whose own type says what it is. No conversions.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a workflow value",
    label = "neither an `Expr` nor a type with a JSON shape",
    note = "give an `Expr` (the value of an earlier step, one of its fields, `expr!(..)`), or a value whose type derives `Shape` and `Serialize`"
)]
pub trait AsExpr {
    /// The type of the value.
    type Of: Shape;
    /// The value.
    #[expect(
        clippy::wrong_self_convention,
        reason = "most of what has it is `Copy`, and the rest is given away"
    )]
    fn as_expr(self) -> Expr<Self::Of>;
}

#[diagnostic::do_not_recommend]
impl<T: Shape> AsExpr for Expr<T> {
    type Of = T;
    fn as_expr(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Shape + Serialize> AsExpr for T {
    type Of = T;
    fn as_expr(self) -> Expr<T> {
        literal(&self)
    }
}

#[diagnostic::do_not_recommend]
impl AsExpr for &str {
    type Of = String;
    fn as_expr(self) -> Expr<String> {
        self.into_expr()
    }
}

/// What a Map can run over.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list, so a Map state cannot run over it",
    label = "an `Expr<Vec<_>>` is needed here"
)]
pub trait List {
    /// The type of an item.
    type Item: Shape;
    /// The list.
    fn list(self) -> Expr<Vec<Self::Item>>;
}

#[diagnostic::do_not_recommend]
impl<T: Shape> List for Expr<Vec<T>> {
    type Item = T;
    fn list(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T: Shape + Serialize> List for Vec<T> {
    type Item = T;
    fn list(self) -> Expr<Self> {
        literal(&self)
    }
}

fn literal<T: Shape + Serialize>(value: &T) -> Expr<T> {
    Expr::of_node(match stepwright_json::to_value(value) {
        Ok(value) => NodeRef::literal(value),
        // Told by `build()`, with the state that was to have it.
        Err(why) => NodeRef::of(Node::Invalid(why.to_string())),
    })
}
