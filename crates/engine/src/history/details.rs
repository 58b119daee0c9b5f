//! [`HistoryEventDetails`]: what happened, one variant for each of AWS's 62 types.
//!
//! Owns the shapes, named and structured as in `GetExecutionHistory`, with JSON kept as values:
//! it becomes text when somebody asks. Types of the same shape share a struct.

use std::sync::Arc;

use stepwright_json::Object;

use super::Payload;

/// What happened, by AWS's own names. The engine has occasion for each of the 62.
#[derive(Clone, Debug, PartialEq)]
pub enum HistoryEventDetails {
    /// A worker reported a failure.
    ActivityFailed(Failure),
    /// An activity's task waits for a worker.
    ActivityScheduled(Box<ActivityScheduled>),
    /// An activity's task could not be scheduled.
    ActivityScheduleFailed(Failure),
    /// A worker took the task.
    ActivityStarted(ActivityStarted),
    /// A worker reported its result.
    ActivitySucceeded(Output),
    /// No worker answered, or none gave a heartbeat, in time.
    ActivityTimedOut(Failure),
    /// A Choice state was entered.
    ChoiceStateEntered(StateEntered),
    /// A Choice state was left.
    ChoiceStateExited(StateExited),
    /// A JSONata expression, or a field it gave a value to, failed.
    EvaluationFailed(Box<EvaluationFailed>),
    /// Somebody stopped the execution.
    ExecutionAborted(Failure),
    /// The execution failed.
    ExecutionFailed(Failure),
    /// The execution goes on after a failure.
    ExecutionRedriven(ExecutionRedriven),
    /// The execution began.
    ExecutionStarted(Box<ExecutionStarted>),
    /// The execution succeeded.
    ExecutionSucceeded(Output),
    /// The state machine's `TimeoutSeconds` passed.
    ExecutionTimedOut(Failure),
    /// A Fail state was entered.
    FailStateEntered(StateEntered),
    /// A Lambda function failed.
    LambdaFunctionFailed(Failure),
    /// A Lambda function is to be called.
    LambdaFunctionScheduled(Box<LambdaFunctionScheduled>),
    /// A Lambda function could not be scheduled.
    LambdaFunctionScheduleFailed(Failure),
    /// A Lambda function runs.
    LambdaFunctionStarted,
    /// A Lambda function could not be started.
    LambdaFunctionStartFailed(Failure),
    /// A Lambda function answered.
    LambdaFunctionSucceeded(Output),
    /// A Lambda function did not answer in time.
    LambdaFunctionTimedOut(Failure),
    /// An iteration was cut because another failed.
    MapIterationAborted(MapIteration),
    /// An iteration failed.
    MapIterationFailed(MapIteration),
    /// An iteration began.
    MapIterationStarted(MapIteration),
    /// An iteration ended well.
    MapIterationSucceeded(MapIteration),
    /// A Map Run was stopped.
    MapRunAborted,
    /// A Map Run failed.
    MapRunFailed(Failure),
    /// A Map Run goes on after a failure.
    MapRunRedriven(MapRunRedriven),
    /// A Map Run began.
    MapRunStarted(MapRunStarted),
    /// A Map Run ended well.
    MapRunSucceeded,
    /// A Map state was cut.
    MapStateAborted,
    /// A Map state was entered.
    MapStateEntered(StateEntered),
    /// A Map state was left.
    MapStateExited(StateExited),
    /// A Map state failed.
    MapStateFailed,
    /// A Map state knows its items.
    MapStateStarted(MapStateStarted),
    /// All iterations of a Map state ended well.
    MapStateSucceeded,
    /// A Parallel state was cut.
    ParallelStateAborted,
    /// A Parallel state was entered.
    ParallelStateEntered(StateEntered),
    /// A Parallel state was left.
    ParallelStateExited(StateExited),
    /// A Parallel state failed.
    ParallelStateFailed,
    /// The branches of a Parallel state begin.
    ParallelStateStarted,
    /// All branches of a Parallel state ended well.
    ParallelStateSucceeded,
    /// A Pass state was entered.
    PassStateEntered(StateEntered),
    /// A Pass state was left.
    PassStateExited(StateExited),
    /// A Succeed state was entered.
    SucceedStateEntered(StateEntered),
    /// A Succeed state was left.
    SucceedStateExited(StateExited),
    /// A task failed.
    TaskFailed(Box<TaskFailure>),
    /// A service is to be called.
    TaskScheduled(Box<TaskScheduled>),
    /// The call is on its way.
    TaskStarted(TaskResource),
    /// The call could not be made.
    TaskStartFailed(Box<TaskFailure>),
    /// A Task state was cut.
    TaskStateAborted,
    /// A Task state was entered.
    TaskStateEntered(StateEntered),
    /// A Task state was left.
    TaskStateExited(StateExited),
    /// The service refused the request.
    TaskSubmitFailed(Box<TaskFailure>),
    /// The service accepted the request; its outcome follows.
    TaskSubmitted(Box<TaskOutput>),
    /// A task is done.
    TaskSucceeded(Box<TaskOutput>),
    /// A task did not answer, or gave no heartbeat, in time.
    TaskTimedOut(Box<TaskFailure>),
    /// A Wait state was cut.
    WaitStateAborted,
    /// A Wait state was entered.
    WaitStateEntered(StateEntered),
    /// A Wait state was left.
    WaitStateExited(StateExited),
}

