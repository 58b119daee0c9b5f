//! [`TestRun`]: what an execution under test knows of the test, and what it has come to so far.

use std::cell::RefCell;
use std::sync::Arc;

use stepwright_json::{Object, Value};

use super::error::TestStateError;
use super::mock;
use super::request::TestStateRequest;
use super::subject::{STATE_NAME, Subject};
use crate::completion::FailureStage;
use crate::failure::StateError;
use crate::frame::Frame;
use crate::history::Failure;
use crate::inspection::{ErrorDetails, InspectionData};
use crate::{Completion, TaskId};

/// An execution's test.
#[derive(Debug)]
pub(crate) struct TestRun {
    /// The context object, where the request says what is in it.
    pub(crate) context: Option<Object>,
    outcome: Option<Outcome>,
    retries: u64,
    /// The state is in JSONPath, whose steps have other names.
    pub(crate) is_json_path: bool,
    /// The items of the Map state are found by a pointer in what its reader reads.
    pub(crate) has_items_pointer: bool,
    /// How many iterations of the Map state have failed.
    pub(crate) iteration_failures: Option<u64>,
    /// What the reader of the Map state reads.
    pub(crate) reader_data: Option<String>,
    pub(crate) seen: RefCell<Seen>,
}

/// How mocked work ends.
#[derive(Debug)]
pub(super) enum Outcome {
    Result(Value),
    Error(Failure),
}

/// What has been seen so far.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) data: InspectionData,
    /// Where the state leads, once it has been left.
    pub(super) next: Option<Arc<str>>,
    /// The error that is to be tried again after.
    pub(super) retriable: Option<Failure>,
    /// The error that was caught.
    pub(super) caught: Option<Failure>,
    refused: Option<TestStateError>,
}

impl TestRun {
    pub(super) fn new(
        request: &TestStateRequest,
        subject: &Subject,
        context: Option<Object>,
        outcome: Option<Outcome>,
    ) -> Self {
        let configuration = &request.state_configuration;
        Self {
            context,
            outcome,
            retries: configuration.retrier_retry_count.unwrap_or_default(),
            is_json_path: subject.is_json_path,
            has_items_pointer: subject.has_items_pointer(),
            iteration_failures: configuration.map_iteration_failure_count,
            reader_data: configuration.map_item_reader_data.clone(),
            seen: RefCell::default(),
        }
    }

    /// The context object of a test. Recorded: the state has the name that it has when it stands alone.
    pub(crate) fn context_of(&self, mut context: Object) -> Object {
        let execution = context.get_mut("Execution").and_then(Value::as_object_mut);
        let role = execution.and_then(|it| it.get_mut("RoleArn"));
        // Recorded: `null` where the request names none.
        if let Some(role) = role.filter(|it| it.as_str() == Some("")) {
            *role = Value::Null;
        }
        if let Some(state) = context.get_mut("State").and_then(Value::as_object_mut) {
            state.insert("Name", STATE_NAME);
            if state.contains_key("RetryCount") {
                state.insert("RetryCount", self.retries);
            }
        }
        context
    }

    /// What the work of a Map or Parallel state comes to.
    pub(crate) fn mocked(&self) -> Result<Value, StateError> {
        match &self.outcome {
            Some(Outcome::Result(result)) => Ok(result.clone()),
            Some(Outcome::Error(failure)) => Err(StateError::new(failure.clone())),
            // A request without a mock is refused for these states.
            None => Err(StateError::runtime("the state needs a mock".to_owned())),
        }
    }

    /// What the work of a Task state comes to, where it is mocked.
    pub(super) fn mocked_completion(&self, task: TaskId) -> Option<Completion> {
        Some(match self.outcome.as_ref()? {
            Outcome::Result(result) => Completion::TaskSucceeded { task, output: result.clone() },
            Outcome::Error(Failure { error, cause }) => Completion::TaskFailed {
                task,
                error: error.clone(),
                cause: cause.clone(),
                stage: FailureStage::Running,
            },
        })
    }

    /// The state was left.
    pub(crate) fn left(&self, frame: &Frame, next: Option<Arc<str>>) {
        let mut seen = self.seen.borrow_mut();
        seen.next = next;
        seen.data.variables = Some(frame.variables.clone());
    }

    /// A retrier answers to the error.
    pub(crate) fn retriable(&self, position: usize, delay_seconds: f64, error: &StateError) {
        let mut seen = self.seen.borrow_mut();
        let details = seen.data.error_details.get_or_insert_default();
        details.retry_index = u64::try_from(position).ok();
        details.retry_backoff_interval_seconds = Some(whole_seconds(delay_seconds));
        seen.retriable = Some(error.failure.clone());
    }

    /// The retrier that answers to the error has no attempts left.
    pub(crate) fn exhausted(&self, position: usize) {
        let mut seen = self.seen.borrow_mut();
        let details = seen.data.error_details.get_or_insert_default();
        details.retry_index = u64::try_from(position).ok();
    }

    /// A catcher answers to the error.
    pub(crate) fn caught(&self, position: usize, next: &Arc<str>, error: &StateError) {
        let mut seen = self.seen.borrow_mut();
        let details = seen.data.error_details.get_or_insert_with(ErrorDetails::default);
        details.catch_index = u64::try_from(position).ok();
        seen.next = Some(Arc::clone(next));
        seen.caught = Some(error.failure.clone());
    }

    /// Refuses the test, where more iterations have failed than there are.
    pub(crate) fn check_iterations(&self, iterations: usize) {
        let failures = self.iteration_failures.unwrap_or_default();
        if let Err(error) = mock::check_failures(failures, iterations) {
            self.seen.borrow_mut().refused = Some(error);
        }
    }

    pub(super) fn refused(&self) -> Option<TestStateError> {
        self.seen.borrow().refused.clone()
    }
}

/// A delay without its fraction of a second. A retrier bounds its delays to about a year.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bounded delay that is not negative fits"
)]
fn whole_seconds(seconds: f64) -> u64 {
    seconds as u64
}
