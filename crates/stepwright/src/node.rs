//! [`Node`]: what an expression is before it is written, and [`Bind`], the values that states make.
//!
//! Nodes are leaked: a workflow is built once, in a build step or a test, and a node is some tens of
//! bytes. That is what makes an `Expr` a `Copy` handle.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};

use stepwright_json::Value;

use crate::shape::Kind;

/// A value that only the lowering can place: what a state makes, the workflow's input, a Map's
/// item, a caught error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Bind(u32);

impl Bind {
    /// A bind unlike all others of this process.
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// What stands for the item inside `map`, `filter` and their like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Param(u32);

impl Param {
    /// A parameter unlike all others of this process.
    pub(crate) fn new() -> Self {
        Self(Bind::new().0)
    }
}

/// A handle on a node. Opaque outside of this crate.
#[derive(Clone, Copy)]
pub struct NodeRef(&'static Node);

impl NodeRef {
    /// Leaks a node.
    pub(crate) fn of(node: Node) -> Self {
        Self(Box::leak(Box::new(node)))
    }

    /// The node.
    pub(crate) fn get(self) -> &'static Node {
        self.0
    }

    /// A literal.
    pub(crate) fn literal(value: impl Into<Value>) -> Self {
        Self::of(Node::Literal(value.into()))
    }
}

impl fmt::Debug for NodeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An expression.
#[derive(Debug)]
pub(crate) enum Node {
    /// A value known when the workflow is built.
    Literal(Value),
    /// A value that has no JSON form, and why.
    Invalid(String),
    /// `${name}`, filled when the definition is deployed.
    Placeholder(String),
    /// What a state makes.
    Bind { bind: Bind, kind: Kind },
    /// A member of the context object, such as `Execution.Id`.
    Context(&'static str),
    /// The item of a function over a list.
    Param { param: Param, kind: Kind },
    /// A member of an object.
    Field { base: NodeRef, key: String, kind: Kind },
    /// An object, in order.
    Object(Vec<(&'static str, NodeRef)>),
    /// A list of known length.
    List(Vec<NodeRef>),
    /// `left operator right`.
    Binary { operator: Operator, left: NodeRef, right: NodeRef },
    /// `not value`.
    Not(NodeRef),
    /// `-value`.
    Negative(NodeRef),
    /// `condition ? then : otherwise`.
    If { condition: NodeRef, then: NodeRef, otherwise: NodeRef, kind: Kind },
    /// `$function(arguments)`.
    Call { function: &'static str, arguments: Vec<NodeRef>, kind: Kind },
    /// `$function(arguments)` whose result JSONata would unwrap, in brackets.
    ListCall { function: &'static str, arguments: Vec<NodeRef> },
    /// Each item of a list, changed.
    Map { list: NodeRef, param: Param, body: NodeRef },
    /// The items of a list for which `body` is true.
    Filter { list: NodeRef, param: Param, body: NodeRef, item: Kind },
    /// A list in the order of a key.
    SortBy { list: NodeRef, param: Param, body: NodeRef },
    /// The values of an object, in the order of its keys.
    Values { object: NodeRef, item: Kind },
    /// An item of a list, which may not be there.
    Get { list: NodeRef, index: NodeRef, item: Kind },
    /// Whether an optional value is there; `null` says that it may be written as `null`.
    IsSome { value: NodeRef, null: bool },
    /// JSONata as the author wrote it, with holes between the parts.
    Raw { parts: Vec<String>, holes: Vec<NodeRef>, kind: Kind },
}

/// A binary operator, by the text that JSONata has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Add,
    Subtract,
    Concat,
    Multiply,
    Divide,
    Remainder,
}

impl Node {
    /// What is known of the value's form.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Literal(Value::Array(_))
            | Self::List(_)
            | Self::ListCall { .. }
            | Self::Map { .. }
            | Self::Filter { .. }
            | Self::SortBy { .. }
            | Self::Values { .. } => Kind::List,
            Self::Literal(Value::Object(_)) | Self::Object(_) => Kind::Object,
            Self::Literal(_)
            | Self::Invalid(_)
            | Self::Placeholder(_)
            | Self::Context(_)
            | Self::Binary { .. }
            | Self::Not(_)
            | Self::Negative(_)
            | Self::IsSome { .. } => Kind::Scalar,
            Self::Bind { kind, .. }
            | Self::Param { kind, .. }
            | Self::Field { kind, .. }
            | Self::If { kind, .. }
            | Self::Call { kind, .. }
            | Self::Raw { kind, .. } => *kind,
            Self::Get { item, .. } => Kind::absent(*item),
        }
    }

    /// The nodes directly below.
    pub(crate) fn children(&self) -> Vec<NodeRef> {
        match self {
            Self::Literal(_)
            | Self::Invalid(_)
            | Self::Placeholder(_)
            | Self::Bind { .. }
            | Self::Context(_)
            | Self::Param { .. } => Vec::new(),
            Self::Field { base, .. } => vec![*base],
            Self::Object(fields) => fields.iter().map(|(_, value)| *value).collect(),
            Self::List(items) => items.clone(),
            Self::Binary { left, right, .. } => vec![*left, *right],
            Self::Not(value)
            | Self::Negative(value)
            | Self::IsSome { value, .. }
            | Self::Values { object: value, .. } => vec![*value],
            Self::If { condition, then, otherwise, .. } => vec![*condition, *then, *otherwise],
            Self::Call { arguments, .. } | Self::ListCall { arguments, .. } => arguments.clone(),
            Self::Map { list, body, .. }
            | Self::Filter { list, body, .. }
            | Self::SortBy { list, body, .. } => vec![*list, *body],
            Self::Get { list, index, .. } => vec![*list, *index],
            Self::Raw { holes, .. } => holes.clone(),
        }
    }

    /// Whether some node, this or one below, is as asked for.
    pub(crate) fn any(&self, wanted: &dyn Fn(&Self) -> bool) -> bool {
        wanted(self) || self.children().into_iter().any(|child| child.get().any(wanted))
    }

    /// Whether the parameter is read here or below.
    pub(crate) fn reads_param(&self, wanted: Param) -> bool {
        self.any(&|node| matches!(node, Self::Param { param, .. } if *param == wanted))
    }
}
