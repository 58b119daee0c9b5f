//! [`TestStateRequest`]: what a test is asked with. JSON in it is text, as on the wire.

use jiff::Timestamp;
use stepwright_compiler::{IntegrationPattern, ResourceKind, StateKind};

use super::error::TestStateError;
use super::mock::ONE_OUTCOME;
use super::subject::Subject;
use crate::{constraint, quota};

/// What a test is asked with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TestStateRequest {
    /// A state; or with [`state_name`](Self::state_name), a whole state machine.
    pub definition: String,
    /// Which state of the machine to test, at whatever depth.
    pub state_name: Option<String>,
    /// Whom the state acts as.
    pub role_arn: Option<String>,
    /// The state's input, as JSON text; `{}` where absent.
    pub input: Option<String>,
    /// How much is answered.
    pub inspection_level: InspectionLevel,
    /// Whether secrets of an HTTP Task are answered in the clear.
    pub reveal_secrets: bool,
    /// Values of variables, as JSON text: an object.
    pub variables: Option<String>,
    /// The context object, as JSON text; one that is made up where absent.
    pub context: Option<String>,
    /// What stands in for the work.
    pub mock: Option<Mock>,
    /// What has happened to the state before.
    pub state_configuration: StateConfiguration,
}

/// How much is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InspectionLevel {
    /// How the state has ended.
    #[default]
    Info,
    /// Also the steps of its data flow.
    Debug,
    /// Also the request and the response of an HTTP Task.
    Trace,
}

/// What stands in for the work of a Task, Map or Parallel state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mock {
    /// The result, as JSON text.
    pub result: Option<String>,
    /// The error: its name, and its cause where there is one.
    pub error_output: Option<(String, Option<String>)>,
    /// How far the result has to look as the service's own.
    pub field_validation_mode: FieldValidationMode,
}

/// How mocked work ends.
#[derive(Clone, Debug, PartialEq)]
pub enum MockOutcome {
    /// With a result, as JSON text.
    Result(String),
    /// With an error: its name and its cause.
    Error(String, Option<String>),
}

impl Mock {
    /// Work that ends so; a result is held against the service's own, strictly.
    pub fn of(outcome: MockOutcome) -> Self {
        match outcome {
            MockOutcome::Result(result) => Self { result: Some(result), ..Self::default() },
            MockOutcome::Error(error, cause) => {
                Self { error_output: Some((error, cause)), ..Self::default() }
            }
        }
    }
}

/// How far a mocked result has to look as the service's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldValidationMode {
    /// Required fields are there, and fields have the service's types and bounds.
    #[default]
    Strict,
    /// Fields that are there have the service's types and bounds.
    Present,
    /// Any JSON will do.
    None,
}

/// What has happened to the state before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateConfiguration {
    /// How often the retrier that answers to the error has done so.
    pub retrier_retry_count: Option<u64>,
    /// The state within a Map or Parallel state that a mocked error comes from.
    pub error_caused_by_state: Option<String>,
    /// How many iterations of a Map state have failed.
    pub map_iteration_failure_count: Option<u64>,
    /// What the reader of a Distributed Map reads, as it is in its source.
    pub map_item_reader_data: Option<String>,
}

/// Where a test runs: what the engine cannot know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestStateHost {
    /// The region that names are made with.
    pub region: String,
    /// The account that names are made with.
    pub account_id: String,
    /// What time it is.
    pub now: Timestamp,
    /// Where made-up names, jitter and UUIDs come from.
    pub seed: u64,
}