impl HistoryEventDetails {
    /// The type of the event, as `GetExecutionHistory` spells it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ActivityFailed(_) => "ActivityFailed",
            Self::ActivityScheduled(_) => "ActivityScheduled",
            Self::ActivityScheduleFailed(_) => "ActivityScheduleFailed",
            Self::ActivityStarted(_) => "ActivityStarted",
            Self::ActivitySucceeded(_) => "ActivitySucceeded",
            Self::ActivityTimedOut(_) => "ActivityTimedOut",
            Self::ChoiceStateEntered(_) => "ChoiceStateEntered",
            Self::ChoiceStateExited(_) => "ChoiceStateExited",
            Self::EvaluationFailed(_) => "EvaluationFailed",
            Self::ExecutionAborted(_) => "ExecutionAborted",
            Self::ExecutionFailed(_) => "ExecutionFailed",
            Self::ExecutionRedriven(_) => "ExecutionRedriven",
            Self::ExecutionStarted(_) => "ExecutionStarted",
            Self::ExecutionSucceeded(_) => "ExecutionSucceeded",
            Self::ExecutionTimedOut(_) => "ExecutionTimedOut",
            Self::FailStateEntered(_) => "FailStateEntered",
            Self::LambdaFunctionFailed(_) => "LambdaFunctionFailed",
            Self::LambdaFunctionScheduled(_) => "LambdaFunctionScheduled",
            Self::LambdaFunctionScheduleFailed(_) => "LambdaFunctionScheduleFailed",
            Self::LambdaFunctionStarted => "LambdaFunctionStarted",
            Self::LambdaFunctionStartFailed(_) => "LambdaFunctionStartFailed",
            Self::LambdaFunctionSucceeded(_) => "LambdaFunctionSucceeded",
            Self::LambdaFunctionTimedOut(_) => "LambdaFunctionTimedOut",
            Self::MapIterationAborted(_) => "MapIterationAborted",
            Self::MapIterationFailed(_) => "MapIterationFailed",
            Self::MapIterationStarted(_) => "MapIterationStarted",
            Self::MapIterationSucceeded(_) => "MapIterationSucceeded",
            Self::MapRunAborted => "MapRunAborted",
            Self::MapRunFailed(_) => "MapRunFailed",
            Self::MapRunRedriven(_) => "MapRunRedriven",
            Self::MapRunStarted(_) => "MapRunStarted",
            Self::MapRunSucceeded => "MapRunSucceeded",
            Self::MapStateAborted => "MapStateAborted",
            Self::MapStateEntered(_) => "MapStateEntered",
            Self::MapStateExited(_) => "MapStateExited",
            Self::MapStateFailed => "MapStateFailed",
            Self::MapStateStarted(_) => "MapStateStarted",
            Self::MapStateSucceeded => "MapStateSucceeded",
            Self::ParallelStateAborted => "ParallelStateAborted",
            Self::ParallelStateEntered(_) => "ParallelStateEntered",
            Self::ParallelStateExited(_) => "ParallelStateExited",
            Self::ParallelStateFailed => "ParallelStateFailed",
            Self::ParallelStateStarted => "ParallelStateStarted",
            Self::ParallelStateSucceeded => "ParallelStateSucceeded",
            Self::PassStateEntered(_) => "PassStateEntered",
            Self::PassStateExited(_) => "PassStateExited",
            Self::SucceedStateEntered(_) => "SucceedStateEntered",
            Self::SucceedStateExited(_) => "SucceedStateExited",
            Self::TaskFailed(_) => "TaskFailed",
            Self::TaskScheduled(_) => "TaskScheduled",
            Self::TaskStarted(_) => "TaskStarted",
            Self::TaskStartFailed(_) => "TaskStartFailed",
            Self::TaskStateAborted => "TaskStateAborted",
            Self::TaskStateEntered(_) => "TaskStateEntered",
            Self::TaskStateExited(_) => "TaskStateExited",
            Self::TaskSubmitFailed(_) => "TaskSubmitFailed",
            Self::TaskSubmitted(_) => "TaskSubmitted",
            Self::TaskSucceeded(_) => "TaskSucceeded",
            Self::TaskTimedOut(_) => "TaskTimedOut",
            Self::WaitStateAborted => "WaitStateAborted",
            Self::WaitStateEntered(_) => "WaitStateEntered",
            Self::WaitStateExited(_) => "WaitStateExited",
        }
    }
}

/// An error's name and its cause; either may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// The error's name, as `ErrorEquals` spells it.
    pub error: Option<Arc<str>>,
    /// What there is to say about it.
    pub cause: Option<Arc<str>>,
}

