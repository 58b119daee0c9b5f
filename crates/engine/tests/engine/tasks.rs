//! What is asked of whoever does the work: tasks, their timers, and when nobody waits for them any more.

use expect_test::{Expect, expect};
use jiff::Timestamp;
use stepwright_engine::{Command, Completion, TaskId, TimerId};
use stepwright_json::Value;

use crate::common::begin;

/// Tells an execution what happens at which second, and compares what it asks for then.
#[track_caller]
fn check(states: &str, happens: &[(i64, Completion)], expect: Expect) {
    let (mut execution, commands) = begin(&format!("{{{states}}}"));
    let mut lines = vec![line(0, &commands)];
    for (second, completion) in happens {
        let now = Timestamp::from_second(*second).unwrap();
        let commands = execution.complete(completion.clone(), now).unwrap();
        lines.push(line(*second, &commands));
    }
    expect.assert_eq(&lines.join("\n"));
}

fn line(second: i64, commands: &[Command]) -> String {
    let told: Vec<String> = commands.iter().map(told).collect();
    format!("{second} s: {}", told.join(", ")).trim_end().to_owned()
}

fn told(command: &Command) -> String {
    match command {
        Command::ScheduleTask(it) => match &it.credentials {
            Some(credentials) => format!("schedule {} with {credentials}", it.task),
            None => format!("schedule {}", it.task),
        },
        Command::CancelTask { task } => format!("cancel {task}"),
        Command::StartTimer { timer, at } => format!("start {timer} to {}", at.as_second()),
        Command::CancelTimer { timer } => format!("cancel {timer}"),
        Command::Finish => "finish".to_owned(),
        other => format!("{other:?}"),
    }
}

const CALLBACK: &str = r#""StartAt": "Ask", "States": {"Ask": {"Type": "Task", "End": true,
    "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": 60, "HeartbeatSeconds": 5}}"#;

const JOB: &str =
    r#""Type": "Task", "Resource": "arn:aws:states:::states:startExecution.sync:2", "End": true"#;

const ONE: TaskId = TaskId(1);

fn started(task: TaskId) -> Completion {
    Completion::TaskStarted { task, worker_name: None }
}

fn submitted(task: TaskId) -> Completion {
    Completion::TaskSubmitted { task, output: Value::Null }
}

