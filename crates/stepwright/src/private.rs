//! What the macros' output calls. Not for authors.

pub use crate::node::NodeRef;

use stepwright_json::Value;

use crate::expr::{Expr, Number};
use crate::into_expr::IntoExpr;
use crate::node::Node;
use crate::shape::{Kind, Shape};

/// A field of a struct. `may_be_absent`: an `Option` that is left out rather than written as `null`.
pub fn field<T: Shape>(base: NodeRef, key: &'static str, may_be_absent: bool) -> Expr<T> {
    let kind = match T::KIND {
        Kind::Optional { list, .. } if may_be_absent => Kind::Optional { null: false, list },
        kind => kind,
    };
    Expr::of_node(member(base, key, kind))
}

/// A struct from its fields, in order.
pub fn object<T: Shape>(fields: Vec<(&'static str, NodeRef)>) -> Expr<T> {
    Expr::of_node(NodeRef::of(Node::Object(fields)))
}

/// A list of known length.
pub fn list<T: Shape, const N: usize>(items: [Expr<T>; N]) -> Expr<Vec<T>> {
    Expr::of_node(NodeRef::of(Node::List(items.into_iter().map(Expr::node).collect())))
}

/// One value or the other.
pub fn select<T: Shape>(
    condition: impl IntoExpr<bool>,
    then: Expr<T>,
    otherwise: Expr<T>,
) -> Expr<T> {
    condition.into_expr().if_else(then, otherwise)
}

/// A value of the type that another has.
pub fn like<T: Shape>(value: impl IntoExpr<T>, _: Expr<T>) -> Expr<T> {
    value.into_expr()
}

macro_rules! arithmetic {
    ($($trait:ident $function:ident -> $output:ty),*) => {$(
        /// What `expr!` makes of the operator.
        pub fn $function<T: Number>(left: Expr<T>, right: impl IntoExpr<T>) -> Expr<$output> {
            std::ops::$trait::$function(left, right)
        }
    )*};
}

arithmetic!(Add add -> T, Sub sub -> T::Difference, Mul mul -> T, Div div -> f64, Rem rem -> T);

/// JSONata with holes: one part more than holes.
pub fn jsonata<T: Shape>(parts: &[&'static str], holes: Vec<NodeRef>) -> Expr<T> {
    let parts = parts.iter().map(|&part| part.to_owned()).collect();
    Expr::of_node(NodeRef::of(Node::Raw { parts, holes, kind: T::KIND }))
}

/// A member of a value: of one that is known, the very member; else a path.
pub(crate) fn member(base: NodeRef, key: &str, kind: Kind) -> NodeRef {
    match base.get() {
        Node::Object(fields) => {
            if let Some((_, value)) = fields.iter().find(|(name, _)| *name == key) {
                return *value;
            }
        }
        Node::Literal(Value::Object(fields)) => {
            if let Some(value) = fields.get(key) {
                return NodeRef::literal(value.clone());
            }
        }
        _ => {}
    }
    NodeRef::of(Node::Field { base, key: key.to_owned(), kind })
}
