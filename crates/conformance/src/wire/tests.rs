//! All 62 types of events: each is one line for a person, and has the details that AWS's model names.

use expect_test::expect;
use jiff::Timestamp;
use stepwright_engine::{
    ActivityScheduled, ActivityStarted, EvaluationFailed, ExecutionRedriven, ExecutionStarted,
    LambdaFunctionScheduled, MapIteration, MapRunRedriven, MapRunStarted, MapStateStarted, Output,
    StateEntered, StateExited, TaskFailure, TaskOutput, TaskScheduled,
};

use super::*;

/// One event of each type, all fields filled in.
#[expect(clippy::too_many_lines, reason = "a table of all types of events")]
fn one_of_each() -> Vec<D> {
    let name = || Arc::<str>::from("S");
    let failure = || Failure { error: Some("E".into()), cause: Some("so\nit is".into()) };
    let value = || Payload::from(Value::from("v"));
    let out = || Output { output: value() };
    let entered = || StateEntered { name: name(), input: value() };
    let variables = || Object::from_iter([("x", 1)]);
    let exited = || StateExited {
        name: name(),
        output: value(),
        assigned_variables: Some(variables().into()),
    };
    let called = || TaskResource { resource_type: "sqs".into(), resource: "sendMessage".into() };
    let failed = || Box::new(TaskFailure { resource: called(), failure: failure() });
    let answered = || Box::new(TaskOutput { resource: called(), output: value() });
    let iteration = || MapIteration { name: name(), index: 3 };
    let role = || Some(TaskCredentials { role_arn: "role".into() });
    let scheduled_activity = ActivityScheduled {
        resource: "activity".into(),
        input: value(),
        timeout_in_seconds: Some(9),
        heartbeat_in_seconds: Some(8),
    };
    let scheduled_function = LambdaFunctionScheduled {
        resource: "function".into(),
        input: value(),
        timeout_in_seconds: Some(9),
        task_credentials: role(),
    };
    let scheduled_task = TaskScheduled {
        resource: called(),
        region: "eu-west-1".into(),
        parameters: value(),
        timeout_in_seconds: Some(9),
        heartbeat_in_seconds: Some(8),
        task_credentials: role(),
    };
    let evaluation = EvaluationFailed {
        error: "States.QueryEvaluationError".into(),
        cause: "why".into(),
        location: Some("Output".into()),
        state: name(),
    };
    let started = ExecutionStarted {
        input: value(),
        role_arn: "role".into(),
        state_machine_alias_arn: Some("alias".into()),
        state_machine_version_arn: Some("version".into()),
    };
    vec![
        D::ActivityFailed(failure()),
        D::ActivityScheduled(Box::new(scheduled_activity)),
        D::ActivityScheduleFailed(failure()),
        D::ActivityStarted(ActivityStarted { worker_name: Some("worker".into()) }),
        D::ActivitySucceeded(out()),
        D::ActivityTimedOut(failure()),
        D::ChoiceStateEntered(entered()),
        D::ChoiceStateExited(exited()),
        D::EvaluationFailed(Box::new(evaluation)),
        D::ExecutionAborted(failure()),
        D::ExecutionFailed(failure()),
        D::ExecutionRedriven(ExecutionRedriven { redrive_count: 2 }),
        D::ExecutionStarted(Box::new(started)),
        D::ExecutionSucceeded(out()),
        D::ExecutionTimedOut(failure()),
        D::FailStateEntered(entered()),
        D::LambdaFunctionFailed(failure()),
        D::LambdaFunctionScheduled(Box::new(scheduled_function)),
        D::LambdaFunctionScheduleFailed(failure()),
        D::LambdaFunctionStarted,
        D::LambdaFunctionStartFailed(failure()),
        D::LambdaFunctionSucceeded(out()),
        D::LambdaFunctionTimedOut(failure()),
        D::MapIterationAborted(iteration()),
        D::MapIterationFailed(iteration()),
        D::MapIterationStarted(iteration()),
        D::MapIterationSucceeded(iteration()),
        D::MapRunAborted,
        D::MapRunFailed(failure()),
        D::MapRunRedriven(MapRunRedriven { map_run_arn: "run".into(), redrive_count: 2 }),
        D::MapRunStarted(MapRunStarted { map_run_arn: "run".into() }),
        D::MapRunSucceeded,
        D::MapStateAborted,
        D::MapStateEntered(entered()),
        D::MapStateExited(exited()),
        D::MapStateFailed,
        D::MapStateStarted(MapStateStarted { length: 7 }),
        D::MapStateSucceeded,
        D::ParallelStateAborted,
        D::ParallelStateEntered(entered()),
        D::ParallelStateExited(exited()),
        D::ParallelStateFailed,
        D::ParallelStateStarted,
        D::ParallelStateSucceeded,
        D::PassStateEntered(entered()),
        D::PassStateExited(exited()),
        D::SucceedStateEntered(entered()),
        D::SucceedStateExited(exited()),
        D::TaskFailed(failed()),
        D::TaskScheduled(Box::new(scheduled_task)),
        D::TaskStarted(called()),
        D::TaskStartFailed(failed()),
        D::TaskStateAborted,
        D::TaskStateEntered(entered()),
        D::TaskStateExited(exited()),
        D::TaskSubmitFailed(failed()),
        D::TaskSubmitted(answered()),
        D::TaskSucceeded(answered()),
        D::TaskTimedOut(failed()),
        D::WaitStateAborted,
        D::WaitStateEntered(entered()),
        D::WaitStateExited(exited()),
    ]
}

