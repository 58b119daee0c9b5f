//! Lists: `map`, `filter`, `get`, `sum` and their like. A list stays a list, however few items.

use super::arithmetic::Number;
use super::compare::{Ordered, binary};
use super::{Expr, list_call};
use crate::into_expr::{AsExpr, IntoExpr};
use crate::node::{Node, NodeRef, Operator, Param};
use crate::shape::{Kind, Shape};

impl<T: Shape> Expr<Vec<T>> {
    /// How many items.
    pub fn len(self) -> Expr<u64> {
        Expr::call("count", vec![self.node])
    }

    /// Whether there is no item.
    pub fn is_empty(self) -> Expr<bool> {
        binary(Operator::Equal, self.len().node, NodeRef::literal(0))
    }

    /// Each item, changed.
    pub fn map<V: AsExpr>(self, f: impl FnOnce(Expr<T>) -> V) -> Expr<Vec<V::Of>> {
        let (param, item) = param::<T>();
        let body = f(item).as_expr().node;
        // The item itself: nothing is changed.
        if matches!(body.get(), Node::Param { param: it, .. } if *it == param) {
            return Expr::of_node(self.node);
        }
        Expr::of_node(NodeRef::of(Node::Map { list: self.node, param, body }))
    }

    /// The items for which `f` is true.
    #[must_use]
    pub fn filter(self, f: impl FnOnce(Expr<T>) -> Expr<bool>) -> Self {
        let (param, item) = param::<T>();
        let body = f(item).node;
        Self::of_node(NodeRef::of(Node::Filter { list: self.node, param, body, item: T::KIND }))
    }

    /// The first item, if there is one.
    pub fn first(self) -> Expr<Option<T>> {
        self.get(0_u64)
    }

    /// The item at an index from 0, if there is one.
    pub fn get(self, index: impl IntoExpr<u64>) -> Expr<Option<T>> {
        let index = index.into_expr().node;
        Expr::of_node(NodeRef::of(Node::Get { list: self.node, index, item: T::KIND }))
    }

    /// The sum of the items; of none, 0.
    pub fn sum(self) -> Expr<T>
    where
        T: Number,
    {
        Expr::call("sum", vec![self.node])
    }

    /// The items of both, one behind the other.
    #[must_use]
    pub fn concat(self, other: impl IntoExpr<Vec<T>>) -> Self {
        list_call("append", vec![self.node, other.into_expr().node])
    }

    /// The items in the order of a key.
    #[must_use]
    pub fn sort_by<K: Ordered>(self, key: impl FnOnce(Expr<T>) -> Expr<K>) -> Self {
        let (param, item) = param::<T>();
        let body = K::key(key(item).node);
        Self::of_node(NodeRef::of(Node::SortBy { list: self.node, param, body }))
    }

    /// The items without those that are equal to an earlier one.
    #[must_use]
    pub fn distinct(self) -> Self {
        list_call("distinct", vec![self.node])
    }
}

impl Expr<Vec<String>> {
    /// The items as one text, with a separator between them.
    pub fn join(self, separator: impl IntoExpr<String>) -> Expr<String> {
        Expr::call("join", vec![self.node, separator.into_expr().node])
    }
}

fn param<T: Shape>() -> (Param, Expr<T>) {
    let param = Param::new();
    let kind = match T::KIND {
        // An item of a list is there: at most it is `null`.
        Kind::Optional { list, .. } => Kind::Optional { null: true, list },
        kind => kind,
    };
    (param, Expr::of_node(NodeRef::of(Node::Param { param, kind })))
}
