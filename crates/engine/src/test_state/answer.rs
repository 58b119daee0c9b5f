//! [`TestStateAnswer`]: what a test answers.

use std::sync::Arc;

use stepwright_compiler::StateKind;
use stepwright_json::Value;

use super::request::InspectionLevel;
use super::run::{Seen, TestRun};
use super::subject::Subject;
use crate::execution::{Execution, ExecutionStatus};
use crate::history::Failure;
use crate::inspection::InspectionData;

/// What has come of the state.
#[derive(Clone, Debug, PartialEq)]
pub struct TestStateAnswer {
    /// How it has ended.
    pub status: TestStateStatus,
    /// Its output, where it was left.
    pub output: Option<Value>,
    /// The error, where there is one: caught, to be tried again after, or neither.
    pub error: Option<Arc<str>>,
    /// What there is to say about the error.
    pub cause: Option<Arc<str>>,
    /// Where it leads.
    pub next_state: Option<Arc<str>>,
    /// The steps of its data flow, where the request asks for them.
    pub inspection_data: Option<InspectionData>,
}

/// How a state under test has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestStateStatus {
    /// Well.
    Succeeded,
    /// With an error that nobody answers to.
    Failed,
    /// With an error that a retrier answers to.
    Retriable,
    /// With an error that a catcher answers to.
    CaughtError,
}

impl TestStateStatus {
    /// The status as AWS spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Retriable => "RETRIABLE",
            Self::CaughtError => "CAUGHT_ERROR",
        }
    }
}

impl TestStateAnswer {
    /// The answer, where there is one yet.
    pub(super) fn of(
        execution: &Execution,
        run: &TestRun,
        subject: &Subject,
        level: InspectionLevel,
    ) -> Option<Self> {
        let seen = run.seen.borrow();
        let (status, failure) = ended(execution, &seen)?;
        let data = match level {
            InspectionLevel::Info => None,
            InspectionLevel::Debug => Some(InspectionData {
                request: None,
                response: None,
                ..shown(execution, subject, &seen)
            }),
            InspectionLevel::Trace => Some(shown(execution, subject, &seen)),
        };
        let Failure { error, cause } = failure.unwrap_or(Failure { error: None, cause: None });
        let leads = matches!(status, TestStateStatus::Succeeded | TestStateStatus::CaughtError);
        Some(Self {
            status,
            output: execution.output().cloned(),
            error,
            cause,
            next_state: seen.next.clone().filter(|_| leads),
            inspection_data: data,
        })
    }
}

/// How the state has ended, and with which error.
fn ended(execution: &Execution, seen: &Seen) -> Option<(TestStateStatus, Option<Failure>)> {
    let caught = || seen.caught.clone().map(|it| (TestStateStatus::CaughtError, Some(it)));
    match execution.status() {
        ExecutionStatus::Running => {
            seen.retriable.clone().map(|it| (TestStateStatus::Retriable, Some(it)))
        }
        ExecutionStatus::Succeeded => caught().or(Some((TestStateStatus::Succeeded, None))),
        // Measured: an error is caught even where the catcher's own `Output` fails.
        ExecutionStatus::Failed => {
            caught().or_else(|| Some((TestStateStatus::Failed, execution.failure().cloned())))
        }
        // "If the execution of a state exceeds this duration, it fails with the States.Timeout error."
        ExecutionStatus::TimedOut | ExecutionStatus::Aborted => {
            let error = Some("States.Timeout".into());
            Some((TestStateStatus::Failed, Some(Failure { error, cause: None })))
        }
    }
}

/// What AWS shows of the steps, which depends on the type of state.
fn shown(execution: &Execution, subject: &Subject, seen: &Seen) -> InspectionData {
    let input = Some(execution.start.input.clone());
    let variables = seen.data.variables.clone().filter(|it| !it.is_empty());
    let data = InspectionData { input, variables, ..seen.data.clone() };
    match &subject.program.state(subject.state).kind {
        StateKind::Pass if subject.has("Result") && subject.is_json_path => InspectionData {
            result: data.after_parameters.clone(),
            after_input_path: None,
            after_parameters: None,
            ..data
        },
        StateKind::Parallel(_) => InspectionData {
            after_arguments: None,
            after_input_path: None,
            after_parameters: None,
            result: None,
            ..data
        },
        StateKind::Map(_) => {
            InspectionData { after_arguments: None, after_parameters: None, result: None, ..data }
        }
        StateKind::Choice(_) | StateKind::Wait(_) | StateKind::Succeed | StateKind::Fail(_) => {
            InspectionData {
                after_arguments: None,
                after_parameters: None,
                result: None,
                after_result_selector: None,
                after_result_path: None,
                ..data
            }
        }
        StateKind::Task(_) if subject.has("Arguments") || subject.is_json_path => data,
        // UNVERIFIED: no recording has a Task in JSONata without `Arguments`.
        StateKind::Task(_) | StateKind::Pass => InspectionData { after_arguments: None, ..data },
    }
}