fn of(details: D) -> HistoryEvent {
    HistoryEvent {
        id: 1,
        previous_event_id: 0,
        timestamp: Timestamp::UNIX_EPOCH,
        state_name: None,
        details,
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of all types of events")]
fn every_type_of_event_is_one_line() {
    let lines: Vec<String> = one_of_each()
        .into_iter()
        .map(|details| {
            let line = of(details).to_string();
            assert!(!line.contains(char::is_control), "{line:?}");
            line.split_once("00.000  ").unwrap().1.trim_end().to_owned()
        })
        .collect();
    expect![[r#"
        ActivityFailed          E: so it is
        ActivityScheduled       activity
        ActivityScheduleFailed  E: so it is
        ActivityStarted         worker
        ActivitySucceeded       "v"
        ActivityTimedOut        E: so it is
        ChoiceStateEntered
        ChoiceStateExited       sets $x
        EvaluationFailed        States.QueryEvaluationError: why
        ExecutionAborted        E: so it is
        ExecutionFailed         E: so it is
        ExecutionRedriven       redrive 2
        ExecutionStarted        "v"
        ExecutionSucceeded      "v"
        ExecutionTimedOut       E: so it is
        FailStateEntered
        LambdaFunctionFailed    E: so it is
        LambdaFunctionScheduled  function
        LambdaFunctionScheduleFailed  E: so it is
        LambdaFunctionStarted
        LambdaFunctionStartFailed  E: so it is
        LambdaFunctionSucceeded  "v"
        LambdaFunctionTimedOut  E: so it is
        MapIterationAborted     [3]
        MapIterationFailed      [3]
        MapIterationStarted     [3]
        MapIterationSucceeded   [3]
        MapRunAborted
        MapRunFailed            E: so it is
        MapRunRedriven          redrive 2
        MapRunStarted           run
        MapRunSucceeded
        MapStateAborted
        MapStateEntered
        MapStateExited          sets $x
        MapStateFailed
        MapStateStarted         7 items
        MapStateSucceeded
        ParallelStateAborted
        ParallelStateEntered
        ParallelStateExited     sets $x
        ParallelStateFailed
        ParallelStateStarted
        ParallelStateSucceeded
        PassStateEntered
        PassStateExited         sets $x
        SucceedStateEntered
        SucceedStateExited      sets $x
        TaskFailed              E: so it is
        TaskScheduled           sqs:sendMessage
        TaskStarted
        TaskStartFailed         E: so it is
        TaskStateAborted
        TaskStateEntered
        TaskStateExited         sets $x
        TaskSubmitFailed        E: so it is
        TaskSubmitted           "v"
        TaskSucceeded           "v"
        TaskTimedOut            E: so it is
        WaitStateAborted
        WaitStateEntered
        WaitStateExited         sets $x"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table of all types of events")]
fn every_type_of_event_has_the_details_of_its_model() {
    let lines: Vec<String> = one_of_each()
        .into_iter()
        .map(|details| {
            let wire = event(&of(details));
            let fields = wire.as_object().unwrap();
            let details = fields.iter().skip(4).map(|(key, details)| {
                let members: Vec<&str> = details.as_object().unwrap().keys().collect();
                format!("{key}: {}", members.join(" "))
            });
            let details: Vec<String> = details.collect();
            format!("{} {}", wire["type"].as_str().unwrap(), details.join(" | "))
        })
        .map(|line| line.trim_end().to_owned())
        .collect();
    expect![[r#"
        ActivityFailed activityFailedEventDetails: error cause
        ActivityScheduled activityScheduledEventDetails: resource input inputDetails timeoutInSeconds heartbeatInSeconds
        ActivityScheduleFailed activityScheduleFailedEventDetails: error cause
        ActivityStarted activityStartedEventDetails: workerName
        ActivitySucceeded activitySucceededEventDetails: output outputDetails
        ActivityTimedOut activityTimedOutEventDetails: error cause
        ChoiceStateEntered stateEnteredEventDetails: name input inputDetails
        ChoiceStateExited stateExitedEventDetails: name output outputDetails assignedVariables assignedVariablesDetails
        EvaluationFailed evaluationFailedEventDetails: error cause location state
        ExecutionAborted executionAbortedEventDetails: error cause
        ExecutionFailed executionFailedEventDetails: error cause
        ExecutionRedriven executionRedrivenEventDetails: redriveCount
        ExecutionStarted executionStartedEventDetails: input inputDetails roleArn stateMachineAliasArn stateMachineVersionArn
        ExecutionSucceeded executionSucceededEventDetails: output outputDetails
        ExecutionTimedOut executionTimedOutEventDetails: error cause
        FailStateEntered stateEnteredEventDetails: name input inputDetails
        LambdaFunctionFailed lambdaFunctionFailedEventDetails: error cause
        LambdaFunctionScheduled lambdaFunctionScheduledEventDetails: resource input inputDetails timeoutInSeconds taskCredentials
        LambdaFunctionScheduleFailed lambdaFunctionScheduleFailedEventDetails: error cause
        LambdaFunctionStarted
        LambdaFunctionStartFailed lambdaFunctionStartFailedEventDetails: error cause
        LambdaFunctionSucceeded lambdaFunctionSucceededEventDetails: output outputDetails
        LambdaFunctionTimedOut lambdaFunctionTimedOutEventDetails: error cause
        MapIterationAborted mapIterationAbortedEventDetails: name index
        MapIterationFailed mapIterationFailedEventDetails: name index
        MapIterationStarted mapIterationStartedEventDetails: name index
        MapIterationSucceeded mapIterationSucceededEventDetails: name index
        MapRunAborted
        MapRunFailed mapRunFailedEventDetails: error cause
        MapRunRedriven mapRunRedrivenEventDetails: mapRunArn redriveCount
        MapRunStarted mapRunStartedEventDetails: mapRunArn
        MapRunSucceeded
        MapStateAborted
        MapStateEntered stateEnteredEventDetails: name input inputDetails
        MapStateExited stateExitedEventDetails: name output outputDetails assignedVariables assignedVariablesDetails
        MapStateFailed
        MapStateStarted mapStateStartedEventDetails: length
        MapStateSucceeded
        ParallelStateAborted
        ParallelStateEntered stateEnteredEventDetails: name input inputDetails
        ParallelStateExited stateExitedEventDetails: name output outputDetails assignedVariables assignedVariablesDetails
        ParallelStateFailed
        ParallelStateStarted
        ParallelStateSucceeded
        PassStateEntered stateEnteredEventDetails: name input inputDetails
        PassStateExited stateExitedEventDetails: name output outputDetails assignedVariables assignedVariablesDetails
        SucceedStateEntered stateEnteredEventDetails: name input inputDetails
        SucceedStateExited stateExitedEventDetails: name output outputDetails assignedVariables assignedVariablesDetails
        TaskFailed taskFailedEventDetails: resourceType resource error cause
        TaskScheduled taskScheduledEventDetails: resourceType resource region parameters timeoutInSeconds heartbeatInSeconds taskCredentials
        TaskStarted taskStartedEventDetails: resourceType resource
        TaskStartFailed taskStartFailedEventDetails: resourceType resource error cause
        TaskStateAborted
        TaskStateEntered stateEnteredEventDetails: name input inputDetails
        TaskStateExited stateExitedEventDetails: name output outputDetails assignedVariables assignedVariablesDetails
        TaskSubmitFailed taskSubmitFailedEventDetails: resourceType resource error cause
        TaskSubmitted taskSubmittedEventDetails: resourceType resource output outputDetails
        TaskSucceeded taskSucceededEventDetails: resourceType resource output outputDetails
        TaskTimedOut taskTimedOutEventDetails: resourceType resource error cause
        WaitStateAborted
        WaitStateEntered stateEnteredEventDetails: name input inputDetails
        WaitStateExited stateExitedEventDetails: name output outputDetails assignedVariables assignedVariablesDetails"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn there_are_62_types_of_events() {
    let mut names: Vec<&str> = one_of_each().iter().map(D::name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 62);
}
