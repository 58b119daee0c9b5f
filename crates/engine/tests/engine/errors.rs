//! The errors of AWS's own, `States.…`: which names in a `Retry` or a `Catch` answer to each of them.

use expect_test::{Expect, expect};
use jiff::Timestamp;
use stepwright_engine::{Command, Completion, ExecutionStatus, ScheduleTask};
use stepwright_json::json;
use stepwright_testkit::{Answer, World};

use crate::common::{begin, program};

/// A state that fails: its fields, what its task answers, which error it fails with, and under which
/// names besides that one it is looked for.
type Failing<'a> = (&'a str, fn(&ScheduleTask) -> Answer, &'a str, &'a [&'a str]);

/// Compares what each of the states is caught and retried by.
#[track_caller]
fn check(states: &[Failing<'_>], expect: Expect) {
    let lines: Vec<String> = states.iter().map(answers).collect();
    expect.assert_eq(&lines.join("\n"));
}

/// How long a retrier waits: no state here takes that long by itself.
const RETRY_AFTER_HOURS: i64 = 24;

#[track_caller]
fn answers(&(fields, script, raised, names): &Failing<'_>) -> String {
    let (mut caught_by, mut retried_by) = (Vec::new(), Vec::new());
    for name in [&["States.ALL", "States.TaskFailed", raised], names].concat() {
        let seconds = RETRY_AFTER_HOURS * 3600;
        let machine = format!(
            r#"{{"QueryLanguage": "JSONPath", "StartAt": "S", "States": {{
                "S": {{{fields}, "End": true,
                    "Retry": [{{"ErrorEquals": ["{name}"], "IntervalSeconds": {seconds}, "MaxAttempts": 1}}],
                    "Catch": [{{"ErrorEquals": ["{name}"], "Next": "Caught"}}]}},
                "Caught": {{"Type": "Pass", "End": true}}
            }}}}"#
        );
        let mut world = World::new(script);
        let execution = world.run(&program(&machine), json!({ "a": 1 }));
        let told = if execution.status() == ExecutionStatus::Succeeded {
            caught_by.push(name);
            execution.output().unwrap()["Error"].as_str().unwrap().to_owned()
        } else {
            execution.failure().unwrap().error.as_deref().unwrap().to_owned()
        };
        assert_eq!(told, raised, "{:?}", execution.failure());
        if world.elapsed().as_hours() >= RETRY_AFTER_HOURS {
            retried_by.push(name);
        }
    }
    if caught_by == retried_by {
        return format!("{raised}: {}", list(&caught_by));
    }
    format!("{raised}: caught by {}, retried by {}", list(&caught_by), list(&retried_by))
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(" ") }
}

const TASK: &str = r#""Type": "Task", "Resource": "arn:aws:states:::lambda:invoke""#;

/// Answers with what it is asked.
fn echo(request: &ScheduleTask) -> Answer {
    Answer::success(request.input.clone())
}