impl TestStateRequest {
    /// Whether nothing is longer than the API takes.
    // UNVERIFIED: the bounds are the model's; the texts are those of other actions.
    pub(super) fn check_lengths(&self) -> Result<(), TestStateError> {
        const JSON: usize = quota::PAYLOAD_BYTES_MAX;
        let Self { definition, state_name, role_arn, mock, state_configuration: state, .. } = self;
        let mock = mock.as_ref();
        let result = mock.and_then(|it| it.result.as_ref());
        let error = mock.and_then(|it| it.error_output.as_ref());
        let cause = error.and_then(|(_, cause)| cause.as_ref());
        let chars = |field, text: Option<&String>, least, most| {
            constraint::length(field, None, text?.chars().count(), least..=most)
        };
        let json =
            |field, text: Option<&String>| constraint::length(field, None, text?.len(), 0..=JSON);
        constraint::check([
            chars("definition", Some(definition), 1, quota::DEFINITION_CHARS_MAX),
            chars("stateName", state_name.as_ref(), 1, quota::NAME_CHARS_MAX),
            chars("roleArn", role_arn.as_ref(), 1, quota::ARN_CHARS_MAX),
            json("input", self.input.as_ref()),
            json("variables", self.variables.as_ref()),
            json("context", self.context.as_ref()),
            json("mock.result", result),
            chars("mock.errorOutput.error", error.map(|(it, _)| it), 0, quota::ERROR_CHARS_MAX),
            chars("mock.errorOutput.cause", cause, 0, quota::CAUSE_CHARS_MAX),
            chars(
                "stateConfiguration.errorCausedByState",
                state.error_caused_by_state.as_ref(),
                1,
                quota::NAME_CHARS_MAX,
            ),
            json("stateConfiguration.mapItemReaderData", state.map_item_reader_data.as_ref()),
        ])
        .map_err(TestStateError::Validation)
    }

    /// Whether all that is said goes together.
    pub(super) fn check(&self, subject: &Subject) -> Result<(), TestStateError> {
        let refuse = |text: &str| Err(TestStateError::Validation(text.to_owned()));
        let kind = &subject.program.state(subject.state).kind;
        let Some(mock) = &self.mock else { return self.check_without_mock(kind) };
        if mock.result.is_some() && mock.error_output.is_some() {
            return refuse(ONE_OUTCOME);
        }
        if self.reveal_secrets {
            return refuse("TestState does not support RevealSecrets when a mock is specified.");
        }
        match kind {
            StateKind::Task(_) | StateKind::Parallel(_) | StateKind::Map(_) => Ok(()),
            StateKind::Pass
            | StateKind::Choice(_)
            | StateKind::Wait(_)
            | StateKind::Succeed
            | StateKind::Fail(_) => Err(TestStateError::Validation(format!(
                "State type '{}' is not supported when a mock is specified",
                subject.type_name()
            ))),
        }
    }

    fn check_without_mock(&self, kind: &StateKind) -> Result<(), TestStateError> {
        let refuse = |text: &str| Err(TestStateError::Validation(text.to_owned()));
        if self.state_configuration.map_iteration_failure_count.is_some() {
            return refuse(
                "TestState does not support MapIterationFailureCount when a mock is not specified.",
            );
        }
        match kind {
            StateKind::Parallel(_) | StateKind::Map(_) => {
                return Err(TestStateError::InvalidDefinition(NEEDS_MOCK.to_owned()));
            }
            StateKind::Task(task) => {
                let is_answered_later = match &task.resource.kind {
                    ResourceKind::LambdaFunction => false,
                    ResourceKind::Activity => true,
                    ResourceKind::Integration { pattern, .. } => {
                        *pattern != IntegrationPattern::RequestResponse
                    }
                };
                if is_answered_later {
                    // UNVERIFIED: that it is refused is documented, the text is not.
                    return Err(TestStateError::InvalidDefinition(format!(
                        "TestState API does not support the resource {} when a mock is not specified.",
                        task.resource.arn
                    )));
                }
                if self.role_arn.is_none() {
                    return refuse("RoleArn must be specified when testing a Task state");
                }
            }
            StateKind::Pass
            | StateKind::Choice(_)
            | StateKind::Wait(_)
            | StateKind::Succeed
            | StateKind::Fail(_) => {}
        }
        if self.context.is_some() {
            // UNVERIFIED: that it is refused is documented, the text is not.
            return refuse("TestState does not support Context when a mock is not specified.");
        }
        Ok(())
    }
}

/// The types that need no mock. Recorded for Parallel.
const NEEDS_MOCK: &str = "TestState API does not support Map or Parallel states. Supported state \
                          types include: [Task, Wait, Pass, Succeed, Fail, Choice]";
