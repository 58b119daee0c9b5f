//! [`Start`]: what an execution is started with, all that it knows of the world; and [`StartError`]:
//! why one is not started.

use jiff::Timestamp;
use stepwright_json::Value;

use crate::{constraint, quota};

/// What an execution is started with.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// The execution's input: 262,144 bytes at most.
    pub input: Value,
    /// Its name, unique within its state machine: 1 to 80 characters, of which none is white space, a
    /// control character, a backtick, or one of `<>{}[]?*"#%\^|~$&,;:/`.
    pub execution_name: String,
    /// Its ARN. Its region is the one that service integrations are called in.
    pub execution_arn: String,
    /// The state machine's ARN.
    pub state_machine_arn: String,
    /// The state machine's name.
    pub state_machine_name: String,
    /// The role it runs as.
    pub role_arn: String,
    /// When it starts.
    pub now: Timestamp,
    /// Where jitter and task tokens come from: two executions with one seed have the same tokens.
    pub seed: u64,
}

/// Why an execution is not started, in AWS's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// The name has a character that none may have.
    #[error("Invalid Name: '{0}'")]
    InvalidName(String),
    /// The name or the input is too long, or there is no name.
    #[error("{0}")]
    Validation(String),
}

impl StartError {
    /// The name of the error in AWS's API.
    pub fn code(&self) -> &'static str {
        match self {
            Self::InvalidName(_) => "InvalidName",
            Self::Validation(_) => "ValidationException",
        }
    }
}

impl Start {
    /// Checks what AWS checks before an execution begins.
    ///
    /// ```
    /// use stepwright_engine::Start;
    /// use stepwright_json::Value;
    ///
    /// let start = Start {
    ///     input: Value::Null,
    ///     execution_name: "today: 1".to_owned(),
    ///     execution_arn: "arn:aws:states:us-east-1:123456789012:execution:m:e".to_owned(),
    ///     state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m".to_owned(),
    ///     state_machine_name: "m".to_owned(),
    ///     role_arn: "arn:aws:iam::123456789012:role/m".to_owned(),
    ///     now: "2026-01-01T00:00:00Z".parse()?,
    ///     seed: 0,
    /// };
    /// let error = start.check().unwrap_err();
    /// assert_eq!(error.to_string(), "Invalid Name: 'today: 1'");
    /// assert_eq!(error.code(), "InvalidName");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What AWS refuses: see [`StartError`].
    pub fn check(&self) -> Result<(), StartError> {
        let Self { input, execution_name, .. } = self;
        let name = execution_name.as_str();
        constraint::check([
            constraint::length("name", Some(name), name.chars().count(), 1..=quota::NAME_CHARS_MAX),
            // UNVERIFIED: that it is this error, and not `InvalidExecutionInput`, is what the model of
            // the API says.
            constraint::length("input", None, input.size_bytes(), 0..=quota::PAYLOAD_BYTES_MAX),
        ])
        .map_err(StartError::Validation)?;
        if name.chars().any(is_forbidden) {
            return Err(StartError::InvalidName(name.to_owned()));
        }
        Ok(())
    }

    /// The region of the execution's ARN.
    pub(crate) fn region(&self) -> &str {
        self.execution_arn.split(':').nth(3).unwrap_or_default()
    }
}

/// What a name of an execution must not have.
fn is_forbidden(it: char) -> bool {
    const SPECIAL: &str = "<>{}[]?*\"#%\\^|~`$&,;:/";
    let is_no_character = matches!(it, '\u{fffe}' | '\u{ffff}' | '\u{10ffff}');
    it.is_whitespace() || it.is_control() || is_no_character || SPECIAL.contains(it)
}
