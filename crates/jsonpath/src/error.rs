//! Why a text is not a path, and why a path gives nothing.

use thiserror::Error;

use crate::path::Missing;

/// A text is not a path, a template or a call.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message} (at character {at} of `{text}`)")]
pub struct ParseError {
    /// What is wrong, as a fragment.
    pub message: String,
    /// The whole text.
    pub text: String,
    /// Where, in characters from 1.
    pub at: usize,
}

/// A path gives no value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EvaluateError {
    /// A definite path leads nowhere.
    #[error("`{path}` could not be found: {missing}")]
    Missing {
        /// The path.
        path: String,
        /// Where it stops.
        missing: Missing,
    },
    /// A variable that nobody has assigned.
    #[error("the variable `${name}` is not assigned")]
    Variable {
        /// Its name, without the `$`.
        name: String,
    },
    /// A path finds more than is looked at.
    #[error("`{path}` finds more than can be looked at")]
    TooMany {
        /// The path.
        path: String,
    },
    /// A function such as `.length()` over something it does not work on.
    #[error("`{function}()` cannot be applied to `{value}`")]
    Function {
        /// Its name.
        function: &'static str,
        /// What it was applied to.
        value: String,
    },
}
