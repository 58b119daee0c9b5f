//! [`StateError`]: how a state ends badly, before anybody has looked whether it is retried or caught.
//!
//! Owns the names and texts of the errors that the interpreter itself raises.

use std::sync::Arc;

use stepwright_compiler::{ErrorSet, EvaluationError, EvaluationErrorKind};
use stepwright_json::{Object, Value};

use crate::execution::Execution;
use crate::frame::Frame;
use crate::history::{EvaluationFailed, Failure, HistoryEventDetails};
use crate::mode::Mode;

/// An interpreter error that ends the execution at once.
const RUNTIME: &str = "States.Runtime";
/// A payload is larger than AWS allows.
const DATA_LIMIT_EXCEEDED: &str = "States.DataLimitExceeded";
/// A task did not answer, or gave no heartbeat, in time.
const TIMEOUT: &str = "States.Timeout";
/// The connection of an HTTP Task was not answered.
const HTTP_SOCKET: &str = "States.Http.Socket";
/// The second name of a timeout that a missing heartbeat caused.
const HEARTBEAT_TIMEOUT: &str = "States.HeartbeatTimeout";

/// More items of a Map Run have failed than may.
const EXCEED_TOLERATED_FAILURE_THRESHOLD: &str = "States.ExceedToleratedFailureThreshold";
/// The items of a Map Run cannot be read.
const ITEM_READER_FAILED: &str = "States.ItemReaderFailed";
/// The results of a Map Run cannot be written.
const RESULT_WRITER_FAILED: &str = "States.ResultWriterFailed";

/// How a state ends badly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StateError {
    pub(crate) failure: Failure,
    /// Another name that retriers and catchers know it by.
    also: Option<&'static str>,
}

impl StateError {
    pub(crate) fn new(failure: Failure) -> Self {
        Self { failure, also: None }
    }

    /// A task did not answer in time: an error without a cause.
    pub(crate) fn timeout() -> Self {
        Self::new(Failure { error: Some(TIMEOUT.into()), cause: None })
    }

    /// A task gave no heartbeat in time. Told as a timeout, and caught by either name.
    pub(crate) fn heartbeat_timeout() -> Self {
        Self { also: Some(HEARTBEAT_TIMEOUT), ..Self::timeout() }
    }

    /// An HTTP endpoint did not answer within the time that an HTTP Task may take.
    pub(crate) fn http_socket() -> Self {
        // UNVERIFIED: the error is documented for "60 s / connect", the cause is not.
        Self::named(HTTP_SOCKET, "The HTTP endpoint did not answer within 60 seconds.".to_owned())
    }

    /// The result of `what` is larger than a payload may be.
    pub(crate) fn data_limit_exceeded(what: &str) -> Self {
        let cause = format!(
            "The state/task '{what}' returned a result with a size exceeding the maximum number of \
             bytes service limit."
        );
        Self::named(DATA_LIMIT_EXCEEDED, cause)
    }

    /// More items of a Map Run have failed than may.
    pub(crate) fn exceed_tolerated_failure_threshold() -> Self {
        let cause = "The specified tolerated failure threshold was exceeded";
        Self::named(EXCEED_TOLERATED_FAILURE_THRESHOLD, cause.to_owned())
    }

    /// The items of a Map Run cannot be read.
    pub(crate) fn item_reader_failed(cause: &str) -> Self {
        Self::named(ITEM_READER_FAILED, cause.to_owned())
    }

    /// The results of a Map Run cannot be written.
    pub(crate) fn result_writer_failed(cause: &str) -> Self {
        Self::named(RESULT_WRITER_FAILED, cause.to_owned())
    }

    pub(crate) fn runtime(cause: String) -> Self {
        Self::named(RUNTIME, cause)
    }

    fn named(error: &str, cause: String) -> Self {
        Self::new(Failure { error: Some(error.into()), cause: Some(cause.into()) })
    }

    /// Whether it ends the execution, wherever it happens: nobody can catch it.
    pub(crate) fn is_fatal(&self) -> bool {
        self.name() == RUNTIME
    }

    /// Whether a payload was too large: what has been done for it is no good.
    pub(crate) fn is_data_limit_exceeded(&self) -> bool {
        self.name() == DATA_LIMIT_EXCEEDED
    }

    /// Whether a retrier may have it tried again.
    pub(crate) fn is_retriable(&self) -> bool {
        // "States.DataLimitExceeded": documented as not retriable. That it can be caught is recorded.
        !self.is_fatal() && !self.is_data_limit_exceeded()
    }

    /// Whether the names in an `ErrorEquals` mean it.
    pub(crate) fn is_in(&self, errors: &ErrorSet) -> bool {
        errors.contains(self.name()) || self.also.is_some_and(|it| errors.contains(it))
    }

    /// The error output, always with both keys. Recorded: what whoever did the work left out is null,
    /// and the cause that a timeout does not have is an empty text.
    pub(crate) fn error_output(&self) -> Value {
        let Failure { error, cause } = &self.failure;
        let is_timeout = self.name() == TIMEOUT;
        let unknown = || if is_timeout { Value::from("") } else { Value::Null };
        let text = |it: &Option<Arc<str>>| it.clone().map_or_else(unknown, Value::String);
        Value::Object(Object::from_iter([("Error", text(error)), ("Cause", text(cause))]))
    }

    fn name(&self) -> &str {
        self.failure.error.as_deref().unwrap_or_default()
    }
}

impl Execution {
    /// An evaluation failed. Of one in JSONata the history tells; `previous` is the event that it
    /// follows from.
    pub(crate) fn evaluation_failed(
        &mut self,
        frame: &mut Frame,
        previous: u64,
        error: EvaluationError,
    ) -> StateError {
        let EvaluationError { kind, cause, location } = error;
        let name = kind.error_name();
        let error = StateError::named(name, self.blame(frame, &cause));
        if kind != EvaluationErrorKind::Query {
            return error;
        }
        let details = HistoryEventDetails::EvaluationFailed(Box::new(EvaluationFailed {
            error: name.into(),
            cause: error.failure.cause.clone().unwrap_or_default(),
            location: location.map(Arc::from),
            state: self.state_of(frame).name.clone(),
        }));
        frame.pointer = self.record(Some(frame), previous, details);
        // The next attempt's evaluations follow from this one.
        frame.visit.before = frame.pointer;
        error
    }

    /// Puts the state and its event before a cause, as AWS does for what the interpreter raises.
    ///
    /// Measured: not where one state is tested alone.
    pub(crate) fn blame(&self, frame: &Frame, cause: &str) -> String {
        if let Mode::Test(_) = &self.mode {
            return cause.to_owned();
        }
        let (name, entered) = (&self.state_of(frame).name, frame.visit.entered);
        format!(
            "An error occurred while executing the state '{name}' (entered at the event id #{entered}). {cause}"
        )
    }

    /// An error of the interpreter in this frame's state.
    pub(crate) fn runtime_error(&self, frame: &Frame, cause: &str) -> StateError {
        StateError::runtime(self.blame(frame, cause))
    }
}
