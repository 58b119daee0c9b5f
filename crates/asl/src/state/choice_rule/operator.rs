//! [`Operator`]: the 39 ways in which a JSONPath rule tests a value.

macro_rules! operators {
    ($($name:ident: $operand:ident,)+) => {
        /// How a [`Comparison`](super::Comparison) tests its variable. Each is the name of the field
        /// that holds what is compared with.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Operator {
            $(
                #[doc = concat!("`", stringify!($name), "`")]
                $name,
            )+
        }

        impl Operator {
            /// All operators.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The operator's name.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }

            /// The operator of this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name {
                    $(stringify!($name) => Some(Self::$name),)+
                    _ => None,
                }
            }

            /// What the operator compares with.
            pub fn operand(self) -> Operand {
                match self {
                    $(Self::$name => Operand::$operand,)+
                }
            }
        }
    };
}

operators! {
    StringEquals: String,
    StringEqualsPath: Path,
    StringLessThan: String,
    StringLessThanPath: Path,
    StringGreaterThan: String,
    StringGreaterThanPath: Path,
    StringLessThanEquals: String,
    StringLessThanEqualsPath: Path,
    StringGreaterThanEquals: String,
    StringGreaterThanEqualsPath: Path,
    StringMatches: String,
    NumericEquals: Number,
    NumericEqualsPath: Path,
    NumericLessThan: Number,
    NumericLessThanPath: Path,
    NumericGreaterThan: Number,
    NumericGreaterThanPath: Path,
    NumericLessThanEquals: Number,
    NumericLessThanEqualsPath: Path,
    NumericGreaterThanEquals: Number,
    NumericGreaterThanEqualsPath: Path,
    BooleanEquals: Boolean,
    BooleanEqualsPath: Path,
    TimestampEquals: Timestamp,
    TimestampEqualsPath: Path,
    TimestampLessThan: Timestamp,
    TimestampLessThanPath: Path,
    TimestampGreaterThan: Timestamp,
    TimestampGreaterThanPath: Path,
    TimestampLessThanEquals: Timestamp,
    TimestampLessThanEqualsPath: Path,
    TimestampGreaterThanEquals: Timestamp,
    TimestampGreaterThanEqualsPath: Path,
    IsNull: Boolean,
    IsPresent: Boolean,
    IsNumeric: Boolean,
    IsString: Boolean,
    IsBoolean: Boolean,
    IsTimestamp: Boolean,
}

/// What an operator compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operand {
    /// A string that stands in the definition.
    String,
    /// A number that stands in the definition.
    Number,
    /// `true` or `false`; for the tests of a type, `false` turns the test round.
    Boolean,
    /// A timestamp, as RFC 3339 has it, that stands in the definition.
    Timestamp,
    /// The path of the other value.
    Path,
}

impl std::fmt::Display for Operator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}