/// `activityScheduledEventDetails`
#[derive(Clone, Debug, PartialEq)]
pub struct ActivityScheduled {
    /// The activity's ARN.
    pub resource: Arc<str>,
    /// What the worker is given.
    pub input: Payload,
    /// `TimeoutSeconds`, where the state sets it.
    pub timeout_in_seconds: Option<u64>,
    /// `HeartbeatSeconds`, where the state sets it.
    pub heartbeat_in_seconds: Option<u64>,
}

/// `activityStartedEventDetails`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityStarted {
    /// The name the worker gave, if any.
    pub worker_name: Option<Arc<str>>,
}

/// `activitySucceeded…`, `lambdaFunctionSucceeded…` and `executionSucceededEventDetails`
#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    /// The result.
    pub output: Payload,
}

/// `…StateEntered`'s `stateEnteredEventDetails`
#[derive(Clone, Debug, PartialEq)]
pub struct StateEntered {
    /// The state's name.
    pub name: Arc<str>,
    /// Its raw input.
    pub input: Payload,
}

/// `…StateExited`'s `stateExitedEventDetails`
#[derive(Clone, Debug, PartialEq)]
pub struct StateExited {
    /// The state's name.
    pub name: Arc<str>,
    /// Its output.
    pub output: Payload,
    /// The variables it assigned, where it did. On the wire each value is JSON text.
    pub assigned_variables: Option<Payload<Object>>,
}

/// `evaluationFailedEventDetails`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvaluationFailed {
    /// The error's name: `States.QueryEvaluationError`.
    pub error: Arc<str>,
    /// What went wrong.
    pub cause: Arc<str>,
    /// The field, such as `Output/total`, where one is to blame.
    pub location: Option<Arc<str>>,
    /// The state's name.
    pub state: Arc<str>,
}

/// `executionStartedEventDetails`
#[derive(Clone, Debug, PartialEq)]
pub struct ExecutionStarted {
    /// The execution's input.
    pub input: Payload,
    /// The role it runs as.
    pub role_arn: Arc<str>,
    /// The alias it was started through, if any.
    pub state_machine_alias_arn: Option<Arc<str>>,
    /// The version it was started through, if any.
    pub state_machine_version_arn: Option<Arc<str>>,
}

/// `executionRedrivenEventDetails`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExecutionRedriven {
    /// How often it has been redriven.
    pub redrive_count: u64,
}

/// `lambdaFunctionScheduledEventDetails`
#[derive(Clone, Debug, PartialEq)]
pub struct LambdaFunctionScheduled {
    /// The function's ARN.
    pub resource: Arc<str>,
    /// The event it is called with.
    pub input: Payload,
    /// `TimeoutSeconds`, where the state sets it.
    pub timeout_in_seconds: Option<u64>,
    /// The role it is called as, where the state says so.
    pub task_credentials: Option<TaskCredentials>,
}

/// `taskScheduledEventDetails`
#[derive(Clone, Debug, PartialEq)]
pub struct TaskScheduled {
    /// The service and its action.
    pub resource: TaskResource,
    /// The region it is called in.
    pub region: Arc<str>,
    /// What it is called with.
    pub parameters: Payload,
    /// `TimeoutSeconds`, where the state sets it.
    pub timeout_in_seconds: Option<u64>,
    /// `HeartbeatSeconds`, where the state sets it.
    pub heartbeat_in_seconds: Option<u64>,
    /// The role it is called as, where the state says so.
    pub task_credentials: Option<TaskCredentials>,
}

/// The `resourceType` and `resource` that every task event carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskResource {
    /// The service: `lambda`, `aws-sdk:s3`, `states`.
    pub resource_type: Arc<str>,
    /// The action with its pattern: `invoke`, `startExecution.sync:2`.
    pub resource: Arc<str>,
}

/// `taskCredentials`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskCredentials {
    /// The role to assume.
    pub role_arn: Arc<str>,
}

/// `taskSubmitted…` and `taskSucceededEventDetails`
#[derive(Clone, Debug, PartialEq)]
pub struct TaskOutput {
    /// The service and its action.
    pub resource: TaskResource,
    /// What it answered.
    pub output: Payload,
}

/// `taskFailed…`, `taskStartFailed…`, `taskSubmitFailed…` and `taskTimedOutEventDetails`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskFailure {
    /// The service and its action.
    pub resource: TaskResource,
    /// What went wrong.
    pub failure: Failure,
}

/// `mapStateStartedEventDetails`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MapStateStarted {
    /// How many items there are.
    pub length: u64,
}

/// `mapIteration…EventDetails`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapIteration {
    /// The Map state's name.
    pub name: Arc<str>,
    /// Which iteration, from 0.
    pub index: u64,
}

/// `mapRunStartedEventDetails`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapRunStarted {
    /// The Map Run's ARN.
    pub map_run_arn: Arc<str>,
}

/// `mapRunRedrivenEventDetails`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapRunRedriven {
    /// The Map Run's ARN.
    pub map_run_arn: Arc<str>,
    /// How often it has been redriven.
    pub redrive_count: u64,
}
