//! [`TestStateError`]: why a test is not run.

/// Why a test is not run, in AWS's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TestStateError {
    /// The definition is none.
    #[error("{0}")]
    InvalidDefinition(String),
    /// The input is no JSON.
    #[error("{0}")]
    InvalidExecutionInput(String),
    /// What is asked for does not go together.
    #[error("{0}")]
    Validation(String),
}

impl TestStateError {
    /// The name of the error in AWS's API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidDefinition(_) => "InvalidDefinition",
            Self::InvalidExecutionInput(_) => "InvalidExecutionInput",
            Self::Validation(_) => "ValidationException",
        }
    }

    pub(super) fn invalid_definition(what: &str) -> Self {
        Self::InvalidDefinition(format!("Invalid State Machine Definition: '{what}'"))
    }

    pub(super) fn invalid_input(why: &str) -> Self {
        Self::InvalidExecutionInput(format!("Invalid State Machine Execution Input: '{why}'"))
    }

    // UNVERIFIED: the text; by analogy with that of the context object.
    pub(super) fn invalid_variables(why: &str) -> Self {
        Self::Validation(format!("Invalid Variables provided: {why}"))
    }

    pub(super) fn invalid_context(why: &str) -> Self {
        Self::Validation(format!("Invalid Context object provided: {why}"))
    }
}
