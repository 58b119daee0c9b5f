//! [`ParseError`]: why a text is not JSON, and where.

use thiserror::Error;

use crate::LineColumn;

/// A text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{at}: {kind}")]
pub struct ParseError {
    kind: ParseErrorKind,
    offset: usize,
    at: LineColumn,
}

impl ParseError {
    pub(super) fn new(kind: ParseErrorKind, text: &str, offset: usize) -> Self {
        Self { kind, offset, at: LineColumn::of(text, offset) }
    }
    /// What is wrong.
    pub fn kind(&self) -> &ParseErrorKind {
        &self.kind
    }
    /// Where, in bytes from the beginning.
    pub fn offset(&self) -> usize {
        self.offset
    }
    /// Where, as a person counts.
    pub fn at(&self) -> LineColumn {
        self.at
    }
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// The text ends too early.
    #[error("the text ends where {expected} was expected")]
    Unfinished {
        /// What should have come.
        expected: &'static str,
    },
    /// Something else stands where it should not.
    #[error("found `{found}` where {expected} was expected")]
    Unexpected {
        /// What stands there.
        found: char,
        /// What should.
        expected: &'static str,
    },
    /// A comment.
    #[error("JSON has no comments; take it out, or write the definition in YAML")]
    Comment,
    /// A comma before a closing bracket.
    #[error("a comma behind the last item; take it out")]
    TrailingComma,
    /// A string in single quotes.
    #[error("strings and keys stand in double quotes, not in single ones")]
    SingleQuote,
    /// A byte order mark.
    #[error("the text begins with a byte order mark; save it as UTF-8 without one")]
    ByteOrderMark,
    /// A second value.
    #[error("there is more text behind the value")]
    TextBehind,
    /// Arrays and objects nested too deep.
    #[error("arrays and objects are nested deeper than {}", super::DEPTH_MAX)]
    TooDeep,
    /// `01`
    #[error("a number does not begin with a zero")]
    LeadingZero,
    /// `1e400`
    #[error("the number is larger than a double can be")]
    NumberTooLarge,
    /// A line break or the like inside a string.
    #[error("a control character in a string; write it as `\\n` or `\\u000a`")]
    ControlCharacter,
    /// A backslash with something odd behind it.
    #[error("no escape begins like this; a backslash itself is `\\\\`")]
    Escape,
    /// `\ud800` without its other half.
    #[error("half of a surrogate pair, which no text can hold")]
    LoneSurrogate,
}
