//! The one-line form of a [`HistoryEvent`].
//!
//! Owns which detail of each type is worth a reader's glance. Long values are cut.

use std::fmt;

use super::{Failure, HistoryEvent, HistoryEventDetails, MapIteration, Payload, TaskResource};

/// How many characters of a value or a cause a line shows.
const GLANCE_CHARS_MAX: usize = 96;

impl fmt::Display for HistoryEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, previous_event_id: _, timestamp, state_name, details } = self;
        let pattern = if f.alternate() { "%Y-%m-%d %H:%M:%S%.3f" } else { "%H:%M:%S%.3f" };
        write!(f, "{id:>5}  {}  {:<22}", timestamp.strftime(pattern), details.name())?;
        if let Some(state) = state_name {
            write!(f, "  {state}")?;
        }
        match glance(details) {
            Some(detail) => write!(f, "  {detail}"),
            None => Ok(()),
        }
    }
}

impl HistoryEvent {
    /// What of its details a reader wants to see first, on one line; nothing where that is nothing.
    pub fn glance(&self) -> Option<String> {
        glance(&self.details)
    }
}

/// What of an event's details a reader wants to see first.
fn glance(details: &HistoryEventDetails) -> Option<String> {
    use HistoryEventDetails as D;
    match details {
        D::ExecutionStarted(it) => Some(short(&it.input)),
        D::ExecutionSucceeded(it) | D::ActivitySucceeded(it) | D::LambdaFunctionSucceeded(it) => {
            Some(short(&it.output))
        }
        D::ExecutionFailed(it)
        | D::ExecutionAborted(it)
        | D::ExecutionTimedOut(it)
        | D::ActivityFailed(it)
        | D::ActivityScheduleFailed(it)
        | D::ActivityTimedOut(it)
        | D::LambdaFunctionFailed(it)
        | D::LambdaFunctionScheduleFailed(it)
        | D::LambdaFunctionStartFailed(it)
        | D::LambdaFunctionTimedOut(it)
        | D::MapRunFailed(it) => failure(it),
        D::TaskFailed(it)
        | D::TaskStartFailed(it)
        | D::TaskSubmitFailed(it)
        | D::TaskTimedOut(it) => failure(&it.failure),
        D::EvaluationFailed(it) => Some(cut(&format!("{}: {}", it.error, after_prefix(&it.cause)))),
        D::ExecutionRedriven(it) => Some(format!("redrive {}", it.redrive_count)),
        D::ActivityScheduled(it) => Some(it.resource.to_string()),
        D::LambdaFunctionScheduled(it) => Some(it.resource.to_string()),
        D::TaskScheduled(it) => Some(resource(&it.resource)),
        D::ActivityStarted(it) => it.worker_name.as_deref().map(str::to_owned),
        D::TaskSubmitted(it) | D::TaskSucceeded(it) => Some(short(&it.output)),
        D::MapStateStarted(it) if it.length == 1 => Some("1 item".to_owned()),
        D::MapStateStarted(it) => Some(format!("{} items", it.length)),
        D::MapIterationStarted(it)
        | D::MapIterationSucceeded(it)
        | D::MapIterationFailed(it)
        | D::MapIterationAborted(it) => Some(iteration(it)),
        D::MapRunStarted(it) => Some(it.map_run_arn.to_string()),
        D::MapRunRedriven(it) => Some(format!("redrive {}", it.redrive_count)),
        D::ChoiceStateExited(it)
        | D::MapStateExited(it)
        | D::ParallelStateExited(it)
        | D::PassStateExited(it)
        | D::SucceedStateExited(it)
        | D::TaskStateExited(it)
        | D::WaitStateExited(it) => {
            let variables = it.assigned_variables.as_ref()?.value();
            let names: Vec<String> = variables.keys().map(|name| format!("${name}")).collect();
            Some(cut(&format!("sets {}", names.join(", "))))
        }
        D::ChoiceStateEntered(_)
        | D::FailStateEntered(_)
        | D::MapStateEntered(_)
        | D::ParallelStateEntered(_)
        | D::PassStateEntered(_)
        | D::SucceedStateEntered(_)
        | D::TaskStateEntered(_)
        | D::WaitStateEntered(_)
        | D::LambdaFunctionStarted
        | D::MapRunAborted
        | D::MapRunSucceeded
        | D::MapStateAborted
        | D::MapStateFailed
        | D::MapStateSucceeded
        | D::ParallelStateAborted
        | D::ParallelStateFailed
        | D::ParallelStateStarted
        | D::ParallelStateSucceeded
        | D::TaskStarted(_)
        | D::TaskStateAborted
        | D::WaitStateAborted => None,
    }
}

fn failure(failure: &Failure) -> Option<String> {
    let Failure { error, cause } = failure;
    let parts = [error.as_deref(), cause.as_deref().map(after_prefix)];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| cut(&parts.join(": ")))
}

/// A cause without the sentence that says in which state it was: the line says so already.
fn after_prefix(cause: &str) -> &str {
    let sentence = cause.strip_prefix("An error occurred while executing the state '");
    sentence
        .and_then(|it| it.split_once(" (entered at the event id #")?.1.split_once("). "))
        .map_or(cause, |(_, rest)| rest)
}

fn resource(resource: &TaskResource) -> String {
    format!("{}:{}", resource.resource_type, resource.resource)
}

fn iteration(iteration: &MapIteration) -> String {
    format!("[{}]", iteration.index)
}

fn short(value: &Payload) -> String {
    cut(&value.to_string())
}

/// The first characters of a text, on one line.
fn cut(text: &str) -> String {
    let mut glance: String = text
        .chars()
        .take(GLANCE_CHARS_MAX)
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect();
    if text.chars().nth(GLANCE_CHARS_MAX).is_some() {
        glance.push('…');
    }
    glance
}
