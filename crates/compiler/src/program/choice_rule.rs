//! [`Test`]: what a rule of a Choice state in JSONPath tests, lowered.
//!
//! Owns the typed form: operators are an enum, paths are parsed, timestamps are times, patterns are
//! taken apart. Whether a test holds is the engine's to find out.

mod text_pattern;
mod timestamp;

use std::cmp::Ordering;
use std::sync::Arc;

use jiff::Timestamp;
use stepwright_jsonpath::ReferencePath;

pub use self::text_pattern::TextPattern;
pub use self::timestamp::parse_timestamp;

/// What a rule tests: the lowered form of `Variable` with its operator, of `And`, `Or` and `Not`.
#[derive(Debug)]
pub enum Test {
    /// All of them hold. Those after the first that does not are not looked at.
    And(Vec<Test>),
    /// One of them holds. Those after it are not looked at.
    Or(Vec<Test>),
    /// It does not hold.
    Not(Box<Test>),
    /// `IsPresent`: whether there is a value at all. The only test that a path may lead nowhere in.
    Present {
        /// `Variable`
        variable: ReferencePath,
        /// Whether there has to be one.
        expected: bool,
    },
    /// The value of `Variable` against something.
    Value {
        /// `Variable`
        variable: ReferencePath,
        /// What it is held against.
        comparison: Comparison,
    },
}

/// What a value is held against. A value of another type never matches, and is no error.
#[derive(Debug)]
pub enum Comparison {
    /// `String…`: by UTF-16 code units, as Java compares.
    String(Order, Operand<Arc<str>>),
    /// `StringMatches`
    Matches(TextPattern),
    /// `Numeric…`: as IEEE 754 doubles.
    Numeric(Order, Operand<f64>),
    /// `BooleanEquals…`
    Boolean(Operand<bool>),
    /// `Timestamp…`: by instant.
    Timestamp(Order, Operand<Timestamp>),
    /// `IsNull`, `IsNumeric`, `IsString`, `IsBoolean`, `IsTimestamp`, and whether it has to be one.
    Is(ValueType, bool),
}

/// The other side of a comparison.
#[derive(Debug)]
pub enum Operand<T> {
    /// It stands in the definition.
    Literal(T),
    /// A path leads to it: the operators whose names end in `Path`.
    Path(ReferencePath),
}

/// How two values have to stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `…Equals`
    Equals,
    /// `…LessThan`
    LessThan,
    /// `…GreaterThan`
    GreaterThan,
    /// `…LessThanEquals`
    LessThanEquals,
    /// `…GreaterThanEquals`
    GreaterThanEquals,
}

impl Order {
    /// Whether two values that compare so stand as they have to.
    pub fn allows(self, ordering: Ordering) -> bool {
        match self {
            Self::Equals => ordering.is_eq(),
            Self::LessThan => ordering.is_lt(),
            Self::GreaterThan => ordering.is_gt(),
            Self::LessThanEquals => ordering.is_le(),
            Self::GreaterThanEquals => ordering.is_ge(),
        }
    }
}

/// What a value can be tested to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// `IsNull`
    Null,
    /// `IsNumeric`
    Numeric,
    /// `IsString`
    String,
    /// `IsBoolean`
    Boolean,
    /// `IsTimestamp`: a string that is a timestamp.
    Timestamp,
}
