//! [`EvaluationError`]: why a field of a state has no value, in the service's words.
//!
//! Owns the names that the service gives to such errors. Who retries or catches them is the engine's
//! to say.

/// A field of a state has no value, or one of the wrong type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{cause}")]
pub struct EvaluationError {
    /// What kind of error it is.
    pub kind: EvaluationErrorKind,
    /// The sentence, without the state it happened in.
    pub cause: String,
    /// The field to blame, such as `Output/total`, where there is one.
    pub location: Option<Box<str>>,
}

impl EvaluationError {
    /// An error of JSONPath's, which has no place of its own in the history.
    pub(crate) fn of_json_path(kind: EvaluationErrorKind, cause: String) -> Self {
        Self { kind, cause, location: None }
    }

    /// An error of the interpreter: `States.Runtime`.
    pub fn runtime(cause: impl Into<String>) -> Self {
        Self::of_json_path(EvaluationErrorKind::Runtime, cause.into())
    }
}

/// What kind of error an evaluation ends with: which name it has, and whether the history tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaluationErrorKind {
    /// JSONata: an expression fails, or gives a value of the wrong type.
    Query,
    /// JSONPath: a path leads nowhere, or to a value that cannot be used. Nobody can catch it.
    Runtime,
    /// JSONPath: an intrinsic function cannot work with what it is given.
    Intrinsic,
    /// JSONPath: `ResultPath` has no place in the input.
    ResultPath,
}

impl EvaluationErrorKind {
    /// The error's name, as `ErrorEquals` has it.
    pub fn error_name(self) -> &'static str {
        match self {
            Self::Query => "States.QueryEvaluationError",
            Self::Runtime => "States.Runtime",
            Self::Intrinsic => "States.IntrinsicFailure",
            Self::ResultPath => "States.ResultPathMatchFailure",
        }
    }
}
