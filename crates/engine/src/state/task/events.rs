//! Which events tell of a task: `Task…`, `LambdaFunction…` or `Activity…`.

use std::sync::Arc;

use stepwright_compiler::{Program, Resource, ResourceKind, StateKind};
use stepwright_json::Value;

use crate::ScheduleTask;
use crate::completion::FailureStage;
use crate::execution::Execution;
use crate::frame::Frame;
use crate::history::{
    ActivityScheduled, ActivityStarted, Failure, HistoryEventDetails, LambdaFunctionScheduled,
    Output, Payload, TaskCredentials, TaskFailure, TaskOutput, TaskResource, TaskScheduled,
};

/// What a task's events are called after.
enum Family {
    Lambda,
    Activity,
    Integration(TaskResource),
}

impl Execution {
    pub(super) fn record_scheduled(
        &mut self,
        frame: &mut Frame,
        resource: &Resource,
        request: &ScheduleTask,
    ) {
        let input = Payload::from(request.input.clone());
        let timeout_in_seconds = request.timeout_seconds;
        let heartbeat_in_seconds = request.heartbeat_seconds;
        let task_credentials = request.credentials.as_ref().and_then(credentials);
        let details = match family(resource) {
            Family::Lambda => {
                HistoryEventDetails::LambdaFunctionScheduled(Box::new(LambdaFunctionScheduled {
                    resource: resource.arn.clone(),
                    input,
                    timeout_in_seconds,
                    task_credentials,
                }))
            }
            Family::Activity => {
                HistoryEventDetails::ActivityScheduled(Box::new(ActivityScheduled {
                    resource: resource.arn.clone(),
                    input,
                    timeout_in_seconds,
                    heartbeat_in_seconds,
                }))
            }
            Family::Integration(resource) => {
                HistoryEventDetails::TaskScheduled(Box::new(TaskScheduled {
                    resource,
                    region: self.start.region().into(),
                    parameters: input,
                    timeout_in_seconds,
                    heartbeat_in_seconds,
                    task_credentials,
                }))
            }
        };
        self.advance(frame, details);
    }

    pub(super) fn record_started(
        &mut self,
        frame: &mut Frame,
        program: &Program,
        worker_name: Option<Arc<str>>,
    ) {
        let details = match family_of(frame, program) {
            Family::Lambda => HistoryEventDetails::LambdaFunctionStarted,
            Family::Activity => {
                HistoryEventDetails::ActivityStarted(ActivityStarted { worker_name })
            }
            Family::Integration(it) => HistoryEventDetails::TaskStarted(it),
        };
        self.advance(frame, details);
    }

    /// Only an integration is submitted; of others there is nothing to tell.
    pub(super) fn record_submitted(&mut self, frame: &mut Frame, program: &Program, output: Value) {
        if let Family::Integration(resource) = family_of(frame, program) {
            let details = TaskOutput { resource, output: output.into() };
            self.advance(frame, HistoryEventDetails::TaskSubmitted(Box::new(details)));
        }
    }

    pub(super) fn record_succeeded(&mut self, frame: &mut Frame, program: &Program, output: Value) {
        let output = output.into();
        let details = match family_of(frame, program) {
            Family::Lambda => HistoryEventDetails::LambdaFunctionSucceeded(Output { output }),
            Family::Activity => HistoryEventDetails::ActivitySucceeded(Output { output }),
            Family::Integration(resource) => {
                HistoryEventDetails::TaskSucceeded(Box::new(TaskOutput { resource, output }))
            }
        };
        self.advance(frame, details);
    }

    pub(super) fn record_failed(
        &mut self,
        frame: &mut Frame,
        program: &Program,
        failure: &Failure,
        stage: FailureStage,
    ) {
        use HistoryEventDetails as D;
        let failure = failure.clone();
        let details = match (family_of(frame, program), stage) {
            (Family::Lambda, FailureStage::Scheduling) => D::LambdaFunctionScheduleFailed(failure),
            (Family::Lambda, FailureStage::Starting) => D::LambdaFunctionStartFailed(failure),
            (Family::Lambda, FailureStage::Submitting | FailureStage::Running) => {
                D::LambdaFunctionFailed(failure)
            }
            (Family::Activity, FailureStage::Scheduling) => D::ActivityScheduleFailed(failure),
            (
                Family::Activity,
                FailureStage::Starting | FailureStage::Submitting | FailureStage::Running,
            ) => D::ActivityFailed(failure),
            (Family::Integration(resource), FailureStage::Scheduling | FailureStage::Starting) => {
                D::TaskStartFailed(Box::new(TaskFailure { resource, failure }))
            }
            (Family::Integration(resource), FailureStage::Submitting) => {
                D::TaskSubmitFailed(Box::new(TaskFailure { resource, failure }))
            }
            (Family::Integration(resource), FailureStage::Running) => {
                D::TaskFailed(Box::new(TaskFailure { resource, failure }))
            }
        };
        self.advance(frame, details);
    }

    pub(super) fn record_timed_out(
        &mut self,
        frame: &mut Frame,
        program: &Program,
        failure: &Failure,
    ) {
        let failure = failure.clone();
        let details = match family_of(frame, program) {
            Family::Lambda => HistoryEventDetails::LambdaFunctionTimedOut(failure),
            Family::Activity => HistoryEventDetails::ActivityTimedOut(failure),
            Family::Integration(resource) => {
                HistoryEventDetails::TaskTimedOut(Box::new(TaskFailure { resource, failure }))
            }
        };
        self.advance(frame, details);
    }

    /// What is called, as the text of `States.DataLimitExceeded` has it.
    pub(super) fn called(&self, frame: &Frame, program: &Program) -> String {
        match (family_of(frame, program), &program.state(frame.state).kind) {
            (Family::Integration(it), _) => it.resource_type.to_string(),
            (_, StateKind::Task(task)) => task.resource.arn.to_string(),
            _ => self.state_of(frame).name.to_string(),
        }
    }
}

fn family_of(frame: &Frame, program: &Program) -> Family {
    match &program.state(frame.state).kind {
        StateKind::Task(task) => family(&task.resource),
        StateKind::Pass
        | StateKind::Choice(_)
        | StateKind::Wait(_)
        | StateKind::Succeed
        | StateKind::Fail(_)
        | StateKind::Parallel(_)
        | StateKind::Map(_) => Family::Lambda,
    }
}

fn family(resource: &Resource) -> Family {
    match &resource.kind {
        ResourceKind::LambdaFunction => Family::Lambda,
        ResourceKind::Activity => Family::Activity,
        ResourceKind::Integration { resource_type, resource, pattern: _ } => {
            Family::Integration(TaskResource {
                resource_type: resource_type.clone(),
                resource: resource.clone(),
            })
        }
    }
}

fn credentials(credentials: &Value) -> Option<TaskCredentials> {
    let role_arn = credentials.get("RoleArn")?.as_str()?;
    Some(TaskCredentials { role_arn: role_arn.into() })
}
