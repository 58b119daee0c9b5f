//! [`IntrinsicError`]: why a call has no result.

use thiserror::Error;

use crate::error::EvaluateError;

/// A call has no result.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{call}`: {kind}")]
pub struct IntrinsicError {
    /// The outermost call, as it was written.
    pub call: String,
    /// Why.
    pub kind: IntrinsicErrorKind,
}

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IntrinsicErrorKind {
    /// A path among the arguments leads nowhere. Not to be caught.
    #[error("the argument `{path}` could not be found")]
    Argument {
        /// The path.
        path: String,
        /// Why.
        source: EvaluateError,
    },
    /// The function cannot work with what it is given: `States.IntrinsicFailure`.
    #[error("{0}")]
    Failed(String),
}
