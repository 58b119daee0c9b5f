//! What an execution does not listen to, and says why.

use expect_test::{Expect, expect};
use jiff::Timestamp;
use stepwright_engine::{ChildId, Completion, MapRunId, TaskId, TimerId};
use stepwright_json::Value;

use crate::common::begin;

/// Tells an execution two things; the first is taken in, the second refused.
#[track_caller]
fn check(machine: &str, first: Completion, second: Completion, expect: Expect) {
    let (mut execution, _) = begin(machine);
    execution.complete(first, Timestamp::UNIX_EPOCH).unwrap();
    let before = format!("{execution:?}");
    let refused = execution.complete(second, "2027-01-01T00:00:00Z".parse().unwrap()).unwrap_err();
    expect.assert_eq(&refused.to_string());
    assert_eq!(before, format!("{execution:?}"), "it is as it was");
}

const TWO_TASKS: &str = r#"{"StartAt": "One", "States": {
    "One": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Next": "Two"},
    "Two": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}}"#;

const LISTING: &str = r#"{"StartAt": "Each", "States": {"Each": {"Type": "Map", "End": true,
    "ItemReader": {"Resource": "arn:aws:states:::s3:listObjectsV2", "Arguments": {"Bucket": "data"}},
    "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
        "StartAt": "One", "States": {"One": {"Type": "Pass", "End": true}}}}}}"#;

fn succeeded(task: u64) -> Completion {
    Completion::TaskSucceeded { task: TaskId(task), output: Value::Null }
}

fn listed(continuation: Option<&str>) -> Completion {
    let continuation = continuation.map(Into::into);
    Completion::ObjectsListed {
        map_run: MapRunId(1),
        objects: stepwright_json::Array::new(),
        continuation,
    }
}

#[test]
fn a_task_that_answers_again_is_not_waited_for() {
    let expect =
        expect!["no task 1 is waited for: it is unknown, has answered already, or was cancelled"];
    check(TWO_TASKS, succeeded(1), succeeded(1), expect);
}

#[test]
fn a_task_starts_and_is_submitted_once() {
    let started = || Completion::TaskStarted { task: TaskId(1), worker_name: None };
    check(TWO_TASKS, started(), started(), expect!["task 1 was reported as started before"]);
    let submitted = || Completion::TaskSubmitted { task: TaskId(1), output: Value::Null };
    check(TWO_TASKS, submitted(), started(), expect!["task 1 was reported as started before"]);
    check(TWO_TASKS, submitted(), submitted(), expect!["task 1 was reported as submitted before"]);
}

#[test]
fn a_timer_that_never_ran_is_unknown() {
    let expect =
        expect!["no timer 7 is running: it is unknown, has fired already, or was cancelled"];
    check(TWO_TASKS, succeeded(1), Completion::TimerFired { timer: TimerId(7) }, expect);
}

#[test]
fn nothing_happens_to_an_execution_that_has_ended() {
    let stop = || Completion::Stop { error: None, cause: None };
    check(
        TWO_TASKS,
        stop(),
        stop(),
        expect!["the execution has ended; nothing more can happen to it"],
    );
}

#[test]
fn a_map_run_that_asked_for_a_listing_does_not_take_an_object() {
    let object = Completion::ObjectRead { map_run: MapRunId(1), body: b"[1]".as_slice().into() };
    let expect = expect![
        "Map Run 1 does not wait for this: it is unknown, has ended, or asked for something else"
    ];
    check(LISTING, listed(Some("more")), object, expect);
}

#[test]
fn a_child_that_was_never_begun_is_unknown() {
    let child = ChildId { map_run: MapRunId(1), index: 3 };
    let outcome = stepwright_engine::ChildOutcome::TimedOut;
    let expect =
        expect!["no child 3 of Map Run 1 runs: it is unknown, has ended already, or was stopped"];
    check(LISTING, listed(Some("more")), Completion::ChildEnded { child, outcome }, expect);
}
