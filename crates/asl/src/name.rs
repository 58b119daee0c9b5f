//! Names: of errors that the service knows, of states, of variables.

/// How many characters the name of a state has at most.
pub const STATE_NAME_CHARS_MAX: usize = 80;
/// How many characters the name of a variable has at most.
pub const VARIABLE_NAME_CHARS_MAX: usize = 80;
/// How many characters the label of a Distributed Map has at most.
pub const LABEL_CHARS_MAX: usize = 40;

/// Whether a variable can have this name: a letter or underscore, then letters, digits, underscores.
///
/// `states` has the right form but is the language's own, see [`RESERVED_VARIABLE`].
pub fn is_variable_name(name: &str) -> bool {
    // UNVERIFIED: the documentation names Unicode's ID_Start and ID_Continue, which leave out a
    // leading underscore; it is let pass, since nobody has seen the service refuse one.
    let mut chars = name.chars();
    let first = chars.next().is_some_and(|it| it.is_alphabetic() || it == '_');
    first && chars.all(|it| it.is_alphanumeric() || it == '_')
}

/// The variable that the language itself sets.
pub const RESERVED_VARIABLE: &str = "states";

/// Defines the constants and the catalogue of the errors that begin with `States.`.
macro_rules! errors {
    ($($constant:ident = $name:literal: $meaning:literal, $caught_by:expr;)+) => {
        /// The names of the errors that the service itself raises, for `ErrorEquals`.
        pub mod error_name {
            $(
                #[doc = concat!("`", $name, "`: ", $meaning, ".")]
                pub const $constant: &str = $name;
            )+
        }

        /// Every error name that begins with `States.`, and what is known of it.
        pub const STATES_ERRORS: &[StatesError] = &[
            $(StatesError { name: $name, meaning: $meaning, caught_by: $caught_by },)+
        ];
    };
}

/// An error that the service itself raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatesError {
    /// The name, as `ErrorEquals` has it.
    pub name: &'static str,
    /// When it is raised.
    pub meaning: &'static str,
    /// Which of the names that stand for many errors catch it.
    pub caught_by: CaughtBy,
}

/// Which of the names that stand for many errors catch an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaughtBy {
    /// It stands for many errors itself.
    Wildcard,
    /// `States.ALL` and `States.TaskFailed`.
    AllAndTaskFailed,
    /// `States.ALL` only.
    All,
    /// None of them; nor is it retried.
    Nothing,
}

errors! {
    ALL = "States.ALL":
        "stands for every error but `States.Runtime`", CaughtBy::Wildcard;
    TASK_FAILED = "States.TaskFailed":
        "a task has failed; stands for every error of a task but `States.Timeout`", CaughtBy::Wildcard;
    BRANCH_FAILED = "States.BranchFailed":
        "a branch of a Parallel state has failed", CaughtBy::All;
    DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded":
        "a state's input, output or result is larger than the service allows; no retrier helps", CaughtBy::All;
    EXCEED_TOLERATED_FAILURE_THRESHOLD = "States.ExceedToleratedFailureThreshold":
        "more items of a Distributed Map have failed than it tolerates", CaughtBy::All;
    HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout":
        "a task was silent for longer than `HeartbeatSeconds`", CaughtBy::All;
    HTTP_SOCKET = "States.Http.Socket":
        "an HTTP task got no answer", CaughtBy::AllAndTaskFailed;
    INTRINSIC_FAILURE = "States.IntrinsicFailure":
        "an intrinsic function got data it cannot work on", CaughtBy::All;
    ITEM_READER_FAILED = "States.ItemReaderFailed":
        "a Distributed Map could not read its items", CaughtBy::All;
    NO_CHOICE_MATCHED = "States.NoChoiceMatched":
        "no rule of a Choice state matches; the service raises `States.Runtime` instead", CaughtBy::All;
    PARAMETER_PATH_FAILURE = "States.ParameterPathFailure":
        "a path of a payload template finds nothing; the service raises `States.Runtime` instead",
        CaughtBy::All;
    PERMISSIONS = "States.Permissions":
        "the execution's role may not do what a task does", CaughtBy::AllAndTaskFailed;
    QUERY_EVALUATION_ERROR = "States.QueryEvaluationError":
        "a JSONata expression has failed, or gave a value of the wrong type", CaughtBy::All;
    RESULT_PATH_MATCH_FAILURE = "States.ResultPathMatchFailure":
        "`ResultPath` leads through something that is no object", CaughtBy::All;
    RESULT_WRITER_FAILED = "States.ResultWriterFailed":
        "a Distributed Map could not write its results", CaughtBy::All;
    RUNTIME = "States.Runtime":
        "the execution cannot go on, as where a path finds nothing", CaughtBy::Nothing;
    TIMEOUT = "States.Timeout":
        "a task took longer than `TimeoutSeconds`, or was silent for too long", CaughtBy::All;
}

/// Whether the service can raise an error of this name. Names that do not begin with `States.` are
/// those of tasks, and anything.
///
/// ```
/// use stepwright_asl::{error_name, is_known_error};
///
/// assert!(is_known_error(error_name::TIMEOUT));
/// assert!(is_known_error("States.Http.StatusCode.404"));
/// assert!(is_known_error("OrderNotFound"));
/// assert!(!is_known_error("States.TimeOut"));
/// ```
pub fn is_known_error(name: &str) -> bool {
    let status = name.strip_prefix("States.Http.StatusCode.");
    !name.starts_with("States.")
        || STATES_ERRORS.iter().any(|it| it.name == name)
        || status.is_some_and(|it| it.len() == 3 && it.bytes().all(|it| it.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_variables_are_identifiers_of_any_script() {
        for name in ["x", "benner", "größe", "数", "a1", "_x"] {
            assert!(is_variable_name(name), "{name}");
        }
        for name in ["", "1a", "a-b", "a b", "a.b", "a[0]", "$a"] {
            assert!(!is_variable_name(name), "{name}");
        }
    }

    #[test]
    fn no_error_is_listed_twice() {
        let mut names: Vec<&str> = STATES_ERRORS.iter().map(|it| it.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STATES_ERRORS.len());
        assert!(names.iter().all(|it| it.starts_with("States.")));
    }
}
