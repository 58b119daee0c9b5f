//! [`Expr`]: a value known only while the workflow runs.

mod arithmetic;
mod compare;
mod list;
mod logic;
mod map;
mod option;
mod string;
mod value;

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

pub use self::arithmetic::Number;
pub use self::compare::{CompareInsideExprMacro, Ordered};
use crate::node::{Bind, Node, NodeRef};
use crate::shape::{Kind, Shape};

/// A value known only while the workflow runs. `Copy`. A field of a struct is read with a dot:
/// `input.benner.url`.
///
/// It stands for the value anywhere later in the same branch. What it offers depends on `T`:
/// comparisons, arithmetic, text, lists, optional values; `expr!` writes them in Rust's own syntax.
pub struct Expr<T: Shape> {
    node: NodeRef,
    // Filled when a field is first read: recursive types would not end otherwise.
    fields: &'static OnceLock<T::Fields>,
}

impl<T: Shape> Expr<T> {
    /// JSONata as you write it, without `{% %}`; the type is asserted. With holes: `jsonata!`.
    ///
    /// ```
    /// use stepwright::Expr;
    ///
    /// let chance = Expr::<f64>::jsonata("$round($random() * 10)");
    /// # let _ = chance;
    /// ```
    pub fn jsonata(text: &str) -> Self {
        let parts = vec![text.to_owned()];
        Self::of_node(NodeRef::of(Node::Raw { parts, holes: Vec::new(), kind: T::KIND }))
    }

    /// The same value under another type of the same JSON shape; asserted, not checked.
    pub fn assert<U: Shape>(self) -> Expr<U> {
        Expr::of_node(self.node)
    }

    /// The node behind the handle.
    #[doc(hidden)]
    pub fn node(self) -> NodeRef {
        self.node
    }

    pub(crate) fn of_node(node: NodeRef) -> Self {
        Self { node, fields: Box::leak(Box::new(OnceLock::new())) }
    }

    pub(crate) fn of_bind(bind: Bind) -> Self {
        Self::of_node(NodeRef::of(Node::Bind { bind, kind: T::KIND }))
    }

    fn call(function: &'static str, arguments: Vec<NodeRef>) -> Self {
        Self::of_node(NodeRef::of(Node::Call { function, arguments, kind: T::KIND }))
    }
}

// By hand: derives would ask the same of `T`.
impl<T: Shape> Clone for Expr<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Shape> Copy for Expr<T> {}

impl<T: Shape> fmt::Debug for Expr<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.node.fmt(f)
    }
}

impl<T: Shape> Deref for Expr<T> {
    type Target = T::Fields;
    fn deref(&self) -> &T::Fields {
        self.fields.get_or_init(|| T::fields(self.node))
    }
}

/// A text that is filled in when the definition is deployed: `${name}` in the definition.
///
/// ```
/// use stepwright::placeholder;
///
/// let topic = placeholder("FailureTopicArn");
/// # let _ = topic;
/// ```
pub fn placeholder(name: &str) -> Expr<String> {
    Expr::of_node(NodeRef::of(Node::Placeholder(name.to_owned())))
}

/// A path for a JSONPath state machine, checked as a Rust field access: `"$.benner.url"`.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use stepwright::{Expr, Shape, json_path};
///
/// #[derive(Serialize, Deserialize, Shape)]
/// struct Input { url: String }
///
/// assert_eq!(json_path(|input: Expr<Input>| input.url), "$.url");
/// ```
///
/// # Panics
///
/// On anything but a path: this runs while a definition is built.
pub fn json_path<T: Shape, U: Shape>(path: impl FnOnce(Expr<T>) -> Expr<U>) -> String {
    let root = Bind::new();
    let mut node = path(Expr::of_bind(root)).node();
    let mut keys = Vec::new();
    while let Node::Field { base, key, .. } = node.get() {
        keys.push(key);
        node = *base;
    }
    assert!(
        matches!(node.get(), Node::Bind { bind, .. } if *bind == root),
        "json_path takes a path from its argument, such as `|input| input.benner.url`"
    );
    keys.iter().rev().fold("$".to_owned(), |path, key| {
        if crate::text::is_name(key) {
            format!("{path}.{key}")
        } else {
            format!("{path}['{}']", key.replace('\\', "\\\\").replace('\'', "\\'"))
        }
    })
}

/// A list of items of kind `item` whose result JSONata would unwrap, as a typed list.
fn list_call<T: Shape>(function: &'static str, arguments: Vec<NodeRef>) -> Expr<Vec<T>> {
    Expr::of_node(NodeRef::of(Node::ListCall { function, arguments }))
}

/// Whether a kind is of a value that may be missing.
pub(crate) fn is_optional(kind: Kind) -> bool {
    matches!(kind, Kind::Optional { .. })
}