#[test]
fn with_each_heartbeat_its_time_begins_anew_and_the_timeouts_does_not() {
    let heartbeat = || Completion::TaskHeartbeat { task: ONE };
    let done = Completion::TaskSucceeded { task: ONE, output: Value::Null };
    check(
        CALLBACK,
        &[(1, started(ONE)), (2, submitted(ONE)), (5, heartbeat()), (9, heartbeat()), (12, done)],
        expect![[r#"
            0 s: schedule task 1
            1 s: start timer 1 to 61, start timer 2 to 6
            2 s:
            5 s: cancel timer 2, start timer 3 to 10
            9 s: cancel timer 3, start timer 4 to 14
            12 s: cancel timer 1, cancel timer 4, finish"#]],
    );
}

#[test]
fn time_runs_from_the_start_of_the_work_not_from_when_it_was_asked_for() {
    let activity = CALLBACK.replace(
        "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
        "arn:aws:states:us-east-1:123456789012:activity:ask",
    );
    let worker = Completion::TaskStarted { task: ONE, worker_name: Some("it".into()) };
    check(
        &activity,
        &[(100, worker), (105, Completion::TimerFired { timer: TimerId(2) })],
        expect![[r#"
            0 s: schedule task 1
            100 s: start timer 1 to 160, start timer 2 to 105
            105 s: cancel timer 1, cancel task 1, finish"#]],
    );
}

#[test]
fn a_job_is_stopped_when_its_time_or_that_of_the_machine_has_passed() {
    let timeout =
        format!(r#""StartAt": "Run", "States": {{"Run": {{{JOB}, "TimeoutSeconds": 60}}}}"#);
    let fired = |timer| Completion::TimerFired { timer: TimerId(timer) };
    check(
        &timeout,
        &[(0, started(ONE)), (1, submitted(ONE)), (60, fired(1))],
        expect![[r#"
            0 s: schedule task 1
            0 s: start timer 1 to 60
            1 s:
            60 s: cancel task 1, finish"#]],
    );
    let machine =
        format!(r#""StartAt": "Run", "TimeoutSeconds": 9, "States": {{"Run": {{{JOB}}}}}"#);
    check(
        &machine,
        &[(0, started(ONE)), (1, submitted(ONE)), (9, fired(1))],
        expect![[r#"
            0 s: start timer 1 to 9, schedule task 1
            0 s:
            1 s:
            9 s: cancel task 1, finish"#]],
    );
}

#[test]
fn jobs_are_stopped_with_the_execution_and_with_the_branch_beside_them() {
    let branch =
        |name: &str| format!(r#"{{"StartAt": "{name}", "States": {{"{name}": {{{JOB}}}}}}}"#);
    let both = format!(
        r#""StartAt": "Both", "States": {{"Both": {{"Type": "Parallel", "End": true, "Branches": [{}, {}]}}}}"#,
        branch("One"),
        branch("Two")
    );
    let stop = Completion::Stop { error: None, cause: None };
    check(
        &both,
        &[(0, submitted(ONE)), (3, stop)],
        expect![[r#"
            0 s: schedule task 1, schedule task 2
            0 s:
            3 s: cancel task 1, cancel task 2, finish"#]],
    );
    check(
        &both,
        &[(3, Completion::task_failed(ONE, "Boom", "so"))],
        expect![[r#"
            0 s: schedule task 1, schedule task 2
            3 s: cancel task 2, finish"#]],
    );
}

#[test]
fn a_task_is_done_in_the_role_that_its_state_says() {
    let state = r#""StartAt": "Ask", "States": {"Ask": {"Type": "Task", "End": true,
        "Resource": "arn:aws:states:::lambda:invoke", "Credentials": {"RoleArn": ROLE}}}"#;
    let said = state.replace("ROLE", r#""arn:aws:iam::123456789012:role/said""#);
    check(
        &said,
        &[],
        expect![[r#"0 s: schedule task 1 with {"RoleArn":"arn:aws:iam::123456789012:role/said"}"#]],
    );
    check(
        &state.replace("ROLE", r#""{% $states.context.Execution.RoleArn %}""#),
        &[],
        expect![[r#"0 s: schedule task 1 with {"RoleArn":"arn:aws:iam::123456789012:role/m"}"#]],
    );
}

/// What becomes of a task whose timeout is computed, for each of several values: its event, or why
/// there is none.
#[track_caller]
fn check_seconds(field: &str, values: &[&str], expect: Expect) {
    let lines = values.iter().map(|value| {
        let machine = format!(
            r#"{{"StartAt": "Set", "States": {{
                "Set": {{"Type": "Pass", "Output": {{"n": {value}}}, "Next": "Ask"}},
                "Ask": {{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", {field}, "End": true}}}}}}"#
        );
        let machine = if field.contains("Path") {
            let pass = format!(r#""Output": {{"n": {value}}}"#);
            machine.replace(&pass, &format!(r#""Result": {{"n": {value}}}"#)).replacen(
                '{',
                r#"{"QueryLanguage": "JSONPath", "#,
                1,
            )
        } else {
            machine
        };
        let (execution, _) = begin(&machine);
        let last = execution.history().last().unwrap().to_string();
        let (_, said) = last.trim().split_once("  00:00:00.000  ").unwrap();
        format!("{value}: {said}")
    });
    expect.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

const SECONDS: &[&str] = &["1", "99999999", "100000000", "0", "-1", "2.5", "3.0", "\"5\"", "null"];

#[test]
fn a_timeout_is_computed_to_1_to_99_999_999_seconds() {
    check_seconds(
        r#""TimeoutSecondsPath": "$.n""#,
        SECONDS,
        expect![[r#"
        1: TaskScheduled           Ask  lambda:invoke
        99999999: TaskScheduled           Ask  lambda:invoke
        100000000: ExecutionFailed         States.Runtime: TimeoutSeconds must be between 1 and 99999999.
        0: ExecutionFailed         States.Runtime: TimeoutSeconds must be between 1 and 99999999.
        -1: ExecutionFailed         States.Runtime: TimeoutSeconds cannot be negative.
        2.5: ExecutionFailed         States.Runtime: The TimeoutSecondsPath field refers to value "2.5" which is not a valid integer:…
        3.0: ExecutionFailed         States.Runtime: The TimeoutSecondsPath field refers to value "3.0" which is not a valid integer:…
        "5": TaskScheduled           Ask  lambda:invoke
        null: ExecutionFailed         States.Runtime: The TimeoutSecondsPath field refers to value "null" which is not a valid integer…"#]],
    );
    check_seconds(
        r#""TimeoutSeconds": "{% $states.input.n %}""#,
        SECONDS,
        expect![[r#"
        1: TaskScheduled           Ask  lambda:invoke
        99999999: TaskScheduled           Ask  lambda:invoke
        100000000: ExecutionFailed         States.Runtime: TimeoutSeconds must be between 1 and 99999999.
        0: ExecutionFailed         States.Runtime: TimeoutSeconds must be between 1 and 99999999.
        -1: ExecutionFailed         States.QueryEvaluationError: The JSONata expression '$states.input.n' specified for the field 'T…
        2.5: ExecutionFailed         States.QueryEvaluationError: The JSONata expression '$states.input.n' specified for the field 'T…
        3.0: TaskScheduled           Ask  lambda:invoke
        "5": ExecutionFailed         States.QueryEvaluationError: The JSONata expression '$states.input.n' specified for the field 'T…
        null: ExecutionFailed         States.QueryEvaluationError: The JSONata expression '$states.input.n' specified for the field 'T…"#]],
    );
}

#[test]
fn so_is_a_heartbeat() {
    check_seconds(
        r#""HeartbeatSecondsPath": "$.n""#,
        SECONDS,
        expect![[r#"
        1: TaskScheduled           Ask  lambda:invoke
        99999999: TaskScheduled           Ask  lambda:invoke
        100000000: ExecutionFailed         States.Runtime: HeartbeatSeconds must be between 1 and 99999999.
        0: ExecutionFailed         States.Runtime: HeartbeatSeconds must be between 1 and 99999999.
        -1: ExecutionFailed         States.Runtime: HeartbeatSeconds cannot be negative.
        2.5: ExecutionFailed         States.Runtime: The HeartbeatSecondsPath field refers to value "2.5" which is not a valid intege…
        3.0: ExecutionFailed         States.Runtime: The HeartbeatSecondsPath field refers to value "3.0" which is not a valid intege…
        "5": TaskScheduled           Ask  lambda:invoke
        null: ExecutionFailed         States.Runtime: The HeartbeatSecondsPath field refers to value "null" which is not a valid integ…"#]],
    );
    check_seconds(
        r#""HeartbeatSeconds": "{% $states.input.n %}""#,
        SECONDS,
        expect![[r#"
        1: TaskScheduled           Ask  lambda:invoke
        99999999: TaskScheduled           Ask  lambda:invoke
        100000000: ExecutionFailed         States.Runtime: HeartbeatSeconds must be between 1 and 99999999.
        0: ExecutionFailed         States.Runtime: HeartbeatSeconds must be between 1 and 99999999.
        -1: ExecutionFailed         States.QueryEvaluationError: The JSONata expression '$states.input.n' specified for the field 'H…
        2.5: ExecutionFailed         States.QueryEvaluationError: The JSONata expression '$states.input.n' specified for the field 'H…
        3.0: TaskScheduled           Ask  lambda:invoke
        "5": ExecutionFailed         States.QueryEvaluationError: The JSONata expression '$states.input.n' specified for the field 'H…
        null: ExecutionFailed         States.QueryEvaluationError: The JSONata expression '$states.input.n' specified for the field 'H…"#]],
    );
}

#[test]
fn a_heartbeat_that_is_computed_to_more_than_the_timeout_never_comes_to_pass() {
    let ask = r#""StartAt": "Ask", "States": {"Ask": {"Type": "Task", "End": true,
        "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 5, "HeartbeatSeconds": "{% 9 %}"}}"#;
    let fired = Completion::TimerFired { timer: TimerId(1) };
    check(
        ask,
        &[(0, started(ONE)), (5, fired)],
        expect![[r#"
        0 s: schedule task 1
        0 s: start timer 1 to 5, start timer 2 to 9
        5 s: cancel timer 2, cancel task 1, finish"#]],
    );
}

#[test]
fn an_http_task_takes_a_minute_at_most() {
    let story = |timeout: &str, at: i64| {
        let ask = format!(
            r#"{{"StartAt": "Ask", "States": {{"Ask": {{"Type": "Task", "End": true, {timeout}
                "Resource": "arn:aws:states:::http:invoke",
                "Arguments": {{"ApiEndpoint": "https://example.com", "Method": "GET"}}}}}}}}"#
        );
        let (mut execution, _) = begin(&ask);
        execution.complete(started(ONE), Timestamp::UNIX_EPOCH).unwrap();
        let at = Timestamp::from_second(at).unwrap();
        execution.complete(Completion::TimerFired { timer: TimerId(1) }, at).unwrap();
        let told = execution.history().iter().rev().nth(1).unwrap().to_string();
        told.trim().to_owned()
    };
    let ends = [
        story("", 60),
        story(r#""TimeoutSeconds": 61,"#, 60),
        story(r#""TimeoutSeconds": 60,"#, 60),
        story(r#""TimeoutSeconds": 10,"#, 10),
    ];
    expect![[r#"
        5  00:01:00.000  TaskFailed              Ask  States.Http.Socket: The HTTP endpoint did not answer within 60 seconds.
        5  00:01:00.000  TaskFailed              Ask  States.Http.Socket: The HTTP endpoint did not answer within 60 seconds.
        5  00:01:00.000  TaskTimedOut            Ask  States.Timeout
        5  00:00:10.000  TaskTimedOut            Ask  States.Timeout"#]].assert_eq(&ends.join("\n"));
}

#[test]
fn a_token_has_1_024_characters_at_most() {
    let (_, commands) = begin(&format!("{{{CALLBACK}}}"));
    let [Command::ScheduleTask(request)] = &commands[..] else { panic!("{commands:?}") };
    let token = request.token.as_deref().unwrap();
    assert!((1..=1_024).contains(&token.chars().count()), "{token}");
}
