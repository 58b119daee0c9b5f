//! Stories of Map Runs that are redriven.

use std::cell::Cell;

use expect_test::{Expect, expect};
use stepwright_engine::{Execution, ExecutionStatus, HistoryEventDetails, ScheduleTask};
use stepwright_json::json;
use stepwright_testkit::{Answer, World};

use crate::common::{program, story};

/// A Distributed Map whose children prepare, and then work.
fn machine(execution_type: &str, fields: &str) -> String {
    format!(
        r#"{{"StartAt": "Each", "States": {{"Each": {{
            "Type": "Map", "End": true, "Label": "each", "MaxConcurrency": 2,
            "ItemProcessor": {{
                "ProcessorConfig": {{"Mode": "DISTRIBUTED", "ExecutionType": "{execution_type}"}},
                "StartAt": "Prepare", "States": {{
                    "Prepare": {{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Next": "Work"}},
                    "Work": {{"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true}}}}
            }}{fields}}}}}}}"#
    )
}

/// Runs it until it has failed, redrives it, and compares its story, and what its children did in each
/// of the two runs.
#[track_caller]
fn check(machine: &str, expect: Expect) {
    let (run, did) = (Cell::new(0), Cell::new(String::new()));
    let mut world = World::new(|it| work(it, run.get(), &did));
    let failed = world.run(&program(machine), json!(["good", "bad", "rest"]));
    assert_eq!(failed.status(), ExecutionStatus::Failed, "{}", story(&failed));
    did.set(did.take() + "|");
    run.set(1);
    let redriven = world.redrive(failed).unwrap();
    expect.assert_eq(&format!("{}\n{}", did.take().trim(), since_the_map_run(&redriven)));
}

fn since_the_map_run(execution: &Execution) -> String {
    let is_start = |it: &HistoryEventDetails| matches!(it, HistoryEventDetails::MapRunStarted(_));
    let at = execution.history().iter().position(|it| is_start(&it.details)).unwrap();
    story(execution).lines().skip(at).collect::<Vec<_>>().join("\n")
}

fn work(request: &ScheduleTask, run: u32, did: &Cell<String>) -> Answer {
    let item = request.input.as_str().unwrap_or_default();
    did.set(format!("{} {}-{item} ", did.take().trim(), request.state));
    if run == 0 && &*request.state == "Work" && item == "bad" {
        return Answer::failure("Boom", "not today");
    }
    Answer::success(request.input.clone())
}

