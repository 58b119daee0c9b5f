//! Events as `GetExecutionHistory` returns them, JSON in them as text.

use std::sync::Arc;

use stepwright_engine::{
    Execution, Failure, HistoryEvent, HistoryEventDetails as D, Payload, TaskCredentials,
    TaskResource,
};
use stepwright_json::{Object, Value};

pub(crate) fn event(event: &HistoryEvent) -> Value {
    let name = event.details.name();
    let mut wire = Object::from_iter([
        ("id", Value::from(event.id)),
        ("previousEventId", event.previous_event_id.into()),
        ("timestamp", event.timestamp.to_string().into()),
        ("type", name.into()),
    ]);
    if let Some(details) = details(&event.details) {
        let mut letters = name.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
        let key = match name {
            _ if name.ends_with("StateEntered") => "stateEnteredEventDetails".to_owned(),
            _ if name.ends_with("StateExited") => "stateExitedEventDetails".to_owned(),
            _ => format!("{first}{}EventDetails", letters.as_str()),
        };
        wire.insert(key, details);
    }
    wire.into()
}

/// The answer of `StartSyncExecution`.
pub(crate) fn sync_response(execution: &Execution) -> Object {
    let start = execution.started_with();
    let mut it = Object::from_iter([
        ("executionArn", Value::from(start.execution_arn.as_str())),
        ("stateMachineArn", start.state_machine_arn.as_str().into()),
        ("name", start.execution_name.as_str().into()),
        ("status", execution.status().as_str().into()),
        ("startDate", start.now.to_string().into()),
        ("stopDate", execution.now().to_string().into()),
        ("input", start.input.to_string().into()),
        ("inputDetails", included().into()),
        ("outputDetails", included().into()),
    ]);
    if let Some(output) = execution.output() {
        it.insert("output", output.to_string());
    }
    if let Some(it_failed) = execution.failure() {
        failure(&mut it, it_failed);
    }
    let billed = execution.billed_duration_milliseconds();
    let billing = Object::from_iter([
        ("billedDurationInMilliseconds", Value::from(billed)),
        ("billedMemoryUsedInMB", 64.into()),
    ]);
    it.insert("billingDetails", billing);
    it
}

fn included() -> Object {
    Object::from_iter([("included", true)])
}

