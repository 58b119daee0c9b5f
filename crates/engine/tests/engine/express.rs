//! Express executions: five minutes, and a log in the place of a history.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use stepwright_engine::{Execution, Express, HistoryEvent, LogLevel, Start};
use stepwright_json::{Object, Value};
use stepwright_testkit::{Answer, World};

use crate::common::program;

/// Runs a machine whose tasks fail, and compares its log and how it ended.
#[track_caller]
fn check(machine: &str, express: Express, level: LogLevel, expect: Expect) {
    let execution = run(machine, express);
    let mut text = String::new();
    for HistoryEvent { id, details, .. } in execution.logged(level) {
        writeln!(text, "{id} {}", details.name()).unwrap();
    }
    text.push_str(execution.status().as_str());
    if let Some(output) = execution.output() {
        write!(text, "\n{output}").unwrap();
    }
    write!(text, "\nbilled: {} ms", execution.billed_duration_milliseconds()).unwrap();
    expect.assert_eq(&text);
}

fn run(machine: &str, express: Express) -> Execution {
    let mut world = World::new(|_| Answer::failure("Broken", "cracked").after_seconds(1));
    let start = Start {
        input: Object::new().into(),
        execution_name: "e".to_owned(),
        execution_arn: "arn:aws:states:us-east-1:123456789012:express:m:e:1".to_owned(),
        state_machine_arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m".to_owned(),
        state_machine_name: "m".to_owned(),
        role_arn: "arn:aws:iam::123456789012:role/m".to_owned(),
        now: world.now(),
        seed: 0,
    };
    world.run_express(&program(machine), start, express)
}

const WAITS: &str =
    r#"{"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 301, "End": true}}}"#;

#[test]
fn it_times_out_after_five_minutes() {
    check(
        WAITS,
        Express::Asynchronous,
        LogLevel::All,
        expect![[r"
            1 ExecutionStarted
            2 WaitStateEntered
            3 ExecutionTimedOut
            TIMED_OUT
            billed: 300000 ms"]],
    );
}

#[test]
fn its_own_time_out_counts_where_it_is_shorter() {
    let machine = WAITS.replacen('{', r#"{"TimeoutSeconds": 7, "#, 1);
    check(
        &machine,
        Express::Asynchronous,
        LogLevel::Fatal,
        expect![[r"
            3 ExecutionTimedOut
            TIMED_OUT
            billed: 7000 ms"]],
    );
}

const FAILS: &str = r#"{
    "StartAt": "Ask",
    "States": {"Ask": {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Arguments": {"FunctionName": "f"},
        "End": true
    }}
}"#;

#[test]
fn a_level_logs_errors_only_or_the_end_only_or_nothing() {
    check(
        FAILS,
        Express::Synchronous,
        LogLevel::Error,
        expect![[r"
            5 TaskFailed
            6 ExecutionFailed
            FAILED
            billed: 1000 ms"]],
    );
    check(
        FAILS,
        Express::Synchronous,
        LogLevel::Fatal,
        expect![[r"
            6 ExecutionFailed
            FAILED
            billed: 1000 ms"]],
    );
    check(
        FAILS,
        Express::Synchronous,
        LogLevel::Off,
        expect![[r"
            FAILED
            billed: 1000 ms"]],
    );
}

#[test]
fn only_one_that_nobody_waits_for_has_a_count_of_redrives() {
    let shows = r#"{
        "StartAt": "Show",
        "States": {"Show": {
            "Type": "Pass",
            "Output": "{% $keys($states.context.Execution) %}",
            "End": true
        }}
    }"#;
    let counts = |express| {
        let output = run(shows, express).output().cloned().unwrap_or_default();
        output.as_array().unwrap().contains(&Value::from("RedriveCount"))
    };
    assert!(counts(Express::Asynchronous));
    assert!(!counts(Express::Synchronous));
}
