//! What a mock may say: JSON, and for some states and services of a certain shape.

mod schema;

use stepwright_compiler::{ResourceKind, StateKind};
use stepwright_json::Value;

use super::error::TestStateError;
use super::request::{Mock, TestStateRequest};
use super::run::Outcome;
use super::subject::Subject;
use crate::history::Failure;

/// How mocked work ends, where it is mocked.
pub(super) fn outcome(
    request: &TestStateRequest,
    subject: &Subject,
) -> Result<Option<Outcome>, TestStateError> {
    let Some(mock) = &request.mock else { return Ok(None) };
    let Mock { result, error_output, field_validation_mode: mode } = mock;
    if let Some((error, cause)) = error_output {
        let (error, cause) = (Some(error.as_str().into()), cause.as_deref().map(Into::into));
        return Ok(Some(Outcome::Error(Failure { error, cause })));
    }
    let refuse = |text: &str| Err(TestStateError::Validation(text.to_owned()));
    // UNVERIFIED: recorded where both are there.
    let Some(result) = result else { return refuse(ONE_OUTCOME) };
    let Ok(result) = Value::parse(result) else {
        return refuse("Mocked result must be valid JSON");
    };
    match &subject.program.state(subject.state).kind {
        StateKind::Parallel(parallel) => match result.as_array() {
            None => return refuse("Mocked result must be an array."),
            Some(items) if items.len() != parallel.branches.len() => {
                return refuse(
                    "Mocked result must contain the same number of items as number of Parallel \
                     branches.",
                );
            }
            Some(_) => {}
        },
        StateKind::Map(_) => {
            // Then the result says where the results are.
            let writes_results = subject.has("ResultWriter");
            if writes_results && result.as_object().is_none() {
                return refuse("Mocked result must be a JSON object.");
            }
            if !writes_results && result.as_array().is_none() {
                return refuse("Mocked result must be an array.");
            }
            let failures = request.state_configuration.map_iteration_failure_count;
            if let (Some(failures), Some(items)) = (failures, result.as_array()) {
                check_failures(failures, items.len())?;
            }
        }
        StateKind::Task(task) => {
            // What an integration with a token or an activity answers is up to whoever does the work.
            if let ResourceKind::Integration { resource_type, resource, .. } = &task.resource.kind {
                schema::check((resource_type, resource), *mode, &result)?;
            }
        }
        StateKind::Pass
        | StateKind::Choice(_)
        | StateKind::Wait(_)
        | StateKind::Succeed
        | StateKind::Fail(_) => {}
    }
    Ok(Some(Outcome::Result(result)))
}

/// What to say of a mock that says both, or neither.
pub(super) const ONE_OUTCOME: &str =
    "A test mock should have only one of the following fields: [result, errorOutput].";

/// Whether no more iterations have failed than there are.
pub(super) fn check_failures(failures: u64, iterations: usize) -> Result<(), TestStateError> {
    if u64::try_from(iterations).is_ok_and(|it| failures > it) {
        return Err(TestStateError::Validation(
            "Map iteration failure count must be less than or equal to the number of Map iterations"
                .to_owned(),
        ));
    }
    Ok(())
}
