//! Numbers: `+ - * / %`, `min`, `max`, `abs`, `round`, `to_text`.

use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

use super::Expr;
use super::compare::{Ordered, binary};
use crate::into_expr::IntoExpr;
use crate::node::{Node, NodeRef, Operator};
use crate::shape::Shape;

/// A number in a workflow expression.
///
/// JSONata calculates in doubles: a `u64` above 2^53 passes through exactly, but arithmetic on it
/// does not.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a number",
    label = "a number is needed here"
)]
pub trait Number: Shape {
    /// What a difference is: of unsigned numbers, `i64`.
    type Difference: Number;
}

macro_rules! numbers {
    ($($type:ty => $difference:ty),*) => {$(
        impl Number for $type { type Difference = $difference; }
        impl Ordered for $type {}
    )*};
}

numbers!(
    i8 => i8, i16 => i16, i32 => i32, i64 => i64, f32 => f32, f64 => f64,
    u8 => i64, u16 => i64, u32 => i64, u64 => i64
);

macro_rules! operators {
    ($($trait:ident $method:ident $operator:ident -> $output:ty),*) => {$(
        impl<T: Number, R: IntoExpr<T>> $trait<R> for Expr<T> {
            type Output = Expr<$output>;
            fn $method(self, other: R) -> Self::Output {
                binary(Operator::$operator, self.node(), other.into_expr().node())
            }
        }
    )*};
}

operators!(
    Add add Add -> T, Sub sub Subtract -> T::Difference, Mul mul Multiply -> T,
    Div div Divide -> f64, Rem rem Remainder -> T
);

impl<T: Number> Neg for Expr<T> {
    type Output = Expr<T::Difference>;
    fn neg(self) -> Self::Output {
        Expr::of_node(NodeRef::of(Node::Negative(self.node())))
    }
}

impl<T: Shape> Expr<T> {
    /// The smaller of both.
    #[must_use]
    pub fn min(self, other: impl IntoExpr<T>) -> Self
    where
        T: Number,
    {
        Self::call("min", vec![pair(self.node, other.into_expr().node)])
    }

    /// The greater of both.
    #[must_use]
    pub fn max(self, other: impl IntoExpr<T>) -> Self
    where
        T: Number,
    {
        Self::call("max", vec![pair(self.node, other.into_expr().node)])
    }

    /// Without its sign.
    #[must_use]
    pub fn abs(self) -> Self
    where
        T: Number,
    {
        Self::call("abs", vec![self.node])
    }

    /// The nearest whole number; halves go to the even one.
    #[must_use]
    pub fn round(self) -> Self
    where
        T: Number,
    {
        Self::call("round", vec![self.node])
    }

    /// The number as text.
    pub fn to_text(self) -> Expr<String>
    where
        T: Number,
    {
        Expr::call("string", vec![self.node])
    }
}

fn pair(left: NodeRef, right: NodeRef) -> NodeRef {
    NodeRef::of(Node::List(vec![left, right]))
}
