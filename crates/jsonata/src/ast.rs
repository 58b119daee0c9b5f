//! The tree that a parsed expression is.

use std::sync::Arc;

use stepwright_json::Value;

use crate::evaluate::straight::Extent;
use crate::regex::Regex;
use crate::signature::Signature;

/// A variable's name, as a number within one expression.
pub(crate) type Symbol = u32;

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// Where the node's token begins and ends, in bytes.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Filters and positions: of a step its stages, of anything else its predicates.
    pub(crate) stages: Vec<Stage>,
    pub(crate) group: Option<Vec<(Node, Node)>>,
    pub(crate) keep_array: bool,
    pub(crate) flags: Flags,
    /// What evaluating it takes at most, where that is known.
    pub(crate) straight: Option<Extent>,
    pub(crate) focus: Option<Symbol>,
    pub(crate) index: Option<Symbol>,
    /// The slot under which this step's context is kept for a `%` further on.
    pub(crate) ancestor: Option<usize>,
    pub(crate) seeking: Vec<usize>,
}

#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Flags {
    pub(crate) tuple: bool,
    pub(crate) cons: bool,
}

#[derive(Debug)]
pub(crate) enum Stage {
    Filter(Node),
    Index(Symbol),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    And,
    Or,
    In,
    Concat,
    Range,
}

impl Op {
    /// Whether the operator gives true or false.
    pub(crate) fn is_question(self) -> bool {
        match self {
            Self::Eq
            | Self::Ne
            | Self::Lt
            | Self::Le
            | Self::Gt
            | Self::Ge
            | Self::And
            | Self::Or
            | Self::In => true,
            Self::Add
            | Self::Sub
            | Self::Mul
            | Self::Div
            | Self::Mod
            | Self::Concat
            | Self::Range => false,
        }
    }
    pub(crate) fn token(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Mod => "%",
            Self::Eq => "=",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
            Self::And => "and",
            Self::Or => "or",
            Self::In => "in",
            Self::Concat => "&",
            Self::Range => "..",
        }
    }
}

/// The names of a path, side by side.
pub(crate) type Names = Box<[Arc<str>]>;

/// What of a path is known before it runs.
#[derive(Debug, Default)]
pub(crate) enum Shape {
    /// Names that follow the context: `a.b`, `$.a.b`.
    Fields(Names),
    /// A variable, and names that follow its value: `$a.b`.
    VariableFields(Symbol, Names),
    #[default]
    General,
}

/// A function that only asks something of its one argument.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Question {
    Exists,
    Boolean,
    Not,
    Count,
}

impl Question {
    /// The question of a function's name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "exists" => Some(Self::Exists),
            "boolean" => Some(Self::Boolean),
            "not" => Some(Self::Not),
            "count" => Some(Self::Count),
            _ => None,
        }
    }
}

#[derive(Debug)]
pub(crate) enum Kind {
    Name(Arc<str>),
    Literal(Value),
    Variable(Symbol),
    Regex(Arc<Regex>),
    Wildcard,
    Descendant,
    Parent(usize),
    Path {
        steps: Vec<Node>,
        keep_singleton: bool,
        shape: Shape,
    },
    Binary(Op, Box<Node>, Box<Node>),
    Negate(Box<Node>),
    Array(Vec<Node>),
    Object {
        pairs: Vec<(Node, Node)>,
        /// Whether the keys are literal, each another.
        fixed: bool,
    },
    Call {
        procedure: Box<Node>,
        args: Vec<Node>,
        partial: bool,
        /// What is called, where the name is not bound to something else.
        question: Option<Question>,
    },
    Placeholder,
    Lambda(Arc<Lambda>),
    Condition(Box<Node>, Box<Node>, Option<Box<Node>>),
    /// `a ?: b`
    Elvis(Box<Node>, Box<Node>),
    /// `a ?? b`
    Coalesce(Box<Node>, Box<Node>),
    Bind(Symbol, Box<Node>),
    Block(Vec<Node>),
    Apply(Box<Node>, Box<Node>),
    Sort(Vec<(bool, Node)>),
    Transform(Arc<Transform>),
    // Only between parsing and processing:
    Dot(Box<Node>, Box<Node>),
    Filter(Box<Node>, Box<Node>),
    GroupBy(Box<Node>, Vec<(Node, Node)>),
    OrderBy(Box<Node>, Vec<(bool, Node)>),
    Focus(Box<Node>, Symbol),
    Position(Box<Node>, Symbol),
    /// `and`, `or`, `in` where an operand stands.
    Word(Arc<str>),
}

#[derive(Debug)]
pub(crate) struct Lambda {
    pub(crate) parameters: Vec<Symbol>,
    pub(crate) signature: Option<Signature>,
    pub(crate) body: Node,
}

#[derive(Debug)]
pub(crate) struct Transform {
    pub(crate) pattern: Node,
    pub(crate) update: Node,
    pub(crate) delete: Option<Node>,
}

impl Node {
    pub(crate) fn new(kind: Kind, start: usize, end: usize) -> Self {
        Self {
            kind,
            start,
            end,
            stages: Vec::new(),
            group: None,
            keep_array: false,
            flags: Flags::default(),
            straight: None,
            focus: None,
            index: None,
            ancestor: None,
            seeking: Vec::new(),
        }
    }
    /// Whether nothing belongs to the node but what it is.
    pub(crate) fn is_plain(&self) -> bool {
        self.stages.is_empty() && !self.keep_array && self.is_lean()
    }
    /// Whether the node is a plain name.
    pub(crate) fn is_plain_name(&self) -> bool {
        matches!(self.kind, Kind::Name(_)) && self.is_plain()
    }
    /// Whether the node can only come to true, to false, or to nothing.
    pub(crate) fn is_question(&self) -> bool {
        matches!(&self.kind, Kind::Binary(op, ..) if op.is_question()) && self.is_plain()
    }
    /// Whether the node can only come to true or to false.
    pub(crate) fn is_decision(&self) -> bool {
        use Op::{And, Eq, In, Ne, Or};
        matches!(&self.kind, Kind::Binary(And | Or | Eq | Ne | In, ..)) && self.is_plain()
    }
    /// Whether nothing belongs to the node but filters.
    pub(crate) fn is_lean(&self) -> bool {
        !self.flags.tuple && self.group.is_none()
    }
}