#[test]
fn what_a_task_reports_is_a_task_failure() {
    check(
        &[
            (TASK, |_| Answer::failure("It", "so"), "It", &["it", "I"]),
            (
                TASK,
                |_| Answer::failure("Sandbox.Timedout", ""),
                "Sandbox.Timedout",
                &["States.Timeout"],
            ),
            (TASK, |_| Answer::failure("Lambda.Unknown", ""), "Lambda.Unknown", &[]),
            (TASK, |_| Answer::failure("States.Permissions", ""), "States.Permissions", &[]),
            (TASK, |_| Answer::failure("States.Http.Socket", ""), "States.Http.Socket", &[]),
            (
                TASK,
                |_| Answer::failure("States.Http.StatusCode.404", ""),
                "States.Http.StatusCode.404",
                &["States.Http.StatusCode"],
            ),
        ],
        expect![[r#"
            It: States.ALL States.TaskFailed It
            Sandbox.Timedout: States.ALL States.TaskFailed Sandbox.Timedout
            Lambda.Unknown: States.ALL States.TaskFailed Lambda.Unknown
            States.Permissions: States.ALL States.TaskFailed States.Permissions
            States.Http.Socket: States.ALL States.TaskFailed States.Http.Socket
            States.Http.StatusCode.404: States.ALL States.TaskFailed States.Http.StatusCode.404"#]],
    );
}

#[test]
fn a_timeout_is_no_task_failure_and_a_missed_heartbeat_has_two_names() {
    let timeout = format!(r#"{TASK}, "TimeoutSeconds": 5"#);
    let heartbeat = format!(r#"{TASK}, "HeartbeatSeconds": 5"#);
    let names: &[&str] = &["States.HeartbeatTimeout"];
    check(
        &[
            (&timeout, |_| Answer::silence(), "States.Timeout", names),
            (&heartbeat, |_| Answer::silence(), "States.Timeout", names),
        ],
        expect![[r#"
            States.Timeout: States.ALL States.Timeout
            States.Timeout: States.ALL States.Timeout States.HeartbeatTimeout"#]],
    );
}

#[test]
fn a_runtime_error_answers_to_no_name() {
    let path = format!(r#"{TASK}, "InputPath": "$.none""#);
    check(
        &[(&path, echo, "States.Runtime", &["States.ParameterPathFailure"])],
        expect!["States.Runtime: nothing"],
    );
}

#[test]
fn what_is_too_large_is_caught_but_not_retried() {
    let arguments = format!(
        r#"{TASK}, "QueryLanguage": "JSONata", "Arguments": "{{% $pad('', 262143, 'x') %}}""#
    );
    check(
        &[
            (TASK, |_| Answer::success("x".repeat(262_143)), "States.DataLimitExceeded", &[]),
            (&arguments, echo, "States.DataLimitExceeded", &[]),
        ],
        expect![[r#"
            States.DataLimitExceeded: caught by States.ALL States.DataLimitExceeded, retried by nothing
            States.DataLimitExceeded: caught by States.ALL States.DataLimitExceeded, retried by nothing"#]],
    );
}

#[test]
fn what_cannot_be_evaluated_is_caught_and_retried() {
    let query = format!(r#"{TASK}, "QueryLanguage": "JSONata", "Arguments": "{{% $none() %}}""#);
    let intrinsic = format!(r#"{TASK}, "Parameters": {{"a.$": "States.StringToJson('[')"}}"#);
    let result_path = format!(r#"{TASK}, "ResultPath": "$.a.b""#);
    check(
        &[
            (&query, echo, "States.QueryEvaluationError", &[]),
            (&intrinsic, echo, "States.IntrinsicFailure", &[]),
            (&result_path, echo, "States.ResultPathMatchFailure", &[]),
        ],
        expect![[r#"
            States.QueryEvaluationError: States.ALL States.QueryEvaluationError
            States.IntrinsicFailure: States.ALL States.IntrinsicFailure
            States.ResultPathMatchFailure: States.ALL States.ResultPathMatchFailure"#]],
    );
}

#[test]
fn a_branch_fails_with_its_own_error() {
    let parallel = r#""Type": "Parallel", "Branches": [{"StartAt": "Bad", "States": {
        "Bad": {"Type": "Fail", "Error": "Boom", "Cause": "so"}}}]"#;
    check(
        &[(parallel, echo, "Boom", &["States.BranchFailed"])],
        expect!["Boom: States.ALL States.TaskFailed Boom"],
    );
}

#[test]
fn a_map_run_that_fails_is_caught_and_retried() {
    let map = r#""Type": "Map", "QueryLanguage": "JSONata", "Items": [1], "ItemProcessor": {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "Bad", "States": {"Bad": {"Type": "Fail", "Error": "Boom"}}}"#;
    let reader = r#""ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": {"InputType": "JSON"}, "Arguments": {"Bucket": "none", "Key": "none"}}"#;
    let reads = map.replace(r#""Items": [1]"#, reader);
    check(
        &[
            (map, echo, "States.ExceedToleratedFailureThreshold", &["Boom"]),
            (&reads, echo, "States.ItemReaderFailed", &[]),
        ],
        expect![[r#"
            States.ExceedToleratedFailureThreshold: States.ALL States.ExceedToleratedFailureThreshold
            States.ItemReaderFailed: States.ALL States.ItemReaderFailed"#]],
    );
}

#[test]
fn results_that_cannot_be_written_are_caught_like_any_failure() {
    let caught_by = |name: &str| {
        let machine = format!(
            r#"{{"StartAt": "S", "States": {{
                "S": {{"Type": "Map", "Items": [], "End": true, "ItemProcessor": {{
                        "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}},
                        "StartAt": "I", "States": {{"I": {{"Type": "Pass", "End": true}}}}}},
                    "ResultWriter": {{"Resource": "arn:aws:states:::s3:putObject", "Arguments": {{"Bucket": "b"}}}},
                    "Catch": [{{"ErrorEquals": ["{name}"], "Next": "Caught"}}]}},
                "Caught": {{"Type": "Succeed"}}
            }}}}"#
        );
        let (mut execution, commands) = begin(&machine);
        let [Command::WriteResults(write)] = &commands[..] else { panic!("{commands:?}") };
        let failed = Completion::WriteFailed { map_run: write.map_run, cause: "denied".into() };
        execution.complete(failed, Timestamp::UNIX_EPOCH).unwrap();
        execution.output().map(ToString::to_string)
    };
    let error = r#"{"Error":"States.ResultWriterFailed","Cause":"denied"}"#;
    assert_eq!(caught_by("States.ALL").as_deref(), Some(error));
    assert_eq!(caught_by("States.ResultWriterFailed").as_deref(), Some(error));
    assert_eq!(caught_by("States.TaskFailed"), None);
}
