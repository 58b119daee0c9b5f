//! Values without a type: `at`.

use super::Expr;
use crate::private::member;
use crate::shape::Shape;

impl Expr<serde_json::Value> {
    /// A member of an object; that it is there and its type are asserted.
    pub fn at<U: Shape>(self, key: &str) -> Expr<U> {
        Expr::of_node(member(self.node, key, U::KIND))
    }
}

impl Expr<stepwright_json::Value> {
    /// A member of an object; that it is there and its type are asserted.
    pub fn at<U: Shape>(self, key: &str) -> Expr<U> {
        Expr::of_node(member(self.node, key, U::KIND))
    }
}
