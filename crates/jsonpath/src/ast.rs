//! What a path is after parsing.

use std::sync::Arc;

use stepwright_json::Value;

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// `.name`, `['name']`
    Key(Arc<str>),
    /// `['a','b']`
    Keys(Vec<Arc<str>>),
    /// `[0]`, `[-1]`
    Index(i64),
    /// `[0,2]`
    Indices(Vec<i64>),
    /// `[1:3]`; either end may be open.
    Slice(Option<i64>, Option<i64>),
    /// `.*`, `[*]`
    Wildcard,
    /// `..`, before the step that is looked for at any depth.
    Descendants,
    /// `[?( … )]`
    Filter(Box<Condition>),
    /// `.length()` and its like; always the last step.
    Function(Function),
}

impl Step {
    /// Whether it leads to one value at most.
    pub(crate) fn is_definite(&self) -> bool {
        matches!(self, Self::Key(_) | Self::Index(_) | Self::Function(_))
    }
}

/// A function at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    Length,
    Min,
    Max,
    Sum,
    Avg,
    First,
    Last,
    Keys,
}

impl Function {
    pub(crate) const ALL: [(&'static str, Self); 8] = [
        ("length", Self::Length),
        ("min", Self::Min),
        ("max", Self::Max),
        ("sum", Self::Sum),
        ("avg", Self::Avg),
        ("first", Self::First),
        ("last", Self::Last),
        ("keys", Self::Keys),
    ];

    pub(crate) fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, it)| *it == self).map_or("", |(name, _)| name)
    }
}

/// A filter's condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    Or(Vec<Self>),
    And(Vec<Self>),
    Not(Box<Self>),
    /// `@.a`: there is such a value.
    Exists(Operand),
    Compare(Operand, Comparison, Operand),
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    /// `@.a`
    Item(Vec<Step>),
    /// `$.a`
    Data(Vec<Step>),
    Literal(Value),
    /// `/a.*/i`
    Pattern(Pattern),
}

/// A regular expression.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    pub(crate) text: String,
    pub(crate) regex: Arc<fancy_regex::Regex>,
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// How two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Matches,
    In,
    NotIn,
    SubsetOf,
    AnyOf,
    NoneOf,
    Size,
    Empty,
    Contains,
}
