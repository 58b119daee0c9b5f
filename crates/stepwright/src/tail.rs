//! [`Tail`]: what a branch may hand back, and [`Ends`], the path that does not come back.

use crate::expr::Expr;
use crate::node::{Node, NodeRef};
use crate::shape::Shape;

/// What a branch of type `T` may hand back: an `Expr<T>`, or the end of its path.
#[diagnostic::on_unimplemented(
    message = "a branch that should hand back `{T}` hands back `{Self}`",
    label = "every branch joins at one type",
    note = "return an `Expr<{T}>`, or end the path with `w.fail(..)`, `w.succeed(..)` or `w.go_to(..)`"
)]
pub trait Tail<T: Shape> {
    /// The value's node, if there is a value.
    #[doc(hidden)]
    fn into_node(self) -> Option<NodeRef>;
}

// Exactly one impl for `Expr<T>`: a second (say, to `Option<T>`) would break the inference of a
// Choice's type from its first arm.
#[diagnostic::do_not_recommend]
impl<T: Shape> Tail<T> for Expr<T> {
    fn into_node(self) -> Option<NodeRef> {
        Some(self.node())
    }
}

#[diagnostic::do_not_recommend]
impl Tail<()> for () {
    fn into_node(self) -> Option<NodeRef> {
        None
    }
}

/// The end of a path that does not come back.
#[derive(Debug)]
#[must_use = "a branch that ends its path hands this back"]
pub struct Ends(());

impl Ends {
    pub(crate) fn new() -> Self {
        Self(())
    }
}

#[diagnostic::do_not_recommend]
impl<T: Shape> Tail<T> for Ends {
    fn into_node(self) -> Option<NodeRef> {
        None
    }
}

macro_rules! tuples {
    ($(($($t:ident $v:ident),+))*) => {$(
        #[diagnostic::do_not_recommend]
        impl<$($t: Shape),+> Tail<($($t,)+)> for ($(Expr<$t>,)+) {
            fn into_node(self) -> Option<NodeRef> {
                let ($($v,)+) = self;
                Some(NodeRef::of(Node::List(vec![$($v.node()),+])))
            }
        }
    )*};
}

tuples! {
    (A a) (A a, B b) (A a, B b, C c) (A a, B b, C c, D d) (A a, B b, C c, D d, E e)
    (A a, B b, C c, D d, E e, F f) (A a, B b, C c, D d, E e, F f, G g)
    (A a, B b, C c, D d, E e, F f, G g, H h) (A a, B b, C c, D d, E e, F f, G g, H h, I i)
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j)
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k)
    (A a, B b, C c, D d, E e, F f, G g, H h, I i, J j, K k, L l)
}