#[test]
fn standard_children_go_on_where_they_failed_and_the_rest_is_begun() {
    let expect = expect![[r#"
        Prepare-good Prepare-bad Work-good Work-bad Prepare-rest | Work-bad Prepare-rest Work-rest
        4<3    00:00:00.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunFailed            Each  States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded
        6<5    00:00:00.000  MapStateFailed          Each
        7<6    00:00:00.000  ExecutionFailed         States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded
        8<7    00:00:00.000  ExecutionRedriven       redrive 1
        9<8    00:00:00.000  MapStateEntered         Each
        10<9   00:00:00.000  MapStateStarted         Each  3 items
        11<10  00:00:00.000  MapRunRedriven          Each  redrive 1
        12<11  00:00:00.000  MapRunSucceeded         Each
        13<12  00:00:00.000  MapStateSucceeded       Each
        14<11  00:00:00.000  MapStateExited          Each
        15<14  00:00:00.000  ExecutionSucceeded      ["good","bad","rest"]
        SUCCEEDED
        ["good","bad","rest"]"#]];
    check(&machine("STANDARD", ""), expect);
}

#[test]
fn express_children_are_started_anew() {
    let expect = expect![[r#"
        Prepare-good Prepare-bad Work-good Work-bad Prepare-rest | Prepare-bad Prepare-rest Work-bad Work-rest
        4<3    00:00:00.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunFailed            Each  States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded
        6<5    00:00:00.000  MapStateFailed          Each
        7<6    00:00:00.000  ExecutionFailed         States.ExceedToleratedFailureThreshold: The specified tolerated failure threshold was exceeded
        8<7    00:00:00.000  ExecutionRedriven       redrive 1
        9<8    00:00:00.000  MapStateEntered         Each
        10<9   00:00:00.000  MapStateStarted         Each  3 items
        11<10  00:00:00.000  MapRunRedriven          Each  redrive 1
        12<11  00:00:00.000  MapRunSucceeded         Each
        13<12  00:00:00.000  MapStateSucceeded       Each
        14<11  00:00:00.000  MapStateExited          Each
        15<14  00:00:00.000  ExecutionSucceeded      ["good","bad","rest"]
        SUCCEEDED
        ["good","bad","rest"]"#]];
    check(&machine("EXPRESS", ""), expect);
}

#[test]
fn what_could_not_be_read_is_read_again() {
    let machine = machine(
        "STANDARD",
        r#", "ItemReader": {"Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"}, "Arguments": {"Bucket": "data", "Key": "late"}}"#,
    );
    let mut world = World::new(|it| Answer::success(it.input.clone()));
    let failed = world.run(&program(&machine), json!(null));
    assert_eq!(failed.status(), ExecutionStatus::Failed, "{}", story(&failed));
    let mut world = world.with_object("data", "late", *b"[1, 2]");
    let expect = expect![[r#"
        4<3    00:00:00.000  MapRunStarted           Each  arn:aws:states:us-east-1:123456789012:mapRun:machine/each:e220a839-7b1d-4daf-ae78-9e6aa1b965f4
        5<4    00:00:00.000  MapRunFailed            Each  States.ItemReaderFailed: The specified bucket does not exist
        6<5    00:00:00.000  MapStateFailed          Each
        7<6    00:00:00.000  ExecutionFailed         States.ItemReaderFailed: The specified bucket does not exist
        8<7    00:00:00.000  ExecutionRedriven       redrive 1
        9<8    00:00:00.000  MapStateEntered         Each
        10<9   00:00:00.000  MapStateStarted         Each  0 items
        11<10  00:00:00.000  MapRunRedriven          Each  redrive 1
        12<11  00:00:00.000  MapRunSucceeded         Each
        13<12  00:00:00.000  MapStateSucceeded       Each
        14<11  00:00:00.000  MapStateExited          Each
        15<14  00:00:00.000  ExecutionSucceeded      [1,2]
        SUCCEEDED
        [1,2]"#]];
    expect.assert_eq(&since_the_map_run(&world.redrive(failed).unwrap()));
}

#[test]
fn results_of_both_runs_are_written() {
    let fields = r#", "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject",
        "WriterConfig": {"Transformation": "COMPACT", "OutputType": "JSONL"},
        "Arguments": {"Bucket": "data", "Prefix": "out"}}"#;
    let (run, did) = (Cell::new(0), Cell::new(String::new()));
    let mut world = World::new(|it| work(it, run.get(), &did));
    let failed = world.run(&program(&machine("STANDARD", fields)), json!(["good", "bad", "rest"]));
    run.set(1);
    let redriven = world.redrive(failed).unwrap();
    let details = redriven.output().unwrap().get("ResultWriterDetails").unwrap();
    let key =
        details.get("Key").unwrap().as_str().unwrap().replace("manifest.json", "SUCCEEDED_0.jsonl");
    let written = String::from_utf8_lossy(world.object("data", &key).unwrap());
    assert_eq!(written, "\"good\"\n\"bad\"\n\"rest\"\n");
}

#[test]
fn a_map_run_is_redriven_1_000_times_at_most() {
    let mut world = World::new(|_| Answer::failure("Boom", "never"));
    let mut execution = world.run(&program(&machine("STANDARD", "")), json!([1]));
    for _ in 0..1_000 {
        execution = world.redrive(execution).unwrap();
    }
    assert_eq!(execution.redrive_count(), 1_000);
    let status = execution.redrive_status(world.now());
    assert_eq!(status.as_str(), "NOT_REDRIVABLE");
    expect!["Map Run redrive limit exceeded"]
        .assert_eq(&world.redrive(execution).unwrap_err().to_string());
}