#[expect(clippy::too_many_lines, reason = "a table of all types of events")]
pub(crate) fn details(details: &D) -> Option<Object> {
    let mut it = Object::new();
    match details {
        D::ExecutionStarted(start) => {
            json(&mut it, "input", &start.input);
            text(&mut it, "roleArn", Some(&start.role_arn));
            text(&mut it, "stateMachineAliasArn", start.state_machine_alias_arn.as_ref());
            text(&mut it, "stateMachineVersionArn", start.state_machine_version_arn.as_ref());
        }
        D::ExecutionSucceeded(out)
        | D::ActivitySucceeded(out)
        | D::LambdaFunctionSucceeded(out) => {
            json(&mut it, "output", &out.output);
        }
        D::ExecutionFailed(failed)
        | D::ExecutionAborted(failed)
        | D::ExecutionTimedOut(failed)
        | D::ActivityFailed(failed)
        | D::ActivityScheduleFailed(failed)
        | D::ActivityTimedOut(failed)
        | D::LambdaFunctionFailed(failed)
        | D::LambdaFunctionScheduleFailed(failed)
        | D::LambdaFunctionStartFailed(failed)
        | D::LambdaFunctionTimedOut(failed)
        | D::MapRunFailed(failed) => failure(&mut it, failed),
        D::TaskFailed(task)
        | D::TaskStartFailed(task)
        | D::TaskSubmitFailed(task)
        | D::TaskTimedOut(task) => {
            resource(&mut it, &task.resource);
            failure(&mut it, &task.failure);
        }
        D::TaskSubmitted(task) | D::TaskSucceeded(task) => {
            resource(&mut it, &task.resource);
            json(&mut it, "output", &task.output);
        }
        D::TaskStarted(task) => resource(&mut it, task),
        D::TaskScheduled(task) => {
            resource(&mut it, &task.resource);
            text(&mut it, "region", Some(&task.region));
            it.insert("parameters", task.parameters.to_string());
            number(&mut it, "timeoutInSeconds", task.timeout_in_seconds);
            number(&mut it, "heartbeatInSeconds", task.heartbeat_in_seconds);
            credentials(&mut it, task.task_credentials.as_ref());
        }
        D::LambdaFunctionScheduled(task) => {
            text(&mut it, "resource", Some(&task.resource));
            json(&mut it, "input", &task.input);
            number(&mut it, "timeoutInSeconds", task.timeout_in_seconds);
            credentials(&mut it, task.task_credentials.as_ref());
        }
        D::ActivityScheduled(task) => {
            text(&mut it, "resource", Some(&task.resource));
            json(&mut it, "input", &task.input);
            number(&mut it, "timeoutInSeconds", task.timeout_in_seconds);
            number(&mut it, "heartbeatInSeconds", task.heartbeat_in_seconds);
        }
        D::ActivityStarted(started) => text(&mut it, "workerName", started.worker_name.as_ref()),
        D::EvaluationFailed(failed) => {
            text(&mut it, "error", Some(&failed.error));
            text(&mut it, "cause", Some(&failed.cause));
            text(&mut it, "location", failed.location.as_ref());
            text(&mut it, "state", Some(&failed.state));
        }
        D::ExecutionRedriven(redriven) => {
            number(&mut it, "redriveCount", Some(redriven.redrive_count));
        }
        D::MapStateStarted(started) => number(&mut it, "length", Some(started.length)),
        D::MapIterationStarted(iteration)
        | D::MapIterationSucceeded(iteration)
        | D::MapIterationFailed(iteration)
        | D::MapIterationAborted(iteration) => {
            text(&mut it, "name", Some(&iteration.name));
            number(&mut it, "index", Some(iteration.index));
        }
        D::MapRunStarted(run) => text(&mut it, "mapRunArn", Some(&run.map_run_arn)),
        D::MapRunRedriven(run) => {
            text(&mut it, "mapRunArn", Some(&run.map_run_arn));
            number(&mut it, "redriveCount", Some(run.redrive_count));
        }
        D::ChoiceStateEntered(entered)
        | D::FailStateEntered(entered)
        | D::MapStateEntered(entered)
        | D::ParallelStateEntered(entered)
        | D::PassStateEntered(entered)
        | D::SucceedStateEntered(entered)
        | D::TaskStateEntered(entered)
        | D::WaitStateEntered(entered) => {
            text(&mut it, "name", Some(&entered.name));
            json(&mut it, "input", &entered.input);
        }
        D::ChoiceStateExited(exited)
        | D::MapStateExited(exited)
        | D::ParallelStateExited(exited)
        | D::PassStateExited(exited)
        | D::SucceedStateExited(exited)
        | D::TaskStateExited(exited)
        | D::WaitStateExited(exited) => {
            text(&mut it, "name", Some(&exited.name));
            json(&mut it, "output", &exited.output);
            if let Some(variables) = &exited.assigned_variables {
                let variables = variables.value();
                let variables: Object =
                    variables.iter().map(|(name, value)| (name, value.to_string())).collect();
                it.insert("assignedVariables", variables);
                it.insert("assignedVariablesDetails", whole());
            }
        }
        D::LambdaFunctionStarted
        | D::MapRunAborted
        | D::MapRunSucceeded
        | D::MapStateAborted
        | D::MapStateFailed
        | D::MapStateSucceeded
        | D::ParallelStateAborted
        | D::ParallelStateFailed
        | D::ParallelStateStarted
        | D::ParallelStateSucceeded
        | D::TaskStateAborted
        | D::WaitStateAborted => return None,
    }
    Some(it)
}

fn json(it: &mut Object, key: &str, value: &Payload) {
    it.insert(key, value.to_string());
    it.insert(format!("{key}Details"), whole());
}

fn whole() -> Object {
    Object::from_iter([("truncated", false)])
}

fn text(it: &mut Object, key: &str, text: Option<&Arc<str>>) {
    if let Some(text) = text {
        it.insert(key, Value::String(text.clone()));
    }
}

fn number(it: &mut Object, key: &str, number: Option<u64>) {
    if let Some(number) = number {
        it.insert(key, number);
    }
}

fn failure(it: &mut Object, failure: &Failure) {
    text(it, "error", failure.error.as_ref());
    text(it, "cause", failure.cause.as_ref());
}

fn resource(it: &mut Object, resource: &TaskResource) {
    text(it, "resourceType", Some(&resource.resource_type));
    text(it, "resource", Some(&resource.resource));
}

fn credentials(it: &mut Object, credentials: Option<&TaskCredentials>) {
    if let Some(TaskCredentials { role_arn }) = credentials {
        it.insert(
            "taskCredentials",
            Object::from_iter([("roleArn", Value::String(role_arn.clone()))]),
        );
    }
}

#[cfg(test)]
mod tests;
